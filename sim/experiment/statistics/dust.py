"""What rounding leaves of a difference is no difference: one rule for all studies.

Sums of many terms that cancel leave a last digit behind, which counted as an effect of no size, as
a world better or worse, and as a sign. A millionth of the smallest difference that matters has the
unit of the outcome, lies far above any such digit, and will be missed by nobody.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from sim.experiment.statistics.estimates import Floats

#: Of the smallest difference that matters.
DUST: Final = 1e-6


def without_dust(differences: ArrayLike, matters: ArrayLike) -> Floats:
    """Differences, contrasts or scores with those at 0 that are no more than rounding; NaN stays.

    ``matters`` is the smallest difference that matters, in their unit (1 for goals that count in
    multiples of it), and may be one for each column.
    """
    values = np.asarray(differences, dtype=np.float64)
    return np.where(np.abs(values) <= DUST * np.asarray(matters, dtype=np.float64), 0.0, values)
