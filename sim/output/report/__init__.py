"""The report of a run: one HTML page, made from its results folder alone, without running anything and without a network.

The same folder gives the same bytes. Nothing on the page loads anything: charts are images in it, and its policy forbids more.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sim.output.places import write
from sim.output.store import RunFolder

FILE: Final = "report.html"


def write_report(folder: RunFolder, out: Path | None = None) -> Path:
    """Write the report of a run into its folder, or to ``out``; returns where it is."""
    from sim.output.report.page import page

    path = out or folder.path / FILE
    write(path, page(folder).encode())
    return path
