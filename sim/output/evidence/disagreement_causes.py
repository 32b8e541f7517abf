"""On which assumptions disagreements with a scenario's checks hang, as asked after a run, beside
its results.

It takes runs of its own to ask, so that the report of a folder, which runs nothing, can say it only
where it was kept. It is no part of the results: the same run asked for without it is the same run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.errors import ResultsError
from sim.output.storage import canonical_json
from sim.output.storage.files import remove, write
from sim.output.storage.run_folder import RunFolder
from sim.output.storage.safety import regular_files
from sim.output.storage.safety.ownership import HANGS_ON, is_hanging

FILE: Final = HANGS_ON


def remember(folder: RunFolder, told: Mapping[str, str]) -> None:
    """Keep what was found, a sentence for each check; where nothing was to be asked no
    file stays.
    """
    path = folder.path / FILE
    if regular_files.exists(path) and not is_hanging(path):
        raise ResultsError(f"{path} is not Hotline's, and is left as it is. Move it away.")
    if told:
        write(path, canonical_json.text_of({"content": _content(folder), "hangs_on": dict(told)}))
    else:
        remove(path)


def saved_causes(folder: RunFolder) -> Mapping[str, str]:
    """What was found of these very results, by check; nothing where it was not asked,
    or of others.
    """
    path = folder.path / FILE
    if not regular_files.exists(path):
        return {}
    found = canonical_json.read_object(path)
    if not isinstance(found.get("hangs_on"), dict):
        raise ResultsError(f"{path} is damaged: it does not say what hangs on what")
    return found["hangs_on"] if found.get("content") == _content(folder) else {}


def _content(folder: RunFolder) -> str:
    return folder.manifest.content_hash
