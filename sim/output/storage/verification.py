"""What of a results folder is no longer as it was written: files by name, worlds by block."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sim.errors import ResultsError
from sim.experiment.statistics import tally
from sim.experiment.statistics.estimates import Floats
from sim.output.storage import canonical_json, manifest, outcome_rows, path_table
from sim.output.storage.outcome_rows import Fingerprint, RowReader, block_digest
from sim.output.storage.safety import regular_files

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Files that are changed, unreadable or gone; and of files of worlds the blocks that are, as
    ranges of worlds.
    """

    files: tuple[str, ...]
    worlds: Mapping[str, tuple[Span, ...]]

    def __bool__(self) -> bool:
        return bool(self.files or self.worlds)

    def description(self) -> str:
        """All of it in words: ``summary.json, outcomes.parquet (worlds 0 to 2047)``."""
        blocks = [f"{name} ({_ranges(spans)})" for name, spans in self.worlds.items()]
        return ", ".join([*blocks, *(name for name in self.files if name not in self.worlds)])


def _ranges(spans: tuple[Span, ...]) -> str:
    whole = _joined_spans(spans)
    several = ", ".join(
        f"{start} to {stop - 1}" if stop > start + 1 else f"{start}" for start, stop in whole
    )
    return f"world{'s' if len(whole) > 1 or whole[0][1] > whole[0][0] + 1 else ''} {several}"


def _joined_spans(spans: tuple[Span, ...]) -> list[Span]:
    """Neighbours as one range."""
    whole: list[Span] = []
    for start, stop in spans:
        if whole and whole[-1][1] == start:
            whole[-1] = (whole[-1][0], stop)
        else:
            whole.append((start, stop))
    return whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file of worlds as its manifest knows it."""

    reader: RowReader
    arms: tuple[str, ...]
    columns: tuple[str, ...]
    worlds: int
    digests: tuple[str, ...]

    @property
    def blocks(self) -> int:
        """In how many blocks so many worlds are kept."""
        return len(range(0, self.worlds, tally.BLOCK))

    def spans(self) -> list[Span]:
        """The ranges of worlds that are blocks."""
        edges = range(0, self.worlds, tally.BLOCK)
        return [(start, min(start + tally.BLOCK, self.worlds)) for start in edges]

    def sound(self, number: int) -> Floats | None:
        """A block, if it can be read and says what it said when it was written."""
        try:
            block = self.reader.block(number)
        except ResultsError:
            return None
        return (
            block
            if number < len(self.digests) and block_digest(block) == self.digests[number]
            else None
        )

    def unsound_blocks(self) -> tuple[tuple[Span, ...], str]:
        """The blocks that are not sound; and the hash of what all others say, in one pass."""
        broken: list[Span] = []
        found = Fingerprint(self.arms, self.columns)
        for number, span in enumerate(self.spans()):
            block = self.sound(number)
            if block is None:
                broken.append(span)
            else:
                found.add(block)
        return tuple(broken), found.hexdigest()


def stored_worlds(path: Path, about: Mapping[str, Any]) -> dict[str, Stored]:
    """The files of worlds in a folder, by name; some have fewer arms than the study."""
    columns = tuple(about["columns"])
    named = about.get("blocks", {})
    if isinstance(named, list):  # a run has one such file, and as many worlds as replications
        named = {outcome_rows.FILE: {"worlds": about["replications"], "digests": named}}
    files = {
        name: Stored(
            reader=RowReader(path / name, arms := tuple(one.get("arms", about["arms"])), columns),
            arms=arms,
            columns=columns,
            worlds=one["worlds"],
            digests=tuple(one["digests"]),
        )
        for name, one in named.items()
    }
    if name := next((name for name, one in files.items() if one.blocks != len(one.digests)), None):
        raise ResultsError(
            f"{path / manifest.FILE} is damaged: it has not one digest for each block of {name}"
        )
    if name := next((name for name in files if name not in about["content"]), None):
        raise ResultsError(f"{path / manifest.FILE} is damaged: it has no hash of {name}")
    return canonical_json.Said(files, path / manifest.FILE)


def damage_of(path: Path, about: Mapping[str, Any]) -> Damage:
    """Compare every file with what the manifest ``about`` says of it."""
    try:
        return _damage_of(path, about)
    except (KeyError, TypeError, AttributeError) as error:
        raise ResultsError(
            f"{path / manifest.FILE} is damaged: {type(error).__name__} at {error}"
        ) from error


def _damage_of(path: Path, about: Mapping[str, Any]) -> Damage:
    content = {name: told for name, told in about["content"].items() if name != "all"}
    files: list[str] = []
    broken: dict[str, tuple[Span, ...]] = {}
    worlds = stored_worlds(path, about)
    for name, one in worlds.items():
        spans, says = one.unsound_blocks()
        if spans:
            broken[name] = spans
        elif says != content.get(name):
            files.append(name)
    files += [
        name for name, told in content.items() if name not in worlds and _hash(path, name) != told
    ]
    if about["content"].get("all") != canonical_json.digest_of(content) or manifest.is_broken(
        about
    ):
        files.append(manifest.FILE)
    return Damage(files=tuple(files), worlds=broken)


def _hash(folder: Path, name: str) -> str | None:
    """SHA-256 of a file, or of what it says if that is what its manifest keeps; none of one that
    cannot be read.
    """
    if not regular_files.inside(folder, name):
        return None
    try:
        return _SAYS[name](folder) if name in _SAYS else regular_files.digest(folder / name)
    except (OSError, AssertionError, ResultsError):
        return None


_SAYS: Final[Mapping[str, Callable[[Path], str]]] = {path_table.FILE: path_table.digest}
