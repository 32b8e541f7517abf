"""The door: YAML text to a validated, resolved scenario, and back."""

from __future__ import annotations

from sim.scenario.assumptions.ledger import Assumption, documented_defaults, ledger
from sim.scenario.checks.warnings import Lint, lint
from sim.scenario.loading.resolution import Resolved, load, resolve
from sim.scenario.text.writer import scenario_yaml, setting_written

__all__ = [
    "Assumption",
    "Lint",
    "Resolved",
    "documented_defaults",
    "ledger",
    "lint",
    "load",
    "resolve",
    "scenario_yaml",
    "setting_written",
]
