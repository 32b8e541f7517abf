"""Whether a log shows what an objective asks for, and which entries say so.

An objective is a predicate over a log: entries of a kind, of an ally, with something chosen, by an
hour, soon enough after others. It reads nothing that depends on who sat in which seat, so that it
means the same of a game and of a thousand simulated worlds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from sim.domain.decisions.views import Role
from sim.domain.events import EVENTS, Event, OfMessage, Posted, Read
from sim.domain.events.log import Log

#: The field in which a kind says what was chosen or said.
CHOICE_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "decision": "option",
        "stance": "given",
        "stance_read": "read",
        "answered": "answer",
        "warning": "stance",
        "state": "after",
        "posted": "message_kind",
        "read": "message_kind",
        "learnt": "how",
        "hour": "how",
        "prepare": "stance",
        "strike": "stance",
    }
)
_BY_ALLY: Final = frozenset({"report", "trust", "decision"})
_BY_FRONTLINE: Final = frozenset(
    {
        "state",
        "threat_found",
        "term_answered",
        "term_ended",
        "motion",
        "vote",
        "asked",
        "expired",
        "answered",
        "stance_read",
        "prepare",
        "no_return",
        "recall",
        "strike",
        "envoy",
        "envoy_back",
    }
)
_BY_PATRON: Final = frozenset(
    {"stance", "term_asked", "learnt", "hour", "judgement", "support", "standing_by", "drawn_in"}
)
_BY_SENDER: Final = frozenset(
    {"posted", "drafted", "cleared", "queued", "sent", "failed", "lost", "delivered", "called_back"}
)
#: Kinds of entry that are of one ally; all others are nobody's, or the adversary's.
OWNED: Final[frozenset[str]] = (
    _BY_ALLY | _BY_FRONTLINE | _BY_PATRON | _BY_SENDER | {"read", "warning"}
)


class Wanted(Protocol):
    """What is looked for in a log: the inputs of an objective."""

    @property
    def event(self) -> str | None: ...
    @property
    def by(self) -> Role | None: ...
    @property
    def option(self) -> str: ...
    @property
    def until(self) -> float | None: ...
    @property
    def never(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a log shows of an objective: whether it is met, none where it does not apply, and the
    places in the log of the entries that say so.
    """

    met: bool | None
    entries: tuple[int, ...] = ()


def evidence(log: Log, wanted: Wanted, of: str = "", hours: float = 0.0) -> Evidence:
    """Whether a log meets what is wanted, soon enough after entries of the kind ``of`` if it names
    one: after each of them, and so not at all where there is none.
    """
    places = _places(log, wanted)
    if of:
        return _soon_after(log, places, EVENTS[of], hours, never=wanted.never)
    if wanted.never:
        return Evidence(met=not places, entries=tuple(places))
    return Evidence(met=bool(places), entries=tuple(places[:1]))


def _places(log: Log, wanted: Wanted) -> list[int]:
    """Where entries of that kind stand."""
    kind = EVENTS[wanted.event or ""]
    field = CHOICE_FIELDS.get(wanted.event or "")
    senders = _senders(log)
    return [
        place
        for place, (at, event) in enumerate(log)
        if type(event) is kind
        and (wanted.by is None or author(event, senders) == wanted.by)
        and (not wanted.option or (field and getattr(event, field) == wanted.option))
        and (wanted.until is None or at <= wanted.until)
    ]


def _soon_after(
    log: Log, places: list[int], of: type[Event], hours: float, *, never: bool
) -> Evidence:
    starts = [place for place, (_, event) in enumerate(log) if type(event) is of]
    if not starts:
        return Evidence(met=None)
    followed: list[int] = []
    for start in starts:
        begun = log[start][0]
        found = next((one for one in places if one > start and log[one][0] - begun <= hours), None)
        if (found is None) != never:
            told = (start,) if found is None else (start, found)
            return Evidence(met=False, entries=told)
        followed += [start] if found is None else [start, found]
    return Evidence(met=True, entries=tuple(dict.fromkeys(followed)))


def _senders(log: Log) -> dict[str, Role]:
    return {event.message: event.sender for _, event in log if isinstance(event, Posted)}


def author(event: Event, senders: Mapping[str, Role]) -> str | None:
    """Whose an entry is: of a message its sender's, once it is read its reader's."""
    kind = event.kind
    if kind in _BY_ALLY:
        return str(getattr(event, "ally"))  # noqa: B009 - each of these kinds has it
    if kind in _BY_FRONTLINE:
        return "frontline"
    if kind in _BY_PATRON:
        return "patron"
    if isinstance(event, Read):
        return "patron" if event.sender == "frontline" else "frontline"
    if kind == "warning":
        return str(getattr(event, "by"))  # noqa: B009 - as above
    return senders.get(event.message) if isinstance(event, OfMessage) else None
