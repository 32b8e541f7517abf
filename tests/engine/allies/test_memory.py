"""What is remembered ages with events: a stance stands until a newer word, until the rung or the
estimate has moved; a known no keeps its price; being under fire lasts until it is answered.
"""

from __future__ import annotations

from math import exp, log, sqrt
from typing import Any

import pytest

from sim.domain.actors.outlook import AllianceCost
from sim.domain.distributions.families import Fixed
from sim.domain.distributions.variates import frailty, normal
from sim.domain.events import Asked, Decision, Preparation, Strike
from sim.domain.inputs.injects import Inject
from sim.domain.inputs.setting import Setting
from tests.engine.worlds import (
    Changes,
    asking,
    entries,
    first,
    run,
    scripted,
    still,
    times,
    wire,
    worlds,
)

_DAY = 24.0
_NEWS = {f"news {hour}": Inject(event="news", at=float(hour)) for hour in range(0, 2400, 100)}
#: Reports of the truth move the estimate to ``reading``; growth is known, so x is where it is
#: expected.
_GROWS: dict[str, Any] = {
    "protocol": "concurrence",
    "allies.frontline.leader.news": 0.5,
    "allies.frontline.leader.memory": 90 * _DAY,
    "allies.frontline.leader.pause": 0.0,
    "allies.frontline.intelligence.noise": 0.0,
    "allies.frontline.intelligence.growth": 0.03 / 24,
    "adversary.threat.growth": 0.03 / 24,
}


def asked(injects: dict[str, Inject], **more: object) -> list[float]:
    """When the frontline asks, with something to think about every hundred hours."""
    return times(run(asking(_GROWS | {"injects": _NEWS | injects} | more)), Asked)


def test_expected_drift_is_no_news() -> None:
    assert asked({}) == [0.0, 2200.0]  # and again once the long limit is over, at 2160 h


@pytest.mark.parametrize(("error", "again"), [(0.45, []), (0.55, [300.0]), (-0.55, [300.0])])
def test_news_that_moves_the_estimate_makes_a_stance_stale(
    error: float, again: list[float]
) -> None:
    report = Inject(event="report", at=250.0, reading=error, to="patron")
    assert asked({"report": report})[1:2] == [2200.0]  # what the other learns is no news to it
    own = Inject(event="report", at=300.0, reading=error, to="frontline")
    assert [time for time in asked({"report": own}) if time < 2000.0] == [0.0, *again]


def test_a_rung_that_has_moved_makes_a_stance_stale() -> None:
    provoked = {"attack": Inject(event="provocation", at=450.0, severity=0.5)}
    calm = asked(provoked, **{"adversary.provocations.escalation": 0.0})
    climbs = asked(provoked, **{"adversary.provocations.escalation": 2.0})
    assert calm == [0.0, 2200.0]
    assert climbs[:2] == [0.0, 450.0]


def test_each_rung_down_and_up_again_makes_a_stance_stale() -> None:
    """What was said of a calmer crisis is not said of this one, and the other way round."""
    provoked = {"attack": Inject(event="provocation", at=450.0, severity=0.5)}
    cools = {"ladder.cooling.rate": 10.0, "ladder.cooling.quiet": 0.0}
    found = asked(provoked, **{"adversary.provocations.escalation": 2.0, **cools})
    assert found == [0.0, 100.0, 450.0, 500.0]


def test_by_time_alone_it_is_asked_again_and_again() -> None:
    again = {"allies.frontline.leader.news": 0.0, "allies.frontline.leader.memory": 4 * _DAY}
    assert asked({}, **again) == [float(hour) for hour in range(0, 2400, 100)]


# prices


def strike_values(**more: object) -> list[float]:
    """What a strike is worth at each thought, once the patron has said no at the first."""
    costs = AllianceCost(silence=0.3, unasked=0.4, red=1.0)
    values: Changes = {
        "protocol": "consult",
        "injects": _NEWS,
        "allies.frontline.leader.rule": scripted((0, "strike"), (0.5, "hold")),
        "allies.frontline.leader.pause": 0.0,
        "allies.frontline.alliance_cost": costs,
        "allies.frontline.outlook.weights.alliance": 1.0,
        "allies.frontline.outlook.weights.pressure": 0.0,
        "adversary.threat.growth": 0.0,
        "terms.patience.base": 50.0,
        "channels": {"wire": wire(1.0)},
        **more,
    }
    log = run(asking(values))
    return [
        round(data.values["strike"], 6)
        for _, data in entries(log, Decision)
        if data.ally == "frontline"
    ]


