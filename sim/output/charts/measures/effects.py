"""Effects and interactions of measures: what each moves on average, and what others make of its
effect.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from sim.experiment.measures.measures_summary import EffectSummary, RowSummary
from sim.output.charts.base import style
from sim.output.charts.base.chart import Cell, Chart, Missing, Outcome, Table
from sim.output.charts.base.words import (
    decimals,
    display_width,
    factor,
    folded_text,
    signed_number,
    told_unit,
)
from sim.output.charts.measures.trial_evidence import Tried, towards

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

LINE: Final = 0.27  # inches a row of cells
UNSHOWN: Final = "not shown"
TALL: Final = 0.33  # where its name takes two lines
STRONGEST: Final = 4.0  # multiples of what matters at which the colour is full
_NAME: Final = 34  # letters of a name on a line
_BESIDE: Final = 2.5  # inches that names of rows and margins take
_LETTER: Final = 0.075


def draw(found: Tried, width: float) -> Chart | Missing:
    outcomes, rows = _outcomes(found), found.rows
    several = len(rows) > 1
    names, pairs = [_outcome_name(one) for one in outcomes], _measure_names(found)
    ratios = [
        _high(names, LINE) * len(outcomes),
        *([_high(pairs, TALL) * len(rows)] if several else []),
    ]
    height = sum(ratios) + (3.9 if several else 2.0)
    figure = style.page(
        found.evidence,
        width,
        height,
        title="What each measure moves, and what others make of its effect",
        reading=_reading(found),
        keys=_keys(found, outcomes),
    )
    panels = figure.subplots(len(ratios), 1, squeeze=False, height_ratios=ratios).ravel()
    _average(panels[0], found, outcomes, width)
    if several:
        _interactions(panels[1], found, width)
    return Chart(
        figure=figure, alt=_alt(found, outcomes), numbers=_table(found), says=_says(found, outcomes)
    )


def _reading(found: Tried) -> str:
    return (
        "Above: the effect of each measure on average over all sets of the others. Below: by how"
        " much the measure of the column changes the effect of the measure of the row on what is"
        " expected of that. Numbers are in the unit of the row. ▲ is better (below: more as"
        " expected), ▼ is worse; where neither way is better, the sign alone tells. A cell is"
        f" filled the more the larger its effect, fully at {STRONGEST:g} times what matters."
        f" Unfilled: not shown (p above {found.summary.alpha:.4g} after Holm's adjustment)."
    )


def _keys(found: Tried, outcomes: Sequence[Outcome]) -> list[Artist]:
    """Keys to the cells that there are."""
    from matplotlib.patches import Patch

    seen = {*_cells(found, outcomes)}
    looks = {
        "▲ better": _colour(3.0),
        "▼ worse": _colour(-3.0),
        "more or less, neither better": _colour(3.0, sided=False),
    }
    keys: list[Artist] = [
        Patch(facecolor=colour, edgecolor=style.GREY, label=label)
        for label, colour in looks.items()
        if label in seen
    ]
    if UNSHOWN in seen:
        keys.append(Patch(facecolor="white", edgecolor=style.GREY, linewidth=0.6, label=UNSHOWN))
    return keys


def _cells(found: Tried, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What each cell says, by its key."""
    for row in found.rows:
        for outcome in outcomes:
            strength = towards(outcome.better, _estimate(found, row, outcome.name))
            sided = outcome.better != "neither"
            yield _kind(strength, shown=found.is_shown(row, outcome.name), sided=sided)
        for one in row.conditions:
            if one.kind == "measure":
                strength = towards(row.expected.direction, one.difference.estimate)
                p = one.difference.p_adjusted
                yield _kind(strength, shown=p is not None and p < found.summary.alpha, sided=True)


def _kind(strength: float, *, shown: bool, sided: bool) -> str:
    if not shown:
        return UNSHOWN
    if not sided:
        return "more or less, neither better"
    return "▲ better" if strength > 0.0 else "▼ worse"


def _colour(strength: float, *, sided: bool = True) -> tuple[float, float, float, float]:
    """Orange for better and purple for worse; grey where neither way is better."""
    from matplotlib import colormaps

    size = 0.0 if math.isnan(strength) else max(-1.0, min(1.0, strength / STRONGEST))
    share = 0.5 + 0.42 * size if sided else 0.42 * abs(size)
    red, green, blue, alpha = colormaps["PuOr_r" if sided else "Greys"](share)
    return red, green, blue, alpha


