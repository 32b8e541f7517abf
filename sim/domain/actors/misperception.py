"""How a stance is read: rightly, or one step off, mostly towards what the reader hopes (Jervis
1976).

Where readings persist, the luck of a reading belongs to the position that is read and to its
reader: what was heard wrongly once is heard so again, until somebody else reads it or it is
repaired.
"""

from __future__ import annotations

from typing import Final, Literal

from sim.domain.actors.allies import Reading
from sim.domain.decisions.views import STANCES

_LAST: Final = len(STANCES) - 1

#: Who reads a stance for the frontline; each has a luck of its own where readings persist.
Reader = Literal["leader", "ambassador", "envoy"]


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
