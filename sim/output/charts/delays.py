"""Delay budget: where the hours of an answered exchange go, stage by stage, and which stage is the bottleneck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.domain.messages import STAGES
from sim.output.charts import bars, style
from sim.output.charts.chart import Chart, Evidence, Floats, Missing, Table
from sim.output.charts.style import Fill
from sim.output.charts.words import folded, listed, percent, plain
from sim.output.story.words import STAGES as CALLED

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
    "council": Fill(colour="#E9C3D8", hatch="//"),
    "deliberation": Fill(colour="#A24C7D"),
    "meeting": Fill(colour="#5E2145"),
}


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    many = {arm: len(evidence.known(arm, f"delay_{STAGES[0]}")) for arm in evidence.arms}
    if not any(many.values()):
        return Missing(reason="no question was answered in any world")
    hours = {arm: _hours(evidence, arm) for arm in evidence.arms}
    labels = [bars.named(arm, f"n = {many[arm]:,}") for arm in evidence.arms]
    entries = [(CALLED[stage], FILLS[stage]) for stage in STAGES]
    figure = style.page(
        evidence, width, bars.height(labels) + 0.65, title="Where the hours of an answered exchange go", keys=bars.keys(entries),
        reading="Mean hours per answered question, there and back, over the n worlds with an answer. Hatched: waiting; plain: "
        "being worked on or on its way. The longest stage is framed: the bottleneck.",
    )  # fmt: skip
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
        _bottleneck(axes, at, hours[arm], answered=many[arm] > 0)
    return Chart(figure=figure, alt=_alt(evidence, hours, many), numbers=_table(hours, many))


def _hours(evidence: Evidence, arm: str) -> Floats:
    """Mean hours by stage over the worlds with an answer; zeros where there is none."""
    columns = (evidence.known(arm, f"delay_{stage}") for stage in STAGES)
    return np.array([float(values.mean()) if len(values) else 0.0 for values in columns])


def _bottleneck(axes: Axes, at: int, hours: Floats, *, answered: bool) -> None:
    """Frame the longest stage and name it at the end of the bar."""
    total = float(hours.sum())
    text = "no question was answered" if not answered else f"{plain(total, 1)} h"
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
        text += f" in all; most in\n{folded(_named(hours), 21)}"
    axes.annotate(
        text,
        (total, at),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        fontsize=style.SMALL,
        annotation_clip=False,
    )


def _named(hours: Floats) -> str:
    longest = _longest(hours)
    names = listed([CALLED[STAGES[at]] for at in longest])
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
            parts.append(f"{arm}: {plain(total, 1)} hours, most of them in {_named(hours[arm])}.")
        else:
            parts.append(f"{arm}: answered at once.")
    return "Mean hours of an answered exchange by stage. " + " ".join(parts)


def _table(hours: dict[str, Floats], many: dict[str, int]) -> Table:
    return Table(
        header=("arm", "n", "stage", "mean_h", "share"),
        rows=tuple(
            (arm, many[arm], stage, float(size), float(size / row.sum()) if row.sum() > 0 else 0.0)
            for arm, row in hours.items()
            if many[arm]
            for stage, size in zip(STAGES, row, strict=True)
        ),
    )
