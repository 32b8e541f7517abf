"""The numbers behind who knew what when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.domain.decisions.views import Role
from sim.output.charts.base.chart import Cell, Table
from sim.output.evidence.knowledge import Fact
from sim.output.evidence.traced_world import Traced

if TYPE_CHECKING:
    from sim.output.charts.world.knowledge import Line


def knowledge_table(
    world: Traced, lines: Mapping[str, Line], found: Sequence[Fact], roles: Sequence[Role]
) -> Table:
    """When each ally learnt of each fact, and how great it held the threat to be."""
    rows: list[tuple[Cell, ...]] = [
        (world.arm, f"fact: {fact.what}", fact.t, *(_cell(fact.known_at(role)) for role in roles))
        for fact in found
    ]
    for which, line in lines.items():
        rows += [
            (world.arm, f"readiness, {which}", float(t), float(share), "")
            for t, share in zip(line.hours, line.middle, strict=True)
        ]
    return Table(header=("arm", "what", "at_h", "frontline_or_value", "patron"), rows=tuple(rows))


def _cell(t: float | None) -> Cell:
    return "never" if t is None else t
