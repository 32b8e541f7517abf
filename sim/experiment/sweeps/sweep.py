"""A sweep: every combination of one or two levers' values, each simulated under all arms in the
same worlds.

Points follow one another as the last lever runs fastest. At each point the arms are compared with
the baseline in the same worlds; over all points and arms of one outcome, p-values are adjusted by
Holm's method, for this many cells are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, product
from math import isnan
from typing import Final

import numpy as np

from sim.errors import UsageError
from sim.experiment.comparison.comparison import Comparison, Estimate, comparisons, estimates
from sim.experiment.comparison.families import (
    adjusted_p_values,
    as_measured,
    not_compared,
    selected_group,
)
from sim.experiment.comparison.only_asking import (
    Apart,
    apart_by_protocol,
    arms_apart,
    expect_one_kind,
)
from sim.experiment.comparison.summary import HEADLINES, time_watched_in
from sim.experiment.comparison.summary_parts import scenario_summary
from sim.experiment.design.designs import Design, comparable
from sim.experiment.outcomes.definitions import OUTCOMES, Outcome, plain_outcome
from sim.experiment.outcomes.outcome_lookup import outcome_named
from sim.experiment.runs.plan import Plan
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.rounding import twelve_digits_or_none
from sim.experiment.statistics.tally import Tally
from sim.experiment.statistics.verdicts import Verdict, verdict_of
from sim.experiment.sweeps.break_even import benefit
from sim.experiment.sweeps.levers import Lever
from sim.experiment.sweeps.sweep_summary import (
    BreakEvenSummary,
    Cells,
    ComparisonRows,
    EstimateRows,
    SweepSummary,
    TitleSummary,
)

SCHEMA: Final = 1
KIND: Final = "sweep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """What is asked: ``levers`` over the plan's arms and worlds, and the outcomes to keep. Cells in
    which an arm changes sides are halved until no wider than ``narrow_to``.
    """

    plan: Plan
    levers: tuple[Lever, ...]
    outcomes: tuple[str, ...]
    break_even: tuple[str, ...] = ()
    narrow_to: float | None = None

    @property
    def halves(self) -> bool:
        """Whether such cells are halved: with two levers there is one for each row, so only if
        asked.
        """
        return bool(self.break_even) and (len(self.levers) == 1 or self.narrow_to is not None)

    @property
    def points(self) -> tuple[tuple[float, ...], ...]:
        """All combinations of values."""
        return tuple(product(*(lever.values for lever in self.levers)))

    def design(self) -> Design:
        """What is simulated: all points in the worlds from replication 0 on."""
        points = self.points
        return Design(
            scenario=self.plan.scenario,
            arms=self.plan.arms,
            outcomes=self.outcomes,
            factors=tuple(lever.factor for lever in self.levers),
            points=points,
            starts=(0,) * len(points),
            worlds=self.plan.replications,
            seed=self.plan.seed,
        )

    @property
    def others(self) -> tuple[str, ...]:
        """The arms that are compared with the baseline."""
        return tuple(arm for arm in self.plan.arms if arm != self.plan.baseline)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What the worlds of one point say, by arm and in it by outcome; and by outcome the ``least``
    that was seen in any arm, and the ``most`` by arm.
    """

    estimates: dict[str, list[Estimate]]
    comparisons: dict[str, list[Comparison]]
    least: Floats
    most: dict[str, Floats]


def kept_outcomes(names: Sequence[str], break_even: Sequence[str]) -> tuple[str, ...]:
    """Outcomes to keep, in their usual order: those asked for, else the headline ones; break-evens
    in any case.
    """
    wanted = set(
        map(
            outcome_named,
            [*(OUTCOMES if list(names) == ["all"] else names or HEADLINES), *break_even],
        )
    )
    return tuple(name for name in OUTCOMES if name in wanted)


def expect_comparable(sweep: Sweep) -> None:
    """A break-even needs two arms, and an outcome of which one direction is better and that every
    world has.
    """
    for name in comparable(sweep.break_even):
        benefit(name, np.zeros(0))
    if sweep.break_even and not sweep.others:
        raise UsageError("A break-even is between two arms, and only one takes part.")
    scenario, base = sweep.plan.scenario, sweep.plan.baseline
    for name in sweep.break_even:
        if all(apart_by_protocol(scenario, name, arm, base) for arm in sweep.others):
            expect_one_kind(scenario, name, sweep.others[-1], base)


def pieces(blocks: Iterable[Floats], worlds: int) -> Iterator[tuple[int, Floats]]:
    """Blocks of worlds (worlds x arms x outcomes), cut where a point ends; each with the number of
    its point.
    """
    unit = 0
    for block in blocks:
        at = 0
        while at < len(block):
            point, done = divmod(unit, worlds)
            taken = block[at : at + worlds - done]
            yield point, taken
            at, unit = at + len(taken), unit + len(taken)


def evaluated_points(sweep: Sweep, cut: Iterable[tuple[int, Floats]]) -> list[Point]:
    """What each point says, from its pieces in their order."""
    return [
        _point(sweep, (block for _, block in blocks))
        for _, blocks in groupby(cut, key=lambda piece: piece[0])
    ]


