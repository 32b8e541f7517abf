"""Charts of sweeps: pictures of a sweep's summary. ``SWEEP_CHARTS`` is the list, as ``CHARTS`` is
that of runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sim.output.charts.base.chart import Kind
from sim.output.charts.sweeps import break_even, curves, hangs_on, heatmap
from sim.output.charts.sweeps.sweep_evidence import Swept

SWEEP_CHARTS: Final[Mapping[str, Kind[Swept]]] = MappingProxyType(
    {
        "curves": Kind(
            draw=curves.draw,
            title="Outcomes along a lever",
            says=(
                "As this input goes from here to there, this outcome under this arm goes from here"
                " to there."
            ),
        ),
        "break-even": Kind(
            draw=break_even.draw,
            title="Where an arm stops or starts to pay",
            says=(
                "From this value of the input on this arm no longer does better than the baseline."
            ),
        ),
        "hangs-on": Kind(
            draw=hangs_on.draw,
            title="What the gain hangs on",
            says="At which values of this input the arm does better, by how much, and where not.",
        ),
        "heatmap": Kind(
            draw=heatmap.draw,
            title="Paired differences over two levers",
            says=(
                "Where these two inputs are so, this arm is better than the baseline by so much,"
                " and where it is not shown."
            ),
        ),
    }
)
