"""A file of worlds, written in one pass over them while whoever sums them up takes them in too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sim.experiment.statistics.estimates import Floats
from sim.output.storage.files import replacement_file
from sim.output.storage.outcome_rows import Fingerprint, Keys, RowWriter, of_a_run


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """A file of worlds that was written: under which arms, how many, what they say, and the digests
    of their blocks.
    """

    arms: tuple[str, ...]
    count: int
    fingerprint: str
    blocks: tuple[str, ...]


def _all(blocks: Iterator[Floats]) -> None:
    for _ in blocks:
        pass


def write_worlds(
    path: Path,
    arms: tuple[str, ...],
    columns: tuple[str, ...],
    blocks: Iterable[Floats],
    *,
    keys: Keys = of_a_run,
    about: Mapping[str, str] | None = None,
    taken: Callable[[Iterator[Floats]], None] = _all,
) -> Worlds:
    """Write worlds as a file, block by block, while ``taken`` takes them in too: one pass, whatever
    their number.
    """
    fingerprint = Fingerprint(arms, columns)
    with (
        replacement_file(path) as file,
        closing(RowWriter(file, arms, columns, dict(about or {}), keys)) as writer,
    ):

        def passing() -> Iterator[Floats]:
            for block in blocks:
                writer.add(block)
                fingerprint.add(block)
                yield block

        taken(passing())
    return Worlds(
        arms=arms,
        count=fingerprint.worlds,
        fingerprint=fingerprint.hexdigest(),
        blocks=tuple(fingerprint.blocks),
    )
