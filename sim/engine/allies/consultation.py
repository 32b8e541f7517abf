"""The frontline's side of the exchange: what it asked, what it was answered and how it read that,
what silence means.
"""

from __future__ import annotations

from functools import partial
from math import inf
from typing import Protocol

from sim.domain.actors.allies import Ally
from sim.domain.actors.misperception import misreading_chance, read_as
from sim.domain.events import Answered, Asked, Cause, PatienceExpired, Stages, StanceRead
from sim.engine.allies.leader import Mind
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
        "_clarifying",
        "_in_person",
        "_meant",
        "_open",
        "_owner",
        "_questions",
        "_stance",
        "_world",
        "assured",
        "joins",
        "stance_at",
        "waited",
    )

    def __init__(self, world: World, owner: Owner) -> None:
        self._world = world
        self._owner = owner
        self._questions: dict[str, Message] = {}
        self._open = ""
        self._answered = False
        self._clarifying: dict[str, tuple[Message, Answer]] = {}
        self._in_person: set[str] = set()
        self._meant = "none"
        self._stance = "none"
        self.stance_at = -inf
        self.assured = False
        self.joins = False
        self.waited = 0.0

    def stance(self) -> str:
        """The stance in hand, while the leader's memory holds."""
        if self._world.env.now - self.stance_at > self._owner.ally.leader.memory:
            return "none"
        return self._stance

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
        self._stance, self._meant, self.joins, self.waited = "none", "none", False, 0.0

    def break_off(self) -> None:
        """Attacked: nobody waits for an answer any more, and what was said before is history."""
        self._open = ""
        self.forget()

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
        if self._stance == "none":
            self._world.judge("frontline", "request_unanswered")
            self._hold("silence")
            self._owner.move("expired")
            self._owner.mind.consider("silence", question.key)
        else:
            self._owner.move("answered")
            self._owner.mind.consider("answer", question.key)

    def _hold(self, stance: str) -> None:
        self._stance, self.stance_at = stance, self._world.env.now

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
        stance = self._interpret(message, said)
        self._take(message, said, stance)
        if in_time and self._doubtful(stance, said):
            self._clarify(message, said)
        else:
            self._conclude(question if in_time else None, message)

    def undeceive(self) -> None:
        """Working on a plan together shows how the last answer was meant."""
        if self._meant != "none":
            self._hold(self._meant)

    def _take(self, message: Message, said: Answer, stance: str) -> None:
        """Take a stance in hand as it was read, with what came beside it; a stance counts for its
        plan only.
        """
        if self._current(message):
            self._hold(stance)
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

    def _interpret(self, message: Message, said: Answer) -> str:
        """The stance as the leader reads it; the leader does not know whether that is right."""
        world, law = self._world, self._owner.ally.reading
        given = said.stance
        luck = world.streams.block("misreading", message.key)
        chance = misreading_chance(
            law,
            given,
            fidelity=message.fidelity,
            trust=world.trust("frontline"),
            cell=message.read_by_cell,
        )
        read = read_as(given, "green", luck[1] < law.hope) if luck[0] < chance else given
        self._note_reading(message, said, read, repaired=False)
        return read

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

    # clarification: a weak amber may be asked about once

    def _doubtful(self, stance: str, said: Answer) -> bool:
        return stance == "amber" and said.strength < self._owner.ally.reading.clarify_below

    def _clarify(self, message: Message, said: Answer) -> None:
        self._clarifying[message.key] = message, said
        self._world.post.post(
            "clarification",
            "frontline",
            f"doubt {message.key}",
            about=message.key,
            plan=message.plan,
        )

    def _repair_reading(self, reply: Message) -> None:
        """The round trip that repairs a reading."""
        if reply.about not in self._clarifying:
            return
        answer, said = self._clarifying.pop(reply.about)
        self._note_reading(answer, said, said.stance, repaired=True)
        if self._current(answer):
            self._hold(said.stance)
        question = self._questions.get(answer.about)
        self._conclude(
            question if question is not None and question.key == self._open else None, answer
        )
