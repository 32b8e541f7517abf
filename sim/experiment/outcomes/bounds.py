"""What an outcome can be at least and at most under a setting: what intervals must allow for that
no world has shown.

Shares, trust and readiness lie between 0 and 1 by definition. Hours end with the time that a world
is watched, and rung-hours with that time at the top of the ladder. Of counts and of distances
between estimates a most is stated, far above what the model gives; whatever is seen beyond it
widens it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Final

import numpy as np

from sim.domain.actors.escalation import TOP
from sim.domain.inputs.setting import Setting
from sim.experiment.outcomes.definitions import Outcome
from sim.experiment.statistics.estimates import Floats

#: The most that is allowed for of outcomes whose unit has no end of its own.
STATED_MOST: Final[Mapping[str, float]] = {"per world": 20.0, "logit": 10.0}


def hours_watched(settings: Iterable[Setting]) -> float:
    """The longest time that a world is watched, window and follow-up, under any of the settings."""
    return max(setting.horizon + setting.follow_up for setting in settings)


def outcome_bounds(outcome: Outcome, hours: float) -> tuple[float, float]:
    """What an outcome can be in a world that is watched for so many hours."""
    ends = {"h": hours, "rung-hours": TOP * hours, **STATED_MOST}
    most = ends.get(outcome.unit, outcome.high)
    low = outcome.low if isfinite(outcome.low) else -most
    return low, outcome.high if isfinite(outcome.high) else most


def bounds_of(outcomes: Sequence[Outcome], hours: float) -> tuple[Floats, Floats]:
    """The bounds of outcomes, by column."""
    low, high = zip(*(outcome_bounds(one, hours) for one in outcomes), strict=True)
    return np.array(low), np.array(high)


def difference_bounds(outcomes: Sequence[Outcome], hours: float) -> tuple[Floats, Floats]:
    """The bounds of paired differences: the whole span of the outcome, either way."""
    low, high = bounds_of(outcomes, hours)
    return low - high, high - low
