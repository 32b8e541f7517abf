"""Where two arms of the same world part, and why.

Draws are keyed by the thing that they belong to, so two arms go the same way until something is decided or handled
differently. What a course is worth may differ before that without any consequence; it is told, but it is no parting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from sim.domain.log import Entry
from sim.output.story.inputs import differences
from sim.output.story.traced import Data, Traced
from sim.output.story.when import lasting, since
from sim.output.story.words import COURSES, READ_AS, sentence

#: What may differ between two arms in an entry without any consequence yet.
_IDLE: Final[Mapping[str, frozenset[str]]] = {
    "begin": frozenset({"arm", "protocol"}),
    "decision": frozenset({"values", "reason"}),
    "end": frozenset({"events", "desks"}),
}
#: Entries in which a protocol shows.
_RULED: Final = frozenset({"state", "asked", "posted", "prepare", "track"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """The first entries in which two logs differ; ``None`` where one log has nothing more."""

    first: Entry | None
    second: Entry | None

    @property
    def at(self) -> float:
        """The hour of the earlier one."""
        return min(entry[0] for entry in (self.first, self.second) if entry is not None)


def parting(first: Traced, second: Traced) -> Parting | None:
    """Where two arms of the same world part; ``None`` when they do not."""
    for one, other in zip_longest(first.log, second.log):
        if one is None or other is None or _substance(one) != _substance(other):
            return Parting(first=one, second=other)
    return None


def _substance(entry: Entry) -> tuple[float, str, dict[str, Any]]:
    """An entry without what has no consequence."""
    t, kind, data = entry
    idle = _IDLE.get(kind, frozenset())
    return t, kind, {key: value for key, value in data.items() if key not in idle}


def judged_alike(first: Traced, second: Traced, found: Parting) -> str:
    """The last decision before the parting that both took alike although it was not worth the same to them."""
    pairs = zip(first.log, second.log, strict=False)
    alike = [
        (one[0], one[2], other[2]) for one, other in pairs
        if one[0] == other[0] <= found.at and one[1] == other[1] == "decision"
        and one[2]["option"] == other[2]["option"] and one[2]["values"] != other[2]["values"]
    ]  # fmt: skip
    if not alike:
        return ""
    t, one, other = alike[-1]
    course = "strike" if "strike" in one["values"] else one["option"]
    worth = f"{one['values'][course]:.2f} to it under {first.arm} and {other['values'].get(course, 0.0):.2f} under {second.arm}"
    return f"At {since(t)} {first.name(one['ally'])} still chose alike, though {_called(course)} was worth {worth}."


def why(first: Traced, second: Traced, found: Parting) -> str:
    """The reason for a parting, in one or two sentences."""
    one, other = found.first, found.second
    if one is None or other is None:
        return "one of the worlds is watched for longer."
    if one[1] == other[1] == "decision" and one[0] == other[0]:
        return _why_decision(first, second, one[2], other[2])
    if _RULED & {one[1], other[1]} and one[0] == other[0]:
        return _why_protocol(first, second)
    if one[1] == other[1] and _subject(one) == _subject(other):
        return f"the same comes about, but {lasting(abs(one[0] - other[0]))} apart: {_cause(first, second)}."
    return f"what is under way in one of them is not in the other: {_cause(first, second)}."


def _why_decision(first: Traced, second: Traced, one: Data, other: Data) -> str:
    name = first.name(one["ally"])
    worth = f"under {first.arm} {_values(one)}; under {second.arm} {_values(other)}"
    if set(one["values"]) != set(other["values"]):
        return f"{name} knows the same, but has not the same courses before it ({worth}): {_cause(first, second)}."
    text = f"{name} knows the same and weighs the same question, but its courses are not worth the same to it ({worth})"
    return f"{text}: {_cause(first, second)}.{_counted(first, second, one)}"


def _values(data: Data) -> str:
    return ", ".join(f"{_called(option)} {value:.2f}" for option, value in data["values"].items())


def _called(option: str) -> str:
    return COURSES.get(option) or READ_AS[option]


def _counted(first: Traced, second: Traced, data: Data) -> str:
    """How a strike would count with the patron under each protocol, before anything was asked."""
    if data["stance"] != "none" or data["asks"] != "course" or first.setting.protocol == second.setting.protocol:
        return ""
    parts = [f"under {world.arm} {world.protocol.reckoning}" for world in (first, second)]
    told = sentence(f"{'; '.join(parts)}.")
    return " " + told.format(frontline=first.name("frontline"), patron=first.name("patron"))


def _why_protocol(first: Traced, second: Traced) -> str:
    if first.setting.protocol == second.setting.protocol:
        return f"the wish is the same; what it leads to is not: {_cause(first, second)}."
    told = f"Under {first.arm}, {first.rules[:-1]}; under {second.arm}, {second.rules}"
    return f"the wish is the same, what it leads to is not. {told}"


def _cause(first: Traced, second: Traced) -> str:
    names = [path for path, _, _ in differences(first.setting, second.setting)]
    if not names:
        return "their inputs are the same, so this should not happen"
    told = ", ".join(names[:3]) + (" and others" if len(names) > 3 else "")
    return f"the arms differ in {told}"


def _subject(entry: Entry) -> object:
    data = entry[2]
    return next((data[key] for key in ("message", "plan", "number", "ally") if key in data), None)
