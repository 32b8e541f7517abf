"""How a story is set: lines of at most 100 columns, with dates as headings and clocks before each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Final

from sim.output.story.when import NO_BREAK

WIDTH: Final = 100
_HANG: Final = "    "


def heading(text: str, right: str = "") -> list[str]:
    """A heading with a rule below, with something at its right end."""
    gap = WIDTH - len(text) - len(right)
    top = f"{text}{' ' * gap}{right}" if right and gap > 1 else text
    return ["", top, "-" * WIDTH]


def paragraph(text: str, indent: str = "  ") -> list[str]:
    """A text over as many lines as it takes."""
    return wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def beside(margin: str, text: str) -> list[str]:
    """A text with something in the margin before its first line."""
    return hung(margin, text, WIDTH)


def hung(margin: str, text: str, width: int) -> list[str]:
    """As ``beside``, of a given width in all."""
    return wrap(text, width, initial_indent=margin, subsequent_indent=" " * len(margin), break_on_hyphens=False) or [
        margin.rstrip()
    ]


def columns(left: Sequence[str], right: Sequence[str], width: int) -> Iterator[str]:
    """Two columns line by line; ``width`` is that of the left one."""
    for number in range(max(len(left), len(right))):
        first = left[number] if number < len(left) else ""
        second = right[number] if number < len(right) else ""
        yield f"{first:<{width}} | {second}".rstrip()


def table(rows: Sequence[Sequence[str]], align: str, indent: str = "  ") -> list[str]:
    """Cells in columns, the first row being the header; ``align`` has l or r for each column."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(align))]
    return [indent + "  ".join(_cells(row, widths, align)).rstrip() for row in rows]


def _cells(row: Sequence[str], widths: Sequence[int], align: str) -> Iterator[str]:
    for cell, width, side in zip(row, widths, align, strict=True):
        yield cell.rjust(width) if side == "r" else cell.ljust(width)


def text(lines: Iterable[str]) -> str:
    """Lines as one text that ends in a newline, without spaces at their ends."""
    return "".join(f"{line.rstrip()}\n" for line in lines).replace(NO_BREAK, " ")
