"""Messages on their way, as small stories: desks, channels, the cell, the tray; and who reads what
rightly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sim.domain.actors.misperception import Reading
from sim.domain.communication.channels import Liaison, Outage
from sim.domain.communication.messages import Handling
from sim.domain.communication.offices import ANY, Hours
from sim.domain.decisions.views import Role
from sim.domain.distributions.families import Exponential, Fixed
from sim.domain.events import (
    Alert,
    Answered,
    Asked,
    Cause,
    Cleared,
    Decision,
    Leak,
    Learnt,
    Lost,
    News,
    PatienceExpired,
    Posted,
    Preparation,
    Read,
    Report,
    Sent,
    StanceGiven,
    StanceRead,
    StandingBy,
    StateChange,
    Strike,
    TransmissionFailed,
)
from sim.domain.events.log import Log
from sim.domain.inputs.injects import Inject
from sim.domain.inputs.setting import Setting
from sim.engine.session import Session
from tests.engine.worlds import (
    Changes,
    asking,
    desk,
    entries,
    first,
    kinds,
    of_message,
    run,
    scripted,
    session,
    still,
    times,
    wire,
    worlds,
)

#: Every stage takes a time of its own.
OFFICES: dict[str, Any] = {
    "allies.frontline.offices": {"ministry": desk(2.0), "watch": desk(0.25)},
    "allies.frontline.outgoing": {ANY: ("watch", "ministry")},
    "allies.frontline.incoming": {ANY: ("watch",)},
    "allies.frontline.drafting": Fixed(value=1.0),
    "allies.frontline.leader.reading": Fixed(value=0.5),
    "allies.patron.offices": {"ministry": desk(3.0)},
    "allies.patron.outgoing": {ANY: ("ministry",)},
    "allies.patron.incoming": {ANY: ("ministry",)},
    "allies.patron.drafting": Fixed(value=1.5),
    "allies.patron.leader.reading": Fixed(value=0.75),
    "allies.patron.leader.deliberation": Fixed(value=0.3),
    "allies.patron.council": Fixed(value=8.0),
    "channels.wire.latency": Fixed(value=0.1),
}
THERE = [
    ("drafting", 1.0),
    ("clearance", 0.25),
    ("clearance", 2.0),
    ("transmission", 0.1),
    ("inbound", 3.0),
    ("reading", 0.75),
]
BACK = [
    ("drafting", 1.5),
    ("clearance", 3.0),
    ("transmission", 0.1),
    ("inbound", 0.25),
    ("reading", 0.5),
]


def exchange(changes: Changes) -> list[tuple[str, float]]:
    """The stages of the one exchange of a world."""
    ((_, data),) = entries(run(asking(changes)), Answered)
    return [(stage, round(hours, 9)) for stage, hours in data.stages]


def sent(setting: Setting, *posts: tuple[float, str, Role]) -> Log:
    """What becomes of messages (hour, kind, sender) that are posted into a world, in which nothing
    else happens.
    """
    game = session(setting, full=True)
    for number, (hour, kind, sender) in enumerate(posts):
        game._world.later(hour, _posting(game, kind, sender, f"test {number}"))
    return game.run()


def _posting(game: Session, kind: str, sender: Role, cause: str) -> Callable[[], None]:
    def act() -> None:
        game._world.post.post(kind, sender, cause)

    return act


def quiet(changes: Changes) -> Setting:
    """Nothing but what a test posts."""
    return still({"allies.frontline.leader.rule": scripted()} | dict(changes))


def fate(log: Log, number: int) -> dict[str, float]:
    """Hours that the message of a number spent in each stage."""
    spent: dict[str, float] = {}
    ((_, data),) = [
        entry for entry in entries(log, Read) if entry[1].message.endswith(f"test {number}")
    ]
    for stage, hours in data.stages:
        spent[stage] = round(spent.get(stage, 0.0) + hours, 9)
    return spent


# desks


def test_every_stage_in_its_turn() -> None:
    assert exchange(OFFICES) == [*THERE, ("council", 8.0), ("deliberation", 0.3), *BACK]


def test_the_trace_tells_each_step() -> None:
    log = run(asking(OFFICES), full=True)
    question = first(log, Asked)[1].message
    steps = [(time, event.kind) for time, event in of_message(log, question)]
    assert [(round(time, 9), kind) for time, kind in steps] == [
        (0, "posted"),
        (0, "asked"),
        (1, "drafted"),
        (3.25, "cleared"),
        (3.25, "queued"),
        (3.35, "sent"),
        (3.35, "delivered"),
        (7.1, "read"),
        (20.75, "answered"),
    ]
    assert first(log, Cleared)[1].desks == ("watch", "ministry")


def test_a_kind_may_have_a_chain_of_its_own_or_need_no_clearance() -> None:
    own = OFFICES | {
        "allies.frontline.outgoing": {
            ANY: ("watch", "ministry"),
            "consultation_request": ("watch",),
        }
    }
    assert exchange(own)[:3] == [("drafting", 1.0), ("clearance", 0.25), ("transmission", 0.1)]
    cleared = OFFICES | {"allies.frontline.precleared": ("consultation_request",)}
    assert exchange(cleared)[:2] == [("drafting", 1.0), ("transmission", 0.1)]


def test_work_takes_longer_off_duty() -> None:
    hours = {
        "allies.frontline.offices.ministry": desk(
            2.0, hours=Hours(opens=8.0, closes=20.0), off_duty_factor=3.0
        )
    }
    assert exchange(OFFICES | hours)[2] == ("clearance", 6.0)


def test_duty_hours_are_those_of_the_capital() -> None:
    """At midnight in Greenwich it is nine in Tokyo."""
    hours = {
        "allies.frontline.offices.ministry": desk(
            2.0, hours=Hours(opens=8.0, closes=20.0), off_duty_factor=3.0
        ),
        "allies.frontline.zone": "Asia/Tokyo",
    }
    assert exchange(OFFICES | hours)[2] == ("clearance", 2.0)


def test_a_cabinet_is_waited_for() -> None:
    """It meets at 9 and 17; the draft comes at 1.25 and is dealt with from 9 on."""
    cabinet = {"allies.frontline.offices.ministry": desk(2.0, hours=Hours(meets=(9.0, 17.0)))}
    assert exchange(OFFICES | cabinet)[1:4] == [
        ("clearance", 0.25),
        ("clearance_queue", 7.75),
        ("clearance", 2.0),
    ]


def test_a_leader_reads_more_slowly_at_night() -> None:
    night = {
        "allies.patron.leader.asleep": Hours(opens=23.0, closes=6.0),
        "allies.patron.leader.asleep_factor": 4.0,
    }
    assert exchange({"allies.patron.leader.reading": Fixed(value=0.5)} | night) == [
        ("reading", 2.0)
    ]
    assert exchange({"allies.patron.council": Fixed(value=2.0)} | night) == [("council", 6.5)], (
        "six hours for 1.5, then half an hour"
    )


def test_the_more_urgent_goes_first_but_interrupts_nobody() -> None:
    kinds_of = {
        "allies.frontline.offices.ministry": desk(2.0),
        "allies.frontline.outgoing": {ANY: ("ministry",)},
    }
    log = sent(
        quiet(kinds_of),
        (0, "dialogue", "frontline"),
        (0.5, "dialogue", "frontline"),
        (1, "notification", "frontline"),
    )
    assert [fate(log, number).get("clearance_queue", 0.0) for number in (0, 1, 2)] == [0, 3.5, 1]


# channels


def test_messages_queue_for_capacity() -> None:
    narrow = {"channels.wire.capacity": 1, "channels.wire.latency": Fixed(value=2.0)}
    log = sent(
        quiet(narrow),
        (0, "dialogue", "frontline"),
        (0, "dialogue", "frontline"),
        (0, "dialogue", "patron"),
    )
    assert [fate(log, number).get("channel_queue", 0.0) for number in (0, 1, 2)] == [0, 2, 4]


RATED = {
    "channels": {
        "phone": wire(0.1, rating="secret", fallback="cable"),
        "cable": wire(3.0, fallback="courier"),
        "courier": wire(12.0),
    },
    "routes": {ANY: "phone"},
}


def test_a_channel_that_is_not_rated_is_not_used() -> None:
    log = run(asking(RATED))
    assert [(data.message.split(":")[0], data.channel) for _, data in entries(log, Sent)][:2] == [
        ("frontline", "cable"),
        ("patron", "phone"),
    ]


def test_a_kind_may_have_a_route_of_its_own() -> None:
    log = run(asking(RATED | {"routes": {ANY: "phone", "consultation_request": "courier"}}))
    assert first(log, Sent)[1].channel == "courier"


def outage(up: float, down: float) -> Outage:
    return Outage(up=Fixed(value=up), down=Fixed(value=down))


@pytest.mark.parametrize(
    ("down", "stages"),
    [
        (4.0, [("channel_wait", 4.0), ("transmission", 3.0)]),
        (6.0, [("channel_wait", 6.0), ("transmission", 3.0)]),
        (7.0, [("channel_wait", 6.0), ("transmission", 12.0)]),
    ],
)
def test_a_channel_that_is_down_is_waited_for_and_then_left(
    down: float, stages: list[tuple[str, float]]
) -> None:
    changes = {
        "channels.cable": wire(3.0, fallback="courier", timeout=6.0),
        "channels.courier": wire(12.0),
        "routes": {ANY: "cable"},
        "injects.cut": Inject(event="channel_down", at=0.0, channel="cable", lasts=down),
    }
    assert exchange(changes)[: len(stages)] == stages


def test_the_last_channel_is_waited_for_however_long_it_takes() -> None:
    late = {
        "injects.beginning.at": 2.0,
        "channels.wire": wire(0.0, timeout=1.0, outage=outage(1.0, 50.0)),
    }
    assert exchange(late) == [("channel_wait", 49.0)]


def test_a_closed_channel_is_waited_for() -> None:
    office = {"channels.wire": wire(1.0, hours=Hours(opens=9.0, closes=17.0))}
    assert exchange(office) == [("channel_wait", 9.0), ("transmission", 1.0), ("transmission", 1.0)]


def test_an_outage_fails_what_is_under_way_and_it_falls_back() -> None:
    changes = {
        "channels.cable": wire(3.0, fallback="courier", timeout=1.5, outage=outage(2.0, 100.0)),
        "channels.courier": wire(12.0),
        "routes": {ANY: "cable"},
    }
    log = run(asking(changes))
    assert first(log, TransmissionFailed) == (
        2.0,
        TransmissionFailed(message=first(log, Asked)[1].message, channel="cable"),
    )
    assert first(log, Answered)[1].stages[:3] == (
        ("transmission", 2.0),
        ("channel_wait", 1.5),
        ("transmission", 12.0),
    )


def test_a_message_that_fails_four_times_is_lost() -> None:
    hopeless = {
        "channels.wire": wire(3.0, timeout=1.0, outage=outage(2.0, 1.0)),
        "terms.patience.base": 40.0,
    }
    log = run(asking(hopeless))
    question = first(log, Asked)[1].message
    fates = [(time, event.kind) for time, event in of_message(log, question)]
    assert fates == [
        (0, "posted"),
        (0, "asked"),
        (2, "sent"),
        (2, "failed"),
        (5, "sent"),
        (5, "failed"),
        (8, "sent"),
        (8, "failed"),
        (11, "sent"),
        (11, "failed"),
        (12, "lost"),
        (40, "expired"),
    ]


def test_a_message_without_a_channel_that_may_carry_it_is_lost() -> None:
    log = run(
        asking({"channels.wire": wire(0.0, rating="confidential"), "terms.patience.base": 10.0})
    )
    ends = [(time, event.kind) for time, event in log if isinstance(event, Lost | PatienceExpired)]
    assert ends == [(0, "lost"), (10, "expired")]


def test_a_repeated_transmission_has_luck_of_its_own() -> None:
    """A first attempt of more than 3 hours is broken off; the second may be shorter."""
    changes = {"channels.wire": wire(Exponential(mean=5.0), timeout=0.0, outage=outage(3.0, 0.5))}
    second = []
    for log in worlds(asking(changes), 60):
        question = first(log, Asked)[1].message
        attempts = [
            (time, event)
            for time, event in of_message(log, question)
            if isinstance(event, Sent | TransmissionFailed)
        ]
        if attempts[1:2] and isinstance(attempts[1][1], TransmissionFailed):
            time, again = attempts[2]
            assert isinstance(again, Sent)
            second.append(time - again.at)
    assert len(second) > 10
    assert min(second) < 2.9


# the liaison cell


CELL = Liaison(
    frontline_officers=1, patron_officers=1, authority=0.75, link="link", handling=Fixed(value=0.2)
)
WITH_CELL = OFFICES | {"channels.link": wire(0.05), "liaison": CELL}


def test_the_cell_saves_hours_on_a_rated_link_of_its_own() -> None:
    quarter = [
        ("drafting", 0.25),
        ("clearance", 0.0625),
        ("clearance", 0.5),
        ("transmission", 0.05),
        ("inbound", 0.2),
    ]
    back = [
        ("drafting", 0.375),
        ("clearance", 0.75),
        ("transmission", 0.05),
        ("inbound", 0.2),
        ("reading", 0.5),
    ]
    assert exchange(WITH_CELL) == [
        *quarter,
        ("reading", 0.75),
        ("council", 8.0),
        ("deliberation", 0.3),
        *back,
    ]


@pytest.mark.parametrize(
    "why",
    [
        {"liaison": replace(CELL, link=None)},
        {"liaison": replace(CELL, patron_officers=0)},
        {"liaison": replace(CELL, hours=Hours(opens=22.0, closes=23.0))},
        {"channels.link": wire(0.05, rating="confidential")},
    ],
    ids=["no link of its own", "nobody on the other side", "off duty", "a link that is not rated"],
)
def test_otherwise_a_cell_saves_nothing(why: Changes) -> None:
    assert exchange(WITH_CELL | dict(why)) == [
        *THERE,
        ("council", 8.0),
        ("deliberation", 0.3),
        *BACK,
    ]


def test_where_its_link_fails_the_message_takes_all_desks() -> None:
    broken = {"channels.link": wire(0.05, timeout=2.0, outage=outage(1e-9, 1e6))}
    stages = exchange(WITH_CELL | broken)
    spared = [("drafting", 0.25), ("clearance", 0.0625), ("clearance", 0.5)]
    made_up = [("drafting", 0.75), ("clearance", 0.1875), ("clearance", 1.5)]
    rest = [("transmission", 0.1), ("inbound", 3.0), ("reading", 0.75)]
    assert stages[:10] == [*spared, ("channel_wait", 2.0), *made_up, *rest]


def test_answers_that_the_cell_hands_over_go_ahead_of_the_tray() -> None:
    """Ad referendum: three messages before one leader; the cell's is read second, though it came
    last.
    """
    cell = replace(CELL, handling=Fixed(value=0.0), hours=Hours(opens=1.0, closes=23.0))
    slow = {
        "channels.link": wire(0.0),
        "liaison": cell,
        "allies.patron.leader.reading": Fixed(value=5.0),
        "messages.mediation": Handling(precedence="flash", sensitivity="open"),
        "routes": {ANY: "wire"},
    }
    log = sent(
        quiet(slow),
        (0, "mediation", "frontline"),
        (0, "mediation", "frontline"),
        (2, "dialogue", "frontline"),
    )
    assert [data.message[-1] for _, data in entries(log, Read)] == ["0", "2", "1"]


# reading


def readings(changes: Changes, number: int = 200) -> list[str]:
    return [
        data.read for log in worlds(asking(changes), number) for _, data in entries(log, StanceRead)
    ]


ALWAYS = Reading(amber=1.0, other=1.0, fidelity=0.0, trust=0.0, clarify_below=0.0)


def test_a_cell_on_duty_reads_rightly_more_often() -> None:
    half = {"allies.frontline.reading": replace(ALWAYS, liaison=0.5)}
    assert set(readings(half)) == {"amber"}, "a red is always read one step off"
    with_cell = readings(half | {"liaison": replace(CELL, link=None)})
    assert with_cell.count("amber") / len(with_cell) == pytest.approx(
        0.5, abs=4 * (0.25 / len(with_cell)) ** 0.5
    )


def test_practice_and_lexicon_take_their_share() -> None:
    assert set(readings({"allies.frontline.reading": replace(ALWAYS, practice=0.0)}, 20)) == {"red"}
    assert set(readings({"allies.frontline.reading": replace(ALWAYS, lexicon=1.0)}, 20)) == {"red"}


AMBER = {
    "allies.patron.leader.rule": scripted((0, "amber")),
    "channels.wire.latency": Fixed(value=5.0),
    "allies.patron.amber_band": 100.0,
    "allies.frontline.reading": replace(ALWAYS, amber=0.0, clarify_below=1.0),
}


def test_a_weak_amber_is_asked_about_once() -> None:
    """Read at 10, asked about, repaired at 20; only then does the leader decide."""
    log = run(asking(AMBER))
    assert first(log, StanceGiven)[1].strength < 1.0
    assert [(time, data.repaired) for time, data in entries(log, StanceRead)] == [
        (10, False),
        (20, True),
    ]
    assert [data.message_kind for _, data in entries(log, Posted)] == [
        "consultation_request",
        "counter_offer",
        "clarification",
        "clarified",
        "dialogue",
        "dialogue",
    ]
    assert [time for time, data in entries(log, StateChange) if data.event == "answered"] == [20]
    assert first(log, Preparation)[0] == 20


def test_a_reply_repairs_a_misreading() -> None:
    wrong = AMBER | {
        "allies.frontline.reading": replace(ALWAYS, other=1.0, amber=0.0, clarify_below=1.0),
        "allies.patron.leader.rule": scripted((0, "red")),
    }
    log = run(asking(wrong))
    assert [(data.read, data.given) for _, data in entries(log, StanceRead)] == [
        ("amber", "red"),
        ("red", "red"),
    ]
    assert first(log, Preparation)[1].stance == "red"


def test_a_doubtful_amber_is_taken_as_it_was_read_when_patience_ends() -> None:
    log = run(asking(AMBER | {"terms.patience.base": 15.0}))
    assert times(log, PatienceExpired) == [], "it was answered"
    assert first(log, Preparation) == (15, first(log, Preparation)[1])
    assert first(log, Preparation)[1].stance == "amber"


# who learns of what


LEAKY = {
    "public.leak_rate": 1e6,
    "public.leak_delay": Fixed(value=3.0),
    "channels.wire": wire(10.0, security=0.0),
}


def test_a_leaked_plan_warns_the_adversary_and_tells_the_patron() -> None:
    log = run(
        still({"protocol": "notify", "terms.notice": 1e6, "public.alert": 0.4} | LEAKY), full=True
    )
    leak = first(log, Leak)
    assert leak[0] == 13
    assert leak[1].what == "plan"
    assert first(log, Alert)[1] == Alert(0.4, Cause("leak"))
    assert first(log, Learnt) == (10, Learnt(plan="plan-1", how="told")), "the message came first"


def test_what_reaches_the_press_first_is_learnt_from_it() -> None:
    slow = {
        "allies.patron.leader.reading": Fixed(value=50.0),
        "protocol": "notify",
        "terms.notice": 1e6,
    }
    log = run(still(slow | LEAKY))
    assert first(log, Learnt) == (13, Learnt(plan="plan-1", how="leak"))
    assert "stance" in kinds(log), "and it says what it thinks of it"


@pytest.mark.parametrize(("stance", "told"), [("green", "plan"), ("red", "disagreement")])
def test_a_leaked_answer_tells_what_it_says(stance: str, told: str) -> None:
    """A yes divides nobody: it tells of a plan, and alarms the adversary."""
    says = {"allies.patron.leader.rule": scripted((0, stance)), "allies.patron.assures": 1.0}
    log = run(asking(LEAKY | says), full=True)
    by_kind = {data.message: data.message_kind for _, data in entries(log, Posted)}
    leaks = {by_kind[data.message]: data.what for _, data in entries(log, Leak)}
    assert leaks[{"green": "concurrence", "red": "objection"}[stance]] == told
    assert leaks["consultation_request"] == "plan"
    assert leaks.get("assurance", "contacts") == "contacts"


#: A yes that takes three days, of a question that is forgotten and put again at hour 55.
YES_ON_ITS_WAY = {
    "protocol": "concurrence",
    "channels.wire.latency": Fixed(value=35.0),
    "allies.frontline.leader.memory": 12.0,
    "allies.patron.leader.rule": scripted((0, "green")),
    "injects.again": Inject(event="news", at=55.0, to="frontline"),
}


def test_a_late_answer_counts_for_the_same_question_put_again() -> None:
    """Asked at 0, expired at 40, forgotten; asked again at 55; at 70 the yes is read, and there is
    nothing left to wait for.
    """
    patience = {"terms.patience.base": 40.0}
    prepares = {"allies.frontline.preparation.duration": Fixed(value=10.0)}
    log = run(asking({**YES_ON_ITS_WAY, **patience, **prepares}))
    assert times(log, Asked) == [0, 55]
    assert times(log, PatienceExpired) == [40]
    assert [(time, data.late) for time, data in entries(log, Answered)][:1] == [(70, True)]
    assert times(log, Strike)[:1] == [80], "it waits for no second yes"


def test_a_yes_counts_though_the_patron_stood_by_before_it_came() -> None:
    """Attacked at 1 and asking at once; at 6 the patron stands by, which is no answer. Asked again
    at 55; at 76 the yes to the question of hour 1 is read.
    """
    stands_by = {
        "terms.patience.base": 400.0,
        "allies.patron.leader.deliberation": Fixed(value=5.0),
        "allies.patron.stands_by": 1.0,
        "injects.blow": Inject(event="attack", at=1.0),
    }
    log = run(asking({**YES_ON_ITS_WAY, **stands_by}))
    assert times(log, StandingBy) == [6]
    assert times(log, Asked)[:3] == [0, 1, 55]
    (begun, prepared) = first(log, Preparation)
    assert begun == 76
    assert prepared.course == "approved"


def test_what_is_said_unasked_counts_for_the_question_under_way() -> None:
    """A warning written before anybody asked, and read while the frontline waits."""
    warned = {
        "terms.patience.base": 60.0,
        "channels.wire.latency": Fixed(value=50.0),
        "injects.beginning": Inject(event="news", at=20.0, to="frontline"),
        "injects.warning": Inject(event="warning", at=10.0, public=False),
    }
    log = run(asking(warned))
    assert times(log, Asked)[0] == 20
    read = first(log, StanceRead)
    assert read[0] == 60
    assert read[1].plan == "plan-1"
    assert first(log, Decision)[1].stance == "none"
    assert entries(log, Decision)[-1][1].stance == "red"


def test_what_an_attack_overtakes_is_in_time_though_of_no_use() -> None:
    overtaken = {
        "terms.patience.base": 100.0,
        "channels.wire.latency": Fixed(value=35.0),
        "injects.blow": Inject(event="attack", at=20.0),
    }
    log = run(asking(overtaken))
    (answered, data) = first(log, Answered)
    assert answered == 70
    assert not data.late


def test_the_news_of_a_strike_come_after_a_while() -> None:
    log = run(still({"public.strike_news": Fixed(value=1.5)}))
    assert entries(log, News)[-1] == (241.5, News("strike"))
    assert entries(log, Learnt) == [(241.5, Learnt(plan="plan-1", how="news"))]


# what allies write by themselves


def test_after_a_strike_they_write_the_more_often_the_more_they_trust() -> None:
    trust = {
        f"allies.{role}.trust.{name}": 0.0
        for role in ("frontline", "patron")
        for name in ("gain", "loss")
    }
    log = run(
        still(
            trust
            | {
                "ladder.cooling.dialogue_gap": 24.0,
                "allies.frontline.trust.start": 0.8,
                "allies.patron.trust.start": 0.04,
                "horizon": 241.0,
                "follow_up": 500.0,
            }
        )
    )
    written = [
        (time - 240, data.sender)
        for time, data in entries(log, Posted)
        if data.message_kind == "dialogue"
    ]
    assert [time for time, sender in written if sender == "frontline"] == pytest.approx(
        [30 * n for n in range(17)]
    )
    assert [time for time, sender in written if sender == "patron"] == pytest.approx(
        [240 * n for n in range(3)]
    )


def test_a_changed_estimate_is_shared_once_and_not_forwarded() -> None:
    both = {
        f"allies.{role}.intelligence.{name}": value
        for role in ("frontline", "patron")
        for name, value in (("shares", True), ("interval", 10.0), ("share_after", 0.05))
    }
    log = run(quiet(both), full=True)
    own = {
        role: [data for _, data in entries(log, Report) if data.ally == role and not data.shared]
        for role in ("frontline", "patron")
    }
    for sender, receiver in (("frontline", "patron"), ("patron", "frontline")):
        posted = [data for _, data in entries(log, Posted) if data.sender == sender]
        received = [
            data for _, data in entries(log, Report) if data.ally == receiver and data.shared
        ]
        assert 0 < len(posted) < len(own[sender])
        assert [data.number for data in received] == [
            int(data.message.split()[-1]) for data in posted
        ]
        first = {data.number: data for data in own[sender]}
        assert all(data.error > 2.0 * first[data.number].error for data in received)
        assert all(data.observed != first[data.number].observed for data in received)