def test_a_known_no_keeps_its_price_until_a_newer_word_is_read() -> None:
    by_time = strike_values()
    assert by_time[-1] == pytest.approx(by_time[0])  # forgotten: as if it had not asked
    by_events = strike_values(**{"allies.frontline.leader.news": 0.5})
    assert by_events[-1] == pytest.approx(by_time[0] - 0.7)  # red 1.0 instead of silence .3


def test_silence_after_a_known_no_makes_nothing_cheaper() -> None:
    """Waiting never makes a known no cheaper than never having asked."""
    setting: Changes = {
        "allies.frontline.leader.news": 0.5,
        "allies.frontline.leader.memory": 150.0,
        "allies.frontline.leader.rule": scripted(
            (0, "strike"), (0.5, "hold"), (299.0, "strike"), (301.0, "hold")
        ),
        "injects": _NEWS
        | {"cut": Inject(event="channel_down", at=250.0, channel="wire", lasts=2000.0)},
    }
    values = strike_values(**setting)
    assert len(set(values[1:])) == 1  # asked again at 300, silence from 350 on: still charged as no
    assert values[0] - values[-1] == pytest.approx(0.7)


@pytest.mark.parametrize(("news", "stance"), [(0.0, "unasked"), (0.5, "red")])
def test_where_nobody_asks_again_the_last_word_stands(news: float, stance: str) -> None:
    log = run(
        still(
            {
                "allies.frontline.leader.rule": scripted(
                    (0, "strike"), (100, "hold"), (700, "strike")
                ),
                "allies.frontline.leader.news": news,
                "allies.patron.intelligence.detection": 1e-2,
                "injects": _NEWS,
            }
        )
    )
    strike = first(log, Strike)[1]
    assert strike.stance == stance


# under fire, and the clock to acting


def attacked(**more: object) -> Setting:
    """A grave provocation at hour 50, on which it strikes; 100 hours of preparation."""
    return still(
        {
            "injects": {"attack": Inject(event="provocation", at=50.0, severity=1.0)},
            "allies.frontline.preparation.duration": Fixed(value=100.0),
            "ladder.exchange.provocations": True,
            "adversary.provocations.escalation": 2.0,
            **more,
        }
    )


def preparation(setting: Setting) -> tuple[float, Preparation]:
    return first(run(setting), Preparation)


def test_a_provocation_at_the_red_line_starts_the_fast_track() -> None:
    time, data = preparation(attacked())
    assert (time, data.under_fire, data.strike_at) == (50.0, True, 50.0 + 0.35 * 100.0)
    _, slow = preparation(attacked(**{"ladder.exchange.provocations": False}))
    assert (slow.under_fire, slow.strike_at) == (False, 150.0)
    _, minor = preparation(
        attacked(injects={"attack": Inject(event="provocation", at=50.0, severity=0.5)})
    )
    assert not minor.under_fire


def late(hours: float, **more: object) -> bool:
    """Whether it is still under fire so many hours after the attack."""
    think = {
        "attack": Inject(event="provocation", at=50.0, severity=1.0),
        "later": Inject(event="news", at=50.0 + hours),
    }
    moves = scripted((0, "hold"), (50.0 + hours, "strike"))
    more = {"injects": think, "allies.frontline.leader.rule": moves} | more
    return preparation(attacked(**more))[1].under_fire


def test_being_under_fire_ends_with_time_or_with_a_settled_ladder() -> None:
    assert late(90.0)
    assert not late(100.0)
    settled = {"ladder.exchange.until_settled": True}
    assert late(1500.0, **settled)  # the rung has not come down: nothing cools in a still world
    calm = settled | {"adversary.provocations.escalation": 0.0}
    assert late(35.0, **calm)
    assert not late(37.0, **calm)


