"""Which files of a folder Hotline wrote, and which are someone else's: those are never overwritten,
packed or taken away.

A file is Hotline's if a sealed manifest names it, if the list of what was made from the results
names it with the digest that it has, or if it is a working file of a run under way, known by what
it says. Anything else is foreign: links as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sim.errors import ResultsError
from sim.output.storage import canonical_json, manifest
from sim.output.storage.files import is_unfinished
from sim.output.storage.manifest import Manifest
from sim.output.storage.safety import folder_names, regular_files
from sim.output.storage.safety.game_files import DEBRIEF, GAME, GROWING

#: The list of what was made from results and lies beside them: charts, a report.
MADE: Final = "hotline-files.json"
MADE_SAYS: Final = "files that Hotline wrote here, with their SHA-256"
#: The list of the files that are being written, as long as no manifest names them.
WRITING: Final = ".writing.json"
WRITING_SAYS: Final = "files that Hotline is writing here"
#: Finished worlds of a run under way, and how they begin.
WORLDS: Final = ".worlds"
WORLDS_BEGIN: Final = b"hotline worlds "
#: On what disagreements with a scenario's checks hang, as asked after a run.
HANGS_ON: Final = "hangs-on.json"
#: Where damaged results are made again, and what lies there to say so.
REPAIR: Final = ".repair-"
REPAIR_MARK: Final = ".hotline-repair"
REPAIR_SAYS: Final = b"Hotline makes damaged results again here.\n"

#: What Hotline writes into every folder of results of some kind, whatever is made from them later.
_RESERVED: Final = re.compile(
    r"[a-z]+(-\d+)?\.parquet|(manifest|summary|recommendation|hotline-files)\.json|scenario\.yaml|worlds\.jsonl|"
    r"(recommendation|dependences|sets|[a-z]+(-\d+)?-design)\.csv|measures/.*\.yaml|charts|measures|(\.[a-z]+(-\d+)?/)?\.worlds|"
    r"\.writing\.json",
    re.ASCII,
)
_NAMED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What lies in a folder, by whose it is; names are from the folder on. Folders are named only
    where they hold nothing.
    """

    ours: tuple[str, ...]
    foreign: tuple[str, ...]


def own_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder, if it is there, one of Hotline's, and as it was sealed."""
    try:
        about = canonical_json.read_object(folder / manifest.FILE)
    except ResultsError:
        return None
    return manifest.own_manifest(about, folder)


def has_worlds(folder: Path) -> bool:
    """Whether an interrupted run left its worlds in a folder: a file that begins as such files do,
    or has not begun.
    """
    if not regular_files.is_folder(folder) or not regular_files.is_regular(folder / WORLDS):
        return False
    try:
        with regular_files.open_regular(folder / WORLDS, most=1 << 62) as file:
            begin = file.read(len(WORLDS_BEGIN))
    except OSError:
        return False
    return begin in {b"", WORLDS_BEGIN}


def is_under_way(folder: Path) -> bool:
    """Whether a run or study was interrupted in a folder, or is under way in it."""
    parts = (part for part in folder.glob(".*/") if not part.name.startswith(REPAIR))
    return has_worlds(folder) or bool(files_in_writing(folder)) or any(map(has_worlds, parts))


def files_in_writing(folder: Path) -> tuple[str, ...]:
    """The files that were being written when a run or study was killed at its end."""
    return tuple(
        name for name in _list(folder / WRITING, WRITING_SAYS) if folder_names.is_file_name(name)
    )


def digests_of_made_files(folder: Path) -> dict[str, tuple[str, ...]]:
    """What was made from results and lies in their folder: the digests that each file may have, by
    name.
    """
    found = _list(folder / MADE, MADE_SAYS)
    return {name: _digests(of) for name, of in found.items() if folder_names.is_file_name(name)}


def is_repair(folder: Path) -> bool:
    """Whether a folder is one in which Hotline makes results again; one that a killed repair left
    empty is too.
    """
    if not folder.name.startswith(REPAIR) or not regular_files.is_folder(folder):
        return False
    mark = folder / REPAIR_MARK
    return not any(folder.iterdir()) or (
        regular_files.is_regular(mark) and mark.read_bytes() == REPAIR_SAYS
    )


def is_hanging(path: Path) -> bool:
    """Whether a file is one that says on what disagreements hang, by what is in it."""
    try:
        return canonical_json.read_object(path).keys() == {"content", "hangs_on"}
    except ResultsError:
        return False


def holdings(folder: Path) -> Holdings:
    """All that lies in a folder, by whose it is."""
    about = own_manifest(folder)
    named = {manifest.FILE, *about.files} if about is not None else set()
    if about is not None and about.kind == GAME:
        named |= set(GROWING)
        if regular_files.digest(folder / DEBRIEF) != about.content.get(DEBRIEF):
            named.discard(DEBRIEF)  # edited, it is as much its reader's as a report
    under_way = files_in_writing(folder)
    named |= {*under_way, WRITING} if under_way else set()
    listed = digests_of_made_files(folder)
    ours: list[str] = []
    foreign: list[str] = []
    for name in regular_files.names(folder):
        known = (name in named and regular_files.inside(folder, name)) or _is_made(
            folder, name, listed
        )
        (ours if known or _is_working(folder, name) else foreign).append(name)
    return Holdings(ours=tuple(ours), foreign=tuple(foreign))


