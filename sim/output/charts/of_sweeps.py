"""Charts of sweeps: pictures of a sweep's summary. ``SWEEP_CHARTS`` is the list, as ``CHARTS`` is that of runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sim.errors import UsageError
from sim.output.charts import breakeven, curves, files, heatmap, style
from sim.output.charts.chart import Chart, Missing
from sim.output.charts.swept import SweepKind, swept
from sim.output.places import made, write
from sim.output.study_folder import StudyFolder

SWEEP_CHARTS: Final[Mapping[str, SweepKind]] = MappingProxyType(
    {
        "curves": SweepKind(
            draw=curves.draw, title="Outcomes along a lever",
            says="As this input goes from here to there, this outcome under this arm goes from here to there.",
        ),
        "break-even": SweepKind(
            draw=breakeven.draw, title="Where an arm stops or starts to pay",
            says="From this value of the input on this arm no longer does better than the baseline.",
        ),
        "heatmap": SweepKind(
            draw=heatmap.draw, title="Paired differences over two levers",
            says="Where these two inputs are so, this arm is better than the baseline by so much, and where it is not shown.",
        ),
    }
)  # fmt: skip


def draw_all(
    folder: StudyFolder, *, formats: Sequence[str] = ("svg",), out: Path | None = None, width: float = style.WIDTH,
    names: Sequence[str] = (),
) -> list[Path]:  # fmt: skip
    """Draw every chart that the sweep can give, or those named, and return the pictures."""
    for name in names:
        if name not in SWEEP_CHARTS:
            raise UsageError(f"There is no chart '{name}' of a sweep. There are: {', '.join(SWEEP_CHARTS)}.")
    place, pictures = made(out or folder.charts), []
    for name in names or SWEEP_CHARTS:
        found = _written(folder, name, formats, place, width)
        if isinstance(found, Missing) and names:
            raise UsageError(f"The sweep in {folder.path} cannot give the chart '{name}': {found.reason}.")
        pictures += [] if isinstance(found, Missing) else found
    return pictures


def _written(folder: StudyFolder, name: str, formats: Sequence[str], place: Path, width: float) -> list[Path] | Missing:
    kind, found = SWEEP_CHARTS[name], swept(folder.summary)
    with style.in_style(" ".join((found.evidence.title, *found.evidence.arms))):
        chart = kind.draw(found, width)
        lack = chart if isinstance(chart, Missing) else None
        pictures = [] if isinstance(chart, Missing) else _saved(chart, name, kind.title, formats, place)
    words = None if isinstance(chart, Missing) else {"title": kind.title, "says": kind.says, "alt": chart.alt}
    files.remember(place / files.WORDS, name, words, list(SWEEP_CHARTS))
    files.remember(place / files.SKIPPED, name, lack.reason if lack else None, list(SWEEP_CHARTS))
    return lack or pictures


def _saved(chart: Chart, name: str, title: str, formats: Sequence[str], place: Path) -> list[Path]:
    pictures = [place / f"{name}.{form}" for form in formats]
    for path, form in zip(pictures, formats, strict=True):
        write(path, files.picture(chart, title, form))
    write(place / f"{name}.csv", files.table(chart.numbers))
    return pictures
