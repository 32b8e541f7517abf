"""The acts of a seat: by its own people, or by the facilitator for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.errors import UsageError
from sim.tabletop.game.acts import Act
from sim.tabletop.game.outside_acts import OUTSIDE_ACTS
from sim.tabletop.web.requests import Request
from sim.tabletop.web.seat_page import SeatPage

if TYPE_CHECKING:
    from sim.tabletop.web.room import Room

#: What a seat may do.
SEAT_ACTS: Final = (
    "answer",
    "reconsider",
    "ask",
    "clarify",
    "share",
    "defy",
    "withdraw",
    "write",
    "call_back",
    *OUTSIDE_ACTS,
)
#: What nobody does who has not seen what came in.
_DECIDES: Final = ("answer", "reconsider", "defy", "withdraw", *OUTSIDE_ACTS)


def play(room: Room, page: SeatPage, request: Request, *, by: str = "") -> None:
    """An act that comes from the page of a seat."""
    room.expect_no_blank()
    if room.mode == "paused" and not room.acts_in_pause:
        raise UsageError(f"the game stands: {room.pace.why}. What you have typed is kept")
    if request.stamp < room.line_began:
        raise UsageError("what your page showed has been taken back; look at it, then press again")
    if request.do in _DECIDES and request.seen < page.weighty:
        raise UsageError("something has reached you since; look at it, then press again")
    carry_out(room, page, request, by=by)


def carry_out(room: Room, page: SeatPage, request: Request, *, by: str) -> None:
    """Let a seat act, by the hand of its own people or of another."""
    if request.do not in SEAT_ACTS:
        raise UsageError(f"a seat cannot {request.do}: there are {', '.join(SEAT_ACTS)}")
    if request.do == "answer" and request.question != page.open_key:
        raise UsageError("that question is not open any more")
    room.catch_up()
    data = page.named(request.data) if request.do == "call_back" else request.data
    act = Act(do=request.do, seat=page.seat, data=data)
    room.game.play(act, request.text, mark=request.mark, by=by)
    room.hour = room.game.table.session.now
