"""The ledger of one world: its log sorted into kinds, and the figures that are read from it.

Each function here takes a ledger and gives one number in the unit of its outcome, NaN where the
world has none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, nan
from typing import TypeVar

from sim.domain.events import (
    Answered,
    Asked,
    Decision,
    End,
    Event,
    Learnt,
    NoReturn,
    PatienceExpired,
    PressureTrack,
    StanceRead,
    Strike,
)
from sim.domain.events.log import ByKind
from sim.domain.inputs.setting import Setting

E = TypeVar("E", bound=Event)
Figure = Callable[["Ledger"], float]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A world's entries by kind, its inputs, and the two moments on which most figures rest."""

    found: ByKind
    setting: Setting
    strike: tuple[float, Strike] | None
    wish: tuple[float, Decision] | None
    end: float

    @classmethod
    def of(cls, found: ByKind, setting: Setting) -> Ledger:
        """A ledger of entries sorted by kind."""
        wish = next((entry for entry in found.all(Decision) if entry[1].option == "strike"), None)
        return cls(found, setting, found.first(Strike), wish, found.all(End)[0][0])

    def all(self, kind: type[E]) -> list[tuple[float, E]]:
        """The entries of a kind."""
        return self.found.all(kind)

    def strikes(self) -> list[tuple[float, Strike]]:
        """All strikes, in order."""
        return self.found.all(Strike)


# the course taken


def strike_made(ledger: Ledger) -> float:
    """Whether there was a strike."""
    return 0.0 if ledger.strike is None else 1.0


def course(name: str) -> Figure:
    """Whether the first strike took this course."""
    return lambda ledger: float(ledger.strike is not None and ledger.strike[1].course == name)


def stance(name: str) -> Figure:
    """Whether the first strike went ahead alone with this stance in hand."""

    def went_ahead(ledger: Ledger) -> float:
        return float(
            ledger.strike is not None
            and ledger.strike[1].stance == name
            and ledger.strike[1].course != "joint"
        )

    return went_ahead


def force_first(ledger: Ledger) -> float:
    """Whether the first strike came before diplomacy had run its course.

    That is before both allies had pressed together (sanctions, demarche, mediation), or without an
    answer from the patron.
    """
    if ledger.strike is None:
        return 0.0
    time, strike = ledger.strike
    together = next((at for at, data in ledger.all(PressureTrack) if len(data.allies) > 1), inf)
    return float(together > time or strike.stance not in {"green", "amber", "red"})


def misread_green(ledger: Ledger) -> float:
    """Whether the first strike went ahead on a green that the patron had not given, or no longer
    stood by.
    """
    return float(
        ledger.strike is not None
        and ledger.strike[1].course == "approved"
        and not ledger.strike[1].supported
    )


def first_wish(ledger: Ledger) -> float:
    """Hour of the first choice to strike."""
    return nan if ledger.wish is None else ledger.wish[0]


def strike_time(ledger: Ledger) -> float:
    """Hour of the first strike."""
    return nan if ledger.strike is None else ledger.strike[0]


def hours_unstruck(ledger: Ledger) -> float:
    """Hours of the window before the first strike."""
    horizon = ledger.setting.horizon
    return horizon if ledger.strike is None else min(ledger.strike[0], horizon)


# the allies' exchange


def round_trip(ledger: Ledger) -> float:
    """Mean hours of answered questions."""
    return _mean([data.hours for _, data in ledger.all(Answered)])


def stage_hours(stage: str) -> Figure:
    """Mean hours that answered questions spent in a stage."""

    def hours(ledger: Ledger) -> float:
        answered = ledger.all(Answered)
        return _mean(
            [sum(span for name, span in data.stages if name == stage) for _, data in answered]
        )

    return hours


def answered_in_time(ledger: Ledger) -> float:
    """Whether the first question was answered within patience; NaN while the world ended before
    either.
    """
    asked = ledger.all(Asked)
    if not asked:
        return nan
    first = asked[0][1].message
    answers = [data.late for _, data in ledger.all(Answered) if data.message == first]
    if answers:
        return float(not answers[0])
    return 0.0 if any(data.message == first for _, data in ledger.all(PatienceExpired)) else nan


def _objections(ledger: Ledger, plan: str | None) -> list[float]:
    """Hours at which a doubt or a no was read, on one plan or on any."""
    read = ((time, data) for time, data in ledger.all(StanceRead) if data.given != "green")
    return [time for time, data in read if plan is None or data.plan == plan]


def objection_time(ledger: Ledger) -> float:
    """Hour at which the last doubt or no on the first strike was read before it, else the first
    after it.

    Where there was no strike, the last one on any plan.
    """
    if ledger.strike is None:
        return next(reversed(_objections(ledger, None)), nan)
    times = _objections(ledger, ledger.strike[1].plan)
    before = [time for time in times if time <= ledger.strike[0]]
    return before[-1] if before else next(iter(times), nan)


def no_return_time(ledger: Ledger) -> float:
    """Hour of the point of no return of the first strike."""
    if ledger.strike is None:
        return nan
    plan = ledger.strike[1].plan
    return next(time for time, data in ledger.all(NoReturn) if data.plan == plan)


def objection_in_time(ledger: Ledger) -> float:
    """Whether a doubt or a no was read before the first point of no return, where the patron did
    not agree.

    Where nothing passed that point, any objection was in time; where something did, only one to
    that plan.
    """
    if ledger.wish is None or (
        ledger.strike is not None and ledger.strike[1].course != "unilateral"
    ):
        return nan
    passed = ledger.all(NoReturn)
    if not passed:
        return 1.0 if _objections(ledger, None) else nan
    limit, plan = passed[0][0], passed[0][1].plan
    return float(any(time < limit for time in _objections(ledger, plan)))


def objection_margin(ledger: Ledger) -> float:
    """Hours from the objection read to the point of no return."""
    return no_return_time(ledger) - objection_time(ledger)


def _learnt(ledger: Ledger) -> tuple[float, str] | None:
    """When and how the patron learnt of the first strike."""
    if ledger.strike is None:
        return None
    plan = ledger.strike[1].plan
    return next(((time, data.how) for time, data in ledger.all(Learnt) if data.plan == plan), None)


def learnt(how: str) -> Figure:
    """Whether the patron learnt of the first strike this way."""

    def came(ledger: Ledger) -> float:
        found = _learnt(ledger)
        return nan if ledger.strike is None else float(found is not None and found[1] == how)

    return came


def count(kind: type[Event]) -> Figure:
    """How many entries of a kind there are."""
    return lambda ledger: float(len(ledger.all(kind)))


def any_of(kind: type[Event]) -> Figure:
    """Whether there is an entry of a kind."""
    return lambda ledger: float(bool(ledger.all(kind)))


def misreadings(ledger: Ledger) -> float:
    """Stances whose last reading differs from what was given."""
    last = {data.message: data for _, data in ledger.all(StanceRead)}
    return float(sum(data.read != data.given for data in last.values()))


def divergence(ledger: Ledger) -> float:
    """Distance between the allies' estimates at the first choice to strike."""
    if ledger.wish is None:
        return nan
    means = ledger.wish[1].means
    return abs(means["frontline"] - means["patron"])


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else nan
