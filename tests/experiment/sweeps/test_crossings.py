"""The set of all changes of side: known crossings lie in the cells that are told, two are two, and
none is told where there is none.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sim.experiment.statistics.estimates import Floats
from sim.experiment.sweeps.crossings import (
    EXTRA,
    Halving,
    Tried,
    cells,
    next_values,
    tried_afresh,
    tried_on_grid,
    verdict_of,
)
from sim.experiment.sweeps.sweep_summary import Sign

GRID = tuple(np.linspace(0.0, 1.0, 9).tolist())


def seen(*signs: Sign, fresh: int = 0) -> list[Tried]:
    return [
        Tried(value=float(at), sign=sign, mean=0.0, p=0.5, fresh=at < fresh)
        for at, sign in enumerate(signs)
    ]


def even(values: tuple[float, ...], width: float | None = None) -> Halving:
    return Halving(values=values, log=False, whole=False, width=width)


@pytest.mark.parametrize(
    ("signs", "found", "verdict"),
    [
        (("better", "better", "worse"), [(1, 2)], "stops"),
        (("worse", "not shown", "better"), [(0, 2)], "starts"),
        (("worse", "better", "worse"), [(0, 1), (1, 2)], "changes sides several times"),
        (("worse", "not shown", "worse"), [], "not better anywhere"),
        (("better", "the same", "not shown"), [], "better in part"),
        (("better", "better", "better"), [], "better throughout"),
        (("the same", "the same", "the same"), [], "not better anywhere"),
        (("the same", "not shown", "the same"), [], "cannot be told"),
    ],
)
def test_a_cell_lies_between_neighbours_shown_on_different_sides(
    signs: tuple[Sign, ...], found: list[tuple[int, int]], verdict: str
) -> None:
    tried = seen(*signs)
    assert [(low.value, high.value) for low, high in cells(tried)] == found
    assert verdict_of(tried) == verdict


def test_cells_are_halved_from_both_ends_of_what_is_not_shown() -> None:
    tried = seen("better", "not shown", "not shown", "worse")
    assert next_values(tried, even((0.0, 1.0, 2.0, 3.0))) == [0.5, 2.5]
    assert next_values(seen("better", "worse"), even((0.0, 1.0))) == [0.5]
    assert next_values(seen("better", "worse"), even((0.0, 1.0), width=1.0)) == []
    assert next_values(seen("better", "not shown"), even((0.0, 1.0))) == [], "no change is shown"


def test_no_more_values_are_tried_than_their_tests_allow_for() -> None:
    unsure: list[Sign] = ["not shown"] * EXTRA
    signs: list[Sign] = ["better", *unsure, "worse"]
    tried = seen(*signs, fresh=EXTRA - 1)
    assert len(next_values(tried, even(tuple(range(12))))) == 1
    assert next_values(seen(*signs, fresh=EXTRA), even(tuple(range(12)))) == []


def test_whole_numbers_and_ratios_stay_what_they_are() -> None:
    whole = Halving(values=(1.0, 8.0), log=False, whole=True, width=None)
    assert whole.middle(1.0, 8.0) == 4.0
    assert whole.middle(4.0, 5.0) is None
    ratios = Halving(values=(1.0, 16.0), log=True, whole=False, width=None)
    assert ratios.middle(1.0, 16.0) == 4.0
    assert ratios.middle(1.0, 1.4) is None, "less than an eighth of the ratio"
    assert ratios.middle(1.0, 1.5) is not None


def test_tests_are_exact_and_adjusted() -> None:
    """Ten worlds of 100, all for the arm: p = 2^-9 at the least of three values, and a change of
    side that is shown at the other end.
    """
    benefit = np.zeros((100, 3))
    benefit[:10, 0], benefit[:3, 1], benefit[:10, 2] = 1.0, 1.0, -1.0
    tried = tried_on_grid((0.0, 1.0, 2.0), benefit, share=True, confidence=0.95)
    assert [one.sign for one in tried] == ["better", "not shown", "worse"]
    assert tried[0].p == pytest.approx(2 * 3 * 2.0**-9)
    fresh = tried_afresh(1.5, benefit[:, 0], share=True, confidence=0.95)
    assert fresh.sign == "better"
    assert fresh.p == pytest.approx(2 * EXTRA * 2.0**-9)
    few = tried_afresh(1.5, np.eye(100)[:, :8].sum(axis=1), share=True, confidence=0.95)
    assert few.sign == "not shown", "eight worlds: p = 1/128, a twentieth of alpha is asked"
    assert tried_on_grid((0.0,), np.zeros((9, 1)), share=False, confidence=0.95)[0].sign == (
        "the same"
    )
    assert tried_on_grid((0.0,), np.ones((1, 1)), share=False, confidence=0.95)[0].sign == (
        "not shown"
    )


# Operating characteristics ------------------------------------------------------------------------

SHAPES: dict[str, tuple[Callable[[float], float], list[float]]] = {
    "step": (lambda x: 0.3 if x < 0.43 else -0.3, [0.43]),
    "S": (lambda x: 0.4 * float(np.tanh(8 * (0.43 - x))), [0.43]),
    "linear": (lambda x: 0.6 * (0.43 - x), [0.43]),
    "hump": (lambda x: 0.35 - 1.4 * abs(x - 0.45), [0.2, 0.7]),
    "flat": (lambda _: 0.0, []),
}


#: What the page on statistics prints: studies that find all, and the width of a cell in steps.
PRINTED: dict[tuple[str, int], tuple[float, float]] = {
    ("step", 100): (0.94, 0.2),
    ("step", 400): (1.0, 0.1),
    ("S", 100): (1.0, 1.2),
    ("S", 400): (1.0, 0.7),
    ("linear", 100): (0.84, 5.3),
    ("linear", 400): (1.0, 2.7),
    ("hump", 100): (0.87, 2.4),
    ("hump", 400): (1.0, 1.3),
    ("flat", 100): (0.95, 0.0),
    ("flat", 400): (0.95, 0.0),
}


def worlds(mean: float, luck: Floats) -> Floats:
    """Benefits that are -1, 0 or 1, as differences of events are."""
    return np.where(luck < (0.45 + mean) / 2, 1.0, np.where(luck > (1.55 + mean) / 2, -1.0, 0.0))


def study(shape: str, n: int, chance: np.random.Generator) -> list[Tried]:
    mean, _ = SHAPES[shape]
    luck = chance.random(n)
    benefit = np.stack([worlds(mean(x), luck) for x in GRID], axis=1)
    tried = list(tried_on_grid(GRID, benefit, share=True, confidence=0.95))
    while wanted := next_values(tried, even(GRID)):
        for x in wanted:
            fresh = worlds(mean(x), chance.random(n))
            tried.append(tried_afresh(x, fresh, share=True, confidence=0.95))
        tried.sort(key=lambda one: one.value)
    return tried


def holds(tried: list[Tried], mean: Callable[[float], float], roots: list[float]) -> bool:
    """Whether every cell has a true crossing, and every side that is shown is the true one."""
    inside = [any(low.value <= root <= high.value for root in roots) for low, high in cells(tried)]
    signs = [(one.sign == "better") == (mean(one.value) > 0) for one in tried if one.shown]
    flat = [mean(one.value) == 0 for one in tried if one.shown]
    return all(inside) and all(signs) and not any(flat)


@pytest.mark.slow
@pytest.mark.parametrize("n", [100, 400])
@pytest.mark.parametrize("shape", list(SHAPES))
def test_all_that_is_told_holds_together(shape: str, n: int) -> None:
    chance = np.random.default_rng([n, *shape.encode()])
    mean, roots = SHAPES[shape]
    rounds = 400
    studies = [study(shape, n, chance) for _ in range(rounds)]
    right = sum(holds(tried, mean, roots) for tried in studies) / rounds
    found = sum(len(cells(tried)) == len(roots) for tried in studies) / rounds
    widths = [high.value - low.value for tried in studies for low, high in cells(tried)]
    width = 8 * float(np.mean(widths)) if widths else 0.0
    told = f"{shape} {n}: right {right:.3f}, all found {found:.3f}, width {width:.2f} steps"
    printed, steps = PRINTED[shape, n]
    assert right >= 0.98, told
    assert found >= printed - 0.06, told
    assert width == pytest.approx(steps, rel=0.12, abs=0.06), told
    if shape == "step" and n == 400:
        assert np.median(widths) <= (GRID[1] - GRID[0]) / 8 * 1.01, "narrow as asked"


def skewed(n: int, chance: np.random.Generator) -> Floats:
    """A long tail to the right, zero in the mean: lognormal of sigma 1.5, cut at 60 medians."""
    return np.minimum(chance.lognormal(0.0, 1.5, n), 60.0) - 2.933402


def hidden(n: int, chance: np.random.Generator) -> Floats:
    """A rare large part behind frequent small ones, zero in the mean."""
    u = chance.random(n)
    return np.where(u < 0.1, 10.0, np.where(u > 0.99, -100.0, 0.0))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("draw", "n", "least", "most"),
    [(skewed, 100, 0.0, 0.04), (hidden, 100, 0.12, 0.26), (hidden, 400, 0.0, 0.05)],
    ids=["skewed", "hidden", "hidden, many worlds"],
)
def test_of_means_without_a_difference_a_side_is_told_as_the_page_says(
    draw: Callable[[int, np.random.Generator], Floats], n: int, least: float, most: float
) -> None:
    """.005 to .015, .19 and .02 in 400 studies; here the same benefit at all nine values."""
    chance, rounds = np.random.default_rng(n), 400
    told = 0
    for _ in range(rounds):
        benefit = np.repeat(draw(n, chance)[:, None], len(GRID), axis=1)
        told += any(one.shown for one in tried_on_grid(GRID, benefit, share=False, confidence=0.95))
    assert least <= told / rounds <= most, told / rounds
