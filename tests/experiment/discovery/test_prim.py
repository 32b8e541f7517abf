"""PRIM finds planted boxes, step by step as the EMA workbench does, and finds nothing worth telling
where there is nothing.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.discovery import prim
from sim.experiment.discovery.condition_search import proposed_condition
from sim.experiment.discovery.prim import Box, Flags
from sim.experiment.statistics.estimates import Floats

HERE = Path(__file__).parents[1]


def _beside(name: str) -> ModuleType:
    """A module of this folder, which is no package."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_planted = _beside("planted")
RULES: tuple[str, ...] = _planted.RULES


def planted(rule: str, points: int = 1000, inputs: int = 6) -> tuple[Floats, Flags]:
    found: tuple[Floats, Flags] = _planted.planted(rule, points, inputs)
    return found


@pytest.fixture(scope="module")
def by_ema() -> dict[str, Any]:
    """Coverage, density and number of restricted inputs of each box on the way, found by the EMA
    workbench 2.5.3.
    """
    told: dict[str, Any] = json.loads(
        (HERE / "data" / "prim_by_ema.json").read_text(encoding="utf-8")
    )
    return told


@pytest.mark.parametrize("rule", RULES)
def test_every_box_on_the_way_is_that_of_the_ema_workbench(
    rule: str, by_ema: dict[str, Any]
) -> None:
    boxes = [
        (one.coverage, one.density, len(one.restricted_inputs))
        for one in prim.trajectory(*planted(rule))
    ]
    expected = by_ema[rule]
    assert len(boxes) >= len(expected), "pasting may go further, peeling not less far"
    np.testing.assert_allclose(boxes[: len(expected)], expected, atol=2e-9)


@pytest.mark.parametrize(
    ("rule", "low", "high"),
    [
        ("corner", {1: 0.6}, {3: 0.5}),
        ("slab", {0: 0.3}, {0: 0.6}),
        ("exact", {0: 0.7, 2: 0.4}, {4: 0.8}),
        ("whole numbers", {2: 2.0, 5: 0.5}, {}),
    ],
)
def test_a_planted_box_is_found(rule: str, low: dict[int, float], high: dict[int, float]) -> None:
    x, cases = planted(rule)
    box = proposed_condition(x, cases.astype(np.float64)).box
    assert {at: value for at, value in enumerate(box.low) if np.isfinite(value)} == pytest.approx(
        low, abs=0.03
    )
    assert {at: value for at, value in enumerate(box.high) if np.isfinite(value)} == pytest.approx(
        high, abs=0.03
    )
    assert box.density > 0.7


def test_the_best_split_of_all_boxes_in_one_input_is_found_on_a_small_table() -> None:
    """Against every interval there is, on an input in which cases lie in one piece."""
    x, cases = planted("slab", 200, 1)
    values = np.sort(x[:, 0])
    every = (
        prim.box_between(x, cases, np.array([a]), np.array([b])).spread
        for a in values
        for b in values
        if a <= b
    )
    found = proposed_condition(x, cases.astype(np.float64))
    assert found.box.spread >= 0.93 * max(every)


def test_what_is_counted_is_what_lies_inside() -> None:
    x, cases = planted("corner")
    for box in prim.trajectory(x, cases):
        inside = box.holds(x)
        assert (box.points, box.cases) == (inside.sum(), cases[inside].sum())
        assert (box.all_points, box.all_cases) == (len(x), cases.sum())


def test_peeling_never_empties_a_box_nor_pasting_thins_it() -> None:
    boxes = prim.trajectory(*planted("corner"))
    smallest = min(range(len(boxes)), key=lambda at: (boxes[at].points, at))
    assert boxes[smallest].mass >= prim.LEAST
    pasted = boxes[smallest:]
    assert [one.density for one in pasted] == sorted(one.density for one in pasted)
    assert [one.points for one in pasted] == sorted(one.points for one in pasted)


@pytest.mark.parametrize("cases", [np.zeros(50, bool), np.ones(50, bool)])
def test_all_or_none_leave_the_whole(cases: Flags) -> None:
    x = np.random.default_rng(1).random((50, 3))
    [box] = prim.trajectory(x, cases)
    assert box.restricted_inputs == ()
    assert box.points == 50


def test_an_input_that_does_not_vary_is_never_restricted() -> None:
    x, cases = planted("corner")
    x[:, 0] = 1.0
    assert all(0 not in box.restricted_inputs for box in prim.trajectory(x, cases))


@given(st.integers(0, 2**31), st.integers(20, 120), st.integers(1, 4), st.floats(0.05, 0.9))
def test_laws_of_any_trajectory(seed: int, points: int, inputs: int, share: float) -> None:
    draws = np.random.default_rng(seed)
    x = draws.integers(0, 8, (points, inputs)).astype(np.float64)
    cases = draws.random(points) < share
    boxes = prim.trajectory(x, cases)
    whole: Box = boxes[0]
    assert (whole.points, whole.restricted_inputs) == (points, ())
    for box in boxes:
        assert box.points == box.holds(x).sum()
        assert box.spread >= 0.0
    assert boxes[-1].density >= whole.density


def test_order_of_points_does_not_matter() -> None:
    x, cases = planted("corner")
    order = np.random.default_rng(3).permutation(len(x))
    here, there = prim.trajectory(x, cases), prim.trajectory(x[order], cases[order])
    assert [(one.points, one.cases) for one in here] == [(one.points, one.cases) for one in there]


def test_live_against_the_ema_workbench(by_ema: dict[str, Any]) -> None:
    """Where it is installed: that the written trajectories are still what it finds."""
    pandas = pytest.importorskip("pandas")
    oracle = pytest.importorskip("ema_workbench.analysis.prim")
    for rule in RULES:
        x, cases = planted(rule)
        frame = pandas.DataFrame(x, columns=[str(at) for at in range(x.shape[1])])
        found = oracle.Prim(frame, cases, threshold=0.1).find_box().peeling_trajectory
        told = np.array([found.coverage, found.density, found.res_dim]).T
        np.testing.assert_allclose(told, by_ema[rule], atol=2e-9)
