"""How a story is set: lines of at most 100 columns, with dates as headings and clocks before each
line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import Final

from sim.output.story.sentences.dates import NO_BREAK

WIDTH: Final = 100
_NARROWEST: Final = 8


def heading(text: str, right: str = "") -> list[str]:
    """A heading with a rule below, with something at its right end."""
    gap = WIDTH - len(text) - len(right)
    top = f"{text}{' ' * gap}{right}" if right and gap > 1 else text
    return ["", top, "-" * WIDTH]


def paragraph(text: str, indent: str = "  ") -> list[str]:
    """A text over as many lines as it takes."""
    return wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def beside(margin: str, text: str) -> list[str]:
    """A text with something in the margin before its first line."""
    return hanging_lines(margin, text, WIDTH)


def hanging_lines(margin: str, text: str, width: int) -> list[str]:
    """As ``beside``, of a given width in all."""
    return wrap(
        text,
        width,
        initial_indent=margin,
        subsequent_indent=" " * len(margin),
        break_on_hyphens=False,
    ) or [margin.rstrip()]


def columns(left: Sequence[str], right: Sequence[str], width: int) -> Iterator[str]:
    """Two columns line by line; ``width`` is that of the left one."""
    for number in range(max(len(left), len(right))):
        first = left[number] if number < len(left) else ""
        second = right[number] if number < len(right) else ""
        yield f"{first:<{width}} | {second}".rstrip()


def table(rows: Sequence[Sequence[str]], align: str, indent: str = "  ") -> list[str]:
    """Cells in columns, the first row being the header; ``align`` has l or r for each column.

    Where the page is too narrow for it, the widest columns give way and their cells take more than
    one line.
    """
    widths = _fitting_widths(
        [max(len(row[at]) for row in rows) for at in range(len(align))], align, WIDTH - len(indent)
    )
    return [indent + line for row in rows for line in _lines(row, widths, align)]


def _fitting_widths(widths: list[int], align: str, room: int) -> list[int]:
    """Widths that fit in a line, with two spaces between columns; only columns of words
    give way.
    """
    words = [at for at, side in enumerate(align) if side == "l"]
    while words and sum(widths) + 2 * (len(widths) - 1) > room:
        widest = max(words, key=widths.__getitem__)
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
    return widths


def _lines(row: Sequence[str], widths: Sequence[int], align: str) -> Iterator[str]:
    cells = [
        wrap(cell, width) if len(cell) > width else [cell]
        for cell, width in zip(row, widths, strict=True)
    ]
    for parts in zip_longest(*cells, fillvalue=""):
        padded = (
            part.rjust(width) if side == "r" else part.ljust(width)
            for part, width, side in zip(parts, widths, align, strict=True)
        )
        yield "  ".join(padded).rstrip()


def text(lines: Iterable[str]) -> str:
    """Lines as one text that ends in a newline, without spaces at their ends."""
    return "".join(f"{line.rstrip()}\n" for line in lines).replace(NO_BREAK, " ")
