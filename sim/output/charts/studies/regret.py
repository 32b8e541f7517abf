"""Regret: how much worse than the best arm of the same sample each arm does, over all samples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from sim.experiment.discovery.discovery_summary import DiscoverySummary, RegretSummary
from sim.experiment.outcomes.shares import percent
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Missing, Outcome, Table
from sim.output.charts.base.words import decimals, factor, folded_text, plain, smallest, told_unit
from sim.output.charts.studies.study_evidence import Studied, beside, row_height, rows
from sim.output.words import as_list

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: What is drawn of a regret, with its mark, the size of that, and its name.
_MARKS: Final[tuple[tuple[Callable[[RegretSummary], float], str, float, str], ...]] = (
    (lambda regret: regret.max, "|", 11, "largest"),
    (lambda regret: regret.p90, "D", 8, "90th percentile"),
    (lambda regret: regret.mean, "o", 4, "mean"),
)
_READING: Final = (
    "In each sample the arm that does best there has no regret; the others regret by how much worse"
    " they do, in the same worlds. On the right, the share of samples in which an arm is"
    " satisfactory: within the smallest difference that matters of the best (the band at zero)."
)


def draw(found: Studied[DiscoverySummary], width: float) -> Chart | Missing:
    tables = found.summary.regret
    if not tables or len(next(iter(tables.values()))) < 2:
        return Missing(reason="there is one arm only, so there is nothing to regret")
    from matplotlib.lines import Line2D

    keys = [
        Line2D(
            [],
            [],
            linestyle="none",
            marker=marker,
            markersize=size,
            markeredgewidth=1.6,
            color=style.BLUE,
            markerfacecolor=_inside(marker),
            label=label,
        )
        for _, marker, size, label in reversed(_MARKS)
    ]
    labels = {name: [folded_text(arm, 26) for arm in arms] for name, arms in tables.items()}
    heights = [row_height(one) * len(one) + 0.85 for one in labels.values()]
    figure = style.sheet(
        found.source(found.summary.samples, "samples"),
        width,
        sum(heights),
        title="What each arm may come to be regretted",
        reading=_READING,
        keys=keys,
    )
    grid = figure.subplots(len(tables), 1, squeeze=False, height_ratios=heights)[:, 0]
    for axes, (name, arms) in zip(grid, tables.items(), strict=True):
        rows(axes, labels[name])
        _panel(axes, found.outcome(name), arms)
    parts = _parts(found)
    return Chart(figure=figure, alt=" ".join(parts), numbers=_table(tables), says=parts[1])


def _inside(marker: str) -> str:
    """What fills a mark: the larger is hollow, so that the smaller shows where both stand."""
    return "white" if marker == "D" else style.BLUE


def _panel(axes: Axes, outcome: Outcome, arms: Mapping[str, RegretSummary]) -> None:
    by = factor(outcome)
    axes.axvspan(0.0, by * outcome.matters, color=style.PALE, linewidth=0, zorder=0)
    for at, regret in enumerate(arms.values()):
        axes.plot(
            [0.0, by * regret.max],
            [at, at],
            color=style.SKY,
            linewidth=2.5,
            solid_capstyle="butt",
            zorder=1,
        )
        for figure, marker, size, _ in _MARKS:
            axes.plot(
                [by * figure(regret)],
                [at],
                linestyle="none",
                marker=marker,
                markersize=size,
                markeredgewidth=1.6,
                color=style.BLUE,
                markerfacecolor=_inside(marker),
                zorder=2,
                clip_on=False,
            )
        beside(axes, at, percent(regret.satisfactory), style.BLACK, style.SMALL)
    beside(axes, -0.85, "satisfactory in", style.GREY, style.SMALL)
    axes.set_xlim(left=-0.02 * axes.get_xlim()[1])
    axes.set_title(
        f"{outcome.title} (matters from {smallest(outcome)} {told_unit(outcome)})", loc="left"
    )
    axes.set_xlabel(f"regret, in {told_unit(outcome)}")


def _parts(found: Studied[DiscoverySummary]) -> list[str]:
    parts = [
        (
            "Regret of each arm over all samples: mean, and share of samples in which it is"
            " satisfactory."
        )
    ]
    for name, arms in found.summary.regret.items():
        outcome = found.outcome(name)
        said = [
            f"{arm} {plain(factor(outcome) * one.mean, decimals(outcome))},"
            f" {percent(one.satisfactory)}"
            for arm, one in arms.items()
        ]
        parts.append(f"{outcome.title.capitalize()} ({told_unit(outcome)}): {as_list(said)}.")
    return parts


def _table(tables: Mapping[str, Mapping[str, RegretSummary]]) -> Table:
    return Table(
        header=("outcome", "arm", "mean", "p90", "max", "satisfactory", "best"),
        rows=tuple(
            (name, arm, one.mean, one.p90, one.max, one.satisfactory, one.best)
            for name, arms in tables.items()
            for arm, one in arms.items()
        ),
    )
