"""A game from the facilitator's chair: seats led otherwise in mid-game, and injects moved about."""

from __future__ import annotations

from math import inf
from pathlib import Path

import pytest

from sim.domain.events import Decision, Injected
from sim.domain.inputs.injects import Condition, Inject
from sim.errors import UsageError
from sim.tabletop.debrief import decisions as debrief
from sim.tabletop.debrief.futures import CourseOfAction, fork_at, outcomes_of
from sim.tabletop.game.acts import Act
from sim.tabletop.game.game import read_game
from sim.tabletop.game.table import Table
from tests.engine.worlds import busy, run, still, text
from tests.tabletop.games import answer, begun, go_on, table


def lead(seat: str, policy: str) -> Act:
    return Act(do="lead", seat=seat, data={"policy": policy})  # type: ignore[arg-type]


def inject(name: str, what: str) -> Act:
    return Act(do="inject", data={"name": name, "what": what})


def injects(played: Table) -> list[tuple[float, str]]:
    log = played.session.log
    return [(at, event.name) for at, event in log if isinstance(event, Injected)]


def decisions(played: Table) -> list[tuple[float, str]]:
    """What the frontline has decided."""
    found = [(t, one) for t, one in played.session.log if isinstance(one, Decision)]
    return [(t, one.option) for t, one in found if one.ally == "frontline"]


def test_led_by_the_rule_from_the_start_it_is_the_world_of_the_batch() -> None:
    ours = table(busy())
    for seat in ("frontline", "patron"):
        ours.carry_out(lead(seat, "rule"))
    ours.carry_out(go_on())
    assert ours.session.over
    assert text(ours.session.log) == text(run(busy(), full=True))


def test_for_an_open_seat_the_clock_runs_on_and_no_answer_changes_nothing() -> None:
    played = table(busy(), seats=("frontline",))
    played.carry_out(lead("frontline", "open"))
    played.carry_out(go_on())
    assert played.session.over
    assert decisions(played) == []


def test_an_open_question_is_answered_late_and_a_newer_one_takes_its_place() -> None:
    played = table(busy(), seats=("frontline",))
    played.carry_out(lead("frontline", "open"))
    control = played.session.control
    while not list(control.open_questions("frontline")):
        played.step(inf)
    asked = [view.time for view, _ in control.open_questions("frontline")]
    played.carry_out(go_on(played.session.now + 5.0))
    view = played.asked(answer("hold"))
    assert view is not None
    assert view.time >= asked[0]
    at = played.session.now
    played.carry_out(answer("strike"))
    assert decisions(played) == [(at, "strike")]
    with pytest.raises(UsageError, match="nothing of that kind is asked now"):
        played.carry_out(answer("strike"))


def test_a_late_answer_is_a_decision_of_the_game_from_which_futures_go_on(
    tiny: Path, tmp_path: Path
) -> None:
    acts = (lead("frontline", "open"), go_on(60.0), answer("hold"), go_on())
    game = read_game(begun(tiny, tmp_path, *acts))
    assert [(one.number, one.option) for one in debrief.decisions(game)] == [(1, "hold")]
    fork = fork_at(game.folder.scenario, game.folder.opening, game.acts, 1)
    assert fork.view.time <= 60.0
    assert "strike" in fork.view.options
    for option in ("hold", "strike"):
        assert outcomes_of(fork, CourseOfAction(name=option, option=option, keep=12.0), 0)


def test_a_question_that_has_been_overtaken_is_not_open_any_more() -> None:
    """Once it prepares a strike, what it was asked before is of no moment."""
    played = table(busy({"protocol": "unilateral"}), seats=("frontline",))
    played.carry_out(go_on())
    played.carry_out(lead("frontline", "open"))
    assert [options for _, options in played.session.control.open_questions("frontline")] == [
        ("hold", "pressure", "strike")
    ]
    played.carry_out(answer("strike"))
    assert played.session.control.policy("frontline") == "open"
    assert list(played.session.control.open_questions("frontline")) == []


def test_a_seat_changes_hands_and_nothing_happens_until_it_is_asked() -> None:
    played = table(busy(), seats=("frontline",))
    played.carry_out(go_on())
    before = text(played.session.log)
    played.carry_out(lead("frontline", "rule"))
    assert text(played.session.log) == before, "what was asked stays open, and nobody answers it"
    played.carry_out(Act(do="rule_answers", seat="frontline", data={}))
    assert text(played.session.log) != before
    assert list(played.session.control.open_questions("frontline")) == []
    played.carry_out(lead("frontline", "stop"))
    played.carry_out(go_on())
    assert played.session.question is not None


