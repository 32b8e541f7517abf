"""The states of a table, alone and in combination: anything is pressed in any order, the disk
fills up, acts break half-way, the process is killed, and what must hold holds after each.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as try_all

from sim.domain.decisions.views import ROLES
from tests.conftest import TINY
from tests.tabletop.games import begun
from tests.tabletop.web.browsers import card_at
from tests.tabletop.web.states import Pressed

INJECTS = """\
injects:
  early: {event: pressure, at: T+4 h, severity: 0.4}
  attack: {event: provocation, at: T+30 h, severity: 0.7}
  late: {event: warning, at: T+80 h, text: Not yet.}
  heard: {event: news, when: {rung_at_least: 0}, after: 20 h, text: It is in the papers.}
"""
NAMES = st.sampled_from(["early", "attack", "late", "heard"])
SEATS = st.sampled_from(ROLES)
HOURS = st.sampled_from([-3.0, 0.0, 0.5, 12.0])


@pytest.fixture(scope="module")
def with_injects(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A game with injects that has not begun."""
    folder = tmp_path_factory.mktemp("states")
    path = folder / "pressed.yaml"
    path.write_text(TINY + INJECTS, encoding="utf-8")
    return begun(path, folder, seats=ROLES, command="serve")


class Table(RuleBasedStateMachine):
    """Who sits there presses whatever there is."""

    new_game: Path

    def __init__(self) -> None:
        super().__init__()
        self.at = Pressed(self.new_game)

    # the clock

    @rule(do=st.sampled_from(["run", "run", "pause", "step", "jump"]))
    def clock(self, do: str) -> None:
        self.at.control(do)

    @rule(factor=st.sampled_from([1.0, 240.0, 20_000.0, -1.0]))
    def factor(self, factor: float) -> None:
        self.at.control("factor", factor=factor)

    @rule(seconds=st.sampled_from([0.25, 2.0, 9.0, 300.0]), times=st.integers(1, 4))
    def pass_time(self, seconds: float, times: int) -> None:
        for _ in range(times):
            self.at.pass_time(seconds)

    # the board

    @rule(name=NAMES)
    def fire(self, name: str) -> None:
        allowed = name not in self.at.barred or self._stands(name) in ("held", "overdue")
        if self.at.control("inject", name=name, what="fire"):
            assert allowed
            self.at.free(name)
            assert self.at.injects.count(name) == 1

    @rule(name=NAMES, what=st.sampled_from(["hold", "hold", "skip"]))
    def bar(self, name: str, what: str) -> None:
        if self.at.control("inject", name=name, what=what):
            self.at.bar(name)

    @rule(name=NAMES)
    def release(self, name: str) -> None:
        if self.at.control("inject", name=name, what="release"):
            self.at.free(name)

    @rule(name=NAMES, hours=HOURS)
    def postpone(self, name: str, hours: float) -> None:
        overdue = self._stands(name) == "overdue"
        if self.at.control("postpone", name=name, hours=hours) and overdue:
            self.at.free(name)

    @rule(hours=HOURS, factor=st.sampled_from([0.0, 0.5, 1.0, 2.0]))
    def postpone_all(self, hours: float, factor: float) -> None:
        self.at.control("postpone_all", hours=hours, factor=factor)

    @rule(event=st.sampled_from(["pressure", "provocation", "news"]))
    def bring(self, event: str) -> None:
        self.at.control("bring", "Suddenly.", event=event, to="both", severity=0.3)

    @rule(hours=HOURS)
    def plan(self, hours: float) -> None:
        done = self.at.control("plan", "Later.", event="news", to="both", hours=hours)
        assert not done or hours >= 0.0

    @rule(name=NAMES, severity=st.sampled_from([0.2, 1.0, 2.0]))
    def edit(self, name: str, severity: float) -> None:
        happened = name in self.at.injects
        if self.at.control("edit", "Otherwise.", name=name, to="both", severity=severity):
            assert not happened

    @rule(
        effect=st.sampled_from(["rung_up", "rung_down", "trust"]), value=st.sampled_from([0.2, 2.0])
    )
    def rule_by_hand(self, effect: str, value: float) -> None:
        seat = {"seat": "patron"} if effect == "trust" else {}
        done = self.at.control("rule", "They failed.", effect=effect, value=value, **seat)
        assert not (done and effect == "trust" and value > 1.0)

    def _stands(self, name: str) -> str:
        return self.at.game.table.session.control.injects.slots[name].standing

    # the seats

    @rule(seat=SEATS, option=st.integers(0, 2))
    def answer(self, seat: str, option: int) -> None:
        card = card_at(self.at.room, seat)
        names = [one["name"] for one in card["options"]] if card else ["hold"]
        self.at.press(seat, "answer", "so", option=names[option % len(names)])

    @rule(seat=SEATS, do=st.sampled_from(["ask", "clarify", "share", "defy", "withdraw"]))
    def unasked(self, seat: str, do: str) -> None:
        self.at.press(seat, do)

    @rule(seat=SEATS, asks=st.sampled_from(["course", "stance"]))
    def reconsider(self, seat: str, asks: str) -> None:
        self.at.press(seat, "reconsider", asks=asks)

    @rule(seat=SEATS, channel=st.sampled_from(["cable", "leader_phone"]))
    def write(self, seat: str, channel: str) -> None:
        said = {"kind": "dialogue", "precedence": "flash", "channel": channel}
        self.at.press(seat, "write", "Wait.", **said)

    @rule(seat=SEATS, message=st.integers(0, 3))
    def call_back(self, seat: str, message: int) -> None:
        self.at.press(seat, "call_back", message=message)

    @rule(seat=SEATS, policy=st.sampled_from(["stop", "open", "rule"]))
    def lead(self, seat: str, policy: str) -> None:
        self.at.control("lead", seat=seat, policy=policy)

    @rule(seat=SEATS, do=st.sampled_from(["rule_answers", "lapse"]))
    def settle(self, seat: str, do: str) -> None:
        self.at.control(do, seat=seat)

    @rule(seat=SEATS, minutes=st.sampled_from([0.0, 0.1]))
    def limit(self, seat: str, minutes: float) -> None:
        self.at.control("limit", seat=seat, minutes=minutes)

    @rule(allowed=st.booleans())
    def acts_in_pause(self, allowed: bool) -> None:
        self.at.control("acts_in_pause", allowed=allowed)

    # by another hand, and another line

    @rule(seat=SEATS, what=st.sampled_from(["answer", "ask", "share"]))
    def act_for(self, seat: str, what: str) -> None:
        option = {"option": "hold"} if what == "answer" else {}
        self.at.control("act_for", seat=seat, what=what, **option)

    @precondition(lambda self: self.at.game.standing)
    @rule(data=st.data(), luck=st.sampled_from(["new", "same"]))
    def take_back(self, data: st.DataObject, luck: str) -> None:
        points = [one.n for one in self.at.game.standing[-6:]]
        self.at.take_back(data.draw(st.sampled_from(points)), luck)

    @precondition(lambda self: self.at.game.standing and not self.at.room.control.forks)
    @rule(data=st.data(), luck=st.sampled_from(["new", "same"]))
    def fork(self, data: st.DataObject, luck: str) -> None:
        before = data.draw(st.sampled_from([one.n for one in self.at.game.standing]))
        if self.at.control("fork", before=before, luck=luck):
            self.at.check_copy(before)

    # beside the world

    @rule(do=st.sampled_from(["broadcast", "note", "blank", "lift", "lift"]))
    def beside(self, do: str) -> None:
        data = {"broadcast": {"to": "both"}, "note": {"rating": "M"}}.get(do, {})
        self.at.control(do, "Words.", **data)

    @rule(word=st.sampled_from(["no", "no", "no", "end the game"]))
    def end(self, word: str) -> None:
        self.at.control("end", word=word)

    # what goes wrong

    @rule(seconds=st.sampled_from([2.0, 9.0]))
    def full_disk(self, seconds: float) -> None:
        ran = self.at.mode == "running"
        with self.at.disk_full():
            self.at.pass_time(seconds)
            assert not ran or self.at.mode in ("paused", "running")
            assert not self.at.press("frontline", "share")
            assert not self.at.control("step")

    @rule()
    def half_way(self) -> None:
        with self.at.breaking():
            assert not self.at.control("bring", "x", event="pressure", to="both", severity=0.1)

    @precondition(lambda self: self.at.done)
    @rule(data=st.data())
    def again(self, data: st.DataObject) -> None:
        self.at.again(data.draw(st.sampled_from(sorted(self.at.done))))

    @rule(torn=st.sampled_from([b"", b'{"n":', b'{"n":9999,"do":"end"}']))
    def kill(self, torn: bytes) -> None:
        self.at.kill(torn)

    @invariant()
    def holds(self) -> None:
        self.at.check()

    def teardown(self) -> None:
        self.at.close()


def test_whatever_is_pressed_a_game_is_its_journal(with_injects: Path) -> None:
    Table.new_game = with_injects
    try_all(Table, settings=settings(max_examples=3, stateful_step_count=30))


@pytest.mark.slow
def test_whatever_is_pressed_for_long_a_game_is_its_journal(with_injects: Path) -> None:
    Table.new_game = with_injects
    try_all(Table, settings=settings(stateful_step_count=80))
