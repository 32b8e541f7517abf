"""Measure what the validation page prints: ``python -m docs.measure``, some minutes. Seeds are fixed, so is what comes out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from docs.make import replaced

PAGE: Final = Path(__file__).parent / "validation.md"


def _timing() -> dict[str, str]:
    from docs.timing import comparisons, distances, quantiles
    from docs.timing_plot import draw

    found = comparisons()
    draw(found, PAGE.parent / "timing.svg")
    return {"timing-quantiles": quantiles(found), "timing-distances": distances(found)}


def _history() -> dict[str, str]:
    from docs.histories import chapters

    return {"histories": chapters()}


PARTS: Final[Mapping[str, Callable[[], dict[str, str]]]] = {"timing": _timing, "history": _history}


def main(arguments: list[str]) -> int:
    """Measure the named parts, or all."""
    for name in arguments or PARTS:
        for block, body in PARTS[name]().items():
            PAGE.write_text(replaced(PAGE.read_text(encoding="utf-8"), block, body), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
