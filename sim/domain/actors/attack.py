"""The adversary's first blow: how likely it is, of which of two kinds the crisis is, and what an
ally that sees neither believes of both.

The hazard rises with readiness, with alarm (a leaked or detected preparation: the reciprocal fear
of surprise attack, Schelling 1960) and with broken ceasefires; it falls with deterrence, a visibly
united alliance and diplomacy at work. In most crises the adversary never means to attack, in a few
it does: a spiral, or an aggressor (Jervis 1976); a type that the other side does not know (Fearon
1995). The figures are of the record of militarised standoffs (MIE 1.0 and ICB v13, own counts): of
those in which the threatened side held, .03 to .14 were attacked by day 60, most in the first
fortnight.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, log1p
from typing import Final, NamedTuple

from sim.domain.actors.adversary import Threat, sigma
from sim.domain.actors.escalation import STRIKE_RUNG
from sim.domain.inputs.parameter import given, part

#: The state of deterrence at which the hazard is stated.
REFERENCE_DETERRENCE: Final = 0.5
_RECORD: Final = "own counts from MIE 1.0 and ICB v13: first attacks after a threat, 1946-2014"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentLaw:
    """Two kinds of crisis: in a few the adversary means to attack, in the others hardly ever."""

    share: float = given(
        0.08,
        "share",
        "share of crises in which it means to attack; 0 leaves one hazard for all",
        plausible=(0, 0.25),
        source=f"{_RECORD}, read as two kinds: one in twelve",
    )
    rate: float = given(
        0.05 / 24,
        "rate",
        "hazard of an attack where it means to, at readiness .5",
        plausible=(0.02 / 24, 0.12 / 24),
        source=f"{_RECORD}, read as two kinds: .035 to .07 a day",
    )
    indications: float = given(
        0.2, "share", "share of reports with an indication where it means to", plausible=(0.05, 0.6)
    )
    false_indications: float = given(
        0.1, "share", "share of reports with an indication otherwise", plausible=(0.01, 0.3)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackLaw:
    """The adversary's first blow: a hazard of its own, apart from provocations and retaliation."""

    rate: float = given(
        0.005 / 24,
        "rate",
        "hazard at readiness .5, averaged over both kinds of crisis; 0 for an adversary that never"
        " attacks first",
        plausible=(0.001 / 24, 0.03 / 24),
        source=f"{_RECORD}: .005 a day",
    )
    intent: IntentLaw = part(IntentLaw, "whether it means to")
    per_alarm: float = given(2.0, "portion", "share added at full alarm", plausible=(0, 5))
    per_broken_ceasefire: float = given(
        0.4, "portion", "share added per broken ceasefire", plausible=(0, 1)
    )
    deterrence: float = given(
        -1.0, "number", "log of the factor of full deterrence, against none", plausible=(-3, 0)
    )
    unity: float = given(
        -0.5, "number", "log of the factor of a visibly united alliance", plausible=(-1.5, 0)
    )
    diplomacy: float = given(
        -0.5, "number", "log of the factor of diplomacy at work", plausible=(-1.5, 0)
    )
    sight: float = given(
        0.004,
        "rate",
        "hazard that it sees a strike being prepared, and is alarmed",
        plausible=(0, 0.02),
    )
    alarm_half_life: float = given(72.0, "time", "half-life of its alarm", plausible=(12, 240))
    pause: float = given(72.0, "time", "time without another after an attack", plausible=(12, 240))
    highest_rung: int = given(
        STRIKE_RUNG - 1,
        "count",
        "rung above which blows are an exchange, and none is a first",
        plausible=(2, 5),
    )
    hard: float = given(0.35, "share", "chance that it climbs one rung more", plausible=(0, 0.7))
    pressure: float = given(
        0.45,
        "share",
        "share of the remaining gap to full domestic pressure that it closes",
        plausible=(0.1, 1),
    )
    deterrence_loss: float = given(
        0.2, "share", "share of deterrence that it costs", plausible=(0, 0.6)
    )


class Kinds(NamedTuple):
    """The hazard of each kind of crisis as a multiple of the mean: where it means to attack, and
    otherwise.
    """

    meant: float
    otherwise: float


def kinds_of(law: AttackLaw) -> Kinds:
    """The multiples, such that the mean over both kinds is the rate; one for all where there is one
    kind.

    Where the rarer kind alone would bring more attacks than the mean allows, it brings them all.
    """
    share = law.intent.share
    if share <= 0.0 or law.rate <= 0.0:
        return Kinds(1.0, 1.0)
    meant = min(law.intent.rate / law.rate, 1.0 / share)
    return Kinds(meant, (1.0 - share * meant) / (1.0 - share) if share < 1.0 else 0.0)


