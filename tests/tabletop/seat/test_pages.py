"""What a seat is shown at a question: the same in worlds that look the same to it, with true ranges
and advisers that do not know the leader's mood.
"""

from __future__ import annotations

import re
from string import Formatter

import pytest

from sim.cli.table.seat_desk import UNASKED
from sim.domain.decisions.states import STATES, State
from sim.domain.decisions.views import OCCASIONS, Outsider, OutsideView, Role
from sim.domain.inputs.setting import Setting
from sim.engine.expected_reading import answer_range
from sim.tabletop.debrief import debriefing, replay_text
from sim.tabletop.game.acts import Act
from sim.tabletop.game.outside_acts import OUTSIDE_ACTS
from sim.tabletop.game.table import Table
from sim.tabletop.seat import page
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.options import FIGURES, advice, leaning, option_lines, range_text
from sim.tabletop.seat.outside import OCCASION_TEXT, outside_lines
from sim.tabletop.seat.situation import Situation
from sim.tabletop.web.seating.outside_page import MAY
from tests.engine.worlds import busy, changed, of_ally, still
from tests.tabletop.games import answer, go_on, table


def asked(setting: Setting, seat: Role = "frontline", replication: int = 0) -> Table:
    """A game at its first question."""
    game = table(setting, replication, seats=(seat,))
    game.carry_out(go_on())
    return game


def shown(game: Table, seat: Role = "frontline") -> list[str]:
    """All that is shown at a question, with what the advisers say."""
    view = game.session.question
    assert view is not None
    capital, seen = Capital(seat, game.setting), game.feeds[seat].seen
    options = option_lines(game.session, view, capital)
    return [
        page.head(capital, view.time, 100),
        *page.situation_lines(capital, Situation().take(seen), view.time, 100),
        *page.news_lines(capital, seen, 100),
        *page.decision_lines(1, view, capital, options, 100),
        *page.advice_lines(advice(game.session, view, capital), 100),
    ]


def test_worlds_that_look_the_same_to_a_seat_are_shown_the_same() -> None:
    """They differ in how the truth goes on and in the other ally's mind."""
    changes: tuple[dict[str, float], ...] = (
        {},
        {"adversary.threat.growth": 0.2},
        {"allies.patron.intelligence.bias": 1.5},
        {"allies.patron.outlook.red_line": 0.99},
        {"allies.patron.amber_band": 0.4},
        {"adversary.provocations.rate": 0.0},
    )
    late = {"allies.frontline.leader.deliberation.value": 24.0}
    pages = [shown(asked(changed(still(late), change))) for change in changes]
    assert all(one == pages[0] for one in pages)


def test_advisers_do_not_know_the_luck_of_the_rule() -> None:
    game = asked(busy())
    view = of_ally(game.session.question)
    capital = Capital("frontline", game.setting)
    other = view._replace(noise=dict.fromkeys(view.noise, 9.0), window_left=1.0)
    assert advice(game.session, other, capital) == advice(game.session, view, capital)


def test_close_options_are_told_as_close() -> None:
    assert leaning({"hold": 0.1, "strike": 0.5}) == ["strike"]
    assert leaning({"hold": 0.1, "pressure": 0.105, "strike": -0.5}) == ["hold", "pressure"]
    assert leaning({"hold": 0.1}) == ["hold"]


@pytest.mark.parametrize("protocol", ["unilateral", "notify", "consult", "concurrence", "joint"])
def test_each_option_says_what_it_leads_to(protocol: str) -> None:
    text = " ".join(" ".join(shown(asked(busy({"protocol": protocol})))).split())
    wanted = {
        "unilateral": "prepare the strike: it falls between",
        "notify": "prepare the strike: it falls between",
        "consult": "first: the answer is read between",
        "concurrence": "first: the answer is read between",
        "joint": "wish to strike: diplomacy has its agreed 24 h first",
    }
    assert wanted[protocol] in text
    assert re.search(r"1 hold wait; you are asked again", text)


def test_a_wish_awaits_the_answer_to_a_question_that_was_put_early() -> None:
    """It puts none beside it, so that its hours are those of the question under way."""
    game = asked(busy({"protocol": "consult"}))
    put = of_ally(game.session.question).time
    for act in (Act(do="ask", seat="frontline", data={}), answer("hold"), go_on()):
        game.carry_out(act)
    view = of_ally(game.session.question)
    assert game.session.acts.asked_at() == put < view.time
    capital = Capital("frontline", game.setting)
    told = option_lines(game.session, view, capital)["strike"]
    hours = range_text(capital, answer_range(game.session.prepared, "consultation_request", put))
    assert f"to the question put on {capital.date(put)}: it was to be read {hours}" in told
    assert "first" not in told
    seen = " ".join(" ".join(shown(game)).split())
    assert "(message 1), and go on meanwhile." in seen
    assert capital.date(game.setting.horizon) not in seen, "no seat knows the end of the window"
    assert "patience until" not in seen


def test_whatever_an_outsider_may_do_has_its_words_everywhere() -> None:
    options = {option for some in OCCASIONS.values() for option in some}
    for words in (debriefing._OUTSIDE, replay_text._KEPT):
        assert options <= words.keys()
    for words in (debriefing._OUTSIDE, replay_text._DID):
        assert OUTSIDE_ACTS.keys() <= words.keys()
    assert OUTSIDE_ACTS.keys() == {act for acts in MAY.values() for act in acts} == UNASKED.keys()
    assert OCCASION_TEXT.keys() == OCCASIONS.keys()
    setting = busy()
    for asks, some in OCCASIONS.items():
        seat: Outsider = (
            "adversary" if asks in ("attack", "provocation", "retaliation") else "region"
        )
        view = OutsideView(seat, asks, 1.5, some, 2, 0.4, 0.7, "mediator")
        lines = outside_lines(table(setting).session.prepared, view, Capital(seat, setting))
        assert tuple(lines) == some
        assert all(lines.values())


def named_in(words: str) -> set[str]:
    """What is to be filled in."""
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("state", STATES)
def test_the_words_of_a_state_name_only_what_can_be_filled_in(state: State) -> None:
    seat, story = STATES[state].seat, STATES[state].story
    assert named_in(seat.option) <= FIGURES.keys()
    assert named_in(f"{seat.situation}{seat.begins}{seat.undecided}") <= {"them"}
    assert named_in(story.begins) <= {"frontline", "patron", "diplomacy"}
    assert named_in(f"{story.now}{story.wish}{story.step}") <= {"frontline", "patron"}
    assert named_in(story.chapter) == set()
