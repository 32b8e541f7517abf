"""What a course of action is worth to an ally: the fall of its expected loss, and the costs beside
it.

A hold keeps the discounted option to strike later, on a more entrenched adversary: the closing
window (Fearon 1995). Where there is a line beyond which a strike comes too late, passing it is a
loss of its own; where the adversary may attack first, holding is charged with the expected cost of
that blow.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.domain.actors.adversary import PressureTrackLaw, Threat
from sim.domain.actors.attack import Danger
from sim.domain.actors.escalation import STRIKE_RUNG, TOP, RetaliationLaw, retaliation_probability
from sim.domain.actors.expected_loss import Forecast, Line, forecast
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
    courses = strike_bonus(threat, prospect), prospect.share, prospect.pressing
    ahead = forecast(outlook, threat, track, believed, courses, line, exposed=danger is not None)
    return weigh(ahead, outlook, track, reaction, prospect, line, danger)


def weigh(
    ahead: Forecast,
    outlook: Outlook,
    track: PressureTrackLaw,
    reaction: RetaliationLaw,
    prospect: StrikeProspect,
    line: Line | None,
    danger: Danger | None,
) -> Valuation:
    """The worth of each course by a forecast, and by what the crisis adds to that."""
    weights, held = outlook.weights, ahead.held
    option = outlook.option * weights.threat * (held - ahead.waited)
    gain = weights.threat * (held - ahead.struck) + weights.deterrence * (1.0 - prospect.deterrence)
    gain += weights.pressure * prospect.pressure
    relief = weights.threat * (held - ahead.pressed)
    if danger is not None and ahead.exposure is not None:
        # by how much each course lowers the believed chance of a first blow
        hours = ahead.exposure
        never = danger.chance(hours.held)
        option += outlook.option * weights.attack * (never - danger.chance(hours.waited))
        gain += weights.attack * (never - danger.chance(hours.struck))
        if prospect.pressing > 0.0:
            relief += weights.attack * (never - danger.chance(danger.calmed * hours.pressed))
    sure, chance, blow = _dangers(weights, reaction, prospect, line)
    pressure, strike = option + relief - track.cost, gain - sure - chance * blow
    return Valuation(option, pressure, strike, gain, sure, chance, blow, held, ahead.readiness)


def strike_bonus(threat: Threat, prospect: StrikeProspect) -> float:
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


def stance_values(valuation: Valuation, band: float, favour: float = 0.0) -> dict[str, float]:
    """The patron's worth of each stance: green beats amber where the strike is worth more than the
    band, red where less; ``favour`` is what it adds for an ally by which it stands.

    The largest value gives the textbook rule (green above the band, red below its negative, amber
    between).
    """
    worth = valuation.strike - max(valuation.hold, valuation.pressure) + favour
    return {"red": -worth, "amber": band, "green": worth}
