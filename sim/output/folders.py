"""Any results folder, opened as what its manifest says that it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sim.errors import ResultsError
from sim.experiment.sweep import KIND as SWEEP
from sim.output.damage import damage_of
from sim.output.store import RUN, RunFolder, manifest_of, open_run
from sim.output.studies import KINDS, open_study
from sim.output.study_folder import StudyFolder
from sim.output.sweeps import open_sweep
from sim.output.trials import KIND as TRIAL
from sim.output.trials import open_trial

Folder = RunFolder | StudyFolder

#: By what the manifest calls it.
OPENED_BY: Final[Mapping[str, Callable[[Path], Folder]]] = MappingProxyType(
    {RUN: open_run, SWEEP: open_sweep, TRIAL: open_trial, **dict.fromkeys(KINDS, open_study)}
)


def opened(path: Path) -> Folder:
    """The finished results in the folder ``path``, of whatever kind."""
    kind = str(manifest_of(path).get("kind", RUN))
    if kind not in OPENED_BY:
        raise ResultsError(f"{path} holds results of a kind unknown here: '{kind}'. Known are: {', '.join(OPENED_BY)}.")
    return OPENED_BY[kind](path)


def kind_of(folder: Folder) -> str:
    """One of ``OPENED_BY``."""
    return str(folder.manifest.get("kind", RUN))


def verified(path: Path) -> Folder:
    """As ``opened``, once every file has been compared with what was written: nothing is shown of results that were changed."""
    folder = opened(path)
    damage = damage_of(path, folder.manifest)
    if damage:
        changed = f"{path} has been changed since it was written: {damage.told()}"
        mend = f"Compute the worlds that are damaged again:\n  hotline results verify {path} --repair"
        again = f"Remove the folder and make it again:\n  {folder.manifest.get('command', '')}"
        raise ResultsError(f"{changed}\n{again if damage.files else mend}")
    return folder
