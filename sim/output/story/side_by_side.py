"""Two arms of the same world as text: together until they part, side by side from there, and how
each ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from typing import Final

from sim.domain.events.log import Entry
from sim.output.evidence.input_differences import differences
from sim.output.evidence.parting import Parting, judged_alike, parting_of, why
from sim.output.evidence.traced_world import Traced
from sim.output.story import world_outcomes
from sim.output.story.layout import WIDTH, columns, hanging_lines, heading, paragraph, table, text
from sim.output.story.narrative import chapters, moment, reading
from sim.output.story.selection import is_shown
from sim.output.story.sentences.dates import apart, duration_text, since
from sim.output.story.sentences.milestones import MILESTONES
from sim.output.story.sentences.vocabulary import sentence
from sim.output.story.summary import in_short

_MOST_DIFFERENCES: Final = 12
_TIME: Final = 10
_COLUMN: Final = (WIDTH - _TIME - 3) // 2


def tell_apart(first: Traced, second: Traced, *, everything: bool = False) -> str:
    """Two arms of the same world: what they share is told in full, what follows by its
    milestones.
    """
    found = parting_of(first, second)
    lines = [*_header(first, second), *_inputs(first, second)]
    if found is None:
        lines += [
            "",
            *paragraph(
                "In this world the two arms do not part: what differs between them never came to"
                " bear."
            ),
        ]
        return text([*lines, *heading("In short"), *paragraph(in_short(first))])
    shared = chapters(first, everything=everything, until=found.at)
    lines += [
        *heading(f"THE SAME IN BOTH, UP TO {since(found.at)}"),
        *(shared or ["  They part at once."]),
    ]
    lines += _where(first, second, found)
    lines += _from_there(first, second, found)
    lines += _endings(first, second)
    return text(lines)


def _header(first: Traced, second: Traced) -> list[str]:
    name = first.scenario.title or first.scenario.name
    lines = [
        f"{name}: world {first.replication} of seed {first.seed}, arms {first.arm} and {second.arm}"
    ]
    for world in (first, second):
        lines += hanging_lines(f"  {world.arm}: ", sentence(world.rules), WIDTH)
    return [*lines, "", *reading(first)]


def _inputs(first: Traced, second: Traced) -> list[str]:
    """In which inputs the arms differ."""
    rows = list(differences(first.setting, second.setting))
    if not rows:
        return ["", *paragraph("The two arms have the same inputs.")]
    more = (
        [f"    and {len(rows) - _MOST_DIFFERENCES} more"] if len(rows) > _MOST_DIFFERENCES else []
    )
    header = ("", first.arm, second.arm)
    return [
        "",
        "  They differ in these inputs:",
        "",
        *table([header, *rows[:_MOST_DIFFERENCES]], "lll", "    "),
        *more,
    ]


def _where(first: Traced, second: Traced, found: Parting) -> list[str]:
    """Where they part, what each does, and why."""
    lines = heading(f"WHERE THEY PART: {since(found.at)}, {first.clocks.date(found.at)}")
    alike = judged_alike(first, second, found)
    lines += [*paragraph(alike), ""] if alike else []
    for world, entry in ((first, found.first), (second, found.second)):
        lines += hanging_lines(f"  {world.arm}: ", _step(world, entry, found.at), WIDTH)
    return [*lines, "", *paragraph(f"Why: {why(first, second, found)}")]


def _step(world: Traced, entry: Entry | None, at: float) -> str:
    """What happens in a world at the parting, or next."""
    if entry is None:
        return "its log ends."
    number = next(number for number, other in enumerate(world.log) if other is entry)
    at_once = [
        other
        for other in world.log[number:]
        if other[0] == entry[0] and (other is entry or is_shown(world, other))
    ]
    later = f"Nothing yet; {duration_text(entry[0] - at)} later: " if entry[0] > at else ""
    return later + (moment(world, at_once) or "nothing that anyone would notice.")


def _from_there(first: Traced, second: Traced, found: Parting) -> list[str]:
    """The milestones of both from the parting on, side by side in the order of time."""
    sides = [_milestones(first, found.at), _milestones(second, found.at)]
    lines = [
        *heading("SIDE BY SIDE FROM THERE"),
        f"{'':{_TIME}}{first.arm:<{_COLUMN}} | {second.arm}",
    ]
    for t, told in apart(sorted(sides[0].keys() | sides[1].keys())).items():
        blocks = [
            hanging_lines("", ". ".join(side[t]), _COLUMN) if t in side else [] for side in sides
        ]
        rows = columns(blocks[0], blocks[1], _COLUMN)
        margins = chain([f"{told:>{_TIME - 2}} ".ljust(_TIME)], repeat(" " * _TIME))
        lines += [margin + row for margin, row in zip(margins, rows, strict=False)]
    return lines


def _milestones(world: Traced, since_then: float) -> dict[float, list[str]]:
    """The milestones of a world by hour."""
    found: dict[float, list[str]] = {}
    for t, told in _steps(world):
        if t >= since_then:
            found.setdefault(t, []).append(told)
    return found


def _steps(world: Traced) -> Iterator[tuple[float, str]]:
    for t, event in world.log:
        tell = MILESTONES.get(type(event))
        told = tell(world, t, event).rstrip(".") if tell else ""
        if told:
            yield t, told


def _endings(first: Traced, second: Traced) -> list[str]:
    lines = heading("THE TWO ENDINGS")
    for number, world in enumerate((first, second)):
        lines += [
            *([""] if number else []),
            *hanging_lines(f"  {world.arm}: ", in_short(world), WIDTH),
        ]
    rows = world_outcomes.differing_outcomes(first, second)
    if not rows:
        return [*lines, "", *paragraph("No outcome differs.")]
    return [*lines, "", *table([("outcome", first.arm, second.arm, "better"), *rows], "lrrl")]
