"""Designs: every point meets the same worlds, whatever the number of processes; space is filled
evenly.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import RunError, UsageError
from sim.experiment.design.designs import (
    Design,
    chunks,
    comparable,
    points_at,
    responses,
    space_filling_places,
    spans,
)
from sim.experiment.design.factors import Asked, all_factors
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.runs.replication import world
from sim.scenario import load, resolve

OUTCOMES = ("burden", "threat_end")
ARMS = ("unilateral", "consult")
PATHS = ("adversary.threat.growth", "terms.patience.base")


@pytest.fixture(scope="module")
def design(tiny: Path) -> Design:
    found = resolve(tiny)
    factors = all_factors(found, ARMS, Asked(paths=PATHS))
    points = ((float("nan"),) * 2, *points_at(factors, np.array([[0.5, 0.1], [0.9, 0.9]])))
    return Design(
        scenario=found.scenario,
        arms=ARMS,
        outcomes=OUTCOMES,
        factors=factors,
        points=points,
        starts=(0, 0, 40),
        worlds=3,
        seed=7,
    )


def test_a_response_is_what_a_run_with_these_inputs_gives(design: Design, tiny: Path) -> None:
    found = responses(design, chunks(design))
    assert found.shape == (3, 3, 2, 2)
    sets = [
        f"{path}={value}"
        for path, value in zip(
            PATHS, (f"{design.points[2][0]!r} per h", f"{design.points[2][1]!r} h"), strict=True
        )
    ]
    for point, scenario in ((0, load(tiny)), (2, load(tiny, sets=sets))):
        for at in range(3):
            rows = world(scenario, 7, design.starts[point] + at, ARMS)
            expected = [[row[COLUMNS.index(name)] for name in OUTCOMES] for _, _, row in rows]
            np.testing.assert_array_equal(found[point, at], expected)


def test_processes_change_nothing(design: Design) -> None:
    alone = b"".join(chunk.values for chunk in chunks(design))
    assert b"".join(chunk.values for chunk in chunks(design, jobs=2)) == alone
    rest = b"".join(chunk.values for chunk in chunks(design, first=4))
    assert alone.endswith(rest)
    assert len(rest) == len(alone) * 5 // 9


@given(st.integers(1, 40), st.integers(1, 300), st.integers(1, 9), st.integers(0, 200))
def test_spans_cover_what_is_left_once(points: int, worlds: int, arms: int, first: int) -> None:
    made = Design.__new__(Design)
    for name, value in {
        "points": ((0.0,),) * points,
        "worlds": worlds,
        "arms": ("a",) * arms,
    }.items():
        object.__setattr__(made, name, value)
    found = list(spans(made, first))
    assert [unit for start, stop in found for unit in range(start, stop)] == list(
        range(first, points * worlds)
    )
    whole = list(spans(made, 0))
    assert {stop for _, stop in found} <= {stop for _, stop in whole}, (
        "borders depend on the design alone"
    )
    if worlds * arms > 64:
        assert all(start // worlds == (stop - 1) // worlds for start, stop in found), (
            "no piece of work has two points"
        )


@given(st.integers(1, 8), st.integers(2, 60), st.integers(0, 1000))
def test_a_latin_hypercube_has_one_sample_in_each_slice(
    factors: int, samples: int, seed: int
) -> None:
    cube = space_filling_places(factors, samples, seed)
    slices = np.sort(np.floor(cube * samples), axis=0)
    np.testing.assert_array_equal(slices, np.tile(np.arange(samples)[:, None], (1, factors)))
    np.testing.assert_array_equal(space_filling_places(factors, samples, seed), cube)


def test_a_sobol_sequence_comes_in_powers_of_two() -> None:
    cube = space_filling_places(3, 64, 1, "sobol")
    np.testing.assert_array_equal(np.sort(np.floor(cube * 64), axis=0)[:, 0], np.arange(64))
    with pytest.raises(UsageError, match="64 or 128 samples, not 100"):
        space_filling_places(3, 100, 1, "sobol")


def test_values_that_make_no_sense_together_are_told(tiny: Path) -> None:
    found = resolve(tiny)
    paths = ("allies.patron.intelligence.noise", "allies.patron.intelligence.process_noise")
    factors = all_factors(found, ARMS, Asked(paths=paths))
    certain = Design(
        scenario=found.scenario,
        arms=ARMS,
        outcomes=OUTCOMES,
        factors=factors,
        points=((0.0, 0.0),),
        starts=(0,),
        worlds=1,
        seed=1,
    )
    with pytest.raises(
        RunError,
        match=r"must be above zero .* \(arm unilateral, at allies\.patron\.intelligence\.noise = 0",
    ):
        list(chunks(certain))


def test_what_the_responses_depend_on_is_their_identity(design: Design) -> None:
    same = design.identity()
    assert design.identity() == same
    for other in (
        replace(design, seed=8),
        replace(design, worlds=4),
        replace(design, starts=(0, 0, 0)),
        replace(design, points=design.points[::-1]),
        replace(design, outcomes=OUTCOMES[:1]),
    ):
        assert other.identity() != same


def test_only_outcomes_of_every_world_can_be_compared_from_point_to_point() -> None:
    assert comparable(("burden", "burden", "surprise")) == ("burden", "surprise")
    with pytest.raises(UsageError, match="Did you mean 'burden'"):
        comparable(("burdn",))
    with pytest.raises(UsageError, match="exists only in worlds with a strike"):
        comparable(("strike_h",))
