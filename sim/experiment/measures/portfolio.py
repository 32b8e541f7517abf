"""Which set of measures to buy: what each set gains towards a goal, what it costs, and which is
best within a budget.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, nan
from typing import Final

import numpy as np

from sim.domain.preparedness.measures import Measure, total_cost
from sim.errors import UsageError
from sim.experiment.outcomes.definitions import OUTCOMES, Outcome
from sim.experiment.outcomes.outcome_lookup import is_outcome, outcome_named
from sim.experiment.outcomes.thresholds import weight_from
from sim.experiment.statistics.estimates import Floats, Interval
from sim.experiment.statistics.selection import Scores, Selection, level_of_each, selection_among
from sim.experiment.statistics.verdicts import rounded_up
from sim.scenario.schema.quantities import Unreadable

_PLACES: Final = {name: at for at, name in enumerate(OUTCOMES)}
#: Outcomes that a goal may be made of: better one way, and there in every world, so that all sets
#: can be compared.
GOALS: Final = tuple(
    name
    for name, one in OUTCOMES.items()
    if one.better != "neither" and one.exists == "always" and name != "cost"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A weighted sum of outcomes, each counted in the direction that is better.

    One outcome alone counts in its own unit; several count in multiples of the smallest difference
    that matters in each.
    """

    parts: tuple[tuple[Outcome, float], ...]

    @property
    def single(self) -> Outcome | None:
        """The outcome, where there is only one."""
        return self.parts[0][0] if len(self.parts) == 1 else None

    @property
    def matters(self) -> float:
        """The smallest difference in it that matters: of one outcome its own, else a multiple of
        one.
        """
        return self.single.matters if self.single else 1.0

    @property
    def unit(self) -> str:
        return self.single.unit if self.single else "multiples of what matters"

    @property
    def title(self) -> str:
        if self.single:
            return self.single.title
        return " + ".join(f"{weight:g} x {outcome.title}" for outcome, weight in self.parts)

    @property
    def reach(self) -> float:
        """By how much two scores can differ for the shares in them, which lie between 0 and 1;
        others have no bound.
        """
        return sum(
            self._scale(outcome, weight)
            for outcome, weight in self.parts
            if outcome.kind == "share"
        )

    def scores(self, block: Floats) -> Floats:
        """Worlds x arms: more is better. From worlds x arms x columns, of which the outcomes come
        first.
        """
        total: Floats = np.zeros(block.shape[:2])
        for outcome, weight in self.parts:
            sign = 1.0 if outcome.better == "higher" else -1.0
            total += sign * self._scale(outcome, weight) * block[:, :, _PLACES[outcome.name]]
        return total

    def _scale(self, outcome: Outcome, weight: float) -> float:
        return 1.0 if self.single else weight / outcome.matters


def goal_of(text: str) -> Goal:
    """A goal from ``outcome`` or ``outcome:weight,outcome:weight``."""
    parts = [_part(piece.strip()) for piece in text.split(",") if piece.strip()]
    names = [outcome.name for outcome, _ in parts]
    if not parts or len(set(names)) < len(names):
        raise UsageError(
            f"--goal {text}: name outcomes, each once, such as burden or burden:2,threat_end:1."
        )
    return Goal(parts=tuple(parts))


def _part(piece: str) -> tuple[Outcome, float]:
    """An outcome and its weight. Some titles have a colon in them, so a weight is what follows the
    last one behind a name.
    """
    said, colon, told = piece.rpartition(":")
    if not colon or is_outcome(piece) or not is_outcome(said):
        return _goal(piece), 1.0
    try:
        weight = weight_from(told)
    except Unreadable:
        raise UsageError(
            f"--goal {piece}: a weight is a number above zero, such as {said}:2 or {said}:40 %."
        ) from None
    return _goal(said), weight


def _goal(said: str) -> Outcome:
    name = outcome_named(said)
    if name not in GOALS:
        raise UsageError(f"--goal {name}: {_why_not(name)}")
    return OUTCOMES[name]


