"""The cells in which an arm changes sides, halved by values of the lever in fresh worlds.

Each round tries the middles of all cells that are still too wide, under the arms that they concern,
in worlds that no other value met: so what was found before has no part in them, and the tests of
all rounds together keep their level.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from sim.experiment.comparison.only_asking import arms_apart
from sim.experiment.design.designs import Design
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.statistics.estimates import Floats
from sim.experiment.sweeps.break_even import benefit
from sim.experiment.sweeps.crossings import Halving, Tried, next_values, tried_afresh, tried_on_grid
from sim.experiment.sweeps.sweep import Sweep

#: Simulates a round of a name; its values are points x worlds x arms x outcomes.
Simulate = Callable[[str, Design], Floats]
#: The name of a round, which its files bear.
ROUND = "refined-{}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Search:
    """An arm and an outcome along the first lever, at the number ``row`` of the second lever's
    values if there is one: its paired benefits (worlds x values), and all values tried so far; none
    where the arm is not compared with the baseline in it.
    """

    outcome: str
    arm: str
    row: int | None
    benefit: Floats
    tried: tuple[Tried, ...]


def searches(asked: Sweep, kept: Mapping[str, Floats]) -> list[Search]:
    """All that is asked, from what the sweep's own values say: ``kept`` holds, by outcome, its
    values (points x worlds x arms).
    """
    apart = arms_apart(asked.plan, asked.break_even, _most_seen(asked, kept))
    return [
        _search(asked, name, arm, row, differences, tries=name not in apart[arm])
        for name in asked.break_even
        for arm in asked.others
        for row, differences in _along(asked, arm, kept[name])
    ]


def _most_seen(asked: Sweep, kept: Mapping[str, Floats]) -> dict[str, dict[str, float]]:
    """The most that any world of an arm showed of each outcome, at any point."""
    return {
        arm: {name: float(values[:, :, at].max()) for name, values in kept.items()}
        for at, arm in enumerate(asked.plan.arms)
    }


def _along(asked: Sweep, arm: str, values: Floats) -> Iterator[tuple[int | None, Floats]]:
    """Paired differences (worlds x values of the first lever), with the number of the second
    lever's value at which they were taken.
    """
    arms = asked.plan.arms
    differences = values[:, :, arms.index(arm)] - values[:, :, arms.index(asked.plan.baseline)]
    first, *rest = asked.levers
    if not rest:
        yield None, differences.T
        return
    grid = differences.reshape(len(first.values), len(rest[0].values), -1)
    for number in range(len(rest[0].values)):
        yield number, grid[:, number].T


def _search(
    asked: Sweep, name: str, arm: str, row: int | None, differences: Floats, *, tries: bool
) -> Search:
    gained = benefit(name, differences)
    if not tries:
        return Search(outcome=name, arm=arm, row=row, benefit=gained, tried=())
    tried = tried_on_grid(
        asked.levers[0].values,
        gained,
        share=OUTCOMES[name].kind == "share",
        confidence=asked.plan.scenario.study.confidence,
    )
    return Search(outcome=name, arm=arm, row=row, benefit=gained, tried=tried)


def refined(asked: Sweep, begun: Sequence[Search], simulate: Simulate) -> list[Search]:
    """The same with their cells as narrow as asked, or as may be shown in so many worlds."""
    found, used = list(begun), 0
    if not asked.halves:
        return found
    lever = asked.levers[0]
    halving = Halving(
        values=lever.values,
        log=lever.log,
        whole=lever.factor.form.reads == "count",
        width=asked.narrow_to,
    )
    for number in count(1):
        wanted = [next_values(one.tried, halving) for one in found]
        if not any(wanted):
            return found
        design = _round(asked, found, wanted, used)
        values = simulate(ROUND.format(number), design)
        found = [
            _with_values(asked, design, values, one, new)
            for one, new in zip(found, wanted, strict=True)
        ]
        used += len(design.points)
    raise AssertionError("a number of rounds is never exhausted")


def _round(
    asked: Sweep, found: Sequence[Search], wanted: Sequence[Sequence[float]], used: int
) -> Design:
    """The points of a round, each in worlds of its own, under the arms that need any of them."""
    points = sorted(
        {_point(asked, one, value) for one, new in zip(found, wanted, strict=True) for value in new}
    )
    concerned = {one.arm for one, new in zip(found, wanted, strict=True) if new}
    worlds = asked.plan.replications
    return replace(
        asked.design(),
        arms=tuple(
            arm for arm in asked.plan.arms if arm in concerned or arm == asked.plan.baseline
        ),
        points=tuple(points),
        starts=tuple((1 + used + at) * worlds for at in range(len(points))),
    )


def _point(asked: Sweep, one: Search, value: float) -> tuple[float, ...]:
    return (value,) if one.row is None else (value, asked.levers[1].values[one.row])


def _with_values(
    asked: Sweep, design: Design, values: Floats, one: Search, new: Sequence[float]
) -> Search:
    """A search with the values of a round that it asked for."""
    column = design.outcomes.index(one.outcome)
    arm, base = design.arms.index(one.arm), design.arms.index(asked.plan.baseline)
    fresh = []
    for value in new:
        here = values[design.points.index(_point(asked, one, value)), :, :, column]
        fresh.append(
            tried_afresh(
                value,
                benefit(one.outcome, here[:, arm] - here[:, base]),
                share=OUTCOMES[one.outcome].kind == "share",
                confidence=asked.plan.scenario.study.confidence,
            )
        )
    return replace(one, tried=tuple(sorted((*one.tried, *fresh), key=lambda tried: tried.value)))
