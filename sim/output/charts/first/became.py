"""What became of the worlds in which the asked outcome went away: a bar for each thing that came
instead, with its count.
"""

from __future__ import annotations

from typing import Final

from sim.output.answer.answer import Answer
from sim.output.answer.courses import Counted, became_words
from sim.output.answer.pictures.picture_values import Shown
from sim.output.charts.base.chart import Missing, Table
from sim.output.charts.first import board as on
from sim.output.charts.first.board import Board, Text
from sim.output.charts.first.framing import FirstPicture
from sim.output.words import in_per_cent

#: Worlds below which a sentence says as much.
_FEWEST: Final = 5
_QUIET: Final = "none"
_HIGH: Final = 18.0
_LABEL: Final = 250.0
_COUNT: Final = 120.0  # pixels of the words at the end of a bar
_READING: Final = "What each of these worlds is under {arm}, the same worlds as under {against}."


def draw(shown: Shown, width: float) -> FirstPicture | Missing:
    answer = shown.answer
    changed = answer.became
    if changed is None:
        return Missing(reason="what is asked about is nothing that a world has or has not")
    if changed.worlds < _FEWEST:
        return Missing(reason=f"it was removed in fewer than {_FEWEST} worlds")
    counts = {name: many for name, many in changed.by_course.items() if many}
    if len(counts) == 1:
        return Missing(reason=f"the same came instead in all {changed.worlds:,} worlds")
    order = sorted(counts, key=lambda name: (name != _QUIET, -counts[name]))
    sheet = Board(width)
    for name in order:
        _draw_bar(sheet, answer, changed, name, max(counts.values()))
    contrast = answer.contrast
    rows = [(became_words(name, answer.names), counts[name]) for name in order]
    return FirstPicture(
        board=sheet,
        title=_title(counts, changed.worlds),
        reading=_READING.format(arm=contrast.arm.title, against=contrast.against.title),
        alt=f"{_title(counts, changed.worlds)}: "
        + ", ".join(f"{many} {words}" for words, many in rows)
        + ".",
        numbers=Table(
            header=("what came instead", "worlds", "of"),
            rows=tuple((words, many, changed.worlds) for words, many in rows),
        ),
    )


def _title(counts: dict[str, int], worlds: int) -> str:
    quiet = f"{counts[_QUIET]:,} saw" if counts.get(_QUIET) else "none saw"
    return f"Of the {worlds:,} worlds in which one was removed, {quiet} no strike at all"


def _draw_bar(sheet: Board, answer: Answer, changed: Counted, name: str, most: int) -> None:
    many, words = changed.by_course[name], became_words(name, answer.names)
    top = sheet.height + (8.0 if sheet.height else 0.0)
    label = 0.0 if sheet.narrow else _LABEL
    if sheet.narrow:
        top = sheet.block(0.0, top, words, sheet.width, Text())
    else:
        look = Text(at="right")
        lines = look.lines(words, _LABEL - 12.0)
        start = top + (_HIGH - on.LEADING * len(lines)) / 2.0 + 2.0
        for at, line in enumerate(lines):
            sheet.text(_LABEL - 10.0, max(0.0, start + at * on.LEADING), line, look)
    long = max(2.0, (sheet.width - label - _COUNT) * many / most)
    quiet = name == _QUIET
    fill, edge = (on.GROUND, on.INK) if quiet else (on.LINE, on.SOFT)
    sheet.boxes([(label + 1.0, top + 1.0, long, _HIGH - 2.0)], fill, edge)
    end = label + long + 8.0
    sheet.text(end, top + 3.0, f"{many:,}", on.STRONG)
    end += on.STRONG.width(f"{many:,}") + 4.0
    said = in_per_cent(many, changed.worlds).strip()
    if said:
        sheet.text(end, top + 3.0, said, on.SMALL)
