"""The facilitator's acts, each by the name that a page sends: ``CONTROL`` is the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import inf
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sim.domain.decisions.views import ROLES, Seat
from sim.errors import UsageError
from sim.tabletop.game.acts import Act
from sim.tabletop.game.control_acts import CONTROL_ACTS, FACILITATOR
from sim.tabletop.web import branching, pace, seat_desk
from sim.tabletop.web.requests import Request, number_of

if TYPE_CHECKING:
    from sim.tabletop.web.room import Room

#: What is typed to end a game for good.
ENDING: Final = "end the game"
#: Minutes of the room that a seat may be given for a decision, at the most.
_LONGEST: Final = 24 * 60.0
#: How a note rates what it speaks of, in the exercise's terms, beside not at all.
RATINGS: Final = ("", "P", "S", "M", "U", "not observed")


def _run(room: Room, request: Request) -> None:
    """Let the game run by the clock of the room."""
    room.expect_not_over()
    room.game.remark("clock", {"runs": True, "factor": room.pace.factor}, **_by(request))
    room.pace.start(room.wall())
    room.held = False


def _pause(room: Room, request: Request) -> None:
    """Let the clock stand; nobody in a seat can act."""
    room.expect_not_over()
    room.catch_up()
    room.game.remark("clock", {"runs": False}, **_by(request))
    room.stop(pace.BY_HAND)


def _factor(room: Room, request: Request) -> None:
    """Hours of the game in an hour of the room."""
    room.expect_not_over()
    factor = number_of(request.data, "factor")
    if not pace.SLOWEST <= factor <= pace.FASTEST:
        raise UsageError(f"a factor lies between {pace.SLOWEST} and {pace.FASTEST:,}")
    room.game.remark("clock", {"factor": factor}, **_by(request))
    room.pace.factor = factor


def _step(room: Room, request: Request) -> None:
    """To the next thing that anybody in a seat sees, or is asked."""
    _stand_still(room)
    room.game.step(inf, **_by(request))


def _jump(room: Room, request: Request) -> None:
    """To the next question for which the clock stands, or to the end."""
    _stand_still(room)
    room.game.play(Act(do="advance", data={"to": None}), **_by(request))


def _end(room: Room, request: Request) -> None:
    """End the game for good."""
    if _word(request, "word").strip().lower() != ENDING:
        raise UsageError(f"to end it for good, type: {ENDING}")
    room.catch_up()
    room.game.play(Act(do="end", data={}), **_by(request))


def _limit(room: Room, request: Request) -> None:
    """Minutes of the room that a seat has for a decision; none with 0."""
    room.expect_not_over()
    page = room.page_of(_word(request, "seat"))
    minutes = number_of(request.data, "minutes")
    if not 0.0 <= minutes <= _LONGEST:
        raise UsageError(f"a limit is at most {_LONGEST:g} minutes; 0 for none")
    data = {"seat": page.seat, "minutes": minutes}
    room.game.remark("limit", data, **_by(request))
    room.limits[page.seat] = minutes * 60.0


def _acts_in_pause(room: Room, request: Request) -> None:
    """Whether seats may act while the game is paused."""
    room.expect_not_over()
    allowed = request.data.get("allowed") is True
    room.game.remark("acts_in_pause", {"allowed": allowed}, **_by(request))
    room.acts_in_pause = allowed


def _note(room: Room, request: Request) -> None:
    """A note of the facilitator's own, with an objective and a rating if one likes; no seat ever
    sees it.
    """
    rating = _word(request, "rating")
    if rating not in RATINGS:
        raise UsageError(f"a note is rated {', '.join(filter(None, RATINGS))}, or not at all")
    if not request.text.strip() and not rating:
        raise UsageError("a note has words, or a rating")
    objective, known = _word(request, "objective"), room.game.table.scenario.exercise.objectives
    if objective and objective not in known:
        raise UsageError(f"there is no objective {objective[:40]!r}: {', '.join(known) or 'none'}")
    data = {"rating": rating, "objective": objective}
    room.game.remark("note", data, request.text, **_by(request))
    room.control.note(room.game.records[-1])


def _blank(room: Room, request: Request) -> None:
    """Play stops at once, for something real: all seats' pages are blank until it is lifted."""
    room.catch_up()
    room.game.remark("blank", {"blank": True}, request.text, **_by(request))
    room.stop(pace.REAL)
    room.blank = True


