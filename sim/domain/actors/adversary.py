"""The threat, the window and the pressure track: how entrenched the adversary is, and what slows or
sets it back.

Readiness lives on the logit scale, ``x = logit(theta)``: a constant growth of x is logistic growth
of theta. Everything here has a closed form and is evaluated when it is read; nothing ticks.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import Final, Literal

from sim.domain.distributions.families import Law, Uniform
from sim.domain.inputs.parameter import given

#: What a share or a width is kept apart from its ends by, where its logarithm or inverse is taken.
_LEAST: Final = 1e-12
_MOST: Final = 1.0 - _LEAST


def logit(share: float) -> float:
    """The logit of a share within (0, 1)."""
    return log(share / (1.0 - share))


def sigma(x: float) -> float:
    """The logistic function, safe for any finite x."""
    if x >= 0.0:
        return 1.0 / (1.0 + exp(-x))
    z = exp(x)
    return z / (1.0 + z)


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """The adversary's readiness and what a strike does to it.

    Beyond the ``line`` it is too late: what could be struck is dispersed, buried or in service (a
    zone of immunity). Where a line is given, a strike below it keeps its effect.
    """

    kind: Literal["mobilised", "construction"] = given(
        "mobilised",
        "",
        "mobilised: forces that may attack; construction: a site, from which nobody attacks, and"
        " against which no pressure is brought as long as it is secret",
    )
    readiness: float = given(
        0.25, "share", "readiness of the threat at the start", plausible=(0.1, 0.5)
    )
    growth: float = given(
        0.05 / 24, "rate", "true growth of the threat, in log odds", plausible=(0.0, 0.15 / 24)
    )
    effect: float = given(
        2.2,
        "weight",
        "fall of the threat, in log odds, by a strike before it is entrenched",
        plausible=(1.0, 6.0),
        source="judgement: to 3.5 against forces in the field; 3.5 to 6 against one site, which a"
        " strike removes almost wholly (1981, 2007)",
    )
    entrenchment: float = given(
        0.7,
        "weight",
        "how much entrenchment costs effect, k in (1 - readiness)^k: higher, a strike does less the"
        " further the adversary has come",
        plausible=(0, 2),
    )
    line: float | None = given(
        0.9,
        "share",
        "readiness beyond which a strike comes too late; null for none",
        plausible=(0.6, 0.97),
    )
    line_width: float = given(
        0.1,
        "weight",
        "how sharply the effect is lost there, on the logit scale",
        plausible=(0.02, 1),
    )
    kept_entrenchment: float = given(
        0.1,
        "weight",
        "the same where there is a line beyond which a strike comes too late: higher, a strike does"
        " less",
        plausible=(0, 1),
    )
    support_bonus: float = given(
        0.2, "portion", "share added to the effect with the patron's support", plausible=(0, 0.5)
    )
    joint_bonus: float = given(
        0.4, "portion", "share added to the effect of a joint strike", plausible=(0, 1)
    )
    alert_loss: float = given(
        0.35,
        "share",
        "share of the effect lost against a fully alerted adversary",
        plausible=(0, 0.7),
    )
    alert_half_life: float = given(
        72.0, "time", "half-life of the adversary's alertness", plausible=(12, 240)
    )
    struck_alert: float = given(
        1.0, "share", "alertness of the adversary after a strike", plausible=(0.5, 1)
    )
    effect_spread: float = given(
        0.15, "weight", "standard deviation of the log of the effect", plausible=(0, 0.5)
    )
    repeat: float = given(
        0.3,
        "share",
        "share of the effect that a later strike of the same exchange has",
        plausible=(0, 1),
    )
    resolve: float = given(
        0.0, "portion", "share by which a lone strike raises growth", plausible=(0, 1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Provocations:
    """Attacks below the red line: a Poisson process that speeds up with theta and slows with
    deterrence.
    """

    rate: float = given(
        0.75 / 24, "rate", "rate at readiness 0 and no deterrence", plausible=(0, 2 / 24)
    )
    per_readiness: float = given(
        2.0, "portion", "share added to the rate per unit of readiness", plausible=(0, 4)
    )
    per_deterrence: float = given(
        0.5, "share", "share taken from the rate at full deterrence", plausible=(0, 1)
    )
    per_broken_ceasefire: float = given(
        0.6, "portion", "share added per broken ceasefire", plausible=(0, 1.5)
    )
    severity: Law = given(Uniform(low=0.1, high=0.9), "law of shares", "severity, cut to 0..1")
    pressure: float = given(
        0.35,
        "share",
        "share of the remaining gap to full domestic pressure that a severity of 1 closes",
        plausible=(0, 1),
    )
    escalation: float = given(
        0.12,
        "share",
        "chance that one of severity 1 raises the ladder by a rung",
        plausible=(0, 0.5),
    )
    highest_rung: int = given(
        3, "count", "rung that provocations alone do not exceed", plausible=(1, 4)
    )
    deterrence_loss: float = given(
        0.06, "share", "share of deterrence lost to an unanswered severity of 1", plausible=(0, 0.3)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PressureTrackLaw:
    """Sanctions, demarche and mediation: slower than a strike, and believed in more by one ally
    than by the other.
    """

    bite: float = given(96.0, "time", "time until it bites", plausible=(24, 336))
    slowing: float = given(
        0.35,
        "share",
        "share of growth that it takes away when both allies run it",
        plausible=(0, 0.8),
    )
    concession_rate: float = given(
        0.008 / 24,
        "rate",
        "hazard of a concession once it bites, by both",
        plausible=(0, 0.05 / 24),
    )
    concession: float = given(
        1.0, "weight", "fall of the threat, in log odds, at a concession", plausible=(0, 3)
    )
    lone_share: float = given(
        0.5, "share", "share of all this that one ally achieves alone", plausible=(0, 1)
    )
    relief: float = given(
        0.1, "share", "share of domestic pressure relieved when it starts", plausible=(0, 0.5)
    )
    cost: float = given(
        0.02, "weight", "value that it must promise before an ally starts it", plausible=(0, 0.2)
    )


def true_line(threat: Threat) -> float | None:
    """The line on the logit scale; ``None`` where there is none."""
    return None if threat.line is None else logit(threat.line)


def strike_effect(
    threat: Threat, theta: float, *, bonus: float, alertness: float, line: float | None = None
) -> float:
    """The median fall of x by a strike: entrenched is harder, so waiting costs effect.

    With a ``line`` (on the logit scale) the effect is kept below it, and lost beyond.
    """
    open_share = _share_open_to_strike(threat, theta, line)
    return threat.effect * open_share * (1.0 + bonus) * (1.0 - threat.alert_loss * alertness)


def _share_open_to_strike(threat: Threat, theta: float, line: float | None) -> float:
    """What entrenchment, or the line, has left of a strike's effect."""
    if line is None:
        entrenched: float = (1.0 - theta) ** threat.entrenchment
        return entrenched
    x = logit(theta if _LEAST < theta < _MOST else min(max(theta, _LEAST), _MOST))
    kept: float = (1.0 - theta) ** threat.kept_entrenchment
    return kept * sigma((line - x) / max(threat.line_width, _LEAST))


def provocation_rate(law: Provocations, theta: float, deterrence: float, broken: int) -> float:
    """Provocations per hour."""
    push = (1.0 + law.per_readiness * theta) * (1.0 + law.per_broken_ceasefire * broken)
    return law.rate * push * (1.0 - law.per_deterrence * deterrence)


def provocation_bound(law: Provocations, fronts: int) -> float:
    """A rate that ``provocation_rate`` never exceeds."""
    return provocation_rate(law, 1.0, 0.0, fronts)
