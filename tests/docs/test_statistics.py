"""What the page on statistics prints of the coverage of its intervals is what they give: each row
has a law, and is measured again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import exp, sqrt

import numpy as np
import pytest
from scipy.stats import t

from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.mean_intervals import mean_interval
from sim.experiment.statistics.moments import sums_of
from tools.make import FOLDER

PAGE = (FOLDER / "statistics.md").read_text(encoding="utf-8")
SIZES = (30, 60, 100, 200, 400, 1000)
PRINTED = 10_000  # rounds of the page
Draw = Callable[[np.random.Generator, tuple[int, int]], Floats]


def counts(part: float) -> Draw:
    """1 or 2, alike, in a part of the worlds."""
    return lambda rng, size: (rng.random(size) < part) * (1.0 + rng.integers(0, 2, size))


def lognormal(sigma: float, most: float = np.inf) -> Draw:
    return lambda rng, size: np.minimum(np.exp(rng.normal(0.0, sigma, size)), most)


def parts(small: float, share: float, large: float, rare: float) -> Draw:
    """A small value in a share of worlds and a large one in a rare part of them."""

    def draw(rng: np.random.Generator, size: tuple[int, int]) -> Floats:
        u = rng.random(size)
        return np.where(u < share, small, np.where(u > 1.0 - rare, large, 0.0))

    return draw


def either_way(rng: np.random.Generator, size: tuple[int, int]) -> Floats:
    u = rng.random(size)
    signs: Floats = (u < 0.15).astype(float) - (u > 0.95)
    return signs * rng.exponential(100.0, size)


#: Row of the page: its law, the mean, and how large a difference may be.
FAMILIES: dict[str, tuple[Draw, float, float]] = {
    "normal": (lambda rng, size: rng.normal(size=size), 0.0, 100.0),
    "count, 1 or 2 in 1 %": (counts(0.01), 0.015, 20.0),
    "count, 1 or 2 in 10 %": (counts(0.1), 0.15, 20.0),
    "count, 1 or 2 in 50 %": (counts(0.5), 0.75, 20.0),
    "hours, 5 %, exponential 150": (
        lambda rng, size: (rng.random(size) < 0.05) * rng.exponential(150.0, size),
        7.5,
        1056.0,
    ),
    "hours, +15 / -5 %, exponential 100": (either_way, 10.0, 1056.0),
    "hours, 10 %, lognormal 1.5, cut at 60 medians": (
        lambda rng, size: (rng.random(size) < 0.1) * lognormal(1.5, 60.0)(rng, size),
        0.2933402,
        60.0,
    ),
    "lognormal .5": (lognormal(0.5), exp(0.125), 1000.0),
    "lognormal 1": (lognormal(1.0), exp(0.5), 1000.0),
    "lognormal 1.5, cut at 60 medians": (lognormal(1.5, 60.0), 2.933402, 60.0),
    "30, and 300 in 2 %": (parts(30.0, 0.98, 300.0, 0.02), 35.4, 1000.0),
    "20 % of 5 h and 2 % of 500 h": (parts(5.0, 0.2, 500.0, 0.02), 11.0, 1000.0),
    "normal, and +100 sd in .5 %": (
        lambda rng, size: rng.normal(size=size) + 100.0 * (rng.random(size) < 0.005),
        0.5,
        100.0,
    ),
}


def rows() -> dict[str, list[str]]:
    """The table of coverage: by law, its cells."""
    table = PAGE.partition("| differences | n = 30 |")[2].partition("\n\n")[0]
    lines = [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]
    return {line[0].strip("* "): line[1:] for line in lines}


def shares(cell: str) -> tuple[float, float]:
    one, other = (float(number) for number in re.findall(r"[01]?\.\d+|1", cell))
    return one, other


def measured(family: str, n: int, rounds: int) -> tuple[float, float, float]:
    """In what shares Student's interval and this one hold the mean, and how many times as wide as
    Student's this one is on average.
    """
    draw, truth, reach = FAMILIES[family]
    sums = sums_of(draw(np.random.default_rng([n, rounds]), (n, rounds)))
    half = t.ppf(0.975, n - 1) * sums.error
    low, high = mean_interval(sums, (-reach, reach))
    held = ((low <= truth) & (truth <= high)).mean()
    plain = (np.abs(sums.mean - truth) <= half).mean()
    return float(plain), float(held), float((high - low).mean() / (2.0 * half).mean())


def near(found: float, printed: float, rounds: int) -> bool:
    """Whether two rates differ by no more than four standard errors, and what is printed less."""
    p = min(max(printed, 0.002), 0.998)
    return abs(found - printed) <= 4.0 * sqrt(p * (1.0 - p) * (1.0 / rounds + 1.0 / PRINTED)) + 6e-4


def test_every_row_of_the_page_has_a_law() -> None:
    assert list(rows()) == list(FAMILIES)


def test_the_first_cell_of_rare_counts_is_what_the_page_says() -> None:
    printed = shares(rows()["count, 1 or 2 in 1 %"][0])
    plain, held, _ = measured("count, 1 or 2 in 1 %", 30, 300)
    assert near(plain, printed[0], 300)
    assert near(held, printed[1], 300)


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_the_rows_are_what_the_intervals_give(family: str) -> None:
    """2,000 rounds tell .95 from .92."""
    cells, rounds = rows()[family], 2000
    for n, cell in zip(SIZES, cells, strict=False):
        printed = shares(cell)
        plain, held, width = measured(family, n, rounds)
        assert near(plain, printed[0], rounds), (n, plain, cell)
        assert near(held, printed[1], rounds), (n, held, cell)
        if n in (100, 400):
            said = float(cells[-1].split(", ")[n == 400])
            assert abs(width / said - 1.0) <= 0.08, (n, width, cells[-1])
