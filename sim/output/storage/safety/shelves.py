"""In which folder the results of a scenario file lie: that of its name, unless a file of the same
name in another folder has its results there.

Whose results lie in a folder is told by their manifests, which say what each command was given.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sim.errors import ResultsError
from sim.output.storage import canonical_json, manifest
from sim.output.storage.safety import regular_files
from sim.output.storage.safety.folder_names import folder_name

_ASKED: Final = "specification"


def shelf(root: Path, scenario: str, run: str, file: str) -> Path:
    """The folder of a scenario's results, in which that of ``run`` is; ``file`` is where the
    scenario was read from, empty where that does not matter.

    Where another file of its name came first, the name of the folder that the file is in is added:
    ``base-history`` for ``history/base.yaml``.
    """
    usual = root / folder_name(scenario)
    if not file:
        return usual
    own = Path(file).resolve()
    beside = f"{scenario}-{own.parent.name}"
    for place in (usual, root / folder_name(beside)):
        if _is_interrupted(place / run) or not _is_anothers(place, own):
            return place
    return root / folder_name(f"{beside} {own}")  # no plain name, so it gets a hash


def _is_interrupted(place: Path) -> bool:
    """Whether a run is to be gone on with in its folder: whose it is, its worlds tell."""
    return regular_files.is_folder(place) and not regular_files.exists(place / manifest.FILE)


def _is_anothers(place: Path, own: Path) -> bool:
    """Whether results of another file lie in a folder, and none of this one."""
    found = set(_files_of_results(place, own.stem))
    return bool(found) and own not in found


def _files_of_results(place: Path, name: str) -> Iterator[Path]:
    """The files from which results in a folder were made, as far as they are still there."""
    if not regular_files.is_folder(place):
        return
    for about in sorted(place.glob(f"*/{manifest.FILE}")):
        try:
            asked = canonical_json.read_object(about).get(_ASKED)
        except ResultsError:
            continue
        said = asked.get("scenario") if isinstance(asked, dict) else None
        if isinstance(said, str) and Path(said).stem == name and Path(said).is_file():
            yield Path(said).resolve()
