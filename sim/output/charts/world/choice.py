"""Which of the kept worlds a chart of one world shows, and what such a chart says of its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.domain.events import Asked, Event, Preparation
from sim.output.charts.base.chart import Evidence, Missing
from sim.output.charts.base.words import left_to_right
from sim.output.evidence.traced_world import Traced

NONE_KEPT = Missing(reason="the run kept no world in full that this version can tell")


def shown_world(evidence: Evidence) -> Traced | Missing:
    """The kept world under the arm that is asked for; else under any of those kept, the baseline
    only where the others have less to show.
    """
    worlds, asked = evidence.told(), evidence.looked_at
    if not worlds:
        return NONE_KEPT
    if asked:
        return worlds.get(asked) or Missing(reason=f"the run kept no world under {asked} in full")
    order = [arm for arm in (*evidence.others, evidence.baseline) if arm in worlds]
    return worlds[most_telling_arm(worlds, order)]


def most_telling_arm(worlds: Mapping[str, Traced], order: Sequence[str]) -> str:
    """The first of some arms in which a question was asked; else in which anything was prepared;
    else the first.
    """
    kinds: tuple[type[Event], ...] = (Asked, Preparation)
    for kind in kinds:
        found = [arm for arm in order if worlds[arm].all(kind)]
        if found:
            return found[0]
    return order[0]


def source(*worlds: Traced) -> str:
    """Where a picture of a world comes from, and what it is not."""
    first = worlds[0]
    arms = " and ".join(world.title for world in worlds)
    title = left_to_right(first.scenario.title or first.scenario.name)
    told = (
        f"{title} · world {first.replication} of seed {first.seed} ·"
        f" {'arms' if len(worlds) > 1 else 'arm'} {arms}"
    )
    return f"{told} · scenario {first.scenario.digest[:8]} · one world of many, not a forecast"
