"""Going through a game decision by decision, at a terminal or by script."""

from __future__ import annotations

from typing import Final

from sim.cli.table.console import Console, Left
from sim.errors import UsageError
from sim.tabletop.debrief.decisions import decisions, page_at
from sim.tabletop.game.game import Played

_PROMPT: Final = "[Enter: next, b: back, a number, q: leave]"


def walk(played: Played) -> None:
    """Show the decisions one by one, from the first, until there are no more or somebody leaves."""
    console = Console()
    last = sum(1 for _ in decisions(played))
    if not last:
        raise UsageError("--step: nothing has been decided in this game yet")
    number = 1
    while number <= last:
        console.show(("", *page_at(played, number, console.width)))
        try:
            number = _next(console, number, last)
        except Left:
            return


def _next(console: Console, number: int, last: int) -> int:
    """The number of the decision that is to be shown next; beyond the last where there is none."""
    while True:
        typed = console.ask(f"{number} of {last} {_PROMPT}").lower()
        if typed in {"", "n"}:
            return number + 1
        if typed == "q":
            return last + 1
        if typed == "b":
            return max(1, number - 1)
        if typed.isdecimal() and 0 < int(typed[:6]) <= last:
            return int(typed[:6])
        console.refuse(f"there are decisions 1 to {last}")
