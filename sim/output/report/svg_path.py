"""The course of an SVG path in fewer bytes: relative, in tenths of a point, without the points that
no eye can see.

A tenth of a point is 0.035 mm. Numbers are rounded where they are absolute, so that no error adds
up along a path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import hypot
from typing import Final

_TOKEN: Final = re.compile(r"[A-Za-z]|-?[\d.]+(?:e-?\d+)?")
#: Numbers that follow each command that Matplotlib writes.
_TAKES: Final = {"M": 2, "L": 2, "Q": 4, "C": 6, "z": 0}
#: Points: how far a line of many points may pass from one that is left out.
_OFF: Final = 0.06
_FEWEST: Final = 12
#: A circle as Matplotlib draws it.
_CIRCLE: Final = ("M", *["C"] * 8, "z")
_ROUND: Final = 0.01

#: Courses that are kept in mind: the ticks and marks of a drawing are drawn over and over.
_KEPT: Final = 256

Segment = tuple[str, tuple[float, ...]]


@lru_cache(maxsize=_KEPT)
def shortened_course(course: str) -> str:
    """The ``d`` of a path that looks the same."""
    pen = _Pen()
    for part in _subpaths(_segments(course)):
        circle = _circle(part)
        if circle is not None:
            pen.circle(*circle)
        else:
            for letter, numbers in _thinned_segments(part):
                pen.draw(letter, numbers)
    return pen.text()


def _segments(course: str) -> Iterator[Segment]:
    tokens = _TOKEN.findall(course)
    at = 0
    while at < len(tokens):
        letter = tokens[at]
        count = _TAKES[letter]
        yield letter, tuple(map(float, tokens[at + 1 : at + 1 + count]))
        at += 1 + count


def _subpaths(segments: Iterator[Segment]) -> Iterator[list[Segment]]:
    part: list[Segment] = []
    for segment in segments:
        if segment[0] == "M" and part:
            yield part
            part = []
        part.append(segment)
    yield part


def _circle(part: Sequence[Segment]) -> tuple[float, float, float] | None:
    """Middle and radius, if it is one."""
    if tuple(letter for letter, _ in part) != _CIRCLE:
        return None
    points = [numbers[-2:] for _, numbers in part[1:-1]]
    x, y = (sum(point[axis] for point in points) / len(points) for axis in (0, 1))
    radii = [hypot(point[0] - x, point[1] - y) for point in points]
    return (x, y, radii[0]) if max(radii) - min(radii) < _ROUND else None


def _thinned_segments(part: Sequence[Segment]) -> Iterator[Segment]:
    """Runs of straight lines with fewer points."""
    run: list[tuple[float, ...]] = []
    for letter, numbers in part:
        if letter == "L":
            run.append(numbers)
            continue
        yield from _lines(run)
        run = [numbers] if letter == "M" else [numbers[-2:]] if numbers else []
        yield letter, numbers
    yield from _lines(run)


def _lines(run: Sequence[tuple[float, ...]]) -> Iterator[Segment]:
    """The lines of a run of points, which begins where the pen is."""
    kept = range(len(run)) if len(run) < _FEWEST else _needed_points(run)
    for at in kept:
        if at:
            yield "L", run[at]


def _needed_points(run: Sequence[tuple[float, ...]]) -> list[int]:
    """The points that a line needs (Douglas and Peucker 1973, Cartographica 10:112)."""
    needed, stack = {0, len(run) - 1}, [(0, len(run) - 1)]
    while stack:
        first, last = stack.pop()
        farthest, distance = _farthest(run, first, last)
        if distance > _OFF * _OFF:
            needed.add(farthest)
            stack += [(first, farthest), (farthest, last)]
    return sorted(needed)


def _farthest(run: Sequence[tuple[float, ...]], first: int, last: int) -> tuple[int, float]:
    """Of the points between two, the one that lies farthest from the stretch between these, and its
    squared distance.
    """
    (x, y), (end_x, end_y) = run[first], run[last]
    along, up = end_x - x, end_y - y
    length = along * along + up * up or 1.0
    found, most = first, 0.0
    for at in range(first + 1, last):
        right, down = run[at][0] - x, run[at][1] - y
        share = (right * along + down * up) / length
        if share < 0.0:
            share = 0.0
        elif share > 1.0:
            share = 1.0
        right, down = right - share * along, down - share * up
        distance = right * right + down * down
        if distance > most:
            found, most = at, distance
    return found, most


class _Pen:
    """Writes a path; where it is and where it began are counted in tenths, so that rounding never
    adds up.
    """

    __slots__ = ("_at", "_begun", "_parts", "_straight")

    def __init__(self) -> None:
        self._at = self._begun = (0, 0)
        self._parts: list[tuple[str, list[int]]] = []
        self._straight = False

    def draw(self, letter: str, numbers: Sequence[float]) -> None:
        """One command."""
        if letter == "z":
            self._parts.append(("z", []))
            self._at, self._straight = self._begun, False
            return
        goals = [
            (round(10 * x), round(10 * y)) for x, y in zip(numbers[::2], numbers[1::2], strict=True)
        ]
        steps = [end - start for goal in goals for end, start in zip(goal, self._at, strict=True)]
        if letter == "L":
            self._line(*steps)
        else:
            self._parts.append((letter.lower(), steps))
        self._at, self._straight = goals[-1], letter == "L"
        if letter == "M":
            self._begun = self._at

    def circle(self, x: float, y: float, radius: float) -> None:
        """A whole circle, as two arcs."""
        size = round(10 * radius) or 1
        self.draw("M", (x + size / 10, y))
        for across in (-2 * size, 2 * size):
            self._parts.append(("a", [size, size, 0, 10, 0, across, 0]))
        self.draw("z", ())

    def _line(self, right: int, down: int) -> None:
        """A line; nothing where it does not move, longer where the one before it went the same way
        along an axis.
        """
        if not (right or down) and self._straight:
            return
        letter, step = (
            ("h", [right]) if not down else ("v", [down]) if not right else ("l", [right, down])
        )
        if (
            self._straight
            and self._parts[-1][0] == letter != "l"
            and self._parts[-1][1][0] * step[0] > 0
        ):
            self._parts[-1][1][0] += step[0]
            return
        self._parts.append((letter, step))

    def text(self) -> str:
        """All of it; a command that is given again needs no letter."""
        said, before = [], ""
        for letter, steps in self._parts:
            numbers = "".join(
                f" {text}" if text[0] != "-" else text for text in map(_tenths, steps)
            )
            said.append(
                numbers if letter == before and letter not in "mz" else letter + numbers.lstrip(" ")
            )
            before = letter
        return "".join(said).replace("m", "M", 1)


def _tenths(count: int) -> str:
    sign, (whole, rest) = "-" if count < 0 else "", divmod(abs(count), 10)
    return f"{sign}{whole or '' if rest else whole}{f'.{rest}' if rest else ''}"
