"""Charts of a trial of measures: pictures of its summary. ``MEASURE_CHARTS`` is the list, as ``CHARTS`` is that of runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from sim.errors import UsageError
from sim.output.charts import effects, files, frontier, recommendation, style
from sim.output.charts.chart import Evidence, Kind, Missing
from sim.output.charts.tried import TrialKind, tried
from sim.output.places import made
from sim.output.study_folder import StudyFolder

MEASURE_CHARTS: Final[Mapping[str, TrialKind]] = MappingProxyType(
    {
        "recommendation": TrialKind(
            draw=recommendation.draw, title="The recommendation",
            says="Of this measure so much is expected and so much was measured; it costs so much, and this is the verdict.",
        ),
        "effects": TrialKind(
            draw=effects.draw, title="Effects and interactions of measures",
            says="This measure moves this outcome by so much, and that other one makes its effect larger or smaller.",
        ),
        "frontier": TrialKind(
            draw=frontier.draw, title="Cost against effect",
            says="For so many millions this set of measures gains most, and these are within noise of it.",
        ),
    }
)  # fmt: skip


def draw_all(
    folder: StudyFolder, *, formats: Sequence[str] = ("svg",), out: Path | None = None, width: float = style.WIDTH,
    names: Sequence[str] = (),
) -> list[Path]:  # fmt: skip
    """Draw every chart that the trial can give, or those named, and return the pictures."""
    for name in names:
        if name not in MEASURE_CHARTS:
            raise UsageError(f"There is no chart '{name}' of measures. There are: {', '.join(MEASURE_CHARTS)}.")
    place, pictures = made(out or folder.charts), []
    for name in names or MEASURE_CHARTS:
        found = _written(folder.summary, name, formats, place, width)
        if isinstance(found, Missing) and names:
            raise UsageError(f"The trial in {folder.path} cannot give the chart '{name}': {found.reason}.")
        pictures += [] if isinstance(found, Missing) else found
    return pictures


def _written(
    summary: Mapping[str, Any], name: str, formats: Sequence[str], place: Path, width: float
) -> list[Path] | Missing:
    kind, found = MEASURE_CHARTS[name], tried(summary)
    with style.in_style(" ".join((found.evidence.title, *(row["title"] for row in found.rows)))):
        chart = kind.draw(found, width)
        lack = chart if isinstance(chart, Missing) else None
        like = Kind(draw=_of_runs, title=kind.title, says=kind.says)
        pictures = [] if isinstance(chart, Missing) else files.saved(chart, name, like, formats, place)
    words = None if isinstance(chart, Missing) else {"title": kind.title, "says": kind.says, "alt": chart.alt}
    files.remember(place / files.WORDS, name, words, list(MEASURE_CHARTS))
    files.remember(place / files.SKIPPED, name, lack.reason if lack else None, list(MEASURE_CHARTS))
    return lack or pictures


def _of_runs(_evidence: Evidence, _width: float) -> Missing:
    return Missing(reason="this is a chart of measures, not of a run")
