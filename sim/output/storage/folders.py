"""Any finished results: those of a run, or of a study of another kind."""

from __future__ import annotations

from sim.experiment.comparison.summary_parts import Summary
from sim.output.storage.run_folder import RUN, RunFolder
from sim.output.storage.studies.study_folder import StudyFolder

Folder = RunFolder | StudyFolder[Summary]


def kind_of(folder: Folder) -> str:
    """What the manifest calls it."""
    return folder.manifest.kind or RUN
