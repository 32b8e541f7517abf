"""Any results folder, opened as what its manifest says that it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from shlex import quote
from types import MappingProxyType
from typing import Any, Final

from sim.errors import ResultsError
from sim.experiment.sweep import KIND as SWEEP
from sim.output.damage import Damage, damage_of
from sim.output.manifest import FILE
from sim.output.mending import expect_mendable
from sim.output.store import RUN, RunFolder, expect_whole_scenario, manifest_of, open_run
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


#: Results that are named where a folder holds several.
_MOST: Final = 5


def opened(path: Path) -> Folder:
    """The finished results in the folder ``path``, of whatever kind."""
    return OPENED_BY[_kind(path, _about(path))](path)


def kind_of(folder: Folder) -> str:
    """One of ``OPENED_BY``."""
    return str(folder.manifest.get("kind", RUN))


def verified(path: Path) -> Folder:
    """As ``opened``, once every file has been compared with what was written: nothing is shown of results that were changed."""
    about = _about(path)
    kind, damage = _kind(path, about), damage_of(path, about)
    if damage:
        changed = f"{path} has been changed since it was written: {damage.told()}"
        raise ResultsError(f"{changed}\n{_remedy(path, about, damage)}")
    expect_whole_scenario(path)
    return OPENED_BY[kind](path)


def _remedy(path: Path, about: Mapping[str, Any], damage: Damage) -> str:
    """What makes a damaged folder whole again: the repair, or where that cannot be, the command that made it."""
    try:
        expect_mendable(path, about, damage)
    except ResultsError as error:
        return f"{error}\nRemove the folder and make it again:\n  {about.get('command', '')}"
    return f"Make what is damaged again:\n  hotline results verify {quote(str(path))} --repair"


def _about(path: Path) -> Mapping[str, Any]:
    """The manifest; where there is none, an error that names what is there instead."""
    if path.is_file():
        raise ResultsError(f"{path} is no results folder but a file")
    if not (path / FILE).is_file():
        below = sorted(found.parent for depth in ("*", "*/*") for found in path.glob(f"{depth}/{FILE}"))
        if below:
            named = ", ".join(map(str, below[:_MOST])) + (
                f" and {len(below) - _MOST} more" if len(below) > _MOST else ""
            )
            raise ResultsError(f"{path} is no results folder, but holds some: {named}")
    return manifest_of(path)


def _kind(path: Path, about: Mapping[str, Any]) -> str:
    kind = str(about.get("kind", RUN))
    if kind not in OPENED_BY:
        raise ResultsError(f"{path} holds results of a kind unknown here: '{kind}'. Known are: {', '.join(OPENED_BY)}.")
    return kind
