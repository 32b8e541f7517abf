"""Files put into a folder so that a later call knows them again: results while they are written,
and what is made of them.

A list beside them has their digests. What is in it and has since been changed by someone is theirs,
and stays.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from sim.errors import UsageError
from sim.output.storage import canonical_json, manifest
from sim.output.storage.files import make_folder, plain_errors, remove, write
from sim.output.storage.safety import folder_names, ownership, regular_files


def root_of(place: Path) -> Path | None:
    """The folder of results in which ``place`` lies; none for a folder elsewhere, which keeps no
    list.
    """
    below = (
        folder_names.is_file_name(f"{place.name}/{ownership.MADE}")
        and ownership.own_manifest(place.parent) is not None
    )
    return place.parent if below else None


def put_files(
    place: Path, files: Mapping[str, bytes], *, overwrite: bool, known: Collection[str]
) -> None:
    """Write files to a folder outside of results: where not ``overwrite``, only over those that are
    ``known`` as Hotline's.
    """
    strange = [
        name
        for name, content in files.items()
        if name not in known and not _free(place / name, content)
    ]
    if strange and not overwrite:
        raise UsageError(_strange(place, strange))
    make_folder(place)
    for name, content in files.items():
        write(place / name, content)


def keep(folder: Path, files: Mapping[str, bytes], *, overwrite: bool = False) -> None:
    """Write files made from results, by name. All stay as they are if one that is there is not
    Hotline's.

    ``overwrite`` gives up what is there; one that says the same already is taken as written.
    """
    for name in files:
        if "/" in name:
            _expect_folder(folder, name.partition("/")[0])
    with _alone(folder):
        before = ownership.digests_of_made_files(folder)
        if not overwrite:
            _expect_known(folder, files, before)
        digests = {name: sha256(content).hexdigest() for name, content in files.items()}
        _list(
            folder,
            {
                **before,
                **{name: (*before.get(name, ())[-1:], one) for name, one in digests.items()},
            },
        )
        for name, content in files.items():
            make_folder((folder / name).parent)
            write(folder / name, content)
        _list(folder, {**before, **{name: (one,) for name, one in digests.items()}})


def let_go(folder: Path, names: Iterable[str]) -> None:
    """Take away what was made from results before and cannot be made any more; someone else's
    stays.
    """
    gone = [name for name in names if regular_files.exists(folder / name)]
    if not gone:
        return
    with _alone(folder):
        before = ownership.digests_of_made_files(folder)
        for name in gone:
            if regular_files.inside(folder, name) and regular_files.digest(
                folder / name
            ) in before.get(name, ()):
                remove(folder / name)
                before.pop(name)
        _list(folder, before)


@contextmanager
def renewal(folder: Path, names: Iterable[str]) -> Iterator[None]:
    """While results are written as files of these names: a hidden list says that they are
    Hotline's, should it be killed.

    What an earlier manifest names and the new one does not is taken away at the end.
    """
    wanted = tuple(names)
    ownership.expect_ours(folder, wanted)
    about = ownership.own_manifest(folder)
    before = (*ownership.files_in_writing(folder), *(() if about is None else about.files))
    listed: dict[str, list[str]] = {name: [] for name in sorted({*before, *wanted, manifest.FILE})}
    write(
        folder / ownership.WRITING,
        canonical_json.text_of({"what": ownership.WRITING_SAYS, "files": listed}),
    )
    yield
    after = manifest.read_manifest(canonical_json.read_object(folder / manifest.FILE), folder)
    for name in sorted({*before} - {*after.files, manifest.FILE}):
        if regular_files.inside(folder, name):
            remove(folder / name)
    remove(folder / ownership.WRITING)


def _expect_folder(folder: Path, name: str) -> None:
    if regular_files.exists(folder / name) and not regular_files.is_folder(folder / name):
        raise UsageError(
            f"{folder / name} is no folder of its own, and nothing is written through it. Move it"
            " away."
        )


def _expect_known(
    folder: Path, files: Mapping[str, bytes], before: Mapping[str, tuple[str, ...]]
) -> None:
    """An error for the files that are there and neither Hotline's nor the same as what is to be
    written.
    """
    strange = [
        name
        for name, content in files.items()
        if not _free(folder / name, content)
        and regular_files.digest(folder / name) not in before.get(name, ())
    ]
    if regular_files.exists(folder / ownership.MADE) and not before:
        strange.append(ownership.MADE)
    if strange:
        raise UsageError(_strange(folder, strange))


def _free(path: Path, content: bytes) -> bool:
    """Whether nothing is lost by writing a file: there is none, or one that says the same."""
    return (
        not regular_files.exists(path) or regular_files.digest(path) == sha256(content).hexdigest()
    )


def _strange(folder: Path, names: list[str]) -> str:
    return (
        f"{folder} holds files that are not Hotline's, or no longer as it wrote them, and are left"
        f" as they are: {ownership.name_list(names)}. Move them away, write elsewhere with --to,"
        " or say --overwrite."
    )


def _list(folder: Path, files: Mapping[str, tuple[str, ...]]) -> None:
    if not files:
        remove(folder / ownership.MADE)
        return
    listed = {name: list(files[name]) for name in sorted(files)}
    write(
        folder / ownership.MADE,
        canonical_json.text_of({"what": ownership.MADE_SAYS, "files": listed}),
    )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While no other call of Hotline changes the list of a folder."""
    with plain_errors(folder):
        descriptor = os.open(make_folder(folder), os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
