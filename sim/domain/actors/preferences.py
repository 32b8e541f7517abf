"""What a course of action is worth to an ally: the fall of its expected loss, and the costs beside
it.

A hold keeps the discounted option to strike later, on a more entrenched adversary: the closing
window (Fearon 1995). Where there is a line beyond which a strike comes too late, passing it is a
loss of its own; where the adversary may attack first, holding is charged with the expected cost of
that blow.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from sim.domain.actors.adversary import PressureTrackLaw, Threat, share_open_to_strike, sigma
from sim.domain.actors.attack import Danger, readiness_hours
from sim.domain.actors.escalation import STRIKE_RUNG, TOP, RetaliationLaw, retaliation_probability
from sim.domain.actors.expected_loss import Line, LossCurve, loss_curve
from sim.domain.actors.outlook import Outlook, Weights


class StrikeProspect(NamedTuple):
    """What an ally imagines: a strike with whom, on what stance, from which state of the crisis;
    and pressure with whom.

    ``surprised`` says whether the region would be; ``pressing`` is the share of the full pressure
    track that would run; ``share`` is what a strike brings of its effect, less than all for a later
    one of an exchange.
    """

    joint: bool
    supported: bool
    stance: str
    rung: int
    deterrence: float
    pressure: float
    fronts_at_risk: float
    alliance_cost: float
    under_fire: bool
    surprised: bool
    pressing: float
    share: float = 1.0


class Valuation(NamedTuple):
    """The worth of each course, with its parts, in the units of the weights.

    ``strike_gain`` is the weighted fall of the expected loss, ``retaliation`` the believed chance
    of being hit back and ``retaliation_cost`` what that would cost; ``sure_cost`` is paid at any
    rate. ``strike`` adds up to ``strike_gain - sure_cost - retaliation * retaliation_cost``.
    """

    hold: float
    pressure: float
    strike: float
    strike_gain: float
    sure_cost: float
    retaliation: float
    retaliation_cost: float
    loss: float
    threat: float


def loss_after_wait(
    curve: LossCurve, m: float, growth: float, effect: float, outlook: Outlook
) -> float:
    """Expected loss when the strike comes after the wait: the drift until then, the fall
    thereafter.
    """
    wait = min(outlook.wait, outlook.look_ahead)
    rest = outlook.look_ahead - wait
    before = curve.mean(m, growth, wait)
    after = curve.mean(m + growth * wait - effect, growth, rest) if rest > 0.0 else 0.0
    return (before * wait + after * rest) / outlook.look_ahead


def expected_climb(rung: int) -> float:
    """Share of the ladder that a strike climbs for sure."""
    return (STRIKE_RUNG - rung) / TOP if rung < STRIKE_RUNG else 0.0


def appraise(
    outlook: Outlook,
    threat: Threat,
    track: PressureTrackLaw,
    reaction: RetaliationLaw,
    believed: tuple[float, float, float],
    prospect: StrikeProspect,
    line: Line | None = None,
    danger: Danger | None = None,
) -> Valuation:
    """The worth of holding, pressing and striking, for one ally's belief ``(m, v, growth)`` and
    weights.

    While readiness is believed to be well below the red line, a faster growth favours the strike
    over holding: the window is closing. At and above the red line it disfavours it where there is
    no line that keeps the effect: the window has closed, little is left to be saved.
    """
    (m, v, growth), weights, ahead = believed, outlook.weights, outlook.look_ahead
    theta, theta_later = sigma(m), sigma(m + growth * min(outlook.wait, ahead))
    effect, later = _believed_effects(threat, theta, theta_later, prospect, line)
    curve = loss_curve(v, outlook, line)
    hold = curve.mean(m, growth, ahead)
    now = curve.mean(m - effect, growth, ahead)
    after = loss_after_wait(curve, m, growth, later, outlook)
    pressed = hold
    if prospect.pressing > 0.0:
        pressed = pressed_loss(curve, m, growth, track, outlook, prospect.pressing)
    option = outlook.option * weights.threat * (hold - after)
    gain = weights.threat * (hold - now) + weights.deterrence * (1.0 - prospect.deterrence)
    gain += weights.pressure * prospect.pressure
    relief = weights.threat * (hold - pressed)
    if danger is not None:
        courses = effect, later, prospect.pressing
        by_strike, by_later, by_pressure = _blows_spared(danger, outlook, track, believed, courses)
        option += outlook.option * weights.attack * by_later
        gain += weights.attack * by_strike
        relief += weights.attack * by_pressure
    sure, chance, blow = _dangers(weights, reaction, prospect, line)
    pressure, strike = option + relief - track.cost, gain - sure - chance * blow
    return Valuation(option, pressure, strike, gain, sure, chance, blow, hold, theta)


def _blows_spared(
    danger: Danger,
    outlook: Outlook,
    track: PressureTrackLaw,
    believed: tuple[float, float, float],
    courses: tuple[float, float, float],
) -> tuple[float, float, float]:
    """By how much each course lowers the believed chance of a first blow within the look-ahead: a
    strike of an effect now, one of another effect after the wait, and a share of the full pressure
    track.
    """
    m, _, growth = believed
    effect, later, pressing = courses
    ahead = outlook.look_ahead
    wait = min(outlook.wait, ahead)
    never = danger.chance(readiness_hours(m, growth, ahead))
    struck = danger.chance(readiness_hours(m - effect, growth, ahead))
    then = m + growth * wait - later
    waited = readiness_hours(m, growth, wait) + readiness_hours(then, growth, ahead - wait)
    spared = 0.0
    if pressing > 0.0:
        slowed = readiness_hours(m, _growth_under_pressure(growth, track, outlook, pressing), ahead)
        spared = never - danger.chance(danger.calmed * slowed)
    return never - struck, never - danger.chance(waited), spared


def _believed_effects(
    threat: Threat, now: float, later: float, prospect: StrikeProspect, line: Line | None
) -> tuple[float, float]:
    """The fall of x by a strike at the readiness of now and at a later one, as an ally expects
    it.
    """
    at, share, more = (
        None if line is None else line.x,
        prospect.share,
        1.0 + _bonus(threat, prospect),
    )
    effect = threat.effect  # ``strike_effect`` on an adversary that is not alerted
    return (
        share * (effect * share_open_to_strike(threat, now, at) * more),
        share * (effect * share_open_to_strike(threat, later, at) * more),
    )


def _bonus(threat: Threat, prospect: StrikeProspect) -> float:
    """What the patron's part in a strike, or its support, adds to the effect."""
    if prospect.joint:
        return threat.joint_bonus
    return threat.support_bonus if prospect.supported else 0.0


