"""The leader of an ally: what decides, how long that takes, and for how long a word holds."""

from __future__ import annotations

from dataclasses import dataclass

from sim.domain.communication.offices import Hours
from sim.domain.decisions.rules import QuantalResponse
from sim.domain.decisions.views import Rule
from sim.domain.distributions.families import Law, Lognormal
from sim.domain.inputs.parameter import given, part


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """The person or council at the top, as a bottleneck of hours and a holder of opinions."""

    rule: Rule = part(lambda: QuantalResponse(precision=25.0), "decision rule")
    reading: Law = given(
        Lognormal(median=0.35, sigma=0.55),
        "law of time",
        "time from the last desk to read",
        source="FRUS 1964-68 XIX: sent to in the leader's hands 21 min, n=5",
    )
    deliberation: Law = given(
        Lognormal(median=0.63, sigma=0.7),
        "law of time",
        "time from read to decided",
        source="FRUS 1964-68 XIX: reads to approves about 38 min, n=2",
    )
    asleep: Hours = part(
        lambda: Hours(opens=23.0, closes=6.0),
        "local hours of sleep; equal hours for a leader who never sleeps",
    )
    asleep_factor: float = given(
        2.0,
        "weight",
        "how many times longer reading and deliberation take at night",
        plausible=(1, 6),
    )
    memory: float = given(
        2160.0,
        "time",
        "time for which a stance that was read holds, at the longest where news ends it",
        plausible=(24, 4320),
    )
    news: float = given(
        0.5,
        "weight",
        "move of its estimate, in log odds, against what was to be expected, from which a stance"
        " has gone stale, as it has once the rung has moved: it may be asked about anew, and its"
        " price stays; 0 for a stance that is forgotten with time alone",
        plausible=(0, 1.5),
    )
    pause: float = given(
        36.0,
        "time",
        "time without a new strike decision after a refusal or a recall",
        plausible=(0, 96),
    )
    red_line_event: float = given(
        0.85, "share", "severity from which a provocation ends that pause", plausible=(0.6, 1)
    )
    epoch: float = given(
        48.0, "time", "time for which one draw of choice noise holds", plausible=(12, 168)
    )
