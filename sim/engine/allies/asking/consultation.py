"""The frontline's side of the exchange: what it asked, what it was answered and how it read that,
what silence means.
"""

from __future__ import annotations

from functools import partial

from sim.domain.events import Answered, Cause, PatienceExpired, Stages, StanceRead
from sim.engine.allies.asking.clarification import Clarifications
from sim.engine.allies.asking.envoy import Envoy
from sim.engine.allies.asking.inbox_owner import Owner
from sim.engine.allies.asking.questions import Questions
from sim.engine.allies.asking.stance_in_hand import InHand
from sim.engine.allies.asking.stance_reading import Readings
from sim.engine.communication.message import Answer, Message, SharedReport, Word, stage_hours
from sim.engine.world import World


class Consultation:
    """The stance in hand, the question under way, and what came with the answers."""

    __slots__ = (
        "clarifications",
        "_envoy",
        "_in_person",
        "_meant",
        "_owner",
        "_readings",
        "_world",
        "assured",
        "in_hand",
        "joins",
        "questions",
    )

    def __init__(self, world: World, owner: Owner) -> None:
        self._world = world
        self._owner = owner
        self.questions = Questions(world)
        self._readings = Readings(world, owner.ally.reading)
        self._envoy = Envoy(world, owner.ally.reading, self._hear_envoy)
        self.clarifications = Clarifications(world, owner.ally.reading)
        self._in_person: set[str] = set()
        self._meant = "none"
        self.in_hand = InHand(world, owner.ally, owner.mind)
        self.assured = False
        self.joins = False

    def stance(self) -> str:
        """The stance in hand, while it stands."""
        return self.in_hand.stance()

    def stance_or_word(self) -> str:
        """The stance in hand, or else the last word that was read: it has gone stale, but was
        heard.
        """
        stance = self.in_hand.stance()
        return self.in_hand.word() if stance == "none" else stance

    def forget(self) -> None:
        """A new decision stands on its own."""
        self._meant, self.joins = "none", False
        self.questions.forget_waiting()
        self.in_hand.forget()

    def become_history(self) -> None:
        """What was said of a plan that was carried out counts no more."""
        self.forget()
        self.in_hand.become_history()

    def take_as_doubts(self) -> None:
        """The patron stands by it after a blow: neither a yes nor a no to an answer, and whoever
        would ask need not wait any longer.
        """
        if self._world.prepared.protocol.asks and self.in_hand.stance() == "none":
            self.questions.close()
            self.in_hand.hold("amber")
            self._owner.move("answered")

    def break_off(self) -> None:
        """Attacked: nobody waits for an answer any more, and what was said before is history."""
        self.questions.close()
        self.become_history()

    # asking

    def ask(self, kind: str, patience: float) -> None:
        """Ask the patron, or await the answer to what was asked early, within patience (hours)."""
        question = self.questions.under_way() or self._put(kind, patience)
        self.questions.wait(question, patience, self._expire)

    def ask_early(self) -> None:
        """Ask without waiting: whatever it does, the answer will be read when it comes."""
        world = self._world
        self._put("consultation_request", max(world.prepared.setting.horizon - world.env.now, 0.0))

    def _put(self, kind: str, patience: float) -> Message:
        plan = self._plan_to_ask_about()
        self.forget()
        return self.questions.put(kind, patience, plan)

    def _plan_to_ask_about(self) -> str:
        """The plan under discussion, as long as no answer about it was read: so one that is on its
        way counts, whatever has closed the question meanwhile; else a new one.
        """
        plan = self._owner.plan_key()
        return self._owner.new_plan() if self.questions.had_a_reply(plan) else plan

    def _expire(self, question: Message) -> None:
        """Patience has ended. Without an answer silence is in hand; a doubtful one is taken as it
        was read. Whoever has read a yes and waits for it to be confirmed goes on waiting.
        """
        if not self.questions.is_open(question):
            return
        more = self.hours_to_confirm()
        if more > 0.0:
            self._world.later(more, partial(self._expire, question))
            return
        self.questions.close()
        if not self.questions.has_answer():
            self._world.note(PatienceExpired(question.key))
        if self.in_hand.is_empty():
            if not self.questions.has_answer() and self._world.post.can_be_answered(question):
                self._world.judge("frontline", "request_unanswered")
            self.in_hand.hold("silence")
            self._owner.move("expired")
            self._owner.mind.consider("silence", question.key)
        else:
            self._owner.move("answered")
            self._owner.mind.consider("answer", question.key)

    def hours_to_confirm(self) -> float:
        """For how long it waits for a yes that it has read to be confirmed."""
        owner = self._owner
        return self.clarifications.hours_to_confirm(owner.plan_key(), owner.patience())

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

    def hear_in_person(self, question: Message, message: Message, answer: Answer) -> None:
        """The patron's leader said it face to face: there is nothing to misread, and nothing to ask
        about.
        """
        if not self.questions.waits_for(question):
            return
        now = self._world.env.now
        self._note_answered(question, message, (("meeting", now - question.posted),))
        self._in_person.add(question.key)
        self._readings.learn(answer)
        self._note_reading(message, answer, answer.stance, repaired=False)
        self._take(message, answer, answer.stance)
        self._conclude(question, message)

    def _read_stance(self, message: Message, answer: Answer) -> None:
        if message.about in self._in_person:
            return  # it only confirms in writing what was said
        question = self.questions.named(message.about)
        if question is not None:
            stages = stage_hours(question.posted, question.marks + message.marks)
            self._note_answered(question, message, stages)
        waiting = self.questions.answered_by(message)
        stance = self._readings.reading(message, answer)
        self.clarifications.last = message, answer
        self._note_reading(message, answer, stance, repaired=False)
        still = self._can_act_on(message)
        if still and self.clarifications.must_confirm(stance):
            self._accept(answer)
            self.clarifications.confirm(message, answer)
            return
        self._take(message, answer, stance)
        if still and stance == "amber":
            self._envoy.consider(self._readings.position(answer), message, answer)
        if still and waiting is not None and self.clarifications.is_doubtful(stance, answer):
            self.clarifications.ask(message, answer)
        else:
            self._conclude(waiting, message)

    def _hear_envoy(self, message: Message, answer: Answer) -> None:
        """What the envoy made of it is the stance in hand, if it is still about this plan."""
        if not self._current(message):
            return
        stance = self._readings.envoy_reading(message.key, answer)
        self._note_reading(message, answer, stance, repaired=False)
        self.in_hand.hold(stance)
        if stance == "green":
            self._owner.term.end("green")
        if self.questions.answered_by(message) is None:
            self._owner.mind.consider("answer", f"envoy {message.key}")

    def undeceive(self) -> None:
        """Working on a plan together shows how the last answer was meant."""
        if self._meant != "none":
            self.in_hand.hold(self._meant)

    def _take(self, message: Message, answer: Answer, stance: str) -> None:
        """Take a stance in hand as it was read, with what came beside it; a stance counts for its
        plan only.
        """
        if self._current(message):
            self.in_hand.hold(stance)
            self._meant, self.joins = answer.stance, answer.joins
            self._weigh_term(message, answer, stance)
        self._accept(answer)

    def _weigh_term(self, message: Message, answer: Answer, stance: str) -> None:
        """A term that comes with an answer is taken or not; a green or an agreed plan ends one."""
        if answer.joins or stance == "green":
            self._owner.term.end("plan" if answer.joins else "green")
        else:
            self._owner.term.consider(message, answer)

    def _can_act_on(self, message: Message) -> bool:
        """Whether a better reading could still change anything: of a plan that is no more, or past
        the point of no return, nobody asks what was meant.
        """
        return self._current(message) and self._owner.state != "committed"

    def _current(self, message: Message) -> bool:
        """Whether a message is about the plan now under discussion, and not about one that is
        history.
        """
        return message.plan == self._owner.plan_key()

    def _note_answered(self, question: Message, message: Message, stages: Stages) -> None:
        world, late = self._world, self.questions.is_late_for(question)
        hours = world.env.now - question.posted
        world.note(Answered(question.key, message.key, hours, late, stages))
        self.questions.note_reply(question)
        if self.questions.answered_by(message) is not None:
            self.questions.take_answer()
        if not late:
            world.judge("frontline", "answer_in_time")

    def _note_reading(self, message: Message, answer: Answer, read: str, *, repaired: bool) -> None:
        self._world.note(
            StanceRead(message.key, message.plan, answer.stance, read, answer.strength, repaired)
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
            self.questions.close()
            self._owner.move("answered")
        if self._current(message):
            self._owner.mind.consider("answer" if message.about else "objection", message.key)

    def _repair_reading(self, reply: Message) -> None:
        """The round trip that repairs a reading."""
        repaired = self.clarifications.take_reply(reply)
        if repaired is None:
            return
        message, answer = repaired
        self._readings.learn(answer)
        self._note_reading(message, answer, answer.stance, repaired=True)
        if self._current(message):
            self.in_hand.hold(answer.stance)
            self._meant, self.joins = answer.stance, answer.joins
            self._weigh_term(message, answer, answer.stance)
        self._conclude(self.questions.answered_by(message), message)
