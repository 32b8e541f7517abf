"""Levers: the assumption that a disagreement hangs on is found, and chance is not taken for one."""

from __future__ import annotations

from math import isnan, nan
from pathlib import Path

import numpy as np
import pytest

from sim.experiment.checks.decisive_inputs import (
    DecisiveInput,
    _adjust_family,
    _compare_moves,
    levers,
    under_others,
)
from sim.experiment.design.factors import Asked, Factor, uncertain
from sim.experiment.statistics.estimates import mcnemar_exact_p
from sim.output.text.agreement import otherwise, sentence
from sim.scenario import resolve

DOUBT = """\
checks:
  patient: {outcome: answered_in_time, between: [1, 1], arm: consult}
  told: {outcome: learnt_told, where: struck, between: [0, 0], arm: consult}
uncertainties:
  terms.patience.base: {low: 1 h, high: 7 d, source: judgement}
  public.strike_news.median: {low: 30 min, high: 2 h, source: judgement}
"""


@pytest.fixture
def doubt(tiny: Path, tmp_path: Path) -> Path:
    path = tmp_path / "doubt.yaml"
    path.write_text(
        tiny.read_text(encoding="utf-8") + "terms: {patience: {base: 12 h}}\n" + DOUBT,
        encoding="utf-8",
    )
    return path


@pytest.fixture
def factors(doubt: Path) -> tuple[Factor, ...]:
    return uncertain(resolve(doubt), ("consult",), Asked())


def made(
    factors: tuple[Factor, ...], own: list[float], *moved: list[float], check: str = "patient"
) -> list[DecisiveInput]:
    """What would be found if these worlds agreed: as it is, then at each end of each factor."""
    moves = [(factor, end) for factor in factors for end in (factor.low, factor.high)][: len(moved)]
    shown = {"own": {check: np.array(own)}} | {
        str(at): {check: np.array(one)} for at, one in enumerate(moved)
    }
    return _adjust_family(list(_compare_moves(moves, shown, 0.95)))


def test_the_assumption_that_a_disagreement_hangs_on_is_found(doubt: Path) -> None:
    moved = levers(resolve(doubt), "consult", ["patient"], seed=3, worlds=30)
    first = moved[0]
    assert (first.factor.path, first.value) == ("terms.patience.base", 168.0)
    assert first.raises
    assert first.low > 0.0
    assert {one.check for one in moved} == {"patient"}, "only what was asked about"
    told = sentence("patient", moved)
    assert "What raises it most is terms.patience.base: at 7 d instead of 12 h" in told
    assert "Holm over" in told
    assert all(not one.raises for one in moved if one.factor.path.startswith("public.")), (
        "news does not quicken an answer"
    )


def test_a_gain_in_few_worlds_is_not_told_apart_from_chance(factors: tuple[Factor, ...]) -> None:
    """The largest of many moves is always large: by itself three worlds more look like a cause."""
    own, more = [0.0] * 20, [1.0] * 3 + [0.0] * 17
    moved = made(factors, own, own, more, own, own)
    assert moved[0].gain == 0.15
    assert not moved[0].raises
    told = sentence("patient", moved)
    assert "What raises it most" not in told
    assert "No assumption is told apart from chance: 2 inputs" in told
    assert "n = 20" in told
    assert "none raised it at all, n = 20" in sentence(
        "patient", made(factors, own, own, own, own, own)
    )


@pytest.mark.slow
def test_chance_alone_is_seldom_called_a_cause(factors: tuple[Factor, ...]) -> None:
    random = np.random.default_rng(7)
    found = 0
    for _ in range(300):
        worlds = (random.random((5, 60)) < 0.3).astype(float).tolist()
        found += any(one.raises for one in made(factors, *worlds))
    assert found / 300 < 0.05, "four moves of no effect at all, in unrelated worlds"


def test_many_comparisons_are_one_family(factors: tuple[Factor, ...]) -> None:
    own, more = [0.0] * 20, [1.0] * 7 + [0.0] * 13
    alone, *_ = made(factors, own, more)
    among, *_ = made(factors, own, more, own, own, own)
    assert (alone.family, among.family) == (1, 4)
    assert among.p == pytest.approx(4 * alone.p)


