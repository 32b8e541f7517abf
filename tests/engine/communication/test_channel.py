"""Channels: availability from outages, transmissions that fail, capacity by precedence, opening
hours, cuts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.domain.communication.calendar import ALWAYS, Calendar, Duty
from sim.domain.distributions.families import Exponential, Fixed, Law, Lognormal
from sim.engine.communication.channel import Link, Outages
from sim.engine.random_streams import Streams
from sim.engine.scheduler import Kernel

TEN_UP_TWO_DOWN = Fixed(value=10.0), Fixed(value=2.0)
NINE_TO_FIVE = Calendar(Duty(opens=9, closes=17), "UTC", datetime(2024, 6, 10, tzinfo=UTC))
times = st.floats(min_value=0, max_value=2000)


def outages(
    up: Law | None = None, down: Law | None = None, seed: int = 1, replication: int = 0
) -> Outages:
    return Outages(Streams(seed, replication), "cable", up, down)


@dataclass
class Story:
    """A link and what was sent over it; ``log`` says (what, begun, delivered, when known)."""

    link: Link
    env: Kernel
    log: list[tuple[str, float, bool, float]] = field(default_factory=list)

    def sends(self, name: str, at: float, precedence: int, hours: float) -> None:
        self.env.later(
            at,
            lambda: self.link.transmit(precedence, hours, lambda *told: self._known(name, *told)),
        )

    def cut(self, at: float, hours: float) -> None:
        self.env.later(at, lambda: self.link.take_out_of_service(hours))

    def _known(self, name: str, begun: float, delivered: bool) -> None:
        self.log.append((name, begun, delivered, self.env.now))


def story(failing: Outages | None = None, capacity: int = 1, calendar: Calendar = ALWAYS) -> Story:
    env = Kernel()
    return Story(Link(env, capacity=capacity, outages=failing or outages(), calendar=calendar), env)


def test_what_is_sent_over_a_channel_that_is_up_arrives() -> None:
    told = story()
    told.sends("cable", 1, 2, 0.5)
    told.env.run()
    assert told.log == [("cable", 1, True, 1.5)]


def test_an_outage_fails_what_is_on_its_way_at_that_moment() -> None:
    told = story(outages(*TEN_UP_TWO_DOWN), capacity=2)
    told.sends("long", 7, 0, 5)
    told.sends("just in time", 9, 0, 1)
    told.env.run()
    assert sorted(told.log) == [("just in time", 9, True, 10), ("long", 7, False, 10)]


def test_what_waits_for_capacity_waits_for_the_end_of_the_outage_too() -> None:
    told = story(outages(*TEN_UP_TWO_DOWN))
    told.sends("on its way", 8, 0, 5)
    told.sends("next", 9, 1, 1)
    told.sends("flash", 11, 3, 1)
    told.env.run()
    assert told.log == [
        ("on its way", 8, False, 10),
        ("flash", 12, True, 13),
        ("next", 13, True, 14),
    ]


def test_the_more_urgent_go_first_and_as_many_as_fit_at_once() -> None:
    told = story(capacity=2)
    for name, at, precedence in (("a", 0, 0), ("b", 1, 0), ("c", 2, 1), ("d", 3, 3), ("e", 4, 1)):
        told.sends(name, at, precedence, 10)
    told.env.run()
    assert [(name, begun) for name, begun, _, _ in told.log] == [
        ("a", 0),
        ("b", 1),
        ("d", 10),
        ("c", 11),
        ("e", 20),
    ]


def test_nothing_is_begun_out_of_hours_but_what_was_begun_goes_on() -> None:
    told = story(calendar=NINE_TO_FIVE)
    told.sends("early", 8, 0, 1)
    told.sends("late", 16.5, 0, 2)
    told.sends("after hours", 18, 3, 1)
    told.env.run()
    assert told.log == [
        ("early", 9, True, 10),
        ("late", 16.5, True, 18.5),
        ("after hours", 33, True, 34),
    ]


def test_a_channel_is_open_when_it_is_both_up_and_staffed() -> None:
    link = story(outages(Fixed(value=14.0), Fixed(value=12.0)), calendar=NINE_TO_FIVE).link
    # Down 14 to 26, 40 to 52, 66 to 78 and so on; staffed 9 to 17, 33 to 41, 57 to 65.
    assert [link.next_open(t) for t in (0, 10, 13.9, 14, 30, 39, 40.5, 64, 65)] == [
        9,
        10,
        13.9,
        33,
        33,
        39,
        57,
        64,
        81,
    ]


def test_a_cut_fails_what_is_on_its_way_and_holds_back_what_waits() -> None:
    told = story()
    told.sends("on its way", 0, 0, 10)
    told.sends("waits", 1, 0, 1)
    told.cut(3, 4)
    told.env.run()
    assert told.log == [("on its way", 0, False, 3), ("waits", 7, True, 8)]
    assert told.link.busy_hours(20) == 3 + 1


def test_a_cut_of_an_idle_channel_fails_nothing() -> None:
    told = story(capacity=3)
    told.sends("before", 0, 0, 1)
    told.cut(2, 4)
    told.sends("during", 3, 0, 1)
    told.env.run()
    assert told.log == [("before", 0, True, 1), ("during", 6, True, 7)]


def test_a_second_cut_fails_nothing_twice_and_lasts_as_long_as_the_longer() -> None:
    told = story()
    told.sends("on its way", 0, 0, 10)
    told.sends("waits", 1, 0, 1)
    told.cut(3, 4)
    told.cut(5, 4)
    told.env.run()
    assert told.log == [("on its way", 0, False, 3), ("waits", 9, True, 10)]


def test_a_channel_without_laws_never_fails() -> None:
    for safe in (outages(), outages(up=Fixed(value=1)), outages(down=Fixed(value=1))):
        assert safe.up(1e9)
        assert safe.next_up(5) == 5
        assert safe.next_down(5) == inf


def test_a_channel_that_would_never_be_up_is_refused() -> None:
    with pytest.raises(ValueError, match="the mean time between outages must be above zero"):
        outages(Fixed(value=0), Fixed(value=1))


def test_up_and_down_take_turns() -> None:
    failing = outages(*TEN_UP_TWO_DOWN)
    assert [failing.up(t) for t in (0, 9.9, 10, 11.9, 12, 21.9, 22)] == [
        True,
        True,
        False,
        False,
        True,
        True,
        False,
    ]
    assert [failing.next_up(t) for t in (3, 10, 11, 12, 23)] == [3, 12, 12, 12, 24]
    assert [failing.next_down(t) for t in (3, 10, 11, 12)] == [10, 10, 11, 22]


@given(seed=st.integers(0, 10**6), t=times, order=st.permutations([5.0, 900.0, 33.0]), cut=times)
def test_outages_are_the_same_whoever_asks_when(
    seed: int, t: float, order: list[float], cut: float
) -> None:
    laws = Exponential(mean=20), Lognormal(median=3, sigma=1)
    fresh, used = outages(*laws, seed), outages(*laws, seed)
    for other in order:
        used.next_up(other)
    assert (used.up(t), used.next_up(t), used.next_down(t)) == (
        fresh.up(t),
        fresh.next_up(t),
        fresh.next_down(t),
    )
    used.begin_outage(cut, 7)
    for asked in (t, cut, cut + 6.9, cut + 7):
        ready, down = used.next_up(asked), used.next_down(asked)
        assert ready >= asked
        assert used.up(ready)
        assert down >= asked
        assert not used.up(down)
        assert used.up(asked) == (ready == asked) == (down > asked)


def test_a_measure_that_shortens_repairs_leaves_the_working_times() -> None:
    laws = Exponential(mean=20), Lognormal(median=3, sigma=1)
    slow, quick = outages(*laws), outages(laws[0], laws[1].scaled(0.5))
    worked, repaired = [], []
    for failing in (slow, quick):
        t, spans = 0.0, []
        for _ in range(50):
            down = failing.next_down(t)
            up = failing.next_up(down)
            spans.append((down - t, up - down))
            t = up
        worked.append([up for up, _ in spans])
        repaired.append([down for _, down in spans])
    assert worked[0] == pytest.approx(worked[1])
    assert repaired[0] == pytest.approx([2 * hours for hours in repaired[1]])


def test_availability_is_the_share_of_working_time() -> None:
    up, down = Exponential(mean=20), Lognormal(median=3, sigma=0.8)
    shares = []
    for replication in range(60):
        failing, t, working = outages(up, down, replication=replication), 0.0, 0.0
        while t < 4000:
            fails = min(failing.next_down(t), 4000)
            working += fails - t
            t = failing.next_up(fails)
        shares.append(working / 4000)
    half = stats.t.ppf(0.9995, len(shares) - 1) * np.std(shares, ddof=1) / np.sqrt(len(shares))
    # A channel that begins with a working time is up a little longer than in the long run: below
    # .001 here.
    assert abs(np.mean(shares) - up.mean / (up.mean + down.mean)) < half + 0.001
    assert half < 0.01


def test_a_message_survives_as_often_as_no_outage_begins() -> None:
    """With exponential working times the chance to cross in h hours is exp(-h / up), whenever one
    begins.
    """
    arrived = 0
    for replication in range(1500):
        told = story(outages(Exponential(mean=20), Fixed(value=2), replication=replication))
        told.sends("cable", 50, 0, 6)
        told.env.run()
        arrived += told.log[0][2]
    low, high = stats.binomtest(arrived, 1500).proportion_ci(0.999)
    assert low < np.exp(-6 / 20) < high
