"""One engine: a game that is answered as the rule would is the batch, equal acts lead to equal
worlds, and what is refused leaves no trace.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.decisions.views import PERSON, ROLES, SEATS, Seat
from sim.domain.events import Decision, Posted, Read, Recall, Sent, StanceGiven, StanceRead, Strike
from sim.errors import UsageError
from sim.tabletop.game.acts import Act
from sim.tabletop.game.table import Table, table_of_acts
from tests.engine.worlds import (
    Changes,
    asking,
    busy,
    crises,
    entries,
    kinds,
    replications,
    run,
    scripted,
    still,
    text,
    times,
)
from tests.tabletop.games import answer, go_on, table, write

SEATED: tuple[tuple[Seat, ...], ...] = (
    ("frontline",),
    ("patron",),
    ROLES,
    ("adversary",),
    ("region",),
    SEATS,
)


def played_by_rule(game: Table, steps: random.Random) -> Table:
    """Answer as the rules would, with a clock that also stops where nothing is asked."""
    while not game.over:
        game.carry_out(go_on(game.session.now + steps.expovariate(0.1)))
        view = game.session.question
        if view is not None:
            game.session.answer(game.session.choice_by_rule())
    return game


@settings(max_examples=15)
@given(crises(), replications, st.sampled_from(SEATED), st.integers(0, 99))
def test_a_game_answered_by_rule_is_the_batch_whatever_the_clock(
    crisis: Changes, replication: int, seats: tuple[Seat, ...], steps: int
) -> None:
    setting = busy(crisis)
    game = played_by_rule(table(setting, replication, seats), random.Random(steps))
    assert text(game.session.log) == text(run(setting, replication, full=True))


OUTSIDE: tuple[Callable[[Seat], Act], ...] = (
    lambda seat: Act(do="attack", seat=seat, data={}),
    lambda seat: Act(do="provoke", seat=seat, data={"severity": 0.6}),
    lambda seat: Act(do="provoke", seat=seat, data={"severity": 1.6}),
    lambda seat: Act(do="mediate", seat=seat, data={"partner": "mediator"}),
    lambda seat: Act(do="leave", seat=seat, data={"partner": "partner"}),
    lambda seat: Act(
        do="warn", seat=seat, data={"partner": "mediator", "stance": "red", "strength": 0.5}
    ),
)


def some_act(game: Table, luck: random.Random) -> Act:
    """Any act, whether or not it can be done now."""
    view = game.session.question
    seat: Seat = luck.choice(SEATS) if view is None else view.seat
    kind = luck.choice(("dialogue", "notification", "assurance", "counter_offer", "report"))
    courses = ("hold", "pressure", "strike", "red", "amber", "green")
    return luck.choice(
        (
            go_on(game.session.now + luck.expovariate(0.2)),
            go_on(),
            answer(luck.choice(courses if view is None else tuple(view.options)), seat),
            answer(luck.choice(courses), seat),
            Act(do="reconsider", seat=seat, data={"asks": luck.choice(("course", "stance"))}),
            Act(do="ask", seat=seat, data={}),
            Act(do=luck.choice(("clarify", "lapse")), seat=seat, data={}),
            Act(do="lapse", seat=seat, data={"why": "late"}),
            Act(do=luck.choice(("share", "defy", "withdraw")), seat=seat, data={}),
            luck.choice(OUTSIDE)(seat),
            luck.choice(OUTSIDE)(seat),
            write(kind, seat, luck.choice(("cable", "leader_phone", "nothing"))),
        )
    )


@settings(max_examples=15)
@given(crises(), replications, st.integers(0, 10**6))
def test_a_game_replays_from_its_acts_and_refusals_leave_no_trace(
    crisis: Changes, replication: int, seed: int
) -> None:
    setting, luck = busy(crisis), random.Random(seed)
    game = table(setting, replication, SEATS, asks=luck.choice(("all", "news")))
    done: list[Act] = []
    for _ in range(120):
        act = some_act(game, luck)
        before = game.digest, game.session.question, game.session.now
        try:
            game.carry_out(act)
        except UsageError:
            assert (game.digest, game.session.question, game.session.now) == before
        else:
            done.append(act)
    again = table_of_acts(game.scenario, game.opening, done)
    assert again.digest == game.digest
    assert text(again.session.log) == text(game.session.log)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_reports_alone_need_not_be_answered(protocol: str) -> None:
    """Where only news asks, the same game holds at fewer questions, and no hold is left out."""
    setting = busy({"protocol": protocol})
    asked = {}
    for asks in ("all", "news"):
        game = table(setting, seats=("frontline",), asks=asks)
        asked[asks] = 0
        while not game.over:
            game.carry_out(go_on())
            if game.session.question is not None:
                asked[asks] += 1
                game.carry_out(answer("hold"))
    assert 0 < asked["news"] < asked["all"]


# acts of one's own motion


def test_a_strike_in_preparation_is_called_off_of_ones_own_motion() -> None:
    game = table(still(), seats=("frontline",))
    for act in (go_on(), answer("strike"), go_on(100.0)):
        game.carry_out(act)
    game.carry_out(Act(do="reconsider", seat="frontline", data={"asks": "course"}))
    view = game.session.question
    assert view is not None
    assert (view.trigger, tuple(view.options), view.time) == ("own motion", ("hold", "strike"), 100)
    game.carry_out(answer("hold"))
    game.carry_out(go_on())
    assert times(game.session.log, Recall) == [100.0]
    assert "strike" not in kinds(game.session.log)


def test_the_frontline_asks_early_and_awaits_that_answer() -> None:
    game = table(asking(), seats=("frontline",))
    game.carry_out(go_on())
    game.carry_out(Act(do="ask", seat="frontline", data={}))
    with pytest.raises(UsageError, match="a question is under way already"):
        game.carry_out(Act(do="ask", seat="frontline", data={}))
    game.carry_out(answer("strike"))
    game.carry_out(go_on())
    assert kinds(game.session.log).count("asked") == 1
    assert game.session.question is not None
    assert game.session.question.trigger == "answer"


def test_what_was_meant_can_be_asked_once() -> None:
    clarify = Act(do="clarify", seat="frontline", data={})
    game = table(
        asking({"allies.patron.leader.rule": scripted((0, "amber"))}), seats=("frontline",)
    )
    game.carry_out(go_on())
    with pytest.raises(UsageError, match="no answer has been read"):
        game.carry_out(clarify)
    game.carry_out(answer("strike"))
    game.carry_out(go_on())
    game.carry_out(clarify)
    with pytest.raises(UsageError, match="asked about already"):
        game.carry_out(clarify)
    game.carry_out(answer("hold"))
    game.carry_out(go_on())
    read = [(data.read, data.repaired) for _, data in entries(game.session.log, StanceRead)]
    assert read[-1] == ("amber", True)


def test_the_patron_speaks_unasked_once_it_knows_of_a_plan() -> None:
    volunteer = Act(do="reconsider", seat="patron", data={"asks": "stance"})
    game = table(busy({"protocol": "notify", "terms.notice": 40.0}))
    with pytest.raises(UsageError, match="nothing of that kind to decide"):
        game.carry_out(volunteer)
    while not entries(game.session.log, StanceGiven):
        game.carry_out(go_on())
        view = game.session.question
        assert view is not None
        game.carry_out(
            answer("strike" if "strike" in view.options else "hold", view.seat)
            if view.asks == "course"
            else answer("green", view.seat)
        )
    game.carry_out(go_on(game.session.now + 0.5))
    if game.session.question is None:
        game.carry_out(volunteer)
        game.carry_out(answer("red", "patron"))
        given = [data.given for _, data in entries(game.session.log, StanceGiven)]
        assert given == ["green", "red"]


def test_a_message_goes_by_the_way_and_the_precedence_that_were_wished() -> None:
    game = table(busy(), seats=("frontline",))
    game.carry_out(go_on(10.0))
    key = game.carry_out(write("dialogue", "frontline", "courier", "flash"))
    while not game.over:
        game.carry_out(go_on())
        if game.session.question is not None:
            game.carry_out(answer("hold"))
    ((at, posted),) = [one for one in entries(game.session.log, Posted) if one[1].message == key]
    assert (at, posted.precedence) == (10.0, 3)
    sent = [data.channel for _, data in entries(game.session.log, Sent) if data.message == key]
    assert sent == ["courier"]
    assert key in {data.message for _, data in entries(game.session.log, Read)}


def test_what_people_decide_is_marked_as_theirs() -> None:
    game = table(still(), seats=("frontline",))
    for act in (go_on(), answer("strike"), go_on()):
        game.carry_out(act)
    assert {data.reason for _, data in entries(game.session.log, Decision)} == {PERSON}
    assert times(game.session.log, Strike) == [240.0]
