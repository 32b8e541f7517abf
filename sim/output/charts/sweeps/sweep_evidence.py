"""What charts may know of a sweep: its summary, and the evidence that gives every chart its colours
and its footer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.domain.inputs.question import Question
from sim.experiment.sweeps.sweep_summary import (
    ComparisonRows,
    EstimateRows,
    LeverSummary,
    SweepSummary,
)
from sim.output.charts.base import style
from sim.output.charts.base.chart import Evidence, Floats, Outcome
from sim.output.charts.base.evidence import study_evidence
from sim.output.charts.base.words import folded_text, inches_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BESIDE = 0.9  # inches of a drawing that its labels take
_GAP = 0.1  # inches from one word to the next
_PER: Mapping[str, tuple[str, float]] = {"time": ("h", 1.0), "rate": ("per d", 24.0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A lever as an axis: its values in the unit that is shown, whether they run in ratios, its
    label with its path, and without it, as it is and in lines.
    """

    label: str
    named: str
    path: str
    meaning: str
    short: str
    values: Floats
    told: tuple[str, ...]
    log: bool
    now: float
    now_told: str
    factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """A sweep as charts see it; ``asked`` gives the question of its scenario, if it has one."""

    evidence: Evidence
    axes: tuple[Axis, ...]
    summary: SweepSummary
    asked: Callable[[], Question | None] = lambda: None

    @property
    def as_it_is(self) -> str:
        """The values that the levers have in the scenario."""
        return " and ".join(axis.now_told for axis in self.axes)

    @property
    def as_they_are(self) -> str:
        """The same, each with the title of its lever and its path."""
        return " and ".join(f"{axis.named} {axis.now_told}" for axis in self.axes)

    def title_of(self, arm: str) -> str:
        """What people call an arm."""
        return self.summary.arms[arm].title

    def outcome(self, name: str) -> Outcome:
        return self.evidence.outcomes[name]

    def estimates(self, arm: str, name: str) -> EstimateRows:
        """The estimates of an arm, by point."""
        return self.summary.estimates[arm][name]

    def differences(self, arm: str, name: str) -> ComparisonRows:
        """The comparisons of an arm with the baseline, by point."""
        return self.summary.comparisons[arm][name]


def swept(summary: SweepSummary, asked: Callable[[], Question | None] = lambda: None) -> Swept:
    """What charts see of a sweep's summary."""
    return Swept(
        evidence=study_evidence(summary, tuple(summary.outcomes)),
        axes=tuple(_axis(lever) for lever in summary.levers),
        summary=summary,
        asked=asked,
    )


def numbers(values: Sequence[float | None]) -> Floats:
    """A list of a summary; NaN where there is no number."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def set_lever_axis(axes: Axes, axis: Axis) -> None:
    """The horizontal axis of a drawing as a lever: ticks where it was simulated, thinned until they
    do not touch.
    """
    if axis.log:
        axes.set_xscale("log")
    chosen = _apart(axes, axis)
    axes.set_xticks([axis.values[at] for at in chosen], [axis.told[at] for at in chosen])
    axes.minorticks_off()
    axes.set_xlabel(axis.label)


def _apart(axes: Axes, axis: Axis) -> list[int]:
    """The values whose words do not touch each other on a drawing of this width."""
    span, figure = axes.get_subplotspec(), axes.get_figure(root=True)
    assert span is not None, "every drawing here is one of a grid"
    assert figure is not None, "every drawing is on a sheet"
    room = figure.get_figwidth() / span.get_gridspec().ncols - _BESIDE
    places = np.log(axis.values) if axis.log else axis.values
    places = room * (places - places[0]) / (np.ptp(places) or 1.0)
    chosen, reached = list[int](), -np.inf
    for at, (place, told) in enumerate(zip(places, axis.told, strict=True)):
        half = inches_of(told, style.SMALL) / 2.0
        if place - half > reached + _GAP:
            chosen.append(at)
            reached = place + half
    return chosen


def _axis(lever: LeverSummary) -> Axis:
    _, factor = _PER.get(lever.unit, ("", 1.0))
    return Axis(
        label=f"{lever.meaning}\n({lever.path})",
        named=f"{lever.meaning} ({lever.path})",
        path=lever.path,
        meaning=lever.meaning,
        short=folded_text(lever.meaning, 30),
        values=factor * numbers(lever.values),
        told=lever.told,
        log=lever.log,
        now=factor * lever.now,
        now_told=lever.now_told,
        factor=factor,
    )


def in_lines(path: str, columns: int = 30) -> str:
    """A path in full, broken after a dot where a line of ``columns`` would overflow."""
    lines = [""]
    for part in path.replace(".", ".\0").split("\0"):
        if lines[-1] and len(lines[-1]) + len(part) > columns:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)
