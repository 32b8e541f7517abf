"""The charts of any results folder: which its kind has, each with its title and what it says, drawn and written the same way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sim.errors import ResultsError, UsageError
from sim.experiment.sweep import KIND as SWEEP
from sim.output.charts import CHARTS, files, style
from sim.output.charts.chart import Chart, Evidence, Missing
from sim.output.charts.evidence import evidence_of
from sim.output.charts.of_measures import MEASURE_CHARTS
from sim.output.charts.of_studies import STUDY_CHARTS
from sim.output.charts.of_sweeps import SWEEP_CHARTS
from sim.output.charts.studied import Studied
from sim.output.charts.swept import swept
from sim.output.charts.tried import tried
from sim.output.folders import Folder, kind_of
from sim.output.places import made, write
from sim.output.store import RUN, SUMMARY, RunFolder
from sim.output.trials import KIND as TRIAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A chart that a kind of results has: its title, what it lets one say, and how it is drawn at a width in inches."""

    title: str
    says: str
    draw: Callable[[float], Chart | Missing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """The charts of one folder. ``words`` are the names that they show, for scripts that need a font of their own."""

    path: Path
    kind: str
    words: str
    sheets: Mapping[str, Sheet]

    def drawn(self, name: str, width: float = style.WIDTH) -> Chart | Missing:
        """A chart, not yet written."""
        with style.in_style(self.words):
            return self.sheets[name].draw(width)

    def picture(self, chart: Chart, name: str, form: str) -> bytes:
        """A chart as a file of the format ``form``."""
        with style.in_style(self.words):
            return files.picture(chart, self.sheets[name].title, form)


def album_of(folder: Folder) -> Album:
    """The charts that such a folder may give."""
    kind = kind_of(folder)
    try:
        words, sheets = _SHEETS[kind](folder)
    except (KeyError, TypeError, AttributeError) as error:
        raise ResultsError(f"{folder.path / SUMMARY} is damaged: {type(error).__name__} at {error}") from error
    return Album(path=folder.path, kind=kind, words=words, sheets=sheets)


def album_of_evidence(path: Path, evidence: Evidence) -> Album:
    """The charts of a run of which the evidence is at hand, so that nothing is read twice."""
    words, sheets = _of_evidence(evidence)
    return Album(path=path, kind=RUN, words=words, sheets=sheets)


def _of_run(folder: Folder) -> tuple[str, dict[str, Sheet]]:
    assert isinstance(folder, RunFolder)
    return _of_evidence(evidence_of(folder))


def _of_evidence(found: Evidence) -> tuple[str, dict[str, Sheet]]:
    return " ".join((found.title, *found.arms)), {
        name: Sheet(title=kind.title, says=kind.says, draw=partial(kind.draw, found)) for name, kind in CHARTS.items()
    }


def _of_sweep(folder: Folder) -> tuple[str, dict[str, Sheet]]:
    found = swept(folder.summary)
    words = " ".join((found.evidence.title, *found.evidence.arms))
    return words, {
        name: Sheet(title=kind.title, says=kind.says, draw=partial(kind.draw, found))
        for name, kind in SWEEP_CHARTS.items()
    }


def _of_trial(folder: Folder) -> tuple[str, dict[str, Sheet]]:
    found = tried(folder.summary)
    words = " ".join((found.evidence.title, *(row["title"] for row in found.rows)))
    return words, {
        name: Sheet(title=kind.title, says=kind.says, draw=partial(kind.draw, found))
        for name, kind in MEASURE_CHARTS.items()
    }


def _of_study(folder: Folder) -> tuple[str, dict[str, Sheet]]:
    found = Studied(summary=folder.summary)
    return str(folder.summary["scenario"]["title"]), {
        name: Sheet(title=kind.title, says=kind.says, draw=partial(kind.draw, found))
        for name, kind in STUDY_CHARTS.items()
        if kind.of == kind_of(folder)
    }


_SHEETS: Final[Mapping[str, Callable[[Folder], tuple[str, dict[str, Sheet]]]]] = MappingProxyType(
    {RUN: _of_run, SWEEP: _of_sweep, TRIAL: _of_trial, "sensitivity": _of_study, "discovery": _of_study}
)


#: Whose charts they are, where they are not those of a run.
_OF: Final[Mapping[str, str]] = MappingProxyType(
    {RUN: "", SWEEP: " of a sweep", TRIAL: " of measures", "sensitivity": " of a sensitivity study",
     "discovery": " of a discovery study"}
)  # fmt: skip


def lacking(album: Album) -> dict[str, str]:
    """By chart, why these results cannot give it."""
    found = {name: album.drawn(name) for name in album.sheets}
    return {name: chart.reason for name, chart in found.items() if isinstance(chart, Missing)}


def check_names(album: Album, names: Sequence[str]) -> None:
    """An error for the first name that is no chart of such results, with the nearest that is."""
    for name in names:
        if name not in album.sheets:
            nearest = get_close_matches(name, album.sheets, n=1, cutoff=0.5)
            hint = f" Did you mean '{nearest[0]}'?" if nearest else ""
            what = f"There is no chart '{name}'{_OF[album.kind]}."
            raise UsageError(f"{what}{hint} There are: {', '.join(album.sheets)}.")


def draw_into(
    album: Album, place: Path, *, formats: Sequence[str], width: float = style.WIDTH, names: Sequence[str] = ()
) -> list[Path]:
    """Write the charts of these names, or all that these results can give, with numbers and words; returns the pictures."""
    check_names(album, names)
    pictures: list[Path] = []
    for name in names or album.sheets:
        found = _written(album, name, formats, made(place), width)
        if isinstance(found, Missing) and names:
            raise UsageError(_cannot(album, name, found))
        pictures += [] if isinstance(found, Missing) else found
    return pictures


def _cannot(album: Album, name: str, missing: Missing) -> str:
    without = lacking(album)
    can = [other for other in album.sheets if other not in without]
    instead = f"They can give: {', '.join(can)}." if can else "They can give none of the charts."
    return f"The results in {album.path} cannot give the chart '{name}': {missing.reason}. {instead}"


def _written(album: Album, name: str, formats: Sequence[str], place: Path, width: float) -> list[Path] | Missing:
    sheet, chart, order = album.sheets[name], album.drawn(name, width), list(album.sheets)
    if isinstance(chart, Missing):
        files.remember(place / files.WORDS, name, None, order)
        files.remember(place / files.SKIPPED, name, chart.reason, order)
        return chart
    pictures = {place / f"{name}.{form}": form for form in formats}
    for path, form in pictures.items():
        write(path, album.picture(chart, name, form))
    write(place / f"{name}.csv", files.table(chart.numbers))
    files.remember(place / files.WORDS, name, {"title": sheet.title, "says": sheet.says, "alt": chart.alt}, order)
    files.remember(place / files.SKIPPED, name, None, order)
    return list(pictures)
