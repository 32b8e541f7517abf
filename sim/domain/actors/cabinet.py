"""A cabinet that must agree before a strike is prepared: members with red lines of their own
(Putnam 1988).
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.domain.actors.adversary import logit, sigma
from sim.domain.distributions.variates import normal
from sim.domain.inputs.parameter import given


@dataclass(frozen=True, slots=True, kw_only=True)
class Cabinet:
    """Who votes, and when they meet. A majority carries a motion; a tie holds, and is put again."""

    members: int = given(
        0,
        "count",
        "members, the leader included; 0 where the leader decides alone",
        plausible=(3, 30),
    )
    spread: float = given(
        0.5,
        "weight",
        "standard deviation of the members' red lines about the leader's, in log odds",
        plausible=(0, 1.5),
    )
    every: float = given(24.0, "time", "time between its meetings", plausible=(12, 168))
    under_fire: float = given(
        3.0, "time", "time between its meetings under fire", plausible=(1, 24)
    )


def member_red_line(leader: float, spread: float, chance: float) -> float:
    """The red line of a member, by a uniform number of its own."""
    return sigma(logit(leader) + spread * normal(chance))
