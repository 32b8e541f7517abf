"""The chapters of a story: each begins where the frontline's state changes, or where the decision
window closes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sim.domain.decisions.states import STATES
from sim.domain.events import StandingBy, StateChange, Strike, WindowClosed
from sim.domain.events.log import Entry
from sim.output.evidence.traced_world import Traced

_FIRST: Final = "The crisis builds"
#: Titles by the event that brought the frontline back to watching.
_BACK: Final[Mapping[str, str]] = {
    "answered": "With an answer in hand",
    "expired": "Patience is over",
    "attacked": "After the attack",
    "recalled": "After the recall",
    "pressed": "After diplomacy",
    "refused": "No joint plan",
    "withdraws": "After the wish was taken back",
    "struck": "After the strike",
}
#: Of these the chapters say which time it is.
_COUNTED_BACK: Final = frozenset({"refused", "struck"})
_ORDINALS: Final = (
    "",
    "",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)


@dataclass(slots=True)
class Phase:
    """A chapter: its title and its entries."""

    title: str
    entries: list[Entry] = field(default_factory=list)


def phases(world: Traced) -> list[Phase]:
    """The chapters of a world, in order; the entry that ends one is its last."""
    found, counts = [Phase(_FIRST)], Counter[str]()
    for entry in world.log:
        if isinstance(entry[1], WindowClosed) and _idle(world, entry[0]):
            found.append(Phase("After the decision window"))
        found[-1].entries.append(entry)
        title = _title(world, entry, counts)
        if title:
            found.append(Phase(title))
    return [phase for phase in found if phase.entries]


def _title(world: Traced, entry: Entry, counts: Counter[str]) -> str:
    """The title of the chapter that begins with a state, or with watching again after an event;
    empty for any other entry.
    """
    t, data = entry
    if not isinstance(data, StateChange):
        return ""
    if data.after == "watching":
        title, counted = _back(world, t, data.event), data.event in _COUNTED_BACK
    else:
        words = STATES[data.after].story
        title, counted = words.chapter, words.counted
    if not counted:
        return title
    counts[title] += 1
    return title + _again(counts[title])


def _back(world: Traced, t: float, event: str) -> str:
    """The title by the event that ended something; who stands by its ally has not answered it."""
    if event == "answered" and any(at == t for at, _ in world.all(StandingBy)):
        return f"With {world.name('patron')} standing by"
    return _BACK.get(event, "")


def _again(number: int) -> str:
    """Which time it is, from the second on."""
    if number < 2:
        return ""
    return f", {_ORDINALS[number] if number < len(_ORDINALS) else f'{number}th'} time"


def _idle(world: Traced, t: float) -> bool:
    """Whether at the close of the window nothing was struck and nothing is under way."""
    states = [data.after for at, data in world.all(StateChange) if at <= t]
    struck = any(at <= t for at, _ in world.all(Strike))
    return not struck and (not states or states[-1] == "watching")
