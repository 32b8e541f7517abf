"""Rows that are no waits although they look like them: sums below a column, and values that mark
what is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Final

from sim.experiment.fitting.table.numbers import looks_like_number
from sim.experiment.fitting.table.rows import WaitRow, is_gap
from sim.experiment.fitting.table.waits import Wait

_TOTAL: Final = re.compile(
    r"(grand |sub-?\s?|over ?all |column )?"
    r"(totals?|sums?|means?|averages?|avg\.?|median|count|std\.? ?dev\.?|stdev|standard"
    r" deviation|minimum|maximum)"
    r"( (of|in) .*| (min|minutes|h|hours|d|days|delays?|waits?|times?|durations?|values?))?|"
    r"overall|summe|gesamt|gesamtsumme|insgesamt|mittelwert|mittel|durchschnitt|total"
    r" g\w+n\w+ral|somme|moyenne|suma|totale|"
    r"media|promedio|итого|всего|среднее|\u03c3|\u2211",
    re.IGNORECASE,
)
_LONGEST_FOOT: Final = 8  # rows: more of them are no foot of a table
_LEAST_ABOVE: Final = 3  # waits of which a value may be the sum
_NEXT: Final = 5.0  # times the next value: how far a mark stands from what was measured
_APART: Final = 1.5  # the same, where it is written as marks are and comes more than once
_FAR_BELOW: Final = 100.0  # the same, of a least value
_OFTEN: Final = 5  # times that a value comes that is written as marks are, wherever it stands
_MARKS: Final = re.compile(
    r"9{2,}|8{3,}|7{3,}|32767|65535|2147483647|4294967295|-?1e\+?\d+", re.ASCII
)
_MOST_NAMED: Final = 6
_NAMES_OF_KINDS: Final = 4  # of so many rows one


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A row that sums the others up: its line, what it is called or equals."""

    line: int
    said: str


def without_totals(rows: Sequence[WaitRow]) -> tuple[list[WaitRow], list[Total]]:
    """The rows without those that are labelled as a sum or mean, at the end or where all other
    labels are numbers.
    """
    labels = {at: found for at, row in enumerate(rows) if (found := _label(row))}
    foot = len(rows)
    while foot - 1 in labels:
        foot -= 1
    others = [row for at, row in enumerate(rows) if at not in labels]
    if not labels or not others or len(rows) - foot > _LONGEST_FOOT:
        return list(rows), []
    numbered = {column: _numbers_only(others, column) for column, _ in labels.values()}
    left = {at for at, (column, _) in labels.items() if at >= foot or numbered[column]}
    words = {
        label.casefold() for at, (_, label) in labels.items() if at not in left
    }  # of the table, not of its foot
    left = {at for at in left if labels[at][1].casefold() not in words}
    totals = [
        Total(line=rows[at].line, said=f"'{labels[at][1][:40]}' is a row that sums others up")
        for at in sorted(left)
    ]
    return [row for at, row in enumerate(rows) if at not in left], totals


def likely_totals(
    rows: Sequence[WaitRow], waits: Sequence[Wait]
) -> Iterator[tuple[str, str, list[int]]]:
    """Labels of sums and means that stand in the middle of a table, where they may be names of what
    was measured as well: column, label and lines of the waits that bear it. One that a quarter of
    the table bears is such a name.
    """
    lines = {one.line for one in waits}
    found: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        if row.line in lines and (label := _label(row)):
            found.setdefault(label, []).append(row.line)
    for (column, kind), borne in found.items():
        if _NAMES_OF_KINDS * len(borne) < len(waits):
            yield column, kind, borne


def _label(row: WaitRow) -> tuple[str, str] | None:
    """The first cell of a row that calls it a sum, with its column."""
    for column, cell in row.cells.items():
        word = re.sub(r"\s*\(.*\)$", "", cell).rstrip(" :=")
        if word and _TOTAL.fullmatch(word):
            return column, cell
    return None


def _numbers_only(rows: Sequence[WaitRow], column: str) -> bool:
    cells = [row.cells[column] for row in rows if not is_gap(row.cells[column])]
    return bool(cells) and all(map(looks_like_number, cells))


def without_sums(waits: Sequence[Wait]) -> tuple[list[Wait], list[Total]]:
    """The waits without a last one, or two, that are the sum or the mean of all above them."""
    for many in (2, 1):
        above, below = waits[:-many], waits[-many:]
        if len(above) < _LEAST_ABOVE:
            continue
        said = [_aggregate(wait, above) for wait in below]
        if all(said):
            return list(above), [
                Total(line=wait.line, said=one) for wait, one in zip(below, said, strict=True)
            ]
    return list(waits), []


def _aggregate(wait: Wait, above: Sequence[Wait]) -> str:
    """What a value is of those above, as far as its digits tell; a mean only where its digits are
    no chance.
    """
    total = sum(one.value for one in above)
    if abs(wait.value - total) <= _rounding_error(wait, above):
        return f"{wait.written} is the sum of all above"
    finer = _decimals(wait.written) > max(map(_decimals, (one.written for one in above)))
    if finer and isclose(wait.value, total / len(above), rel_tol=1e-4):
        return f"{wait.written} is the mean of all above"
    return ""


def _rounding_error(wait: Wait, above: Sequence[Wait]) -> float:
    """How far a sum may be from that of the values above, each of which was rounded to
    its digits.
    """
    bare = all(looks_like_number(one.written) for one in (wait, *above))
    digits = max(_decimals(one.written) for one in above)
    rounded = (len(above) + 1) * 0.5 * 10.0**-digits if bare else 0.0
    return max(1e-9 * wait.value, min(rounded, 1e-3 * wait.value))


def _decimals(written: str) -> int:
    found = re.search(r"[.,](\d+)", written)
    return len(found[1]) if found else 0


def marks(waits: Sequence[Wait]) -> Iterator[tuple[str, list[int]]]:
    """Values that likely stand for 'not known', as written, with their lines: far from all others,
    or written as marks are.
    """
    by_value: dict[float, list[Wait]] = {}
    for wait in waits:
        by_value.setdefault(wait.value, []).append(wait)
    values = sorted(by_value)
    if len(values) < 2:
        return
    for value, same in by_value.items():
        if _is_mark(value, same, values):
            yield same[0].written, [one.line for one in same]


def _is_mark(value: float, same: Sequence[Wait], values: Sequence[float]) -> bool:
    marked = bool(
        _MARKS.fullmatch(
            re.sub(r"(?<=\d)[, '](?=\d{3})|[.,]0+$|\s*[A-Za-z]+\.?$", "", same[0].written)
        )
    )
    above = value / values[-2] if value == values[-1] else 0.0
    below = values[1] / value if value == values[0] else 0.0
    ended = sum(not one.still for one in same)
    if marked and (above >= _NEXT or (above >= _APART and len(same) > 1) or len(same) >= _OFTEN):
        return True
    return (above >= _NEXT and ended > 1) or (below >= _FAR_BELOW and ended > 1)


def lines_said(lines: Sequence[int]) -> str:
    """Lines of a file in words."""
    more = len(lines) - _MOST_NAMED
    named = ", ".join(map(str, lines[:_MOST_NAMED])) + (f" and {more} more" if more > 0 else "")
    return f"line{'s' if len(lines) > 1 else ''} {named}"
