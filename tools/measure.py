"""Measure what the pages print of the model's worlds: ``python -m tools.measure``, some minutes.

Seeds are fixed, so is what comes out. Name parts to measure only those: ``python -m tools.measure
timing``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tools.make import replaced

FOLDER: Final = Path(__file__).parents[1] / "docs"
VALIDATION: Final = FOLDER / "validation.md"
ASSUMPTIONS: Final = FOLDER / "assumptions.md"
MEASURES: Final = FOLDER / "measures.md"
PATTERNS: Final = FOLDER / "patterns.md"
SWEEPS: Final = FOLDER / "sweeps.md"
SENSITIVITY: Final = FOLDER / "sensitivity.md"
RESTRAINT: Final = FOLDER / "how-to" / "where-restraint-turns.md"
#: A page, and what stands in its parts.
Measured = tuple[Path, dict[str, str]]


def _timing() -> Measured:
    from tools.timing import comparisons, distances, quantiles
    from tools.timing_plot import draw

    found = comparisons()
    draw(found, FOLDER / "timing.svg")
    return VALIDATION, {"timing-quantiles": quantiles(found), "timing-distances": distances(found)}


def _history() -> Measured:
    from tools.histories import chapters

    return VALIDATION, {"histories": chapters()}


def _nulls() -> Measured:
    from tools.nulls import chapter

    return VALIDATION, {"nulls": chapter()}


def _influence() -> Measured:
    from tools.influence import chapter, screened

    return ASSUMPTIONS, {"influence": chapter(screened())}


def _coverage() -> Measured:
    from tools.coverage import chapter

    return SWEEPS, {"coverage": chapter()}


def _studies() -> Measured:
    from tools.studies import made

    return SENSITIVITY, made()


def _selection() -> Measured:
    from tools.selection import chapter

    return MEASURES, {"selection": chapter()}


def _measures() -> Measured:
    from tools.trial import best, changes, recommendation, tried

    found = tried()
    return MEASURES, {
        "recommendation": recommendation(found),
        "changes": changes(found),
        "best": best(found),
    }


def _backfire() -> Measured:
    from tools.trial import apart, taken_apart

    return MEASURES, {"backfire": taken_apart(apart())}


def _patterns() -> Measured:
    from tools.patterns import chapter

    return PATTERNS, {"patterns": chapter()}


def _restraint() -> Measured:
    from tools.restraint import kinds, swept

    return RESTRAINT, {"restraint-rates": swept(), "restraint-kinds": kinds()}


PARTS: Final[Mapping[str, Callable[[], Measured]]] = {
    "timing": _timing,
    "history": _history,
    "patterns": _patterns,
    "nulls": _nulls,
    "influence": _influence,
    "selection": _selection,
    "measures": _measures,
    "backfire": _backfire,
    "coverage": _coverage,
    "studies": _studies,
    "restraint": _restraint,
}


def main(arguments: list[str]) -> int:
    """Measure the named parts, or all."""
    for name in arguments or PARTS:
        page, blocks = PARTS[name]()
        for block, body in blocks.items():
            page.write_text(
                replaced(page.read_text(encoding="utf-8"), block, body), encoding="utf-8"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
