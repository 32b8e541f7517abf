"""What a strike costs with the patron, in worlds in which nothing else happens."""

from __future__ import annotations

from math import log, sqrt
from statistics import NormalDist, fmean, stdev

import pytest

from sim.domain.actors.punishment import Punishment, SupportTaken
from sim.domain.distributions.families import Fixed, Lognormal
from sim.domain.events import Judgement, Posted, Recall, Strike, SupportSuspended, TrustChange
from sim.domain.inputs.injects import Inject
from tests.engine.worlds import Changes, entries, first, run, scripted, still, worlds

PUNISHING: Changes = {"allies.patron.punishment": Punishment(), "allies.patron.suspends": 1.0}
SURE = Punishment(support=SupportTaken(base=1000.0))


def judgement(changes: Changes) -> Judgement:
    return first(run(still({**PUNISHING, **changes})), Judgement)[1]


def warning(at: float, stance: str) -> Inject:
    return Inject(event="warning", at=at, stance=stance)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "knew", "heard"),
    [
        ({}, "nothing", "none"),
        ({"protocol": "notify", "terms.notice": 30.0}, "hour", "red"),
        ({"protocol": "notify", "terms.notice": 2.0}, "nothing", "red"),
        ({"protocol": "consult"}, "intent", "red"),
        ({"injects.no": warning(100.0, "red")}, "nothing", "red"),
        ({"injects.no": warning(100.0, "amber")}, "nothing", "amber"),
        ({"injects.no": warning(260.0, "red")}, "nothing", "none"),
    ],
)
def test_a_strike_is_judged_by_what_was_known_and_heard(
    changes: Changes, knew: str, heard: str
) -> None:
    """Nothing takes time here: a notice is answered at once, with a no."""
    found = judgement(changes)
    assert (found.knew, found.heard) == (knew, heard)


def test_without_a_punishment_nothing_is_judged() -> None:
    assert not entries(run(still()), Judgement)


@pytest.mark.parametrize("protocol", ["consult", "joint"])
def test_what_the_patron_agreed_to_is_not_punished(protocol: str) -> None:
    agreed = {
        **PUNISHING,
        "protocol": protocol,
        "terms.diplomacy": 0.0,
        "terms.planning": Fixed(value=0.0),
        "allies.patron.leader.rule": scripted((0.0, "green")),
        "allies.patron.punishment": SURE,
    }
    log = run(still(agreed), full=True)
    assert entries(log, Strike)
    assert not entries(log, Judgement)
    assert not entries(log, SupportSuspended)
    broken = {data.cause for _, data in entries(log, TrustChange)}
    assert "strike_without_consent" not in broken


def test_trust_falls_by_the_size_that_was_judged() -> None:
    log = run(still(PUNISHING), full=True)
    size = first(log, Judgement)[1].size
    change = next(
        data for _, data in entries(log, TrustChange) if data.cause == "strike_without_consent"
    )
    assert change.value == pytest.approx(0.6 * (1 - 0.3 * size))


STRUCK_AT = 240.0
_LATE_NEWS: Changes = {"public.strike_news": Fixed(value=20.0)}
_TOLD: Changes = {"allies.frontline.tells_after": Fixed(value=3.0), **_LATE_NEWS}
_NOTICE: Changes = {"protocol": "notify", "terms.notice": 30.0, **_LATE_NEWS}


@pytest.mark.parametrize("law", [SURE, None], ids=["punishment", "none"])
@pytest.mark.parametrize(("changes", "after"), [(_LATE_NEWS, 20.0), (_TOLD, 3.0), (_NOTICE, 0.0)])
def test_a_strike_is_taken_amiss_when_it_is_known(
    law: Punishment | None, changes: Changes, after: float
) -> None:
    """Nobody is angry, and nothing is withheld, over what he has not heard of yet."""
    log = run(still({**PUNISHING, "allies.patron.punishment": law, **changes}), full=True)
    hours = {
        time
        for time, data in entries(log, TrustChange)
        if data.ally == "patron" and data.cause != "dialogue"
    }
    withheld = [time for time, _ in entries(log, SupportSuspended)]
    assert hours == {STRUCK_AT + after}
    assert withheld == ([STRUCK_AT + after] if law or "protocol" in changes else [])
    assert [time for time, _ in entries(log, Judgement)] == ([STRUCK_AT + after] if law else [])


def test_what_is_heard_before_the_news_does_not_change_the_judgement() -> None:
    """A warning between the strike and the news of it was not defied by that strike."""
    log = run(still({**PUNISHING, **_LATE_NEWS, "injects.no": warning(250.0, "red")}))
    assert first(log, Judgement)[1].heard == "none"


def test_the_patron_writes_after_a_strike_once_it_knows_of_it() -> None:
    log = run(still({**_LATE_NEWS, "ladder.cooling.dialogue_gap": 1e9}))
    letters = [
        (time, one.sender) for time, one in entries(log, Posted) if "dialogue" in one.message_kind
    ]
    assert letters == [(STRUCK_AT, "frontline"), (STRUCK_AT + 20.0, "patron")]