def test_a_clock_runs_from_the_attack_to_acting_beside_preparation() -> None:
    _, data = preparation(
        attacked(**{"allies.frontline.preparation.time_to_act": Fixed(value=200.0)})
    )
    assert data.strike_at == 250.0
    _, quick = preparation(
        attacked(**{"allies.frontline.preparation.time_to_act": Fixed(value=20.0)})
    )
    assert quick.strike_at == 85.0


def test_a_blow_that_is_over_puts_no_later_strike_off() -> None:
    """What comes once the crisis has settled is no answer to it."""
    settled = {
        "injects": {
            "attack": Inject(event="provocation", at=50.0, severity=1.0),
            "later": Inject(event="news", at=90.0),
        },
        "allies.frontline.leader.rule": scripted((0, "hold"), (90.0, "strike")),
        "allies.frontline.preparation.time_to_act": Fixed(value=900.0),
        "ladder.exchange.until_settled": True,
        "adversary.provocations.escalation": 0.0,
    }
    time, data = preparation(attacked(**settled))
    assert (time, data.under_fire, data.strike_at) == (90.0, False, 190.0)


def test_a_second_attack_does_not_put_the_answer_off() -> None:
    twice = {
        "attack": Inject(event="provocation", at=50.0, severity=1.0),
        "another": Inject(event="provocation", at=60.0, severity=1.0),
    }
    moves = scripted((0, "hold"), (60.0, "strike"))
    clock = {"allies.frontline.preparation.time_to_act": Fixed(value=200.0)}
    more = {"injects": twice, "allies.frontline.leader.rule": moves} | clock
    assert preparation(attacked(**more))[1].strike_at == 250.0


# frailty

_WORLDS = 400


def logs_of_factors(number: int, **changes: object) -> list[float]:
    setting = attacked(**changes)
    found = [first(world, Preparation) for world in worlds(setting, number)]
    return [log((data.strike_at - time) / 200.0) for time, data in found]


@pytest.mark.parametrize(
    ("path", "spread"),
    [
        ("allies.frontline.preparation.frailty", 0.6),
        ("allies.frontline.preparation.time_to_act_frailty", 2.2),
    ],
)
def test_the_law_of_frailty_is_recovered_from_many_worlds(path: str, spread: float) -> None:
    of_preparation = path.endswith(".frailty")
    law = "duration" if of_preparation else "time_to_act"
    other = (
        {"allies.frontline.preparation.duration": Fixed(value=0.0)} if not of_preparation else {}
    )
    fixed = {
        f"allies.frontline.preparation.{law}": Fixed(value=200.0),
        "ladder.exchange.preparation": 1.0,
    }
    found = logs_of_factors(_WORLDS, **(other | fixed | {path: spread}))
    mean = sum(found) / _WORLDS
    spread_found = sqrt(sum((one - mean) ** 2 for one in found) / (_WORLDS - 1))
    assert mean == pytest.approx(-spread * spread / 2, abs=4 * spread / sqrt(_WORLDS))
    assert spread_found == pytest.approx(spread, abs=4 * spread / sqrt(2 * _WORLDS))


def test_frailty_has_mean_one_and_is_a_draw_of_each_world_alone() -> None:
    grid = [(k + 0.5) / 20_000 for k in range(20_000)]
    assert sum(frailty(u, 0.6) for u in grid) / len(grid) == pytest.approx(1.0, abs=2e-3)
    assert frailty(0.3, 0.5) == pytest.approx(exp(0.5 * normal(0.3) - 0.125))
    both = {
        "allies.frontline.preparation.frailty": 0.6,
        "ladder.exchange.preparation": 1.0,
        "allies.frontline.preparation.duration": Fixed(value=200.0),
    }
    assert logs_of_factors(3, **both) == logs_of_factors(3, protocol="notify", **both)
    assert len(set(logs_of_factors(10, **both))) == 10


def test_nobody_is_under_fire_who_was_not_hit() -> None:
    """Whatever ends it: at the start of a world, too, before anything could have settled."""
    for until_settled in (False, True):
        quiet = {"ladder.exchange.until_settled": until_settled, "ladder.start": 3}
        log = run(still(quiet))
        assert first(log, Preparation)[1].under_fire is False
        assert first(log, Strike)[0] == 240.0, "prepared in its own time"
