"""What a person in a seat may do unasked: think again of its own motion, ask early, write.

An act happens at the hour at which the world stands, after all that was due by then. It is checked
before it is done; one that is refused leaves no trace. The number of an act names its luck.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from sim.domain.communication.channels import usable
from sim.domain.communication.messages import ON_CHANNEL, Precedence
from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.decisions.states import STATES
from sim.domain.decisions.views import ROLES, Asks, Role, Seat
from sim.engine.allies import own_motion
from sim.engine.communication.message import Content, Message, Wish, Word
from sim.engine.world import World
from sim.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What a seat may write of a kind: what it says to the other's rule, and when it may be
    written, with the plan that it is then about.
    """

    says: Content
    plan: Callable[[World], str | None]
    unless: str = ""


def _nothing(_world: World) -> str:
    return ""


def _plan_in_preparation(world: World) -> str | None:
    plan = world.frontline.operation.plan
    return None if plan is None else plan.key


#: What each seat may write beside what its decisions send by themselves.
MAY_WRITE: Final[Mapping[Role, Mapping[str, Writing]]] = MappingProxyType(
    {
        "frontline": MappingProxyType(
            {
                "dialogue": Writing(says=None, plan=_nothing),
                "notification": Writing(
                    says=None, plan=_plan_in_preparation, unless="no strike is being prepared"
                ),
            }
        ),
        "patron": MappingProxyType(
            {
                "dialogue": Writing(says=None, plan=_nothing),
                "assurance": Writing(says=Word(assurance=True, counter_offer=False), plan=_nothing),
                "counter_offer": Writing(
                    says=Word(assurance=False, counter_offer=True), plan=_nothing
                ),
            }
        ),
    }
)


class Acts:
    """The acts of the people in one world, by number."""

    __slots__ = ("_done", "_world", "_written")

    def __init__(self, world: World) -> None:
        self._world = world
        self._done = 0
        self._written: dict[str, Message] = {}

    def of_outsider(self, act: Callable[[World, str], None]) -> None:
        """Let an outsider do something of its own motion; its luck is named by its number."""
        act(self._world, f"act-{self._done + 1}")
        self._done += 1

    def agree(self, protocol: str) -> None:
        """The allies agree on another protocol, which holds from now on: what is under way must be
        something that it knows.
        """
        agreed, state = PROTOCOLS[protocol], self._world.frontline.state
        if state != "watching" and state not in {known for known, _ in agreed.transitions}:
            raise UsageError(f"{protocol} knows nothing of what is under way: {state}")
        prepared = self._world.prepared
        setting = replace(prepared.setting, protocol=protocol)
        self._world.prepared = replace(prepared, setting=setting, protocol=agreed)

    def reconsider(self, seat: Seat, asks: Asks) -> None:
        """Put a question to a seat of its own motion: it is then open like any other."""
        if seat == "frontline" and asks == "course":
            possible = self._world.frontline.reconsider()
        elif seat == "patron" and asks == "course":
            possible = self._world.patron.consider_course(["own motion"])
        else:
            possible = seat == "patron" and self._world.patron.volunteer(f"act {self._done + 1}")
        if not possible:
            raise UsageError(self._nothing_to_decide(seat, asks))
        self._done += 1

    def _nothing_to_decide(self, seat: Seat, asks: Asks) -> str:
        """That there is nothing to decide, and what there could be."""
        return f"the {seat} has nothing of that kind to decide now: {self._decidable(seat, asks)}"

    def _decidable(self, seat: Seat, asks: Asks) -> str:
        if seat not in ROLES:
            return "it is asked as occasions come"
        if asks == "stance":
            return (
                "it says what it thinks of a strike that it knows of, as long as that has not"
                " fallen"
            )
        if seat == "patron":
            return (
                "its own course is whether to run sanctions and diplomatic pressure, which it"
                " does already or may not"
            )
        state = self._world.frontline.state
        if not STATES[state].decides:
            return (
                f"it is {state}; it decides on its course while nothing is under way, and on a"
                " strike while it prepares one"
            )
        return "neither a strike nor pressure can be decided, so it holds"

    def ask(self) -> None:
        """The frontline puts its question before it wishes to strike, and goes on meanwhile."""
        frontline = self._world.frontline
        if self._world.prepared.protocol.plans_jointly:
            raise UsageError("what is agreed knows no question but the proposal to plan together")
        if frontline.state != "watching":
            raise UsageError("something is under way already")
        if frontline.inbox.questions.under_way() is not None:
            raise UsageError("a question is under way already")
        frontline.inbox.ask_early()
        self._done += 1

    def asked_at(self) -> float | None:
        """When the question that is under way was put; none where there is none."""
        question = self._world.frontline.inbox.questions.under_way()
        return None if question is None else question.posted

    def clarify(self) -> None:
        """The frontline asks what was meant by the last answer that it read."""
        if not self._world.frontline.inbox.clarifications.ask_about_last():
            raise UsageError("no answer has been read that was not asked about already")
        self._done += 1

    def share(self, seat: Role) -> None:
        """Share the last report of one's own, without its sources."""
        world = self._world
        mind = world.frontline.mind if seat == "frontline" else world.patron.mind
        if not mind.share_last():
            raise UsageError("there is no report of your own that was not shared already")
        self._done += 1

    def withdraw(self) -> None:
        """The frontline takes its wish back."""
        own_motion.withdraw(self._world)
        self._done += 1

    def defy(self) -> None:
        """The frontline prepares a strike whatever is agreed."""
        own_motion.defy(self._world)
        self._done += 1

    def writable(self, seat: Role) -> tuple[str, ...]:
        """The kinds of message that a seat may write as things stand."""
        kinds = MAY_WRITE[seat].items()
        return tuple(kind for kind, writing in kinds if writing.plan(self._world) is not None)

    def write(self, seat: Role, kind: str, precedence: Precedence, channel: str) -> str:
        """Write to the other ally; returns the key of the message, which is on its way."""
        writing = MAY_WRITE[seat].get(kind)
        if writing is None:
            raise UsageError(f"the {seat} may write: {', '.join(MAY_WRITE[seat])}; not {kind!r}")
        plan = writing.plan(self._world)
        if plan is None:
            raise UsageError(f"there is nothing to tell: {writing.unless}")
        wish = Wish(precedence, self.route(kind, channel))
        message = self._world.post.post(
            kind, seat, f"act {self._done + 1}", plan=plan, content=writing.says, wish=wish
        )
        self._done += 1
        self._written[message.key] = message
        return message.key

    def call_back(self, seat: Role, key: str) -> None:
        """Want a message back that one has written, as long as it has not gone out."""
        message = self._written.get(key)
        if message is None or message.sender != seat:
            raise UsageError("that is no message that you wrote")
        if message.called_back:
            raise UsageError("it has been called back already")
        if any(stage in ON_CHANNEL for stage, _ in message.marks if stage != "channel_wait"):
            raise UsageError("it has gone out")
        message.called_back = True
        self._done += 1

    def route(self, kind: str, channel: str) -> tuple[str, ...]:
        """The channels that are tried for a kind of message if one of them is to go first."""
        prepared = self._world.prepared
        if channel not in prepared.channels:
            raise UsageError(f"no channel {channel!r}: there are {', '.join(prepared.channels)}")
        route = usable(prepared.setting.channels, channel, prepared.kinds[kind].sensitivity)
        if route[:1] != (channel,):
            raise UsageError(f"the {channel} may not carry what is so secret")
        return route
