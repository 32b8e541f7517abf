"""One world as the report tells it: in short under every arm, in full under the arm that shows
most.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.output.charts.base.chart import Evidence, Missing
from sim.output.charts.world.choice import shown_world
from sim.output.story.narrative import tell
from sim.output.story.summary import in_short


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """The kept world: its number, each arm's story in short, and one arm's in full."""

    replication: int
    short: tuple[tuple[str, str], ...]
    arm: str
    story: str


def once(evidence: Evidence) -> Once | None:
    """The kept world; ``None`` where the run kept none."""
    shown = shown_world(evidence)
    if isinstance(shown, Missing):
        return None
    return Once(
        replication=shown.replication,
        short=tuple(
            (name, in_short(world).replace("\N{NO-BREAK SPACE}", " "))
            for name, world in evidence.told().items()
        ),
        arm=shown.title,
        story=tell(shown),
    )
