"""Answers that are kept for a while, and so are given again without asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sim.domain.decisions.views import AnyView, Seat
from sim.tabletop.seat.situation import Situation

#: To what an answer that is kept for a while also answers.
_ROUTINE: Final = frozenset({"report", "provocation"})
#: What must stay as it is for an answer to be kept, with what is said where it has not.
_WHY: Final = (
    "the crisis has moved to another rung",
    "a blow has fallen",
    "a strike has fallen",
    "what you are about is another thing",
    "their last word is another",
    "a message was read",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An option that is kept until an hour, as long as the state of things stays what it was."""

    option: str
    until: float
    state: tuple[Any, ...]


class KeptAnswers:
    """The answers that the seats keep, how often each was given, and why one is given no more."""

    __slots__ = ("_kept", "_times", "_why")

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Nobody keeps an answer any more."""
        self._kept: dict[Seat, Kept] = {}
        self._times: dict[Seat, int] = {}
        self._why: dict[Seat, str] = {}

    def keep(self, seat: Seat, option: str, until: float, now: Situation) -> None:
        """Keep an answer until an hour."""
        self._kept[seat] = Kept(option=option, until=until, state=_state(now))

    def drop(self, seat: Seat) -> None:
        """A seat has answered anew."""
        self._kept.pop(seat, None)

    def answer_to(self, view: AnyView, now: Situation) -> str:
        """The option that a seat keeps for this; empty where it is asked."""
        kept = self._kept.get(view.seat)
        if kept is None:
            return ""
        why = _why_asked(kept, view, now)
        if why:
            del self._kept[view.seat]
            self._why[view.seat] = why
            return ""
        self._times[view.seat] = self._times.get(view.seat, 0) + 1
        return kept.option

    def told(self, seat: Seat) -> str:
        """How often a seat's answer was given since this was last told, and why it is asked now."""
        times, why = self._times.pop(seat, 0), self._why.pop(seat, "")
        many = "1 question was" if times == 1 else f"{times} questions were"
        given = f"{many} answered meanwhile as you had said" if times else ""
        asked = f"you are asked again, as {why}" if why else ""
        text = "; ".join(part for part in (given, asked) if part)
        return f"({text[:1].upper()}{text[1:]}.)" if text else ""


def _why_asked(kept: Kept, view: AnyView, now: Situation) -> str:
    """Why an answer that is kept does not answer this; empty where it does."""
    if view.time > kept.until:
        return "the time for which you had answered is over"
    pairs = zip(kept.state, _state(now), _WHY, strict=True)
    if changed := [why for was, found, why in pairs if was != found]:
        return changed[0]
    fits = view.trigger in _ROUTINE and kept.option in view.options
    return "" if fits else "this is no report and no provocation"


def _state(now: Situation) -> tuple[Any, ...]:
    return now.rung, now.attacks, now.strikes, now.state, now.stance, len(now.inbox())