def test_what_lapses_is_not_asked_any_more_and_leaves_no_decision() -> None:
    played = table(busy(), seats=("frontline",))
    played.carry_out(go_on())
    played.carry_out(Act(do="lapse", seat="frontline", data={"why": "time"}))
    assert played.session.question is None
    assert decisions(played) == []
    with pytest.raises(UsageError, match="nothing of that kind is asked"):
        played.carry_out(Act(do="lapse", seat="patron", data={"why": "time"}))


TIMED = {
    "first": Inject(event="pressure", at=10.0, text="a"),
    "second": Inject(event="pressure", at=20.0),
}


def test_injects_are_fired_held_released_and_left_out() -> None:
    played = table(still({"injects": TIMED}), seats=("patron",))
    played.carry_out(go_on(1.0))
    played.carry_out(inject("second", "fire"))
    played.carry_out(inject("first", "hold"))
    assert injects(played) == [(1.0, "second")]
    played.carry_out(go_on(11.0))
    assert played.session.control.injects.slots["first"].standing == "overdue"
    with pytest.raises(UsageError, match="the hour of first has passed"):
        played.carry_out(inject("first", "release"))
    played.carry_out(Act(do="postpone", data={"name": "first", "hours": 2}))
    played.carry_out(go_on(30.0))
    assert injects(played) == [(1.0, "second"), (13.0, "first")]
    for what in ("fire", "hold", "release", "skip"):
        with pytest.raises(UsageError, match="has happened already"):
            played.carry_out(inject("second", what))
    with pytest.raises(UsageError, match="Did you mean 'second'"):
        played.carry_out(inject("secnd", "fire"))


def test_a_held_one_that_is_released_in_time_happens_at_its_hour_and_a_skipped_one_never() -> None:
    played = table(still({"injects": TIMED}), seats=("patron",))
    for act in (inject("first", "hold"), inject("second", "skip"), inject("first", "release")):
        played.carry_out(act)
    played.carry_out(go_on(40.0))
    assert injects(played) == [(10.0, "first")]


def test_all_that_is_to_come_is_postponed_by_hours_or_a_factor_of_the_time_left() -> None:
    played = table(still({"injects": TIMED}), seats=("patron",))
    played.carry_out(go_on(4.0))
    played.carry_out(Act(do="postpone_all", data={"hours": 1.0, "factor": 2}))
    with pytest.raises(UsageError, match="would then have happened already"):
        played.carry_out(Act(do="postpone_all", data={"hours": -20, "factor": 1}))
    played.carry_out(go_on(60.0))
    assert injects(played) == [(4 + 1 + 2 * 6, "first"), (4 + 1 + 2 * 16, "second")]
    with pytest.raises(UsageError, match="no inject has an hour"):
        played.carry_out(Act(do="postpone_all", data={"hours": 1, "factor": 1}))


def test_a_conditional_one_is_held_and_fired_like_any_other() -> None:
    condition = Condition(rung_at_least=0)
    when = {"later": Inject(event="pressure", when=condition, after=5.0)}
    played = table(still({"injects": when}), seats=("patron",))
    played.carry_out(inject("later", "hold"))
    played.carry_out(go_on(6.0))
    assert injects(played) == []
    played.carry_out(inject("later", "fire"))
    played.carry_out(go_on(30.0))
    assert injects(played) == [(6.0, "later")]


def bring(event: str, **given: object) -> Act:
    names = ("severity", "reading", "channel", "lasts", "front", "stance")
    data = {name: given.get(name) for name in names}
    return Act(do="bring", data={"event": event, "to": "both", "text": "b", **data})


def test_the_unforeseen_is_brought_in_now_and_what_it_lacks_is_named() -> None:
    played = table(busy(), seats=("patron",))
    played.carry_out(go_on(2.0))
    played.carry_out(bring("channel_down", channel="cable", lasts=6))
    played.carry_out(bring("provocation", severity=0.4))
    assert injects(played) == [(2.0, "control-1"), (2.0, "control-2")]
    for act, why in (
        (bring("channel_down"), "channel_down needs channel: .*cable"),
        (bring("channel_down", channel="pigeon"), "needs channel"),
        (bring("channel_down", channel="cable", lasts=-1), "an outage lasts longer than 0"),
        (bring("provocation", severity=7), "severity lies between 0 and 1"),
        (bring("report"), "report needs reading"),
        (bring("provocatoin"), "Did you mean 'provocation'"),
    ):
        with pytest.raises(UsageError, match=why):
            played.carry_out(act)
    assert len(injects(played)) == 2
    assert isinstance(played.session.control.injects.slots["control-1"].inject, Inject)
