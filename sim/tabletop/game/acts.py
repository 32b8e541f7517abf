"""The acts of a game: what a record of the journal does to the world. ``ACTS`` is the table.

An act is checked before it is done: one that is refused leaves no trace in world or journal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from types import MappingProxyType, NoneType
from typing import Any, Final

from sim.domain.communication.messages import Precedence
from sim.domain.decisions.views import PERSON, ROLES, AnyView, Choice, Role, Seat
from sim.engine.session import Session
from sim.errors import UsageError
from sim.tabletop.game.control_acts import CONTROL_ACTS
from sim.tabletop.game.outside_acts import OUTSIDE_ACTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody does: which act, from which seat (none for the clock), with what."""

    do: str
    seat: Seat | None = None
    data: Mapping[str, Any]


def _advance(session: Session, _seat: Seat | None, *, to: float | None) -> str:
    session.advance(inf if to is None else to)
    return ""


def _answer(session: Session, seat: Seat | None, *, option: str) -> str:
    view = session.question
    if view is None or view.seat != seat:
        session.control.answer(_expect_seat(seat), option)
    else:
        session.answer(Choice(option, PERSON))
    return ""


def _lapse(session: Session, seat: Seat | None, *, why: str) -> str:  # noqa: ARG001 - for readers
    if not session.control.drop(_expect_seat(seat)):
        raise UsageError("nothing of that kind is asked now")
    return ""


def _reconsider(session: Session, seat: Seat | None, *, asks: str) -> str:
    if session.question is not None and session.control.policy(_expect_seat(seat)) != "open":
        raise UsageError("a question is open: answer it first")
    session.acts.reconsider(_expect_seat(seat), "stance" if asks == "stance" else "course")
    return ""


def _ask(session: Session, seat: Seat | None) -> str:
    if _expect_seat(seat) != "frontline":
        raise UsageError("only the frontline asks whether it may strike")
    session.acts.ask()
    return ""


def _clarify(session: Session, seat: Seat | None) -> str:
    if _expect_seat(seat) != "frontline":
        raise UsageError("only the frontline is answered, and may ask what was meant")
    session.acts.clarify()
    return ""


def _share(session: Session, seat: Seat | None) -> str:
    session.acts.share(_ally(seat))
    return ""


def _call_back(session: Session, seat: Seat | None, *, message: str) -> str:
    session.acts.call_back(_ally(seat), message)
    return ""


def _defy(session: Session, seat: Seat | None) -> str:
    if _expect_seat(seat) != "frontline":
        raise UsageError("only the frontline may set aside what is agreed")
    session.acts.defy()
    return ""


def _withdraw(session: Session, seat: Seat | None) -> str:
    if _expect_seat(seat) != "frontline":
        raise UsageError("only the frontline has a wish that it may take back")
    session.acts.withdraw()
    return ""


def _write(session: Session, seat: Seat | None, *, kind: str, precedence: str, channel: str) -> str:
    rank = precedence.upper()
    if rank not in Precedence.__members__:
        names = ", ".join(name.lower() for name in Precedence.__members__)
        raise UsageError(f"no precedence {precedence!r}: there are {names}")
    return session.acts.write(_ally(seat), kind, Precedence[rank], channel)


def _end(_session: Session, _seat: Seat | None) -> str:
    return ""


def _expect_seat(seat: Seat | None) -> Seat:
    if seat is None:
        raise UsageError("nobody sits there")
    return seat


def _ally(seat: Seat | None) -> Role:
    for role in ROLES:
        if role == seat:
            return role
    raise UsageError("only an ally does that")


Do = Callable[..., str]
#: By the name that a record gives it. What an act returns is the key of the message that it wrote.
ACTS: Final[Mapping[str, Do]] = MappingProxyType(
    {
        "advance": _advance,
        "answer": _answer,
        "lapse": _lapse,
        "reconsider": _reconsider,
        "ask": _ask,
        "clarify": _clarify,
        "share": _share,
        "call_back": _call_back,
        "defy": _defy,
        "withdraw": _withdraw,
        "write": _write,
        "end": _end,
        **{name: do for name, (do, _) in OUTSIDE_ACTS.items()},
        **{name: do for name, (do, _) in CONTROL_ACTS.items()},
    }
)

#: What stands in a journal beside acts, and changes nothing in the world.
REMARKS: Final = frozenset(
    {
        "open",
        "undo",
        "program",
        "clock",
        "limit",
        "acts_in_pause",
        "note",
        "blank",
        "fork",
        "propose",
        "delegate",
    }
)


#: What each act says, and as what.
_SAYS: Final[Mapping[str, Mapping[str, tuple[type, ...]]]] = MappingProxyType(
    {
        "advance": {"to": (int, float, NoneType)},
        "answer": {"option": (str,)},
        "lapse": {"why": (str,)},
        "reconsider": {"asks": (str,)},
        "ask": {},
        "clarify": {},
        "share": {},
        "call_back": {"message": (str,)},
        "defy": {},
        "withdraw": {},
        "write": {"kind": (str,), "precedence": (str,), "channel": (str,)},
        "end": {},
        **{name: says for name, (_, says) in OUTSIDE_ACTS.items()},
        **{name: says for name, (_, says) in CONTROL_ACTS.items()},
    }
)


def view_asked(session: Session, act: Act) -> AnyView | None:
    """The question that an answer is given to, before it is given."""
    view, option = session.question, act.data.get("option")
    if act.do != "answer" or act.seat is None or not isinstance(option, str):
        return None
    if view is not None and view.seat == act.seat:
        return view
    return session.control.asked(act.seat, option)


def carry_out(session: Session, act: Act) -> str:
    """Let an act happen in the world."""
    if act.do not in ACTS:
        raise UsageError(f"no act {act.do!r}: there are {', '.join(ACTS)}")
    says = _SAYS[act.do]
    if says.keys() != act.data.keys() or not all(
        isinstance(act.data[name], kinds) and not isinstance(act.data[name], bool)
        for name, kinds in says.items()
    ):
        raise UsageError(f"the act {act.do} says {', '.join(says) or 'nothing more'}, each once")
    return ACTS[act.do](session, act.seat, **act.data)
