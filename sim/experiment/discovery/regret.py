"""Regret: how much worse an arm does in a sample than the arm that does best there, in the same
worlds.

An arm that is never far from the best may be chosen without knowing which sample will come true
(Savage 1951; Lempert, Popper and Bankes 2003). ``satisfactory`` is the share of samples in which an
arm is within the smallest difference that matters of the best.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.experiment.outcomes.definitions import Outcome
from sim.experiment.statistics.estimates import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Regret:
    """One arm in one outcome, over all samples, in the outcome's unit."""

    worst: float
    mean: float
    ninety: float
    satisfactory: float
    best: float


def regrets(outcome: Outcome, means: Floats) -> Floats:
    """Of each sample and arm, from their ``means`` (samples x arms)."""
    worse = means if outcome.better == "lower" else -means
    found: Floats = worse - worse.min(axis=1, keepdims=True)
    return found


def table(outcome: Outcome, means: Floats) -> list[Regret]:
    """Arm by arm. ``best`` is the share of samples in which no other arm does better."""
    found = regrets(outcome, means)
    return [
        Regret(
            worst=float(arm.max()),
            mean=float(arm.mean()),
            ninety=float(np.quantile(arm, 0.9)),
            satisfactory=float((arm <= outcome.matters * (1 + 1e-9)).mean()),
            best=float((arm <= 0).mean()),
        )
        for arm in found.T
    ]
