"""Headings of maps over two levers, which end before the next map begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.output.charts.base.words import folded_to_width
from sim.output.charts.sweeps.sweep_evidence import Swept

SEVERAL: Final = 2  # maps side by side
_HEADING: Final = 10.0  # points
BESIDE: Final = 1.15  # inches left of a map, for its labels


def map_heading(found: Swept, of: tuple[str, str], width: float) -> str:
    """What a map shows, in lines that end before the next one begins."""
    name, arm = of
    outcome = found.outcome(name)
    better = {"lower": " (lower is better)", "higher": " (higher is better)"}.get(
        outcome.better, ""
    )
    return folded_to_width(
        f"{outcome.title}{better}: {found.title_of(arm)}", width / SEVERAL - BESIDE, _HEADING
    )


def more_lines(found: Swept, panels: Sequence[tuple[str, str]], width: float) -> int:
    """Lines of the longest heading of a map beyond those that every map has room for."""
    return max(0, *(map_heading(found, panel, width).count("\n") - 1 for panel in panels))
