"""The page of a study: its answer, charts and tables, between the same question above and the same
ground below as any page.
"""

from __future__ import annotations

from typing import Any, Final

from sim.output.evidence.titled_study import asked_outcome, by_titles, titles_in
from sim.output.report.common_words import LIMITS, common
from sim.output.report.studies.companions import StudyReport
from sim.output.storage.folders import Folder
from sim.output.storage.run_folder import fitting_together

TEMPLATE: Final = "study.html.j2"

CONTENTS: Final = (
    ("answer", "The answer"),
    ("charts", "What it shows"),
    ("tables", "In numbers"),
    ("assumptions", "Assumptions and sources"),
    ("limits", "Limits"),
    ("method", "Method"),
    ("provenance", "Provenance"),
    ("data", "Data"),
)


def words(folder: Folder, report: StudyReport) -> dict[str, Any]:
    """What the template of a study asks for."""
    with fitting_together(folder.path):
        summary = by_titles(folder.summary, titles_in(folder.path))
        told = report.told(summary, asked_outcome(folder.path))
    return common(folder, report.data) | {
        "subtitle": f"what the {told.what} shows",
        "heading": told.heading,
        "contents": CONTENTS,
        "answer": told.answer,
        "rules": told.rules,
        "tables": told.tables,
        "limits": (*told.limits, *LIMITS),
        "method": told.method,
    }
