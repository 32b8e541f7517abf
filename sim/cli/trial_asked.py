"""What of ``hotline measures`` goes together: an option that would change nothing is refused, not passed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any, Final

import click
from click.core import ParameterSource

from sim.domain.measures import Measure, total_cost
from sim.errors import UsageError

#: By an option, those that it leaves nothing to do, and why.
_IN_VAIN: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "explain": (
        ("measures", "fraction", "budget", "goal"),
        "takes one measure apart, on the outcome that its file names, and looks for no best set",
    ),
    "fraction": (("budget", "goal"), "does not run every set of measures, so there is no best one to look for"),
}


def expect_together(given: Mapping[str, Any]) -> None:
    """Refuse options that another one makes void, and a list of measures that names none. Needs click's context."""
    said = {name for name in given if _said(name)}
    for option, (others, why) in _IN_VAIN.items():
        void = [f"--{name}" for name in others if name in said]
        if option in said and void:
            raise UsageError(f"--{option} {why}: leave out {' and '.join(void)}, or --{option}.")
    if "measures" in said and not given["measures"].replace(",", " ").strip():
        raise UsageError("--measures names no measure: leave it out for all, or name some, such as liaison_team.")


def _said(name: str) -> bool:
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


def expect_amount(budget: float | None) -> None:
    """Refuse a budget that is no amount."""
    if budget is not None and not isfinite(budget):
        raise UsageError("--budget is not a number: say what a set may cost a year, in millions.")


def beyond_all(measures: Iterable[Measure], budget: float | None) -> str:
    """What to remark where a budget excludes nothing, as one in another unit would; empty where it excludes something."""
    total = total_cost({one.name: one.cost for one in measures})
    if budget is None or budget <= total:
        return ""
    return f"--budget {budget:g} is in millions a year: all measures together cost {total:g}, so it excludes no set"
