"""What a person may do against what is agreed, or beside it: defy, withdraw, share."""

from __future__ import annotations

import pytest

from sim.domain.decisions.views import AnyView, Role
from sim.domain.events import (
    Asked,
    CalledBack,
    Posted,
    Preparation,
    Read,
    Sent,
    StateChange,
    Strike,
)
from sim.errors import UsageError
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.phrases import phrase
from sim.tabletop.game.acts import Act
from sim.tabletop.game.table import Table
from tests.engine.worlds import asking, busy, entries, scripted, still
from tests.tabletop.games import answer, go_on, table, write

DEFY = Act(do="defy", seat="frontline", data={})
WITHDRAW = Act(do="withdraw", seat="frontline", data={})


def asked(**changes: object) -> Table:
    """A game in which the frontline has asked, and waits."""
    game = table(asking(changes), seats=("frontline",))
    for act in (go_on(), answer("strike")):
        game.carry_out(act)
    return game


def asked_now(game: Table) -> AnyView | None:
    return game.session.question


def events(game: Table) -> list[str]:
    return [data.event for _, data in entries(game.session.log, StateChange)]


def play_out(game: Table, option: str) -> None:
    while not game.over:
        game.carry_out(go_on())
        view = game.session.question
        if view is not None:
            game.carry_out(answer(option if option in view.options else "hold"))


@pytest.mark.parametrize("protocol", ["consult", "concurrence", "joint"])
def test_who_waits_for_an_answer_may_strike_without_it(protocol: str) -> None:
    game = asked(protocol=protocol)
    if game.session.prepared.protocol.diplomacy_first:
        with pytest.raises(UsageError, match="leaves nothing to set aside"):
            game.carry_out(DEFY)
        return
    game.carry_out(DEFY)
    ((_, plan),) = entries(game.session.log, Preparation)
    assert (plan.stance, plan.course) == ("unasked", "unilateral")
    play_out(game, "strike")
    ((_, strike),) = entries(game.session.log, Strike)
    assert strike.course == "unilateral"
    assert events(game)[:3] == ["wish", "defies", "ready"]
    assert "expired" not in events(game), "nobody waits any more"


def test_who_was_told_no_may_keep_to_a_strike_against_what_binds() -> None:
    said = scripted((0, "red"))
    game = asked(protocol="concurrence", **{"allies.patron.leader.rule": said})
    game.carry_out(DEFY)
    play_out(game, "strike")
    assert entries(game.session.log, Strike), "an objection that was read does not bind it"


def test_to_defy_answers_what_is_asked() -> None:
    game = table(asking(), seats=("frontline",))
    game.carry_out(go_on())
    assert asked_now(game) is not None
    game.carry_out(DEFY)
    assert asked_now(game) is None
    assert events(game) == ["defies"]
    assert not entries(game.session.log, Asked)


def test_nothing_is_set_aside_where_nothing_binds() -> None:
    game = table(still(), seats=("frontline",))
    game.carry_out(go_on())
    with pytest.raises(UsageError, match="lets you strike as it is"):
        game.carry_out(DEFY)
    assert game.session.question is not None, "a refused act leaves the question open"
    game.carry_out(answer("strike"))
    with pytest.raises(UsageError, match="leaves nothing to set aside"):
        game.carry_out(DEFY)
    with pytest.raises(UsageError, match="only the frontline"):
        game.carry_out(Act(do="defy", seat="patron", data={}))


def test_a_wish_is_taken_back_and_its_answer_is_history() -> None:
    game = asked()
    game.carry_out(WITHDRAW)
    assert game.session.prepared.protocol.name == "consult"
    assert events(game) == ["wish", "withdraws"]
    with pytest.raises(UsageError, match="nothing is under way"):
        game.carry_out(WITHDRAW)
    play_out(game, "hold")
    assert events(game) == ["wish", "withdraws"], "neither an answer nor silence ends the waiting"
    with pytest.raises(UsageError, match="only the frontline"):
        game.carry_out(Act(do="withdraw", seat="patron", data={}))


def test_diplomacy_is_broken_off_and_the_next_wish_asks() -> None:
    game = asked(protocol="joint")
    assert events(game) == ["diplomacy"]
    game.carry_out(WITHDRAW)
    play_out(game, "strike")
    assert events(game)[:3] == ["diplomacy", "withdraws", "wish"]


@pytest.mark.parametrize("seat", ["frontline", "patron"])
def test_a_report_is_shared_once(seat: str) -> None:
    quiet = {f"allies.{one}.intelligence.shares": False for one in ("frontline", "patron")}
    game = table(busy({"protocol": "consult", **quiet}))
    share = Act(do="share", seat="patron" if seat == "patron" else "frontline", data={})
    with pytest.raises(UsageError, match="no report of your own"):
        game.carry_out(share)
    game.carry_out(go_on(60.0))
    while (view := asked_now(game)) is not None:
        game.carry_out(Act(do="lapse", seat=view.seat, data={"why": "late"}))
        game.carry_out(go_on(60.0))
    game.carry_out(share)
    with pytest.raises(UsageError, match="not shared already"):
        game.carry_out(share)
    posted = [data for _, data in entries(game.session.log, Posted)]
    (report,) = [data for data in posted if data.message_kind == "report"]
    assert report.sender == seat
    while not game.over and not any(
        data.message == report.message for _, data in entries(game.session.log, Read)
    ):
        game.carry_out(go_on())
        if (view := asked_now(game)) is not None:
            game.carry_out(answer(next(iter(view.options)), view.seat))
    assert not game.over, "it is read"


def test_a_message_is_called_back_as_long_as_it_has_not_gone_out() -> None:
    def back(key: str, seat: Role = "frontline") -> Act:
        return Act(do="call_back", seat=seat, data={"message": key})

    game = table(busy({"protocol": "consult"}), seats=("frontline",))
    game.carry_out(go_on())
    first, second = (game.carry_out(write("dialogue", "frontline")) for _ in range(2))
    for key, seat in (("m-none", "frontline"), (first, "patron")):
        with pytest.raises(UsageError, match="no message that you wrote"):
            game.carry_out(back(key, "patron" if seat == "patron" else "frontline"))
    game.carry_out(back(first))
    with pytest.raises(UsageError, match="called back already"):
        game.carry_out(back(first))
    play_out(game, "hold")
    log = game.session.log
    assert [data.message for _, data in entries(log, CalledBack)] == [first]
    world = Traced.of(game.scenario, "arm", log)
    ((at, back_again),) = entries(log, CalledBack)
    assert phrase(world, at, back_again).endswith(" is called back before it has gone out.")
    assert first not in {data.message for _, data in entries(log, Sent)}
    assert second in {data.message for _, data in entries(log, Read)}
    seen = [
        one.data["message"] for one in game.feeds["frontline"].seen if one.kind == "called_back"
    ]
    assert seen == [game.feeds["frontline"].letter(first)]
    assert not [one for one in game.feeds["patron"].seen if one.kind == "called_back"]


def test_a_message_that_has_gone_out_is_not_called_back() -> None:
    game = table(busy({"protocol": "consult"}), seats=("frontline",))
    game.carry_out(go_on())
    key = game.carry_out(write("dialogue", "frontline"))
    while key not in {data.message for _, data in entries(game.session.log, Sent)}:
        game.carry_out(go_on())
        if (view := asked_now(game)) is not None:
            game.carry_out(answer("hold", view.seat))
    with pytest.raises(UsageError, match="it has gone out"):
        game.carry_out(Act(do="call_back", seat="frontline", data={"message": key}))
