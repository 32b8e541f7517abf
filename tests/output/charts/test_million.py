"""A million rows are drawn with hardly more memory than a few: what a chart needs is read column by
column.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.experiment.statistics.tally import BLOCK
from sim.output.storage.run_folder import RunFolder

DRAW_ALL = """
import sys
from pathlib import Path
from sim.studies.presentation import draw_all
from sim.output.storage.run_folder import open_run
charts = draw_all(open_run(Path(sys.argv[1])), out=Path(sys.argv[2]))
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(len(charts), status["VmHWM"].split()[0])
"""
ARMS = 5
#: Bytes of peak memory that a row may add; all of its columns as doubles would be nearly five
#: hundred.
BYTES_A_ROW = 130


def drawn(folder: RunFolder, out: Path) -> tuple[int, float]:
    """How many charts there are, and the peak memory of drawing them, in bytes."""
    found = subprocess.run(
        [sys.executable, "-c", DRAW_ALL, str(folder.path), str(out)],
        check=True,
        capture_output=True,
        text=True,
    )
    charts, kilobytes = map(int, found.stdout.split())
    return charts, 1024.0 * kilobytes


@pytest.mark.slow
@pytest.mark.skipif(
    not Path("/proc/self/status").exists(),
    reason="peak memory of a process is read where Linux tells it",
)
def test_a_million_rows_hardly_need_more_memory_than_a_few(
    write_blocks: Callable[..., RunFolder], worlds_of: Callable[..., Any], tmp_path: Path
) -> None:
    small, large = 400, 200_000
    few, little = drawn(write_blocks(tmp_path / "small", worlds_of(small), BLOCK), tmp_path / "a")
    many, much = drawn(write_blocks(tmp_path / "large", worlds_of(large), BLOCK), tmp_path / "b")
    assert few == many > 5
    assert much - little < BYTES_A_ROW * ARMS * (large - small)
