"""What a seat has before it at a glance: worked out from what it has seen and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import inf, isinf
from types import MappingProxyType
from typing import Final

from sim.domain.decisions.states import State
from sim.tabletop.seat.sight import Seen


@dataclass(slots=True)
class Letter:
    """A message that the seat has written or read; hours since the start, infinite for not yet."""

    number: int
    kind: str
    ours: bool
    at: float
    about: int = 0
    precedence: int = 0
    channel: str = ""
    sent: float = inf
    failed: int = 0
    called_back: bool = False
    by_hand: bool = False


def may_be_held(letter: Letter) -> bool:
    """Whether a message may still be held back, as far as its sender knows."""
    return isinf(letter.sent) and not letter.failed and not letter.called_back


@dataclass(slots=True)
class Situation:
    """The state of things as the seat knows it. Shares from 0 to 1; ``mean`` and ``variance`` are
    of readiness in log odds; ``None`` for what it has heard nothing of.
    """

    rung: int = 0
    mean: float | None = None
    variance: float = 0.0
    reported_at: float = 0.0
    trust: float | None = None
    pressure: float | None = None
    deterrence: float | None = None
    state: State = "watching"
    pressing: tuple[str, ...] = ()
    asked_at: float | None = None
    patience: float = 0.0
    stance: str = ""
    stance_at: float = 0.0
    strike_at: float | None = None
    no_return_at: float = 0.0
    knows_plan: bool = False
    knows_hour: float | None = None
    said: str = ""
    suspended: bool = False
    strikes: int = 0
    attacks: int = 0
    readiness: float | None = None
    alarmed_at: float | None = None
    withdrawn: tuple[str, ...] = ()
    letters: dict[int, Letter] = field(default_factory=dict)

    def take(self, seen: Iterable[Seen]) -> Situation:
        """Go on with what has been seen since."""
        for at, kind, data in seen:
            for attribute, name in _SETS.get(kind, ()):
                setattr(self, attribute, data[name])
            if kind in _CHANGES:
                _CHANGES[kind](self, at, **data)
        return self

    def own_letters(self) -> list[Letter]:
        """The seat's own messages, the latest last."""
        return [letter for letter in self.letters.values() if letter.ours]

    def inbox(self) -> list[Letter]:
        """The messages that it has read, the latest last."""
        return [letter for letter in self.letters.values() if not letter.ours]


#: Kind of what is seen -> (attribute, field) of all that it simply says.
_SETS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        "begin": (("rung", "rung"),),
        "report": (("mean", "mean"), ("variance", "variance")),
        "rung": (("rung", "after"),),
        "trust": (("trust", "value"),),
        "pressure": (("pressure", "value"),),
        "deterrence": (("deterrence", "value"),),
        "track": (("pressing", "allies"),),
        "state": (("state", "after"),),
        "asked": (("patience", "patience"),),
        "stance_read": (("stance", "read"),),
        "prepare": (("strike_at", "strike_at"), ("no_return_at", "no_return_at")),
        "stance": (("said", "given"),),
        "support": (("suspended", "suspended"),),
    }
)
Change = Callable[..., None]


def _on_own_readiness(
    now: Situation, at: float, *, readiness: float | None = None, **_: object
) -> None:
    if readiness is not None:
        now.readiness, now.reported_at = readiness, at


def _on_alarm(now: Situation, at: float, **_: object) -> None:
    now.alarmed_at = at


def _on_withdrawal(now: Situation, _at: float, *, partner: str, **_: object) -> None:
    now.withdrawn = (*now.withdrawn, partner)


def _report(now: Situation, at: float, **_: object) -> None:
    now.reported_at = at


def _on_question(now: Situation, at: float, **_: object) -> None:
    now.asked_at, now.stance = at, ""


def _no_question(now: Situation, _at: float, **_: object) -> None:
    now.asked_at = None


def _stance_read(now: Situation, at: float, **_: object) -> None:
    now.stance_at = at


def _called_off(now: Situation, _at: float, **_: object) -> None:
    now.strike_at = None


def _on_strike(
    now: Situation, at: float, *, readiness_after: float | None = None, **_: object
) -> None:
    now.strikes += 1
    _on_own_readiness(now, at, readiness=readiness_after)
    now.strike_at, now.stance, now.knows_plan, now.knows_hour = None, "", False, None


def _on_attack(now: Situation, at: float, *, readiness: float | None = None, **_: object) -> None:
    now.attacks += 1
    _on_own_readiness(now, at, readiness=readiness)


def _learnt(now: Situation, _at: float, *, how: str, **_: object) -> None:
    now.knows_plan = how != "news"


def _hour(now: Situation, _at: float, *, strike_at: float | None = None, **_: object) -> None:
    now.knows_hour = strike_at


def _on_post(
    now: Situation,
    at: float,
    *,
    message: int,
    message_kind: str,
    about: int,
    precedence: int,
    by_hand: bool = False,
    **_: object,
) -> None:
    letter = Letter(message, message_kind, True, at, about, precedence, by_hand=by_hand)
    now.letters[message] = letter


def _on_sending(now: Situation, at: float, *, message: int, channel: str, **_: object) -> None:
    letter = now.letters[message]
    letter.sent, letter.channel = at, channel


def _on_call_back(now: Situation, _at: float, *, message: int, **_: object) -> None:
    now.letters[message].called_back = True


def _on_failure(now: Situation, _at: float, *, message: int, **_: object) -> None:
    letter = now.letters[message]
    letter.sent, letter.failed = inf, letter.failed + 1


def _on_reading(now: Situation, at: float, *, message: int, message_kind: str, **_: object) -> None:
    now.letters[message] = Letter(message, message_kind, False, at)


_CHANGES: Final[Mapping[str, Change]] = MappingProxyType(
    {
        "begin": _on_own_readiness,
        "concession": _on_own_readiness,
        "alarm": _on_alarm,
        "withdrawn": _on_withdrawal,
        "report": _report,
        "asked": _on_question,
        "answered": _no_question,
        "expired": _no_question,
        "stance_read": _stance_read,
        "recall": _called_off,
        "strike": _on_strike,
        "attack": _on_attack,
        "learnt": _learnt,
        "hour": _hour,
        "posted": _on_post,
        "sent": _on_sending,
        "failed": _on_failure,
        "called_back": _on_call_back,
        "read": _on_reading,
    }
)
