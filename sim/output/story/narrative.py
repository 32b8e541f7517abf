"""One world told from its first hour to its last: header, in short, the chapters, budgets,
knowledge, outcomes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from math import inf
from typing import Final

from sim.domain.events import DeterrenceChange, PressureChange, TrustChange
from sim.domain.events.log import Entry
from sim.output.evidence import delay_budget, knowledge
from sim.output.evidence.traced_world import Traced
from sim.output.story import world_outcomes
from sim.output.story.layout import beside, heading, paragraph, text
from sim.output.story.phases import phases
from sim.output.story.selection import is_shown, meanwhile
from sim.output.story.sentences.dates import apart
from sim.output.story.sentences.phrases import phrase
from sim.output.story.sentences.vocabulary import sentence
from sim.output.story.summary import in_short

#: Told after everything else that happens in the same moment.
_LAST: Final = frozenset({TrustChange, DeterrenceChange, PressureChange})


def tell(world: Traced, *, everything: bool = False) -> str:
    """A world as a dated story in plain text; ``everything`` tells each entry of the log."""
    lines = [*header(world), *heading("In short"), *paragraph(in_short(world))]
    lines += chapters(world, everything=everything)
    lines += delay_budget.budget_text(world)
    lines += knowledge.knowledge_text(world)
    lines += world_outcomes.outcome_text(world, everything=everything)
    return text(lines)


def header(world: Traced) -> list[str]:
    """What is told, under which rules, and how to read it."""
    arm = world.scenario.arms[world.arm]
    title = (
        f"{world.scenario.title or world.scenario.name}: world {world.replication} of seed"
        f" {world.seed}, arm {world.arm}"
    )
    return [
        title,
        *(
            paragraph(f"{arm.title}: {world.rules}")
            if arm.title != world.arm
            else paragraph(sentence(world.rules))
        ),
        "",
        *reading(world),
    ]


def reading(world: Traced) -> list[str]:
    """How to read the lines of a story."""
    return paragraph(
        f"Each line begins with {world.clocks.legend()}. Dates are those of"
        f" {world.name('frontline')}. Lines with the same hour tell of one moment, to a few"
        " seconds. [In brackets: what the narrator knows and those concerned did not.]"
    )


def chapters(world: Traced, *, everything: bool, until: float = inf) -> list[str]:
    """The chapters of a world, as far as they begin before ``until`` and with what came
    before it.
    """
    lines: list[str] = []
    number = 0
    hours = apart(
        entry[0]
        for entry in world.log
        if entry[0] < until and (everything or is_shown(world, entry))
    )
    for phase in phases(world):
        entries = [entry for entry in phase.entries if entry[0] < until]
        chosen = entries if everything else [entry for entry in entries if is_shown(world, entry)]
        folded = [] if everything else meanwhile(world, entries)
        if chosen or folded:
            number += 1
            begins = world.clocks.date(entries[0][0])
            lines += [
                *heading(f"{number}. {phase.title}", f"from {begins}"),
                *_days(world, chosen, hours),
            ]
            lines += _folded_sentences(folded)
    return lines


def _folded_sentences(sentences: Sequence[str]) -> list[str]:
    return (
        ["", *paragraph(f"Meanwhile: {sentences[0]} {' '.join(sentences[1:])}")]
        if sentences
        else []
    )


def _days(world: Traced, entries: Sequence[Entry], hours: Mapping[float, str]) -> Iterator[str]:
    """The moments of a chapter under their dates; ``hours`` is how each is told."""
    for day, on_it in groupby(entries, key=lambda entry: world.clocks.day(entry[0])):
        yield day
        for t, at_once in groupby(on_it, key=lambda entry: entry[0]):
            yield from beside(
                f"  {world.clocks.columns(t, hours[t])}  ", moment(world, list(at_once))
            )


def moment(world: Traced, entries: Sequence[Entry]) -> str:
    """What happens in one moment, in sentences."""
    return " ".join(phrases_of(world, entries))


def phrases_of(world: Traced, entries: Sequence[Entry]) -> list[str]:
    """The same, one phrase an entry that has one."""
    order = sorted(entries, key=lambda entry: type(entry[1]) in _LAST)
    return [said for entry in order if (said := phrase(world, *entry))]
