"""Luck and choice of a game: what people moved an outcome by, act by act, and what chance did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sim.domain.events import Decision, Posted
from sim.tabletop.debrief.action_report.account import Account
from sim.tabletop.debrief.action_report.sourced_text import Linked, LinkedRow
from sim.tabletop.debrief.luck_and_choice import Apart
from sim.tabletop.debrief.replay_text import luck_grid, luck_text, still_text

_WHOLE_LINE: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Luck and choice of one outcome: in sentences, and act by act."""

    said: Linked
    title: str
    header: tuple[str, ...]
    rows: list[LinkedRow]
    left_out: str


def luck(account: Account) -> Iterator[Told]:
    """Outcome by outcome, where that was worked out."""
    played = account.played
    for found in account.luck:
        grid = luck_grid(played, found)
        entries = _entries(account, found)
        rows = [
            LinkedRow(cells=tuple(map(str, row)), entries=places)
            for row, places in zip(grid.rows, entries, strict=True)
        ]
        yield Told(
            said=Linked(text=" ".join(luck_text(played, found, _WHOLE_LINE)).strip()),
            title=grid.title,
            header=tuple(grid.header),
            rows=rows,
            left_out=still_text(found),
        )


def _entries(account: Account, found: Apart) -> list[tuple[int, ...]]:
    """The entries of each act that moved something: decisions and messages of its hour and seat."""
    standing = account.played.standing
    return [
        _of_act(account, standing[step.acts.start].at, standing[step.acts.start].seat)
        for step in found.steps
        if step.chance.value or step.choice.value
    ]


def _of_act(account: Account, hour: float, seat: str | None) -> tuple[int, ...]:
    return tuple(
        place
        for place, at, event in account.places.kinds(Decision, Posted)
        if at == hour and seat in (getattr(event, "ally", ""), getattr(event, "sender", ""))
    )
