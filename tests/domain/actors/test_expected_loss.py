"""What a course is worth: the closed forms against numerical integration, and the signs an analyst
expects.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from sim.domain.actors.adversary import PressureTrackLaw, Threat, logit, sigma
from sim.domain.actors.allies import FRONTLINE_OUTLOOK, PATRON_OUTLOOK
from sim.domain.actors.escalation import STRIKE_RUNG, TOP, RetaliationLaw
from sim.domain.actors.expected_loss import (
    believed_line,
    loss_after_wait,
    loss_curve,
    mean_loss,
    pressed_loss,
)
from sim.domain.actors.outlook import Outlook, Weights
from sim.domain.actors.preferences import (
    StrikeProspect,
    Valuation,
    appraise,
    expected_climb,
    stance_values,
)

NODES, NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(80)
LONE = StrikeProspect(
    joint=False,
    supported=False,
    stance="unasked",
    rung=1,
    deterrence=0.5,
    pressure=0.3,
    fronts_at_risk=0.3,
    alliance_cost=0.4,
    under_fire=False,
    surprised=True,
    pressing=1.0,
)
THREAT, TRACK, REACTION = Threat(), PressureTrackLaw(), RetaliationLaw()
OUTLOOKS = pytest.mark.parametrize(
    "outlook", [FRONTLINE_OUTLOOK, PATRON_OUTLOOK], ids=["frontline", "patron"]
)


def integrated(m: float, v: float, growth: float, hours: float, outlook: Outlook) -> float:
    """The same expectation by Gauss-Hermite over the belief and adaptive quadrature over time."""

    def expected(time: float) -> float:
        x = m + growth * time + np.sqrt(v) * NODES
        losses = 1.0 / (1.0 + np.exp(-outlook.loss_slope * (x - logit(outlook.red_line))))
        return float(NODE_WEIGHTS @ losses / NODE_WEIGHTS.sum())

    if hours * growth == 0.0:
        return expected(0.0)
    return float(quad(expected, 0.0, hours)[0]) / hours


def appraised(
    outlook: Outlook = FRONTLINE_OUTLOOK,
    *,
    theta: float = 0.45,
    growth: float = 0.06 / 24,
    reaction: RetaliationLaw = REACTION,
    track: PressureTrackLaw = TRACK,
    prospect: StrikeProspect = LONE,
    line: float | None = None,
) -> Valuation:
    threat, m = replace(THREAT, line=line), logit(theta)
    believed = None if line is None else believed_line(outlook, threat, m, growth)
    return appraise(outlook, threat, track, reaction, (m, 0.1, growth), prospect, believed)


# --- the closed form of the mean loss


@given(
    gap=st.floats(-4.0, 4.0),
    v=st.floats(0.0, 1.0),
    growth=st.floats(0.0, 0.15 / 24),
    hours=st.floats(120.0, 1440.0),
    slope=st.floats(0.5, 4.0),
)
def test_the_mean_loss_is_within_its_stated_error(
    gap: float, v: float, growth: float, hours: float, slope: float
) -> None:
    outlook = Outlook(loss_slope=slope)
    m = logit(outlook.red_line) + gap
    assert mean_loss(m, v, growth, hours, outlook) == pytest.approx(
        integrated(m, v, growth, hours, outlook), abs=0.015
    )


def test_the_stated_error_is_not_an_idle_one() -> None:
    """The worst corner of the plausible ranges: steep loss, wide belief, no drift to
    average over.
    """
    steep = Outlook(loss_slope=4.0)
    m = logit(steep.red_line) - 2.0
    assert (
        0.014
        < abs(mean_loss(m, 1.0, 0.0, 480.0, steep) - integrated(m, 1.0, 0.0, 480.0, steep))
        < 0.015
    )


@OUTLOOKS
def test_at_the_start_values_the_error_is_a_tenth_of_any_band(outlook: Outlook) -> None:
    for m in np.linspace(-3.0, 3.0, 25).tolist():
        for v in (0.05, 0.25):
            for growth in (0.0, 0.06 / 24):
                exact = integrated(m, v, growth, outlook.look_ahead, outlook)
                assert mean_loss(m, v, growth, outlook.look_ahead, outlook) == pytest.approx(
                    exact, abs=0.003
                )


@given(m=st.floats(-4.0, 4.0), growth=st.floats(-0.15 / 24, 0.15 / 24))
def test_without_doubt_the_mean_loss_is_exact(m: float, growth: float) -> None:
    exact = integrated(m, 0.0, growth, 480.0, FRONTLINE_OUTLOOK)
    assert mean_loss(m, 0.0, growth, 480.0, FRONTLINE_OUTLOOK) == pytest.approx(exact, abs=1e-7)


def test_the_closed_form_has_no_seam_where_the_drift_vanishes() -> None:
    around = [
        mean_loss(0.2, 0.1, growth, 480.0, FRONTLINE_OUTLOOK)
        for growth in (0.0, 1.3e-9, 1.5e-9, 1e-8)
    ]
    assert around == pytest.approx([around[0]] * 4, abs=2e-6)


@given(m=st.floats(-30.0, 30.0), v=st.floats(0.0, 4.0), growth=st.floats(-0.02, 0.02))
def test_a_mean_loss_is_a_share_and_grows_with_readiness(m: float, v: float, growth: float) -> None:
    here = mean_loss(m, v, growth, 480.0, PATRON_OUTLOOK)
    assert -1e-12 <= here <= 1.0 + 1e-12
    assert mean_loss(m + 0.1, v, growth, 480.0, PATRON_OUTLOOK) >= here - 1e-12


@given(m=st.floats(-3.0, 3.0), growth=st.floats(0.0, 0.15 / 24), wait=st.floats(0.0, 600.0))
def test_a_late_strike_without_effect_is_no_strike(m: float, growth: float, wait: float) -> None:
    outlook = replace(FRONTLINE_OUTLOOK, wait=wait)
    nothing = mean_loss(m, 0.1, growth, outlook.look_ahead, outlook)
    assert loss_after_wait(loss_curve(0.1, outlook), m, growth, 0.0, outlook) == pytest.approx(
        nothing, abs=1e-6
    )


def test_a_strike_after_no_wait_is_a_strike_now() -> None:
    outlook = replace(FRONTLINE_OUTLOOK, wait=0.0)
    now = mean_loss(-0.5 - 1.4, 0.1, 0.002, outlook.look_ahead, outlook)
    assert loss_after_wait(loss_curve(0.1, outlook), -0.5, 0.002, 1.4, outlook) == pytest.approx(
        now
    )


# --- the worth of the courses


@OUTLOOKS
@given(theta=st.floats(0.05, 0.95), growth=st.floats(0.0, 0.15 / 24), cost=st.floats(0.0, 1.0))
def test_the_parts_of_a_strike_add_up(
    outlook: Outlook, theta: float, growth: float, cost: float
) -> None:
    worth = appraised(
        outlook, theta=theta, growth=growth, prospect=LONE._replace(alliance_cost=cost)
    )
    parts = worth.strike_gain - worth.sure_cost - worth.retaliation * worth.retaliation_cost
    assert worth.strike == pytest.approx(parts)
    assert worth.threat == pytest.approx(theta)
    assert 0.0 <= worth.loss <= 1.0
    assert 0.0 <= worth.retaliation <= 1.0


@pytest.mark.parametrize(
    "dearer",
    [
        {"reaction": replace(REACTION, base=1.0)},
        {"reaction": replace(REACTION, two_rungs=0.7)},
        {"prospect": LONE._replace(fronts_at_risk=0.9)},
        {"prospect": LONE._replace(alliance_cost=1.0)},
        {"prospect": LONE._replace(pressure=0.0)},
        {"prospect": LONE._replace(rung=0)},
    ],
    ids=[
        "likelier retaliation",
        "harder retaliation",
        "ceasefires",
        "red in hand",
        "calm public",
        "lower start",
    ],
)
def test_what_makes_a_strike_worth_less(dearer: dict[str, object]) -> None:
    # Each names one argument.
    base, changed = appraised(), appraised(**dearer)  # type: ignore[arg-type]
    assert changed.strike < base.strike
    assert (changed.hold, changed.pressure) == (base.hold, base.pressure)


@OUTLOOKS
def test_company_makes_a_strike_worth_more(outlook: Outlook) -> None:
    lone, supported, joint = (
        appraised(
            outlook,
            prospect=LONE._replace(
                supported=with_patron, joint=together, stance="green", alliance_cost=0.0
            ),
        )
        for with_patron, together in ((False, False), (True, False), (True, True))
    )
    assert lone.strike < supported.strike < joint.strike
    assert lone.retaliation > supported.retaliation > joint.retaliation


def test_a_surprised_region_makes_retaliation_likelier() -> None:
    assert appraised().retaliation > appraised(prospect=LONE._replace(surprised=False)).retaliation


def test_deterrence_lost_is_a_reason_to_strike_but_also_a_danger() -> None:
    weak, strong = (appraised(prospect=LONE._replace(deterrence=share)) for share in (0.1, 0.9))
    assert weak.strike_gain > strong.strike_gain
    assert weak.retaliation > strong.retaliation


@OUTLOOKS
@pytest.mark.parametrize("theta", [0.1, 0.2, 0.3, 0.4])
def test_the_closing_window_favours_the_strike_below_the_red_line(
    outlook: Outlook, theta: float
) -> None:
    edge = [
        worth.strike - worth.hold
        for worth in (appraised(outlook, theta=theta, growth=g / 24) for g in (0, 0.03, 0.06, 0.1))
    ]
    assert edge == sorted(edge)
    assert edge[-1] - edge[0] > 0.07


@OUTLOOKS
@pytest.mark.parametrize("theta", [0.8, 0.9])
def test_beyond_the_red_line_the_window_has_closed(outlook: Outlook, theta: float) -> None:
    """The loss is all but sure with and without a strike, the sooner the faster the growth: less is
    left to be saved.
    """
    slow, fast = (appraised(outlook, theta=theta, growth=g / 24) for g in (0.0, 0.1))
    assert fast.strike - fast.hold < slow.strike - slow.hold


@pytest.mark.parametrize(("line", "below"), [(0.9, 0.85), (0.8, 0.75)])
def test_a_strike_is_worth_more_and_more_than_restraint_toward_the_line(
    line: float, below: float
) -> None:
    """Without a line the wish falls as the moment nears when it is too late; with one it rises up
    to it, and beyond it hardly any effect is left.
    """
    steps = np.linspace(0.15, below, 15)
    edge = [worth.strike - worth.hold for worth in (appraised(theta=t, line=line) for t in steps)]
    assert edge == sorted(edge)
    assert edge[0] < 0.0 < edge[-1]
    beyond = appraised(theta=line + 0.07, line=line)
    assert beyond.strike - beyond.hold < 0.0
    without = appraised(theta=below)
    assert without.strike - without.hold < 0.0


def test_waiting_costs_effect() -> None:
    """Against a growing threat the option to strike later is worth less than the gain of striking
    now.
    """
    plain = replace(
        FRONTLINE_OUTLOOK, option=1.0, weights=Weights(threat=2.0, escalation=0.0, deterrence=0.0)
    )
    worth = appraised(plain)
    assert 0.0 < worth.hold < worth.strike_gain


def test_a_hold_without_an_option_is_worth_nothing() -> None:
    assert appraised(replace(FRONTLINE_OUTLOOK, option=0.0)).hold == 0.0


def test_pressure_is_worth_what_is_believed_of_it() -> None:
    deaf = replace(PATRON_OUTLOOK, believes_slowing=0.0, believes_concession=0.0)
    worth = appraised(deaf)
    assert worth.pressure == pytest.approx(worth.hold - TRACK.cost)
    assert appraised(PATRON_OUTLOOK).pressure > worth.pressure
    assert (
        appraised(PATRON_OUTLOOK, track=replace(TRACK, bite=1e6)).pressure
        < appraised(PATRON_OUTLOOK).pressure
    )


def test_the_patron_believes_more_in_pressure_than_the_frontline() -> None:
    saved = {
        name: mean_loss(0.0, 0.1, 0.002, 480.0, look)
        - pressed_loss(loss_curve(0.1, look), 0.0, 0.002, TRACK, look, 1.0)
        for name, look in (
            ("frontline", replace(FRONTLINE_OUTLOOK, look_ahead=480.0, red_line=0.65)),
            ("patron", replace(PATRON_OUTLOOK, look_ahead=480.0, red_line=0.65)),
        )
    }
    assert saved["patron"] > saved["frontline"] > 0.0


def test_a_strike_climbs_to_its_rung_and_not_beyond() -> None:
    assert [expected_climb(rung) for rung in range(TOP + 1)] == [
        max(STRIKE_RUNG - rung, 0) / TOP for rung in range(TOP + 1)
    ]
    assert expected_climb(STRIKE_RUNG) == expected_climb(TOP) == 0.0


# --- the patron's stance


@pytest.mark.parametrize(
    ("strike", "stance"),
    [
        (0.5, "green"),
        (0.31, "green"),
        (0.29, "amber"),
        (0.2, "amber"),
        (0.11, "amber"),
        (0.09, "red"),
        (-1.0, "red"),
    ],
)
def test_the_stance_is_the_worth_of_the_strike_against_the_band(strike: float, stance: str) -> None:
    valuation = appraised()._replace(hold=0.2, pressure=0.1, strike=strike)
    values = stance_values(valuation, 0.1)
    assert list(values) == ["red", "amber", "green"]
    assert max(values, key=values.__getitem__) == stance


def test_the_loss_at_the_red_line_is_one_half() -> None:
    assert sigma(0.0) == mean_loss(logit(0.62), 0.3, 0.0, 480.0, FRONTLINE_OUTLOOK) == 0.5