def is_possible(law: AttackLaw, threat: Threat) -> bool:
    """Whether the adversary may attack at all: nobody attacks from a building site."""
    return law.rate > 0.0 and threat.kind == "mobilised"


def circumstances(
    law: AttackLaw, broken: int, deterrence: float, unity: float, diplomacy: float
) -> float:
    """The factor on the hazard by what both allies see; one at deterrence .5, nothing else."""
    logs = law.deterrence * (deterrence - REFERENCE_DETERRENCE)
    logs += law.unity * unity + law.diplomacy * diplomacy
    return (1.0 + law.per_broken_ceasefire * broken) * exp(logs)


def by_readiness(theta: float) -> float:
    """The factor of readiness: one at .5."""
    return 4.0 * theta * theta


def attack_bound(law: AttackLaw, multiple: float, fronts: int) -> float:
    """A hazard that is never exceeded: fully ready, alarmed, undeterred, and the allies in open
    dispute.
    """
    worst = circumstances(law, broken=fronts, deterrence=0.0, unity=-1.0, diplomacy=0.0)
    return law.rate * multiple * by_readiness(1.0) * (1.0 + law.per_alarm) * worst


def readiness_hours(x: float, growth: float, hours: float) -> float:
    """The integral of ``by_readiness`` over the next hours, as x drifts by ``growth`` per hour:
    exact, since the derivative of log(1 + exp(y)) - sigma(y) is sigma(y) squared.
    """
    rise = growth * hours
    if -1e-4 < rise < 1e-4:
        return hours * by_readiness(sigma(x + 0.5 * rise))
    last = x + rise
    # log(1 + exp(y)) - sigma(y) of both, each from one exponential without overflow; written out,
    # because each report and each course asks for it
    if last > 0.0:
        small = exp(-last)
        until_last = last + log1p(small) - 1.0 / (1.0 + small)
    else:
        small = exp(last)
        until_last = log1p(small) - small / (1.0 + small)
    if x > 0.0:
        small = exp(-x)
        until_first = x + log1p(small) - 1.0 / (1.0 + small)
    else:
        small = exp(x)
        until_first = log1p(small) - small / (1.0 + small)
    return 4.0 * (until_last - until_first) / growth


class Danger(NamedTuple):
    """The first blow as an ally believes it, from now on.

    ``rate`` is the mean hazard (per hour at readiness .5) in the circumstances that it sees,
    ``meant`` its probability that this crisis is of the kind in which the adversary means to,
    ``calmed`` the factor that diplomacy would put on the hazard once it presses.
    """

    rate: float
    meant: float
    kinds: Kinds
    calmed: float

    def chance(self, readiness_hours: float) -> float:
        """The chance of an attack within so many hours at readiness .5."""
        rate, meant, (multiple, otherwise), _ = self
        hazard = rate * readiness_hours
        chance = 1.0 - exp(-otherwise * hazard)
        if meant > 0.0:
            chance += meant * (1.0 - exp(-multiple * hazard) - chance)
        return chance


def log_odds(share: float, bias: float) -> float:
    """The log odds that the adversary means to attack, by the base rate and an ally's own bias."""
    return log(share / (1.0 - share)) + bias if 0.0 < share < 1.0 else inf if share else -inf


def odds_after_survival(odds: float, kinds: Kinds, hazard: float) -> float:
    """Log odds after a time without an attack, over which the believed mean hazard adds up to
    ``hazard``.
    """
    return odds - (kinds.meant - kinds.otherwise) * hazard


def odds_after_report(law: IntentLaw, odds: float, *, indication: bool) -> float:
    """Log odds after a report with an indication, or without one."""
    meant, otherwise = law.indications, law.false_indications
    if not indication:
        meant, otherwise = 1.0 - meant, 1.0 - otherwise
    return odds + _log_ratio(meant, otherwise)


def odds_after_attack(kinds: Kinds, odds: float) -> float:
    """Log odds after an attack: the likelihood ratio is that of the hazards."""
    return odds + _log_ratio(kinds.meant, kinds.otherwise)


def _log_ratio(meant: float, otherwise: float) -> float:
    if meant <= 0.0 and otherwise <= 0.0:
        return 0.0
    if otherwise <= 0.0:
        return inf
    return log(meant / otherwise) if meant > 0.0 else -inf
