"""The charts of any results folder: which its kind has, each with its title and what it says, drawn
and written the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from sim.errors import ResultsError, UsageError, did_you_mean
from sim.experiment.measures.measures_summary import TrialSummary
from sim.experiment.sweeps.sweep_summary import SweepSummary
from sim.output.charts import CHARTS
from sim.output.charts.base import files
from sim.output.charts.base.arm_titles import titled, with_names
from sim.output.charts.base.chart import Chart, Evidence, Missing
from sim.output.charts.base.evidence import evidence_of
from sim.output.charts.base.outside_folder import drawn_before, with_digests
from sim.output.charts.chart_cache import Album, Drawing, Sheet
from sim.output.charts.measures.drawings import MEASURE_CHARTS
from sim.output.charts.measures.trial_evidence import trial_evidence
from sim.output.charts.studies.study_evidence import S, Studied, StudyKind
from sim.output.charts.sweeps.drawings import SWEEP_CHARTS
from sim.output.charts.sweeps.sweep_evidence import swept
from sim.output.evidence.titled_study import by_titles, titled_question, titles_in
from sim.output.storage.files import remove
from sim.output.storage.folders import Folder
from sim.output.storage.run_folder import SUMMARY, RunFolder, fitting_together
from sim.output.storage.safety.file_records import keep, let_go, put_files, root_of
from sim.output.storage.studies.study_folder import StudyFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaves:
    """The charts of one folder as they are found: ``words`` are the names that they show,
    ``evidence`` is there for a run.
    """

    words: str
    sheets: Mapping[str, Sheet]
    evidence: Evidence | None = None


class Titled(Protocol):
    """What is said of any kind of chart."""

    @property
    def title(self) -> str: ...

    @property
    def says(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Charts:
    """The charts of a kind of results: whose they are (``of a sweep``), which there are, and how a
    folder gives them.
    """

    of: str
    listed: Mapping[str, Titled]
    leaves: Callable[[Any], Leaves]


def album_of(
    folder: Folder, charts: Charts, elsewhere: Mapping[str, str] = MappingProxyType({})
) -> Album:
    """The charts that such a folder may give. ``elsewhere`` says of charts that other results have
    whose they are.
    """
    with fitting_together(folder.path):
        leaves = charts.leaves(folder)
    return Album(
        path=folder.path,
        of=charts.of,
        elsewhere=elsewhere,
        words=leaves.words,
        sheets=leaves.sheets,
        evidence=leaves.evidence,
    )


def run_leaves(folder: RunFolder) -> Leaves:
    """The charts of a run, all drawn from the same evidence."""
    found = evidence_of(folder)
    return Leaves(
        words=" ".join((found.title, *found.arms, *found.titles.values())),
        sheets={
            name: replace(sheet, draw=partial(titled(CHARTS[name].draw), found))
            for name, sheet in _sheets(CHARTS, found).items()
        },
        evidence=found,
    )


def sweep_leaves(folder: StudyFolder[SweepSummary]) -> Leaves:
    """The charts of a sweep."""
    names = titles_in(folder.path)
    found = swept(by_titles(folder.summary, names), partial(titled_question, folder.path, names))
    words = " ".join((found.evidence.title, *found.evidence.arms))
    return Leaves(words=words, sheets=_with_names(_sheets(SWEEP_CHARTS, found), names))


def trial_leaves(folder: StudyFolder[TrialSummary]) -> Leaves:
    """The charts of a trial of measures."""
    found = trial_evidence(by_titles(folder.summary, titles_in(folder.path)))
    words = " ".join((found.evidence.title, found.summary.arm, *(row.title for row in found.rows)))
    return Leaves(words=words, sheets=_sheets(MEASURE_CHARTS, found))


def study_leaves(kinds: Mapping[str, StudyKind[S]], folder: StudyFolder[S]) -> Leaves:
    """The charts of a study of what matters: those in ``kinds``."""
    names = titles_in(folder.path)
    sheets = {
        name: Sheet(
            title=kind.title, says=kind.says, draw=partial(_of_summary, folder, names, kind)
        )
        for name, kind in kinds.items()
    }
    words = " ".join((folder.summary.scenario.title, *names.values()))
    return Leaves(words=words, sheets=_with_names(sheets, names))


def _sheets(kinds: Mapping[str, Any], found: object) -> dict[str, Sheet]:
    return {
        name: Sheet(title=kind.title, says=kind.says, draw=partial(kind.draw, found))
        for name, kind in kinds.items()
    }


def _with_names(sheets: Mapping[str, Sheet], names: Mapping[str, str]) -> dict[str, Sheet]:
    """Charts that show arms by their titles, with numbers that have their names."""
    ids = {title: arm for arm, title in names.items()}
    return {
        name: replace(sheet, draw=partial(_drawn_with_names, sheet.draw, ids))
        for name, sheet in sheets.items()
    }


def _drawn_with_names(
    draw: Callable[[float], Chart | Missing], ids: Mapping[str, str], width: float
) -> Chart | Missing:
    found = draw(width)
    return found if isinstance(found, Missing) else with_names(found, ids)


def _of_summary(
    folder: StudyFolder[S], names: Mapping[str, str], kind: StudyKind[S], width: float
) -> Chart | Missing:
    """A chart that reads its summary only while it draws, and so finds only then what does not fit
    together.
    """
    try:
        return kind.draw(Studied(summary=by_titles(folder.summary, names)), width)
    except (LookupError, StopIteration) as error:
        raise ResultsError(
            f"{folder.path / SUMMARY} is damaged: {type(error).__name__} at {error}"
        ) from error


def missing_charts(album: Album) -> dict[str, str]:
    """By chart, why these results cannot give it."""
    found = {name: album.chart(name) for name in album.sheets}
    return {name: chart.reason for name, chart in found.items() if isinstance(chart, Missing)}


def check_names(album: Album, names: Sequence[str]) -> None:
    """An error for the first name that is no chart of such results, with the nearest that is."""
    for name in names:
        if name not in album.sheets:
            whose = album.elsewhere.get(name)
            near = did_you_mean(name, album.sheets) if whose is None else f"It is one {whose}."
            of = "" if album.evidence is not None else f" {album.of}"
            what = f"There is no chart '{name}'{of}." + (f" {near}" if near else "")
            raise UsageError(f"{what} There are: {', '.join(album.sheets)}.")


def draw_into(
    album: Album,
    place: Path,
    *,
    formats: Sequence[str],
    names: Sequence[str] = (),
    overwrite: bool | None = None,
) -> list[Path]:
    """Write the charts of these names, or all that these results can give, with numbers and words;
    returns the pictures.

    All are drawn before one is written. What is there already and not Hotline's stays, and is an
    error, unless ``overwrite``; outside of results only where that is ``False``.
    """
    check_names(album, names)
    drawings = {name: album.drawing_of(name, formats) for name in names or album.sheets}
    missing = {name: found for name, found in drawings.items() if isinstance(found, Missing)}
    if missing and names:
        raise UsageError(_cannot(album, *next(iter(missing.items()))))
    done = {name: found for name, found in drawings.items() if not isinstance(found, Missing)}
    pictures = {f"{name}.{form}": done[name].pictures[form] for name in done for form in formats}
    numbers = {f"{name}.csv": files.table(one.numbers) for name, one in done.items()}
    said, without = _description_files(album, place, done, missing)
    content = pictures | numbers | said
    root = root_of(place)
    if root is None:
        words = content.get(files.WORDS)
        known = drawn_before(place, album.sheets)
        content |= {files.WORDS: with_digests(place, words, pictures | numbers)} if words else {}
        put_files(place, content, overwrite=overwrite is not False, known=known)
        for name in known & {*without}:
            remove(place / name)
    else:
        keep(
            root,
            {f"{place.name}/{name}": one for name, one in content.items()},
            overwrite=bool(overwrite),
        )
        let_go(root, [f"{place.name}/{name}" for name in without])
    return [place / name for name in pictures]


def _description_files(
    album: Album, place: Path, done: Mapping[str, Drawing], missing: Mapping[str, Missing]
) -> tuple[dict[str, bytes], list[str]]:
    """The files that say of each chart what it shows, or why it is not there; and those that have
    nothing to say any more.
    """
    words: dict[str, object | None] = {
        name: {"title": album.sheets[name].title, "says": album.sheets[name].says, "alt": one.alt}
        for name, one in done.items()
    }
    reasons: dict[str, object | None] = {name: one.reason for name, one in missing.items()}
    found = {
        files.WORDS: files.recorded_charts(place / files.WORDS) | words | dict.fromkeys(missing),
        files.SKIPPED: files.recorded_charts(place / files.SKIPPED) | reasons | dict.fromkeys(done),
    }
    texts = {
        file: files.descriptions_json(entries, list(album.sheets))
        for file, entries in found.items()
    }
    return {file: text for file, text in texts.items() if text}, [
        file for file, text in texts.items() if not text
    ]


def expect_given(album: Album, name: str) -> Chart:
    """A chart that was asked for by its name; an error that names the others where these results
    cannot give it.
    """
    chart = album.chart(name)
    if isinstance(chart, Missing):
        raise UsageError(_cannot(album, name, chart))
    return chart


def _cannot(album: Album, name: str, missing: Missing) -> str:
    without = missing_charts(album)
    can = [other for other in album.sheets if other not in without]
    instead = f"They can give: {', '.join(can)}." if can else "They can give none of the charts."
    return (
        f"The results in {album.path} cannot give the chart '{name}': {missing.reason}. {instead}"
    )


def skipped_charts(place: Path) -> dict[str, str]:
    """By chart, why the results could not give it when charts were last written to ``place``."""
    return files.recorded_charts(place / files.SKIPPED)
