"""The report of a results folder: one HTML page, made from the folder alone, without running anything and without a network.

The same folder gives the same bytes. Nothing on the page loads anything: charts are images in it, and its policy forbids more.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sim.output.folders import Folder
from sim.output.places import write

FILE: Final = "report.html"


def write_report(folder: Folder, out: Path | None = None, *, beside: Sequence[Folder] = ()) -> Path:
    """Write the report of a folder into it, or to ``out``; returns where it is. ``beside`` are studies of the same scenario."""
    from sim.output.report.page import page

    path = out or folder.path / FILE
    write(path, page(folder, beside).encode())
    return path
