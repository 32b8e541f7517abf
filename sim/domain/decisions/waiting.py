"""A term: the patron asks the frontline to wait until a date, against an offer that lasts as long.

Taken, it is a promise; to strike within it is a broken word, dearer than a red. It is void once the
rung has risen or news has moved the estimate since it was given, and ends with a new green or an
agreed joint plan.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.domain.distributions.families import Fixed, Law
from sim.domain.inputs.parameter import given


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Whether the patron asks for a term, what it offers, and what keeping it rests on."""

    chance: float = given(
        0.5,
        "share",
        "chance that a red or amber comes with a term to wait for; 0 for no terms",
        plausible=(0, 1),
    )
    length: Law = given(Fixed(value=336.0), "law of time", "length of the term")
    relief: float = given(
        0.2,
        "share",
        "offer: share of domestic pressure that it takes away while it lasts (an assurance)",
        plausible=(0, 0.6),
    )
    reassurance: float = given(
        0.2,
        "share",
        "offer: share of the missing deterrence that it makes up for while it lasts (a fleet)",
        plausible=(0, 0.6),
    )
    together: bool = given(False, "", "offer: whether both run the pressure track from then on")
    accepts: float = given(
        0.5,
        "weight",
        "taken where a strike is worth at most so much more than restraint, per unit of trust",
        plausible=(0, 2),
    )
    price: float = given(
        1.75,
        "weight",
        "times the cost of a strike against a red that a strike within the term costs at least",
        plausible=(1, 3),
    )
    news: float = given(
        0.5,
        "weight",
        "move of the estimate, in log odds, against what was to be expected, that makes it void",
        plausible=(0.1, 1.5),
    )
