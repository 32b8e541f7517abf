"""Offices of an ally: who drafts, clears and receives, with what staff, at what hours, how fast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.domain.distributions.families import Law, Lognormal
from sim.domain.inputs.parameter import given, part
from sim.domain.preparedness.exercises import Sector


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Duty hours in local time; equal opening and closing means round the clock, a later opening a
    night shift.

    With ``meets`` the office is a cabinet: it works only from the next of these local times on.
    """

    opens: float = given(0.0, "time of day", "local time of opening", plausible=(0, 24))
    closes: float = given(0.0, "time of day", "local time of closing", plausible=(0, 24))
    days: tuple[str, ...] = given(
        ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "", "working days"
    )
    meets: tuple[float, ...] = given((), "time of day", "local times at which a cabinet meets")


ROUND_THE_CLOCK = Hours()


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """The traffic that loads a desk whatever the crisis: always the lowest class."""

    rate: float = given(0.12, "rate", "arrivals of routine items", plausible=(0, 2))
    work: Law = given(
        Lognormal(median=2.4, sigma=0.65), "law of time", "work that a routine item takes"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A staffed desk with a queue by precedence, without interruption of work in hand."""

    sector: Sector = given("civilian", "", "which practice quickens its work")
    staff: int = given(1, "count", "officers who work in parallel", plausible=(1, 10))
    hours: Hours = part(lambda: ROUND_THE_CLOCK, "duty hours in the ally's zone")
    work: Law = given(
        Lognormal(median=1.3, sigma=0.5), "law of time", "work that a crisis message takes"
    )
    off_duty_factor: float = given(
        2.2, "weight", "how many times longer crisis work takes off duty", plausible=(1, 5)
    )
    routine: Routine = part(Routine, "routine load")


#: What passes the desks when a scenario names no chain for a kind.
ANY = "any"


def chain(chains: Mapping[str, tuple[str, ...]], kind: str) -> tuple[str, ...]:
    """The offices that a kind of message passes, in order."""
    return chains[kind] if kind in chains else chains[ANY]
