"""People in the seats: a session stops with a question, takes an answer, and is otherwise the same
program.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.domain.actors.preferences import Valuation
from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.decisions.rules import Human
from sim.domain.decisions.views import COURSES, ROLES, STANCES, Choice, Role, View
from sim.domain.events import Decision, End, StanceGiven, Strike
from sim.domain.inputs.setting import Setting
from sim.engine.questions import Question
from sim.engine.session import Session
from sim.errors import RunError, UsageError
from tests.engine.worlds import (
    Changes,
    asked_as,
    asking,
    busy,
    changed,
    crises,
    entries,
    first,
    kinds,
    of_ally,
    played,
    replications,
    run,
    session,
    still,
    text,
    times,
)

FRONTLINE: frozenset[Role] = frozenset({"frontline"})
PATRON: frozenset[Role] = frozenset({"patron"})
BOTH: frozenset[Role] = frozenset(ROLES)
SEATS = (FRONTLINE, PATRON, BOTH)


def by_rule(setting: Setting) -> Callable[[View], Choice]:
    """Answers as the rule in the seat would."""
    return lambda view: asked_as(setting, view.seat).choose(view)


def asked(game: Session) -> Question:
    """The next question."""
    return next(iter(game))


# the same program


@given(crises(), replications, st.sampled_from(SEATS), st.booleans())
def test_to_answer_as_the_rule_would_gives_the_same_log(
    crisis: Changes, replication: int, seats: frozenset[Role], full: bool
) -> None:
    setting = busy(crisis)
    game = session(setting, replication, humans=seats, full=full)
    assert text(played(game, by_rule(setting))) == text(run(setting, replication, full=full))


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("seats", SEATS, ids=lambda seats: "+".join(sorted(seats)))
def test_both_seats_are_asked_under_every_protocol(protocol: str, seats: frozenset[Role]) -> None:
    setting = busy({"protocol": protocol, "terms.notice": 20.0})
    asked_for: set[tuple[str, str]] = set()

    def answer(view: View) -> Choice:
        asked_for.add((view.seat, view.asks))
        return by_rule(setting)(view)

    for replication in range(5):
        played(session(setting, replication, humans=seats), answer)
    wanted = {("frontline", "course")} if "frontline" in seats else set()
    if "patron" in seats:
        wanted |= {("patron", "course")} | (
            set() if protocol == "unilateral" else {("patron", "stance")}
        )
    assert wanted <= asked_for
    assert {seat for seat, _ in asked_for} == seats


def test_the_rule_of_a_seat_that_is_taken_is_not_asked() -> None:
    setting = changed(asking(), {"allies.patron.leader.rule": Human()})
    assert entries(
        played(session(setting, humans=PATRON), lambda _: Choice("amber", "")), StanceGiven
    )
    with pytest.raises(RunError, match="the seat of the patron is a person's"):
        run(setting)


# a game


def test_a_game_by_script() -> None:
    """The frontline asks, the patron is not sure, the frontline puts it off, is provoked, and
    strikes after all.
    """
    lines: dict[tuple[str, str], str] = {
        ("frontline", "news"): "strike",
        ("patron", "consultation_request"): "amber",
        ("frontline", "answer"): "hold",
        ("frontline", "provocation"): "strike",
    }
    inject = still().injects["beginning"]
    attack = changed(
        inject, {"event": "provocation", "at": 50.0, "severity": 0.9, "text": "an attack"}
    )
    setting = asking({"injects.attack": attack, "allies.frontline.leader.deliberation.value": 1.0})
    said: list[tuple[float, str, str]] = []

    def answer(view: View) -> Choice:
        said.append((view.time, view.seat, view.trigger))
        return Choice(lines[view.seat, view.trigger], "as in the script")

    log = played(session(setting, humans=BOTH), answer)
    assert said == [
        (1, "frontline", "news"),
        (1, "patron", "consultation_request"),
        (2, "frontline", "answer"),
        (51, "frontline", "provocation"),
    ]
    assert times(log, Strike) == [51 + 240]
    assert first(log, Strike)[1].stance == "amber"
    assert {data.reason for _, data in entries(log, Decision)} == {"as in the script"}


def test_a_word_will_do_for_an_answer() -> None:
    game = session(still(), humans=FRONTLINE)
    for question in game:
        question.answer("hold")
    ((_, data),) = entries(game.log, Decision)
    assert (data.option, data.reason) == ("hold", "said so")


# answers that cannot be taken


def test_an_answer_that_is_not_an_option_is_refused_and_changes_nothing() -> None:
    game = session(still(), humans=FRONTLINE)
    running = iter(game)
    question = next(running)
    before = text(game.log)
    for word in ("red", "STRIKE", ""):
        with pytest.raises(UsageError, match="is not among the options: hold, pressure, strike"):
            question.answer(word)
    assert question.choice is None
    assert text(game.log) == before
    question.answer("strike")
    assert list(running) == []
    assert text(game.log) == text(
        played(session(still(), humans=FRONTLINE), lambda _: Choice("strike", "said so"))
    )


def test_an_answer_may_be_thought_better_of_before_the_session_goes_on() -> None:
    game = session(still(), humans=FRONTLINE)
    for question in game:
        question.answer("strike")
        question.answer("hold")
    assert "strike" not in kinds(game.log)


def test_a_question_without_an_answer_is_put_again() -> None:
    game = session(still(), humans=FRONTLINE)
    running = iter(game)
    question = next(running)
    with pytest.raises(
        UsageError, match="the frontline has not answered: one of hold, pressure, strike"
    ):
        next(running)
    again = asked(game)
    assert again.view == question.view
    assert text(played(game, lambda _: Choice("hold", "said so"))) == text(
        played(session(still(), humans=FRONTLINE), lambda _: Choice("hold", "said so"))
    )


def test_run_is_for_sessions_without_people() -> None:
    game = session(still(), humans=FRONTLINE)
    with pytest.raises(
        UsageError, match="the frontline is a person: answer its questions instead of calling run"
    ):
        game.run()
    assert asked(game).view.seat == "frontline"
    assert isinstance(session(still(), humans=PATRON).run()[-1][1], End), (
        "a person who is asked nothing is in nobody's way"
    )


# leaving and coming back


@given(crises(), replications, st.integers(0, 30))
def test_a_game_replays_from_its_answers(crisis: Changes, replication: int, stops: int) -> None:
    setting = busy(crisis)
    whole = session(setting, replication, humans=BOTH)
    answers: list[Choice] = []
    for question in whole:
        answers.append(by_rule(setting)(of_ally(question.view)))
        question.answer(answers[-1])
    resumed = session(setting, replication, humans=BOTH)
    for said, question in enumerate(resumed):
        if said == stops:
            break
        question.answer(answers[said])
    for question in resumed:  # go on with what was open
        question.answer(by_rule(setting)(of_ally(question.view)))
    assert text(resumed.log) == text(whole.log)


def test_a_game_that_is_left_harms_no_other() -> None:
    setting = busy({"protocol": "consult"})
    before = text(run(setting))
    left = session(setting, humans=BOTH)
    asked(left)
    del left
    assert text(run(setting)) == before


def test_a_session_that_is_over_stays_as_it_is() -> None:
    game = session(busy())
    log = text(game.run())
    assert text(game.run()) == log


# what a seat sees


def test_a_view_holds_nothing_of_the_world_itself() -> None:
    """Plain values all through: nobody can reach the world from a view, and the true readiness is
    not among them.
    """
    setting = busy({"protocol": "consult"})
    for seat in ROLES:
        views: list[View] = []

        def look(view: View, seen: list[View] = views) -> Choice:
            seen.append(view)
            return by_rule(setting)(view)

        log = played(session(setting, humans=frozenset({seat}), full=True), look)
        assert views
        truth = {data.readiness for _, data in entries(log, Decision)}
        for view in views:
            assert view.seat == seat
            assert all(isinstance(value, float | int | str | dict | Valuation) for value in view)
            assert tuple(view.options) == tuple(
                option
                for option in (COURSES if view.asks == "course" else STANCES)
                if option in view.options
            )
            assert set(view.options) <= set(view.noise)
            assert truth.isdisjoint(_numbers(view))


def _numbers(view: View) -> set[float]:
    single = (value for value in view if isinstance(value, float))
    return {*view.valuation, *single, *view.options.values(), *view.noise.values()}


def test_a_seat_sees_what_it_believes() -> None:
    """Two worlds that differ in nothing but the truth look the same until somebody reports it."""
    views = []
    for readiness in (0.25, 0.6):
        game = session(still({"adversary.threat.readiness": readiness}), humans=FRONTLINE)
        views.append(asked(game).view)
    assert views[0] != views[1], "the first belief is about the truth at the start"
    growing = [
        still(
            {"adversary.threat.growth": growth, "allies.frontline.leader.deliberation.value": 24.0}
        )
        for growth in (0.0, 0.2)
    ]
    one, other = (asked(session(setting, humans=FRONTLINE)).view for setting in growing)
    assert one == other
