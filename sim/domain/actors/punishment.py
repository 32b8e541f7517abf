"""How a patron takes a strike to which it did not agree: by surprise, by defiance of what had been
heard, and by its own value of the strike.

Trust falls by a share of the loss that a broken word costs; support is withheld with a chance. An
ally that told nobody, one that was told no and struck, and one whose strike the patron would have
wanted are thus told apart (Snyder 1984 and Pressman 2008 on alliance restraint; the weights are
judgement).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sim.domain.actors.adversary import sigma
from sim.domain.events.before_strike import Heard, Knowledge
from sim.domain.inputs.parameter import given, part


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustTaken:
    """Size of the broken word, in losses of trust: a sum over surprise, defiance and worth."""

    surprise: float = given(0.6, "weight", "for a full surprise", plausible=(0, 1.5))
    defiance: float = given(0.6, "weight", "for defiance of a no", plausible=(0, 1.5))
    worth: float = given(
        0.4, "weight", "for a strike that the patron holds to be wrong", plausible=(0, 1.5)
    )
    most: float = given(1.5, "weight", "size that is never exceeded", plausible=(0.5, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportTaken:
    """Log odds that support is withheld: a sum over surprise, defiance and worth."""

    base: float = given(
        -3.5,
        "number",
        "with none of the three",
        plausible=(-5, 0),
        source="judgement: a quarter to half of strikes without consent are answered so, as in"
        " lists of cases (two of eight, five of nine)",
    )
    surprise: float = given(1.5, "number", "added for a full surprise", plausible=(0, 4))
    defiance: float = given(2.0, "number", "added for defiance of a no", plausible=(0, 4))
    worth: float = given(
        1.5, "number", "added for a strike that the patron holds to be wrong", plausible=(0, 4)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Punishment:
    """What surprise, defiance and the patron's own value of a strike cost the frontline."""

    intent_known: float = given(
        0.5,
        "share",
        "surprise where the patron knew the intent, but not the hour",
        plausible=(0, 1),
    )
    doubts: float = given(
        0.4, "share", "defiance where doubts had been heard, but no no", plausible=(0, 1)
    )
    alert: float = given(
        0.25,
        "share",
        "share of the chance where a preparation was found out and called off",
        plausible=(0, 1),
    )
    trust: TrustTaken = part(TrustTaken, "what it costs in trust")
    support: SupportTaken = part(SupportTaken, "how likely support is withheld")


class Grievance(NamedTuple):
    """What a patron holds against a strike, each from 0 to 1."""

    surprise: float
    defiance: float
    worth: float


def grievance(
    law: Punishment, knew: Knowledge, heard: Heard, worth: float, band: float
) -> Grievance:
    """What it holds against a strike of which it knew so much, of which it had said so much, and
    that is worth so much to it; ``band`` is the half-width of its band for doubts.
    """
    surprise = {"hour": 0.0, "intent": law.intent_known, "nothing": 1.0}[knew]
    defiance = 1.0 if heard.red else law.doubts if heard.amber else 0.0
    return Grievance(surprise, defiance, sigma(-worth / max(band, 1e-9)))


def broken_word(law: Punishment, held: Grievance) -> float:
    """Size of the broken word, in losses of trust."""
    trust = law.trust
    size = trust.surprise * held.surprise + trust.defiance * held.defiance
    return min(size + trust.worth * held.worth, trust.most)


def withholding_chance(law: Punishment, held: Grievance) -> float:
    """The chance that support is withheld."""
    support = law.support
    odds = support.base + support.surprise * held.surprise + support.defiance * held.defiance
    return sigma(odds + support.worth * held.worth)
