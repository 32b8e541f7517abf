"""The ledger of one world: its log sorted into kinds, and the figures that are read from it.

Each function here takes a ledger and gives one number in the unit of its outcome, NaN where the world has none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isnan, nan
from typing import Any

from sim.domain.setting import Setting
from sim.domain.threat import strike_effect

Found = dict[str, list[tuple[float, dict[str, Any]]]]
Figure = Callable[["Ledger"], float]

#: Hours before a strike from which learning of it is no surprise.
TIMELY = 6.0


@dataclass(frozen=True, slots=True)
class Ledger:
    """A world's entries by kind, its inputs, and the two moments on which most figures rest."""

    found: Found
    setting: Setting
    strike: tuple[float, dict[str, Any]] | None
    wish: tuple[float, dict[str, Any]] | None
    end: float

    @classmethod
    def of(cls, found: Found, setting: Setting) -> Ledger:
        """A ledger of entries sorted by kind."""
        strikes = found.get("strike")
        wish = next((entry for entry in found.get("decision", ()) if entry[1]["option"] == "strike"), None)
        return cls(found, setting, strikes[0] if strikes else None, wish, found["end"][0][0])

    def all(self, kind: str) -> list[tuple[float, dict[str, Any]]]:
        """The entries of a kind."""
        return self.found.get(kind, [])


# the course taken


def struck(ledger: Ledger) -> float:
    """Whether there was a strike."""
    return 0.0 if ledger.strike is None else 1.0


def course(name: str) -> Figure:
    """Whether the first strike took this course."""
    return lambda ledger: float(ledger.strike is not None and ledger.strike[1]["course"] == name)


def stance(name: str) -> Figure:
    """Whether the first strike went ahead alone with this stance in hand."""

    def went_ahead(ledger: Ledger) -> float:
        return float(
            ledger.strike is not None and ledger.strike[1]["stance"] == name and ledger.strike[1]["course"] != "joint"
        )

    return went_ahead


def first_wish(ledger: Ledger) -> float:
    """Hour of the first choice to strike."""
    return nan if ledger.wish is None else ledger.wish[0]


def strike_time(ledger: Ledger) -> float:
    """Hour of the first strike."""
    return nan if ledger.strike is None else ledger.strike[0]


# the allies' exchange


def round_trip(ledger: Ledger) -> float:
    """Mean hours of answered questions."""
    return _mean([data["hours"] for _, data in ledger.all("answered")])


def stage_hours(stage: str) -> Figure:
    """Mean hours that answered questions spent in a stage."""

    def hours(ledger: Ledger) -> float:
        answered = ledger.all("answered")
        return _mean([sum(span for name, span in data["stages"] if name == stage) for _, data in answered])

    return hours


def answered_in_time(ledger: Ledger) -> float:
    """Whether the first question was answered within patience; NaN while the world ended before either."""
    asked = ledger.all("asked")
    if not asked:
        return nan
    first = asked[0][1]["message"]
    answers = [data["late"] for _, data in ledger.all("answered") if data["message"] == first]
    if answers:
        return float(not answers[0])
    return 0.0 if any(data["message"] == first for _, data in ledger.all("expired")) else nan


def objection_time(ledger: Ledger) -> float:
    """Hour at which a doubt or a no on the first plan that was prepared (or never got that far) was read."""
    limit = ledger.strike[0] if ledger.strike else inf
    times = [time for time, data in ledger.all("stance_read") if data["given"] != "green" and time <= limit]
    late = [time for time, data in ledger.all("stance_read") if data["given"] != "green" and time > limit]
    return times[-1] if times else late[0] if late and late[0] - limit < inf else nan


def no_return_time(ledger: Ledger) -> float:
    """Hour of the point of no return of the first strike."""
    if ledger.strike is None:
        return nan
    plan = ledger.strike[1]["plan"]
    return next(time for time, data in ledger.all("no_return") if data["plan"] == plan)


def objection_in_time(ledger: Ledger) -> float:
    """Whether a doubt or a no was read before the first point of no return, where the patron did not agree."""
    if ledger.wish is None or (ledger.strike is not None and ledger.strike[1]["course"] != "unilateral"):
        return nan
    passed = ledger.all("no_return")
    limit = passed[0][0] if passed else inf
    read = any(data["given"] != "green" and time < limit for time, data in ledger.all("stance_read"))
    return 1.0 if read else 0.0 if passed else nan


def objection_margin(ledger: Ledger) -> float:
    """Hours from the objection read to the point of no return."""
    return no_return_time(ledger) - objection_time(ledger)


def _learnt(ledger: Ledger) -> tuple[float, str] | None:
    """When and how the patron learnt of the first strike."""
    if ledger.strike is None:
        return None
    plan = ledger.strike[1]["plan"]
    return next(((time, data["how"]) for time, data in ledger.all("learnt") if data["plan"] == plan), None)


def notice(ledger: Ledger) -> float:
    """Hours before the first strike at which the patron learnt of it."""
    learnt_at = _learnt(ledger)
    return nan if ledger.strike is None or learnt_at is None else ledger.strike[0] - learnt_at[0]


def learnt(how: str) -> Figure:
    """Whether the patron learnt of the first strike this way."""

    def came(ledger: Ledger) -> float:
        found = _learnt(ledger)
        return nan if ledger.strike is None else float(found is not None and found[1] == how)

    return came


