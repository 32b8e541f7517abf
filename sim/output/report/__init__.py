"""The report of a results folder: one HTML page, made from the folder alone, without running anything and without a network.

The same folder gives the same bytes. Nothing on the page loads anything: charts are images in it, and its policy forbids more.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.output.folders import Folder
from sim.output.made import keep
from sim.output.places import write_new

if TYPE_CHECKING:
    from sim.output.album import Album

FILE: Final = "report.html"


def write_report(
    folder: Folder, out: Path | None = None, *, beside: Sequence[Folder] = (), album: Album | None = None,
    overwrite: bool = False,
) -> Path:  # fmt: skip
    """Write the report of a folder into it, or to ``out``; returns where it is.

    ``beside`` are studies of the same scenario, ``album`` are the charts of the folder, where they are at hand.
    """
    from sim.output.report.page import page

    content = page(folder, beside, album).encode()
    if out is None or out == folder.path / FILE:
        keep(folder.path, {FILE: content}, overwrite=overwrite)
        return folder.path / FILE
    write_new(out, content, overwrite=overwrite)
    return out
