"""Tornado: how far an outcome moves when one input goes to its low and to its high end, the longest
moves on top.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from sim.experiment.sensitivity.sensitivity_summary import (
    ChangeSummary,
    SensitivitySummary,
    SwingSummary,
)
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Missing, Outcome, Table, number_or_nan
from sim.output.charts.base.words import decimals, factor, plain, signed_number, told_unit
from sim.output.charts.run.distributions import ARROWS
from sim.output.charts.studies.study_evidence import Studied, beside, input_labels, row_height, rows
from sim.output.words import as_list

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST: Final = 10  # inputs on a panel; all are in the table behind it
_TICKS: Final = 6  # steps of the axis, so that its numbers do not touch
THICK: Final = 0.34
#: Which end, where its bar lies on the line, and how it looks: never by colour alone.
ENDS: Final[tuple[tuple[Callable[[SwingSummary], ChangeSummary], float, str, str, str], ...]] = (
    (lambda swing: swing.down, -0.19, style.SKY, "////", "input at its low end"),
    (lambda swing: swing.up, 0.19, style.ORANGE, "", "input at its high end"),
)
_READING: Final = (
    "Each input alone is moved {far}, all others in place, in the same worlds. Bars: change from"
    " the scenario as it is; lines: {level} intervals. Bold names: further than any input would in"
    " fewer than {alpha:.3g} of 100 exchanges of low, own and high; the others cannot be told."
)


def draw(found: Studied[SensitivitySummary], width: float) -> Chart | Missing:
    summary = found.summary
    panels = {name: _moving_inputs(summary.swings[name].factors) for name in summary.swings}
    if not any(panels.values()):
        return Missing(reason="no input moves any outcome by itself")
    from matplotlib.patches import Patch

    keys = [
        Patch(facecolor=colour, hatch=hatch, edgecolor=style.BLACK, linewidth=0.6, label=label)
        for _, _, colour, hatch, label in ENDS
    ]
    shown = {name: moving for name, moving in panels.items() if moving}
    labels = {name: input_labels(moving, summary.factors) for name, moving in shown.items()}
    heights = [row_height(one) * len(one) + 0.75 for one in labels.values()]
    far = (
        "to both ends of its range"
        if summary.percent is None
        else f"{summary.percent:g} % either way"
    )
    figure = style.sheet(
        found.source(summary.points.alone, "points"),
        width,
        sum(heights),
        title=f"What moves {summary.looked_at.title}",
        reading=_READING.format(far=far, level=found.level, alpha=100 * (1 - summary.confidence)),
        keys=keys,
    )
    grid = figure.subplots(len(shown), 1, squeeze=False, height_ratios=heights)[:, 0]
    for axes, (name, moving) in zip(grid, shown.items(), strict=True):
        rows(axes, labels[name])
        _panel(axes, found, name, moving)
    parts = _parts(found, shown)
    return Chart(figure=figure, alt=" ".join(parts), numbers=_table(summary), says=parts[1])


def _moving_inputs(factors: Mapping[str, SwingSummary]) -> dict[str, SwingSummary]:
    """The inputs that do anything, as far as there is room."""
    moving = {
        path: swing for path, swing in factors.items() if (swing.down.value or swing.up.value)
    }
    return dict(list(moving.items())[:MOST])


def _panel(
    axes: Axes, found: Studied[SensitivitySummary], name: str, moving: Mapping[str, SwingSummary]
) -> None:
    outcome = found.outcome(name)
    by = factor(outcome)
    for at, swing in enumerate(moving.values()):
        for end, shift, colour, hatch, _ in ENDS:
            change = end(swing)
            axes.barh(
                at + shift,
                by * change.value,
                height=THICK,
                color=colour,
                hatch=hatch,
                edgecolor=style.BLACK,
                linewidth=0.6,
            )
            # What moved in no world has no bar, and an interval that would hide all others.
            if change.value and change.low is not None and change.high is not None:
                axes.plot(
                    [by * change.low, by * change.high],
                    [at + shift] * 2,
                    color=style.BLACK,
                    linewidth=0.9,
                    solid_capstyle="butt",
                )
    for at, (label, (path, swing)) in enumerate(
        zip(axes.get_yticklabels(), moving.items(), strict=True)
    ):
        label.set_fontweight("bold" if swing.shown else "normal")
        label.set_fontsize(style.SMALL)
        low, high = found.summary.factors[path].moved
        beside(axes, at, f"{low} to {high}", style.GREY, style.SMALL)
    axes.axvline(0.0, color=style.BLACK, linewidth=1.0)
    here = plain(by * found.summary.swings[name].here, decimals(outcome))
    axes.set_title(f"{outcome.title}: {here} {told_unit(outcome)} as it is", loc="left")
    axes.locator_params(axis="x", nbins=_TICKS)
    axes.set_xlabel(f"change, in {told_unit(outcome)}   {ARROWS[outcome.better]}".rstrip())


def _parts(
    found: Studied[SensitivitySummary], shown: Mapping[str, Mapping[str, SwingSummary]]
) -> list[str]:
    parts = [f"What moves {found.summary.response}, one input at a time."]
    for name, moving in shown.items():
        outcome = found.outcome(name)
        said = [
            f"{path} from {_movement_text(outcome, swing.down)} to"
            f" {_movement_text(outcome, swing.up)}"
            for path, swing in list(moving.items())[:3]
        ]
        parts.append(
            f"{outcome.title.capitalize()} ({told_unit(outcome)}) moves most with {as_list(said)}."
        )
    return parts


def _movement_text(outcome: Outcome, change: ChangeSummary) -> str:
    return signed_number(factor(outcome) * change.value, decimals(outcome))


def _table(summary: SensitivitySummary) -> Table:
    ends = ("down", "up", "across")
    return Table(
        header=(
            "outcome",
            "unit",
            "as_it_is",
            "input",
            "meaning",
            "low",
            "high",
            *(f"{end}{part}" for end in ends for part in ("", "_low", "_high")),
            "p_adjusted",
            "stands_out",
        ),
        rows=tuple(
            (
                name,
                summary.outcomes[name].unit,
                found.here,
                path,
                summary.factors[path].meaning,
                *summary.factors[path].moved,
                *(
                    number_or_nan(part)
                    for one in (swing.down, swing.up, swing.across)
                    for part in (one.value, one.low, one.high)
                ),
                number_or_nan(swing.p),
                "yes" if swing.shown else "no",
            )
            for name, found in summary.swings.items()
            for path, swing in found.factors.items()
        ),
    )
