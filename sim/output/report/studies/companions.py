"""Studies of the same scenario that a run's report takes in: each with its section of the page, its
answer, charts and tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from sim.experiment.sensitivity.sensitivity_summary import SensitivitySummary
from sim.experiment.sweeps.sweep_summary import SweepSummary
from sim.output.charts.chart_cache import Album
from sim.output.charts.studies import reached
from sim.output.charts.sweeps import hangs_on
from sim.output.charts.sweeps.sweep_evidence import swept
from sim.output.evidence.titled_study import asked_outcome, by_titles, titled_question, titles_in
from sim.output.report.common_words import Data
from sim.output.report.first_pictures import Inline, inline_picture
from sim.output.report.pictures import Picture, pictures
from sim.output.report.studies.sensitivity import levels_reached
from sim.output.report.study_account import StudyAccount
from sim.output.storage.folders import Folder

#: Where a study may stand in the report of a run.
Section = Literal["drivers", "recommendation", "failures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyReport:
    """What a page says of a kind of study: from its summary, in which section of a run's report,
    and of which files.
    """

    told: Callable[[Any, str], StudyAccount]  # a summary of that kind, the outcome that is asked
    section: Section
    data: Data


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """A study beside a run; ``content`` is the hash of all that it says."""

    name: str
    section: str
    content: str
    told: StudyAccount
    pictures: tuple[Picture, ...]
    hangs_on: Inline | None = None
    levels: str = ""


def companion(folder: Folder, report: StudyReport, album: Album) -> Companion:
    """What a run's report shows of a study."""
    names = titles_in(folder.path)
    summary = by_titles(folder.summary, names)
    return Companion(
        name=folder.path.name,
        section=report.section,
        content=folder.manifest.content_hash[:12],
        told=report.told(summary, asked_outcome(folder.path)),
        pictures=tuple(pictures(album).values()),
        hangs_on=_hangs_on(folder, summary, names),
        levels=_levels(folder, summary, names),
    )


def _hangs_on(folder: Folder, summary: object, names: Mapping[str, str]) -> Inline | None:
    """What the gain hangs on, of a sweep; what is reached at the ends of inputs, of a study of what
    matters.
    """
    asked, place = partial(titled_question, folder.path, names), f"hangs-on-{folder.path.name}"
    if isinstance(summary, SweepSummary):
        return inline_picture(partial(hangs_on.picture, swept(summary, asked)), place)
    if isinstance(summary, SensitivitySummary):
        return inline_picture(partial(reached.picture, summary, asked()), place)
    return None


def _levels(folder: Folder, summary: object, names: Mapping[str, str]) -> str:
    """What is reached at the ends of inputs, of a study of what matters."""
    if not isinstance(summary, SensitivitySummary):
        return ""
    return levels_reached(summary, titled_question(folder.path, names))
