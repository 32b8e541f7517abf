"""A fitted law among the inputs that a run draws, as summaries have it: by its median."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.domain.inputs.parameter import Parameter
from sim.experiment.comparison.summary_parts import FactorSummary, ToldRange
from sim.experiment.fitting.law_doubt import drawn_law
from sim.experiment.runs.drawn_inputs import keyed_places
from sim.experiment.statistics.rounding import twelve_digits
from sim.scenario.schema.forms import Leaf
from sim.scenario.schema.input_paths import value_text

if TYPE_CHECKING:
    from sim.scenario.assumptions.fitted_laws import FittedLaw

#: Draws whose medians tell how far it may be, and how many of them lie beyond at each end.
_DRAWS: Final = 199
_BEYOND: Final = 5
_TIME: Final = Leaf(reads="time", about=Parameter(unit="time", meaning="median"))


def fitted_law_summary(one: FittedLaw) -> FactorSummary:
    """The median of the law, in hours, and between what it lies in 95 of 100 draws."""
    medians = sorted(
        drawn_law(one.law, one.fitted.rows, keyed_places(0, draw, one.path)).quantile(0.5)
        for draw in range(_DRAWS)
    )
    value, low, high = one.law.quantile(0.5), medians[_BEYOND - 1], medians[-_BEYOND]
    return FactorSummary(
        path=one.path,
        meaning=f"{one.meaning}, median of the law that was fitted to {one.fitted.rows} times",
        law="fitted",
        value=twelve_digits(value),
        low=twelve_digits(low),
        high=twelve_digits(high),
        told=ToldRange(
            value=value_text(_TIME, value),
            low=value_text(_TIME, low, like=value),
            high=value_text(_TIME, high, like=value),
        ),
    )
