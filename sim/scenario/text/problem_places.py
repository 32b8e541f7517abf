"""Problems at a place of a text, with the line as messages show it."""

from __future__ import annotations

from typing import Final

from sim.errors import Problem
from sim.scenario.text.tree import Origin

WIDEST_LINE: Final = 160


def shown_line(line: str) -> str:
    """A line as messages show it: one line wide, nothing that a terminal would obey."""
    cut = line if len(line) <= WIDEST_LINE else line[: WIDEST_LINE - 3] + "..."
    return (
        cut if cut.isprintable() else "".join(sign if sign.isprintable() else " " for sign in cut)
    )


def problem_at(origin: Origin, message: str, *, path: str = "", hint: str = "") -> Problem:
    """A problem at the place that an origin names; a caret is drawn where the column is within
    sight.
    """
    seen = origin.kind == "file" and 0 < origin.column < WIDEST_LINE - 3
    return Problem(
        file=origin.file,
        line=origin.line,
        column=origin.column,
        path=path,
        message=message,
        hint=hint,
        source=origin.text if seen else "",
    )
