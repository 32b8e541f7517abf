"""Joint exercises: a learning curve with forgetting, for civilian and military offices apart.

Work takes ``rate`` times as long after each doubling of practice (Wright 1936: about 80 %), and
practice that is not renewed fades with a half-life. The n-th exercise counts as one more round of
practice beyond the first, which everyone has.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import Literal

from sim.domain.inputs.parameter import given

Sector = Literal["civilian", "military"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """The exercises that the allies have held together."""

    civilian: float = given(
        0.0,
        "weight",
        "exercises in which the civilian offices of both took part",
        plausible=(0, 32),
    )
    military: float = given(
        0.0,
        "weight",
        "exercises in which the military offices of both took part",
        plausible=(0, 32),
    )
    idle: float = given(0.0, "time", "time since the last exercise", plausible=(0, 17520))
    half_life: float = given(
        6570.0, "time", "half-life of practice that is not renewed", plausible=(2190, 26280)
    )
    rate: float = given(
        0.8,
        "share",
        "time that work takes after each doubling of practice",
        plausible=(0.7, 0.95),
        source="literature: Wright 1936, about 80 % per doubling",
    )


def practice_factor(law: Practice, sector: Sector) -> float:
    """Factor on the time that work takes, and on misreading: 1 without practice, falling with
    diminishing returns.
    """
    held = law.civilian if sector == "civilian" else law.military
    kept: float = held * 0.5 ** (law.idle / law.half_life)
    factor: float = law.rate ** log2(1.0 + kept)
    return factor
