"""How large a study may be, and how sure: beyond these a run would not end, could not be kept, or
would say nothing.
"""

from __future__ import annotations

from typing import Final

#: Worlds under each arm: more than fit on a disk or into a lifetime.
MOST_WORLDS: Final = 10_000_000
#: Samples of a study, and draws of a bootstrap.
MOST_SAMPLES: Final = 10_000_000
#: Fresh worlds in which a condition is tried: in fewer, hardly any true one would hold.
FEWEST_FRESH: Final = 20
MOST_SEED: Final = 2**63 - 1
#: Arms that can be told apart in a table, and named offices, channels and the like within one.
MOST_ARMS: Final = 128
MOST_NAMED: Final = 200
#: Below, an interval misses what it is about as often as not; above, no number of a computer tells
#: it from certainty once it is shared among many comparisons.
LEAST_CONFIDENT: Final = 0.5
MOST_CONFIDENT: Final = 0.999999999
