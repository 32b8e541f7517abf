"""Effects and interactions of measures: what each moves on average, and what others make of its
effect.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.experiment.measures.measures_summary import EffectSummary, RowSummary
from sim.output.charts.base import style
from sim.output.charts.base.chart import Cell, Chart, Missing, Outcome, Table
from sim.output.charts.base.words import (
    decimals,
    factor,
    folded_text,
    short,
    signed_number,
    told_unit,
)
from sim.output.charts.measures.trial_evidence import Tried, towards

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

LINE: Final = 0.27  # inches a row of cells
STRONGEST: Final = 4.0  # multiples of what matters at which the colour is full
_BESIDE: Final = 2.5  # inches that names of rows and margins take
_LETTER: Final = 0.075


def draw(found: Tried, width: float) -> Chart | Missing:
    outcomes, rows = _outcomes(found), found.rows
    several = len(rows) > 1
    height = LINE * (len(outcomes) + (len(rows) if several else 0)) + (3.6 if several else 1.9)
    figure = style.page(
        found.evidence,
        width,
        height,
        title="What each measure moves, and what others make of its effect",
        reading=_reading(found),
        keys=_keys(),
    )
    ratios = [len(outcomes), len(rows)] if several else [1]
    panels = figure.subplots(len(ratios), 1, squeeze=False, height_ratios=ratios).ravel()
    _average(panels[0], found, outcomes, width)
    if several:
        _interactions(panels[1], found, width)
    return Chart(figure=figure, alt=_alt(found, outcomes), numbers=_table(found))


def _reading(found: Tried) -> str:
    return (
        "Above: the effect of each measure on average over all sets of the others. Below: by how"
        " much the measure of the column changes the effect of the measure of the row on what is"
        " expected of that. Numbers are in the unit of the row. ▲ is better (below: more as"
        " expected), ▼ is worse; where neither way is better, the sign alone tells. A cell is"
        f" filled the more the larger its effect, fully at {STRONGEST:g} times what matters."
        f" Hatched: not shown (p above {found.summary.alpha:.4g} after Holm's adjustment)."
    )


def _keys() -> list[Artist]:
    from matplotlib.patches import Patch

    return [
        Patch(facecolor=_colour(3.0), edgecolor=style.GREY, label="▲ better"),
        Patch(facecolor=_colour(-3.0), edgecolor=style.GREY, label="▼ worse"),
        Patch(
            facecolor="white", hatch="////", edgecolor=style.GREY, linewidth=0.6, label="not shown"
        ),
    ]


def _colour(strength: float) -> tuple[float, float, float, float]:
    from matplotlib import colormaps

    share = 0.5 if math.isnan(strength) else 0.5 + 0.42 * max(-1.0, min(1.0, strength / STRONGEST))
    red, green, blue, alpha = colormaps["PuOr_r"](share)
    return red, green, blue, alpha


def _outcomes(found: Tried) -> list[Outcome]:
    """The headline outcomes, those on which a measure is tested, and none that no measure moves at
    all.
    """
    names = dict.fromkeys(
        [*(row.expected.outcome for row in found.rows), *found.evidence.headlines]
    )
    ordered = [name for name in found.evidence.outcomes if name in names]
    return [
        found.outcome(name)
        for name in ordered
        if any(_estimate(found, row, name) for row in found.rows)
    ]


def _estimate(found: Tried, row: RowSummary, name: str) -> float | None:
    return found.summary.average[row.measure][name].estimate


def _average(axes: Axes, found: Tried, outcomes: list[Outcome], width: float) -> None:
    for column, row in enumerate(found.rows):
        for line, outcome in enumerate(outcomes):
            value = _estimate(found, row, outcome.name)
            strength = towards(outcome.better, value) / outcome.matters
            _cell(
                axes,
                column,
                line,
                value,
                outcome,
                strength,
                shown=found.is_shown(row, outcome.name),
            )
    _frame(axes, [short(f"{one.title}, {told_unit(one)}", 34) for one in outcomes], found, width)
    axes.set_title("Effect on average")


def _interactions(axes: Axes, found: Tried, width: float) -> None:
    alpha = found.summary.alpha
    names = [row.measure for row in found.rows]
    for line, row in enumerate(found.rows):
        outcome = found.outcome(row.expected.outcome)
        for one in row.conditions:
            if one.kind == "measure":
                difference, p = one.difference.estimate, one.difference.p_adjusted
                strength = towards(row.expected.direction, difference) / outcome.matters
                shown = p is not None and p < alpha
                _cell(axes, names.index(one.on), line, difference, outcome, strength, shown=shown)
        _blank(axes, line, line)
    labels = [
        f"{short(row.title, 20)}: {short(found.outcome(row.expected.outcome).title, 20)}"
        for row in found.rows
    ]
    _frame(axes, labels, found, width)
    axes.set_title("Change of a row's effect by the measure of the column")


def _cell(
    axes: Axes,
    column: float,
    line: float,
    value: float | None,
    outcome: Outcome,
    strength: float,
    *,
    shown: bool,
) -> None:
    from matplotlib.patches import Rectangle

    face = _colour(strength) if shown else "white"
    axes.add_patch(
        Rectangle(
            (column - 0.5, line - 0.5), 1, 1, facecolor=face, edgecolor="white", linewidth=1.0
        )
    )
    if not shown:
        axes.add_patch(
            Rectangle(
                (column - 0.5, line - 0.5),
                1,
                1,
                fill=False,
                hatch="////",
                edgecolor=style.PALE,
                linewidth=0.0,
            )
        )
    text = "-" if value is None else signed_number(value * factor(outcome), decimals(outcome))
    if (
        shown and strength and outcome.better != "neither"
    ):  # what colour says, for those who do not see it
        text += " ▲" if strength > 0.0 else " ▼"
    ink = "#FFFFFF" if shown and abs(strength) > 0.75 * STRONGEST else style.BLACK
    axes.text(column, line, text, ha="center", va="center", fontsize=style.SMALL, color=ink)


def _blank(axes: Axes, column: float, line: float) -> None:
    axes.text(column, line, "·", ha="center", va="center", color=style.GREY)


def _frame(axes: Axes, labels: list[str], found: Tried, width: float) -> None:
    axes.set_xlim(-0.5, len(found.rows) - 0.5)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    room = int((width - _BESIDE) / len(found.rows) / _LETTER)
    titles = [folded_text(short(row.title, 2 * room), room) for row in found.rows]
    axes.set_xticks(range(len(titles)), titles, fontsize=style.SMALL)
    axes.set_yticks(range(len(labels)), labels, fontsize=style.SMALL)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _alt(found: Tried, outcomes: list[Outcome]) -> str:
    parts = []
    for row in found.rows:
        moved = [one for one in outcomes if found.is_shown(row, one.name)]
        said = (
            ", ".join(f"{one.title} by {_effect_text(found, row, one)}" for one in moved)
            or "nothing that is shown"
        )
        parts.append(f"{row.title} moves {said}")
    return "Effects of measures on average. " + ". ".join(parts) + "."


def _effect_text(found: Tried, row: RowSummary, outcome: Outcome) -> str:
    value = _estimate(found, row, outcome.name) or 0.0
    return f"{signed_number(value * factor(outcome), decimals(outcome))} {told_unit(outcome)}"


def _table(found: Tried) -> Table:
    header = ("measure", "other", "outcome", "effect", "low", "high", "worlds", "shown")
    rows: list[tuple[Cell, ...]] = []
    for row in found.rows:
        for name, effect in found.summary.average[row.measure].items():
            rows.append((row.measure, "", name, *_numbers(effect), int(found.is_shown(row, name))))
        for one in row.conditions:
            p = one.difference.p_adjusted
            shown = int(p is not None and p < found.summary.alpha)
            rows.append(
                (row.measure, one.on, row.expected.outcome, *_numbers(one.difference), shown)
            )
    return Table(header=header, rows=tuple(rows))


def _numbers(effect: EffectSummary) -> tuple[Cell, ...]:
    ends = (
        float("nan") if end is None else end for end in (effect.estimate, effect.low, effect.high)
    )
    return (*ends, effect.worlds)
