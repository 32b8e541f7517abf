"""The door: YAML text to a validated, resolved scenario, and back."""

from __future__ import annotations

from sim.scenario.ledger import Assumption, ledger
from sim.scenario.lint import Lint, lint
from sim.scenario.resolve import Resolved, load, resolve
from sim.scenario.written import scenario_yaml, setting_written

__all__ = ["Assumption", "Lint", "Resolved", "ledger", "lint", "load", "resolve", "scenario_yaml", "setting_written"]
