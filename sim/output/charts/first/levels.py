"""The level of every way in the share that is asked about, with its interval, on one scale; beside
it what it changes, and the verdict.
"""

from __future__ import annotations

from typing import Final

from sim.output.answer.phrases import phrase_of
from sim.output.answer.pictures.levels import ArmLevel
from sim.output.answer.pictures.picture_values import Shown
from sim.output.charts.base.chart import Missing, Table
from sim.output.charts.first import board as on
from sim.output.charts.first.board import Board, Text
from sim.output.charts.first.framing import FirstPicture
from sim.output.words import as_list, level_text

_TICKS: Final = (0, 25, 50, 75, 100)
_READING: Final = (
    "Shares of worlds, with {level} intervals, in the order of the file; what the others are"
    " compared with stands first."
)
_GAP: Final = 12.0
_OF: Final = "of 100 worlds"
_SHARE: Final = "% of worlds"
#: By column its place, its room, and what stands in it.
_Columns = tuple[tuple[float, float, list[tuple[str, Text]]], ...]


def draw(shown: Shown, width: float) -> FirstPicture | Missing:
    rows = shown.levels
    if not rows:
        return Missing(reason="fewer than three ways, or what is asked is no share of worlds")
    phrase = phrase_of(shown.answer.contrast.outcome, shown.answer.names)
    sheet = Board(width)
    left, long = (8.0, width - 70.0) if sheet.narrow else (0.36 * width, 0.30 * width)
    for at, row in enumerate(rows):
        _draw_row(sheet, f"{at + 1} {row.title}", row, left, long)
    _draw_scale(sheet, left, long)
    return FirstPicture(
        board=sheet,
        title=f"{phrase.start}: {_levels(rows)} worlds",
        reading=_READING.format(level=level_text(rows[0].confidence)),
        alt=_alt(rows),
        numbers=_table(rows),
    )


def _levels(rows: tuple[ArmLevel, ...]) -> str:
    return f"{as_list([row.level for row in rows])} of {rows[0].of}"


def _draw_row(sheet: Board, name: str, row: ArmLevel, left: float, long: float) -> None:
    top = sheet.height + (_GAP if sheet.height else 0.0)
    said = row.said.replace(f" {_OF}", "")
    if sheet.narrow:
        axis = sheet.block(0.0, top, name, sheet.width, Text(bold=row.first)) + 8.0
        words = ". ".join(part for part in (said, _capital(row.chip)) if part)
        if words:
            sheet.block(0.0, axis + 9.0, words, sheet.width, on.SMALL)
    else:
        right = left + long + 58.0
        columns = (
            (left - 18.0, left - 24.0, [(name, Text(bold=row.first, at="right"))]),
            (right, sheet.width - right, [(said, on.STRONG), (_capital(row.chip), on.SMALL)]),
        )
        axis = _draw_beside(sheet, top, columns)
    _draw_level(sheet, row, (left, long, axis))
    sheet.text(left + long + 14.0, axis - 7.0, _level(row), on.STRONG)


def _draw_beside(sheet: Board, top: float, columns: _Columns) -> float:
    """Words left and right of a line, both in the middle of what they need; returns its place."""
    laid = [
        (x, [(line, look) for words, look in said if words for line in look.lines(words, room)])
        for x, room, said in columns
    ]
    high = on.LEADING * max([1, *(len(lines) for _, lines in laid)])
    for x, lines in laid:
        down = top + (high - on.LEADING * len(lines)) / 2.0
        for at, (line, look) in enumerate(lines):
            sheet.text(x, down + at * on.LEADING, line, look)
    sheet.reach(top + high)
    return top + high / 2.0 - 1.0


def _level(row: ArmLevel) -> str:
    return row.level if row.at is not None else "never"


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _draw_level(sheet: Board, row: ArmLevel, place: tuple[float, float, float]) -> None:
    """Line, interval and dot; nothing on the line where the way cannot have it."""
    left, long, axis = place
    sheet.line([(left, axis), (left + long, axis)], on.LINE)
    if row.at is not None:
        ends = [(left + end * long, axis) for end in (row.low, row.high)]
        sheet.line(ends, on.INK, thick=3.0)
        sheet.dots([(left + row.at * long, axis)], 12.0, on.ASKED)


def _draw_scale(sheet: Board, left: float, long: float) -> None:
    axis = sheet.height + 10.0
    sheet.line([(left, axis), (left + long, axis)])
    for tick in _TICKS:
        x = left + tick / 100.0 * long
        sheet.line([(x, axis), (x, axis + 4.0)])
        sheet.text(x, axis + 7.0, str(tick), Text(colour=on.SOFT, at="center"))
    sheet.text(left + long / 2.0, axis + 24.0, _SHARE, Text(colour=on.SOFT, at="center"))


def _alt(rows: tuple[ArmLevel, ...]) -> str:
    return (
        "; ".join(f"{row.title}: {row.level}{f', {row.chip}' if row.chip else ''}" for row in rows)
        + "."
    )


def _table(rows: tuple[ArmLevel, ...]) -> Table:
    return Table(
        header=(
            "way",
            f"of {rows[0].of} worlds",
            "interval from, %",
            "to, %",
            "difference",
            "verdict",
        ),
        rows=tuple(
            (row.title, row.level, 100.0 * row.low, 100.0 * row.high, row.said, row.chip)
            for row in rows
        ),
    )
