"""How often an interval that decided when to stop holds the truth: runs stopped by precision,
simulated on known truths.

The sums and the rule are those that a run uses, from look to look; what is drawn stands for the
paired difference of two arms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.runs.monitored_difference import Followed
from sim.experiment.runs.stopping import LOOK, fewest_worlds
from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.estimates import Floats
from tools.blocks import table

RUNS: Final = 1000
MOST: Final = 6000
SEED: Final = 12
#: A share and a mean, which have intervals of their own.
SHARE, MEAN = "unilateral_strike", "burden"
_PLACES: Final = {name: place for place, name in enumerate(OUTCOMES)}

Draw = Callable[[np.random.Generator, int], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is drawn, its mean, the half-width wanted, and how large a difference can be at most;
    ``least`` is the coverage below which the rule would be wrong.
    """

    draw: Draw
    mean: float
    half_width: float
    reach: float
    least: float = 0.93
    kind: str = MEAN


def _shares(up: float, down: float, half_width: float) -> Truth:
    """A share that goes up in some pairs and down in others, as strikes do that one arm spares and
    another brings.
    """

    def draw(chance: np.random.Generator, n: int) -> Floats:
        u = chance.uniform(size=n)
        return (u < up).astype(float) - (u > 1 - down)

    return Truth(draw=draw, mean=up - down, half_width=half_width, reach=1.0, kind=SHARE)


def _means(draw: Draw, mean: float, half_width: float, reach: float) -> Truth:
    return Truth(draw=draw, mean=mean, half_width=half_width, reach=reach)


def _rare(
    part: float, size: float, half_width: float, reach: float, *, noise: float = 0.0
) -> Truth:
    """An event of a size in a small part of the worlds, above noise or above nothing."""

    def draw(chance: np.random.Generator, n: int) -> Floats:
        event: Floats = np.where(chance.uniform(size=n) < part, size, 0.0)
        return np.add(event, noise * chance.normal(size=n)) if noise else event

    return _means(draw, part * size, half_width, reach)


def _cut_lognormal(chance: np.random.Generator, n: int) -> Floats:
    return np.minimum(chance.lognormal(0.0, 1.5, n), 60.0)


#: Mean of a lognormal of sigma 1.5 cut at 60 medians.
_CUT_MEAN: Final = 2.933402
TRUTHS: Final[Mapping[str, Truth]] = {
    "normal": _means(lambda chance, n: chance.normal(0.0, 60.0, n), 0.0, 10.0, 1000.0),
    "exponential": _means(lambda chance, n: chance.exponential(1.0, n), 1.0, 0.15, 20.0),
    "lognormal, sigma 1": _means(
        lambda chance, n: chance.lognormal(0.0, 1.0, n), float(np.exp(0.5)), 0.3, 60.0
    ),
    "lognormal, sigma 1.5, cut at 60 medians": _means(_cut_lognormal, _CUT_MEAN, 0.5, 60.0),
    "share of one half": _shares(0.5, 0.0, 0.06),
    "share of 2 %": _shares(0.02, 0.0, 0.02),
    "share of 98 %": _shares(0.98, 0.0, 0.02),
    "share, up in 30 %, down in 20 %": _shares(0.30, 0.20, 0.08),
    "share, up in 3 %, down in 2 %": _shares(0.03, 0.02, 0.02),
    "share, up and down in 10 % each": _shares(0.10, 0.10, 0.06),
    "count, 1 in 1 % of worlds": _rare(0.01, 1.0, 0.02, 3.0),
    "nothing, but 100 in 0.5 %": _rare(0.005, 100.0, 0.5, 100.0),
    "normal, and 100 standard deviations more in 0.5 %": _rare(0.005, 100.0, 0.5, 100.0, noise=1.0),
    "normal, and 30 standard deviations more in 1 %": _rare(0.01, 30.0, 0.3, 30.0, noise=1.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """How many of the stopped runs held the truth, and at how many worlds they stopped
    on average.
    """

    runs: int
    held: int
    worlds: float


def covered(truth: Truth, runs: int = RUNS) -> Covered:
    """Simulated runs, each stopped by the rule and then asked for its interval."""
    chance, held, total = np.random.default_rng(SEED), 0, 0
    for _ in range(runs):
        stop, low, high = _stopped(truth, truth.draw(chance, MOST))
        held += low <= truth.mean <= high
        total += stop
    return Covered(runs=runs, held=held, worlds=total / runs)


def _stopped(truth: Truth, values: Floats) -> tuple[int, float, float]:
    """Where a run with these differences stops, and its interval then."""
    block = np.zeros((len(values), 2, len(OUTCOMES)))
    block[:, 1, _PLACES[truth.kind]] = values
    followed = Followed(truth.kind, 1, 0, (-truth.reach, truth.reach), keeps_all=False)
    first = -(-fewest_worlds(truth.reach, truth.half_width) // LOOK) * LOOK
    followed.add(block[:first])
    low, high = followed.interval(0.95)
    for start in range(first, len(values), LOOK):
        if (high - low) / 2.0 <= truth.half_width:
            break
        followed.add(block[start : start + LOOK])
        low, high = followed.interval(0.95)
    return followed.worlds, low, high


def chapter(runs: int = RUNS) -> str:
    """The table of all truths."""
    header = (
        "differences",
        "wanted half-width",
        "worlds at the stop, mean",
        "coverage of the 95 % interval",
        "95 %",
    )
    return table(header, [row(name, covered(truth, runs)) for name, truth in TRUTHS.items()])


def row(name: str, found: Covered) -> tuple[str, ...]:
    """One line of the table: coverage with Wilson's interval over the simulated runs."""
    low, high = by.wilson(found.held, found.runs)
    share = f"{found.held / found.runs:.3f}"
    return (
        name,
        f"{TRUTHS[name].half_width:g}",
        f"{found.worlds:.0f}",
        share,
        f"{low:.3f} to {high:.3f}",
    )
