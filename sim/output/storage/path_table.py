"""The paths of a run's first worlds as a Parquet file: one row a world, arm and hour, in this
order, hashed by what it says.

Its numbers say how worlds went between start and end, which the outcomes do not; charts over time
are drawn from it. There are ``paths.WORLDS`` worlds at most, so neither the file nor what reads it
grows with the run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sim.engine.probes import STATES
from sim.errors import ResultsError
from sim.experiment.outcomes import paths
from sim.output.storage.arrow import floats, plain, words
from sim.output.storage.canonical_json import digest_of
from sim.output.storage.files import remove, replacement_file
from sim.output.storage.safety.regular_files import exists, expect_regular

if TYPE_CHECKING:
    from pyarrow import Table

FILE: Final = "paths.parquet"
_NUMBERS: Final = ("replication", "hour", *STATES)

Floats = NDArray[np.float64]
#: By arm: its hours, and by state an array of worlds x hours, shares from 0 to 1.
Told = dict[str, tuple[Floats, dict[str, Floats]]]


def write_paths(
    folder: Path, hours: Mapping[str, Sequence[float]], found: paths.Paths, about: Mapping[str, str]
) -> None:
    """Write the paths of worlds (worlds x arms x states x hours), given the hours of each arm; none
    leave no file.
    """
    if not len(found):
        remove(folder / FILE)
        return
    from pyarrow import parquet

    with replacement_file(folder / FILE) as file:
        parquet.write_table(
            _table(hours, found, about),
            file,
            version="2.6",
            compression="zstd",
            compression_level=3,
            write_statistics=False,
            store_schema=False,
        )


def read_paths(folder: Path, arms: Sequence[str]) -> Told:
    """The paths by arm; none where the run kept none."""
    table = _read_table(folder / FILE)
    if table is None:
        return {}
    shape = (-1, len(arms), paths.LOOKS)
    if table.num_rows % (len(arms) * paths.LOOKS) or not _in_order(table, arms):
        raise ResultsError(
            f"{folder / FILE} is damaged: its rows are not in the order of its arms and hours"
        )
    hours = _column(table, "hour").reshape(shape)[0]
    states = {name: _column(table, name).reshape(shape) for name in STATES}
    return {
        arm: (hours[at], {name: one[:, at] for name, one in states.items()})
        for at, arm in enumerate(arms)
    }


def digest(folder: Path) -> str:
    """SHA-256 of what the file says, whatever library wrote it."""
    table = _read_table(folder / FILE)
    assert table is not None, "who asks has seen the file"
    arms = "\n".join(table.column("arm").to_pylist())
    numbers = {
        name: sha256(_column(table, name).astype("<f8").tobytes()).hexdigest() for name in _NUMBERS
    }
    return digest_of({"arm": sha256(arms.encode()).hexdigest(), **numbers})


def _table(
    hours: Mapping[str, Sequence[float]], found: paths.Paths, about: Mapping[str, str]
) -> Table:
    import pyarrow as pa

    worlds, arms, _, looks = found.shape
    codes = np.tile(np.repeat(np.arange(arms, dtype=np.int8), looks), worlds)
    names = pa.DictionaryArray.from_arrays(plain(codes), words(hours))
    states = {
        name: found[:, :, at].ravel()
        if name not in paths.SHARES
        else found[:, :, at].ravel() / np.float32(paths.STEPS)
        for at, name in enumerate(STATES)
    }
    columns = {
        "replication": np.repeat(np.arange(worlds, dtype=np.uint16), arms * looks),
        "hour": np.tile(
            np.concatenate([np.asarray(one, np.float64) for one in hours.values()]), worlds
        ),
        **states,
    }
    arrays = [names, *map(plain, columns.values())]
    return pa.Table.from_arrays(arrays, names=["arm", *columns]).replace_schema_metadata(
        dict(about)
    )


def _in_order(table: Table, arms: Sequence[str]) -> bool:
    named = np.array(table.column("arm").to_pylist()).reshape(-1, len(arms), paths.LOOKS)
    worlds = _column(table, "replication").reshape(named.shape)
    hours = _column(table, "hour").reshape(named.shape)
    return bool(
        (named == np.array(arms)[:, None]).all()
        and (worlds == np.arange(len(worlds))[:, None, None]).all()
        and (hours == hours[0]).all()
    )


def _read_table(path: Path) -> Table | None:
    import pyarrow as pa
    from pyarrow import parquet

    if not exists(path):
        return None
    try:
        expect_regular(path)
        with parquet.ParquetFile(path, memory_map=False) as file:
            table = file.read()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ResultsError(f"{path} cannot be read: {error}") from error
    if missing := [name for name in ("arm", *_NUMBERS) if name not in table.column_names]:
        raise ResultsError(f"{path} is damaged: it has no column '{missing[0]}'")
    return table


def _column(table: Table, name: str) -> Floats:
    return floats(table.column(name))
