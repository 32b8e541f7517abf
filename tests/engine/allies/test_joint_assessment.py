"""Joint assessment against its closed form, and shared reports that only their channel can leak."""

from __future__ import annotations

from math import exp, sqrt
from typing import Any

import pytest

from sim.domain.actors.adversary import logit
from sim.domain.actors.perception import Intelligence
from sim.domain.events import AssessmentHeld, Intent, Leak, Report
from sim.domain.preparedness.assessment import drawn_together
from tests.engine.worlds import Changes, entries, run, scripted, still, wire, worlds

_WEEK = 168.0


def meetings(**more: object) -> list[AssessmentHeld]:
    changes: Changes = {
        "allies.frontline.leader.rule": scripted((0, "hold")),
        "assessment.every": _WEEK,
        "assessment.share": 0.3,
        **more,
    }
    return [data for _, data in entries(run(still(changes)), AssessmentHeld)]


def test_estimates_come_together_by_a_share_of_their_distance_at_each_meeting() -> None:
    """Without reports: d(n) = (1 - s) (d(n - 1) + drift), which has a closed form."""
    drift = 0.02 / 24 * _WEEK
    held = meetings(
        **{
            "allies.frontline.intelligence.bias": 0.5,
            "allies.patron.intelligence.bias": -0.3,
            "allies.frontline.intelligence.growth": 0.05 / 24,
            "allies.patron.intelligence.growth": 0.03 / 24,
        }
    )
    kept = 0.7
    for data in held:
        n = data.number
        after = kept**n * 0.8 + drift * kept * (1 - kept**n) / (1 - kept)
        assert data.after == pytest.approx(after)
        assert data.before == pytest.approx(after / kept)
    assert [data.number for data in held] == list(range(1, 15))


def test_biases_come_together_so_that_later_reports_agree() -> None:
    """Reports without noise say x + bias: before the n-th meeting estimates are (1 - s)^(n - 1) of
    the first distance apart.
    """
    clear = Intelligence(interval=2.0, noise=0.0, prior_variance=1.0, detection=0.0)
    held = meetings(
        **{
            f"allies.{role}.intelligence.{name}": value
            for role, bias in (("frontline", 0.5), ("patron", -0.3))
            for name, value in (
                ("interval", clear.interval),
                ("noise", 0.0),
                ("process_noise", 1e-6),
                ("bias", bias),
            )
        }
    )
    for data in held[:6]:
        assert data.before == pytest.approx(0.8 * 0.7 ** (data.number - 1))


def test_what_each_thinks_of_intent_comes_together_as_well() -> None:
    """In log odds, where nothing else moves them: the distance is (1 - s)^n of the first."""
    changes: dict[str, Any] = {
        "allies.frontline.leader.rule": scripted((0, "hold")),
        "allies.frontline.intelligence.intent_bias": 0.7,
        "allies.patron.intelligence.intent_bias": -0.7,
        "adversary.attack.rate": 1e-12,
        "adversary.attack.intent.share": 0.1,
        "adversary.attack.intent.rate": 1e-12,
    }
    meets = {"assessment.every": _WEEK, "assessment.share": 0.3}
    for more, left in (({}, 1.0), (meets, 0.7**14)):
        believed = entries(run(still(changes | more)), Intent)[0][1].believed
        apart = logit(believed["frontline"]) - logit(believed["patron"])
        assert apart == pytest.approx(1.4 * left, rel=1e-6)


def test_both_lose_half_of_what_is_taken_from_the_distance() -> None:
    assert drawn_together(1.0, 0.0, 0.3) == pytest.approx((0.85, 0.15))
    assert drawn_together(1.0, 0.0, 0.0) == (1.0, 0.0)
    assert drawn_together(1.0, 0.0, 1.0) == pytest.approx((0.5, 0.5))


def test_nobody_meets_unless_it_is_set() -> None:
    assert meetings(**{"assessment.every": 0.0}) == []
    assert meetings(**{"assessment.share": 0.0}) == []


# shared reports


def shared(*, sealed: bool) -> Changes:
    """Reports are shared over a wire that leaks: with both chains empty there are two handlers."""
    return {
        "horizon": 60.0,
        "allies.frontline.leader.rule": scripted((0, "hold")),
        "allies.frontline.intelligence.interval": 40.0,
        "allies.frontline.intelligence.shares": True,
        "allies.frontline.intelligence.share_after": 0.0,
        "allies.frontline.intelligence.sealed": sealed,
        "channels": {"wire": wire(security=0.0)},
        "public.leak_rate": 0.5,
        "public.leak_delay": wire().latency,
    }


@pytest.mark.parametrize(("sealed", "handlers"), [(False, 2), (True, 1)])
def test_a_sealed_report_can_be_leaked_by_its_channel_alone(sealed: bool, handlers: int) -> None:
    number, leaks = 0, 0
    for world in worlds(still(shared(sealed=sealed)), 300, full=True):
        number += sum(data.shared for _, data in entries(world, Report))
        leaks += len(entries(world, Leak))
    chance = 1 - exp(-0.5 * handlers)
    assert leaks / number == pytest.approx(chance, abs=4 * sqrt(chance * (1 - chance) / number))
    assert number > 200
