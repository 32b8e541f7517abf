"""The region: ceasefires break more easily the higher the ladder and the more partners are
surprised.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.domain.actors.region import Front, Partner, Region, break_hazard, jump_chance, told_share

_share = st.floats(0.0, 1.0)


def partners(*told: bool) -> Region:
    return Region(partners={str(number): Partner(told=one) for number, one in enumerate(told)})


@pytest.mark.parametrize(
    ("told", "share"),
    [
        ((), 0.0),
        ((False,), 0.0),
        ((True,), 1.0),
        ((True, False), 0.5),
        ((True, True, False, False), 0.5),
    ],
)
def test_who_was_told(told: tuple[bool, ...], share: float) -> None:
    assert told_share(partners(*told)) == share


def test_telling_all_partners_takes_the_told_factor_off_the_jump() -> None:
    front, region = Front(jump=0.2), Region(told_factor=0.55)
    assert jump_chance(front, region, 0.0) == 0.2
    assert jump_chance(front, region, 1.0) == pytest.approx(0.2 * 0.55)
    assert jump_chance(front, region, 0.5) == pytest.approx(0.2 * (1.0 + 0.55) / 2.0)


@given(jump=_share, factor=_share, low=_share, high=_share)
def test_the_more_are_told_the_fewer_ceasefires_break(
    jump: float, factor: float, low: float, high: float
) -> None:
    low, high = sorted((low, high))
    front, region = Front(jump=jump), Region(told_factor=factor)
    fewer, more = jump_chance(front, region, high), jump_chance(front, region, low)
    assert 0.0 <= fewer <= more <= jump


def test_the_hazard_climbs_with_the_ladder_and_never_falls_below_its_start() -> None:
    front = Front(hazard=0.001, per_rung=0.5)
    assert [break_hazard(front, rungs) for rungs in (-2, 0, 1, 4)] == pytest.approx(
        [0.001, 0.001, 0.0015, 0.003]
    )


def test_a_region_may_be_empty() -> None:
    assert told_share(Region(fronts={}, partners={})) == 0.0
