"""Charts of studies of what matters: pictures of their summaries. ``STUDY_CHARTS`` is the list, as ``CHARTS`` is that of runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sim.errors import ResultsError, UsageError
from sim.output.charts import discovery, files, influence, regret, style, tornado
from sim.output.charts.chart import Chart, Missing
from sim.output.charts.studied import Studied, StudyKind
from sim.output.places import made, write
from sim.output.study_folder import StudyFolder

STUDY_CHARTS: Final[Mapping[str, StudyKind]] = MappingProxyType(
    {
        "tornado": StudyKind(
            of="sensitivity", draw=tornado.draw, title="One input at a time",
            says="With this input at its low or high end and all others in place, the outcome moves by so much.",
        ),
        "influence": StudyKind(
            of="sensitivity", draw=influence.draw, title="Which inputs matter, and which cannot be told from chance",
            says="Wherever the others stand, this input moves the outcome by so much, beyond what chance would do.",
        ),
        "discovery": StudyKind(
            of="discovery", draw=discovery.draw, title="Under which conditions an arm does worse",
            says="When these inputs are so, this arm does worse in so many of a hundred samples.",
        ),
        "regret": StudyKind(
            of="discovery", draw=regret.draw, title="What each arm may come to be regretted",
            says="Whatever comes true of what was sampled, this arm is at most so much worse than the best.",
        ),
    }
)  # fmt: skip


def draw_study(
    folder: StudyFolder, *, formats: Sequence[str] = ("svg",), out: Path | None = None, width: float = style.WIDTH,
    names: Sequence[str] = (),
) -> list[Path]:  # fmt: skip
    """Draw every chart that the study can give, or those named, and return the pictures."""
    own = [name for name, kind in STUDY_CHARTS.items() if kind.of == folder.kind]
    for name in names:
        if name not in own:
            raise UsageError(f"There is no chart '{name}' of a {folder.kind} study. There are: {', '.join(own)}.")
    place, pictures = made(out or folder.charts), []
    for name in names or own:
        found = _written(folder, name, formats, place, width, own)
        if isinstance(found, Missing) and names:
            raise UsageError(f"The study in {folder.path} cannot give the chart '{name}': {found.reason}.")
        pictures += [] if isinstance(found, Missing) else found
    return pictures


def drawn(folder: StudyFolder, name: str, width: float = style.WIDTH) -> Chart | Missing:
    """A chart, not yet written."""
    title = str(folder.summary["scenario"]["title"])
    try:
        with style.in_style(title):
            return STUDY_CHARTS[name].draw(Studied(summary=folder.summary), width)
    except (KeyError, TypeError) as error:
        raise ResultsError(f"{folder.path / 'summary.json'} is damaged: {type(error).__name__} at {error}") from error


def _written(
    folder: StudyFolder, name: str, formats: Sequence[str], place: Path, width: float, own: Sequence[str]
) -> list[Path] | Missing:
    kind, chart = STUDY_CHARTS[name], drawn(folder, name, width)
    if isinstance(chart, Missing):
        files.remember(place / files.WORDS, name, None, own)
        files.remember(place / files.SKIPPED, name, chart.reason, own)
        return chart
    pictures = {place / f"{name}.{form}": form for form in formats}
    with style.in_style(str(folder.summary["scenario"]["title"])):
        for path, form in pictures.items():
            write(path, files.picture(chart, kind.title, form))
    write(place / f"{name}.csv", files.table(chart.numbers))
    files.remember(place / files.WORDS, name, {"title": kind.title, "says": kind.says, "alt": chart.alt}, own)
    files.remember(place / files.SKIPPED, name, None, own)
    return list(pictures)
