"""On which assumptions disagreements with a scenario's checks hang, as asked after a run, beside its results.

It takes runs of its own to ask, so that the report of a folder, which runs nothing, can say it only where it was kept. It is
no part of the results: the same run asked for without it is the same run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.errors import ResultsError
from sim.output import canonical, regular
from sim.output.own import HANGS_ON, is_hanging
from sim.output.places import remove, write
from sim.output.store import RunFolder

FILE: Final = HANGS_ON


def remember(folder: RunFolder, told: Mapping[str, str]) -> None:
    """Keep what was found, a sentence for each check; where nothing was to be asked no file stays."""
    path = folder.path / FILE
    if regular.exists(path) and not is_hanging(path):
        raise ResultsError(f"{path} is not Hotline's, and is left as it is. Move it away.")
    if told:
        write(path, canonical.text_of({"content": _content(folder), "hangs_on": dict(told)}))
    else:
        remove(path)


def saved_explanations(folder: RunFolder) -> Mapping[str, str]:
    """What was found of these very results, by check; nothing where it was not asked, or of others."""
    path = folder.path / FILE
    if not regular.exists(path):
        return {}
    found = canonical.read_object(path)
    if not isinstance(found.get("hangs_on"), dict):
        raise ResultsError(f"{path} is damaged: it does not say what hangs on what")
    return found["hangs_on"] if found.get("content") == _content(folder) else {}


def _content(folder: RunFolder) -> str:
    return str(folder.manifest["content"]["all"])
