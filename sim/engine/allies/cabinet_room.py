"""The frontline's cabinet at work: a wish to strike is put to its next meeting."""

from __future__ import annotations

from dataclasses import replace
from math import floor
from typing import TYPE_CHECKING

from sim.domain.actors.cabinet import member_red_line
from sim.domain.actors.outlook import Outlook
from sim.domain.decisions.states import STATES, State
from sim.domain.events import CabinetVote, MotionPut
from sim.engine.allies.imagined_strike import frontline_strike
from sim.engine.world import World

if TYPE_CHECKING:
    from sim.engine.allies.frontline import Frontline


class CabinetRoom:
    """The motion on the table, and the members, who are the same in every arm of a world."""

    __slots__ = ("_law", "_members", "_motion", "_owner", "_world")

    def __init__(self, world: World, owner: Frontline) -> None:
        self._world = world
        self._owner = owner
        self._law = owner.ally.cabinet
        self._members: tuple[Outlook, ...] | None = None
        self._motion = False

    def must_agree(self, after: State | None) -> bool:
        """Whether what would follow from a wish needs its vote."""
        return self._law.members > 0 and after is not None and STATES[after].needs_cabinet

    def put(self) -> None:
        """The leader asks for a strike; one motion at a time is on the table."""
        if self._motion:
            return
        self._motion = True
        self._world.note(MotionPut(self._call()))

    def withdraw(self) -> None:
        """The leader has thought better of it."""
        self._motion = False

    def _call(self) -> float:
        """Meet at the next set time, and say when that is."""
        now = self._world.env.now
        every = self._law.under_fire if self._owner.under_fire() else self._law.every
        hours = every - (now - every * floor(now / every))
        self._world.later(hours, self._meet)
        return now + hours

    def _meet(self) -> None:
        world, owner = self._world, self._owner
        if not self._motion or owner.state != "watching":
            self._motion = False
            return
        ayes = 1 + sum(self._agrees(member) for member in self._outlooks())
        noes = self._law.members - ayes
        world.note(CabinetVote(ayes, noes))
        if ayes == noes and world.env.now <= world.prepared.setting.horizon:
            self._call()
            return
        self._motion = False
        if ayes > noes:
            owner.carry_motion()
        else:
            owner.give_up()

    def _agrees(self, member: Outlook) -> bool:
        """Whether a member would strike: the leader's estimate, a red line of its own."""
        mind = self._owner.mind
        worth = mind.appraise(mind.belief(), frontline_strike(self._world), member)
        return worth.strike > max(worth.hold, worth.pressure)

    def _outlooks(self) -> tuple[Outlook, ...]:
        """The outlooks of the members besides the leader."""
        if self._members is None:
            outlook, spread = self._owner.ally.outlook, self._law.spread
            self._members = tuple(
                replace(
                    outlook,
                    red_line=member_red_line(
                        outlook.red_line,
                        spread,
                        self._world.streams.uniform("cabinet", str(number)),
                    ),
                )
                for number in range(1, self._law.members)
            )
        return self._members
