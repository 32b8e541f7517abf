"""PRIM, the patient rule induction method (Friedman and Fisher 1999, Stat. Comput. 9:123): a box of
inputs in which a value is high.

From the whole, a twentieth of the points is peeled off one side of one input at a time, always
where the mean of the remaining rises most for each point lost; then sides are pasted back while
that raises the mean again. All boxes on the way are kept. Where the value is 1 for a case and 0 for
any other, a mean is a share of cases: many of them in the box are coverage, few others in it
density.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.experiment.statistics.estimates import Floats

Flags = NDArray[np.bool_]
Values = Floats | Flags

PEEL: Final = 0.05
PASTE: Final = 0.05
LEAST: Final = 0.05  # share of all points that a box must hold


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Box:
    """``low`` and ``high`` of each input, infinite where nothing is asked; how many ``points`` lie
    within, and to what their values add up: to the number of ``cases``, where these are 1.
    """

    low: Floats
    high: Floats
    points: int
    cases: float
    all_points: int
    all_cases: float

    @property
    def coverage(self) -> float:
        """Share of all cases that lie in the box."""
        return self.cases / self.all_cases if self.all_cases else 0.0

    @property
    def density(self) -> float:
        """Mean of the values in the box: the share of its points that are cases."""
        return self.cases / self.points if self.points else 0.0

    @property
    def mass(self) -> float:
        """Share of all points that lie in the box."""
        return self.points / self.all_points

    @property
    def spread(self) -> float:
        """What of the variance of all values lies between the inside and the outside, times the
        number of points.
        """
        outside = self.all_points - self.points
        if not outside or not self.points:
            return 0.0
        apart = self.density - (self.all_cases - self.cases) / outside
        return self.points * outside / self.all_points * apart**2

    @property
    def restricted_inputs(self) -> tuple[int, ...]:
        """The inputs that the box asks something of."""
        return tuple(
            int(at) for at in np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high))
        )

    def holds(self, x: Floats) -> Flags:
        """Which points lie in the box."""
        inside: Flags = np.all((x >= self.low) & (x <= self.high), axis=1)
        return inside


def trajectory(x: Floats, cases: Values) -> list[Box]:
    """All boxes from the whole to the last pasted one, for points ``x`` (points x inputs) with
    their values, or of which some are cases.
    """
    boxes = [box_between(x, cases, np.full(x.shape[1], -np.inf), np.full(x.shape[1], np.inf))]
    left = _Left(points=np.ascontiguousarray(x.T), cases=cases.astype(np.float64))
    while (peeled := _peel(left, boxes[-1])) is not None:
        box, left = peeled
        boxes.append(box)
    while (pasted := _box_pasted_back(x, cases, boxes[-1])) is not None:
        boxes.append(pasted)
    return boxes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Left:
    """The points that are left while a box is peeled (inputs x points), and their values."""

    points: Floats
    cases: Floats

    def subset(self, keep: Flags) -> _Left:
        return _Left(points=np.ascontiguousarray(self.points[:, keep]), cases=self.cases[keep])


def box_between(x: Floats, cases: Values, low: Floats, high: Floats) -> Box:
    """The box between these bounds, with what it holds of these points."""
    inside = ((x >= low) & (x <= high)).all(axis=1)
    return Box(
        low=low,
        high=high,
        points=int(inside.sum()),
        cases=float(cases[inside].sum()),
        all_points=len(x),
        all_cases=float(cases.sum()),
    )


def _peel(left: _Left, box: Box) -> tuple[Box, _Left] | None:
    """The box without the side whose loss gains most, and the points left in it; ``None`` where
    nothing is gained.
    """
    sides = _sides(left.points)
    count = sides.sum(axis=1)
    lost = len(left.cases) - count
    gain = ((sides @ left.cases) / np.maximum(count, 1) - left.cases.mean()) / np.maximum(lost, 1)
    gain = np.where((lost > 0) & (count >= LEAST * box.all_points), gain, 0.0)
    if gain.max() <= 0:
        return None
    fresh = np.repeat(~(np.isfinite(box.low) | np.isfinite(box.high)), 2)
    top = np.flatnonzero(gain >= gain.max() * (1 - 1e-12))
    choice = int(top[np.argmin(fresh[top])])  # of equals, one that asks nothing of another input
    after = left.subset(sides[choice])
    return _tightened_box(box, choice, after), after


def _sides(points: Floats) -> Flags:
    """What stays if an input loses its upper side, and if it loses its lower one, for one input
    after the other.

    Equal values stay or go together: what is at the mark goes with what is beyond it.
    """
    last = points.shape[1] - 1
    low, high = floor(last * PEEL), ceil(last * (1 - PEEL))
    marks = np.partition(points, (low, high), axis=1)
    sides: Flags = np.stack([points < marks[:, high, None], points > marks[:, low, None]], axis=1)
    return sides.reshape(2 * len(points), -1)


def _tightened_box(box: Box, side: int, left: _Left) -> Box:
    """The box drawn close to the points left on the side that was peeled."""
    at, lower = divmod(side, 2)
    low, high = box.low.copy(), box.high.copy()
    if lower:
        low[at] = left.points[at].min()
    else:
        high[at] = left.points[at].max()
    return Box(
        low=low,
        high=high,
        points=len(left.cases),
        cases=float(left.cases.sum()),
        all_points=box.all_points,
        all_cases=box.all_cases,
    )


def _box_pasted_back(x: Floats, cases: Values, box: Box) -> Box | None:
    """The box with the side pasted back that gains most for each point; ``None`` where none raises
    the density.
    """
    wider = [
        one
        for one in pastes(x, cases, box)
        if one.points > box.points and one.density > box.density
    ]
    return max(
        wider, key=lambda one: (one.density - box.density) / (one.points - box.points), default=None
    )


def pastes(x: Floats, cases: Values, box: Box) -> Iterator[Box]:
    """The box with each of its sides moved out over the nearest of the points that only this side
    keeps out.
    """
    columns = list(box.restricted_inputs)
    below, above = x[:, columns] < box.low[columns], x[:, columns] > box.high[columns]
    alone = (below | above).sum(axis=1) == 1
    for number, at in enumerate(columns):
        for out, bounds, outward in ((below, "low", -1.0), (above, "high", 1.0)):
            beyond = alone & out[:, number]
            if beyond.any():
                yield _wider(box, at, bounds, outward * x[beyond, at], cases[beyond])


def _wider(box: Box, at: int, bounds: str, outward: Floats, cases: Values) -> Box:
    """The box with a twentieth of the points beyond one side, but at least one; all of them free
    the side.
    """
    count = max(1, round(PASTE * len(outward)))
    mark = np.partition(outward, count - 1)[count - 1]
    taken = outward <= mark
    moved = {"low": box.low.copy(), "high": box.high.copy()}
    sign = 1.0 if bounds == "high" else -1.0
    moved[bounds][at] = sign * (np.inf if taken.all() else mark)
    return Box(
        low=moved["low"],
        high=moved["high"],
        points=box.points + int(taken.sum()),
        cases=box.cases + float(cases[taken].sum()),
        all_points=box.all_points,
        all_cases=box.all_cases,
    )
