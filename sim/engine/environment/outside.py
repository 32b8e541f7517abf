"""What adversary and region decide: by chance, or by whoever sits there.

An occasion comes by the same chance either way, and so does what chance would make of it: who
answers as chance would have had it lives in the same world as if nobody sat there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Final

from sim.domain.decisions.views import OCCASIONS, Choice, Occasion, Outsider, OutsideView
from sim.engine.questions import Pending
from sim.engine.world import World

_WHOSE: Final[Mapping[Occasion, Outsider]] = MappingProxyType(
    {
        "attack": "adversary",
        "provocation": "adversary",
        "retaliation": "adversary",
        "mediation": "region",
        "withdrawal": "region",
    }
)
#: The reason that chance has.
_CHANCE: Final = "chance decided"


def let_decide(
    world: World,
    asks: Occasion,
    drawn: str,
    enact: Callable[[str], None],
    *,
    severity: float | None = None,
    about: str = "",
    still: Callable[[], Sequence[str]] | None = None,
) -> None:
    """Let chance have its way on an occasion, or ask the person who sits there. Whoever does not
    answer shows restraint.
    """
    seat = _WHOSE[asks]
    if seat not in world.humans:
        enact(drawn)
        return
    view = OutsideView(
        seat=seat,
        asks=asks,
        time=world.env.now,
        options=OCCASIONS[asks],
        rung=world.escalation.rung,
        readiness=world.adversary.theta() if seat == "adversary" else None,
        severity=severity,
        about=about,
    )
    world.ask(
        Pending(
            view=view,
            enact=lambda choice: enact(choice.option),
            still=still or partial(tuple, view.options),
            rule=partial(Choice, drawn, _CHANCE),
            silence=view.options[0],
            stops=asks == "withdrawal",
        )
    )
