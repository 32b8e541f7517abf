"""Dialogues of the leaders: meetings and calls, scheduled or on call, which need an hour when
neither sleeps.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.domain.distributions.families import Law, Lognormal
from sim.domain.inputs.parameter import given


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogues:
    """How often the leaders speak. In a meeting a stance is given and understood exactly, and no
    channel is needed.
    """

    every: float = given(
        0.0, "time", "time between scheduled meetings; 0 for none", plausible=(72, 720)
    )
    on_call: bool = given(
        False, "", "whether a question to the patron is also put in a call between the leaders"
    )
    arranging: Law = given(
        Lognormal(median=10.0, sigma=0.6), "law of time", "time to arrange a call"
    )
    convergence: float = given(
        0.0,
        "share",
        "of the gaps between red lines and between weights that regular meetings have closed",
        plausible=(0, 0.6),
    )
    length: Law = given(
        Lognormal(median=1.0, sigma=0.4), "law of time", "length of a meeting or call"
    )
