"""What became of a world after the allies had decided: escalation, threat, alliance, machinery; and
at what cost.

Like in ``ledger``, each function takes a ledger and gives one number, NaN where the world has none.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isnan, nan

from sim.domain.actors.adversary import strike_effect, true_line
from sim.domain.events import Begin, End, RungChange, SupportSuspended
from sim.experiment.outcomes.ledger import Figure, Ledger

# escalation


def _steps(ledger: Ledger) -> list[tuple[float, int]]:
    """(hour, rung from then on), from the start."""
    first = ledger.all(Begin)[0][1].rung
    return [(0.0, first), *((time, data.after) for time, data in ledger.all(RungChange))]


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


def _calm(ledger: Ledger, limit: float) -> list[tuple[float, float]]:
    """The spells at or below the starting rung, as (since, until); from one calm rung to another
    the spell goes on.
    """
    steps = _steps(ledger)
    start = steps[0][1]
    spells: list[tuple[float, float]] = []
    for (since, rung), (until, _) in zip(steps, [*steps[1:], (limit, 0)], strict=True):
        if rung > start:
            continue
        if spells and spells[-1][1] == since:
            since = spells.pop()[0]  # noqa: PLW2901 - the spell began earlier
        spells.append((since, until))
    return spells


def settled_after(ledger: Ledger) -> float:
    """Hours from the first strike until the ladder had settled; NaN when it did not within the
    follow-up.
    """
    if ledger.strike is None:
        return nan
    first, limit = ledger.strike[0], ledger.strike[0] + ledger.setting.follow_up
    settling = ledger.setting.ladder.cooling.settling
    for since, until in _calm(ledger, limit):
        calm = max(since, first)
        if min(until, limit) - calm >= settling:
            return calm + settling - first
    return nan


def deescalation(ledger: Ledger) -> float:
    """Hours from the first strike to de-escalation, cut at the follow-up."""
    if ledger.strike is None:
        return nan
    after = settled_after(ledger)
    return ledger.setting.follow_up if isnan(after) else after


def hours_unsettled(ledger: Ledger) -> float:
    """The same in every world: none without a strike."""
    return 0.0 if ledger.strike is None else deescalation(ledger)


def de_escalated(ledger: Ledger) -> float:
    """Whether it de-escalated within the follow-up."""
    if ledger.strike is None:
        return nan
    return float(not isnan(settled_after(ledger)))


def escalated_after(ledger: Ledger) -> float:
    """Hours from the first strike to the first rise above the rung that it led to, before it
    settled; else NaN.
    """
    if ledger.strike is None:
        return nan
    first = ledger.strike[0]
    limit = first + deescalation(ledger)
    led_to = [rung for time, rung in _steps(ledger) if time <= first][-1]
    rises = (
        time
        for time, data in ledger.all(RungChange)
        if first < time <= limit and data.after > led_to
    )
    return next(rises, nan) - first


def hours_watched(ledger: Ledger) -> float:
    """Hours of follow-up after the first strike."""
    return nan if ledger.strike is None else ledger.setting.follow_up


# the threat


def threat_end(ledger: Ledger) -> float:
    """Readiness at the end."""
    return ledger.all(End)[0][1].readiness


def threat_left(ledger: Ledger) -> float:
    """Readiness just after the first strike."""
    return nan if ledger.strike is None else ledger.strike[1].readiness_after


def effect_given_up(ledger: Ledger) -> float:
    """Median effect at the first choice to strike less that at the strike, with the means of the
    strike.
    """
    if ledger.strike is None or ledger.wish is None:
        return nan
    threat = ledger.setting.adversary.threat
    data = ledger.strike[1]
    bonus = (
        threat.joint_bonus
        if data.course == "joint"
        else threat.support_bonus
        if data.supported
        else 0.0
    )
    first, then = (
        strike_effect(threat, theta, bonus=bonus, alertness=0.0, line=true_line(threat))
        for theta in (ledger.wish[1].readiness, data.readiness_before)
    )
    return first - then


# the alliance and the machinery


def final(figure: Callable[[End], float]) -> Figure:
    """A figure of the last entry."""
    return lambda ledger: float(figure(ledger.all(End)[0][1]))


def hours_suspended(ledger: Ledger) -> float:
    """Hours of suspended support, as far as they were watched."""
    return float(
        sum(min(data.until, ledger.end) - time for time, data in ledger.all(SupportSuspended))
    )


def desk_load(ledger: Ledger) -> float:
    """Load of the busiest desk."""
    return max((use.busy for use in ledger.all(End)[0][1].desks), default=nan)


def desk_wait(ledger: Ledger) -> float:
    """Mean hours that a crisis message waited at a desk; 0 where there was none."""
    desks = ledger.all(End)[0][1].desks
    served = sum(use.messages for use in desks)
    return sum(use.waited for use in desks) / served if served else 0.0


def cost(ledger: Ledger) -> float:
    """Stated yearly cost of the arm."""
    return ledger.setting.yearly_cost
