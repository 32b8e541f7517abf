"""What the page on statistics prints of the coverage of its intervals, in a run of a fixed length
and in one that stops by itself, is what they give: each row has a law, and is measured again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import exp, sqrt

import numpy as np
import pytest
from scipy.stats import binom, t

from sim.experiment.runs.stopping import FEWEST, LOOK, fewest_worlds
from sim.experiment.statistics.estimates import (
    Floats,
    mcnemar_exact_p,
    mcnemar_p,
    paired_shares,
    student,
)
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


def rows(begins: str = "| differences | n = 30 |") -> dict[str, list[str]]:
    """The table of coverage that begins so: by law, its cells."""
    table = PAGE.partition(begins)[2].partition("\n\n")[0]
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


def near(found: float, printed: float, rounds: int, *, of_page: int = PRINTED) -> bool:
    """Whether two rates differ by no more than four standard errors, and what is printed less."""
    p = min(max(printed, 0.002), 0.998)
    return abs(found - printed) <= 4.0 * sqrt(p * (1.0 - p) * (1.0 / rounds + 1.0 / of_page)) + 6e-4


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


# Shares ---------------------------------------------------------------------------------------


def told_apart(n: int, up: float, down: float, *, exact: bool) -> float:
    """How often shares that differ so are told apart at .05, summed over all that can come."""
    most = int(binom.ppf(1.0 - 1e-9, n, up + down))
    differ, first = np.mgrid[: most + 1, : most + 1]
    law = binom.pmf(differ, n, up + down) * binom.pmf(first, differ, up / (up + down))
    p = (mcnemar_exact_p if exact else mcnemar_p)(first, np.maximum(differ - first, 0))
    return float(law[(p < 0.05) & (first <= differ)].sum())


def test_power_and_size_of_shares_are_what_the_page_says() -> None:
    said = PAGE.partition("its power is ")[2].partition(". ")[0]
    assert re.findall(r"[.]\d\d", said) == [
        f"{told_apart(n, 0.05, 0.02, exact=exact):.2f}"[1:]
        for n in (200, 400)
        for exact in (True, False)
    ]
    for n, share in ((30, 0.1), (100, 0.05), (200, 0.02), (200, 0.1), (400, 0.05), (400, 0.1)):
        assert told_apart(n, share, share, exact=True) <= 0.04


# Runs that stop by themselves -----------------------------------------------------------------


def either(up: float, down: float) -> Draw:
    """A share that goes up in some worlds and down in others."""

    def draw(rng: np.random.Generator, size: tuple[int, int]) -> Floats:
        u = rng.random(size)
        return (u < up).astype(float) - (u > 1.0 - down)

    return draw


def noisy(part: float, most: float) -> Draw:
    """Normal, and so much more in a part of the worlds."""
    return lambda rng, size: rng.normal(size=size) + most * (rng.random(size) < part)


#: Row of the page, with half-width and bound as it has them: its law, the mean, whether it is one
#: of events.
STOPPED: dict[str, tuple[Draw, float, bool]] = {
    "normal sd 60, 10, 1,000": (lambda rng, size: rng.normal(0.0, 60.0, size), 0.0, False),
    "lognormal 1.5 cut at 60 medians of 100, 60, 6,000": (
        lambda rng, size: 100.0 * lognormal(1.5, 60.0)(rng, size),
        293.3402,
        False,
    ),
    "share +5 / -2 %, .02, 1": (either(0.05, 0.02), 0.03, True),
    "share +2 %, .02, 1": (either(0.02, 0.0), 0.02, True),
    "count 1 in 1 %, .02, 3": (either(0.01, 0.0), 0.01, False),
    "0 but 100 in .5 %, .5, 100": (parts(100.0, 0.005, 0.0, 0.0), 0.5, False),
    "normal 1 + 100 in .5 %, .5, 100": (noisy(0.005, 100.0), 0.5, False),
    "normal 1 + 30 in 1 %, .3, 30": (noisy(0.01, 30.0), 0.3, False),
    "hours 5 %, 6, 1,056": (FAMILIES["hours, 5 %, exponential 150"][0], 7.5, False),
}
MOST_WORLDS = 6000


def stopped(family: str, rule: str, rounds: int) -> tuple[float, float]:
    """In what share of runs that stop by this rule the interval holds the mean, and how many worlds
    they take on average. All runs are looked at together.
    """
    draw, truth, events = STOPPED[family]
    half, reach = (float(part.replace(",", "")) for part in family.split(", ")[-2:])
    values = draw(np.random.default_rng([rounds, len(family)]), (MOST_WORLDS, rounds))
    n = -(-fewest_worlds(reach, half) // LOOK) * LOOK if rule == "guarded" else FEWEST
    held, worlds = 0, 0
    while values.shape[1]:
        low, high = interval_of(values[:n], reach, student_only=rule == "student", events=events)
        ends = ((high - low) / 2.0 <= half) | (n >= MOST_WORLDS)
        held += int(((low <= truth) & (truth <= high))[ends].sum())
        worlds += n * int(ends.sum())
        values, n = values[:, ~ends], n + LOOK
    return held / rounds, worlds / rounds


def interval_of(
    seen: Floats, reach: float, *, student_only: bool, events: bool
) -> tuple[Floats, Floats]:
    if student_only:
        return student(seen.mean(axis=0), seen.var(axis=0) * len(seen), len(seen))
    if events:
        return paired_shares((seen > 0).sum(axis=0), (seen < 0).sum(axis=0), len(seen))
    return mean_interval(sums_of(seen), (-reach, reach))


RULES = ("student", "alone", "guarded")
_STOPPING = "| differences, wanted half-width, R |"


def test_every_row_of_runs_that_stop_has_a_law() -> None:
    assert list(rows(_STOPPING)) == list(STOPPED)


@pytest.mark.slow
@pytest.mark.parametrize("family", STOPPED)
def test_runs_that_stop_cover_and_take_what_the_page_says(family: str) -> None:
    for rule, cell in zip(RULES, rows(_STOPPING)[family], strict=True):
        printed, worlds = cell.replace("*", "").split(", ")
        held, many = stopped(family, rule, 400)
        assert near(held, float(printed), 400, of_page=2000), (rule, held, cell)
        assert many == pytest.approx(float(worlds.replace(",", "")), rel=0.1), (rule, many, cell)
