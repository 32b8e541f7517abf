"""Trust between allies: a beta reputation with forgetting (Jøsang and Ismail 2002).

A kept word raises trust by a share of what is missing, a broken one lowers it by a larger share of
what is there, and it drifts slowly back to its baseline. It falls faster than it recovers for tau
above alpha / (alpha + beta).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from sim.domain.inputs.parameter import given


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """An ally's trust in the other."""

    start: float = given(
        0.6,
        "share",
        "trust at the start, and the baseline to which it drifts",
        plausible=(0.2, 0.9),
    )
    gain: float = given(
        0.08,
        "share",
        "alpha: share of the missing trust that a kept word gives",
        plausible=(0.02, 0.2),
    )
    loss: float = given(
        0.3, "share", "beta: share of the trust that a broken word takes", plausible=(0.1, 0.6)
    )
    half_life: float = given(
        2160.0, "time", "half-life of the distance to the baseline", plausible=(720, 8760)
    )


#: A word kept.
KeptWord = Literal[
    "timely_notice",
    "answer_in_time",
    "joint_action",
    "assurance_delivered",
    "restraint_kept",
    "dialogue",
    "stood_by",
    "term_kept",
]
#: A word broken.
BrokenWord = Literal[
    "surprise",
    "strike_against_red",
    "strike_without_consent",
    "leak",
    "request_unanswered",
    "support_suspended",
    "left_alone",
    "term_broken",
]
#: What trust changes by: words, or the facilitator of a game, who rules so.
TrustCause = Literal[KeptWord, BrokenWord, "ruling"]
KEPT: Final[tuple[KeptWord, ...]] = get_args(KeptWord)
BROKEN: Final[tuple[BrokenWord, ...]] = get_args(BrokenWord)


def trust_after_kept_word(law: Trust, tau: float) -> float:
    """Trust after a kept word."""
    return tau + law.gain * (1.0 - tau)


def trust_after_broken_word(law: Trust, tau: float, size: float = 1.0) -> float:
    """Trust after a broken word, of a size in losses of trust; never below none."""
    return tau - min(law.loss * size, 1.0) * tau
