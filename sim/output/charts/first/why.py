"""Why: the hours of an answer in four stages under the ways that are compared, on one scale, and in
how many worlds it came in time. The stage that differs most is full, where one differs by an hour.
"""

from __future__ import annotations

from typing import Final

from sim.output.answer.pictures.answer_hours import STAGES, AnswerHours
from sim.output.answer.pictures.picture_values import Shown
from sim.output.charts.base.chart import Missing, Table
from sim.output.charts.first import board as on
from sim.output.charts.first.board import Board, Text
from sim.output.charts.first.framing import FirstPicture
from sim.output.charts.first.scales import round_ticks
from sim.output.words import as_list

_HIGH: Final = 26.0
_TELLING: Final = 1.0  # hours by which a stage differs that is worth a word
_READING: Final = (
    "Mean hours from the decision to ask to the answer read, over questions that were answered;"
    f" {{full}}. From the left: {', '.join(STAGES)}."
)
_FULL: Final = "full: the stage that differs most"
_ALIKE: Final = "no stage differs by an hour"


def draw(shown: Shown, width: float) -> FirstPicture | Missing:
    rows = shown.hours
    if not rows:
        return Missing(reason="fewer than two ways got an answer to a question")
    sheet = Board(width)
    left = 8.0 if sheet.narrow else 0.28 * width
    ticks = round_ticks(max(row.whole for row in rows), 4 if sheet.narrow else 6)
    scale = (left, (width - left - (64.0 if sheet.narrow else 80.0)) / ticks[-1])
    full = _most_different(rows)
    for at, row in enumerate(rows):
        _draw_bar(sheet, f"{at + 1} {row.title}", row, scale, full)
    _draw_axis(sheet, scale, ticks)
    return FirstPicture(
        board=sheet,
        title=_title(rows, full),
        reading=_READING.format(full=_ALIKE if full is None else _FULL),
        alt=_alt(rows),
        numbers=_table(rows),
    )


def _title(rows: tuple[AnswerHours, ...], full: int | None) -> str:
    """The hours; and the stage in which they differ, if any does."""
    hours = f"An answer takes {as_list([f'{row.whole:.0f}' for row in rows])} hours"
    return hours if full is None else f"{hours}; what differs most: {list(STAGES)[full]}"


def _most_different(rows: tuple[AnswerHours, ...]) -> int | None:
    """The stage whose hours are farthest apart, among the first two or among all that are shown;
    none where that is less than an hour.
    """
    spans = [max(hours) - min(hours) for hours in zip(*(row.by_stage for row in rows), strict=True)]
    return spans.index(max(spans)) if max(spans) >= _TELLING else None


def _draw_bar(
    sheet: Board, name: str, row: AnswerHours, scale: tuple[float, float], full: int | None
) -> None:
    (left, by), top = scale, sheet.height + (16.0 if sheet.height else 0.0)
    first = not sheet.height
    names = Text(bold=True, at="left" if sheet.narrow else "right")
    lines = names.lines(name, sheet.width if sheet.narrow else left - 16.0)
    label = top
    for line in lines if sheet.narrow else ():
        label = sheet.text(left, label, line, names)
    bar = label + (on.LEADING if first or sheet.narrow else 2.0)
    for at, line in enumerate(() if sheet.narrow else lines):
        sheet.text(left - 12.0, bar + 4.0 + at * on.LEADING, line, names)
    _draw_stages(sheet, row, scale, bar, full, named=first or sheet.narrow)
    end = left + by * row.whole + 6.0
    sheet.text(end, bar + 7.0, f"{row.whole:.0f} h", on.STRONG)
    if row.asked:
        questions = "first question" if row.asked == 1 else "first questions"
        words = f"came in time to {row.in_time:,} of {row.asked:,} {questions}"
        sheet.block(left, bar + _HIGH + 3.0, words, sheet.width - left, on.SMALL)


def _draw_stages(
    sheet: Board,
    row: AnswerHours,
    scale: tuple[float, float],
    bar: float,
    full: int | None,
    *,
    named: bool,
) -> None:
    (left, by), reached = scale, 0.0
    for at, (name, hours) in enumerate(zip(STAGES, row.by_stage, strict=True)):
        x, wide = left + reached, by * hours
        fill = on.ASKED if at == full else on.CARD
        if wide > 0.0:
            sheet.boxes([(x, bar, wide, _HIGH)], fill, on.SOFT)
        look = Text(bold=at == full, colour=on.GROUND if at == full else on.INK, at="center")
        if wide >= look.width(f"{hours:.0f}") + 4.0:
            sheet.text(x + wide / 2.0, bar + 7.0, f"{hours:.0f}", look)
        if named and wide >= on.SMALL.width(name) + 2.0:
            sheet.text(
                x + wide / 2.0, bar - on.LEADING + 1.0, name, Text(colour=on.SOFT, at="center")
            )
        reached += wide


def _draw_axis(sheet: Board, scale: tuple[float, float], ticks: list[float]) -> None:
    (left, by), axis = scale, sheet.height + 8.0
    sheet.line([(left, axis), (left + by * ticks[-1], axis)])
    for tick in ticks:
        x = left + by * tick
        sheet.line([(x, axis), (x, axis + 4.0)])
        sheet.text(x, axis + 7.0, f"{tick:g}", Text(colour=on.SOFT, at="center"))
    middle = left + by * ticks[-1] / 2.0
    sheet.text(middle, axis + 24.0, "hours", Text(colour=on.SOFT, at="center"))


def _alt(rows: tuple[AnswerHours, ...]) -> str:
    parts = [
        f"{row.title}: {row.whole:.0f} hours, "
        + ", ".join(f"{hours:.0f} {name}" for name, hours in zip(STAGES, row.by_stage, strict=True))
        for row in rows
    ]
    return f"{'; '.join(parts)}."


def _table(rows: tuple[AnswerHours, ...]) -> Table:
    return Table(
        header=("way", "stage", "hours", "worlds with an answer", "in time", "first questions"),
        rows=tuple(
            (row.title, name, hours, row.worlds, row.in_time, row.asked)
            for row in rows
            for name, hours in zip(STAGES, row.by_stage, strict=True)
        ),
    )
