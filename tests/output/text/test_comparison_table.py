"""The comparison table says what the summary says, at the width that there is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.experiment.comparison.run_summary import EstimateSummary, RunSummary
from sim.experiment.outcomes.definitions import OUTCOMES, plain_outcome
from sim.experiment.runs.executor import finished_chunks
from sim.experiment.runs.plan import plan_of
from sim.output.storage.codec import plain as plain_data
from sim.output.storage.codec import typed_object
from sim.output.storage.manifest import Circumstances
from sim.output.storage.writer import complete_run, run_checkpoint
from sim.output.text.comparison_table import grids, heading, notes
from sim.output.text.grid import Grid, plain
from sim.scenario import load
from tests.summaries import altered


def cell(
    difference: float | None, low: float | None, high: float | None, **more: object
) -> dict[str, Any]:
    share = {"share": 0.25, "low": 0.1, "high": 0.5}
    found = {
        "difference": difference,
        "low": low,
        "high": high,
        "pairs": 100,
        "better": share,
        "worse": None,
    }
    found |= {
        "higher": share,
        "lower": share,
        "equal": share,
        "p": 0.1,
        "variance_ratio": 1.0,
        "shown": True,
    }
    return {**found, "p_headline": 0.0004, "p_all": 0.2, **more}


def summary(**cells: dict[str, Any]) -> RunSummary:
    """Two arms and the outcomes in ``cells``, as a summary has them."""
    estimate = {"estimate": 0.5, "low": 0.45, "high": 0.55, "deviation": 0.1, "n": 100}
    arm = {"title": "", "protocol": "consult", "horizon_h": 24, "follow_up_h": 24}
    about = {
        "schema": 1,
        "scenario": {"name": "tiny", "title": "Tiny", "digest": "0123456789abcdef"},
        "seed": 7,
    }
    return typed_object(
        RunSummary,
        about
        | {
            "replications": 100,
            "confidence": 0.95,
            "baseline": "alone",
            "headlines": list(cells),
            "outcomes": {name: plain_data(plain_outcome(OUTCOMES[name])) for name in cells},
            "arms": {"alone": arm, "asked": arm},
            "estimates": {arm: dict.fromkeys(cells, estimate) for arm in ("alone", "asked")},
            "comparisons": {"asked": cells},
            "family": {"method": "holm", "alpha": 0.05, "headline": len(cells), "all": 40},
        },
        "planted",
    )


def rows(grid: Grid) -> list[str]:
    """Lines below the header, with single spaces."""
    return [" ".join(line.split()) for line in plain(grid)[3:]]


def comparison(**cells: dict[str, Any]) -> Grid:
    return grids(summary(**cells), width=100)[1]


def test_a_difference_has_its_interval_shares_pairs_and_mark() -> None:
    grid = comparison(unilateral_strike=cell(-0.31, -0.36, -0.26))
    assert grid.title == "asked less alone, in the same worlds"
    assert rows(grid) == ["struck alone -0.31 -0.36 to -0.26 25 % - 100 <.001 *"]
    assert grid.strong == {0}


def said(verdict: str, **more: object) -> str:
    """The end of a row."""
    found = cell(-0.31, -0.36, -0.26, verdict=verdict, **more)
    return rows(comparison(unilateral_strike=found))[0].partition(" 100 ")[2]


def test_a_difference_is_judged_by_its_size() -> None:
    assert said("matters") == "<.001 * matters"
    assert said("may be small") == "<.001 * may be small"
    assert said("may be small", beside="not after Holm") == "<.001 * may be small (H)"
    assert said("does not matter") == "<.001 * too small"
    assert said("does not matter", p_headline=0.2) == "does not matter"
    assert said("cannot be told", p_headline=0.2) == "cannot be told"
    assert said("cannot be told", p_headline=0.2, beside="too few worlds") == "too few worlds"
    assert said("too rare", p_headline=1.0) == "too rare to tell"


def test_results_of_an_older_version_are_told_as_such() -> None:
    old = summary(unilateral_strike=cell(-0.31, -0.36, -0.26))
    assert "from an older version" in " ".join(notes(old, width=100))
    new = " ".join(notes(altered(old, schema=2), width=100))
    assert "older version" not in new


def test_no_difference_shown_is_said() -> None:
    grid = comparison(unilateral_strike=cell(0.01, -0.04, 0.06, p_headline=0.2))
    assert rows(grid) == ["struck alone +0.01 -0.04 to +0.06 25 % - 100 no difference shown"]
    assert grid.strong == frozenset()


def test_what_cannot_be_compared_is_said() -> None:
    nothing = cell(None, None, None, p_headline=None, better=None, pairs=0)
    assert rows(comparison(burden=nothing)) == [
        "escalation burden, rung-hours - - - 0 nothing to compare"
    ]


def test_what_only_some_worlds_have_stands_apart_without_a_star() -> None:
    seldom = cell(60.0, 20.0, 100.0, p_headline=None, pairs=29)
    _, compared, apart = grids(summary(burden=cell(2.0, 1.0, 3.0), strike_h=seldom), width=100)
    assert [row.split(",")[0] for row in rows(compared)] == ["escalation burden"]
    assert "selected groups, nothing is tested" in apart.title
    assert rows(apart) == ["time of the strike, h +60 +20 to +100 29 of 100"]
    assert apart.strong == frozenset()


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (1.0, 3.0, "+2 +1 to +3"),
        (1.9, 2.1, "+2.0 +1.9 to +2.1"),
        (-400.0, 404.0, "+2 -400 to +404"),
    ],
)
def test_digits_follow_the_interval(low: float, high: float, shown: str) -> None:
    assert rows(comparison(burden=cell(2.0, low, high)))[0].startswith(
        f"escalation burden, rung-hours {shown}"
    )


def test_nothing_is_minus_zero() -> None:
    assert "-0.00" not in "".join(plain(comparison(unilateral_strike=cell(-0.001, -0.02, 0.02))))


def test_the_family_is_that_of_the_table() -> None:
    found = summary(unilateral_strike=cell(-0.31, -0.36, -0.26))
    assert "adjusted for the 1 comparison made here" in " ".join(notes(found, width=100))
    assert "adjusted for the 40 comparisons made here" in " ".join(
        notes(found, width=100, everything=True)
    )
    assert grids(found, width=100, everything=True)[1].strong == frozenset()


def test_a_run_of_one_arm_speaks_of_no_comparison() -> None:
    found = summary()
    told = " ".join(notes(altered(found, comparisons={}), width=100))
    assert "Holm" not in told
    assert "baseline" not in told
    assert "estimated over the worlds that have it" in told


def test_the_heading_says_what_was_run() -> None:
    assert heading(summary(burden=cell(1, 0, 2))) == [
        "Tiny",
        "scenario tiny, digest 0123456789ab, seed 7, 100 worlds, each under 2 arms",
    ]


def test_where_it_is_narrow_intervals_go_below() -> None:
    found = summary(unilateral_strike=cell(-0.31, -0.36, -0.26))
    assert rows(grids(found, width=100)[0]) == ["struck alone 0.50 0.45 to 0.55 0.50 0.45 to 0.55"]
    assert rows(grids(found, width=45)[0]) == [
        "struck alone 0.50 0.50",
        "0.45 to 0.55 0.45 to 0.55",
    ]
    assert rows(grids(found, width=38)[0]) == ["struck alone 0.50 0.50", "0.45..0.55 0.45..0.55"]
    assert max(map(len, notes(found, width=45))) <= 45


def test_a_grid_aligns_its_columns() -> None:
    grid = Grid(
        title="T",
        header=("", "a", "bb"),
        align="lrl",
        rows=(("x", "1", "y"), ("long", "22\n3", "z")),
    )
    assert plain(grid) == [
        "T",
        "       a  bb",
        "------------",
        "x      1  y",
        "long  22  z",
        "       3",
    ]


def test_a_real_run_with_five_arms_fits_a_page(tiny: Path, tmp_path: Path) -> None:
    scenario = load(
        tiny, sets=["arms.notify={protocol: notify}", "arms.concurrence={protocol: concurrence}"]
    )
    plan = plan_of(scenario, seed=7, replications=60)
    with run_checkpoint(tmp_path, plan, "run", resume=False) as checkpoint:
        for chunk in finished_chunks(plan):
            checkpoint.append(chunk)
        folder = complete_run(
            checkpoint,
            plan,
            "",
            Circumstances(specification={}, command="", started="", seconds=0.0),
        )
    tables = grids(folder.summary, width=100)
    assert [grid.title.split()[0] for grid in tables] == [
        "Estimates",
        "consult",
        "joint",
        "notify",
        "concurrence",
        "consult",
        "joint",
        "notify",
        "concurrence",
    ]
    assert all("selected groups" in grid.title for grid in tables[5:])
    assert max(len(line) for grid in tables for line in plain(grid)) <= 100
    assert len(tables[0].rows) == len(folder.summary.headlines) == 15


def test_shares_of_a_table_have_the_same_digits() -> None:
    found = comparison(struck=cell(0.98, 0.94, 1.0), unilateral_strike=cell(0.9853, 0.981, 0.989))
    assert "+0.980 +0.940 to +1.000" in rows(found)[0]
    assert "+0.985 +0.981 to +0.989" in rows(found)[1]


def test_a_small_number_never_reads_as_none() -> None:
    found = summary(unilateral_strike=cell(0.0, -0.1, 0.1))
    rare = EstimateSummary(estimate=0.001, low=0.0, high=0.5, deviation=0.1, n=100)
    told = dict(found.estimates)
    found = replace(found, estimates=told | {"asked": {"unilateral_strike": rare}})
    assert "0.001" in rows(grids(found, width=100)[0])[0]
    none = replace(rare, estimate=1e-17)
    found = replace(found, estimates=told | {"asked": {"unilateral_strike": none}})
    assert rows(grids(found, width=100)[0])[0].count("0.00 ") == 2, "a rounding error is none"
