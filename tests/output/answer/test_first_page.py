"""The first page answers the question that the scenario asks: a worked example in full, who chose
what is answered, and each verdict in words that are no stronger.
"""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from sim.experiment.statistics.mean_intervals import mean_interval
from sim.experiment.statistics.moments import sums_of
from sim.output.answer.answer import answer_as_data, answer_of, answer_or_reason, answer_text
from sim.output.answer.asked_comparison import Asked
from sim.output.answer.contrast import asked_contrast
from sim.output.answer.grammar import answer_sentence
from sim.output.answer.phrases import Names
from sim.output.answer.pictures.levels import levels_of
from tests.output.answer.conftest import UNHEARD, Folder, worlds

GOLDEN = """\
Question: Would a leaders' hotline prevent a strike without the other's word?
Read as: struck unheard: struck, and no word of the patron on any plan (answer, call, public
warning) had been read before the point of no return. Asks by a leaders' hotline is compared with
Asks by the attaché net, in the same worlds. The question stood in the scenario before the run.
Answer: In these worlds, strikes without any word from Albion fall from 76 to 16 of 100
worlds. But in 167 of the 243 worlds in which one was removed, Kestrel struck all the same, having
heard Albion.
Shown to matter, better. 60 fewer of 100 worlds (95 % interval 55 to 65 fewer; a difference of 5 or
more matters). In 243 of the 400 worlds one was removed, in 4 one was brought, in 153 nothing of
this changed.
"""
FORBIDDEN = (
    "significant",
    "so many of a hundred",
    "no effect",
    "may still be there",
    "with_hotline",
)


def test_the_worked_example(folder: Folder) -> None:
    found = answer_of(*folder(UNHEARD))
    assert found is not None
    assert " ".join(answer_text(found)[:4]) == " ".join(GOLDEN.split())
    assert not any(word in " ".join(answer_text(found)) for word in FORBIDDEN)
    assert found.groups[0].heading == "What was asked"
    assert found.became is not None
    assert {name: many for name, many in found.became.by_course.items() if many} == {
        "none": 76,
        "misread": 13,
        "no": 47,
        "doubts": 107,
    }
    assert [one.said for one in found.failed] == [
        "65 of 400 worlds: struck unheard",
        "107 of 400 worlds: a strike, Albion's doubts heard",
        "47 of 400 worlds: a strike, Albion's no heard",
    ]


def test_the_same_for_programs(folder: Folder) -> None:
    found = answer_as_data(answer_of(*folder(UNHEARD)))
    assert found is not None
    assert found["outcome"] == "unheard"
    assert (found["arm"], found["against"]) == ("with_hotline", "as_today")
    assert (found["chosen"], found["verdict"]) == ("scenario", "matters")


def test_only_the_question_that_stood_in_the_scenario_is_judged_by_itself(folder: Folder) -> None:
    asked = answer_of(*folder(UNHEARD))
    other = answer_of(*folder(UNHEARD, looked_at="never_asks"))
    chosen = answer_of(*folder(UNHEARD, asks=False))
    assert asked is not None
    assert other is not None
    assert chosen is not None
    assert (asked.asked.how, asked.asked.choices) == ("scenario", 1)
    assert (other.asked.how, other.asked.arm, other.asked.choices) == ("named", "never_asks", 3)
    assert "named on the command line" in other.chosen
    assert (chosen.asked.how, chosen.asked.against) == ("chosen", "as_today")
    assert chosen.asked.choices > 3
    assert "No question is given" in chosen.chosen
    assert not chosen.sentences.first.startswith(("Yes", "No,"))


def test_any_two_arms_can_be_asked_about_whatever_the_baseline_is(folder: Folder) -> None:
    found = answer_of(*folder(UNHEARD, looked_at="as_today", compared_with="with_hotline"))
    assert found is not None
    assert (found.asked.arm, found.asked.against) == ("as_today", "with_hotline")
    assert "rise from 16 to 76 of 100 worlds" in found.sentences.first
    assert found.sentences.chip == "shown to matter, worse"


