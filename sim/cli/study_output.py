"""How commands that make a study end: its text on stdout, or its content as one JSON document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import click

from sim.cli.screen import Screen, show_text

if TYPE_CHECKING:
    from sim.studies.execution.settings import Making
    from sim.studies.specification import Specification

JSON_SCHEMA: Final = 1


def make_and_show(
    specification: Specification, making: Making, *, quiet: bool, as_json: bool, width: int = 0
) -> None:
    """Make what is asked for and show it; the text of some studies is as wide as ``width``."""
    from sim.studies.presentation import carry_out, text_of

    folder = carry_out(specification, making, Screen(quiet=quiet))
    if not as_json:
        show_text(text_of(folder, width))
        return
    from sim.output.storage.codec import plain

    document = {
        "schema": JSON_SCHEMA,
        "folder": str(folder.path),
        "content": folder.manifest.content_hash,
        "summary": plain(folder.summary),
    }
    click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False))
