"""What an outcome comes to at both ends of the inputs that move it furthest by themselves: the
picture of a study of what matters on the first page of a run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.domain.inputs.question import Question
from sim.experiment.outcomes.definitions import OutcomeSummary
from sim.experiment.sensitivity.sensitivity_summary import (
    ChangeSummary,
    MovedFactor,
    SensitivitySummary,
    SwingSummary,
)
from sim.output.charts.base.chart import Missing, Table
from sim.output.charts.base.words import MINUS, decimals, factor, plain, unit
from sim.output.charts.first import board as on
from sim.output.charts.first.board import Board, Text
from sim.output.charts.first.framing import FirstPicture
from sim.output.charts.first.scales import ticks_between
from sim.output.words import level_text

#: Inputs that are shown.
MOST: Final = 2
_SIDE: Final = 14.0  # pixels beside the scale
_READING: Final = (
    "{outcome}, {unit}, {looked_at}, as each input alone goes to the ends of its range, with"
    " {level} intervals. Band: less than matters from what it is; hollow: not told from chance."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An input, what it does, and at which of its values."""

    path: str
    about: MovedFactor
    swing: SwingSummary

    @property
    def ends(self) -> tuple[tuple[str, ChangeSummary], tuple[str, ChangeSummary]]:
        """Both values with the change that each makes."""
        low, high = self.about.moved
        return (low, self.swing.down), (high, self.swing.up)


def reached_outcome(summary: SensitivitySummary, asked: Question | None) -> str:
    """The asked outcome, or else the first; empty where the study is of other arms than the
    question, or did not measure it.
    """
    pair = None if asked is None else {asked.arm, asked.against}
    if pair is not None and pair != {summary.arm, summary.against}:
        return ""
    name = asked.outcome if asked is not None else next(iter(summary.swings))
    return name if name in summary.swings else ""


def rows_of(summary: SensitivitySummary, name: str) -> list[Row]:
    """The inputs that move an outcome furthest."""
    found = list(summary.swings[name].factors.items())[:MOST]
    return [
        Row(path=path, about=summary.factors[path], swing=swing)
        for path, swing in found
        if swing.down.value or swing.up.value
    ]


def picture(
    summary: SensitivitySummary, asked: Question | None, width: float
) -> FirstPicture | Missing:
    """The picture at a width in pixels."""
    name = reached_outcome(summary, asked)
    rows = rows_of(summary, name) if name else []
    if not rows:
        return Missing(reason="no input was moved that moves what is asked")
    outcome, here = summary.outcomes[name], summary.swings[name].here
    sheet = Board(width)
    across, ticks = _scale(outcome, here, rows, width)
    for row in rows:
        _draw_row(sheet, outcome, here, row, across)
    _draw_axis(sheet, ticks, _unit(outcome))
    start = f"{outcome.title[:1].upper()}{outcome.title[1:]}"
    return FirstPicture(
        board=sheet,
        title=(
            f"{start}: {_told(outcome, here)} as it is; {rows[0].about.meaning}:"
            f" {_ends_text(outcome, here, rows[0])}{_doubt(rows[0])}"
        ),
        reading=_READING.format(
            outcome=start,
            unit=_unit(outcome),
            looked_at=summary.looked_at.title,
            level=level_text(summary.confidence),
        ),
        alt=". ".join(
            f"{row.about.meaning}: {_ends_text(outcome, here, row)}{_doubt(row)}" for row in rows
        )
        + f". As it is: {_told(outcome, here)}.",
        numbers=_table(outcome, here, rows),
    )


def _scale(
    outcome: OutcomeSummary, here: float, rows: list[Row], width: float
) -> tuple[Callable[[float], float], list[float]]:
    """Where a value stands, and the marks of the axis; both in the unit that is told."""
    known = [here - outcome.matters, here + outcome.matters]
    for row in rows:
        for _, end in row.ends:
            known += [here + one for one in (end.value, end.low, end.high) if one is not None]
    times = factor(outcome)
    ticks = ticks_between(times * min(known), times * max(known), 5)

    def across(value: float) -> float:
        share = (times * value - ticks[0]) / (ticks[-1] - ticks[0])
        return _SIDE + share * (width - 2 * _SIDE)

    return across, ticks


def _draw_row(
    sheet: Board, outcome: OutcomeSummary, here: float, row: Row, across: Callable[[float], float]
) -> None:
    """An input: its title, then its two ends one below the other about the level as it is."""
    top = sheet.height + 16.0 if sheet.height else 0.0
    top = sheet.block(0.0, top, row.about.meaning, sheet.width, Text(size=on.HEADING, bold=True))
    words = f"({row.path}; as it is {row.about.told.value})"
    top = sheet.block(0.0, top, words, sheet.width, Text(colour=on.SOFT)) + 8.0
    high = 2 * (on.LEADING + 14.0)
    left, right = across(here - outcome.matters), across(here + outcome.matters)
    sheet.boxes([(left, top, right - left, high)], on.LINE)
    sheet.line([(across(here), top), (across(here), top + high)], dashed=True)
    for at, (value, end) in enumerate(row.ends):
        words = f"{_told(outcome, here + end.value)} at {value}"
        down = top + at * high / 2.0
        x, half = across(here + end.value), on.SMALL.width(words) / 2.0
        middle = min(max(x, half), sheet.width - half)
        sheet.text(middle, down, words, Text(at="center"))
        if end.low is not None and end.high is not None:
            places = [(across(here + one), down + on.LEADING + 6.0) for one in (end.low, end.high)]
            sheet.line(places, on.INK, thick=2.0)
        fill = on.INK if row.swing.shown else on.GROUND
        sheet.dots([(x, down + on.LEADING + 6.0)], 9.0, fill, on.INK)
    sheet.reach(top + high)


def _draw_axis(sheet: Board, ticks: list[float], words: str) -> None:
    """The common scale below all inputs."""
    axis, left, right = sheet.height + 8.0, _SIDE, sheet.width - _SIDE
    sheet.line([(left, axis), (right, axis)])
    places = np.linspace(left, right, len(ticks))
    for tick, x in zip(ticks, places, strict=True):
        sheet.line([(float(x), axis), (float(x), axis + 4.0)])
        sheet.text(
            float(x), axis + 7.0, f"{tick:g}".replace("-", MINUS), Text(colour=on.SOFT, at="center")
        )
    sheet.text((left + right) / 2.0, axis + 24.0, words, Text(colour=on.SOFT, at="center"))


def _unit(outcome: OutcomeSummary) -> str:
    return "of 100 worlds" if outcome.kind == "share" else f"in {unit(outcome)}"


def _told(outcome: OutcomeSummary, value: float) -> str:
    return plain(factor(outcome) * value, decimals(outcome))


def _ends_text(outcome: OutcomeSummary, here: float, row: Row) -> str:
    """What is reached at both ends, in words."""
    return " and ".join(f"{_told(outcome, here + end.value)} at {value}" for value, end in row.ends)


def _doubt(row: Row) -> str:
    return "" if row.swing.shown else " (not told from chance)"


def _table(outcome: OutcomeSummary, here: float, rows: list[Row]) -> Table:
    times = factor(outcome)
    return Table(
        header=("input", "value", f"{outcome.title}, {_unit(outcome)}", "low", "high", "shown"),
        rows=tuple(
            (
                row.about.meaning,
                value,
                *(
                    float("nan") if one is None else times * (here + one)
                    for one in (end.value, end.low, end.high)
                ),
                "yes" if row.swing.shown else "no",
            )
            for row in rows
            for value, end in row.ends
        ),
    )