def test_an_interval_of_one_of_several_choices_is_wider(folder: Folder) -> None:
    results, _ = folder(UNHEARD)
    one = Asked(
        outcome="unheard", arm="with_hotline", against="as_today", how="scenario", choices=1
    )
    alone = asked_contrast(results, one).interval
    among = asked_contrast(results, replace(one, how="named", choices=3)).interval
    assert among[0] < alone[0] < alone[1] < among[1]


def test_where_inputs_are_drawn_an_answer_is_over_draws_and_worlds_are_counted_as_such(
    folder: Folder,
) -> None:
    """Worlds of a draw are alike: taken for independent, the interval would be half as wide."""
    results, scenario = folder(UNHEARD, drawn=5)
    found = answer_of(results, scenario)
    assert found is not None
    gaps = np.subtract(UNHEARD["with_hotline", "unheard"], UNHEARD["as_today", "unheard"])
    low, high = mean_interval(sums_of(gaps.reshape(80, 5).mean(axis=1)), (-1.0, 1.0))
    assert found.contrast.interval == pytest.approx((float(low[0]), float(high[0])))
    plain = answer_of(*folder(UNHEARD))
    assert plain is not None
    narrow = np.subtract(*plain.contrast.interval)
    assert np.subtract(*found.contrast.interval) < 1.8 * narrow < 0.0
    assert (found.contrast.units, found.contrast.pairs, found.contrast.worlds) == (80, 400, 400)
    assert results.summary.comparisons["with_hotline"]["unheard"].low == found.contrast.found.low
    text = " ".join(answer_text(found))
    assert "fall from 76 to 16 of 100 worlds" in text
    assert "In 243 of the 400 worlds one was removed" in text
    assert "of the mean over all that the uncertain inputs may be" in found.sentences.sure[-1]
    assert [one.of for one in levels_of(results, found)] == [100] * 3
    few = answer_of(*folder({name: one[:40] for name, one in UNHEARD.items()}, 40, drawn=5))
    assert few is not None
    assert few.sentences.first.startswith("8 draws say nothing yet")
    assert "at least 10 draws are needed" in few.sentences.first


SAME = np.linspace(0.0, 100.0, 400)


@pytest.mark.parametrize(
    ("name", "first", "second", "verdict", "said"),
    [
        (
            "unheard",
            worlds((40, 1.0), (360, 0.0)),
            worlds((12, 1.0), (388, 0.0)),
            "may be small",
            "fall from 40 to 12 of 400 worlds, by what may be little.",
        ),
        (
            "unheard",
            worlds((100, 1.0), (300, 0.0)),
            worlds((100, 1.0), (300, 0.0)),
            "does not matter",
            "stand at 25.0 and 25.0 of 100 worlds, alike to within 1.0.",
        ),
        (
            "drawn_in",
            worlds((24, 1.0), (376, 0.0)),
            worlds((14, 0.0), (32, 1.0), (354, 0.0)),
            "cannot be told",
            "anything from",
        ),
        (
            "struck",
            worlds((300, 1.0), (100, 0.0)),
            worlds((100, 1.0), (300, 0.0)),
            "matters",
            "fall from 75 to 25 of 100 worlds; the outcome takes no side.",
        ),
        (
            "burden",
            SAME + 200.0,
            0.5 * SAME + 100.0,
            "matters",
            (
                "escalation falls from 250 to 125 rung-hours a world (an hour one step of the"
                " ladder above the start counts one)."
            ),
        ),
        (
            "trust_of_patron",
            np.full(400, 0.34),
            0.40 + SAME / 1e3,
            "matters",
            (
                "Albion's trust in Kestrel rises from 34.0 to 45.0 on a scale of 0 to 100 (0 none,"
                " 100 full)."
            ),
        ),
        (
            "leaks",
            worlds((180, 1.0), (220, 0.0)),
            worlds((18, 1.0), (382, 0.0)),
            "matters",
            "leaks to the press fall from 45.0 to 4.5 in 100 worlds.",
        ),
    ],
)
def test_each_verdict_has_its_words(
    folder: Folder, name: str, first: np.ndarray, second: np.ndarray, verdict: str, said: str
) -> None:
    results, _ = folder({("as_today", name): first, ("with_hotline", name): second})
    asked = Asked(outcome=name, arm="with_hotline", against="as_today", how="scenario", choices=1)
    found = asked_contrast(results, asked)
    text = answer_sentence(found, Names(frontline="Kestrel", patron="Albion"))
    assert found.found.verdict == verdict
    assert said in text
    assert ("fall" in text or "rise" in text) == (verdict in {"matters", "may be small"})


