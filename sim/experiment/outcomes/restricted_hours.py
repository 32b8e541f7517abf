"""Hours of a strike and of what follows it, over all worlds, those without a strike too: cut where
a world is watched no longer.
"""

from __future__ import annotations

from typing import Final

from sim.experiment.outcomes import aftermath, ledger
from sim.experiment.outcomes.outcome import (
    FOLLOW_UP,
    HORIZON,
    Outcome,
    censored_outcome,
    outcome_row,
)

UNSTRUCK: Final[tuple[str, Outcome]] = censored_outcome(
    HORIZON,
    outcome_row(
        "unstruck_h",
        "hours without a strike",
        "h",
        "neither",
        ledger.hours_unstruck,
        "hours of the window before the first strike, all of it where there was none",
        matters=24.0,
    ),
)
UNSETTLED: Final[tuple[str, Outcome]] = censored_outcome(
    FOLLOW_UP,
    outcome_row(
        "unsettled_h",
        "hours until settled",
        "h",
        "lower",
        aftermath.hours_unsettled,
        "hours from the first strike until settled at or below the starting rung, 0 where there was"
        " none",
        matters=12.0,
    ),
)
