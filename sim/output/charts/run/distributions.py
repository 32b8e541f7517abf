"""Cumulative distributions: not only the mean, but how often it is how bad, one panel per outcome
and one line per arm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Evidence, Floats, Missing, Outcome, Table
from sim.output.charts.base.style import Look
from sim.output.charts.base.words import decimals, folded_text, plain, unit
from sim.output.words import many_text

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

PANELS: Final = (
    "strike_h",
    "round_trip_h",
    "notice_h",
    "peak_rung",
    "burden",
    "deescalation_h",
    "threat_end",
    "trust_of_patron",
    "suspended_h",
)
STEPS: Final = 120  # points of a line; more worlds than that are drawn by their quantiles
ACROSS: Final = 3
PANEL: Final = 2.05  # inches high
ARROWS: Final = {"lower": "◂ better", "higher": "better ▸", "neither": ""}
WHERE: Final = {
    "strike": "worlds with a strike",
    "wish": "worlds with a wish to strike",
    "question": "worlds with an answer",
    "blow": "worlds with a blow of the adversary",
}


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    shown = [
        evidence.outcomes[name]
        for name in PANELS
        if name in evidence.outcomes
        and any(len(evidence.known_values(arm, name)) for arm in evidence.arms)
    ]
    if not shown:
        return Missing(reason="none of its outcomes exists in any world")
    rows = -(-len(shown) // ACROSS)
    look = style.looks(evidence)
    figure = style.page(
        evidence,
        width,
        rows * PANEL + 0.1,
        title="How often, how much: each outcome in full",
        keys=_keys(evidence, look),
        reading=(
            "Height of a line: share of worlds with at most that much. Where an outcome does not"
            " exist in every world its panel says in how many (n, arms in the order of the key);"
            " these are then not the same worlds."
        ),
    )
    for at, outcome in enumerate(shown):
        axes = figure.add_subplot(rows, ACROSS, at + 1)
        _panel(axes, evidence, outcome, look)
        axes.tick_params(labelleft=at % ACROSS == 0)
        if at % ACROSS == 0:
            axes.set_ylabel("share of worlds")
    return Chart(figure=figure, alt=_alt(evidence, shown), numbers=_table(evidence, shown))


def steps(values: Floats) -> tuple[Floats, Floats]:
    """Values and the share of worlds at or below each: all of them, or ``STEPS`` quantiles where
    there are more.
    """
    ordered = np.sort(values)
    rank = np.arange(1, len(ordered) + 1)
    if len(ordered) > STEPS:
        rank = np.unique(np.ceil(np.linspace(1, len(ordered), STEPS)).astype(np.int64))
    return ordered[rank - 1], rank / len(ordered)


def _keys(evidence: Evidence, look: dict[str, Look]) -> list[Artist]:
    from matplotlib.lines import Line2D

    return [
        Line2D(
            [], [], color=look[arm].colour, linestyle=look[arm].dashes, label=folded_text(arm, 40)
        )
        for arm in evidence.arms
    ]


def _panel(axes: Axes, evidence: Evidence, outcome: Outcome, look: dict[str, Look]) -> None:
    known = {arm: evidence.known_values(arm, outcome.name) for arm in evidence.arms}
    for arm, values in known.items():
        if len(values):
            x, share = steps(values)
            axes.plot(
                np.concatenate((x[:1], x)),
                np.concatenate(([0.0], share)),
                drawstyle="steps-post",
                label=arm,
                color=look[arm].colour,
                linestyle=look[arm].dashes,
                linewidth=1.5,
            )
    axes.set_title(folded_text(outcome.title, 26), fontweight="bold", fontsize=9.5)
    axes.set_ylim(0.0, 1.02)
    axes.set_yticks([0.0, 0.5, 1.0], ["0 %", "50 %", "100 %"])
    axes.margins(x=0.03)
    axes.locator_params(axis="x", nbins=4)
    axes.grid(visible=True)
    arrow = f"   {ARROWS[outcome.better]}" if ARROWS[outcome.better] else ""
    axes.set_xlabel(
        unit(outcome) + arrow + _worlds(outcome, known, evidence.worlds), fontsize=style.SMALL
    )
    if outcome.censoring_point:
        axes.set_xlabel(f"{axes.get_xlabel()}\n{folded_text(outcome.censoring_point, 24)}")
    if any(len(values) and values.min() < 0.0 for values in known.values()):
        axes.axvline(0.0, color=style.BLACK, linewidth=0.8)


def _worlds(outcome: Outcome, known: dict[str, Floats], worlds: int) -> str:
    """A line that says in how many worlds a conditional outcome exists."""
    many = [len(values) for values in known.values()]
    if outcome.exists == "always" and set(many) == {worlds}:
        return ""
    numbers = (
        " · ".join(f"{n:,}" for n in many)
        if len(many) <= 6
        else f"{min(many):,} to {max(many):,} per arm"
    )
    return f"\nn = {numbers}\n{WHERE.get(outcome.exists, 'worlds')}"


def _alt(evidence: Evidence, shown: list[Outcome]) -> str:
    parts = []
    for outcome in shown:
        medians = [
            f"{arm} {plain(float(np.median(values)), decimals(outcome))}"
            for arm in evidence.arms
            if len(values := evidence.known_values(arm, outcome.name))
        ]
        cut = f", {outcome.censoring_point}" if outcome.censoring_point else ""
        parts.append(f"{outcome.title} ({unit(outcome)}{cut}): {', '.join(medians)}")
    return (
        f"Cumulative distributions by arm, {many_text(evidence.worlds, 'world')} each. Medians."
        f" {'; '.join(parts)}."
    )


def _table(evidence: Evidence, shown: list[Outcome]) -> Table:
    rows = []
    for outcome in shown:
        for arm in evidence.arms:
            values = evidence.known_values(arm, outcome.name)
            if len(values):
                x, share = steps(values)
                rows += [
                    (outcome.name, arm, len(values), float(a), float(b))
                    for a, b in zip(x, share, strict=True)
                ]
    return Table(header=("outcome", "arm", "n", "value", "share_at_or_below"), rows=tuple(rows))
