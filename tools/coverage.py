"""How often an interval that decided when to stop holds the truth: runs stopped by precision,
simulated on known truths.

The rule is the one that a run uses, world by world; what is drawn stands for the paired difference
of two arms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.runs.plan import Plan, plan_of
from sim.experiment.runs.stopping import Until, Watch
from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.estimates import Floats
from sim.scenario import load
from tools.blocks import table

SCENARIO: Final = Path(__file__).parents[1] / "scenarios" / "two-desks.yaml"
RUNS: Final = 1000
MOST: Final = 3000
SEED: Final = 12
#: A share and a mean, which have intervals of their own.
SHARE, MEAN = "unilateral_strike", "burden"

Draw = Callable[[np.random.Generator, int], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is drawn, its mean, the half-width wanted; ``least`` is the coverage below which the
    rule would be wrong.
    """

    draw: Draw
    mean: float
    half_width: float
    least: float
    kind: str = MEAN


def _share(p: float, half_width: float, least: float) -> Truth:
    return Truth(
        draw=lambda chance, n: (chance.uniform(size=n) < p).astype(float),
        mean=p,
        half_width=half_width,
        least=least,
        kind=SHARE,
    )


def _both(up: float, down: float, half_width: float, least: float) -> Truth:
    """A share that goes up in some pairs and down in others, as strikes do that one arm spares and
    another brings.
    """

    def draw(chance: np.random.Generator, n: int) -> Floats:
        u = chance.uniform(size=n)
        return (u < up).astype(float) - (u > 1 - down)

    return Truth(draw=draw, mean=up - down, half_width=half_width, least=least, kind=SHARE)


def _normal(half_width: float, least: float) -> Truth:
    return Truth(
        draw=lambda chance, n: chance.normal(size=n), mean=0.0, half_width=half_width, least=least
    )


TRUTHS: Final[Mapping[str, Truth]] = {
    "normal": _normal(0.2, 0.93),
    "normal, few worlds": _normal(0.35, 0.92),
    "exponential": Truth(
        draw=lambda chance, n: chance.exponential(1.0, n), mean=1.0, half_width=0.15, least=0.91
    ),
    "lognormal, sigma 1": Truth(
        draw=lambda chance, n: chance.lognormal(0.0, 1.0, n),
        mean=float(np.exp(0.5)),
        half_width=0.3,
        least=0.87,
    ),
    "share of one half": _share(0.5, 0.06, 0.93),
    "share of 2 %": _share(0.02, 0.02, 0.91),
    "share of 98 %": _share(0.98, 0.02, 0.91),
    "share, up in 30 %, down in 20 %": _both(0.30, 0.20, 0.08, 0.93),
    "share, up in 3 %, down in 2 %": _both(0.03, 0.02, 0.02, 0.91),
    "share, up and down in 10 % each": _both(0.10, 0.10, 0.06, 0.93),
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
    plan = plan_of(load(SCENARIO), arms=("unilateral", "consult"))
    rule = Until(precision={truth.kind: truth.half_width}, least=30, most=MOST, confidence=0.95)
    chance, held, total = np.random.default_rng(SEED), 0, 0
    for _ in range(runs):
        stop, low, high = _stopped(plan, rule, truth.draw(chance, MOST), truth.kind)
        held += low <= truth.mean <= high
        total += stop
    return Covered(runs=runs, held=held, worlds=total / runs)


def _stopped(plan: Plan, rule: Until, values: Floats, kind: str) -> tuple[int, float, float]:
    """Where a run with these differences stops, and its interval then."""
    block = np.full((len(values), 2, len(COLUMNS)), np.nan)
    block[:, 0, COLUMNS.index(kind)] = 0.0
    block[:, 1, COLUMNS.index(kind)] = values
    watch = Watch(plan, rule)
    watch.add(block)
    assert watch.stop is not None, "the most worlds end it at last"
    seen = values[: watch.stop]
    if kind == SHARE:
        low, high = by.tango((seen > 0).sum(), (seen < 0).sum(), watch.stop)
    else:
        low, high = by.student(seen.mean(), ((seen - seen.mean()) ** 2).sum(), watch.stop)
    return watch.stop, float(low), float(high)


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
