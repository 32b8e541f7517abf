"""Strips: the mean outcome along the range of each input, band by band, whatever all other inputs
are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sim.experiment.sensitivity.sensitivity_summary import BandSummary, SensitivitySummary, Verdict
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Missing, Table, number_or_nan
from sim.output.charts.base.words import decimals, factor, plain, told_unit
from sim.output.charts.studies.study_evidence import Studied, beside, input_labels, row_height, rows
from sim.output.words import as_list

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST: Final = 10
_HIGH: Final = 0.36  # of a line, either way of its middle
_SIDES: Final = (1.0, 0.8)  # width of the strips, and of the effects beside them
_WORDS: Final[Mapping[Verdict, str]] = {
    "matters": "matters",
    "may be small": "may be small",
    "cannot be told": "cannot be told",
    "too rare": "too rare to tell",
}
_COLOURS: Final[Mapping[Verdict, str]] = {
    "matters": style.BLUE,
    "may be small": style.SKY,
    "cannot be told": style.PALE,
    "too rare": style.PALE,
}
_READING: Final = (
    "Left: how far the mean in each of {bands} equal parts of an input's range, low end first, lies"
    " above or below the mean of all draws, which is the line; bars of an outcome have one scale,"
    " that of its tallest. Right: the highest less the lowest of these means, with {level}"
    " intervals; dashed: the least difference that matters. Filled on either side: shown after"
    " Holm's adjustment. From {worlds:,} worlds in {draws:,} draws of all inputs."
)


def draw(found: Studied[SensitivitySummary], width: float) -> Chart | Missing:
    summary = found.summary
    panels = {
        name: dict([one for one in screening.factors.items() if one[1].effect][:MOST])
        for name, screening in summary.screening.items()
    }
    shown = {name: factors for name, factors in panels.items() if factors}
    if not shown:
        return Missing(reason="no input changes any outcome")
    labels = {name: input_labels(factors, summary.factors) for name, factors in shown.items()}
    heights = [row_height(one) * len(one) + 0.8 for one in labels.values()]
    figure = style.sheet(
        found.source(summary.points.together, "draws", _worlds(summary)),
        width,
        sum(heights),
        title=f"Which inputs matter: {summary.looked_at.title}",
        reading=_reading(found),
    )
    grid = figure.subplots(
        len(shown), 2, squeeze=False, height_ratios=heights, width_ratios=_SIDES, sharey="row"
    )
    for (left, right), (name, factors) in zip(grid, shown.items(), strict=True):
        rows(left, labels[name])
        _strips(left, found, name, factors)
        _effects(right, found, name, factors)
    return Chart(figure=figure, alt=_alt(found, shown), numbers=_table(summary))


def _worlds(summary: SensitivitySummary) -> int:
    """Worlds of a draw."""
    return next(iter(summary.screening.values())).power.worlds // summary.points.together


def _reading(found: Studied[SensitivitySummary]) -> str:
    screening = next(iter(found.summary.screening.values()))
    bands = max(len(one.means) for one in screening.factors.values())
    return _READING.format(
        bands=bands, level=found.level, worlds=screening.power.worlds, draws=found.summary.samples
    )


def _strips(
    axes: Axes, found: Studied[SensitivitySummary], name: str, factors: Mapping[str, BandSummary]
) -> None:
    here = found.summary.screening[name].here
    furthest = max(abs(mean - here) for one in factors.values() for mean in one.means)
    for at, one in enumerate(factors.values()):
        axes.plot([0, 1], [at, at], color=style.GREY, linewidth=0.5, zorder=1)
        for band, mean in enumerate(one.means):
            height = _HIGH * (mean - here) / furthest
            axes.bar(
                (band + 0.5) / len(one.means),
                -height,  # lines count downwards
                width=0.86 / len(one.means),
                bottom=at,
                color=_COLOURS[one.verdict],
                edgecolor=style.BLACK,
                linewidth=0.5,
                zorder=2,
            )
    for label, one in zip(axes.get_yticklabels(), factors.values(), strict=True):
        label.set_fontsize(style.SMALL)
        label.set_fontweight("bold" if one.verdict == "matters" else "normal")
    axes.set_xlim(0.0, 1.0)
    axes.set_xticks([0.0, 1.0], ["low", "high"])
    axes.grid(visible=False)
    outcome = found.outcome(name)
    told = plain(factor(outcome) * here, decimals(outcome))
    axes.set_title(f"{outcome.title}: {told} {told_unit(outcome)} on average", loc="left")
    tallest = plain(factor(outcome) * furthest, decimals(outcome))
    axes.set_xlabel(
        "input, from end to end of its range\n"
        f"tallest bar: {tallest} {told_unit(outcome)} from the mean"
    )


def _effects(
    axes: Axes, found: Studied[SensitivitySummary], name: str, factors: Mapping[str, BandSummary]
) -> None:
    outcome = found.outcome(name)
    by = factor(outcome)
    for at, one in enumerate(factors.values()):
        high = one.effect if one.high is None else one.high
        axes.plot(
            [by * one.low, by * high],
            [at, at],
            color=style.BLUE,
            linewidth=1.4,
            solid_capstyle="butt",
        )
        axes.plot(
            [by * one.effect],
            [at],
            marker="o",
            markersize=5.5,
            markeredgecolor=style.BLUE,
            markeredgewidth=1.3,
            markerfacecolor=style.BLUE if one.verdict in ("matters", "may be small") else "white",
            linestyle="none",
            clip_on=False,
            zorder=3,
        )
        beside(axes, at, _WORDS[one.verdict], style.GREY, style.SMALL)
    axes.axvline(by * outcome.matters, color=style.VERMILLION, linewidth=1.2, linestyle="--")
    axes.spines.left.set_visible(False)
    axes.tick_params(axis="y", length=0, labelleft=False)
    axes.grid(visible=True, axis="x")
    axes.set_xlim(left=0.0)
    axes.set_xlabel(f"effect, in {told_unit(outcome)}")


def _alt(found: Studied[SensitivitySummary], shown: Mapping[str, Mapping[str, BandSummary]]) -> str:
    parts = [f"Which inputs matter for {found.summary.response}, all of them drawn together."]
    for name, factors in shown.items():
        outcome = found.outcome(name)
        said = [
            f"{path} {plain(factor(outcome) * one.effect, decimals(outcome))} ({one.course})"
            if one.course
            else f"{path} {plain(factor(outcome) * one.effect, decimals(outcome))}"
            for path, one in factors.items()
            if one.verdict in ("matters", "may be small")
        ]
        told = as_list(said[:5]) if said else "none can be told at these numbers"
        parts.append(
            f"{outcome.title.capitalize()}, highest less lowest mean along the range in"
            f" {told_unit(outcome)}: {told}."
        )
    return " ".join(parts)


def _table(summary: SensitivitySummary) -> Table:
    most = max(
        len(one.means) for found in summary.screening.values() for one in found.factors.values()
    )
    return Table(
        header=(
            "outcome",
            "input",
            "effect",
            "low",
            "high",
            "p_holm",
            "course",
            "verdict",
            *(f"band_{at + 1}" for at in range(most)),
        ),
        rows=tuple(
            (
                name,
                path,
                one.effect,
                one.low,
                number_or_nan(one.high),
                one.p,
                one.course,
                one.verdict,
                *one.means,
                *[float("nan")] * (most - len(one.means)),
            )
            for name, found in summary.screening.items()
            for path, one in found.factors.items()
        ),
    )