def test_none_seen_is_told_with_what_is_possible(folder: Folder) -> None:
    results, _ = folder({("as_today", "unheard"): worlds((200, 1.0), (200, 0.0))})
    asked = Asked(
        outcome="unheard", arm="with_hotline", against="as_today", how="scenario", choices=1
    )
    text = answer_sentence(asked_contrast(results, asked), Names())
    assert "fall from 50 to none of 100 worlds (compatible with up to 1)." in text


def test_an_interval_is_not_told_as_what_is_possible(folder: Folder) -> None:
    few = worlds((8, 1.0), (392, 0.0))
    results, _ = folder({("as_today", "attacked"): few, ("with_hotline", "attacked"): few[::-1]})
    asked = Asked(
        outcome="attacked", arm="with_hotline", against="as_today", how="scenario", choices=1
    )
    text = answer_sentence(asked_contrast(results, asked), Names())
    assert text.startswith("These worlds cannot tell: ")
    assert ", which is compatible with anything from " in text
    assert "possible" not in text


@pytest.mark.parametrize("other", [False, True])
def test_what_always_came_instead_is_told_once(folder: Folder, other: bool) -> None:
    """Of strikes of any kind it goes without saying."""
    struck = worlds((200, 1.0), (200, 0.0))
    gone = {
        ("as_today", "struck"): struck,
        ("as_today", "unheard"): struck,
        ("with_hotline", "struck"): worlds((3 * other, 1.0), (400 - 3 * other, 0.0)),
    }
    found = answer_of(*folder(gone))
    assert found is not None
    said = " ".join(found.sentences.sure)
    came = "What came instead was the same in all 200: no strike at all."
    assert (came in said) != other
    assert said.count("What came instead") == 1 - other


def test_few_worlds_say_that_they_are_few(folder: Folder) -> None:
    for many, said in ((1, "One world says nothing yet"), (5, "5 worlds say nothing yet")):
        results, found = folder({}, worlds=many)
        answer = answer_of(results, found)
        assert answer is not None
        assert answer.sentences.first.startswith(said)
        assert answer.sentences.verdict == "too few pairs"


@pytest.mark.parametrize(
    "question",
    [
        "Would a hotline prevent a strike?",
        "Would a hotline raise the threat?",
        "How many strikes does a hotline prevent?",
    ],
)
def test_the_wording_of_a_question_decides_nothing(folder: Folder, question: str) -> None:
    results, found = folder(UNHEARD)
    as_it_stands = answer_of(results, found)
    asked = replace(results.summary.scenario, purpose=question)
    results.summary = replace(results.summary, scenario=asked)
    reworded = answer_of(results, found)
    assert reworded is not None
    assert as_it_stands is not None
    assert reworded.question == question
    assert reworded.sentences == as_it_stands.sentences


def restrained(attacked: tuple[int, int]) -> dict[tuple[str, str], np.ndarray]:
    """400 worlds: a hotline removes 200 strikes alone; so many are attacked without and with it."""
    without, having = attacked
    return {
        ("as_today", "unilateral_strike"): worlds((300, 1.0), (100, 0.0)),
        ("never_asks", "unilateral_strike"): worlds((300, 1.0), (100, 0.0)),
        ("with_hotline", "unilateral_strike"): worlds((100, 1.0), (300, 0.0)),
        ("as_today", "attacked"): worlds((400 - without, 0.0), (without, 1.0)),
        ("with_hotline", "attacked"): worlds((400 - having, 0.0), (having, 1.0)),
    }


