"""What fresh worlds say of a condition as values: both means with their intervals, and how often it
is worse inside and outside.
"""

from __future__ import annotations

import numpy as np

from sim.experiment.discovery.discovery import Discovery, Question, Unacceptable
from sim.experiment.discovery.discovery_summary import FreshSummary, SideSummary
from sim.experiment.discovery.fresh_worlds import POINTS
from sim.experiment.discovery.proposals import TriedCondition
from sim.experiment.outcomes.bounds import bounds_of, difference_bounds, time_watched
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.dust import DUST
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.mean_intervals import mean_interval
from sim.experiment.statistics.moments import sums_of
from sim.experiment.statistics.rounding import twelve_digits


def fresh_summary(asked: Discovery, question: Question, tried: TriedCondition) -> FreshSummary:
    """What is told of one condition that was tried."""
    inside, outside = tried.excess[:, 0], tried.excess[:, 1]
    worse, other = (outside, inside) if tried.proposal.condition.downward else (inside, outside)
    return FreshSummary(
        worlds=tried.proposal.worlds,
        first_world=asked.worlds,
        points=POINTS + len(tried.proposal.part.at),
        p=float(f"{tried.standing.p:.3g}"),
        space=twelve_digits(tried.proposal.part.share),
        inside=_side(asked, question, inside),
        outside=_side(asked, question, outside),
        odds_ratio=twelve_digits(odds_ratio(worse, other)),
    )


def odds_ratio(first: Floats, second: Floats) -> float:
    """The odds of values above zero in the first over those in the second, with one half added to
    each count, so that there always is one.
    """
    odds = [
        (float((values > 0).sum()) + 0.5) / (float((values <= 0).sum()) + 0.5)
        for values in (first, second)
    ]
    return odds[0] / odds[1]


def _side(asked: Discovery, question: Question, excess: Floats) -> SideSummary:
    values = _told_values(question, excess)
    low, high = _interval(asked, question, values)
    return SideSummary(
        mean=twelve_digits(float(values.mean())),
        low=twelve_digits(low),
        high=twelve_digits(high),
        worse=twelve_digits(float((excess > 0).mean())),
    )


def _told_values(question: Question, excess: Floats) -> Floats:
    """How much worse; where a limit was asked about, the outcome itself."""
    if not isinstance(question, Unacceptable):
        return excess
    values: Floats = question.limit + (excess if question.sign in (">", ">=") else -excess)
    return np.rint(values) if OUTCOMES[question.outcome].kind == "share" else values


def _interval(asked: Discovery, question: Question, values: Floats) -> tuple[float, float]:
    outcome, confidence = OUTCOMES[question.outcome], asked.scenario.study.confidence
    n, alone = len(values), isinstance(question, Unacceptable)
    if outcome.kind == "share":
        up, down = (values > 0).sum(), (values < 0).sum()
        low, high = (
            by.wilson(up, n, confidence) if alone else by.paired_shares(up, down, n, confidence)
        )
        return float(low), float(high)
    watched = time_watched(asked.scenario.arms[arm].setting for arm in question.arms)
    bounds = bounds_of([outcome], watched) if alone else difference_bounds([outcome], watched)
    lows, highs = mean_interval(sums_of(values, DUST * outcome.matters), bounds, confidence)
    return float(lows[0]), float(highs[0])
