"""Where restraint turns, as ``docs/how-to/where-restraint-turns.md`` prints it: what its sweep
says, and the same difference by how many crises are meant and how well they can be told apart.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import sim
from sim.output.words import fixed_text
from tools.blocks import table

SCENARIO: Final = Path(__file__).parents[1] / "scenarios" / "northern-front.yaml"
ARMS: Final = ("unilateral", "concurrence")
VARIED: Final = "adversary.attack.rate=0.005/d,0.02/d,0.08/d,0.16/d,0.32/d"
SWEPT, RUN = 100, 200
#: A day, where the adversary means to attack and where it does not.
MEANT, OTHERWISE = 0.3, 0.001
#: Shares of crises in which it means to, as the page calls them.
SHARES: Final = {0.08: ".08, the file's share", 0.5: ".50", 0.8: ".80"}
#: Shares of reports with an indication where it means to, as the page calls them.
TOLD: Final = {0.1: "nothing can be told (.1 : .1)", 0.5: "told apart (.5 : .1)"}
FIRST: Final = "crises in which it means to"


def swept() -> str:
    """What the sweep of the page prints of where the order turns."""
    found = sim.sweep(
        SCENARIO,
        VARIED,
        break_even="burden",
        arms=ARMS,
        worlds=SWEPT,
        sets={"adversary.attack.intent.share": 0},
        jobs=1,
    )
    text = str(found)
    start = text.index(f"{ARMS[1]} ")
    end = text.index("\n\n", text.index("and each arm less it in the same worlds"))
    return "\n".join(("```text", text[start:end].rstrip(), "```"))


def cell(share: float, indications: float) -> str:
    """Escalation of ``concurrence`` less ``unilateral`` in the same worlds, with its interval."""
    rate = share * MEANT + (1.0 - share) * OTHERWISE
    found = sim.compare(
        SCENARIO,
        worlds=RUN,
        seed=1,
        arms=ARMS,
        sets={
            "adversary.attack.intent.rate": f"{MEANT}/d",
            "adversary.attack.rate": f"{rate:.6g}/d",
            "adversary.attack.intent.share": share,
            "adversary.attack.intent.indications": indications,
        },
        jobs=1,
    )
    one = found.summary.comparisons["concurrence"]["burden"]
    assert one.difference is not None
    assert one.low is not None
    assert one.high is not None
    bounds = f"{fixed_text(one.low, 0, '+')} to {fixed_text(one.high, 0, '+')}"
    return f"{fixed_text(one.difference, 0, '+')} ({bounds})"


def kinds() -> str:
    """One row a share, one column a pair of indications."""
    rows = [[name, *(cell(share, by) for by in TOLD)] for share, name in SHARES.items()]
    return table((FIRST, *TOLD.values()), rows)