def _why_not(name: str) -> str:
    outcome = OUTCOMES[name]
    reason = (
        "neither way is better"
        if outcome.better == "neither"
        else f"it exists only in worlds with a {outcome.exists}"
    )
    return (
        f"{'it is what the budget is for' if name == 'cost' else reason}. Goals can be:"
        f" {', '.join(GOALS)}."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A set of measures: its cost, its gain over no measure with an interval, and where it stands.

    Intervals of gains, and the bounds of ``behind``, its gain less that of the best other
    affordable set, hold for all sets at once, so for whichever is chosen.
    """

    measures: tuple[str, ...]
    cost: float
    gain: float
    low: float
    high: float
    affordable: bool
    efficient: bool
    retained: bool
    behind: tuple[float, float] | None

    @property
    def loss(self) -> float:
        """By how much it falls short of the true best at most; infinite where nothing is known."""
        return inf if self.behind is None else -self.behind[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """All sets, with the one chosen. ``short`` is by how much it falls short of the best affordable
    set at most, over ``worlds``.
    """

    goal: Goal
    budget: float
    chosen: int
    short: float
    worlds: int
    candidates: tuple[Candidate, ...]

    @property
    def rivals(self) -> list[Candidate]:
        """Other sets that may be the best: best first."""
        others = [
            one for at, one in enumerate(self.candidates) if one.retained and at != self.chosen
        ]
        return sorted(others, key=lambda one: -one.gain)

    @property
    def cheapest(self) -> Candidate:
        """Of the sets that may be the best the one that costs least; of equals the one that gains
        most.
        """
        return min(
            (one for one in self.candidates if one.retained), key=lambda one: (one.cost, -one.gain)
        )

    @property
    def near(self) -> Candidate | None:
        """The cheapest set that is shown to fall short of the best by no more than what matters."""
        within = [one for one in self._with_bounds if one.loss <= self.goal.matters]
        return min(within, key=lambda one: (one.cost, -one.gain), default=None)

    @property
    def worlds_to_be_near(self) -> int | None:
        """About how many worlds would show some set to lie so near."""
        loss = min((one.loss for one in self._with_bounds), default=inf)
        if loss <= self.goal.matters or loss == inf:
            return None
        return rounded_up(self.worlds * (loss / self.goal.matters) ** 2)

    @property
    def _with_bounds(self) -> list[Candidate]:
        return [one for one in self.candidates if one.behind is not None]

    @property
    def frontier(self) -> list[Candidate]:
        """Sets that gain more than any that costs no more, from the cheapest."""
        return sorted((one for one in self.candidates if one.efficient), key=lambda one: one.cost)


def expect_affordable(measures: Sequence[Measure], budget: float) -> None:
    """A measure that could be in no set within the budget is told rather than tried in vain."""
    for one in measures:
        if one.cost > budget:
            others = ",".join(other.name for other in measures if other.cost <= budget) or "..."
            raise UsageError(
                f"{one.name} alone costs {one.cost:g} million a year, more than the budget of"
                f" {budget:g}. Leave it out (--measures {others}) or raise the budget."
            )


def portfolio(
    goal: Goal,
    runs: Sequence[frozenset[str]],
    costs: Mapping[str, float],
    scores: Scores,
    *,
    budget: float,
    confidence: float,
) -> Portfolio:
    """The best affordable set; ``runs`` are the sets in the scores' order, the empty one first."""
    spent = [total_cost({name: costs[name] for name in run}) for run in runs]
    places = np.flatnonzero([cost <= budget for cost in spent])
    means, each = scores.means, level_of_each(len(places), confidence)
    ends = scores.upper_ends(each, goal.reach)[np.ix_(places, places)]
    choice = selection_among(means[places], ends)
    within = {place: at for at, place in enumerate(places.tolist())}
    gains = means - means[0]
    low, high = _intervals(scores, goal.reach, len(runs), confidence)
    candidates = tuple(
        Candidate(
            measures=tuple(sorted(run)),
            cost=spent[at],
            gain=float(gains[at]),
            low=float(low[at]),
            high=float(high[at]),
            affordable=at in within,
            efficient=_efficient(at, spent, gains),
            retained=at in within and bool(choice.retained[within[at]]),
            behind=_ends(choice, within[at]) if at in within else None,
        )
        for at, run in enumerate(runs)
    )
    return Portfolio(
        goal=goal,
        budget=budget,
        chosen=int(places[choice.best]),
        short=choice.short,
        worlds=scores.n,
        candidates=candidates,
    )


def _ends(choice: Selection, place: int) -> tuple[float, float]:
    return float(choice.low[place]), float(choice.high[place])


def _intervals(scores: Scores, reach: float, sets: int, confidence: float) -> Interval:
    """Of each gain over no measure, all at once, so that the interval of whichever is named holds.
    A single world has none.
    """
    if scores.n < 2:
        return np.full(sets, nan), np.full(sets, nan)
    ends = scores.upper_ends(1.0 - (1.0 - confidence) / (2.0 * max(sets - 1, 1)), reach)
    return -ends[0], ends[:, 0]


def _efficient(at: int, costs: Sequence[float], gains: Floats) -> bool:
    """Whether no other set gains as much for less, or more for as much; of equals the
    first counts.
    """
    for other, cost in enumerate(costs):
        cheaper = cost < costs[at] or (
            cost == costs[at] and (gains[other] > gains[at] or other < at)
        )
        if other != at and cheaper and gains[other] >= gains[at]:
            return False
    return True
