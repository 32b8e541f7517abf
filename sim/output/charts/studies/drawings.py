"""Charts of studies of what matters: pictures of their summaries. one list for each, as ``CHARTS``
is that of runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sim.experiment.discovery.discovery_summary import DiscoverySummary
from sim.experiment.sensitivity.sensitivity_summary import SensitivitySummary
from sim.output.charts.studies import discovery, influence, regret, tornado
from sim.output.charts.studies.study_evidence import StudyKind

SENSITIVITY_CHARTS: Final[Mapping[str, StudyKind[SensitivitySummary]]] = MappingProxyType(
    {
        "tornado": StudyKind(
            draw=tornado.draw,
            title="One input at a time",
            says=(
                "With this input at its low or high end and all others in place, the outcome moves"
                " by so much."
            ),
        ),
        "influence": StudyKind(
            draw=influence.draw,
            title="Which inputs matter, and which cannot be told at these numbers",
            says=(
                "Wherever the others stand, the outcome rises or falls by so much along the range"
                " of this input."
            ),
        ),
    }
)

DISCOVERY_CHARTS: Final[Mapping[str, StudyKind[DiscoverySummary]]] = MappingProxyType(
    {
        "discovery": StudyKind(
            draw=discovery.draw,
            title="Under which conditions an arm does worse",
            says="When these inputs are so, this arm does worse in so many of a hundred samples.",
        ),
        "regret": StudyKind(
            draw=regret.draw,
            title="What each arm may come to be regretted",
            says=(
                "Over all samples, this arm was by its estimate so much worse than the best of"
                " each: on average, and at most."
            ),
        ),
    }
)