def _point(sweep: Sweep, blocks: Iterable[Floats]) -> Point:
    arms, outcomes = sweep.plan.arms, [OUTCOMES[name] for name in sweep.outcomes]
    base, confidence = arms.index(sweep.plan.baseline), sweep.plan.scenario.study.confidence
    pairs = [(arm, base) for arm in range(len(arms)) if arm != base]
    tally = Tally(len(arms), len(outcomes), pairs, [outcome.matters for outcome in outcomes])
    watched = time_watched_in(sweep.plan)
    for block in blocks:
        tally.add(block)
    return Point(
        estimates={
            arm: estimates(outcomes, moments, confidence, watched)
            for arm, moments in zip(arms, tally.arms, strict=True)
        },
        comparisons={
            arms[pair[0]]: comparisons(outcomes, tally.pairs[pair], confidence, watched)
            for pair in pairs
        },
        least=np.fmin.reduce([moments.sums.least for moments in tally.arms]),
        most={arm: one.sums.most for arm, one in zip(arms, tally.arms, strict=True)},
    )


def sweep_summary(
    sweep: Sweep, points: Sequence[Point], found: Sequence[BreakEvenSummary]
) -> SweepSummary:
    """What a sweep says: rows run over the points. ``found`` are the break-evens."""
    plan, scenario = sweep.plan, sweep.plan.scenario
    return SweepSummary(
        schema=SCHEMA,
        kind=KIND,
        scenario=scenario_summary(scenario),
        seed=plan.seed,
        replications=plan.replications,
        confidence=scenario.study.confidence,
        baseline=plan.baseline,
        levers=tuple(lever.plain_data() for lever in sweep.levers),
        points=tuple(
            tuple(twelve_digits_or_none(value) for value in point) for point in sweep.points
        ),
        outcomes={name: plain_outcome(OUTCOMES[name]) for name in sweep.outcomes},
        arms={arm: TitleSummary(title=scenario.arms[arm].title) for arm in plan.arms},
        estimates={
            arm: {
                name: _estimates_summary([p.estimates[arm][at] for p in points])
                for at, name in enumerate(sweep.outcomes)
            }
            for arm in plan.arms
        },
        comparisons=_comparisons_summary(sweep, points),
        family=Cells(method="holm", cells=len(points) * len(sweep.others)),
        break_even=tuple(found),
    )


def _estimates_summary(found: Sequence[Estimate]) -> EstimateRows:
    return EstimateRows(
        estimate=tuple(twelve_digits_or_none(one.value) for one in found),
        low=tuple(twelve_digits_or_none(one.low) for one in found),
        high=tuple(twelve_digits_or_none(one.high) for one in found),
        n=tuple(one.n for one in found),
    )


def _comparisons_summary(
    sweep: Sweep, points: Sequence[Point]
) -> dict[str, dict[str, ComparisonRows]]:
    alpha = 1 - sweep.plan.scenario.study.confidence
    table: dict[str, dict[str, ComparisonRows]] = {arm: {} for arm in sweep.others}
    apart = arms_apart(sweep.plan, sweep.outcomes, _most_seen(sweep, points))
    for at, name in enumerate(sweep.outcomes):
        outcome = OUTCOMES[name]
        found = {
            arm: [_testable(p.comparisons[arm][at], outcome, apart[arm].get(name)) for p in points]
            for arm in sweep.others
        }
        tests = [one.tests for cells in found.values() for one in cells]
        adjusted = iter(adjusted_p_values(tests, [True] * len(tests)))
        reach, members = _reach(points, at), sum(not isnan(one.zero) for one in tests)
        for arm, cells in found.items():
            own = list(islice(adjusted, len(cells)))
            said = [
                verdict_of(as_measured(one, outcome, reach), p, alpha, max(members, 1))
                for one, p in zip(cells, own, strict=True)
            ]
            better = "neither" if name in apart[arm] else outcome.better
            table[arm][name] = _cells(cells, better, [p.zero for p in own], alpha, said)
    return table


def _testable(found: Comparison, outcome: Outcome, apart: Apart | None) -> Comparison:
    """A comparison as it may be tested: not at all where one of the arms cannot have the outcome,
    or where only some worlds have it, which are a group that the arms themselves select.
    """
    if apart == "not compared":
        return not_compared(found)
    return found if outcome.exists == "always" else selected_group(found)


def _most_seen(sweep: Sweep, points: Sequence[Point]) -> dict[str, dict[str, float]]:
    """The most that any world of an arm showed of each outcome, at any point."""
    return {
        arm: {
            name: float(np.nanmax([0.0, *(point.most[arm][at] for point in points)]))
            for at, name in enumerate(sweep.outcomes)
        }
        for arm in sweep.plan.arms
    }


def _reach(points: Sequence[Point], at: int) -> float:
    """The range of an outcome's scores that was seen in any arm, at any point."""
    low = np.array([point.least[at] for point in points])
    high = np.array([np.fmax.reduce([most[at] for most in p.most.values()]) for p in points])
    seen = ~np.isnan(low)
    return float(high[seen].max() - low[seen].min()) if seen.any() else 0.0


def _cells(
    found: Sequence[Comparison],
    direction: str,
    adjusted: Sequence[float],
    alpha: float,
    said: Sequence[Verdict],
) -> ComparisonRows:
    better = [one.better(direction) for one in found]
    return ComparisonRows(
        difference=tuple(twelve_digits_or_none(one.difference) for one in found),
        low=tuple(twelve_digits_or_none(one.low) for one in found),
        high=tuple(twelve_digits_or_none(one.high) for one in found),
        pairs=tuple(one.pairs for one in found),
        better=tuple(
            None if share is None else twelve_digits_or_none(share.value) for share in better
        ),
        p=tuple(twelve_digits_or_none(p) for p in adjusted),
        shown=tuple(p < alpha for p in adjusted),
        said=tuple(said),
    )