def _outcomes(found: Tried) -> list[Outcome]:
    """The headline outcomes, those on which a measure is tested, and none that no measure moves at
    all; where nothing moves, those on which measures are tested.
    """
    tested = dict.fromkeys(row.expected.outcome for row in found.rows)
    names = {*tested, *found.evidence.headlines}
    moved = [
        found.outcome(name)
        for name in found.evidence.outcomes
        if name in names and any(_estimate(found, row, name) for row in found.rows)
    ]
    return moved or [found.outcome(name) for name in tested]


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
                sided=outcome.better != "neither",
            )
    _frame(axes, [_outcome_name(one) for one in outcomes], found, width)
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
                _cell(
                    axes,
                    names.index(one.on),
                    line,
                    difference,
                    outcome,
                    strength,
                    shown=shown,
                    sided=True,
                )
        _blank(axes, line, line)
    _frame(axes, _measure_names(found), found, width)
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
    sided: bool,
) -> None:
    from matplotlib.patches import Rectangle

    face = _colour(strength, sided=sided) if shown else "white"
    axes.add_patch(
        Rectangle(
            (column - 0.5, line - 0.5), 1, 1, facecolor=face, edgecolor=style.PALE, linewidth=0.6
        )
    )
    text = "-" if value is None else signed_number(value * factor(outcome), decimals(outcome))
    if shown and strength and sided:  # what colour says, for those who do not see it
        text += " ▲" if strength > 0.0 else " ▼"
    strong = shown and sided and abs(strength) > 0.75 * STRONGEST
    ink = "#FFFFFF" if strong else style.BLACK if shown else style.GREY
    axes.text(column, line, text, ha="center", va="center", fontsize=style.SMALL, color=ink)


def _outcome_name(outcome: Outcome) -> str:
    return folded_text(f"{outcome.title}, {told_unit(outcome)}", _NAME)


def _measure_names(found: Tried) -> list[str]:
    """Each measure, and below it the outcome in which its effect is looked for."""
    return [
        f"{folded_text(row.title, _NAME)}:\n"
        f"{folded_text(found.outcome(row.expected.outcome).title, _NAME)}"
        for row in found.rows
    ]


def _high(names: Sequence[str], least: float) -> float:
    """Inches of a row of cells that the longest of the names fits beside."""
    return max(least, 0.06 + 0.165 * max(name.count("\n") + 1 for name in names))


def _blank(axes: Axes, column: float, line: float) -> None:
    axes.text(column, line, "·", ha="center", va="center", color=style.GREY)


def _frame(axes: Axes, labels: list[str], found: Tried, width: float) -> None:
    axes.set_xlim(-0.5, len(found.rows) - 0.5)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    room = int((width - _BESIDE) / len(found.rows) / _LETTER)
    words = [word for row in found.rows for word in row.title.split()]
    steep = max(map(display_width, words)) > room  # no name is broken within a word
    titles = [folded_text(row.title, 22 if steep else room) for row in found.rows]
    turn: dict[str, Any] = (
        {"rotation": 35.0, "ha": "right", "rotation_mode": "anchor"} if steep else {}
    )
    axes.set_xticks(range(len(titles)), titles, fontsize=style.SMALL, **turn)
    axes.set_yticks(range(len(labels)), labels, fontsize=style.SMALL)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _alt(found: Tried, outcomes: list[Outcome]) -> str:
    parts = [_moved_outcomes_text(found, row, outcomes) for row in found.rows]
    return "Effects of measures on average. " + ". ".join(parts) + "."


def _says(found: Tried, outcomes: list[Outcome]) -> str:
    """The measure that is shown to move most outcomes."""
    most = max(found.rows, key=lambda row: sum(found.is_shown(row, one.name) for one in outcomes))
    return f"On average {_moved_outcomes_text(found, most, outcomes)}."


def _moved_outcomes_text(found: Tried, row: RowSummary, outcomes: list[Outcome]) -> str:
    """What a measure is shown to move."""
    moved = [one for one in outcomes if found.is_shown(row, one.name)]
    said = (
        ", ".join(f"{one.title} by {_effect_text(found, row, one)}" for one in moved)
        or "nothing that is shown"
    )
    return f"{row.title} moves {said}"


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
