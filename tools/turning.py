"""Where restraint turns, over two inputs: how many crises are such in which the adversary means to
attack, and how well the two kinds can be told apart.

The hazard of a crisis in which it means to, and of one in which it does not, stay what they are: the
mean over both moves with the share. So a larger share is more danger, not the same in fewer worlds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sim
from tools.blocks import table

SCENARIO: Final = Path(__file__).parents[1] / "scenarios" / "northern-front.yaml"
SEED: Final = 1
WORLDS: Final = 60
#: Hazard of a first blow, a day: where the adversary means to attack (in the file .05), and where
#: it does not.
MEANT: Final = 0.3
OTHERWISE: Final = 0.001
SHARES: Final = (0.08, 0.25, 0.5, 0.75)
#: Chance of an indication in a report where the adversary means to attack; elsewhere it is .1.
INDICATIONS: Final = (0.1, 0.2, 0.5)
_ATTACK: Final = "adversary.attack"


@dataclass(frozen=True, slots=True)
class Cell:
    """What `concurrence` less `unilateral` comes to in escalation burden and first blows suffered,
    with 95 % intervals.
    """

    share: float
    indications: float
    burden: tuple[float, float, float]
    attacked: tuple[float, float, float]


def cell(share: float, indications: float, worlds: int = WORLDS, seed: int = SEED) -> Cell:
    """One pair of values, in the same worlds under both arms."""
    mean = share * MEANT + (1.0 - share) * OTHERWISE
    found = sim.compare(
        SCENARIO,
        worlds=worlds,
        seed=seed,
        arms=["unilateral", "concurrence"],
        against="unilateral",
        sets={
            f"{_ATTACK}.rate": f"{mean:.6f} per d",
            f"{_ATTACK}.intent.rate": f"{MEANT} per d",
            f"{_ATTACK}.intent.share": share,
            f"{_ATTACK}.intent.indications": indications,
        },
    )
    return Cell(share, indications, *_differences(found))


def _differences(found: sim.Results) -> Iterator[tuple[float, float, float]]:
    for outcome in ("burden", "attacked"):
        one = found.summary.comparisons["concurrence"][outcome]
        yield one.difference, one.low, one.high


def chapter() -> str:
    """The table, and in how many worlds it was measured."""
    cells = [[cell(share, seen) for seen in INDICATIONS] for share in SHARES]
    header = ("meant to", *(f"told apart {seen:g} : .1" for seen in INDICATIONS))
    rows = [(f"{row[0].share:.0%}", *map(_text, row)) for row in cells]
    return table((header, *rows))


def _text(one: Cell) -> str:
    mean, low, high = one.burden
    side = "restraint pays" if high < 0 else "restraint costs" if low > 0 else "not told"
    return f"{mean:+.0f} ({low:+.0f} to {high:+.0f}), {side}"
