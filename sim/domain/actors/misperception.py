"""How a stance is read: rightly, or one step off, mostly towards what the reader hopes (Jervis
1976).

Where readings persist, the luck of a reading belongs to the position that is read and to its
reader: what was heard wrongly once is heard so again, until somebody else reads it or it is
repaired.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from sim.domain.decisions.views import STANCES
from sim.domain.distributions.families import Law
from sim.domain.inputs.parameter import given

_LAST: Final = len(STANCES) - 1

#: Who reads a stance for the frontline; each has a luck of its own where readings persist.
Reader = Literal["leader", "ambassador", "envoy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How stances are misread."""

    amber: float = given(
        0.35, "share", "chance that an amber is read one step off", plausible=(0, 0.7)
    )
    other: float = given(
        0.12, "share", "chance that a red or green is read one step off", plausible=(0, 0.4)
    )
    hope: float = given(
        0.75, "share", "share of misreadings towards what the reader hopes", plausible=(0.5, 1)
    )
    fidelity: float = given(
        0.5, "share", "share of the chance that full channel fidelity takes away", plausible=(0, 1)
    )
    trust: float = given(
        0.5, "share", "share of the chance that full trust takes away", plausible=(0, 1)
    )
    liaison: float = given(
        0.5, "share", "share of the chance that a liaison cell on duty takes away", plausible=(0, 1)
    )
    lexicon: float = given(
        0.0, "share", "share of the chance that an agreed lexicon takes away", plausible=(0, 1)
    )
    practice: float = given(
        1.0, "weight", "factor on the chance by joint exercises", plausible=(0.2, 1)
    )
    clarify_below: float = given(
        0.35, "share", "strength below which an amber reading is asked about once", plausible=(0, 1)
    )
    persists: bool = given(
        True, "", "whether a reader reads an unchanged position alike, however often it is asked"
    )
    envoy: Law | None = given(
        None,
        "law of time",
        "time from an amber that was read to what an envoy, who then goes, has heard of it; none"
        " goes without it",
    )


def misreading_chance(
    law: Reading, given: str, *, fidelity: float, trust: float, cell: bool
) -> float:
    """The chance that a stance is read one step off."""
    chance = law.amber if given == "amber" else law.other
    chance *= (
        (1.0 - law.fidelity * fidelity)
        * (1.0 - law.trust * trust)
        * (1.0 - law.lexicon)
        * law.practice
    )
    return min(chance * (1.0 - law.liaison if cell else 1.0), 1.0)


# The flag is one of two directions.
def read_as(given: str, hoped: str, towards_hope: bool) -> str:  # noqa: FBT001
    """The stance one step off, towards what is hoped or away from it; at the end of the scale the
    other way.
    """
    at = STANCES.index(given)
    step = 1 if STANCES.index(hoped) > at else -1
    step = step if towards_hope else -step
    return STANCES[at + step] if 0 <= at + step <= _LAST else STANCES[at - step]


def position_key(stance: str, strength: float, clear_at: float) -> str:
    """The name of a position: a stance, and for a red or green how clear it is, in widths of the
    band of doubt (``clear_at`` of them from its edge to as clear as can be).
    """
    if stance == "amber":
        return stance
    widths = max(int(clear_at), 1)
    return f"{stance}/{min(int(strength * widths), widths - 1)}"
