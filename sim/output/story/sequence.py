"""A world as a Mermaid sequence diagram: the leaders, their offices and the channels, in the order
in which things happen.

Mermaid (mermaid.js.org) draws it wherever Markdown is shown. Each entry ends in its hour, for the
diagram has no scale.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.domain.events import (
    Attack,
    Decision,
    Learnt,
    NoReturn,
    Retaliation,
    StanceRead,
    StandingBy,
    Strike,
)
from sim.output.evidence.traced_world import Journey, Traced
from sim.output.story.selection import decision as counts
from sim.output.story.sentences.dates import NO_BREAK, duration_text, since
from sim.output.story.sentences.decisions import choice
from sim.output.story.sentences.vocabulary import KINDS, READ_AS

#: Messages that have no part in the question of a strike.
LEFT_OUT: Final = frozenset({"report", "mediation", "dialogue"})
_SHORT: Final = {"frontline": "F", "patron": "P"}
#: What would end a line of Mermaid, or begin something in it.
_ESCAPES: Final = {"#": "#35;", ";": "#59;", "\n": " ", "<": "#lt;", ">": "#gt;", NO_BREAK: " "}
Step = tuple[float, int, str]


def sequence(world: Traced) -> str:
    """The diagram as text."""
    steps = [*_messages(world), *_decisions(world), *_strikes(world), *_learning_steps(world)]
    title = (
        f"{world.scenario.title or world.scenario.name}: world {world.replication} of seed"
        f" {world.seed}, arm {world.arm}"
    )
    lines = [
        "---",
        f"title: {_yaml_string(title)}",
        "---",
        "sequenceDiagram",
        f"    participant F as {_plain(world.name('frontline'))}",
        f"    participant P as {_plain(world.name('patron'))}",
        f"    participant A as {_plain(world.adversary)}",
        *(f"    {text}" for _, _, text in sorted(steps)),
    ]
    return "\n".join(lines) + "\n"


def _messages(world: Traced) -> Iterator[Step]:
    for journey in world.journeys.values():
        if journey.kind not in LEFT_OUT:
            yield from _message(journey)


def _message(journey: Journey) -> Iterator[Step]:
    """A message where it is read, or where it is lost: an arrow that ends in a cross."""
    sender, receiver = _SHORT[journey.sender], _SHORT[journey.receiver]
    what = KINDS.get(journey.kind, journey.kind)
    way = f" by {journey.channel.replace('_', ' ')}" if journey.channel else ""
    if journey.read is not None:
        took = duration_text(journey.read - journey.posted)
        text = f"{what}{way}, drafted at {since(journey.posted)}, read {took} later"
        yield journey.read, 0, f"{sender}->>{receiver}: {_plain(text)}"
    else:
        when = journey.posted if journey.lost is None else journey.lost
        yield (
            when,
            0,
            (
                f"{sender}-x{receiver}:"
                f" {_plain(f'{what}{way}, drafted at {since(journey.posted)}, never read')}"
            ),
        )


def _decisions(world: Traced) -> Iterator[Step]:
    for t, data in world.all(Decision):
        if counts(world, t, data):
            text = choice(world, t, data)
            yield t, 1, f"Note over {_SHORT[data.ally]}: {_plain(f'{since(t)} {text}')}"
    for t, stance in world.all(StanceRead):
        if stance.read != stance.given:
            read = READ_AS[stance.read]
            yield t, 1, f"Note over F: {_plain(f'{since(t)} misread as {read}')}"


def _strikes(world: Traced) -> Iterator[Step]:
    for t, _ in world.all(NoReturn):
        yield t, 2, f"Note over F: {_plain(f'{since(t)} point of no return')}"
    for t, data in world.all(Strike):
        both = f" together with {world.name('patron')}" if data.course == "joint" else ""
        yield t, 3, f"F->>A: {_plain(f'strike{both} at {since(t)}')}"
    for t, _ in world.all(Retaliation):
        yield t, 3, f"A->>F: {_plain(f'retaliation at {since(t)}')}"
    for t, _ in world.all(Attack):
        yield t, 3, f"A->>F: {_plain(f'attack at {since(t)}')}"
    for t, word in world.all(StandingBy):
        text = "stands by its ally" if word.stands else "does not stand by its ally"
        yield t, 2, f"Note over P: {_plain(f'{since(t)} {text}')}"


def _learning_steps(world: Traced) -> Iterator[Step]:
    for t, data in world.all(Learnt):
        how = str(data.how).replace("_", " ")
        yield t, 1, f"Note over P: {_plain(f'{since(t)} learns of the plan ({how})')}"


def _plain(text: str) -> str:
    """A text without what Mermaid takes for its own."""
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def _yaml_string(text: str) -> str:
    """A text as a YAML string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
