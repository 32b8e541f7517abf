"""What an outcome can be at least and at most under a setting: what intervals must allow for that
no world has shown.

Shares, trust and readiness lie between 0 and 1 by definition. Hours end with the time that a world
is watched, and rung-hours with that time at the top of the ladder; hours that are cut earlier end
there: with the window, or as long after a strike as it is followed. Of counts and of distances
between estimates a most is stated, far above what the model gives; whatever is seen beyond it
widens it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import Final

import numpy as np

from sim.domain.actors.escalation import TOP
from sim.domain.inputs.setting import Setting
from sim.experiment.outcomes.definitions import Outcome
from sim.experiment.outcomes.outcome import FOLLOW_UP, HORIZON
from sim.experiment.statistics.estimates import Floats

#: The most that is allowed for of outcomes whose unit has no end of its own.
STATED_MOST: Final[Mapping[str, float]] = {"per world": 20.0, "logit": 10.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """For how many hours worlds are watched at most: the window, a strike's follow-up, and both in
    one world.
    """

    window: float
    follow_up: float
    whole: float


#: Where it is not known.
UNENDING: Final = Watched(window=inf, follow_up=inf, whole=inf)


def time_watched(settings: Iterable[Setting]) -> Watched:
    """The longest time that a world is watched under any of the settings."""
    return watched_time((one.horizon, one.follow_up) for one in settings)


def watched_time(spans: Iterable[tuple[float, float]]) -> Watched:
    """The same from window and follow-up, in hours, of each setting."""
    known = list(spans)
    return Watched(
        window=max(window for window, _ in known),
        follow_up=max(after for _, after in known),
        whole=max(window + after for window, after in known),
    )


def outcome_bounds(outcome: Outcome, watched: Watched) -> tuple[float, float]:
    """What an outcome can be in a world that is watched for so long."""
    cut = {HORIZON: watched.window, FOLLOW_UP: watched.follow_up}
    hours = cut.get(outcome.censored_at, watched.whole)
    ends = {"h": hours, "rung-hours": TOP * watched.whole, **STATED_MOST}
    most = ends.get(outcome.unit, outcome.high)
    low = outcome.low if isfinite(outcome.low) else -most
    return low, outcome.high if isfinite(outcome.high) else most


def bounds_of(outcomes: Sequence[Outcome], watched: Watched) -> tuple[Floats, Floats]:
    """The bounds of outcomes, by column."""
    low, high = zip(*(outcome_bounds(one, watched) for one in outcomes), strict=True)
    return np.array(low), np.array(high)


def difference_bounds(outcomes: Sequence[Outcome], watched: Watched) -> tuple[Floats, Floats]:
    """The bounds of paired differences: the whole span of the outcome, either way."""
    low, high = bounds_of(outcomes, watched)
    return low - high, high - low
