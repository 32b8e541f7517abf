"""How a stance is read: rightly, or one step off, mostly towards what the reader hopes (Jervis
1976).
"""

from __future__ import annotations

from typing import Final

from sim.domain.actors.allies import Reading
from sim.domain.decisions.views import STANCES

_LAST: Final = len(STANCES) - 1


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