@pytest.mark.parametrize(
    ("attacked", "said", "price"),
    [
        (
            (11, 14),
            "A price of restraint is not shown. ",
            "These worlds cannot tell: attacks by the brigades stand at 11 and 14 of 400",
        ),
        (
            (14, 11),
            "A price of restraint was not seen. ",
            "These worlds cannot tell: attacks by the brigades stand at 14 and 11 of 400",
        ),
        (
            (100, 100),
            "A price of restraint was not seen. ",
            "No difference that matters: attacks by the brigades stand at 25.0 and 25.0 of 100",
        ),
        (
            (20, 100),
            "Beside that gain stands the price of restraint. ",
            "In these worlds, attacks by the brigades rise from 5 to 25 of 100 worlds",
        ),
    ],
)
def test_beside_the_gain_of_restraint_stands_its_price_if_it_is_shown(
    folder: Folder, attacked: tuple[int, int], said: str, price: str
) -> None:
    looked = {"looked_at": "unilateral_strike", "asks": False}
    found = answer_of(*folder(restrained(attacked), **looked))
    assert found is not None
    gain, price_told = found.sentences.first.split(f" {said}")
    assert "fall from 75 to 25 of 100 worlds" in gain
    assert price_told.startswith(price)


def test_an_arm_that_never_asks_restrains_nobody_and_pays_no_price(folder: Folder) -> None:
    """Fewer strikes for another reason, such as a lower readiness, are no restraint."""
    planted = restrained((20, 100))
    swapped = {"with_hotline": "never_asks", "never_asks": "with_hotline"}
    planted = {(swapped.get(arm, arm), name): one for (arm, name), one in planted.items()}
    found = answer_of(*folder(planted, looked_at="unilateral_strike", asks=False))
    assert found is not None
    assert found.asked.arm == "never_asks"
    assert "fall from 75 to 25 of 100 worlds" in found.sentences.first
    assert "rice" not in found.sentences.first


def test_where_fewer_are_attacked_restraint_has_no_price(folder: Folder) -> None:
    found = answer_of(*folder(restrained((100, 20)), looked_at="unilateral_strike", asks=False))
    assert found is not None
    assert "Restraint had no price in these worlds: attacks" in found.sentences.first


def test_what_costs_nothing_and_what_is_no_restraint_have_no_price(folder: Folder) -> None:
    alone: dict[str, object] = {"looked_at": "unilateral_strike", "asks": False}
    cases: list[tuple[dict[tuple[str, str], np.ndarray], dict[str, object]]] = [
        (restrained((0, 0)), alone),
        ({**restrained((20, 100)), **UNHEARD}, {}),
        (restrained((20, 100)), {**alone, "compared_with": "with_hotline"}),
    ]
    for planted, looked in cases:
        found = answer_of(*folder(planted, **looked))
        assert found is not None
        assert "rice" not in found.sentences.first


def test_a_question_about_a_way_that_was_not_run_is_said_to_have_no_answer(folder: Folder) -> None:
    results, scenario = folder(UNHEARD)
    few = replace(results.summary, arms={"as_today": results.summary.arms["as_today"]})
    alone = SimpleNamespace(**{**vars(results), "summary": few, "arms": ("as_today",)})
    (said,) = answer_or_reason(alone, scenario)  # type: ignore[arg-type]
    assert said == (
        "The question of the scenario has no answer in this run. The scenario asks about Asks by a"
        " leaders' hotline (with_hotline), which was not run here."
    )
    arms = {name: one for name, one in results.summary.arms.items() if name != "with_hotline"}
    against = {"never_asks": results.summary.comparisons["never_asks"]}
    kept = replace(results.summary, arms=arms, comparisons=against)
    chosen = answer_of(SimpleNamespace(**{**vars(results), "summary": kept}), scenario)  # type: ignore[arg-type]
    assert chosen is not None
    assert chosen.chosen.startswith(
        "The scenario asks about Asks by a leaders' hotline (with_hotline), which was not run here."
        " Instead, this is a choice made from the results"
    )
    assert "No question" not in chosen.chosen


def test_of_no_difference_no_direction_is_told(folder: Folder) -> None:
    """Neither "0 fewer" nor "-0": as many worlds changed one way as the other."""
    asks, never = worlds((30, 0.0), (30, 1.0), (340, 0.0)), worlds((30, 1.0), (370, 0.0))
    planted = {**UNHEARD, ("with_hotline", "unheard"): asks, ("as_today", "unheard"): never}
    found = answer_of(*folder(planted))
    assert found is not None
    said = " ".join(answer_text(found))
    assert "neither fewer nor more of 100 worlds" in said
    assert " 0 fewer of" not in said
