"""What charts may know of a study of what matters: its summary, its outcomes, and what stands below every picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.output.charts.chart import Chart, Missing, Outcome
from sim.output.charts.words import left_to_right

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True, kw_only=True)
class Studied:
    """A study as charts see it: ``summary`` is its summary.json, ``points`` how many were simulated for the picture."""

    summary: Mapping[str, Any]

    def outcome(self, name: str) -> Outcome:
        return Outcome(**self.summary["outcomes"][name])

    @property
    def response(self) -> str:
        """What was looked at, for a title."""
        return str(self.summary["response"]).removesuffix(", in the same worlds")

    @property
    def level(self) -> str:
        """The level of intervals."""
        return f"{100 * self.summary['confidence']:g} %"

    def source(self, points: int, what: str) -> str:
        """Where the numbers come from, and what they are not."""
        scenario = self.summary["scenario"]
        title = left_to_right(scenario["title"] or scenario["name"])
        many = f"{points:,} {what} x {self.summary['replications']} worlds per arm"
        return f"{title} · {many} · seed {self.summary['seed']} · scenario {scenario['digest'][:8]} · not a forecast"


Draw = Callable[[Studied, float], Chart | Missing]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyKind:
    """A kind of chart: how it is drawn (at a width in inches), its title, and what it lets one say."""

    draw: Draw
    title: str
    says: str


def rows(axes: Axes, labels: list[str]) -> None:
    """One line for each label, the first on top."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(visible=True, axis="x")


def beside(axes: Axes, at: float, text: str, colour: str, size: float) -> None:
    """Text right of the drawing, on line ``at``."""
    axes.annotate(
        text, (1.0, at), xycoords=axes.get_yaxis_transform(), xytext=(6, 0), textcoords="offset points", ha="left",
        va="center_baseline", fontsize=size, color=colour, annotation_clip=False,
    )  # fmt: skip
