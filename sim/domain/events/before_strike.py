"""What stood between the allies before a strike: what the frontline had heard of the patron's
stance, and what the patron knew.

Engine and outcomes ask here, of the same log, so that a strike is judged in a world as it is
counted afterwards.
"""

from __future__ import annotations

from math import inf
from typing import Literal, NamedTuple

from sim.domain.events.crisis import PublicWarning
from sim.domain.events.decisions import HourLearnt, Learnt, NoReturn, Recall, StateChange, Strike
from sim.domain.events.log import ByKind
from sim.domain.events.messages import Asked, StanceRead

#: What a patron knew in time: when the strike falls, that one is meant, or neither.
Knowledge = Literal["hour", "intent", "nothing"]


class Heard(NamedTuple):
    """What the frontline had read or heard of the patron, as it took it, when it could no longer
    turn back.

    ``red`` and ``amber`` say whether a no, or doubts, had been heard in this crisis and no yes
    since; ``word`` whether anything had, and ``asked`` whether it had put a question.
    """

    asked: bool
    word: bool
    red: bool
    amber: bool


class Known(NamedTuple):
    """Hours at which the patron learnt that a strike is meant, and when it falls; infinite
    for never.
    """

    intent: float
    hour: float


def words(found: ByKind, until: float) -> list[str]:
    """The patron's stances as they were heard by an hour, by any path and on any plan, in order.

    Of a message whose reading was repaired the repaired one counts.
    """
    readings = found.all(StanceRead)
    read = {data.message: (time, data.read) for time, data in readings if time <= until}
    public = [(time, data.stance) for time, data in _said_by("patron", found) if time <= until]
    return [stance for _, stance in sorted([*read.values(), *public], key=lambda word: word[0])]


def _said_by(who: str, found: ByKind) -> list[tuple[float, PublicWarning]]:
    return [(time, data) for time, data in found.all(PublicWarning) if data.by == who]


def heard(found: ByKind, no_return: float) -> Heard:
    """What had been heard by a point of no return."""
    said = words(found, no_return)
    since_yes = said[len(said) - said[::-1].index("green") :] if "green" in said else said
    asked = any(time <= no_return for time, _ in found.all(Asked))
    return Heard(asked, bool(said), "red" in since_yes, "amber" in since_yes)


def known(found: ByKind, plan: str) -> Known:
    """What the patron knew, and since when; who was seen to strike is known to mean it, and an hour
    that was called off is none.
    """
    signs = [*found.all(Learnt), *_said_by("frontline", found)]
    intent = min((time for time, _ in signs), default=inf)
    since = called_off(found, plan)
    hours = (time for time, one in found.all(HourLearnt) if one.plan == plan and time > since)
    hour = next(hours, inf)
    return Known(min(intent, hour), hour)


def called_off(found: ByKind, plan: str) -> float:
    """When a plan was last called off; it may be taken up again, at another hour."""
    return max((time for time, one in found.all(Recall) if one.plan == plan), default=-inf)


def no_return(found: ByKind, plan: str) -> float:
    """Hour of the point of no return of a plan that was carried out."""
    return next(time for time, data in found.all(NoReturn) if data.plan == plan)


def knowledge(found: ByKind, at: float, strike: Strike, timely: float) -> Knowledge:
    """What the patron knew in time of a strike at an hour; it knows of one in which it takes
    part.
    """
    since = known(found, strike.plan)
    if strike.course == "joint" or since.hour <= at - timely:
        return "hour"
    return "intent" if since.intent <= at - timely else "nothing"


def past_override(found: ByKind, at: float) -> bool:
    """Whether a strike at an hour was begun past the override line."""
    begun = [
        data.event
        for time, data in found.all(StateChange)
        if data.after == "preparing" and time <= at
    ]
    return begun[-1:] == ["override"]
