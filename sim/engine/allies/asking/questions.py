"""The questions that the frontline has put to the patron: which one is under way, and since when it
waits for the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import inf

from sim.domain.events import Asked
from sim.engine.communication.message import Message
from sim.engine.world import World

Expire = Callable[[Message], None]


class Questions:
    """One question at a time is under way; a later one takes its place."""

    __slots__ = (
        "_answered",
        "_open",
        "_patient_until",
        "_put",
        "_replied",
        "_since",
        "_waited",
        "_world",
    )

    def __init__(self, world: World) -> None:
        self._world = world
        self._put: dict[str, Message] = {}
        self._patient_until: dict[str, float] = {}
        #: The plans about which an answer was read.
        self._replied: set[str] = set()
        self._open = ""
        self._answered = False
        self._since = inf
        self._waited = 0.0

    def has_asked(self) -> bool:
        """Whether it has asked the patron."""
        return bool(self._put)

    def under_way(self) -> Message | None:
        """The question under way, if it has not been answered yet."""
        return self._put.get(self._open) if not self._answered else None

    def named(self, key: str) -> Message | None:
        """The question of this key, if there is one."""
        return self._put.get(key)

    def had_a_reply(self, plan: str) -> bool:
        """Whether an answer to a question about this plan was ever read."""
        return plan in self._replied

    def note_reply(self, question: Message) -> None:
        """An answer to it was read, in time or not."""
        self._replied.add(question.plan)

    def answered_by(self, answer: Message) -> Message | None:
        """The question that is open and answered by a message: its own, or one that was put again
        about the same plan when the first was left unanswered.
        """
        own, latest = self._put.get(answer.about), self._put.get(self._open)
        if own is None or latest is None:
            return None
        return latest if own.plan == latest.plan else None

    def is_open(self, question: Message | None) -> bool:
        """Whether this question is under way, answered or not, and patience is not over."""
        return question is not None and question.key == self._open

    def waits_for(self, question: Message) -> bool:
        """Whether this question is under way and not answered yet."""
        return self.is_open(question) and not self._answered

    def is_late_for(self, question: Message) -> bool:
        """Whether the patience for this question is over: it may as well have been overtaken, by an
        attack or by a newer one, and then an answer is in time and yet of no use.
        """
        return self._world.env.now >= self._patient_until[question.key] and not self.is_open(
            question
        )

    def has_answer(self) -> bool:
        """Whether the question under way has been answered, though what was meant may be open."""
        return self._answered

    def take_answer(self) -> None:
        """The answer to the question under way is read."""
        self._answered = True

    def close(self) -> None:
        """Stop waiting; the hours of waiting can be used to prepare, those of an early question
        not.
        """
        self._open = ""
        self._waited = max(self._world.env.now - self._since, 0.0)

    @property
    def hours_waited(self) -> float:
        """Hours of waiting that were not used yet."""
        return self._waited

    def spent_waiting(self) -> float:
        """Hours of waiting that were used to prepare; they count once."""
        waited, self._waited = self._waited, 0.0
        return waited

    def forget_waiting(self) -> None:
        """A new decision stands on its own."""
        self._waited = 0.0

    def wait(self, question: Message, patience: float, expire: Expire) -> None:
        """Wait for the answer within patience (hours)."""
        self._since = self._world.env.now
        self._patient_until[question.key] = self._since + patience
        self._world.later(patience, partial(expire, question))

    def put(self, kind: str, patience: float, plan: str) -> Message:
        """Put a new question, about this plan."""
        world = self._world
        message = world.post.post(kind, "frontline", f"question {len(self._put) + 1}", plan=plan)
        self._put[message.key] = message
        self._patient_until[message.key] = world.env.now + patience
        self._open, self._answered, self._since = message.key, False, inf
        world.note(Asked(message.key, patience))
        world.dialogues.consider_call(message)
        world.injects.check()
        return message
