"""What the patron is told of a strike and when: at a desk, by its leader's reading, by what it
finds out, by the news; and the word that comes afterwards.
"""

from __future__ import annotations

import pytest

from sim.domain.communication.offices import Hours
from sim.domain.distributions.families import Exponential, Fixed
from sim.domain.events import HourLearnt, Learnt, News, Posted, Strike, Told
from sim.domain.events.log import ByKind
from sim.experiment.outcomes.alliance import notice, surprised, told_ahead
from sim.experiment.outcomes.ledger import Ledger
from tests.engine.worlds import Changes, desk, entries, first, run, scripted, still, wire, worlds

STRIKE_AT = 240.0
DAYTIME = Hours(opens=8.0, closes=20.0)


def ledger(changes: Changes) -> Ledger:
    setting = still(changes)
    return Ledger.of(ByKind(run(setting)), setting)


def afterwards(hours: float) -> Changes:
    """The frontline tells so many hours after its strike; the news comes a day later."""
    return {
        "allies.frontline.tells_after": Fixed(value=hours),
        "public.strike_news": Fixed(value=24.0),
    }


def test_without_a_law_nobody_is_told_afterwards() -> None:
    log = run(still())
    assert "announcement" not in {data.message_kind for _, data in entries(log, Posted)}
    assert not entries(log, Told)


def test_word_comes_afterwards_by_the_law_and_the_channel_that_are_given() -> None:
    called = {
        **afterwards(1.5),
        "channels.telephone": wire(0.25),
        "routes.announcement": "telephone",
    }
    log = run(still(called))
    posted = [time for time, one in entries(log, Posted) if one.message_kind == "announcement"]
    assert posted == [STRIKE_AT + 1.5]
    assert first(log, Told)[0] == STRIKE_AT + 1.75
    assert first(log, Learnt) == (STRIKE_AT + 1.75, Learnt("plan-1", "told"))
    assert [data.how for _, data in entries(log, HourLearnt)] == ["told"]


def test_whoever_took_part_is_not_told_afterwards() -> None:
    joint = {
        **afterwards(1.0),
        "protocol": "joint",
        "terms.diplomacy": 0.0,
        "terms.planning": Fixed(value=0.0),
        "allies.patron.leader.rule": scripted((0.0, "green")),
    }
    log = run(still(joint))
    assert first(log, Strike)[1].course == "joint"
    assert "announcement" not in {data.message_kind for _, data in entries(log, Posted)}
    assert first(log, HourLearnt)[0] < first(log, Strike)[0], "it planned the hour itself"


def test_the_press_may_be_first() -> None:
    """The race of the word and the news: told within an hour on average, news within two."""
    race = {
        "allies.frontline.tells_after": Exponential(mean=1.0),
        "public.strike_news": Exponential(mean=2.0),
    }
    told = [first(log, Learnt)[1].how == "told" for log in worlds(still(race), 900)]
    assert sum(told) / len(told) == pytest.approx(2 / 3, abs=0.055)


@pytest.mark.parametrize(("visibility", "hours"), [("seen", 1.0), ("unseen", 20.0)])
def test_the_news_of_a_strike_has_a_law_by_how_visible_it_is(visibility: str, hours: float) -> None:
    laws = {
        "public.visibility": visibility,
        "public.strike_news": Fixed(value=1.0),
        "public.unseen_news": Fixed(value=20.0),
    }
    news = [time for time, data in entries(run(still(laws)), News) if data.what == "strike"]
    assert news == [STRIKE_AT + hours]


def test_told_is_when_a_manned_desk_has_it_and_notice_when_the_leader_reads_it() -> None:
    """The strike falls at midnight of a tenth day; word arrives at once, but the ministry opens at
    eight, and passes it on to its leader after two hours.
    """
    ministry = {
        **afterwards(0.0),
        "allies.patron.offices": {
            "ministry": desk(
                2.0, staff=2, hours=Hours(opens=8.0, closes=20.0), off_duty_factor=10.0
            )
        },
        "allies.patron.incoming": {"any": ("ministry",)},
    }
    found = ledger(ministry)
    assert told_ahead(found) == -8.0
    assert notice(found) == pytest.approx(-9.2), "eight hours do 0.8 of two hours' work by night"


def test_nobody_reads_what_was_not_told() -> None:
    """A duty officer passes it on by night, long before the ministry opens."""
    night = {
        **afterwards(0.0),
        "allies.patron.offices": {"ministry": desk(0.25, hours=DAYTIME, off_duty_factor=1.0)},
        "allies.patron.incoming": {"any": ("ministry",)},
    }
    found = ledger({**night, "ladder.cooling.dialogue_gap": 1e9})
    assert told_ahead(found) == notice(found) == pytest.approx(-0.5)


def test_a_notice_tells_the_hour_and_a_question_the_intent() -> None:
    noticed = ledger({"protocol": "notify", "terms.notice": 30.0})
    assert (notice(noticed), surprised(noticed)) == (30.0, 0.0)
    asked = ledger({"protocol": "consult", "public.strike_news": Fixed(value=1.0)})
    assert (notice(asked), surprised(asked)) == (-1.0, 0.0)
    alone = ledger({"public.strike_news": Fixed(value=1.0)})
    assert (notice(alone), surprised(alone)) == (-1.0, 1.0)


@pytest.mark.parametrize(("within", "known"), [(0.0, False), (300.0, True)])
def test_what_is_found_out_late_tells_the_hour(within: float, known: bool) -> None:
    watchful: Changes = {
        "allies.patron.intelligence.detection": 0.05,
        "allies.patron.detects_hour": within,
        "public.strike_news": Fixed(value=1.0),
    }
    log = run(still(watchful))
    assert first(log, Learnt)[1].how == "found_out"
    assert (first(log, HourLearnt)[1].how == "found_out") == known
