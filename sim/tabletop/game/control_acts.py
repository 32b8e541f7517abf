"""The facilitator's acts: how seats are led, what is brought in, when, and what is said to all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, get_args

from sim.domain.decisions.views import ROLES, SEATS, Seat
from sim.domain.events import Ruling
from sim.domain.inputs.injects import INJECT_TYPES, Inject
from sim.engine.control import POLICIES, Policy
from sim.engine.session import Session
from sim.errors import UsageError, did_you_mean
from sim.tabletop.game.words import acceptable_text

Do = Callable[..., str]
Kinds = tuple[type, ...]
#: Who has the clock, the injects and the whole picture.
FACILITATOR: Final = "facilitator"
#: To whom something is brought: the allies, as in a file.
ADDRESSED: Final = (*ROLES, "both")
#: To whom something is said: one seat, both allies, everybody.
SPOKEN_TO: Final = (*SEATS, "both", "all")
RULINGS: Final[tuple[Ruling, ...]] = get_args(Ruling)
_STANCES: Final = ("red", "amber", "green")


def _lead(session: Session, seat: Seat | None, *, policy: str) -> str:
    chosen: Policy | None = next((one for one in POLICIES if one == policy), None)
    if chosen is None:
        near = did_you_mean(policy, POLICIES)
        raise UsageError(f"a seat is led by {', '.join(POLICIES)}; not {policy[:40]!r}. {near}")
    session.control.lead(_role(seat), chosen)
    return ""


def _let_rule_answer(session: Session, seat: Seat | None) -> str:
    session.control.let_rule_answer(_role(seat))
    return ""


def _inject(session: Session, _seat: Seat | None, *, name: str, what: str) -> str:
    board = session.control.injects
    doings = {"fire": board.fire, "hold": board.hold, "release": board.release, "skip": board.skip}
    if what not in doings:
        near = did_you_mean(what, doings)
        raise UsageError(f"an inject is made to {', '.join(doings)}; not {what[:40]!r}. {near}")
    doings[what](name)
    return ""


def _postpone(session: Session, _seat: Seat | None, *, name: str, hours: float) -> str:
    session.control.injects.postpone(name, float(hours))
    return ""


def _postpone_all(session: Session, _seat: Seat | None, *, hours: float, factor: float) -> str:
    session.control.injects.postpone_all(float(hours), float(factor))
    return ""


def _bring(session: Session, _seat: Seat | None, *, event: str, **given: Any) -> str:  # noqa: ANN401
    session.control.injects.add(_inject_of(event, session.now, given))
    return ""


def _plan(
    session: Session,
    _seat: Seat | None,
    *,
    event: str,
    hours: float,
    **given: Any,  # noqa: ANN401
) -> str:
    inject = _inject_of(event, session.now + float(hours), given)
    session.control.injects.plan(inject, float(hours))
    return ""


def _edit(session: Session, _seat: Seat | None, *, name: str, **given: Any) -> str:  # noqa: ANN401
    session.control.injects.edit(name, _acceptable(given))
    return ""


def _inject_of(event: str, at: float, given: Mapping[str, Any]) -> Inject:
    if event not in INJECT_TYPES:
        near = did_you_mean(event, INJECT_TYPES)
        raise UsageError(f"no inject {event[:40]!r}: there are {', '.join(INJECT_TYPES)}. {near}")
    return Inject(event=event, at=at, **_acceptable(given))


def _acceptable(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of an inject, if it can be so."""
    known = {key: value for key, value in given.items() if value is not None}
    _expect_one_of("to", known.get("to", "both"), ADDRESSED)
    _expect_one_of("stance", known.get("stance", "red"), _STANCES)
    if not 0.0 <= known.get("severity", 0.0) <= 1.0:
        raise UsageError("severity lies between 0 and 1")
    if not 0.0 < known.get("lasts", 1.0) <= _LONGEST:
        raise UsageError(f"an outage lasts longer than 0 and at most {_LONGEST:g} hours")
    return known | {"text": acceptable_text(known["text"])}


def _turn(session: Session, _seat: Seat | None, *, branch: str) -> str:
    session.turn(branch)
    return ""


def _rule(session: Session, seat: Seat | None, *, effect: str, value: float) -> str:
    known: Ruling | None = next((one for one in RULINGS if one == effect), None)
    if known is None:
        near = did_you_mean(effect, RULINGS)
        raise UsageError(f"a ruling is {', '.join(RULINGS)}; not {effect[:40]!r}. {near}".rstrip())
    ally = next((one for one in ROLES if one == seat), None)
    if known != "trust" and seat is not None:
        raise UsageError("the crisis is ruled up or down for all")
    session.control.rule(known, ally, float(value))
    return ""


def _broadcast(_session: Session, _seat: Seat | None, *, to: str) -> str:
    _expect_one_of("to", to, SPOKEN_TO)
    return ""


def _expect_one_of(key: str, value: str, among: tuple[str, ...]) -> None:
    if value not in among:
        near = did_you_mean(value, among)
        raise UsageError(f"{key} is one of {', '.join(among)}; not {value[:40]!r}. {near}".rstrip())


def _role(seat: Seat | None) -> Seat:
    if seat is None:
        raise UsageError(f"which seat? There are {', '.join(SEATS)}")
    return seat


#: Hours that an outage may be made to last: a quarter of a year.
_LONGEST: Final = 2160.0
_NONE: Final = type(None)
_NUMBER: Final[Kinds] = (int, float)
#: What is said of an inject that is brought in, planned or edited; none leaves it as it is.
_OF_INJECT: Final[Mapping[str, Kinds]] = MappingProxyType(
    {
        "to": (str,),
        "text": (str,),
        "severity": (*_NUMBER, _NONE),
        "reading": (*_NUMBER, _NONE),
        "channel": (str, _NONE),
        "lasts": (*_NUMBER, _NONE),
        "front": (str, _NONE),
        "stance": (str, _NONE),
    }
)
#: By the name that a record gives it: what it does, and what it says, each as what.
CONTROL_ACTS: Final[Mapping[str, tuple[Do, Mapping[str, Kinds]]]] = MappingProxyType(
    {
        "lead": (_lead, {"policy": (str,)}),
        "rule_answers": (_let_rule_answer, {}),
        "inject": (_inject, {"name": (str,), "what": (str,)}),
        "postpone": (_postpone, {"name": (str,), "hours": _NUMBER}),
        "postpone_all": (_postpone_all, {"hours": _NUMBER, "factor": _NUMBER}),
        "bring": (_bring, {"event": (str,), **_OF_INJECT}),
        "plan": (_plan, {"event": (str,), "hours": _NUMBER, **_OF_INJECT}),
        "edit": (_edit, {"name": (str,), **_OF_INJECT}),
        "rule": (_rule, {"effect": (str,), "value": _NUMBER}),
        "turn": (_turn, {"branch": (str,)}),
        "broadcast": (_broadcast, {"to": (str,)}),
    }
)
