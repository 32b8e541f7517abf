"""What an ally believes about the adversary: a Kalman filter on the logit of readiness.

The state is a mean ``m`` and variance ``v`` of x. Between reports m drifts by the growth that the
ally *believes* and v grows by process noise, so later reports still count. A bias of the source is
unknown to its owner and so is never corrected. (Textbook recursion: Kalman 1960; Anderson and Moore
1979, ch. 3.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sim.domain.inputs.parameter import given


@dataclass(frozen=True, slots=True, kw_only=True)
class Intelligence:
    """How an ally learns about the adversary."""

    interval: float = given(12.0, "time", "mean time between its own reports", plausible=(2, 72))
    bias: float = given(
        0.0,
        "number",
        "bias of its reports, in log odds of readiness, unknown to it",
        plausible=(-1, 1),
    )
    noise: float = given(
        0.45,
        "weight",
        "standard deviation of a report, in log odds of readiness",
        plausible=(0.1, 1),
    )
    prior_variance: float = given(
        0.25, "weight", "variance of its belief at the start", plausible=(0.05, 1)
    )
    process_noise: float = given(
        0.02 / 24, "rate", "variance that its belief gains by itself", plausible=(0, 0.1 / 24)
    )
    growth: float = given(
        0.05 / 24,
        "rate",
        "growth of the threat, in log odds, that it believes in",
        plausible=(0, 0.15 / 24),
    )
    shares: bool = given(False, "", "whether it shares changed estimates with the other")
    share_after: float = given(
        0.25,
        "weight",
        "change of its mean since the last shared report that makes it share again",
        plausible=(0.05, 1),
    )
    sanitised: float = given(
        1.6, "weight", "factor on the noise of a report that it shares", plausible=(1, 3)
    )
    sealed: bool = given(
        False,
        "",
        "whether a report that it shares goes from cell to cell, so that only its channel can leak"
        " it, and no desk",
    )
    strike_doubt: float = given(
        0.1, "weight", "variance that a strike adds to the belief", plausible=(0, 0.5)
    )
    detection: float = given(
        0.003,
        "rate",
        "hazard of finding out by itself that the other prepares a strike",
        plausible=(0, 0.05),
    )
    intent_bias: float = given(
        0.0,
        "number",
        "bias of its log odds that the adversary means to attack, beside the base rate",
        plausible=(-1.5, 1.5),
    )
    attack_bias: float = given(
        0.0,
        "number",
        "log of the factor by which it misjudges the hazard of an attack, of either kind",
        plausible=(-1, 1),
    )


class Belief(NamedTuple):
    """Mean and variance of x at a time (hours)."""

    m: float
    v: float
    t: float


def prediction(belief: Belief, t: float, growth: float, process_noise: float) -> Belief:
    """The belief carried forward to time ``t`` without news."""
    ahead = t - belief.t
    return Belief(belief.m + growth * ahead, belief.v + process_noise * ahead, t)


def update(belief: Belief, observation: float, variance: float) -> Belief:
    """The belief after an observation of x with the given noise variance; one without noise is
    believed.
    """
    gain = belief.v / (belief.v + variance) if variance > 0.0 else 1.0
    return Belief(belief.m + gain * (observation - belief.m), gain * variance, belief.t)


def prediction_and_update(
    belief: Belief,
    t: float,
    growth: float,
    process_noise: float,
    observation: float,
    variance: float,
) -> Belief:
    """The belief carried forward to ``t`` and updated there: ``predicted`` and ``updated`` in one
    step.
    """
    ahead = t - belief.t
    m, v = belief.m + growth * ahead, belief.v + process_noise * ahead
    gain = v / (v + variance) if variance > 0.0 else 1.0
    return Belief(m + gain * (observation - m), gain * variance, t)


def belief_after_strike(belief: Belief, fall: float, variance: float) -> Belief:
    """The belief after a strike that is believed to have lowered x by ``fall``, with the doubt that
    it adds.
    """
    return Belief(belief.m - fall, belief.v + variance, belief.t)
