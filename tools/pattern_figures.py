"""The figures that many crises of the model show: first attacks, answers, planned strikes, what the
patron does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, inf, isnan, log, nan, sqrt
from typing import Final

import numpy as np
from scipy.optimize import minimize_scalar

from sim.domain.events import Attack, Mediation, StanceGiven, SupportSuspended
from sim.domain.events.log import ByKind
from sim.domain.inputs.setting import Scenario
from sim.engine.session import Session
from sim.experiment.design.factors import Asked, uncertain
from sim.experiment.outcomes.aftermath import settled_after
from sim.experiment.outcomes.ledger import Ledger
from sim.experiment.runs.drawn_inputs import Doubt, drawn_scenario
from sim.experiment.statistics.estimates import wilson
from sim.scenario import Resolved
from sim.scenario.assumptions.fitted_laws import fitted_laws
from tools.timing import DAY, first_strike, planned, quantile, under_attack, within

SEED: Final = 1_962
_LAST: Final = 60.0
#: The scenario of each world, by its number.
Crises = Callable[[int], Scenario]


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with an interval."""

    value: float
    low: float
    high: float


# worlds


def ensemble(found: Resolved, arms: Sequence[str]) -> Crises:
    """By the number of a world the scenario with all its uncertain inputs drawn: one draw for each
    world, so that worlds are independent and their intervals hold for chance and doubt together.
    """
    factors, fitted = uncertain(found, arms, Asked()), fitted_laws(found, arms)
    doubt = Doubt(factors=factors, fitted=fitted, worlds=1)
    return lambda number: drawn_scenario(found.scenario, arms, doubt, SEED, number)


def ledgers(crises: Crises, arm: str, worlds: int) -> list[Ledger]:
    """The worlds of an arm, sorted by kind of entry."""
    return [_ledger(crises(number), arm, number) for number in range(worlds)]


def _ledger(scenario: Scenario, arm: str, number: int) -> Ledger:
    log_ = Session(scenario, seed=SEED, replication=number, arm=arm).run()
    return Ledger.of(ByKind(log_), scenario.arms[arm].setting)


def share(hits: Sequence[bool]) -> Range:
    """A share with Wilson's interval."""
    if not hits:
        return Range(nan, nan, nan)
    low, high = wilson(float(sum(hits)), len(hits))
    return Range(sum(hits) / len(hits), float(low), float(high))


# first attacks, while the frontline holds


def first_attacks(found: Sequence[Ledger]) -> list[tuple[float, bool]]:
    """Days to the first attack, or to the strike or the end that came before it; and whether it
    came.
    """
    times: list[tuple[float, bool]] = []
    for ledger in found:
        attacks = ledger.all(Attack)
        attack = attacks[0][0] if attacks else inf
        other = min(ledger.end, ledger.strike[0] if ledger.strike else inf, _LAST * DAY)
        times.append((min(attack, other) / DAY, attack <= other))
    return times


def attacked_by(times: Sequence[tuple[float, bool]], day: float) -> Range:
    """Share attacked by a day (Kaplan and Meier), with Greenwood's interval (log-log scale)."""
    survival, variance = 1.0, 0.0
    for time in sorted({time for time, came in times if came and time <= day}):
        at_risk = sum(end >= time for end, _ in times)
        events = sum(came and end == time for end, came in times)
        survival *= 1.0 - events / at_risk
        variance += events / (at_risk * max(at_risk - events, 1))
    if survival == 1.0:
        return Range(0.0, 0.0, 1.0 - 0.05 ** (1.0 / len(times)))
    width = 1.96 * sqrt(variance) / abs(log(survival))
    low, high = (1.0 - survival ** exp(sign * width) for sign in (-1.0, 1.0))
    return Range(1.0 - survival, low, high)


def weibull_shape(times: Sequence[tuple[float, bool]]) -> Range:
    """Shape of a censored Weibull law, by its profile likelihood; below 1 the hazard falls."""
    spans = np.array([max(time, 1e-3) for time, _ in times])
    came = np.array([came for _, came in times])
    events = int(came.sum())
    if events < 3:
        return Range(nan, nan, nan)

    def minus(shape: float) -> float:
        scale = (spans**shape).sum() / events
        logs = np.log(spans[came]).sum()
        return -float(events * log(shape) + (shape - 1.0) * logs - events * log(scale) - events)

    best = float(minimize_scalar(minus, bounds=(0.05, 5.0), method="bounded").x)
    reach = exp(1.96 * 0.78 / sqrt(events))
    return Range(best, best / reach, best * reach)


