"""What happened in each world under each arm, as far as an outcome says yes or no of it: by what a
reader picks a world.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import Final

import numpy as np

from sim.output.answer.answer import Answer
from sim.output.storage.run_folder import RunFolder

#: Worlds of which each has a square on the page; of more, the first ones have.
MOST_WORLDS: Final = 1_000
Plain = dict[str, object]


def happening_data(folder: RunFolder, answer: Answer | None) -> Plain:
    """By outcome and arm, in which of the first worlds it came about: a bit a world, from the
    highest on.
    """
    shown = min(folder.replications, MOST_WORLDS)
    return {
        "worlds": folder.replications,
        "shown": shown,
        "kinds": list(_kinds(folder, answer, shown)),
    }


def _kinds(folder: RunFolder, answer: Answer | None, shown: int) -> Iterator[Plain]:
    """The asked outcome first, then the others as they are listed; what happened in no world of any
    arm is left out.
    """
    shares = [
        name
        for name, one in folder.summary.outcomes.items()
        if one.kind == "share" and one.exists == "always"
    ]
    asked = "" if answer is None else answer.asked.outcome
    for name in sorted(shares, key=lambda name: name != asked):
        columns = folder.rows.columns(name)
        happened = {arm: np.nan_to_num(column) > 0.5 for arm, column in columns.items()}
        if not any(found.any() for found in happened.values()):
            continue
        outcome = folder.summary.outcomes[name]
        yield {
            "name": name,
            "title": outcome.title,
            "definition": outcome.definition,
            "many": [int(np.count_nonzero(found)) for found in happened.values()],
            "in": [
                b64encode(np.packbits(found[:shown]).tobytes()).decode()
                for found in happened.values()
            ],
        }
