"""The ten most influential inputs: ranked by their longest move, only those beyond chance, named as the program names them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from docs.influence import TEN, chapter, foremost, outcomes, reach, screened
from docs.make import FOLDER
from sim.experiment.outcomes import OUTCOMES
from sim.scenario.inputs import found
from tests.facts.worlds import reference


def swing(down: float, up: float, *, shown: bool = True) -> dict[str, Any]:
    return {"down": {"value": down}, "up": {"value": up}, "across": {"value": up - down}, "shown": shown}


def summary(**factors: dict[str, Any]) -> dict[str, Any]:
    told = {name: {"told": {"low": "0", "high": "1", "value": "0.5"}} for name in factors}
    return {"factors": told, "swings": {name: {"here": 0.5, "factors": factors} for name in outcomes()}}


def test_inputs_are_ranked_by_their_longest_move() -> None:
    made = summary(small=swing(0.0, 0.1), large=swing(-0.2, 0.3), lucky=swing(-0.9, 0.9, shown=False))
    assert reach(made["swings"]["burden"]["factors"]["large"]) == pytest.approx(0.5)
    assert foremost(made, "burden") == ["large", "small"]


def test_no_more_than_ten_are_named() -> None:
    assert len(foremost(summary(**{f"input-{n}": swing(-n, n) for n in range(1, 20)}), "burden")) == TEN


def test_an_outcome_that_nothing_moves_says_so() -> None:
    assert "None stands out from chance." in chapter(summary(still=swing(0.0, 0.0, shown=False)))


def page() -> str:
    text = (FOLDER / "assumptions.md").read_text(encoding="utf-8")
    return text.partition("<!-- begin influence -->")[2].partition("<!-- end")[0]


@pytest.mark.parametrize("outcome", outcomes())
def test_the_page_has_every_headline_outcome_that_every_world_has(outcome: str) -> None:
    assert f"**{OUTCOMES[outcome].title}** (`{outcome}`," in page()


def test_the_inputs_that_the_page_names_exist() -> None:
    setting = reference().arms["consult"].setting
    named = set(re.findall(r"^\| `([^`]+)` \|", page(), re.MULTILINE))
    assert len(named) >= TEN
    for path in named:
        assert found(setting, path).path


@pytest.mark.slow
def test_a_fresh_screening_names_most_of_the_same() -> None:
    fresh = screened()
    for outcome in ("struck", "unilateral_strike"):
        told = page().partition(f"(`{outcome}`,")[2].partition("**")[0]
        named = re.findall(r"^\| `([^`]+)` \|", told, re.MULTILINE)
        assert len(set(named[:5]) & set(foremost(fresh, outcome))) >= 3
