"""Outcomes as a Parquet file: one row a world and arm, written and read in blocks of worlds, hashed
by what it says.

Rows are ordered by replication, then by arm. What does not exist in a world is null. Two files that
say the same have the same hash, whatever library wrote them; two that the same library wrote have
the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from sim.errors import ResultsError
from sim.experiment.statistics.estimates import Floats
from sim.output.storage.arrow import floats, nullable, plain, words
from sim.output.storage.canonical_json import digest_of
from sim.output.storage.safety.regular_files import expect_regular

if TYPE_CHECKING:
    from pyarrow import Table
    from pyarrow.parquet import ParquetFile

FILE: Final = "outcomes.parquet"

#: What says which worlds the rows ``start`` to ``stop`` - 1 (counted once for all arms) are of:
#: columns that stand before the arm, by name, and the replications.
Keys = Callable[[int, int], tuple[Mapping[str, NDArray[Any]], NDArray[np.int64]]]


def of_a_run(start: int, stop: int) -> tuple[Mapping[str, NDArray[Any]], NDArray[np.int64]]:
    """The worlds of a run: replication by replication."""
    return {}, np.arange(start, stop, dtype=np.int64)


class Fingerprint:
    """SHA-256 over each column of a table of worlds, then over arms, columns and these.

    ``blocks`` are short digests of the blocks as they came, by which one that is damaged is found.
    """

    __slots__ = ("_arms", "_columns", "blocks", "worlds")

    def __init__(self, arms: tuple[str, ...], columns: tuple[str, ...]) -> None:
        self._arms = arms
        self._columns = {name: sha256() for name in columns}
        self.blocks: list[str] = []
        self.worlds = 0

    def add(self, block: Floats) -> None:
        """Take in the next worlds: worlds x arms x columns."""
        same_nan = np.where(np.isnan(block), np.nan, block)
        for number, column in enumerate(self._columns.values()):
            column.update(np.ascontiguousarray(same_nan[:, :, number], dtype="<f8").tobytes())
        self.blocks.append(block_digest(same_nan))
        self.worlds += len(block)

    def hexdigest(self) -> str:
        columns = {name: column.hexdigest() for name, column in self._columns.items()}
        return digest_of({"arms": list(self._arms), "worlds": self.worlds, "columns": columns})


def block_digest(block: Floats) -> str:
    """16 hex digits of what a block of worlds says."""
    same_nan = np.where(np.isnan(block), np.nan, block)
    return blake2b(np.ascontiguousarray(same_nan, dtype="<f8").tobytes(), digest_size=8).hexdigest()


class RowWriter:
    """Writes blocks of worlds as row groups."""

    __slots__ = ("_arms", "_columns", "_keys", "_schema", "_worlds", "_writer")

    def __init__(
        self,
        file: BinaryIO,
        arms: tuple[str, ...],
        columns: tuple[str, ...],
        about: dict[str, str],
        keys: Keys = of_a_run,
    ) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        lead, _ = keys(0, 0)
        fields = [
            pa.field(name, pa.from_numpy_dtype(some.dtype), nullable=False)
            for name, some in lead.items()
        ]
        fields += [pa.field("arm", pa.dictionary(pa.int32(), pa.string()), nullable=False)]
        fields += [pa.field("replication", pa.int64(), nullable=False)]
        fields += [pa.field(name, pa.float64()) for name in columns]
        self._schema = pa.schema(fields, metadata=about)
        self._arms = words(arms)
        self._columns, self._keys = columns, keys
        self._worlds = 0
        self._writer = parquet.ParquetWriter(
            file,
            self._schema,
            version="2.6",
            compression="zstd",
            compression_level=3,
            write_statistics=False,
            write_page_checksum=True,
        )

    def add(self, block: Floats) -> None:
        """Write the next worlds: worlds x arms x columns."""
        import pyarrow as pa

        worlds, arms, _ = block.shape
        codes = np.tile(np.arange(arms, dtype=np.int32), worlds)
        lead, replication = self._keys(self._worlds, self._worlds + worlds)
        flat = block.reshape(worlds * arms, len(self._columns))
        arrays = [plain(np.repeat(column, arms)) for column in lead.values()]
        arrays += [
            pa.DictionaryArray.from_arrays(plain(codes), self._arms),
            plain(np.repeat(replication, arms)),
        ]
        arrays += [nullable(flat[:, i]) for i in range(len(self._columns))]
        self._writer.write_table(
            pa.Table.from_arrays(arrays, schema=self._schema), row_group_size=worlds * arms
        )
        self._worlds += worlds

    def close(self) -> None:
        """Write the footer, without which the file says nothing."""
        self._writer.close()


class RowReader:
    """The outcomes of a finished run."""

    __slots__ = ("_arms", "_columns", "_path")

    def __init__(self, path: Path, arms: tuple[str, ...], columns: tuple[str, ...]) -> None:
        self._path = path
        self._arms = arms
        self._columns = columns

    def column(self, arm: str, name: str) -> Floats:
        """One column of one arm, by replication; NaN where it does not exist."""
        if arm not in self._arms or name not in self._columns:
            raise ResultsError(f"{self._path} has no column '{name}' of an arm '{arm}'")
        return self.columns(name)[arm]

    def columns(self, name: str) -> dict[str, Floats]:
        """One column of every arm, by replication: as quick as that of one, for a file holds them
        together.
        """
        if name not in self._columns:
            raise ResultsError(f"{self._path} has no column '{name}'")
        with self._open() as file:
            column = np.empty(file.metadata.num_rows)
            filled = 0
            for group in range(
                file.num_row_groups
            ):  # one after the other: many at once cost more memory than they hold
                part = floats(
                    file.read_row_group(group, columns=[name], use_threads=False).column(name)
                )
                column[filled : filled + len(part)] = part
                filled += len(part)
        return {arm: column[at :: len(self._arms)] for at, arm in enumerate(self._arms)}

    def table(self) -> Table:
        """The whole file as a table."""
        with self._open() as file:
            return file.read(use_threads=False)

    def blocks(self) -> Iterator[Floats]:
        """All worlds, in the blocks in which they were written (worlds x arms x columns)."""
        with self._open() as file:
            for group in range(file.num_row_groups):
                yield self._block(file, group)

    def world(self, number: int) -> Floats:
        """One world (arms x columns), of which only its block is read."""
        with self._open() as file:
            before = 0
            for group in range(file.num_row_groups):
                worlds = file.metadata.row_group(group).num_rows // len(self._arms)
                if number < before + worlds:
                    found: Floats = self._block(file, group)[number - before]
                    return found
                before += worlds
            raise ResultsError(f"{self._path} has no world {number}")

    def block(self, number: int) -> Floats:
        """One block; an error if it cannot be read, whatever is wrong with the others."""
        with self._open() as file:
            if number >= file.num_row_groups:
                raise ResultsError(f"{self._path} has no block {number}")
            return self._block(file, number)

    def _block(self, file: ParquetFile, group: int) -> Floats:
        table = file.read_row_group(group)
        self._expect_order(table)
        values = [floats(table.column(name)) for name in self._columns]
        return np.stack(values, axis=1).reshape(-1, len(self._arms), len(self._columns))

    def _expect_order(self, table: Table) -> None:
        arms = np.array(table.column("arm").to_pylist()).reshape(-1, len(self._arms))
        if not (arms == np.array(self._arms)).all():
            raise ResultsError(
                f"{self._path} is damaged: its rows are not in the order of its arms"
            )

    def _expect_columns(self, file: ParquetFile) -> None:
        """Those that are to be read, as a manifest may name others than the file has."""
        there = set(file.schema_arrow.names)
        if missing := [name for name in ("arm", *self._columns) if name not in there]:
            raise ResultsError(f"{self._path} is damaged: it has no column {missing[0]!a}")

    @contextmanager
    def _open(self) -> Iterator[ParquetFile]:
        import pyarrow as pa
        from pyarrow import parquet

        try:
            expect_regular(self._path)
            with parquet.ParquetFile(
                self._path, memory_map=False, page_checksum_verification=True
            ) as file:
                self._expect_columns(file)
                yield file
        except (
            pa.ArrowException,
            NotImplementedError,
            OSError,
            ValueError,
            TypeError,
        ) as error:  # Arrow raises what Python has
            raise ResultsError(f"{self._path} cannot be read: {error}") from error
