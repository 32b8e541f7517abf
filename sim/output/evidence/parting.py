"""Where two arms of the same world part, and why.

Draws are keyed by the thing that they belong to, so two arms go the same way until something is
decided or handled differently. What a course is worth may differ before that without any
consequence; it is told, but it is no parting.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from sim.domain.events import (
    Asked,
    Begin,
    Decision,
    End,
    Event,
    Learnt,
    NoReturn,
    OfMessage,
    Posted,
    Preparation,
    PressureTrack,
    Provocation,
    Recall,
    Report,
    StateChange,
    Strike,
    TrustChange,
)
from sim.domain.events.log import Entry
from sim.output.evidence.input_differences import differences
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.dates import duration_text, since
from sim.output.story.sentences.vocabulary import COURSES, READ_AS, sentence

#: Entries in which a protocol shows.
_RULED: Final = (StateChange, Asked, Posted, Preparation, PressureTrack)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """The first entries in which two logs differ; ``None`` where one log has nothing more."""

    first: Entry | None
    second: Entry | None

    @property
    def at(self) -> float:
        """The hour of the earlier one."""
        return min(entry[0] for entry in (self.first, self.second) if entry is not None)


def parting_of(first: Traced, second: Traced) -> Parting | None:
    """Where two arms of the same world part; ``None`` when they do not."""
    for one, other in zip_longest(first.log, second.log):
        if one is None or other is None or _substance(one) != _substance(other):
            return Parting(first=one, second=other)
    return None


def _substance(entry: Entry) -> Entry:
    """An entry without what may differ between two arms and has no consequence yet."""
    t, event = entry
    if isinstance(event, Begin):
        return t, replace(event, arm="", protocol="")
    if isinstance(event, Decision):
        return t, replace(event, values={}, reason="", basis="rule")
    if isinstance(event, End):
        return t, replace(event, events=0, desks=())
    return entry


def judged_alike(first: Traced, second: Traced, found: Parting) -> str:
    """The last decision before the parting that both took alike although it was not worth the same
    to them.
    """
    pairs = zip(first.log, second.log, strict=False)
    alike = [
        (t, one, other)
        for (t, one), (at, other) in pairs
        if t == at <= found.at
        and isinstance(one, Decision)
        and isinstance(other, Decision)
        and one.option == other.option
        and one.values != other.values
    ]
    if not alike:
        return ""
    t, one, other = alike[-1]
    course = "strike" if "strike" in one.values else one.option
    worth = (
        f"{one.values[course]:.2f} to it under {first.title} and"
        f" {other.values.get(course, 0.0):.2f} under {second.title}"
    )
    return (
        f"At {since(t)} {first.name(one.ally)} still chose alike, though {_option_name(course)} was"
        f" worth {worth}."
    )


def why(first: Traced, second: Traced, found: Parting) -> str:
    """The reason for a parting, in one or two sentences."""
    if found.first is None or found.second is None:
        return "one of the worlds is watched for longer."
    (at, one), (then, other) = found.first, found.second
    if at == then and isinstance(one, Decision) and isinstance(other, Decision):
        return _why_decision(first, second, one, other)
    if at == then and (isinstance(one, _RULED) or isinstance(other, _RULED)):
        return _why_protocol(first, second)
    if type(one) is type(other) and _subject(one) == _subject(other):
        return (
            f"the same comes about, but {duration_text(abs(at - then))} apart:"
            f" {_cause(first, second)}."
        )
    return f"what is under way in one of them is not in the other: {_cause(first, second)}."


def _why_decision(first: Traced, second: Traced, one: Decision, other: Decision) -> str:
    name = first.name(one.ally)
    worth = f"under {first.title} {_values(one)}; under {second.title} {_values(other)}"
    if set(one.values) != set(other.values):
        return (
            f"{name} knows the same, but has not the same courses before it ({worth}):"
            f" {_cause(first, second)}."
        )
    text = (
        f"{name} knows the same and weighs the same question, but its courses are not worth the"
        f" same to it ({worth})"
    )
    return f"{text}: {_cause(first, second)}.{_strike_standing(first, second, one)}"


def _values(data: Decision) -> str:
    return ", ".join(f"{_option_name(option)} {value:.2f}" for option, value in data.values.items())


def _option_name(option: str) -> str:
    return COURSES.get(option) or READ_AS[option]


def _strike_standing(first: Traced, second: Traced, data: Decision) -> str:
    """How a strike would count with the patron under each protocol, before anything was asked."""
    if (
        data.stance != "none"
        or data.asks != "course"
        or first.setting.protocol == second.setting.protocol
    ):
        return ""
    parts = [f"under {world.title} {world.protocol.reckoning}" for world in (first, second)]
    told = sentence(f"{'; '.join(parts)}.")
    return " " + told.format(frontline=first.name("frontline"), patron=first.name("patron"))


def _why_protocol(first: Traced, second: Traced) -> str:
    if first.setting.protocol == second.setting.protocol:
        return f"the wish is the same; what it leads to is not: {_cause(first, second)}."
    told = f"Under {first.title}, {first.rules[:-1]}; under {second.title}, {second.rules}"
    return f"the wish is the same, what it leads to is not. {told}"


def _cause(first: Traced, second: Traced) -> str:
    names = [path for path, _, _ in differences(first.setting, second.setting)]
    if not names:
        return "their inputs are the same, so this should not happen"
    told = ", ".join(names[:3]) + (" and others" if len(names) > 3 else "")
    return f"the arms differ in {told}"


def _subject(event: Event) -> object:
    """What an entry is about, where a world has several of its kind."""
    if isinstance(event, OfMessage):
        return event.message
    if isinstance(event, Preparation | NoReturn | Recall | Learnt | Strike):
        return event.plan
    if isinstance(event, Provocation | Report):
        return event.number
    return event.ally if isinstance(event, Decision | TrustChange) else None
