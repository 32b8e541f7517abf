"""Joint assessment: analysts of both allies meet and work out one picture; what each of them reads
into its sources comes nearer to what the other does.

Unlike a shared report, which is one more observation and is soon outweighed by an ally's own, it
changes how an ally's own reports are read from then on: the two biases are drawn together.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.domain.inputs.parameter import given


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """How often analysts meet, and how far they bring estimates together."""

    every: float = given(
        0.0, "time", "time between joint assessments; 0 for none", plausible=(48, 720)
    )
    share: float = given(
        0.0,
        "share",
        "share of the distance between the two biases, and between the two estimates, that each"
        " meeting takes away, half from either side",
        plausible=(0, 0.5),
    )


def drawn_together(first: float, second: float, share: float) -> tuple[float, float]:
    """Two values with a share of the distance between them taken away, half from either side."""
    step = (second - first) * share / 2.0
    return first + step, second - step
