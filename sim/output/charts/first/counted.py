"""The worlds, counted: a square each, the same world at the same place under both ways; of what is
no share, the difference in each world.
"""

from __future__ import annotations

from typing import Final

from sim.output.answer.amounts import amounts_of
from sim.output.answer.courses import ASKED, COURSES
from sim.output.answer.phrases import phrase_of
from sim.output.answer.pictures.picture_values import Shown
from sim.output.answer.squares import Squares
from sim.output.charts.base.chart import Cell, Missing, Table
from sim.output.charts.first import board as on
from sim.output.charts.first.board import Board, Text
from sim.output.charts.first.differences import draw_differences
from sim.output.charts.first.framing import FirstPicture

_ACROSS: Final = 10
_SIDES: Final = (18.0, 20.0)  # pixels of a square, by whether there is room
_ROOMY: Final = 390.0
_BETWEEN: Final = 24.0  # pixels from one grid with its key to the next
_COUNT: Final = 24.0  # pixels of a count of three digits
_LETTER: Final = Text(at="center")
_READING: Final = "Each square is {each}; the same world stands at the same place under both ways."


def draw(shown: Shown, width: float) -> FirstPicture | Missing:
    contrast, names = shown.answer.contrast, shown.answer.names
    phrase = phrase_of(contrast.outcome, names)
    if contrast.outcome.kind != "share":
        return draw_differences(shown, width)
    if shown.squares is None:
        return Missing(reason=f"{phrase.noun} came about in {amounts_of(contrast).both}")
    squares, sheet = shown.squares, Board(width)
    room = width if sheet.narrow else (width - _BETWEEN) / 2.0
    ways, top = (contrast.against, contrast.arm), 0.0
    for at, way in enumerate(ways):
        left = 0.0 if sheet.narrow else at * (room + _BETWEEN)
        start = sheet.height + 14.0 if sheet.narrow and at else top
        _draw_way(sheet, (left, start, room), squares, way.title, phrase.noun, second=at == 1)
    return FirstPicture(
        board=sheet,
        title=f"{phrase.start}: {amounts_of(contrast).both}",
        reading=_READING.format(each=_each(squares, contrast.worlds)),
        alt=_alt(squares, [way.title for way in ways], phrase.noun),
        numbers=_table(shown, squares, phrase.noun),
    )


def _each(squares: Squares, worlds: int) -> str:
    return "one world" if squares.worlds == 1.0 else f"{squares.worlds:.4g} of {worlds:,} worlds"


def _draw_way(
    sheet: Board,
    place: tuple[float, float, float],
    squares: Squares,
    title: str,
    noun: str,
    *,
    second: bool,
) -> None:
    left, top, room = place
    top = sheet.block(left, top, title, room, Text(size=on.HEADING, bold=True)) + 4.0
    side = _SIDES[room >= _ROOMY]
    kinds = squares.second if second else squares.first
    spots: dict[str, list[tuple[float, float]]] = {}
    for at, kind in enumerate(kinds):
        spot = (left + side * (at % _ACROSS), top + side * (at // _ACROSS))
        spots.setdefault(kind, []).append(spot)
    for kind, found in spots.items():
        _draw_squares(sheet, kind, found, side)
    grid = side * _ACROSS + 12.0
    _draw_key(sheet, (left + grid, top, room - grid), dict(squares.counts(second)), noun)


def _draw_squares(sheet: Board, kind: str, spots: list[tuple[float, float]], side: float) -> None:
    """The squares of a kind, and its letter in each."""
    fill, edge = _LOOKS.get(kind, (on.CARD, on.SOFT))
    sheet.boxes([(x + 1.0, y + 1.0, side - 2.0, side - 2.0) for x, y in spots], fill, edge)
    letter = _letter(kind)
    for x, y in spots if letter else ():
        sheet.text(x + side / 2.0, y + (side - on.TYPE) / 2.0, letter, _LETTER)


#: Where no letter says it: what was asked is full, and no strike is empty.
_LOOKS: Final = {ASKED: (on.ASKED, on.ASKED), "none": (on.GROUND, on.LINE)}


def _draw_key(
    sheet: Board, place: tuple[float, float, float], counts: dict[str, int], noun: str
) -> None:
    """How many squares are what, each count with a square of its kind."""
    left, top, room = place
    side = _SIDES[0]
    words = _COUNT + side + 10.0
    for kind, many in counts.items():
        sheet.text(left + _COUNT, top + 3.0, str(many), Text(bold=True, at="right"))
        _draw_squares(sheet, kind, [(left + _COUNT + 5.0, top)], side)
        look = Text(bold=kind == ASKED)
        end = sheet.block(left + words, top + 3.0, _words(kind, noun), room - words, look)
        top = max(top + side, end) + 4.0


def _words(kind: str, noun: str) -> str:
    return noun if kind == ASKED else COURSES[kind].key


def _letter(kind: str) -> str:
    return "" if kind == ASKED else COURSES[kind].letter


def _alt(squares: Squares, titles: list[str], noun: str) -> str:
    parts = [
        f"{title}: "
        + ", ".join(
            f"{many} {_words(kind, noun)}" for kind, many in squares.counts(bool(at)).items()
        )
        for at, title in enumerate(titles)
    ]
    return f"Of {len(squares.first)} squares. {'. '.join(parts)}."


def _table(shown: Shown, squares: Squares, noun: str) -> Table:
    contrast = shown.answer.contrast
    rows: list[tuple[Cell, ...]] = []
    for at, way in enumerate((contrast.against, contrast.arm)):
        for kind, many in squares.counts(bool(at)).items():
            rows.append((way.title, _words(kind, noun), many, round(many * squares.worlds)))
    return Table(header=("way", "what it was", "squares", "worlds, about"), rows=tuple(rows))
