"""The frontline's side of the exchange: what it asked, what it was answered and how it read that,
what silence means.
"""

from __future__ import annotations

from functools import partial
from typing import Protocol

from sim.domain.actors.allies import Ally
from sim.domain.events import Answered, Asked, Cause, PatienceExpired, Stages, StanceRead
from sim.engine.allies.clarification import Clarifications
from sim.engine.allies.envoy import Envoy
from sim.engine.allies.leader import Mind
from sim.engine.allies.stance_in_hand import InHand
from sim.engine.allies.stance_reading import Readings
from sim.engine.communication.message import Answer, Message, SharedReport, Word, stage_hours
from sim.engine.world import World


class Owner(Protocol):
    """What the inbox needs of the frontline."""

    @property
    def ally(self) -> Ally:
        """The ally that reads."""
        ...

    @property
    def mind(self) -> Mind:
        """Its mind."""
        ...

    def move(self, event: str) -> bool:
        """Let an event change the state."""
        ...

    def plan_key(self) -> str:
        """The name of the plan under discussion or in preparation."""
        ...

    def new_plan(self) -> str:
        """The name of a new plan."""
        ...


class Inbox:
    """The stance in hand, the question under way, and what came with the answers."""

    __slots__ = (
        "_answered",
        "_clarifications",
        "_envoy",
        "_in_hand",
        "_in_person",
        "_meant",
        "_open",
        "_owner",
        "_questions",
        "_readings",
        "_world",
        "assured",
        "joins",
        "waited",
    )

    def __init__(self, world: World, owner: Owner) -> None:
        self._world = world
        self._owner = owner
        self._questions: dict[str, Message] = {}
        self._readings = Readings(world, owner.ally.reading)
        self._envoy = Envoy(world, owner.ally.reading, self._hear_envoy)
        self._open = ""
        self._answered = False
        self._clarifications = Clarifications(world, owner.ally.reading)
        self._in_person: set[str] = set()
        self._meant = "none"
        self._in_hand = InHand(world, owner.ally, owner.mind)
        self.assured = False
        self.joins = False
        self.waited = 0.0

    def stance(self) -> str:
        """The stance in hand, while it stands."""
        return self._in_hand.stance()

    @property
    def stance_at(self) -> float:
        """When it was read."""
        return self._in_hand.at

    def word(self) -> str:
        """The last word that was read, whether or not it still stands."""
        return self._in_hand.word()

    def has_asked(self) -> bool:
        """Whether it has asked the patron."""
        return bool(self._questions)

    def question(self) -> Message | None:
        """The question under way, if it has not been answered yet."""
        return self._questions.get(self._open) if not self._answered else None

    def waits_for(self, question: Message) -> bool:
        """Whether this question is under way and not answered yet."""
        return question.key == self._open and not self._answered

    def spent_waiting(self) -> float:
        """Hours of waiting that were used to prepare; they count once."""
        waited, self.waited = self.waited, 0.0
        return waited

    def forget(self) -> None:
        """A new decision stands on its own."""
        self._meant, self.joins, self.waited = "none", False, 0.0
        self._in_hand.forget()

    def become_history(self) -> None:
        """What was said of a plan that was carried out counts no more."""
        self.forget()
        self._in_hand.become_history()

    # asking

    def ask(self, kind: str, patience: float) -> None:
        """Ask the patron, and wait for the answer within patience (hours)."""
        world = self._world
        self.forget()
        message = world.post.post(
            kind, "frontline", f"question {len(self._questions) + 1}", plan=self._owner.new_plan()
        )
        self._questions[message.key] = message
        self._open, self._answered = message.key, False
        world.note(Asked(message.key, patience))
        world.later(patience, partial(self._expire, message))
        world.dialogues.consider_call(message)
        world.injects.check()

    def _expire(self, question: Message) -> None:
        """Patience has ended. Without an answer silence is in hand; a doubtful one is taken as it
        was read.
        """
        if question.key != self._open:
            return
        self._open = ""
        self.waited = self._world.env.now - question.posted
        if not self._answered:
            self._world.note(PatienceExpired(question.key))
        if self._in_hand.is_empty():
            if not self._answered:
                self._world.judge("frontline", "request_unanswered")
            self._in_hand.hold("silence")
            self._owner.move("expired")
            self._owner.mind.consider("silence", question.key)
        else:
            self._owner.move("answered")
            self._owner.mind.consider("answer", question.key)

    # reading

    def receive(self, message: Message) -> None:
        """The leader has read a message."""
        content = message.content
        if isinstance(content, SharedReport):
            self._owner.mind.receive(content)
        elif message.kind == "clarified":
            self._repair_reading(message)
        elif isinstance(content, Answer):
            self._read_stance(message, content)
        elif content is not None:
            self._accept(content)

    def told_in_person(self, question: Message, answer: Message, said: Answer) -> None:
        """The patron's leader said it face to face: there is nothing to misread, and nothing to ask
        about.
        """
        if not self.waits_for(question):
            return
        now = self._world.env.now
        self._note_answered(
            question, answer, late=False, stages=(("meeting", now - question.posted),)
        )
        self._in_person.add(question.key)
        self._readings.learn(said)
        self._note_reading(answer, said, said.stance, repaired=False)
        self._take(answer, said, said.stance)
        self._conclude(question, answer)

    def _read_stance(self, message: Message, said: Answer) -> None:
        if message.about in self._in_person:
            return  # it only confirms in writing what was said
        question = self._questions.get(message.about)
        in_time = question is not None and question.key == self._open
        if question is not None:
            stages = stage_hours(question.posted, question.marks + message.marks)
            self._note_answered(question, message, late=not in_time, stages=stages)
        stance = self._readings.reading(message, said)
        self._note_reading(message, said, stance, repaired=False)
        if self._clarifications.must_confirm(stance):
            self._accept(said)
            self._clarifications.ask(message, said)
            return
        self._take(message, said, stance)
        if stance == "amber":
            self._envoy.consider(self._readings.position(said), message, said)
        if in_time and self._clarifications.is_doubtful(stance, said):
            self._clarifications.ask(message, said)
        else:
            self._conclude(question if in_time else None, message)

    def _hear_envoy(self, message: Message, said: Answer) -> None:
        """What the envoy made of it is the stance in hand, if it is still about this plan."""
        if not self._current(message):
            return
        stance = self._readings.envoy_reading(message.key, said)
        self._note_reading(message, said, stance, repaired=False)
        self._in_hand.hold(stance)
        if self._open != message.about:
            self._owner.mind.consider("answer", f"envoy {message.key}")

    def undeceive(self) -> None:
        """Working on a plan together shows how the last answer was meant."""
        if self._meant != "none":
            self._in_hand.hold(self._meant)

    def _take(self, message: Message, said: Answer, stance: str) -> None:
        """Take a stance in hand as it was read, with what came beside it; a stance counts for its
        plan only.
        """
        if self._current(message):
            self._in_hand.hold(stance)
            self._meant = said.stance
            self.joins = said.joins
        self._accept(said)

    def _current(self, message: Message) -> bool:
        """Whether a message is about the plan now under discussion, and not about one that is
        history.
        """
        return message.plan == self._owner.plan_key()

    def _note_answered(
        self, question: Message, answer: Message, *, late: bool, stages: Stages
    ) -> None:
        world = self._world
        world.note(
            Answered(question.key, answer.key, world.env.now - question.posted, late, stages)
        )
        if not late:
            self._answered = True
            world.judge("frontline", "answer_in_time")

    def _note_reading(self, message: Message, said: Answer, read: str, *, repaired: bool) -> None:
        self._world.note(
            StanceRead(message.key, message.plan, said.stance, read, said.strength, repaired)
        )

    def _accept(self, word: Word) -> None:
        """What came with the answer: an assurance, or an offer to press together."""
        world = self._world
        if word.assurance:
            self.assured = True
            world.judge("frontline", "assurance_delivered")
            world.home.relieve(
                world.prepared.setting.allies.patron.assurance_relief, Cause("assurance")
            )
        if word.counter_offer:
            world.adversary.press("patron", "counter_offer")
            world.adversary.press("frontline", "counter_offer")

    def _conclude(self, question: Message | None, message: Message) -> None:
        """The answer is in hand: stop waiting, and decide again. An unasked or late objection is
        weighed as well.
        """
        if question is not None:
            self._open = ""
            self.waited = self._world.env.now - question.posted
            self._owner.move("answered")
        if self._current(message):
            self._owner.mind.consider("answer" if message.about else "objection", message.key)

    def _repair_reading(self, reply: Message) -> None:
        """The round trip that repairs a reading."""
        repaired = self._clarifications.take_reply(reply)
        if repaired is None:
            return
        answer, said = repaired
        self._readings.learn(said)
        self._note_reading(answer, said, said.stance, repaired=True)
        if self._current(answer):
            self._in_hand.hold(said.stance)
            self._meant, self.joins = said.stance, said.joins
        question = self._questions.get(answer.about)
        self._conclude(
            question if question is not None and question.key == self._open else None, answer
        )
