"""What an outcome is, and how a row of the table of outcomes is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Final, Literal

from sim.domain.actors.escalation import TOP
from sim.experiment.outcomes.ledger import Ledger

Better = Literal["lower", "higher", "neither"]
Exists = Literal["always", "strike", "wish", "question", "blow"]
Group = Literal["", "delay"]

#: Ends of observation at which hours are cut: that of the window, and as long after a strike as it
#: is followed.
HORIZON: Final = "the horizon"
FOLLOW_UP: Final = "the follow-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One measured quantity. ``matters`` is the smallest difference worth a decision-maker's
    attention, in its unit.

    ``exists`` says in which worlds it is defined: *always*, or only where there was a *strike*, a
    *wish* to strike, a *question* to the patron, a *blow* of the adversary. Differences of the
    latter are taken only over worlds in which both arms have it. ``low`` and ``high`` are what it
    cannot be below or above, whatever the scenario. ``group`` is *delay* for the stages of an
    exchange, which explain it and stand for nothing else; ``censored_at`` names the end of
    observation at which values are cut, empty where they are not. ``constant`` is what an arm's
    inputs say by themselves, the same in every world: it has a value and no interval.
    """

    name: str
    title: str
    unit: str
    better: Better
    kind: Literal["share", "mean"]
    exists: Exists
    definition: str
    matters: float
    measure: Callable[[Ledger], float]
    low: float
    high: float
    group: Group = ""
    censored_at: str = ""
    constant: bool = False

    @property
    def proportion(self) -> bool:
        """Whether it lies within 0 and 1, so that a percentage says it too."""
        return (self.low, self.high) == (0.0, 1.0)


#: What an outcome of a unit can be, unless its own line says otherwise.
_BOUNDS: Final[Mapping[str, tuple[float, float]]] = {
    "share": (0.0, 1.0),
    "readiness": (0.0, 1.0),
    "trust": (0.0, 1.0),
    "credibility": (0.0, 1.0),
    "load": (0.0, 1.0),
    "rung": (0.0, float(TOP)),
    "h": (0.0, inf),
    "rung-hours": (0.0, inf),
    "per world": (0.0, inf),
    "million per year": (0.0, inf),
    "logit": (-inf, inf),
}


def outcome_row(  # noqa: PLR0913 - a line of the table
    name: str,
    title: str,
    unit: str,
    better: Better,
    measure: Callable[[Ledger], float],
    definition: str,
    *,
    matters: float,
    exists: Exists = "always",
    low: float | None = None,
    constant: bool = False,
) -> tuple[str, Outcome]:
    kind: Literal["share", "mean"] = "share" if unit == "share" else "mean"
    least, most = _BOUNDS[unit]
    return name, Outcome(
        name=name,
        title=title,
        unit=unit,
        better=better,
        kind=kind,
        exists=exists,
        definition=definition,
        matters=matters,
        measure=measure,
        low=least if low is None else low,
        high=most,
        constant=constant,
    )


def censored_outcome(at: str, named: tuple[str, Outcome]) -> tuple[str, Outcome]:
    """An outcome whose values are cut at the end of an observation."""
    name, outcome = named
    return name, replace(outcome, definition=f"{outcome.definition}, cut at {at}", censored_at=at)