def _lift(room: Room, request: Request) -> None:
    """Pages show again what they showed; the game stands."""
    if not room.blank:
        raise UsageError("the pages are not blank")
    room.game.remark("blank", {"blank": False}, **_by(request))
    room.blank = False
    room.stop(pace.BY_HAND)


def _lapse(room: Room, request: Request) -> None:
    """Leave what a seat is asked without an answer."""
    room.expect_not_over()
    seat = room.page_of(_word(request, "seat")).seat
    room.catch_up()
    act = Act(do="lapse", seat=seat, data={"why": "the facilitator went on"})
    room.game.play(act, **_by(request))


def _in_world(room: Room, request: Request) -> None:
    """An act that the world knows."""
    room.expect_not_over()
    says = CONTROL_ACTS[request.do][1]
    data: dict[str, Any] = {name: request.data.get(name) for name in says if name != "text"}
    if "text" in says:
        data["text"] = request.text
    strange = request.data.keys() - says.keys() - {"seat"}
    if strange:
        raise UsageError(f"{request.do} says {', '.join(says)}; not {min(strange)[:40]!r}")
    seat = _seat_of(room, request)
    room.catch_up()
    words = "" if "text" in says else request.text
    if request.do == "broadcast" and not words.strip():
        raise UsageError("what is said has words")
    if request.do == "rule" and not words.strip():
        raise UsageError("a ruling has its reason")
    room.game.play(Act(do=request.do, seat=seat, data=data), words, **_by(request))


def _seat_of(room: Room, request: Request) -> Seat | None:
    """The seat that an act is about, if it names one: a ruling may be about an ally with a rule."""
    if "seat" not in request.data:
        return None
    said = _word(request, "seat")
    allies = [one for one in ROLES if one == said and request.do == "rule"]
    return allies[0] if allies else room.page_of(said).seat


def _take_back(room: Room, request: Request) -> None:
    """Take back an act, and all that followed it."""
    branching.take_back(room, request, _by(request))


def _fork(room: Room, request: Request) -> None:
    """Let a copy of the game go on from before an act."""
    branching.fork(room, request, _by(request))


def _act_for(room: Room, request: Request) -> None:
    """Act for a seat whose people cannot: by telephone, on paper, or not there."""
    room.expect_not_over()
    page = room.page_of(_word(request, "seat"))
    data = {key: value for key, value in request.data.items() if key not in ("seat", "what")}
    seat_desk.carry_out(
        room, page, replace(request, do=_word(request, "what"), data=data), by=FACILITATOR
    )


def _stand_still(room: Room) -> None:
    room.expect_not_over()
    if room.game.table.session.question is not None:
        raise UsageError("a decision is open, and the clock stands for it")
    room.catch_up()
    room.pace.stand("")
    room.held = False


def _word(request: Request, key: str) -> str:
    value = request.data.get(key, "")
    if not isinstance(value, str):
        raise UsageError(f"{key} is a word")
    return value


def _by(request: Request) -> dict[str, str]:
    return {"mark": request.mark, "by": FACILITATOR}


#: What the facilitator may do, by the name that a page sends.
CONTROL: Final[Mapping[str, Callable[[Room, Request], None]]] = MappingProxyType(
    {
        "run": _run,
        "pause": _pause,
        "factor": _factor,
        "step": _step,
        "jump": _jump,
        "end": _end,
        "limit": _limit,
        "acts_in_pause": _acts_in_pause,
        "note": _note,
        "blank": _blank,
        "lift": _lift,
        "lapse": _lapse,
        "take_back": _take_back,
        "fork": _fork,
        "act_for": _act_for,
        # chance is turned only where something is taken back
        **dict.fromkeys(CONTROL_ACTS.keys() - {"turn"}, _in_world),
    }
)