def test_support_is_withheld_as_often_as_was_judged() -> None:
    logs = list(worlds(still(PUNISHING), 600))
    chance = first(logs[0], Judgement)[1].chance
    assert 0.1 < chance < 0.9
    share = fmean(bool(entries(log, SupportSuspended)) for log in logs)
    assert share == pytest.approx(chance, abs=4 * sqrt(chance * (1 - chance) / 600))


@pytest.mark.parametrize(
    ("changes", "factor"),
    [
        ({"allies.patron.suspends": 0.5}, 0.5),
        ({"allies.patron.suspends": 0.0}, 0.0),
        ({"allies.patron.leverage": 0.25}, 0.25),
        ({"allies.patron.leverage": 2.0}, 1.0),
    ],
)
def test_who_holds_nothing_back_withholds_nothing(changes: Changes, factor: float) -> None:
    assert judgement(changes).chance == pytest.approx(factor * judgement({}).chance)


def test_the_law_of_its_length_is_recovered() -> None:
    """The median of the record's and its spread in logs, from worlds: LN(70 d, 2)."""
    lasting = {
        **PUNISHING,
        "allies.patron.punishment": SURE,
        "allies.patron.suspension": Lognormal(median=1680.0, sigma=2.0),
    }
    logs = list(worlds(still(lasting), 500))
    found = [first(log_, SupportSuspended) for log_ in logs]
    lengths = [log((data.until - at) / 24.0) for at, data in found]
    assert fmean(lengths) == pytest.approx(log(70), abs=4 * 2 / sqrt(500))
    assert stdev(lengths) == pytest.approx(2.0, abs=4 * 2 / sqrt(2 * 500))
    middle = sorted((one - log(70)) / 2 for one in lengths)
    gap = max(abs((rank + 0.5) / 500 - NormalDist().cdf(one)) for rank, one in enumerate(middle))
    assert gap < 1.63 / sqrt(500), "Kolmogorov's bound at one in a hundred"


def test_it_is_decided_once_a_crisis() -> None:
    """Three blows and one draw: either all leave support, or it is withheld once."""
    blows = {
        **PUNISHING,
        "allies.patron.suspension": Fixed(value=1.0),
        "ladder.exchange.most_strikes": 3,
        "ladder.retaliation.base": 1000.0,
        "ladder.retaliation.delay": Fixed(value=5.0),
        "allies.frontline.preparation.duration": Fixed(value=30.0),
        "follow_up": 500.0,
    }
    logs = list(worlds(still(blows), 200))
    chance = first(logs[0], Judgement)[1].chance
    times = [len(entries(log_, SupportSuspended)) for log_ in logs]
    assert {len(entries(log_, Judgement)) for log_ in logs} == {3}
    assert max(times) == 1
    assert fmean(times) == pytest.approx(chance, abs=4 * sqrt(chance * (1 - chance) / 200))


def test_an_alert_that_was_found_out_weighs_less_than_a_strike() -> None:
    """A preparation is found out, and called off at the patron's word."""
    called_off = {
        **PUNISHING,
        "allies.patron.intelligence.detection": 10.0,
        "allies.frontline.leader.rule": scripted((0.0, "strike"), (1e-9, "hold")),
        "allies.patron.suspension": Fixed(value=1.0),
    }
    logs = list(worlds(still(called_off), 1))
    assert entries(logs[0], Recall)
    assert not entries(logs[0], Strike)
    sure = {**called_off, "allies.patron.punishment": SURE}
    half = {**sure, "allies.patron.punishment": Punishment(alert=0.5, support=SURE.support)}
    shares = [
        fmean(bool(entries(log_, SupportSuspended)) for log_ in worlds(still(one), 300))
        for one in (sure, half)
    ]
    assert shares == pytest.approx([0.25, 0.5], abs=0.11)


def test_one_item_withheld_leaves_the_rest_of_support() -> None:
    """After a first blow against its no the patron withholds; the second has its yes."""

    def supported(withholds: str) -> list[bool]:
        changes = {
            **PUNISHING,
            "allies.patron.punishment": SURE,
            "allies.patron.withholds": withholds,
            "allies.patron.suspension": Fixed(value=1e5),
            "ladder.exchange.most_strikes": 2,
            "ladder.retaliation.base": 1000.0,
            "ladder.retaliation.delay": Fixed(value=5.0),
            "allies.frontline.preparation.duration": Fixed(value=30.0),
            "follow_up": 500.0,
            "protocol": "consult",
            "allies.patron.leader.rule": scripted((0.0, "red"), (20.0, "green")),
        }
        return [data.supported for _, data in entries(run(still(changes)), Strike)]

    assert supported("all") == [False, False]
    assert supported("one_item") == [False, True]
