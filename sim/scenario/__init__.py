"""The door: YAML text to a validated, resolved scenario, and back."""

from __future__ import annotations

from sim.scenario.resolve import Resolved, load, resolved

__all__ = ["Resolved", "load", "resolved"]
