"""The patron: learns of a plan to strike (it is asked, told, finds out or reads it in the press),
answers red, amber or green, and takes consequences.

A ``draw_key`` names what the patron answers, and so its random numbers: the same in every arm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import inf

from sim.domain.actors.preferences import Valuation, stance_values
from sim.domain.decisions.views import Asks, Choice, View
from sim.domain.distributions.families import sampler
from sim.domain.events import Learning, StanceGiven, TermAsked
from sim.engine.allies.awareness import Awareness
from sim.engine.allies.beside_a_stance import hours_to_wait, joins_plan, unasked_kind
from sim.engine.allies.consequences import Consequences
from sim.engine.allies.imagined_strike import supported_strike
from sim.engine.allies.leader import Mind
from sim.engine.allies.obligations import Obligations
from sim.engine.communication.message import Answer, Message, SharedReport, Word
from sim.engine.world import World

#: Carries an answer to the frontline: by message, or face to face.
Deliver = Callable[[Answer], None]
#: The frontline's leader hears an answer face to face: what message it stands for, and the answer.
Hear = Callable[[Message, Answer], None]
#: Which message carries which stance.
_CARRIES = {"green": "concurrence", "amber": "counter_offer", "red": "objection"}


class Patron:
    """The seat of the ally that counsels restraint."""

    __slots__ = (
        "_answered",
        "_council",
        "_world",
        "ally",
        "awareness",
        "consequences",
        "given",
        "mind",
        "obligations",
    )

    def __init__(self, world: World) -> None:
        ally = world.prepared.setting.allies.patron
        self._world = world
        self._council = sampler(ally.council)
        self.ally = ally
        self.mind = Mind(world, "patron", ally, self.consider_course)
        self.awareness = Awareness(world, self)
        self.obligations = Obligations(world, self)
        self.given: dict[str, str] = {}
        self._answered: set[str] = set()
        self.consequences = Consequences(world, self)

    # its own course

    def consider_course(self, triggers: list[str]) -> bool:
        """It has thought about its own reports: pressure, or not; whether it can still choose."""
        if not self._courses():
            return False
        valuation = self.appraise()
        view = self._view(
            "course",
            triggers[0],
            {"hold": valuation.hold, "pressure": valuation.pressure},
            valuation,
        )
        rule = self.ally.leader.rule
        self._world.decide(rule, view, self._enact_course, triggers, self._courses)
        return True

    def _courses(self) -> tuple[str, ...]:
        foe = self._world.adversary
        return () if "patron" in foe.pressing or foe.strikes or foe.secret else ("hold", "pressure")

    def volunteer(self, draw_key: str) -> bool:
        """Say of its own motion what it thinks of the last plan that it learnt of, if any."""
        plan = next(reversed(self.awareness.learnt), None)
        if plan is None:
            return False
        self.choose_stance("own motion", draw_key, plan, partial(self._reply, draw_key, plan, None))
        return True

    def _enact_course(self, view: View, choice: Choice) -> None:
        if self._world.full or choice.option != "hold":
            self._world.note_decision(view, choice)
        if choice.option == "pressure":
            self._world.adversary.press("patron", "decision")

    def appraise(self) -> Valuation:
        """The frontline's strike by the patron's own lights."""
        return self.mind.appraise(self.mind.belief(), supported_strike(self._world))

    def worth_of_strike(self) -> float:
        """What the frontline's strike is worth to it, over restraint."""
        worth = self.appraise()
        return worth.strike - max(worth.hold, worth.pressure)

    def _view(
        self, asks: Asks, trigger: str, options: dict[str, float], valuation: Valuation
    ) -> View:
        world, belief = self._world, self.mind.belief()
        return View(
            seat="patron",
            asks=asks,
            time=world.env.now,
            trigger=trigger,
            state="watching",
            options=options,
            noise=self.mind.noise(),
            valuation=valuation,
            mean=belief.m,
            variance=belief.v,
            red_line=self.ally.outlook.red_line,
            rung=world.escalation.rung,
            stance="none",
            stance_age=inf,
            pressure=0.0,
            deterrence=world.home.deterrence(),
            trust=world.trust("patron"),
            under_fire=world.frontline.under_fire(),
            window_left=world.prepared.setting.horizon - world.env.now,
        )

    # learning and answering

    def receive(self, message: Message) -> None:
        """Its leader has read a message."""
        if isinstance(message.content, SharedReport):
            self.mind.receive(message.content)
        elif message.kind == "clarification":
            self._world.later(self._deliberate(message), partial(self._clarify, message))
        elif message.kind == "announcement":
            self.awareness.note_plan(message.plan, "told")
            self.awareness.note_hour(message.plan, "told")
        elif message.plan and message.kind != "clarified":
            self.awareness.note_plan(message.plan, "told")
            if message.kind == "notification":
                self.awareness.note_hour(message.plan, "told")
            self._world.later(self._deliberate(message), partial(self._answer_message, message))

    def learn(self, plan: str, how: Learning) -> None:
        """It learns of a plan otherwise: by its own intelligence, a leak or the news. Before the
        strike it objects or agrees.
        """
        first = self.awareness.note_plan(plan, how)
        if how == "news":
            self.awareness.note_hour(plan, how)
        if not first or how == "news":
            return
        hours = self.mind.deliberation(f"{how} {plan}")
        self._world.later(hours, partial(self._comment_on, plan, how))

    def supports(self, plan: str) -> bool:
        """Whether it gave a green to this plan, however that was read, and its support is not
        suspended.
        """
        return self.given.get(plan) == "green" and not self.consequences.support_is_suspended()

    def _deliberate(self, message: Message) -> float:
        """Hours of council, where the kind needs one, and of its own thought, both as stages."""
        world = self._world
        ready = world.prepared.allies["patron"]
        now = decided = world.env.now
        if world.prepared.kinds[message.kind].council:
            hours = self._council(world.streams.uniform("council", message.key))
            decided = ready.nights.finish(now, hours, ready.night_rate)
            message.mark("council", decided)
        hours = ready.deliberation(world.streams.uniform("deliberation patron", message.key))
        decided = ready.nights.finish(decided, hours, ready.night_rate)
        message.mark("deliberation", decided)
        return decided - now

    def answer_in_person(self, question: Message, hear: Hear) -> None:
        """The frontline's leader asks face to face: say at once what it thinks of the plan."""
        self.awareness.note_plan(question.plan, "told")
        self._answered.add(question.key)
        self.choose_stance(
            "meeting", question.key, question.plan, partial(self._answer_aloud, question, hear)
        )

    def _answer_aloud(self, question: Message, hear: Hear, answer: Answer) -> None:
        message = self._world.post.spoken_answer(_CARRIES[answer.stance], question, answer)
        self._note_stance(message, answer)
        hear(message, answer)

    def _answer_message(self, message: Message) -> None:
        """Answer what was read, unless it was answered face to face meanwhile, or only tells of a
        plan on which a stance was given already.
        """
        expects_answer = self._world.prepared.kinds[message.kind].answered
        if message.key in self._answered or (message.plan in self.given and not expects_answer):
            return
        answer = partial(self._reply, message.key, message.plan, message)
        self.choose_stance(message.kind, message.key, message.plan, answer)

    def _comment_on(self, plan: str, how: Learning) -> None:
        """Say unasked what it thinks of a plan that it learnt of, while that is being prepared."""
        prepared = self._world.frontline.operation.plan
        if prepared is not None and prepared.key == plan:
            draw_key = f"{how} {plan}"
            self.choose_stance(how, draw_key, plan, partial(self._reply, draw_key, plan, None))

    def _valuation_of(self, plan: str) -> Valuation:
        """The plan by its own lights; a strike that is known to have fallen, as it was just before:
        what it has done to the threat makes it no better or worse.
        """
        before = self.consequences.valuation
        fallen = self.awareness.knows_fallen(plan)
        return before if fallen and before is not None else self.appraise()

    def choose_stance(self, trigger: str, draw_key: str, plan: str, deliver: Deliver) -> None:
        valuation = self._valuation_of(plan)
        band = self.ally.amber_band
        values = stance_values(valuation, band, band if self.obligations.stands_by() else 0.0)
        view = self._view("stance", trigger, values, valuation)
        enact = partial(self._enact_stance, draw_key, plan, deliver)
        self._world.decide(self.ally.leader.rule, view, enact)

    def _enact_stance(
        self, draw_key: str, plan: str, deliver: Deliver, view: View, choice: Choice
    ) -> None:
        """Say red, amber or green, with what comes beside it."""
        world = self._world
        world.note_decision(view, choice)
        stance = self.given[plan] = choice.option
        world.injects.check()
        luck = world.streams.block("answer", draw_key)
        joins = joins_plan(world, stance, luck[1])
        answer = Answer(
            stance=stance,
            strength=self._strength(view),
            joins=joins,
            assurance=stance != "green" and luck[0] < self.ally.assures,
            counter_offer=stance != "green" and self.ally.counter_offer,
            term=hours_to_wait(world, draw_key, plan, stance, joins=joins),
        )
        deliver(answer)

    def _reply(self, draw_key: str, plan: str, question: Message | None, answer: Answer) -> None:
        """Send the answer on its way: as an answer where it was asked, else as a word unasked. Its
        assurance goes in a message of its own.
        """
        world, stance = self._world, answer.stance
        asked = question is not None and world.prepared.kinds[question.kind].answered
        kind = _CARRIES[stance] if asked else unasked_kind(world, plan, stance, _CARRIES[stance])
        message = world.post.post(
            kind,
            "patron",
            f"answer {draw_key}",
            about=question.key if asked and question else "",
            plan=plan,
            content=replace(answer, assurance=False),
        )
        self._note_stance(message, answer)
        if answer.assurance:
            word = Word(assurance=True, counter_offer=False)
            world.post.post("assurance", "patron", f"assurance {draw_key}", plan=plan, content=word)

    def object_unasked(self, draw_key: str, stance: str, strength: float) -> None:
        """It says of its own accord what it thinks of a strike, by the post."""
        answer = Answer(
            stance=stance,
            strength=strength,
            joins=False,
            term=0.0,
            assurance=False,
            counter_offer=False,
        )
        plan = self._world.frontline.plan_key()
        message = self._world.post.post(
            _CARRIES[stance], "patron", f"warning {draw_key}", plan=plan, content=answer
        )
        self._note_stance(message, answer)

    def _note_stance(self, message: Message, answer: Answer) -> None:
        self._world.note(StanceGiven(message.key, message.plan, answer.stance, answer.strength))
        if answer.term > 0.0:
            self._world.note(TermAsked(message.key, answer.term))

    def _strength(self, view: View) -> float:
        """How clear the stance is: an amber is weak near its edges, others near the band."""
        band = max(self.ally.amber_band, 1e-9)
        worth = abs(view.options["green"])
        return min(
            1.0,
            1.0 - worth / band if worth <= band else (worth - band) / (self.ally.clear_at * band),
        )

    def _clarify(self, message: Message) -> None:
        self._world.post.post("clarified", "patron", f"answer {message.key}", about=message.about)
