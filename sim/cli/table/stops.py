"""At what the clock of a game by turns stands although nothing is asked."""

from __future__ import annotations

from math import inf
from typing import Final

from sim.cli.table.answers import Answer, understood
from sim.domain.decisions.views import COURSES, ROLES, STANCES, Seat
from sim.errors import UsageError
from sim.tabletop.seat.sight import Seen
from sim.tabletop.seat.situation import Situation

_STOPS: Final = frozenset({"prepare", "strike", "attack", "retaliation", "stance_read"})
#: So many hours before the point of no return one is called: time enough to call a strike off.
_BEFORE_NO_RETURN: Final = 1.0


def is_stop(seat: Seat, seen: Seen) -> bool:
    """Whether an ally would want to act upon this."""
    suspends = seen.kind == "support" and bool(seen.data["suspended"])
    return seat in ROLES and (seen.kind in _STOPS or suspends)


def last_hour_to_think(now: Situation) -> float:
    """When a strike that is set can still well be called off; infinite where none is set."""
    return inf if now.strike_at is None else now.no_return_at - _BEFORE_NO_RETURN


def pause_text(seat: Seat, now: Situation, hour: float) -> str:
    """What is said where nothing is asked."""
    off = seat == "frontline" and now.strike_at is not None and hour < now.no_return_at
    then = " To think of the strike again, type decide." if off else ""
    return f"Nothing is asked of you.{then} [Enter to go on, ? for help]"


def is_for_a_question(typed: str) -> bool:
    """Whether a line names what an ally answers to a question."""
    try:
        said = understood(typed, (*COURSES, *STANCES), ())
    except UsageError:
        return False
    return isinstance(said, Answer) and not typed[:1].isdecimal()