def _dangers(
    weights: Weights, reaction: RetaliationLaw, prospect: StrikeProspect, line: Line | None
) -> tuple[float, float, float]:
    """What a strike costs at any rate, the chance of retaliation, and what that would cost."""
    escalation = weights.escalation
    if line is not None:
        escalation += weights.escalation_with_line
    sure = escalation * expected_climb(prospect.rung) + weights.region * prospect.fronts_at_risk
    sure += weights.alliance * prospect.alliance_cost
    chance = retaliation_probability(
        reaction,
        lone=not (prospect.joint or prospect.supported),
        joint=prospect.joint,
        surprised=prospect.surprised,
        deterrence=prospect.deterrence,
    )
    return sure, chance, escalation * (1.0 + reaction.two_rungs) / TOP


def pressed_loss(
    curve: LossCurve,
    m: float,
    growth: float,
    track: PressureTrackLaw,
    outlook: Outlook,
    share: float,
) -> float:
    """Expected loss under a share of the full pressure track, as far as the ally believes in it."""
    slowed = _growth_under_pressure(growth, track, outlook, share)
    biting = max(outlook.look_ahead - track.bite, 0.0)
    conceded = 1.0 - exp(
        -track.concession_rate * outlook.believes_concession * share * biting / 2.0
    )
    return curve.mean(m - track.concession * conceded, slowed, outlook.look_ahead)


def _growth_under_pressure(
    growth: float, track: PressureTrackLaw, outlook: Outlook, share: float
) -> float:
    """Growth under a share of the pressure track, as far as the ally believes in it."""
    return growth * (1.0 - track.slowing * outlook.believes_slowing * share)


def stance_values(valuation: Valuation, band: float, favour: float = 0.0) -> dict[str, float]:
    """The patron's worth of each stance: green beats amber where the strike is worth more than the
    band, red where less; ``favour`` is what it adds for an ally by which it stands.

    The largest value gives the textbook rule (green above the band, red below its negative, amber
    between).
    """
    worth = valuation.strike - max(valuation.hold, valuation.pressure) + favour
    return {"red": -worth, "amber": band, "green": worth}
