"""From the clock of the room to the clock of the game: how fast it runs, and why it stands.

The game goes by a clock that no one sets. A machine that slept, or hung, has not played: the table
is then paused, and says so.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

#: Hours of the game in an hour of the room, unless said otherwise: thirty days in three hours.
USUAL: Final = 240.0
SLOWEST, FASTEST = 0.1, 20_000.0
#: Seconds between two looks at the clock.
TICK: Final = 0.25
#: Seconds that count at the most, however late a look comes.
MOST: Final = 2.0
#: From so many seconds on the machine has slept.
ASLEEP: Final = 10.0
_HOUR: Final = 3600.0

NOT_BEGUN: Final = "the game has not begun"
OPENED_AGAIN: Final = "the table has been opened again"
BY_HAND: Final = "the facilitator has paused the game"
UNWATCHED: Final = "the facilitator has been gone for a minute"
REAL: Final = "play has stopped for something real"
TAKEN_BACK: Final = "the facilitator has taken something back"
SLEPT: Final = "the machine slept, or was too busy: nothing has been played meanwhile"


#: On Linux the usual clock stands while the machine sleeps, and another one goes on.
_CLOCK: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def unbroken_seconds() -> float:
    """Seconds of a clock that no one sets, and that goes on while the machine sleeps."""
    return time.clock_gettime(_CLOCK)


@dataclass(slots=True)
class Pace:
    """How fast the game runs. ``seen`` is when the clock of the room was last looked at."""

    factor: float = USUAL
    runs: bool = False
    why: str = NOT_BEGUN
    seen: float = 0.0

    def start(self, wall: float) -> None:
        """Let the game run from now on."""
        self.runs, self.why, self.seen = True, "", wall

    def stand(self, why: str) -> None:
        """Let it stand."""
        self.runs, self.why = False, why

    def hours_since(self, wall: float) -> float:
        """Hours of the game that have passed since the last look; none if the machine slept, and
        then it stands.
        """
        passed, self.seen = wall - self.seen, wall
        if not self.runs:
            return 0.0
        if passed > ASLEEP:
            self.stand(SLEPT)
            return 0.0
        return min(max(passed, 0.0), MOST) * self.factor / _HOUR