def surprise(ledger: Ledger) -> float:
    """Struck, and the patron had not learnt of it in time."""
    if ledger.strike is None or ledger.strike[1]["course"] == "joint":
        return 0.0
    given = notice(ledger)
    return float(not given >= TIMELY)


def count(kind: str) -> Figure:
    """How many entries of a kind there are."""
    return lambda ledger: float(len(ledger.all(kind)))


def any_of(kind: str) -> Figure:
    """Whether there is an entry of a kind."""
    return lambda ledger: float(bool(ledger.all(kind)))


def misreadings(ledger: Ledger) -> float:
    """Stances whose last reading differs from what was given."""
    last = {data["message"]: data for _, data in ledger.all("stance_read")}
    return float(sum(data["read"] != data["given"] for data in last.values()))


def divergence(ledger: Ledger) -> float:
    """Distance between the allies' estimates at the first choice to strike."""
    if ledger.wish is None:
        return nan
    means = ledger.wish[1]["means"]
    return abs(float(means["frontline"] - means["patron"]))


# escalation


def _steps(ledger: Ledger) -> list[tuple[float, int]]:
    """(hour, rung from then on), from the start."""
    first = ledger.all("begin")[0][1]["rung"]
    return [(0.0, first), *((time, data["after"]) for time, data in ledger.all("rung"))]


def peak(ledger: Ledger) -> float:
    """The highest rung."""
    return float(max(rung for _, rung in _steps(ledger)))


def burden(ledger: Ledger) -> float:
    """Rung-hours above the start, over the window and the follow-up after it."""
    steps = _steps(ledger)
    start, total = steps[0][1], 0.0
    limit = ledger.setting.horizon + ledger.setting.follow_up
    for (since, rung), (until, _) in zip(steps, [*steps[1:], (limit, 0)], strict=True):
        total += max(rung - start, 0) * max(min(until, limit) - since, 0.0)
    return total


def settled_after(ledger: Ledger) -> float:
    """Hours from the first strike until the ladder had settled; NaN when it did not within the follow-up."""
    if ledger.strike is None:
        return nan
    first, limit = ledger.strike[0], ledger.strike[0] + ledger.setting.follow_up
    settling = ledger.setting.ladder.cooling.settling
    steps = _steps(ledger)
    start = steps[0][1]
    for (since, rung), (until, _) in zip(steps, [*steps[1:], (limit, 0)], strict=True):
        calm = max(since, first)
        if rung <= start and min(until, limit) - calm >= settling:
            return calm + settling - first
    return nan


def deescalation(ledger: Ledger) -> float:
    """Hours from the first strike to de-escalation, cut at the follow-up."""
    if ledger.strike is None:
        return nan
    after = settled_after(ledger)
    return ledger.setting.follow_up if isnan(after) else after


def settled(ledger: Ledger) -> float:
    """Whether it de-escalated within the follow-up."""
    if ledger.strike is None:
        return nan
    return float(not isnan(settled_after(ledger)))


def escalated_after(ledger: Ledger) -> float:
    """Hours from the first strike to the first rise above the rung that it led to, before it settled; else NaN."""
    if ledger.strike is None:
        return nan
    first = ledger.strike[0]
    limit = first + deescalation(ledger)
    rises = (time for time, data in ledger.all("rung") if first < time <= limit and data["cause"] == "retaliation")
    return next(rises, nan) - first


def watched(ledger: Ledger) -> float:
    """Hours of follow-up after the first strike."""
    return nan if ledger.strike is None else ledger.setting.follow_up


# the threat


def threat_end(ledger: Ledger) -> float:
    """Readiness at the end."""
    return float(ledger.all("end")[0][1]["readiness"])


def threat_left(ledger: Ledger) -> float:
    """Readiness just after the first strike."""
    return nan if ledger.strike is None else float(ledger.strike[1]["readiness_after"])


def effect_given_up(ledger: Ledger) -> float:
    """Median effect at the first choice to strike less that at the strike, with the means of the strike."""
    if ledger.strike is None or ledger.wish is None:
        return nan
    threat = ledger.setting.adversary.threat
    bonus = {"joint": threat.joint_bonus, "approved": threat.support_bonus}.get(ledger.strike[1]["course"], 0.0)
    then = strike_effect(threat, ledger.wish[1]["readiness"], bonus=bonus, alertness=0.0)
    return then - strike_effect(threat, ledger.strike[1]["readiness_before"], bonus=bonus, alertness=0.0)


# the alliance and the machinery


def final(name: str) -> Figure:
    """A figure of the last entry."""
    return lambda ledger: float(ledger.all("end")[0][1][name])


def suspended(ledger: Ledger) -> float:
    """Hours of suspended support, as far as they were watched."""
    return float(sum(min(data["until"], ledger.end) - time for time, data in ledger.all("support")))


def desk_load(ledger: Ledger) -> float:
    """Load of the busiest desk."""
    return max((load for load, _, _ in ledger.all("end")[0][1]["desks"].values()), default=nan)


def desk_wait(ledger: Ledger) -> float:
    """Mean hours that a crisis message waited at a desk; 0 where there was none."""
    desks: list[tuple[float, int, float]] = list(ledger.all("end")[0][1]["desks"].values())
    served = sum(begun for _, begun, _ in desks)
    return sum(waited for _, _, waited in desks) / served if served else 0.0


def cost(ledger: Ledger) -> float:
    """Stated yearly cost of the arm."""
    return ledger.setting.yearly_cost


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else nan
