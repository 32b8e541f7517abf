"""The ten most influential inputs: ranked by their longest move, only those beyond chance, named as
the program names them.
"""

from __future__ import annotations

import re
from math import isnan, nan

import numpy as np
import pytest

from sim.experiment.comparison.summary import HEADLINES
from sim.experiment.design.factors import Factor
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.statistics.estimates import Floats
from sim.scenario import ledger, resolve
from sim.scenario.schema.input_paths import find_input as found_input
from tests.facts.worlds import REFERENCE, reference
from tools.influence import TEN, Influence, Screening, chapter, influences, screened, varied
from tools.make import FOLDER

N = 40


@pytest.fixture(scope="module")
def factors() -> tuple[Factor, ...]:
    return varied(resolve(REFERENCE))


def moved(*ends: Floats) -> Floats:
    """Worlds x points: nothing as it is, then these ends."""
    return np.column_stack([np.zeros(N), *ends])


def steady(change: float) -> Floats:
    return change + np.random.default_rng(3).normal(0.0, 0.01, N)


NOISE = np.random.default_rng(4).normal(0.0, 5.0, N)
STILL = np.zeros(N)


def test_inputs_are_ranked_by_their_longest_move_beyond_chance(factors: tuple[Factor, ...]) -> None:
    noise, small, large, *_ = factors
    found = influences(
        (noise, small, large),
        moved(NOISE, -NOISE, STILL, steady(0.5), steady(-2.0), STILL),
        "burden",
    )
    assert [one.factor for one in found if one.shown] == [large, small]
    assert found[0].reach == pytest.approx(2.0, abs=0.05)
    assert abs(found[-1].low.mean) > 0.5, (
        "noise moves it further than what is shown does, and is not named"
    )


def test_all_moves_of_an_outcome_are_one_family(factors: tuple[Factor, ...]) -> None:
    end = 0.4 + NOISE * 0.2
    (alone,) = influences(factors[:1], moved(end, STILL), "burden")
    among = influences(factors[:60], moved(end, *[STILL] * 119), "burden")
    assert among[0].low.p == pytest.approx(min(60 * alone.low.p, 1.0))


def test_what_exists_in_some_worlds_is_compared_over_those_that_have_it_both_ways(
    factors: tuple[Factor, ...],
) -> None:
    half = np.where(np.arange(N) % 2 == 0, 3.0, nan)
    (one,) = influences(factors[:1], moved(half, np.full(N, nan)), "strike_h")
    assert (one.low.pairs, one.low.mean, one.high.pairs) == (20, 3.0, 0)
    assert isnan(one.high.p)
    assert not one.high.shown


def screening(found: list[Influence]) -> Screening:
    return Screening(
        here=dict.fromkeys(HEADLINES, 0.5),
        found=dict.fromkeys(HEADLINES, found),
        inputs=9,
        worlds=N,
    )


def test_no_more_than_ten_are_named(factors: tuple[Factor, ...]) -> None:
    ends = [steady(1.0 + k) for k in range(30)]
    found = influences(factors[:15], moved(*ends), "burden")
    assert len(screening(found).foremost("burden")) == TEN


def test_an_outcome_that_nothing_moves_says_so(factors: tuple[Factor, ...]) -> None:
    assert "None stands out from chance." in chapter(
        screening(influences(factors[:2], moved(*[STILL] * 4), "burden"))
    )


def test_what_is_not_told_apart_stands_in_brackets(factors: tuple[Factor, ...]) -> None:
    text = chapter(screening(influences(factors[:1], moved(steady(-2.0), NOISE), "burden")))
    assert re.search(r"\| -2 \| \([+-][\d.]+\) \| 40 \|", text)


def test_every_input_with_a_plausible_range_is_varied_and_every_law_of_time(
    factors: tuple[Factor, ...],
) -> None:
    found = resolve(REFERENCE)
    rows = ledger(found.scenario.arms["consult"].setting, found.settings["consult"])
    targets = {one.target for one in factors}
    laws = {  # but for those that are one number by default, and off or out of use with it
        one.path for one in rows if one.unit == "law of time" and one.value.startswith("{")
    }
    assert {
        law for law in laws if not any(target.startswith(f"{law}.") for target in targets)
    } == set()
    ranged = {
        one.path
        for one in rows
        if one.low is not None and one.low < (one.high or 0.0) and one.unit != "time of day"
    }
    assert ranged - targets == {"horizon", "follow_up"}


def page() -> str:
    text = (FOLDER / "assumptions.md").read_text(encoding="utf-8")
    return text.partition("<!-- begin influence -->")[2].partition("<!-- end")[0]


@pytest.mark.parametrize("outcome", HEADLINES)
def test_the_page_has_every_headline_outcome(outcome: str) -> None:
    assert f"**{OUTCOMES[outcome].title}** (`{outcome}`," in page()


def test_the_page_names_the_command_that_made_it() -> None:
    assert "`python -m tools.measure influence`" in (FOLDER / "assumptions.md").read_text(
        encoding="utf-8"
    )


def named(outcome: str) -> list[str]:
    told = page().partition(f"(`{outcome}`,")[2].partition("**")[0]
    return re.findall(r"^\| `([^`]+)` \|", told, re.MULTILINE)


def test_the_inputs_that_the_page_names_exist() -> None:
    setting = reference().arms["consult"].setting
    everywhere = {path for outcome in HEADLINES for path in named(outcome)}
    assert len(everywhere) >= TEN
    for path in everywhere:
        assert found_input(setting, path).path


def test_fresh_worlds_move_as_the_page_says() -> None:
    """The first input of two outcomes, in worlds that are measured now: the same sign at either
    end.
    """
    for outcome in ("struck", "round_trip_h"):
        path = named(outcome)[0]
        row = page().partition(f"(`{outcome}`,")[2].partition(f"| `{path}` |")[2].splitlines()[0]
        told = [float(cell.strip(" ()")) for cell in row.split("|")[2:4]]
        (fresh,) = screened(worlds=24, paths=(path,)).found[outcome]
        for said, now in zip(told, (fresh.low.mean, fresh.high.mean), strict=True):
            assert said * now > 0 or abs(said) < 0.05, (outcome, path)


@pytest.mark.slow
def test_a_fresh_screening_names_most_of_the_same() -> None:
    fresh = screened()
    for outcome in ("struck", "unilateral_strike"):
        again = {one.factor.path for one in fresh.foremost(outcome)}
        assert len(set(named(outcome)[:5]) & again) >= 3
