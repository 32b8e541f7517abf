"""How commands that make a study end: its text on stdout, or its content as one JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.cli.screen import Screen, say_json, show_text

if TYPE_CHECKING:
    from sim.studies.execution.settings import Making
    from sim.studies.specification import Specification

JSON_SCHEMA: Final = 1


def make_and_show(
    specification: Specification, making: Making, *, quiet: bool, as_json: bool, width: int = 0
) -> None:
    """Make what is asked for and show it; the text of some studies is as wide as ``width``."""
    from sim.studies.presentation import carry_out, text_of

    screen = Screen(quiet=quiet)
    folder = carry_out(specification, making, screen)
    if not as_json:
        screen.tell_place(folder.path)
        show_text(text_of(folder, width))
        return
    from sim.output.storage.codec import plain

    document = {
        "schema": JSON_SCHEMA,
        "folder": str(folder.path),
        "content": folder.manifest.content_hash,
        "summary": plain(folder.summary),
    }
    say_json(document)
