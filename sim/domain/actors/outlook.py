"""What an ally cares about and how it looks ahead: the inputs of its values."""

from __future__ import annotations

from dataclasses import dataclass

from sim.domain.inputs.parameter import given, part


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What an ally cares about; each multiplies a quantity within about 0..1."""

    threat: float = given(2.0, "weight", "fall of the expected loss", plausible=(0.5, 4))
    escalation: float = given(0.5, "weight", "expected escalation", plausible=(0, 1.5))
    escalation_with_line: float = given(
        0.0,
        "weight",
        "added to it where a line keeps the effect of a strike, so that there is time to fear",
        plausible=(0, 0.5),
    )
    attack: float = given(0.2, "weight", "expected first blow of the adversary", plausible=(0, 1))
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
        0.0, "weight", "share added per unit of trust above the start", plausible=(0, 2)
    )
    stood_by: float = given(
        0.3,
        "weight",
        "factor on all of this for an answer to a blow while the patron stands by it",
        plausible=(0, 1),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLate:
    """The line beyond which a strike comes too late, as an ally knows it; the adversary's own where
    it knows none better.
    """

    readiness: float | None = given(
        None,
        "share",
        "the line as a readiness; null for adversary.threat.line",
        plausible=(0.5, 0.97),
    )
    at: float | None = given(
        None,
        "moment",
        "the line as a date: the readiness that it expects for that day; null for none",
    )
    loss: float = given(
        0.25,
        "share",
        "share of all loss that lies in crossing the line; 0 without a line",
        plausible=(0, 0.75),
    )
    width: float = given(
        0.1,
        "weight",
        "how sharply that loss rises at the line, on the logit scale",
        plausible=(0.02, 1),
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
    too_late: TooLate = part(TooLate, "the line beyond which a strike comes too late")
    weights: Weights = part(Weights, "weights of its value")
