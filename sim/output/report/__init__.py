"""The report of a results folder: one HTML page, made from the folder alone, without running
anything and without a network.

The same folder gives the same bytes. Nothing on the page loads anything: charts are images in it,
and its policy forbids more.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sim.output.storage.files import write_new
from sim.output.storage.safety.file_records import keep

FILE: Final = "report.html"


def write_page(folder: Path, page: str, out: Path | None, *, overwrite: bool) -> Path:
    """Write the page of a folder into it, or to ``out``; returns where it is."""
    content = page.encode()
    if out is None or out == folder / FILE:
        keep(folder, {FILE: content}, overwrite=overwrite)
        return folder / FILE
    write_new(out, content, overwrite=overwrite)
    return out
