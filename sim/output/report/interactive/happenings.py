"""What happened in each world under each arm, as far as an outcome says yes or no of it: by what a
reader picks a world.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.output.answer.answer import Answer
from sim.output.storage.run_folder import RunFolder

#: Worlds of which each has a square on the page; of more, the first ones have.
MOST_WORLDS: Final = 1_000
Plain = dict[str, object]
Worlds = str | tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that may happen in a world: in how many worlds of each arm it did, and in which of
    those ``shown``.
    """

    name: str
    title: str
    definition: str
    many: Mapping[str, int]
    shown: Mapping[str, NDArray[np.bool_]]


def happenings(folder: RunFolder, answer: Answer | None) -> Iterator[Happening]:
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
        if any(found.any() for found in happened.values()):
            yield Happening(
                name=name,
                title=folder.summary.outcomes[name].title,
                definition=folder.summary.outcomes[name].definition,
                many={arm: int(np.count_nonzero(found)) for arm, found in happened.items()},
                shown={arm: found[:MOST_WORLDS] for arm, found in happened.items()},
            )


def happening_data(folder: RunFolder, kinds: Sequence[Happening]) -> Plain:
    """By kind and arm, in which of the first worlds it came about: the place of a set of worlds."""
    sets: dict[Worlds, int] = {}
    told = [
        {
            "name": kind.name,
            "title": kind.title,
            "definition": kind.definition,
            "in": [sets.setdefault(world_set(kind.shown[arm]), len(sets)) for arm in folder.arms],
        }
        for kind in kinds
    ]
    return {
        "worlds": folder.replications,
        "shown": min(folder.replications, MOST_WORLDS),
        "kinds": told,
        "sets": list(sets),
    }


def world_set(found: NDArray[np.bool_]) -> Worlds:
    """A set of worlds in as few letters as it takes: how far each is from the one before, or a bit
    a world in base 64, from the highest on.
    """
    worlds = np.flatnonzero(found)
    gaps = tuple(np.diff(worlds, prepend=0).tolist())
    bits = b64encode(np.packbits(found).tobytes()).decode()
    return gaps if len(",".join(map(str, gaps))) < len(bits) else bits
