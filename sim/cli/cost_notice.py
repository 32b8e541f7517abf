"""What a run will cost, said before it begins where that is more than a pause: about how much
happens in its worlds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sim.output.words import count_text, many_text

if TYPE_CHECKING:
    from sim.domain.inputs.setting import Scenario

#: From here on a run is no pause any more.
_MANY: Final = 3e8
#: Of one core of a usual machine, on average over all kinds of event.
_A_SECOND: Final = 1e5


def cost_of(scenario: Scenario, arms: Sequence[str], worlds: int) -> str:
    """A sentence where a run takes long; empty where it does not."""
    from sim.experiment.runs.plan import expected_events

    events = expected_events(scenario, arms, worlds)
    if events < _MANY:
        return ""
    hours = events / _A_SECOND / 3600
    return (
        f"{many_text(worlds, 'world')} of {count_text(len(arms), 'arm')} have some"
        f" {events:.1e} events at most: about"
        f" {hours:,.0f} h of one core"
    )
