"""What a person in the frontline's seat may do against what is agreed: strike without the answer,
or take a wish back. Rules keep to the protocol; these two moves are raised by acts alone.
"""

from __future__ import annotations

from sim.domain.decisions.protocols import next_state
from sim.domain.decisions.states import STATES, WISHES, StateEvent
from sim.engine.world import World
from sim.errors import UsageError


def withdraw(world: World) -> None:
    """Take the wish back: nobody waits for an answer, and no plan is under way any more."""
    frontline = world.frontline
    if "withdraws" not in STATES[frontline.state].own_motion:
        raise UsageError("nothing is under way with the other that could be taken back")
    frontline.operation.fresh_plan_name()
    frontline.inbox.break_off()
    _move(world, "withdraws")


def defy(world: World) -> None:
    """Prepare a strike whatever is agreed. It rests on the last word that was read; on not having
    asked, where none was.
    """
    frontline = world.frontline
    if "defies" not in STATES[frontline.state].own_motion:
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
    after = next_state(world.prepared.setting.protocol, "watching", WISHES[stance])
    return after == "preparing"


def _move(world: World, event: StateEvent) -> None:
    """Change the state; what the frontline was asked about the old one is asked no more."""
    frontline = world.frontline
    if world.pending is not None and world.pending.view.seat == "frontline":
        world.close_question()
    frontline.enter(event, STATES[frontline.state].own_motion[event])
