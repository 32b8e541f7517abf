"""Where each arm fails: how often, by the outcomes that are failures, and in which worlds worst."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from shlex import quote
from typing import Final

import numpy as np

from sim.experiment.outcomes.shares import percent
from sim.experiment.statistics.estimates import wilson
from sim.output.answer.attainable_outcomes import NEVER
from sim.output.charts.base.chart import Evidence
from sim.output.charts.base.words import decimals, plain

#: Failures that are yes or no in a world, and what is worst in one where they are.
FAILURES: Final = (
    "struck_against_red",
    "struck_on_silence",
    "struck_on_misread_green",
    "surprise",
    "drawn_in",
)
WORST_BY: Final = ("burden", "peak_rung")
_WORST: Final = 3


#: Whether an arm, by the name that the scenario has for it, can have an outcome at all.
CanHave = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One of the worst worlds of an arm."""

    arm: str
    replication: int
    value: str
    trace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """How often each arm fails, and its worst worlds."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    by: str
    worst: tuple[World, ...]


def failure_section(evidence: Evidence, scenario: str | None, can_have: CanHave) -> Failing:
    """``scenario`` is the file to trace a world with; none where inputs were drawn, so that it says
    no world, and worlds are not independent of one another. What an arm cannot have is no nought.
    """
    names = [name for name in FAILURES if name in evidence.outcomes]
    by = next((name for name in WORST_BY if name in evidence.outcomes), None)
    header = (
        "arm",
        *(evidence.outcomes[name].title for name in names),
        "did worse than the baseline",
    )
    rows = [
        (
            arm,
            *(_often(evidence, arm, name, can_have, drawn=scenario is None) for name in names),
            _worse(evidence, arm, by, drawn=scenario is None),
        )
        for arm in evidence.arms
    ]
    worst = [
        world
        for arm in evidence.arms
        if scenario is not None
        for world in _worst(evidence, arm, by, scenario)
    ]
    title = evidence.outcomes[by].title if by else ""
    return Failing(header=header, rows=tuple(rows), by=title, worst=tuple(worst))


def _often(evidence: Evidence, arm: str, name: str, can_have: CanHave, *, drawn: bool) -> str:
    values = evidence.known_values(arm, name)
    if not can_have(evidence.id_of(arm), name):
        return NEVER
    if not len(values):
        return "-"
    share = float(values.mean())
    return percent(share) if drawn else _share(share, len(values), evidence.confidence)


def _worse(evidence: Evidence, arm: str, by: str | None, *, drawn: bool) -> str:
    """In what share of pairs of the same worlds, in the outcome by which the worst are found."""
    found = evidence.differences.get((arm, by)) if by else None
    if found is None or np.isnan(found.worse):
        return "-"
    if drawn:
        return f"{percent(found.worse)} of draws"
    return _share(found.worse, found.pairs, evidence.confidence)


def _share(share: float, worlds: int, confidence: float) -> str:
    """A share of worlds with its interval, in per cent."""
    low, high = (
        percent(float(end)).removesuffix(" %")
        for end in wilson(round(share * worlds), worlds, confidence)
    )
    return f"{percent(share)} ({low} to {high})"


def _worst(evidence: Evidence, arm: str, by: str | None, scenario: str) -> list[World]:
    if by is None:
        return []
    values = evidence.column(arm, by)
    order = [
        int(at) for at in np.argsort(-np.nan_to_num(values, nan=-np.inf), kind="stable")[:_WORST]
    ]
    outcome = evidence.outcomes[by]
    return [
        World(
            arm=arm,
            replication=at,
            value=f"{plain(float(values[at]), decimals(outcome))} {outcome.unit}",
            trace=(
                f"hotline trace {scenario} --arm {quote(evidence.id_of(arm))} -k {at}"
                f" --seed {evidence.seed}"
            ),
        )
        for at in order
        if not np.isnan(values[at])
    ]
