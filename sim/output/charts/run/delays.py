"""Delay budget: where the hours of an answered exchange go, stage by stage, and which stage is the
bottleneck.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.domain.communication.messages import STAGES
from sim.experiment.outcomes.shares import percent
from sim.output.charts.base import bars, bounds, style
from sim.output.charts.base.chart import Cell, Chart, Evidence, Floats, Missing, Table
from sim.output.charts.base.style import Fill
from sim.output.charts.base.words import folded_text, plain
from sim.output.charts.run.drawn_inputs import luck_alone
from sim.output.story.sentences.vocabulary import STAGES as CALLED
from sim.output.words import as_list

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: One hue for each hand that an exchange passes through; where it waits is hatched.
FILLS: Final = {
    "drafting": Fill(colour="#9CC9E5"),
    "clearance_queue": Fill(colour="#4F9BC9", hatch="//"),
    "clearance": Fill(colour="#005A8E"),
    "channel_wait": Fill(colour="#A5DCCB", hatch="//"),
    "channel_queue": Fill(colour="#4DBB9B", hatch="//"),
    "transmission": Fill(colour="#00694C"),
    "inbound_queue": Fill(colour="#F7D58C", hatch="//"),
    "inbound": Fill(colour="#E69F00"),
    "reading": Fill(colour="#9A6A00"),
    "council": Fill(colour="#E9C3D8"),
    "deliberation": Fill(colour="#A24C7D"),
    "meeting": Fill(colour="#5E2145"),
}

#: By the stage in which something is done, the stages that are counted with it: the queue before.
QUEUED: Final[Mapping[str, tuple[str, ...]]] = {
    "drafting": ("drafting",),
    "clearance": ("clearance_queue", "clearance"),
    "transmission": ("channel_wait", "channel_queue", "transmission"),
    "inbound": ("inbound_queue", "inbound"),
    **{stage: (stage,) for stage in ("reading", "council", "deliberation", "meeting")},
}

#: What the table calls all stages together.
ALL: Final = "all"


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    many = {arm: len(evidence.known_values(arm, f"delay_{STAGES[0]}")) for arm in evidence.arms}
    if not any(many.values()):
        return Missing(reason="no question was answered in any world")
    hours = {arm: _hours(evidence, arm) for arm in evidence.arms}
    labels = [bars.bar_label(arm, f"n = {many[arm]:,}") for arm in evidence.arms]
    entries = bars.present([(CALLED[stage], FILLS[stage]) for stage in STAGES], hours)
    figure = style.page(
        evidence,
        width,
        bars.height(labels) + 0.65,
        title="Where the hours of an answered exchange go",
        keys=bars.keys(entries),
        reading=(
            "Mean hours per answered question, there and back, over the n worlds with an answer."
            " Hatched: waiting; plain: being worked on or on its way; council: the patron confers"
            " before it answers. In brackets:"
            f" {100 * evidence.confidence:g} % interval. The longest stage is framed: the"
            " bottleneck among single stages."
        )
        + luck_alone(evidence),
    )
    axes = figure.add_subplot()
    longest = max(float(row.sum()) for row in hours.values())
    bars.stack(
        axes,
        labels,
        hours,
        [FILLS[stage] for stage in STAGES],
        told=lambda size: plain(size, 1),
        narrowest=longest / 22,
    )
    axes.set_xlim(0.0, max(longest, 1e-9))
    axes.set_xlabel("hours")
    axes.grid(visible=True, axis="x")
    for at, arm in enumerate(evidence.arms):
        _bottleneck(axes, at, hours[arm], _ends(evidence, arm), answered=many[arm] > 0)
    return Chart(
        figure=figure, alt=_alt(evidence, hours, many), numbers=_table(evidence, hours, many)
    )


def _hours(evidence: Evidence, arm: str) -> Floats:
    """Mean hours by stage over the worlds with an answer; zeros where there is none."""
    columns = (evidence.known_values(arm, f"delay_{stage}") for stage in STAGES)
    return np.array([float(values.mean()) if len(values) else 0.0 for values in columns])


def _whole(evidence: Evidence, arm: str) -> Floats:
    """Hours of all stages together, over the worlds with an answer."""
    hours: Floats = np.sum(
        [evidence.known_values(arm, f"delay_{stage}") for stage in STAGES], axis=0
    )
    return hours


def _ends(evidence: Evidence, arm: str) -> str:
    """The interval of the mean of all stages together, if there is one."""
    low, high = _interval(_whole(evidence, arm), evidence.confidence)
    return "" if math.isnan(low) else f" [{plain(low, 1)}, {plain(high, 1)}]"


def _interval(hours: Floats, confidence: float) -> tuple[float, float]:
    """Of mean hours, none of which are below zero."""
    low, high = bounds.of_mean(hours, confidence)
    return (low if math.isnan(low) else max(0.0, low)), high


def _bottleneck(axes: Axes, at: int, hours: Floats, ends: str, *, answered: bool) -> None:
    """Frame the longest stage and name it at the end of the bar."""
    total = float(hours.sum())
    text = "no question was answered" if not answered else f"{plain(total, 1)} h{ends}"
    if total > 0.0:
        for widest in _longest(hours):
            left = float(hours[:widest].sum())
            axes.barh(
                at,
                hours[widest],
                left=left,
                height=bars.THICK,
                fill=False,
                edgecolor=style.BLACK,
                linewidth=2.4,
                zorder=4,
            )
        text += f"; longest\n{folded_text(_hours_label(hours), 21)}"
    axes.annotate(
        text,
        (total, at),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        fontsize=style.SMALL,
        annotation_clip=False,
    )


def bottleneck(hours: Floats) -> str:
    """The longest single stage, and the longest of those that are counted with the queue before
    them where that is another.

    Which single stage is longest hangs on how finely work was split: a desk whose queue is a stage
    of its own looks short.
    """
    groups = [sum(hours[STAGES.index(stage)] for stage in stages) for stages in QUEUED.values()]
    share = max(groups) / float(hours.sum())
    most = [
        stage
        for stage, size in zip(QUEUED, groups, strict=True)
        if np.isclose(size, max(groups), rtol=1e-9, atol=0.0)
    ]
    single = f"longest single stage: {_hours_label(hours)}"
    if set(most) == {STAGES[at] for at in _longest(hours)} and np.isclose(max(groups), hours.max()):
        return f"{single}, also with queues"
    return (
        f"{single}; with its queue: {as_list([CALLED[stage] for stage in most])}"
        f" ({'each ' if most[1:] else ''}{percent(float(share))})"
    )


def bottlenecks(evidence: Evidence) -> dict[str, str]:
    """By arm in which a question was answered and that took time, its hours and its bottleneck in
    words.
    """
    hours = {arm: _hours(evidence, arm) for arm in evidence.arms}
    return {arm: _budget(evidence, arm, row) for arm, row in hours.items() if row.sum() > 0.0}


def _budget(evidence: Evidence, arm: str, hours: Floats) -> str:
    return f"{plain(float(hours.sum()), 1)} hours{_ends(evidence, arm)}; {bottleneck(hours)}"


def _hours_label(hours: Floats) -> str:
    longest = _longest(hours)
    names = as_list([CALLED[STAGES[at]] for at in longest])
    return f"{names} ({'each ' if longest[1:] else ''}{percent(float(hours.max() / hours.sum()))})"


def _longest(hours: Floats) -> list[int]:
    """The stage that takes longest; several only where they take equally long."""
    return [int(at) for at in np.flatnonzero(np.isclose(hours, hours.max(), rtol=1e-9, atol=0.0))]


def _alt(evidence: Evidence, hours: dict[str, Floats], many: dict[str, int]) -> str:
    parts = []
    for arm in evidence.arms:
        total = float(hours[arm].sum())
        if not many[arm]:
            parts.append(f"{arm}: no question was answered.")
        elif total > 0.0:
            parts.append(f"{arm}: {_budget(evidence, arm, hours[arm])}.")
        else:
            parts.append(f"{arm}: answered at once.")
    return "Mean hours of an answered exchange by stage. " + " ".join(parts)


def _table(evidence: Evidence, hours: dict[str, Floats], many: dict[str, int]) -> Table:
    """Each stage with its interval, and all of them together."""
    rows: list[tuple[Cell, ...]] = []
    for arm, row in hours.items():
        parts = {stage: evidence.known_values(arm, f"delay_{stage}") for stage in STAGES} | {
            ALL: _whole(evidence, arm)
        }
        total = float(row.sum())
        rows += [
            (
                arm,
                many[arm],
                stage,
                mean,
                mean / total if total > 0.0 else 0.0,
                *_interval(values, evidence.confidence),
            )
            for stage, values in parts.items()
            if many[arm]
            for mean in (float(values.mean()),)
        ]
    return Table(
        header=("arm", "n", "stage", "mean_h", "share", "low_h", "high_h"), rows=tuple(rows)
    )
