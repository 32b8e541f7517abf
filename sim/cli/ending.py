"""How commands that make a study end: charts are drawn, the folder is named, and its content told as one JSON document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import click

from sim.cli.screen import remark

if TYPE_CHECKING:
    from sim.output.folders import Folder

JSON_SCHEMA: Final = 1


def draw_and_place(folder: Folder, *, charts: bool, quiet: bool) -> None:
    """Draw what can be drawn, if ``charts``, and say where the results are."""
    drawn = 0
    if charts:
        from sim.output.album import draw_all

        drawn = len(draw_all(folder))
    remark(f"results in {folder.path}" + (f", {drawn} charts" if drawn else ""), quiet=quiet)


def show_document(folder: Folder) -> None:
    """The summary and the hash of all content as one JSON document on stdout."""
    from sim.output.codec import plain

    document = {"schema": JSON_SCHEMA, "folder": str(folder.path), "content": folder.manifest["content"]["all"],
                "summary": plain(folder.summary)}  # fmt: skip
    click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False))
