"""Gains along the inputs of a sweep: of one arm in one outcome, as they are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.output.charts.base.chart import Floats
from sim.output.charts.base.words import factor
from sim.output.charts.sweeps.sweep_evidence import Axis, Swept, numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The gain of an arm along one input: estimates with their intervals, and at which values it
    is shown to matter.
    """

    axis: Axis
    gain: Floats
    low: Floats
    high: Floats
    matters: tuple[bool, ...]
    beside: str = ""


def chosen_pair(found: Swept) -> tuple[str, str] | None:
    """The outcome and the arm of the scenario's question; else those of the first break-even; else
    the first that there are.
    """
    summary, asked = found.summary, found.asked()
    arms, names = list(summary.comparisons), list(summary.outcomes)
    pairs = [(one.outcome, one.arm) for one in summary.break_even]
    if asked is not None and asked.against == summary.baseline:
        pairs = [(asked.outcome, asked.arm), *pairs]
    pairs += [(name, arm) for name in names for arm in arms]
    return next(
        (
            (name, arm)
            for name, arm in pairs
            if name in names
            and arm in arms
            and summary.outcomes[name].better != "neither"
            and summary.outcomes[name].exists == "always"
            and any(value is not None for value in summary.comparisons[arm][name].difference)
        ),
        None,
    )


def panels_of(found: Swept, name: str, arm: str) -> Iterator[Panel]:
    """Along each lever; a second one is held at the value that is nearest the scenario's."""
    counts = [len(axis.values) for axis in found.axes]
    grid = np.arange(int(np.prod(counts))).reshape(counts[::-1])
    for at, axis in enumerate(found.axes):
        if len(found.axes) == 1:
            yield _panel(found, name, arm, axis, list(range(counts[0])), "")
            continue
        other = found.axes[1 - at]
        near = int(np.argmin(np.abs(other.values - other.now)))
        points = grid[near, :] if at == 0 else grid[:, near]
        yield _panel(
            found, name, arm, axis, points.tolist(), f"{other.meaning}: {other.told[near]}"
        )


def _panel(
    found: Swept, name: str, arm: str, axis: Axis, points: Sequence[int], beside: str
) -> Panel:
    rows, outcome = found.differences(arm, name), found.outcome(name)
    by = factor(outcome) * (-1.0 if outcome.better == "lower" else 1.0)
    mean, low, high = (
        by * numbers(column)[list(points)] for column in (rows.difference, rows.low, rows.high)
    )
    low, high = np.minimum(low, high), np.maximum(low, high)
    least = outcome.matters * factor(outcome)
    beyond = (low >= least) | (high <= -least)
    return Panel(
        axis=axis,
        gain=mean,
        low=low,
        high=high,
        matters=tuple(
            bool(rows.shown[point] and far) for point, far in zip(points, beyond, strict=True)
        ),
        beside=beside,
    )
