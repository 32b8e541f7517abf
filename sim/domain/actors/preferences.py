"""What a course of action is worth to an ally: expected loss on its own red line, and the costs
beside it.

The loss at readiness x is ``sigma(slope (x - logit red_line))``. ``mean_loss`` averages its
expectation under a normal belief over a look-ahead in which x drifts: the expectation of a logistic
under a normal is taken as the logistic of the scaled mean (MacKay 1992; error below .015 within the
plausible ranges, below .003 at the start values), and the average over a linear drift then has a
closed form. A hold keeps the discounted option to strike later, on a more entrenched adversary: the
closing window (Fearon 1995).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import exp, log1p, pi, sqrt
from typing import NamedTuple

from sim.domain.actors.adversary import PressureTrack, Threat, logit, sigma, strike_effect
from sim.domain.actors.escalation import STRIKE_RUNG, TOP, Retaliation, retaliation_probability
from sim.domain.inputs.parameter import given, part


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What an ally cares about; each multiplies a quantity within about 0..1."""

    threat: float = given(2.0, "weight", "fall of the expected loss", plausible=(0.5, 4))
    escalation: float = given(0.5, "weight", "expected escalation", plausible=(0, 1.5))
    region: float = given(0.1, "weight", "expected broken ceasefires", plausible=(0, 0.5))
    deterrence: float = given(0.1, "weight", "deterrence restored by a strike", plausible=(0, 0.5))
    alliance: float = given(0.0, "weight", "cost of acting without the other", plausible=(0, 1))
    pressure: float = given(
        0.0, "weight", "domestic pressure relieved by a strike", plausible=(0, 1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceCost:
    """Cost to the frontline of a strike by the stance in hand; whether silence or amber permits is
    said here.
    """

    green: float = given(0.0, "share", "with a green", plausible=(0, 0.1))
    told: float = given(
        0.2, "share", "the patron was told and has not objected", plausible=(0, 0.5)
    )
    silence: float = given(0.3, "share", "asked, no answer within patience", plausible=(0, 0.8))
    unasked: float = given(0.4, "share", "not asked, not told", plausible=(0.1, 1))
    amber: float = given(0.45, "share", "asked, answered with doubts", plausible=(0, 1))
    red: float = given(1.0, "share", "asked, answered with a no", plausible=(0.3, 1))
    trust: float = given(
        0.0, "portion", "share added per unit of trust above the start", plausible=(0, 2)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How an ally looks ahead."""

    red_line: float = given(
        0.65, "share", "readiness at which half of all is lost", plausible=(0.4, 0.9)
    )
    loss_slope: float = given(
        1.5, "weight", "slope of the loss on the logit scale", plausible=(0.5, 4)
    )
    look_ahead: float = given(
        480.0, "time", "time over which losses are averaged", plausible=(120, 1440)
    )
    wait: float = given(
        240.0, "time", "how late the strike is that a hold keeps possible", plausible=(48, 480)
    )
    option: float = given(0.5, "share", "rho: discount of that option", plausible=(0, 1))
    believes_slowing: float = given(
        0.3, "share", "share of the pressure track's slowing that it believes in", plausible=(0, 1)
    )
    believes_concession: float = given(
        0.3, "share", "share of the concession hazard that it believes in", plausible=(0, 1)
    )
    weights: Weights = part(Weights, "weights of its value")


class Prospect(NamedTuple):
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


#: A red line is one of a few numbers, and is asked for hundreds of times a world.
_red_line = lru_cache(maxsize=1024)(logit)


def mean_loss(m: float, v: float, growth: float, hours: float, outlook: Outlook) -> float:
    """Expected loss averaged over the next ``hours`` under N(m, v) and a drift of ``growth`` per
    hour.
    """
    return mean_sigmoid(m - _red_line(outlook.red_line), growth * hours, _steepness(v, outlook))


def _steepness(v: float, outlook: Outlook) -> float:
    """Slope of the expected loss in the mean of a belief of this variance: doubt flattens it
    (MacKay 1992).
    """
    slope = outlook.loss_slope
    return slope / sqrt(1.0 + pi * slope * slope * v / 8.0)


def mean_sigmoid(beyond: float, rise: float, slope: float) -> float:
    """The mean of ``sigma(slope x)`` as x goes from ``beyond`` by ``rise``."""
    first, rise = slope * beyond, slope * rise
    if abs(rise) < 1e-6:
        return sigma(first)
    last = first + rise
    # log(1 + exp(x)) of both, without overflow; written out, because it is most of what a decision
    # costs
    until_last = log1p(exp(-last)) + last if last > 0.0 else log1p(exp(last))
    until_first = log1p(exp(-first)) + first if first > 0.0 else log1p(exp(first))
    return (until_last - until_first) / rise


def loss_after_wait(m: float, v: float, growth: float, effect: float, outlook: Outlook) -> float:
    """Expected loss when the strike comes after the wait: the drift until then, the fall
    thereafter.
    """
    wait = min(outlook.wait, outlook.look_ahead)
    rest = outlook.look_ahead - wait
    before = mean_loss(m, v, growth, wait, outlook)
    after = mean_loss(m + growth * wait - effect, v, growth, rest, outlook) if rest > 0.0 else 0.0
    return (before * wait + after * rest) / outlook.look_ahead


def expected_climb(rung: int) -> float:
    """Share of the ladder that a strike climbs for sure."""
    return max(STRIKE_RUNG - rung, 0) / TOP


def appraise(
    outlook: Outlook,
    threat: Threat,
    track: PressureTrack,
    reaction: Retaliation,
    believed: tuple[float, float, float],
    prospect: Prospect,
) -> Valuation:
    """The worth of holding, pressing and striking, for one ally's belief ``(m, v, growth)`` and
    weights.

    While readiness is believed to be well below the red line, a faster growth favours the strike
    over holding: the window is closing. At and above the red line it disfavours it: the window has
    closed, little is left to be saved.
    """
    m, v, growth = believed
    weights = outlook.weights
    theta = sigma(m)
    bonus = _bonus(threat, prospect)
    effect = prospect.share * strike_effect(threat, theta, bonus=bonus, alertness=0.0)
    later_m = m + growth * min(outlook.wait, outlook.look_ahead)
    later = prospect.share * strike_effect(threat, sigma(later_m), bonus=bonus, alertness=0.0)
    hold = mean_loss(m, v, growth, outlook.look_ahead, outlook)
    now = mean_loss(m - effect, v, growth, outlook.look_ahead, outlook)
    option = (
        outlook.option * weights.threat * (hold - loss_after_wait(m, v, growth, later, outlook))
    )
    gain = weights.threat * (hold - now) + weights.deterrence * (1.0 - prospect.deterrence)
    gain += weights.pressure * prospect.pressure
    sure, chance, blow = _dangers(weights, reaction, prospect)
    return Valuation(
        hold=option,
        pressure=option
        + weights.threat * (hold - pressed_loss(m, v, growth, track, outlook, prospect.pressing))
        - track.cost,
        strike=gain - sure - chance * blow,
        strike_gain=gain,
        sure_cost=sure,
        retaliation=chance,
        retaliation_cost=blow,
        loss=hold,
        threat=theta,
    )


def _bonus(threat: Threat, prospect: Prospect) -> float:
    """What the patron's part in a strike, or its support, adds to the effect."""
    if prospect.joint:
        return threat.joint_bonus
    return threat.support_bonus if prospect.supported else 0.0


def _dangers(
    weights: Weights, reaction: Retaliation, prospect: Prospect
) -> tuple[float, float, float]:
    """What a strike costs at any rate, the chance of retaliation, and what that would cost."""
    sure = (
        weights.escalation * expected_climb(prospect.rung)
        + weights.region * prospect.fronts_at_risk
    )
    sure += weights.alliance * prospect.alliance_cost
    chance = retaliation_probability(
        reaction,
        lone=not (prospect.joint or prospect.supported),
        joint=prospect.joint,
        surprised=prospect.surprised,
        deterrence=prospect.deterrence,
    )
    return sure, chance, weights.escalation * (1.0 + reaction.two_rungs) / TOP


def pressed_loss(
    m: float, v: float, growth: float, track: PressureTrack, outlook: Outlook, share: float
) -> float:
    """Expected loss under a share of the full pressure track, as far as the ally believes in it."""
    slowed = growth * (1.0 - track.slowing * outlook.believes_slowing * share)
    biting = max(outlook.look_ahead - track.bite, 0.0)
    conceded = 1.0 - exp(
        -track.concession_rate * outlook.believes_concession * share * biting / 2.0
    )
    return mean_loss(m - track.concession * conceded, v, slowed, outlook.look_ahead, outlook)


def stance_values(valuation: Valuation, band: float) -> dict[str, float]:
    """The patron's worth of each stance: green beats amber where the strike is worth more than the
    band, red where less.

    The largest value gives the textbook rule (green above the band, red below its negative, amber
    between).
    """
    worth = valuation.strike - max(valuation.hold, valuation.pressure)
    return {"red": -worth, "amber": band, "green": worth}