def _is_made(folder: Path, name: str, listed: Mapping[str, Sequence[str]]) -> bool:
    if name == MADE:
        return bool(listed) and regular_files.is_regular(folder / name)
    return (
        name in listed
        and regular_files.inside(folder, name)
        and regular_files.digest(folder / name) in listed[name]
    )


def _is_working(folder: Path, name: str) -> bool:
    """Whether a file, or an empty folder, is one with which a run, a study or a repair works."""
    path = folder / name
    if is_unfinished(path) or (name == HANGS_ON and is_hanging(path)):
        return True
    first, _, rest = name.partition("/")
    if first.startswith(REPAIR):
        return is_repair(folder / first)
    part = first.startswith(".") and rest in {WORLDS, ""}
    return (
        (path.name == WORLDS or name.endswith("/")) and (part or name == WORLDS) and _is_part(path)
    )


def _is_part(path: Path) -> bool:
    return has_worlds(path.parent) if path.name == WORLDS else not any(path.iterdir())


def expect_free(place: Path) -> None:
    """An error unless results can be written to a folder: there is none, it is empty, or holds such
    with nothing in the way.
    """
    if not regular_files.is_folder(place) or not any(place.iterdir()):
        return
    if own_manifest(place) is None and not is_under_way(place):
        raise ResultsError(_held_files(place, _first(place)) + _why(place))
    listed = digests_of_made_files(place)
    in_the_way = [
        name
        for name in holdings(place).foreign
        if name in listed or _RESERVED.fullmatch(name.rstrip("/"))
    ]
    if in_the_way:
        raise ResultsError(_held_files(place, in_the_way))


def expect_room(place: Path, names: Iterable[str]) -> None:
    """An error where one of these files, which will be made from results, is there and is someone
    else's. Of results that keep no list of such files that is told only once they are made.
    """
    listed = digests_of_made_files(place)
    if not regular_files.is_folder(place) or (own_manifest(place) is not None and not listed):
        return
    foreign, wanted = set(holdings(place).foreign), set(names)
    in_the_way = sorted(wanted & foreign) + sorted(
        f"{part}/" for part in {name.partition("/")[0] for name in wanted if "/" in name} & foreign
    )
    if in_the_way:
        raise ResultsError(_held_files(place, in_the_way))


def _why(place: Path) -> str:
    """What is there under the name of a file by which results are known, and is none."""
    there = [name for name in (manifest.FILE, WORLDS) if regular_files.exists(place / name)]
    return f" {' and '.join(there)} there: damaged, or another program's." if there else ""


def expect_ours(folder: Path, names: Iterable[str]) -> None:
    """An error if one of these files is there and not Hotline's, or would be written through a
    link.
    """
    wanted = set(names)
    ours = set(holdings(folder).ours)
    through = {
        part
        for name in wanted
        if "/" in name and regular_files.exists(folder / (part := name.partition("/")[0]))
    }
    in_the_way = [part for part in sorted(through) if not regular_files.is_folder(folder / part)]
    in_the_way += [name for name in sorted(wanted - ours) if regular_files.exists(folder / name)]
    if in_the_way:
        raise ResultsError(_held_files(folder, in_the_way))


def expect_replaceable(folder: Path, names: Iterable[str]) -> None:
    """An error if a link, or anything else than a file, stands where one of these is to be, or on
    the way to it.
    """
    for name in names:
        way = name.split("/")
        for depth, step in enumerate(
            (folder.joinpath(*way[:at]) for at in range(1, len(way) + 1)), start=1
        ):
            fits = (
                regular_files.is_regular(step)
                if depth == len(way)
                else regular_files.is_folder(step)
            )
            if regular_files.exists(step) and not fits:
                raise ResultsError(
                    f"{step} is a link or no file at all, and is left as it is. Move it away."
                )


def name_list(names: Sequence[str]) -> str:
    """Some names in a sentence, safe for a terminal."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(map(folder_names.visible_name, names[:_NAMED])) + more


def _held_files(place: Path, names: Sequence[str]) -> str:
    return (
        f"{place} holds files that are not Hotline's, and are left as they are: {name_list(names)}."
        " Move them away, or choose another place for the results."
    )


def _first(place: Path) -> list[str]:
    return list(islice(regular_files.names(place), _NAMED + 1))


def _list(path: Path, says: str) -> dict[str, Any]:
    """The files in a list that says that it is one of Hotline's; none in any other file."""
    try:
        found = canonical_json.read_object(path) if regular_files.is_regular(path) else {}
    except ResultsError:
        return {}
    files = found.get("files")
    return files if found.get("what") == says and isinstance(files, dict) else {}


def _digests(of: object) -> tuple[str, ...]:
    return tuple(one for one in of if isinstance(one, str)) if isinstance(of, list) else ()


def parts(folder: Path) -> Iterator[Path]:
    """The hidden folders in which parts of a study are kept until it is complete."""
    yield from (part for part in sorted(folder.glob(".*/")) if has_worlds(part))
