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


def words(log: ByKind, until: float) -> list[str]:
    """The patron's stances as they were heard by an hour, by any path, in order.

    Of a message whose reading was repaired the repaired one counts. What was said of a strike that
    has fallen is no word on the next one.
    """
    fallen = {data.plan for time, data in log.all(Strike) if time < until}
    read = {
        data.message: (time, data.read)
        for time, data in log.all(StanceRead)
        if time <= until and data.plan not in fallen
    }
    public = [(time, data.stance) for time, data in _said_by("patron", log) if time <= until]
    return [stance for _, stance in sorted([*read.values(), *public], key=lambda word: word[0])]


def _said_by(who: str, log: ByKind) -> list[tuple[float, PublicWarning]]:
    return [(time, data) for time, data in log.all(PublicWarning) if data.by == who]


def heard(log: ByKind, no_return: float) -> Heard:
    """What had been heard by a point of no return."""
    stances = words(log, no_return)
    since_yes = (
        stances[len(stances) - stances[::-1].index("green") :] if "green" in stances else stances
    )
    asked = any(time <= no_return for time, _ in log.all(Asked))
    return Heard(asked, bool(stances), "red" in since_yes, "amber" in since_yes)


def known(log: ByKind, plan: str) -> Known:
    """What the patron knew, and since when; who was seen to strike is known to mean it, and an hour
    that was called off is none.
    """
    signs = [*log.all(Learnt), *_said_by("frontline", log)]
    intent = min((time for time, _ in signs), default=inf)
    since = called_off(log, plan)
    hours = (time for time, data in log.all(HourLearnt) if data.plan == plan and time > since)
    hour = next(hours, inf)
    return Known(min(intent, hour), hour)


def called_off(log: ByKind, plan: str) -> float:
    """When a plan was last called off; it may be taken up again, at another hour."""
    return max((time for time, data in log.all(Recall) if data.plan == plan), default=-inf)


def no_return(log: ByKind, plan: str) -> float:
    """Hour of the point of no return of a plan that was carried out."""
    return next(time for time, data in log.all(NoReturn) if data.plan == plan)


def knowledge(log: ByKind, at: float, strike: Strike, timely: float) -> Knowledge:
    """What the patron knew in time of a strike at an hour; it knows of one in which it takes
    part.
    """
    since = known(log, strike.plan)
    if strike.course == "joint" or since.hour <= at - timely:
        return "hour"
    return "intent" if since.intent <= at - timely else "nothing"


def past_override(log: ByKind, at: float) -> bool:
    """Whether a strike at an hour was begun past the override line."""
    begun = [
        data.event
        for time, data in log.all(StateChange)
        if data.after == "preparing" and time <= at
    ]
    return begun[-1:] == ["override"]
