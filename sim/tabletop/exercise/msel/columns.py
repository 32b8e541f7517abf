"""The columns of a master scenario events list, and by what other names people know them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sim.tabletop.exercise.msel.lines import MselLine, with_numbers

#: Field of a line -> heading; "number" is that of the line in the list.
HEADINGS: Final[Mapping[str, str]] = {
    "number": "No.",
    "time": "Time",
    "date": "Date and time",
    "sender": "From",
    "to": "To",
    "method": "Method",
    "text": "Inject",
    "use": "Type",
    "expects": "Expected action",
    "objective": "Objective",
    "capability": "Capability",
    "model": "Model event",
    "name": "Name",
    "notes": "Notes",
}
_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("#", "number", "msel", "event number", "inject number", "inject no", "event no",
               "serial", "ser", "nr", "item"),
    "time": ("exercise time", "scheduled time", "inject time", "event time", "planned time",
             "t", "offset", "extime"),
    "date": ("date", "date time", "datetime", "dtg", "date time group", "planned date",
             "date and time planned", "real time", "clock time", "when"),
    "sender": ("sender", "from simulated", "simulated sender", "originator", "source", "sent by",
               "who", "seat", "by"),
    "to": ("recipient", "recipients", "receiver", "addressee", "addressees", "player", "players",
           "to player", "recipient player", "target", "target audience", "responsible player",
           "sent to"),
    "method": ("means", "delivery", "delivery method", "method of delivery", "mode", "medium",
               "delivery mode", "how"),
    "text": ("message", "description", "inject description", "event description", "event",
             "event inject", "inject text", "text", "summary", "content", "what players are told",
             "what happened", "what",
             "inject message", "event summary", "msel event"),
    "use": ("kind", "event type", "inject type", "category"),
    "expects": ("expected actions", "expected player action", "expected player actions",
                "expected response", "expected outcome", "expected outcomes", "desired outcome",
                "expected action or response", "expected player response", "expected result"),
    "objective": ("objectives", "exercise objective", "exercise objectives", "obj"),
    "capability": ("core capability", "core capabilities", "capabilities"),
    "model": ("model inject", "inject of the model", "hotline event"),
    "name": ("id", "key", "inject name", "event name"),
    "notes": ("comments", "comment", "remarks", "note", "controller notes", "notes comments"),
}  # fmt: skip
#: Fields of a game that was written down, beside those of a list of events.
WITH_RATING: Final = (*HEADINGS, "rating")
_RATING: Final = ("rating", "ratings", "grade", "psmu", "p s m u")
_CALLED: Final[Mapping[str, str]] = {
    said: field
    for field, heading in HEADINGS.items()
    for said in (*_SYNONYMS[field], re.sub(r"[^a-z#]+", " ", heading.lower()).strip())
} | dict.fromkeys(_RATING, "rating")


def field_of(heading: str) -> str | None:
    """The field that a heading means, by any of its names; none where it is not known."""
    plain = re.sub(r"\([^)]*\)", " ", heading.lower())
    return _CALLED.get(re.sub(r"[^a-z#]+", " ", plain).strip())


def headings(zone: str) -> list[str]:
    """The headings, with the zone of the dates."""
    return [f"{text} ({zone})" if name == "date" else text for name, text in HEADINGS.items()]


def cells(found: Iterable[MselLine]) -> list[Sequence[str | int]]:
    """The rows of the list."""
    return [
        [number, *(getattr(line, name) for name in HEADINGS if name != "number")]
        for number, line in with_numbers(found)
    ]
