"""Numbers and words to Arrow and back by their bytes.

Handed numpy's arrays or Python's lists, and asked for them, Arrow looks whether they are those of
pandas and so imports it wherever it is installed: a fifth of what a short run costs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.experiment.statistics.estimates import Floats

if TYPE_CHECKING:
    from pyarrow import Array, ChunkedArray


def words(told: Iterable[str]) -> Array:
    """Words."""
    import pyarrow as pa

    found = [word.encode() for word in told]
    ends = np.cumsum([0, *map(len, found)], dtype=np.int32)
    return pa.StringArray.from_buffers(
        len(found), pa.py_buffer(ends), pa.py_buffer(b"".join(found))
    )


def plain(values: NDArray[Any]) -> Array:
    """Numbers of any kind, none of them null."""
    import pyarrow as pa

    data = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [None, data])


def nullable(values: Floats) -> Array:
    """Floats, null where they are NaN."""
    import pyarrow as pa

    exists = pa.py_buffer(np.packbits(~np.isnan(values), bitorder="little"))
    return pa.Array.from_buffers(
        pa.float64(), len(values), [exists, pa.py_buffer(np.ascontiguousarray(values))]
    )


def floats(column: ChunkedArray) -> Floats:
    """A column of numbers as floats, NaN where it is null."""
    parts = [_floats(chunk) for chunk in column.chunks]
    return np.concatenate(parts) if parts else np.empty(0)


def _floats(chunk: Array) -> Floats:
    if not len(chunk):
        return np.empty(0)
    validity, data = chunk.buffers()
    here = slice(chunk.offset, chunk.offset + len(chunk))
    values = np.frombuffer(data, _kind(chunk))[here].astype(np.float64)
    if validity is not None:
        values[np.unpackbits(np.frombuffer(validity, np.uint8), bitorder="little")[here] == 0] = (
            np.nan
        )
    return values


def _kind(chunk: Array) -> np.dtype[Any]:
    """NumPy's name of the numbers of a column; older versions of Arrow import pandas to tell it."""
    name = str(chunk.type)
    return np.dtype({"float": "float32", "double": "float64"}.get(name, name))
