"""The leaders speak: on a schedule or on call, when both are awake and neither has anything else on
the desk.

A meeting occupies both leaders' trays. A question under way is answered in it, exactly as it is
meant; its whole exchange then lies in one stage, the meeting. It keeps the dialogue working and
each side's trust in the other.
"""

from __future__ import annotations

from functools import partial

from simpy import AllOf

from sim.domain.communication.messages import Precedence
from sim.domain.decisions.views import ROLES
from sim.domain.distributions.families import sampler
from sim.domain.events import Meeting, Occasion
from sim.engine.communication.message import Message
from sim.engine.random_streams import Block
from sim.engine.world import Process, World


class Dialogues:
    """The diary of both leaders."""

    __slots__ = ("_arranging", "_law", "_length", "_world")

    def __init__(self, world: World) -> None:
        self._world = world
        self._law = world.prepared.setting.dialogues
        self._arranging = sampler(self._law.arranging)
        self._length = sampler(self._law.length)

    def start(self) -> None:
        """Keep to the schedule."""
        if self._law.every > 0.0:
            self._world.env.process(self._schedule())

    def consider_call(self, question: Message) -> None:
        """A question is under way: the leaders may also call each other."""
        if self._law.on_call:
            self._world.env.process(self._call(question))

    def _schedule(self) -> Process:
        world, number = self._world, 1
        while True:
            yield world.env.timeout(max(number * self._law.every - world.env.now, 0.0))
            yield from self._meet(
                Occasion("meeting", str(number)), world.streams.block("meeting", str(number))
            )
            number += 1

    def _call(self, question: Message) -> Process:
        luck = self._world.streams.block("call", question.key)
        yield self._world.env.timeout(self._arranging(luck[0]))
        if self._world.frontline.inbox.questions.waits_for(question):
            yield from self._meet(Occasion("call", question.key), luck)

    def _meet(self, occasion: Occasion, luck: Block) -> Process:
        """Find an hour at which both are awake, take both off their desks, speak."""
        world = self._world
        yield world.env.timeout(self._both_awake() - world.env.now)
        hours = self._length(luck[1])
        seats = [world.post.trays[role].serve(Precedence.FLASH, hours, True) for role in ROLES]
        yield AllOf(world.env.simpy, seats)
        world.post.spoke()
        for role in ROLES:
            world.judge(role, "dialogue")
        question = world.frontline.inbox.questions.under_way()
        world.note(Meeting(occasion, question.key if question else ""))
        if question is not None:
            world.patron.answer_in_person(
                question, partial(world.frontline.inbox.hear_in_person, question)
            )

    def _both_awake(self) -> float:
        """The first time from now on at which neither leader sleeps."""
        first, second = (self._world.prepared.allies[role].nights for role in ROLES)
        time = self._world.env.now
        while True:
            later = second.next_open(first.next_open(time))
            if first.on(later):
                return later
            time = later
