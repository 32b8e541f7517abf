"""A trial finds what was planted in it: what works, what works only with something else, what does
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import numpy as np
import pytest

from sim.errors import UsageError
from sim.experiment.design.factorial import FactorialDesign, fraction, full
from sim.experiment.measures.measures_summary import RowSummary, TrialSummary
from sim.experiment.measures.portfolio import goal_of
from sim.experiment.measures.recommendation import NOT_MOVED
from sim.experiment.measures.trial import expect_outcomes
from sim.experiment.measures.trial_summary import Wish, trial_summary
from sim.experiment.measures.verdict import Word
from sim.experiment.outcomes.definitions import COLUMNS, OUTCOMES
from sim.experiment.statistics.effects import Effects
from sim.output.text.measures.measure_reasons import brief, reason
from tests.output.planted_trial import ARM, measure, summary, trial, worlds
from tests.summaries import sure


@pytest.fixture(scope="module")
def found() -> TrialSummary:
    return summary()


def rows(found: TrialSummary) -> dict[str, RowSummary]:
    return {row.measure: row for row in found.measures.rows}


def test_what_works_is_supported_and_has_a_price(found: TrialSummary) -> None:
    cells = rows(found)["cells"]
    assert (cells.verdict, reason(cells)) == ("supported", "as expected")
    assert cells.average.estimate == pytest.approx(-9.0, abs=0.3)
    assert cells.average.lower == 1.0
    assert cells.cost_per_unit == pytest.approx(4.0 / 9.0, rel=0.05)
    assert [one.outcome for one in cells.moved] == ["burden"]


def test_what_only_some_worlds_have_is_in_no_family() -> None:
    """A measure that calms most worlds leaves other ones to have an hour of de-escalation: their
    mean moves, and is not told as moved.
    """
    selected = {name for name, one in OUTCOMES.items() if one.exists != "always"}
    assert selected <= NOT_MOVED
    assert {"struck", "burden", "unstruck_h"}.isdisjoint(NOT_MOVED)


def test_what_is_expected_of_a_group_that_measures_select_is_not_tested() -> None:
    planted = trial(("links", "cells"), conditions={"flooded": "the bunker is flooded"})
    said = trial_summary(planted, [worlds(planted)], Wish(goal=goal_of("burden"))).measures
    links, cells = said.rows
    assert (links.verdict, links.on_average, links.depends_on) == (
        "not tested",
        "selected group",
        (),
    )
    assert links.average.estimate == pytest.approx(-30.0, abs=3.0)
    assert links.average.p is links.average.p_adjusted is links.cost_per_unit is None
    assert sure(links.average.high) < 0.0, "its interval stands, from ten worlds on"
    assert [one.with_.says for one in links.conditions] == ["nothing shown"] * len(links.conditions)
    assert not any(one.shown for one in links.conditions)
    assert cells.average.p_adjusted == cells.average.p, "a family of one"
    few = trial_summary(planted, [worlds(planted)[:12]], Wish(goal=goal_of("burden"))).measures
    [alone] = [row.average for row in few.rows if row.measure == "links"]
    assert alone.worlds < 10
    assert (alone.low, alone.high) == (None, None)


def test_what_works_only_with_something_else_depends_on_it(found: TrialSummary) -> None:
    drills = rows(found)["drills"]
    assert drills.verdict == "depends"
    assert "helps with cells, nothing shown without it" in reason(drills)
    assert brief(drills).startswith("on cells")
    assert sure(drills.alone).estimate == pytest.approx(0.0, abs=2.0)
    assert drills.average.estimate == pytest.approx(-25.0, abs=2.0)


def test_what_does_nothing_is_shown_as_doing_nothing(found: TrialSummary) -> None:
    posters = rows(found)["posters"]
    assert posters.verdict == "not supported"
    assert reason(posters) == "it changes nothing in any of 120 worlds"
    assert posters.average.estimate == 0.0
    assert (posters.cost_per_unit, posters.moved) == (None, ())


def test_what_exists_only_after_a_strike_is_compared_where_both_struck(found: TrialSummary) -> None:
    effect = found.measures.average["cells"]["deescalation_h"]
    assert 40 < effect.worlds < 80


def test_the_cheapest_that_may_be_the_best_costs_no_more_than_any_that_may(
    found: TrialSummary,
) -> None:
    portfolio = sure(found.measures.portfolio)
    retained = [one for one in portfolio.sets if one.retained]
    assert portfolio.cheapest == ("cells", "drills")
    assert min(one.cost for one in retained) == 6.0
    assert found.measures.no_portfolio is None


def test_the_best_set_is_the_one_that_was_planted(found: TrialSummary) -> None:
    portfolio = sure(found.measures.portfolio)
    assert {"cells", "drills"} <= set(portfolio.chosen)
    assert portfolio.frontier[0] == ()
    assert all({"cells", "drills"} <= set(one) for one in portfolio.within_noise)
    poor = sure(summary(budget=4.0).measures.portfolio)
    assert {"cells", "drills"} - set(poor.chosen)
    assert all(one.cost <= 4.0 for one in poor.sets if one.affordable)


def test_blocks_of_any_size_say_the_same() -> None:
    planted = trial()
    block, wish = worlds(planted), Wish(goal=goal_of("burden"))
    pieces = trial_summary(planted, [block[:50], block[50:51], block[51:]], wish)
    whole = trial_summary(planted, [block], wish)
    for row, other in zip(pieces.measures.rows, whole.measures.rows, strict=True):
        assert row.verdict == other.verdict
        assert row.average.low == pytest.approx(other.average.low)


def test_the_arms_that_one_looks_at_are_in_the_usual_summary(found: TrialSummary) -> None:
    assert list(found.arms) == [ARM, "cells", "drills", "posters", "cells+drills+posters"]
    assert found.comparisons["cells"]["round_trip_h"].difference == pytest.approx(-9.0, abs=0.3)


def test_a_condition_is_two_more_arms_and_may_be_what_a_verdict_depends_on() -> None:
    planted = trial(("cells",), conditions={"flooded": "the bunker is flooded"})
    assert planted.plan.arms == (ARM, "cells", "cells/flooded without", "cells/flooded with")
    block = worlds(planted)
    dry = block.copy()
    dry[:, [2, 3]] = block[:, [0, 0]]  # under the condition the measure changes nothing
    row = trial_summary(planted, [dry], Wish(goal=goal_of("burden"))).measures.rows[0]
    assert row.verdict == "depends"
    assert (
        reason(row)
        == "on average as expected; helps unless the bunker is flooded, nothing shown where that"
        " is so"
    )
    (one,) = [one for one in row.conditions if one.kind == "condition"]
    assert one.shown
    assert (one.with_.says, one.without.says) == ("nothing shown", "helps")
    assert one.with_.worlds == one.without.worlds == one.difference.worlds == 120


@pytest.mark.parametrize("make", [full, fraction])
def test_effects_with_and_without_something_differ_by_what_it_changes_in_the_same_worlds(
    make: Callable[[tuple[str, ...]], FactorialDesign],
) -> None:
    """For every outcome of every measure: also for those that exist after a strike only, where
    sides had worlds of their own.
    """
    planted = trial(("cells", "drills", "posters", "letters"), make, conditions={"wet": "it rains"})
    block = worlds(planted)
    draws = np.random.default_rng(3)
    after = list(COLUMNS).index("deescalation_h")
    block[:, :, after] = np.where(
        draws.uniform(size=block.shape[:2]) < 0.5, draws.normal(size=block.shape[:2]), np.nan
    )
    effects = Effects(planted.contrasts(), tuple(OUTCOMES.values()))
    effects.add(block)
    found = effects.estimates(0.95)
    differences = [key for key in found if key[0] == "difference"]
    assert len(differences) >= 7
    for _, one, other in differences:
        for name, difference in found["difference", one, other].items():
            with_it, without = found["with", one, other][name], found["without", one, other][name]
            assert with_it.worlds == without.worlds == difference.worlds
            if difference.worlds:
                assert difference.estimate == pytest.approx(
                    with_it.estimate - without.estimate, abs=1e-9
                )


def test_a_contrast_has_one_adjusted_p_and_the_intervals_of_its_sides_allow_for_the_look(
    found: TrialSummary,
) -> None:
    some = [one for row in found.measures.rows for one in row.conditions]
    shown = [one for one in some if one.shown]
    assert 0 < len(shown) < len(some)
    assert found.measures.confidence_of_sides == pytest.approx(1.0 - 0.05 * len(shown) / len(some))
    assert not any(hasattr(side, "p_adjusted") for one in some for side in (one.with_, one.without))


def test_a_fraction_says_how_it_was_made_and_chooses_no_set() -> None:
    names = ("cells", "drills", "posters", "letters")
    planted = trial(names, fraction)
    said = summary(planted).measures
    assert (said.design.kind, said.design.runs, said.design.resolution) == ("fraction", 8, 4)
    assert said.design.generators == ("letters = cells x drills x posters",)
    assert said.portfolio is None
    assert "ran 8 of 16 sets" in sure(said.no_portfolio)
    assert "without --fraction" in sure(said.no_portfolio)
    cells = {row.measure: row for row in said.rows}["cells"]
    assert cells.average.estimate == pytest.approx(-9.0, abs=0.4)
    assert cells.alone is None


def test_a_trial_in_two_worlds_says_little_and_fails_nowhere() -> None:
    planted = trial()
    said = trial_summary(planted, [worlds(planted, 2)], Wish(goal=goal_of("burden")))
    assert {row.verdict for row in said.measures.rows} <= set(get_args(Word))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("delay: drafting", "--goal delay_drafting: it exists only in worlds with a question"),
        ("delay: drafting:2", "--goal delay_drafting: it exists only in worlds with a question"),
        ("delay: draftin", "Did you mean 'delay: drafting'?"),
        ("burden:much", "a weight is a number above zero, such as burden:2"),
        ("burdn:2", "Did you mean 'burden'?"),
    ],
)
def test_a_title_with_a_colon_is_no_outcome_with_a_weight(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        goal_of(text)
    assert said in str(caught.value)


def test_the_name_of_the_digest_depends_on_every_arm() -> None:
    assert trial().plan.scenario.digest != trial(("cells", "drills")).plan.scenario.digest


def test_an_expectation_of_an_outcome_that_does_not_exist() -> None:
    expect_outcomes([measure("cells")])
    wrong = trial(("cells",)).measures[0]
    changed = type(wrong)(
        name="x",
        title="X",
        purpose="",
        cost=1.0,
        conditions={},
        expected=type(wrong.expected)(text="", outcome="burdn", direction="lower"),
    )
    with pytest.raises(UsageError, match="x is expected to move 'burdn', which is no outcome"):
        expect_outcomes([changed])


@pytest.mark.slow
def test_no_effect_is_claimed_under_pure_chance() -> None:
    """Twelve trials in which no measure does anything: at most one false claim in the family of
    expectations of each.
    """
    claims = 0
    for seed in range(12):
        planted = trial(("letters", "posters", "banners"))
        block = worlds(planted, 60, seed)
        block[:, :, :] = np.where(
            np.isnan(block), np.nan, np.random.default_rng(seed).normal(size=block.shape)
        )
        said = trial_summary(planted, [block], Wish(goal=goal_of("burden")))
        claims += any(row.verdict != "not supported" for row in said.measures.rows)
    assert claims <= 3