def test_only_worlds_are_compared_in_which_the_check_applies_both_ways(
    factors: tuple[Factor, ...],
) -> None:
    own = [0.0, 0.0, nan, nan, 1.0]
    moved, *_ = made(factors, own, [1.0, nan, 1.0, nan, 1.0])
    assert (moved.pairs, moved.own, moved.moved) == (2, 0.5, 1.0)


def test_where_it_never_applies_nothing_is_claimed(factors: tuple[Factor, ...]) -> None:
    moved = made(factors, [nan] * 9, [1.0] * 9)
    assert isnan(moved[0].p)
    assert "cannot be asked: it applies both ways in at most 0 of the 9 worlds" in sentence(
        "patient", moved
    )


def test_too_few_worlds_are_said_to_show_nothing_rather_than_no_effect(
    factors: tuple[Factor, ...],
) -> None:
    own, moved = [0.0] * 7 + [nan] * 33, [1.0] * 40
    few = made(factors, own, moved, moved, moved, moved)
    assert few[0].fewest_pairs == 8, "2 x 4 / 2^7 is above .05, 2 x 4 / 2^8 is not"
    assert (
        "at most 7 of the 40 worlds, and fewer than 8 can show nothing among 4 comparisons"
        in sentence("patient", few)
    )
    enough = made(factors, [0.0] * 8 + [nan] * 32, moved, moved, moved, moved)
    assert enough[0].raises


def test_the_largest_gain_comes_first_and_the_others_are_named(factors: tuple[Factor, ...]) -> None:
    own, some, most = [0.0] * 40, [1.0] * 20 + [0.0] * 20, [1.0] * 40
    told = sentence("patient", made(factors, own, own, some, own, most))
    assert "raises it most is public.strike_news" in told
    assert "Also told apart: terms.patience.base." in told


def test_an_end_that_is_the_value_itself_is_no_move(doubt: Path) -> None:
    text = doubt.read_text(encoding="utf-8").replace(
        "{low: 1 h, high: 7 d", "{low: 12 h, high: 7 d"
    )
    doubt.write_text(text, encoding="utf-8")
    moved = levers(resolve(doubt), "consult", ["patient"], seed=3, worlds=2)
    assert [one.value for one in moved if one.factor.path == "terms.patience.base"] == [168.0]


def test_without_uncertainties_there_is_nothing_to_ask(tiny: Path, tmp_path: Path) -> None:
    path = tmp_path / "sure.yaml"
    path.write_text(
        f"{tiny.read_text(encoding='utf-8')}checks: {{late: {{outcome: notice_h, between: [0 h, 1"
        " h]}}\n",
        encoding="utf-8",
    )
    assert "declares no uncertainties" in sentence("late", [])
    assert levers(resolve(path), "unilateral", ["late"], seed=1, worlds=2) == []


def test_the_exact_test_is_that_of_a_fair_coin() -> None:
    assert mcnemar_exact_p([5, 0, 3, 6], [0, 0, 3, 1]).tolist() == [2 / 32, 1.0, 1.0, 2 * 8 / 128]


def test_a_protocol_that_decides_a_check_alone_is_asked_too(doubt: Path) -> None:
    """Who consults has told: no input within its range says so, since the protocol has none."""
    found = resolve(doubt, ["horizon=20 d"])
    others = under_others(found, "consult", ["told"], seed=3, worlds=12)
    assert [one.protocol for one in others] == ["unilateral", "notify", "concurrence", "joint"]
    by = {one.protocol: one for one in others}
    assert by["unilateral"].agree == by["unilateral"].applies > 0, "nobody was told"
    told = otherwise("told", "consult", others)
    assert told.startswith("The protocol, consult, is set and has no range")
    assert f"{by['unilateral'].agree} of {by['unilateral'].applies} under unilateral" in told
    assert otherwise("patient", "consult", others) == ""
    assert under_others(found, "consult", [], seed=3, worlds=12) == []
