"""Charts of a trial of measures: pictures of its summary. ``MEASURE_CHARTS`` is the list, as
``CHARTS`` is that of runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sim.output.charts.base.chart import Kind
from sim.output.charts.measures import effects, frontier, recommendation
from sim.output.charts.measures.trial_evidence import Tried

MEASURE_CHARTS: Final[Mapping[str, Kind[Tried]]] = MappingProxyType(
    {
        "recommendation": Kind(
            draw=recommendation.draw,
            title="The recommendation",
            says=(
                "Of this measure so much is expected and so much was measured; it costs so much,"
                " and this is the verdict."
            ),
        ),
        "effects": Kind(
            draw=effects.draw,
            title="Effects and interactions of measures",
            says=(
                "This measure moves this outcome by so much, and that other one makes its effect"
                " larger or smaller."
            ),
        ),
        "frontier": Kind(
            draw=frontier.draw,
            title="Cost against effect",
            says=(
                "For so many millions this set of measures gains most, and these are within noise"
                " of it."
            ),
        ),
    }
)
