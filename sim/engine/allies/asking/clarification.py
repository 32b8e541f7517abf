"""Asking back: a weak amber may be asked about once, and a green that commits both is read back."""

from __future__ import annotations

from sim.domain.actors.misperception import Reading
from sim.engine.communication.message import Answer, Message
from sim.engine.world import World


class Clarifications:
    """Answers that were asked about and whose reply is still to come."""

    __slots__ = ("_asked", "_confirming", "_law", "_once", "_world", "last")

    def __init__(self, world: World, law: Reading) -> None:
        self._world = world
        self._law = law
        self._asked: dict[str, tuple[Message, Answer]] = {}
        self._once: set[str] = set()
        self._confirming: tuple[Message, float] | None = None
        self.last: tuple[Message, Answer] | None = None

    def is_doubtful(self, stance: str, answer: Answer) -> bool:
        """Whether it reads as a weak amber."""
        return stance == "amber" and answer.strength < self._law.clarify_below

    def must_confirm(self, stance: str) -> bool:
        """Whether it is a green that would commit both allies, and must be read back."""
        prepared = self._world.prepared
        return stance == "green" and prepared.setting.terms.read_back and prepared.protocol.binding

    def confirm(self, message: Message, answer: Answer) -> None:
        """Read a green back to the patron."""
        self._confirming = message, self._world.env.now
        self.ask(message, answer)

    def hours_to_confirm(self, plan: str, patience: float) -> float:
        """For how long a yes to this plan that was read, and is being read back, is still waited
        for: as long as patience lasts, counted from the asking back; 0 where there is none.
        """
        if self._confirming is None or self._confirming[0].plan != plan:
            return 0.0
        return max(self._confirming[1] + patience - self._world.env.now, 0.0)

    def ask_about_last(self) -> bool:
        """Ask what was meant by the last answer that was read, once; whether there is one."""
        if self.last is None or self.last[0].key in self._once:
            return False
        self.ask(*self.last)
        return True

    def ask(self, message: Message, answer: Answer) -> None:
        """Ask what was meant: the round trip repairs the reading."""
        self._once.add(message.key)
        self._asked[message.key] = message, answer
        self._world.post.post(
            "clarification",
            "frontline",
            f"doubt {message.key}",
            about=message.key,
            plan=message.plan,
        )

    def take_reply(self, reply: Message) -> tuple[Message, Answer] | None:
        """The answer that a reply is about, with what was meant by it."""
        if self._confirming is not None and self._confirming[0].key == reply.about:
            self._confirming = None
        return self._asked.pop(reply.about, None)
