"""The uncertain sample: draws of all uncertain inputs at once, each in a few worlds of its own
under all arms.

Worlds are hardly ever alike to different inputs, so sharing them between draws removes little luck,
while sharing them between arms removes much. With worlds of its own each draw is independent of all
others (a Latin hypercube only narrows), and one interval over draws covers both the luck of the
worlds and the places of all other inputs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sim.domain.decisions.rules import Human
from sim.domain.decisions.views import ROLES
from sim.domain.inputs.setting import Scenario
from sim.experiment.design.designs import Design, points_at, space_filling_places
from sim.experiment.design.factors import Factor
from sim.experiment.statistics.estimates import Floats
from sim.scenario.schema.input_paths import find_input
from sim.scenario.schema.law_paths import law_at
from sim.scenario.schema.quantities import Unreadable

#: Worlds of a draw: two at least split luck from doubt, and few more are best (Sun, Apley and Staum
#: 2011).
WORLDS: Final = 5
_FEW_INPUTS: Final = 60
_DRAWS: Final = 400
_SEEDS: Final = 2**31 - 1


def usual_draws(factors: int) -> int:
    """As many draws as show, in 8 of 10 studies, that an input moves a share by a fifth: less takes
    the square of so many times more, which the study says before it starts.
    """
    return _DRAWS if factors <= _FEW_INPUTS else 2 * _DRAWS


def uncertain_sample(
    scenario: Scenario,
    *,
    arms: tuple[str, ...],
    outcomes: tuple[str, ...],
    factors: tuple[Factor, ...],
    draws: int,
    worlds: int = WORLDS,
    first: int,
    seed: int,
) -> tuple[Design, Floats]:
    """The draws, each in ``worlds`` worlds that no other meets, from replication ``first`` on; and
    their places in the unit cube.
    """
    cube = space_filling_places(len(factors), draws, seed % _SEEDS)
    design = Design(
        scenario=scenario,
        arms=arms,
        outcomes=outcomes,
        factors=factors,
        points=points_at(factors, cube),
        starts=tuple(range(first, first + draws * worlds, worlds)),
        worlds=worlds,
        seed=seed,
    )
    return design, cube


def everywhere(
    factors: Sequence[Factor], scenario: Scenario, arms: Sequence[str]
) -> tuple[Factor, ...]:
    """The factors, moved together in all of ``arms`` that have the same value of the input: the
    others keep their own.
    """
    return tuple(_everywhere(factor, scenario, arms) for factor in factors)


def _everywhere(factor: Factor, scenario: Scenario, arms: Sequence[str]) -> Factor:
    if factor.path != factor.target:  # of one arm alone
        return factor
    first = factor.arms[0]
    alike = tuple(arm for arm in arms if arm in factor.arms or _same(scenario, factor, first, arm))
    return replace(factor, arms=tuple(dict.fromkeys((*factor.arms, *alike))))


def _same(scenario: Scenario, factor: Factor, first: str, arm: str) -> bool:
    """Whether another arm has the value, or the laws, of the first of a factor."""
    if factor.laws:
        one, other = scenario.arms[first].setting, scenario.arms[arm].setting
        return all(law_at(one, path) == law_at(other, path) for path in factor.laws)
    return _value(scenario, arm, factor) == factor.value


def _value(scenario: Scenario, arm: str, factor: Factor) -> float | None:
    try:
        return find_input(scenario.arms[arm].setting, factor.target).value
    except Unreadable:
        return None


def arms_without_people(scenario: Scenario) -> tuple[str, ...]:
    """The arms that a study can run: in some a seat may wait for a person."""
    return tuple(
        name
        for name, arm in scenario.arms.items()
        if not any(
            isinstance(getattr(arm.setting.allies, role).leader.rule, Human) for role in ROLES
        )
    )
