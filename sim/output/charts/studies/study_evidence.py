"""What charts may know of a study of what matters: its summary, its outcomes, and what stands below
every picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from sim.experiment.comparison.summary_parts import FactorSummary, Summary
from sim.output.charts.base.chart import Chart, Missing, Outcome
from sim.output.charts.base.words import folded_text, left_to_right, shortened_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes


LINE: Final = 0.145  # inches of a line of the smallest text
_TITLE: Final = 2  # lines of what an input is

S = TypeVar("S", bound=Summary)


@dataclass(frozen=True, slots=True, kw_only=True)
class Studied(Generic[S]):
    """A study as charts see it: what it says."""

    summary: S

    def outcome(self, name: str) -> Outcome:
        return self.summary.outcomes[name]

    @property
    def level(self) -> str:
        """The level of intervals."""
        return f"{100 * self.summary.confidence:g} %"

    def source(self, points: int, what: str, worlds: int | None = None) -> str:
        """Where the numbers come from, and what they are not; ``worlds`` of a point, if not those
        of the summary.
        """
        scenario = self.summary.scenario
        title = left_to_right(scenario.heading)
        many = f"{points:,} {what} x {worlds or self.summary.replications} worlds per arm"
        return (
            f"{title} · {many} · seed {self.summary.seed} · scenario {scenario.digest[:8]} · not a"
            " forecast"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyKind(Generic[S]):
    """A kind of chart: how it is drawn (at a width in inches), its title, and what it
    lets one say.
    """

    draw: Callable[[Studied[S], float], Chart | Missing]
    title: str
    says: str


def input_label(path: str, meaning: str, columns: int) -> str:
    """What an input is, in two lines at most, and its path in brackets."""
    lines = folded_text(meaning, columns).split("\n")
    if len(lines) > _TITLE:
        lines = [*lines[: _TITLE - 1], shortened_text(" ".join(lines[_TITLE - 1 :]), columns)]
    return "\n".join([*lines, *folded_text(f"({path})", columns).split("\n")])


def input_labels(
    paths: Iterable[str], factors: Mapping[str, FactorSummary], columns: int = 36
) -> list[str]:
    """The same for several inputs."""
    return [input_label(path, factors[path].meaning, columns) for path in paths]


def row_height(labels: Sequence[str]) -> float:
    """Inches from line to line so that labels of several lines do not touch."""
    return 0.1 + LINE * max([1, *(label.count("\n") + 1 for label in labels)])


def rows(axes: Axes, labels: list[str]) -> None:
    """One line for each label, the first on top."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines.left.set_visible(False)
    axes.grid(visible=True, axis="x")


def beside(axes: Axes, at: float, text: str, colour: str, size: float) -> None:
    """Text right of the drawing, on line ``at``."""
    axes.annotate(
        text,
        (1.0, at),
        xycoords=axes.get_yaxis_transform(),
        xytext=(6, 0),
        textcoords="offset points",
        ha="left",
        va="center_baseline",
        fontsize=size,
        color=colour,
        annotation_clip=False,
    )