# answers


def answer_days(crises: Crises, worlds: int) -> list[tuple[float, bool]]:
    """Days from an attack at the start to the frontline's strike, or to the end of what is
    watched.
    """
    times = []
    for number in range(worlds):
        attacked = under_attack(crises(number), "unilateral")
        most = attacked.arms["unilateral"].setting.horizon / DAY
        log_ = Session(attacked, seed=SEED, replication=number, arm="unilateral").run()
        days = next(first_strike(log_), inf)
        times.append((min(days, most), days <= most))
    return times


def median_day(found: Sequence[Ledger]) -> Range:
    """Median day of the first strike, with the interval of order statistics."""
    days = sorted(ledger.strike[0] / DAY for ledger in found if ledger.strike)
    if not days:
        return Range(nan, nan, nan)
    reach = 0.98 * sqrt(len(days))
    low, high = (round(len(days) / 2 + sign * reach) for sign in (-1, 1))
    return Range(float(np.median(days)), days[max(low, 0)], days[min(max(high, 0), len(days) - 1)])


def planned_median(most: float) -> Range:
    """The record's median of planned strikes within so many days, of 133, by order statistics."""
    law = within(planned, most)
    reach = 0.98 / sqrt(133)
    return Range(*(quantile(law, 0.5 + step, most) for step in (0.0, -reach, reach)))


# what the patron does


def withheld(found: Sequence[Ledger]) -> Range:
    """Whether support was withheld, where the first strike was the frontline's alone."""
    return share(
        [
            bool(ledger.all(SupportSuspended))
            for ledger in found
            if ledger.strike and ledger.strike[1].course == "unilateral"
        ]
    )


def withheld_days(found: Sequence[Ledger]) -> Range:
    """Median length for which it was decided to withhold it, in days."""
    days = sorted(
        (data.until - time) / DAY for ledger in found for time, data in ledger.all(SupportSuspended)
    )
    if len(days) < 5:
        return Range(nan, nan, nan)
    return Range(*(float(np.quantile(days, q)) for q in (0.5, 0.45, 0.55)))


def said_no(ledger: Ledger) -> bool:
    """Whether the patron said no before any strike."""
    until = ledger.strike[0] if ledger.strike else inf
    return any(data.given == "red" and time < until for time, data in ledger.all(StanceGiven))


def displeasure(found: Sequence[Ledger]) -> Range:
    """Odds ratio of a strike: the patron had said no, against the other worlds with a wish."""
    counts = np.full((2, 2), 0.5)
    for ledger in found:
        if ledger.wish is not None:
            counts[int(said_no(ledger)), int(ledger.strike is not None)] += 1.0
    ratio = float(counts[1, 1] * counts[0, 0] / (counts[1, 0] * counts[0, 1]))
    reach = exp(1.96 * sqrt(float((1.0 / counts).sum())))
    return Range(ratio, ratio / reach, ratio * reach)


def mediated_longer(found: Sequence[Ledger]) -> Range:
    """Hours until the ladder had settled, with mediators at work against without: a ratio of
    restricted means.
    """
    hours: dict[bool, list[float]] = {True: [], False: []}
    for ledger in found:
        if ledger.strike:
            after = settled_after(ledger)
            limit = ledger.setting.follow_up
            hours[bool(ledger.all(Mediation))].append(limit if isnan(after) else after)
    if min(map(len, hours.values())) < 5:
        return Range(nan, nan, nan)
    mean, width = zip(*(_log_mean(values) for values in (hours[True], hours[False])), strict=True)
    reach = 1.96 * sqrt(width[0] ** 2 + width[1] ** 2)
    ratio = mean[0] - mean[1]
    return Range(exp(ratio), exp(ratio - reach), exp(ratio + reach))


def _log_mean(values: Sequence[float]) -> tuple[float, float]:
    """Logarithm of a mean, with its standard error."""
    mean = float(np.mean(values))
    return log(mean), float(np.std(values, ddof=1)) / sqrt(len(values)) / mean
