"""What fresh worlds say of a condition as values: both means with their intervals, and how often it
is worse inside and outside.
"""

from __future__ import annotations

import numpy as np

from sim.experiment.discovery.discovery import Discovery, Question, Unacceptable
from sim.experiment.discovery.discovery_summary import FreshSummary, SideSummary
from sim.experiment.discovery.fresh_worlds import POINTS
from sim.experiment.discovery.proposals import Tried
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.rounding import twelve_digits


def fresh_summary(asked: Discovery, question: Question, tried: Tried) -> FreshSummary:
    """What is told of one condition that was tried."""
    confidence = asked.scenario.study.confidence
    inside, outside = tried.excess[:, 0], tried.excess[:, 1]
    worse, other = (outside, inside) if tried.proposal.condition.downward else (inside, outside)
    return FreshSummary(
        worlds=tried.proposal.worlds,
        first_world=asked.worlds,
        points=POINTS + len(tried.proposal.part.at),
        p=float(f"{tried.standing.p:.3g}"),
        space=twelve_digits(tried.proposal.part.share),
        inside=_side(question, inside, confidence),
        outside=_side(question, outside, confidence),
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


def _side(question: Question, excess: Floats, confidence: float) -> SideSummary:
    values = _told_values(question, excess)
    low, high = _interval(question, values, confidence)
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


def _interval(question: Question, values: Floats, confidence: float) -> tuple[float, float]:
    n = len(values)
    if OUTCOMES[question.outcome].kind != "share":
        mean = float(values.mean())
        low, high = by.student(mean, ((values - mean) ** 2).sum(), n, confidence)
    elif isinstance(question, Unacceptable):
        low, high = by.wilson(values.sum(), n, confidence)
    else:
        low, high = by.tango((values > 0).sum(), (values < 0).sum(), n, confidence)
    return float(low), float(high)
