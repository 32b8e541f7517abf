"""Futures keep the past, differ in chance, obey the law of worlds, and compare options in pairs."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from math import isnan, sqrt

import numpy as np
import pytest

from sim.domain.inputs.setting import Setting
from sim.engine.communication.channel import Outages
from sim.engine.communication.desk import Desk
from sim.engine.random_streams import Streams
from sim.engine.scheduler import Kernel
from sim.errors import UsageError
from sim.experiment.outcomes.definitions import COLUMNS, outcome_values
from sim.tabletop.debrief.futures import (
    CourseOfAction,
    Fork,
    Futures,
    compared,
    fork_at,
    option_ways,
    outcomes_of,
    protocol_ways,
)
from sim.tabletop.game.acts import Act
from sim.tabletop.game.table import Table, session_of_acts
from tests.engine.worlds import LINKS, busy, run, text
from tests.tabletop.games import answer, go_on, table

CHANGES = {"protocol": "consult", **LINKS[3]}


def played(setting: Setting, *options: str) -> tuple[Table, list[Act]]:
    """A game in which the frontline answers so to its first questions, with its acts."""
    game = table(setting, seats=("frontline",), asks="news")
    acts: list[Act] = []
    for option in options:
        acts += [go_on(), answer(option)]
    for act in acts:
        game.carry_out(act)
    return game, acts


def turned(setting: Setting, hour: float, branch: str, replication: int = 0) -> Table:
    """A world by rules that has other chance from an hour on."""
    game = table(setting, replication, seats=())
    game.carry_out(go_on(hour))
    game.session.turn(branch)
    game.carry_out(go_on())
    return game


def struck(fork: Fork, way: CourseOfAction, branch: int) -> float:
    return outcomes_of(fork, way, branch)[COLUMNS.index("struck")]


def test_futures_share_the_past_and_nothing_that_chance_brings_later() -> None:
    setting, hour = busy(CHANGES), 60.0
    whole = run(setting, full=True)
    past = [entry for entry in whole if entry[0] <= hour]
    logs = [turned(setting, hour, str(branch)).session.log for branch in range(12)]
    for log in logs:
        assert text(log[: len(past)]) == text(past)
    nexts = {
        tuple(at for at, event in log[len(past) :] if event.kind in {"provocation", "report"})[:4]
        for log in logs
    }
    assert len(nexts) == len(logs), "what was drawn in advance is drawn anew"
    assert text(turned(setting, hour, "3").session.log) == text(logs[3])


def test_a_fork_goes_back_to_a_decision() -> None:
    game, acts = played(busy(CHANGES), "hold", "strike")
    fork = fork_at(game.scenario, game.opening, acts, 2)
    assert (fork.taken, len(fork.before)) == ("strike", 3)
    for number in (0, 3):
        with pytest.raises(UsageError, match="decisions 1 to 2"):
            fork_at(game.scenario, game.opening, acts, number)
    with pytest.raises(UsageError, match="no decision"):
        fork_at(game.scenario, game.opening, [], 1)


def test_an_option_is_kept_and_then_the_rules_sit_there() -> None:
    game, acts = played(busy({"protocol": "unilateral"}), "hold")
    fork = fork_at(game.scenario, game.opening, acts, 1)
    assert struck(fork, CourseOfAction(name="hold", option="hold", keep=1000.0), 0) == 0.0, (
        "kept to the end"
    )
    said_once = CourseOfAction(name="hold", option="hold", keep=0.0)
    free = [struck(fork, said_once, branch) for branch in range(12)]
    assert any(free), "the rule decides anew"
    assert struck(fork, said_once, 5) == free[5]


def test_options_are_compared_in_pairs_as_arms_are() -> None:
    game, acts = played(busy({"protocol": "unilateral"}), "hold")
    fork = fork_at(game.scenario, game.opening, acts, 1)
    done: list[int] = []
    summary = compared(fork, option_ways(fork, ("strike",), 48.0), 12, done.append)
    assert list(summary.arms) == ["hold", "strike"]
    assert (summary.baseline, summary.replications, done[-1]) == ("hold", 12, 24)
    struck = summary.comparisons["strike"]["struck"]
    assert struck.pairs == 12
    assert struck.difference is not None
    assert struck.difference > 0.0


def test_a_future_is_the_same_wherever_it_is_computed() -> None:
    game, acts = played(busy({"protocol": "unilateral"}), "hold")
    fork = fork_at(game.scenario, game.opening, acts, 1)
    work = Futures(fork=fork, ways=option_ways(fork, ("strike",), 48.0)).simulate
    sent = pickle.loads(pickle.dumps(work))  # noqa: S301 - its own
    assert sent(1, 3) == work(1, 3)


def test_another_protocol_holds_from_the_fork_on() -> None:
    game, acts = played(busy({"protocol": "consult", **LINKS[3]}), "strike")
    fork = fork_at(game.scenario, game.opening, acts, 1)
    agreed, alone = protocol_ways(fork, ("unilateral",), 48.0)
    assert (agreed.name, alone.name, alone.option) == ("consult", "unilateral", "strike")
    here, there = ([outcomes_of(fork, way, k) for k in range(3)] for way in (agreed, alone))
    assert here != there
    session = session_of_acts(fork.scenario, fork.opening, fork.before)
    before = list(session.log)
    session.acts.agree("unilateral")
    assert session.log == before
    assert session.strike_leads_to() == "preparing"


def test_a_protocol_that_knows_nothing_of_what_is_under_way_is_refused() -> None:
    game, acts = played(busy({"protocol": "consult", **LINKS[3]}), "strike")
    fork = fork_at(game.scenario, game.opening, acts, 1)
    session = session_of_acts(fork.scenario, fork.opening, acts)
    with pytest.raises(UsageError, match="unilateral knows nothing of what is under way: asking"):
        session.acts.agree("unilateral")
    session.acts.agree("concurrence")
    with pytest.raises(UsageError, match="agreed already"):
        protocol_ways(fork, ("consult",), 48.0)


def test_the_people_leave_and_what_is_open_is_answered_by_a_rule() -> None:
    game, _ = played(busy(CHANGES))
    game.carry_out(go_on())
    assert game.session.question is not None
    game.session.stand_up()
    game.carry_out(go_on())
    assert game.over
    assert text(game.session.log) == text(run(game.setting, full=True))


# what holds numbers in advance


def test_a_desk_keeps_the_routine_that_has_arrived() -> None:
    items = [(1.0, 0.5), (2.0, 0.5), (5.0, 0.5)]
    desk = Desk(Kernel(), staff=1, routine=iter(items))
    waiting = desk.arrived(3.0)
    assert waiting == items[:2]
    desk.turn(waiting, iter([(4.0, 0.25)]))
    assert desk.arrived(10.0) == [*items[:2], (4.0, 0.25)]


def test_an_outage_that_has_begun_stays_and_later_ones_are_drawn_anew() -> None:
    setting = busy(CHANGES)
    law = setting.channels["cable"].outage

    def outages(streams: Streams) -> Outages:
        return Outages(streams, "cable", law.up, law.down)

    before = outages(Streams(1, 0))
    down = before.next_down(0.0)
    back = before.next_up(down)
    for branch in "ab":
        streams = Streams(1, 0)
        channel = outages(streams)
        assert channel.next_up(down) == back
        streams.turn(branch)
        channel.turn((down + back) / 2)
        assert channel.next_up(down) == back, "it is down until then"
        assert channel.next_down(back) != before.next_down(back)
    early = outages(streams := Streams(1, 0))
    early.next_down(0.0)
    streams.turn("c")
    early.turn(down / 2)
    assert down / 2 < early.next_down(0.0) != down


def test_a_channel_that_never_fails_does_not_begin_to() -> None:
    channel = Outages(Streams(1, 0), "cable")
    channel.turn(5.0)
    assert channel.never


@pytest.mark.slow
def test_turned_worlds_have_the_law_of_worlds() -> None:
    """Over many worlds, each with other chance from the middle on, outcomes are what they are."""
    setting, number = busy(CHANGES), 600
    names = ("struck", "peak_rung", "burden", "threat_end", "trust_of_frontline")
    plain = [outcome_values(run(setting, k), setting) for k in range(number)]
    other = [
        outcome_values(turned(setting, 60.0, "x", k).session.log, setting)
        for k in range(number, 2 * number)
    ]
    for name in names:
        a, b = (_known([one[name] for one in many]) for many in (plain, other))
        z = (a.mean() - b.mean()) / sqrt(a.var() / len(a) + b.var() / len(b))
        assert abs(z) < 4.0, name


def _known(values: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([value for value in values if not isnan(value)])
