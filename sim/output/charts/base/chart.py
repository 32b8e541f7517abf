"""What a chart is made from and what it consists of, apart from how any of them is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.experiment.outcomes.definitions import OutcomeSummary as Outcome
from sim.experiment.statistics.verdicts import Beside, Verdict

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.output.answer.pictures.picture_values import Shown
    from sim.output.evidence.traced_world import Traced

__all__ = [
    "Cell",
    "Chart",
    "Difference",
    "Evidence",
    "Floats",
    "Missing",
    "Outcome",
    "Paths",
    "Table",
    "number_or_nan",
]

Floats = NDArray[np.float64]
Cell = str | float | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An arm less the baseline in one outcome, over the worlds in which both have it.

    ``better`` and ``worse`` are the shares of these worlds in which the arm did so, NaN where
    neither way is better; ``clear`` says whether the difference stands after adjustment for all the
    others that were looked at, and ``verdict`` what may be said of its size, with what stands
    ``beside``. An event that no world showed would undo it if it were larger than ``unseen``; it is
    ``firm`` if none can be, and about ``worlds_to_tell`` worlds would tell what these cannot.
    """

    estimate: float
    low: float
    high: float
    pairs: int
    better: float
    worse: float
    clear: bool
    verdict: Verdict | None = None
    beside: Beside = ""
    unseen: float = float("nan")
    firm: str = ""
    worlds_to_tell: int | None = None


#: By arm, hours since the start and by state an array of worlds x hours.
Paths = Mapping[str, tuple[Floats, Mapping[str, Floats]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that charts may know of a run: saved results, never the model.

    ``told`` gives the kept world by arm, and ``paths`` those of the first worlds, if there are any.
    ``looked_at`` is the arm that charts of one arm show; where it is empty, each chooses.
    ``never_asks`` are the arms that do not ask the patron; ``titles`` is what people call the arms,
    and ``shown`` gives the answer with what its pictures show, if there is one. Where arms go by
    their titles, ``ids`` are what the scenario calls them. ``drawn`` is for how many worlds each
    draw of uncertain inputs is; 0 where none are drawn.
    """

    name: str
    title: str
    arms: tuple[str, ...]
    baseline: str
    seed: int
    worlds: int
    digest: str
    confidence: float
    outcomes: Mapping[str, Outcome]
    headlines: tuple[str, ...]
    column: Callable[[str, str], Floats]
    differences: Mapping[tuple[str, str], Difference]
    told: Callable[[], Mapping[str, Traced]] = dict
    looked_at: str = ""
    never_asks: frozenset[str] = frozenset()
    paths: Callable[[], Paths] = dict
    shown: Callable[[], Shown | None] = lambda: None
    titles: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    drawn: int = 0

    def id_of(self, arm: str) -> str:
        """What the scenario calls an arm that may go by its title here."""
        return self.ids.get(arm, arm)

    def title_of(self, arm: str) -> str:
        """What people call an arm."""
        return self.titles.get(arm, arm)

    @property
    def others(self) -> tuple[str, ...]:
        """The arms that are compared with the baseline."""
        return tuple(arm for arm in self.arms if arm != self.baseline)

    def happened(self, arm: str, name: str) -> NDArray[np.bool_]:
        """In which worlds of an arm an outcome that is yes or no is yes; not where it is absent."""
        return np.nan_to_num(self.column(arm, name)) > 0.5

    def happened_if_measured(self, arm: str, name: str) -> NDArray[np.bool_]:
        """The same, and no where the model of that time did not measure it."""
        if name in self.outcomes:
            return self.happened(arm, name)
        return np.zeros(len(self.column(arm, "struck")), dtype=np.bool_)

    def known_values(self, arm: str, name: str) -> Floats:
        """A column without the worlds in which it does not exist."""
        values = self.column(arm, name)
        return values[~np.isnan(values)]


def number_or_nan(value: float | None) -> float:
    """A number of a summary; NaN where there is none."""
    return float("nan") if value is None else float(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The numbers behind a chart."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A figure, the same in words, and its numbers; ``says`` is what these let one say, where they
    let one say more than any such chart.
    """

    figure: Figure
    alt: str
    numbers: Table
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Why these results cannot give a chart, as the end of a sentence."""

    reason: str


E = TypeVar("E")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[E]):
    """A kind of chart: how it is drawn (from what charts see of such results, at a width in
    inches), its title, and what it lets one say.
    """

    draw: Callable[[E, float], Chart | Missing]
    title: str
    says: str
