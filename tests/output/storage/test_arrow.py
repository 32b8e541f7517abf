"""Numbers and words go to Arrow and come back bit by bit, as its own conversions would have it, and
pandas stays away.
"""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.output.storage.arrow import floats, nullable, plain, words


@given(st.lists(st.floats()))
def test_floats_are_null_where_they_are_nan_and_come_back(values: list[float]) -> None:
    given_ = np.array(values, dtype=np.float64)
    array = nullable(given_)
    array.validate(full=True)
    assert array.equals(pa.array(given_, from_pandas=True))
    assert array.null_count == np.isnan(given_).sum()
    assert np.array_equal(floats(pa.chunked_array([array])), given_, equal_nan=True)


@given(st.lists(st.floats(allow_nan=False), min_size=20), st.integers(0, 9), st.integers(0, 9))
def test_a_part_of_a_column_comes_back_as_it_stands_there(
    values: list[float], first: int, more: int
) -> None:
    given_ = np.array(values)
    given_[::3] = np.nan
    part = nullable(given_).slice(first, more)
    assert np.array_equal(
        floats(pa.chunked_array([part, part])),
        np.tile(given_[first : first + more], 2),
        equal_nan=True,
    )
    assert floats(pa.chunked_array([], pa.float64())).size == 0


@pytest.mark.parametrize("kind", ["<i1", "<u2", "<i4", "<i8", "<f4", "<f8"])
def test_numbers_of_any_kind(kind: str) -> None:
    given_ = np.arange(12, dtype=kind)[::2]  # not in one piece
    array = plain(given_)
    array.validate(full=True)
    assert array.equals(pa.array(given_))
    assert floats(pa.chunked_array([array])).tolist() == [0, 2, 4, 6, 8, 10]


@given(st.lists(st.text()))
def test_words(told: list[str]) -> None:
    array = words(told)
    array.validate(full=True)
    assert array.to_pylist() == told
    assert array.equals(pa.array(told, pa.string()))


WRITE_AND_READ = """
import sys
from pathlib import Path
import numpy as np
from sim.output.storage.outcome_rows import RowReader, RowWriter
path = Path(sys.argv[1])
with path.open("wb") as file:
    writer = RowWriter(file, ("one", "other"), ("x", "y"), {})
    writer.add(np.array([[[1.0, np.nan], [2.0, 3.0]]]))
    writer.close()
assert RowReader(path, ("one", "other"), ("x", "y")).columns("y")["other"].tolist() == [3.0]
print("pandas" in sys.modules)
"""


def test_rows_are_written_and_read_without_pandas(tmp_path: object) -> None:
    pytest.importorskip("pandas")
    done = subprocess.run(
        [sys.executable, "-c", WRITE_AND_READ, f"{tmp_path}/rows"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "False\n"
