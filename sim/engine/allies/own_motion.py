"""What a person in the frontline's seat may do against what is agreed: strike without the answer,
or take a wish back. Rules keep to the protocol; these two moves are raised by acts alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sim.domain.decisions.protocols import State, next_state
from sim.domain.events import StateChange
from sim.engine.world import World
from sim.errors import UsageError

#: (state, event) -> state, laid over the transitions of every protocol.
OWN_MOTION: Final[Mapping[tuple[str, str], State]] = MappingProxyType(
    {
        ("watching", "defies"): "preparing",
        ("asking", "defies"): "preparing",
        ("asking", "withdraws"): "watching",
        ("planning", "withdraws"): "watching",
        ("pressing", "withdraws"): "watching",
    }
)


def withdraw(world: World) -> None:
    """Take the wish back: nobody waits for an answer, and no plan is under way any more."""
    frontline = world.frontline
    if (frontline.state, "withdraws") not in OWN_MOTION:
        raise UsageError("nothing is under way with the other that could be taken back")
    frontline.operation.fresh_plan_name()
    frontline.inbox.break_off()
    _move(world, "withdraws")


def defy(world: World) -> None:
    """Prepare a strike whatever is agreed. It rests on the last word that was read; on not having
    asked, where none was.
    """
    frontline = world.frontline
    if (frontline.state, "defies") not in OWN_MOTION:
        raise UsageError("something is under way that leaves nothing to set aside")
    if "strike" not in frontline.courses():
        raise UsageError("no strike can be decided now")
    if frontline.state == "watching" and _is_free(world):
        raise UsageError("what is agreed lets you strike as it is: decide so")
    if frontline.cabinet.must_agree("preparing"):
        raise UsageError("the cabinet would have to agree, and keeps to what is agreed")
    if frontline.state == "asking":
        frontline.inbox.break_off()
    frontline.wished_at = min(frontline.wished_at, world.env.now)
    frontline.defiant = True
    _move(world, "defies")
    frontline.operation.prepare()


def _is_free(world: World) -> bool:
    """Whether what is agreed lets it strike as it is. The line for an override is left out: to look
    at what is believed moves it on, and a refused act must leave no trace.
    """
    inbox = world.frontline.inbox
    stance = "green" if inbox.joins else inbox.stance()
    event = "wish" if stance == "none" else f"wish_{stance}"
    return next_state(world.prepared.setting.protocol, "watching", event) == "preparing"


def _move(world: World, event: str) -> None:
    """Change the state; what the frontline was asked about the old one is asked no more."""
    frontline = world.frontline
    if world.pending is not None and world.pending.view.seat == "frontline":
        world.close_question()
    after = OWN_MOTION[frontline.state, event]
    world.note(StateChange(frontline.state, event, after))
    frontline.state = after
