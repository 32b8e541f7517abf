"""Which worlds can be followed hour by hour: the one that the run kept, and the most typical of
each kind of thing that happened, as far as there is room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.output.answer.answer import Answer
from sim.output.evidence.traced_world import Traced
from sim.output.report.interactive.happenings import Happening
from sim.output.report.interactive.texts import Texts
from sim.output.report.interactive.world_timeline import Plain, told_world
from sim.output.storage.run_folder import SCENARIO, RunFolder
from sim.output.storage.typical_world import worlds_to_tell

#: Plays a world once more under some arms; nothing where it comes out otherwise than it did.
Play = Callable[[int, Sequence[str]], Mapping[str, Traced]]

#: Worlds that are played again at most: each takes a moment.
MOST: Final = 16


def followed_worlds(
    folder: RunFolder, answer: Answer | None, kinds: Sequence[Happening], play: Play, texts: Texts
) -> Iterator[Plain]:
    """Worlds to follow, the most wanted first, one arm of one world each; each is made when it is
    asked for.

    First the world that was kept, under the arms that the page is about; then one of each kind;
    then each of these under the other arm; and the kept one under all others.
    """
    kept = worlds_to_tell(folder.path, SCENARIO, folder.logs)
    pair = _first_arms(folder, answer)
    number = next(iter(kept.values())).replication if kept else -1
    yield from (_of_arm(folder, kept[arm], texts) for arm in pair if arm in kept)
    wanted = list(wanted_worlds(folder, pair, kinds, number))
    other = dict(zip(pair, reversed(pair), strict=True))
    swapped = [(world, other[arm]) for world, arm in wanted if other[arm] != arm]
    for world, arm in dict.fromkeys((*wanted, *swapped)):
        yield from (_of_arm(folder, one, texts) for one in play(world, [arm]).values())
    yield from (_of_arm(folder, one, texts) for arm, one in kept.items() if arm not in pair)


def _first_arms(folder: RunFolder, answer: Answer | None) -> tuple[str, ...]:
    """The arms that the page is about; the first where it is about none."""
    if answer is None:
        return folder.arms[:1]
    return (answer.asked.arm, answer.asked.against)


def _of_arm(folder: RunFolder, world: Traced, texts: Texts) -> Plain:
    return {"arm": folder.arms.index(world.arm), **told_world(world, texts)}


def wanted_worlds(
    folder: RunFolder, pair: Sequence[str], kinds: Sequence[Happening], kept: int
) -> Iterator[tuple[int, str]]:
    """For each arm and each kind that happened under it a world of that kind, the most typical of
    them, unless one is there already. ``kept`` is the world that the run kept.
    """
    chosen = [(kept, arm) for arm in pair] if kept >= 0 else []
    for arm in pair:
        distance = _distances(folder, arm)
        for kind in _rarest_first(kinds, arm):
            happened = kind.shown[arm]
            there = [world for world, under in chosen if under == arm and world < len(happened)]
            if any(happened[world] for world in there):
                continue
            if len(chosen) > MOST:
                return
            places = np.flatnonzero(happened)
            chosen.append((int(places[distance[places].argmin()]), arm))
            yield chosen[-1]


def _rarest_first(kinds: Sequence[Happening], arm: str) -> list[Happening]:
    """The first kind, which is asked about, then those that happened most rarely under the arm: a
    world of such a kind is mostly one of others as well.
    """
    there = [kind for kind in kinds if kind.shown[arm].any()]
    return sorted(there, key=lambda kind: (kind is not kinds[0], kind.many[arm]))


def _distances(folder: RunFolder, arm: str) -> NDArray[np.float64]:
    """How far each world lies from the means of the arm's headline outcomes, in their standard
    deviations.
    """
    found = np.zeros(folder.replications)
    for name in folder.summary.headlines:
        if name not in folder.summary.outcomes or folder.summary.outcomes[name].exists != "always":
            continue
        values = folder.column(arm, name)
        deviation = float(values.std())
        if deviation:
            found += ((values - values.mean()) / deviation) ** 2
    return found
