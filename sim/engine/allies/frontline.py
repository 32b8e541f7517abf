"""The frontline ally: it wishes, asks or does not, waits, prepares, recalls, strikes; and answers
blows.

What a wish to strike leads to stands in the protocol's transition table; this module carries out
the entry action of each state. Everything read before the point of no return may still recall a
strike: the race at the heart of the model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import inf

from sim.domain.actors.adversary import sigma
from sim.domain.decisions.protocols import next_state
from sim.domain.decisions.states import STATES, WISHES, Action, State, StateEvent
from sim.domain.decisions.views import COURSES, Choice, View
from sim.domain.events import Cause, StateChange
from sim.engine.allies.asking.consultation import Consultation
from sim.engine.allies.asking.early_question import EarlyQuestion
from sim.engine.allies.asking.joint_course import JointCourse
from sim.engine.allies.asking.patience import hours_of_patience
from sim.engine.allies.asking.waiting_term import WaitingTerm
from sim.engine.allies.cabinet_room import CabinetRoom
from sim.engine.allies.fast_track import FastTrack
from sim.engine.allies.frontline_view import frontline_view
from sim.engine.allies.imagined_strike import frontline_strike
from sim.engine.allies.leader import Mind
from sim.engine.allies.operation import Operation
from sim.engine.communication.message import Message
from sim.engine.world import World

#: What a binding protocol asks for before a strike: a green (or the patron in it), or an override.
_PERMITTED = frozenset({"wish_green", "override"})
#: Triggers on which a strike in preparation is weighed again.
_RECALLING = frozenset({"answer", "objection"})
#: Beside these, what all hear in public.
_WEIGHED = _RECALLING | {"warning"}
#: Of several triggers these name the decision.
_FOREMOST = _WEIGHED | {"silence"}


class Frontline:
    """The seat of the ally under the threat."""

    __slots__ = (
        "_actions",
        "_world",
        "ally",
        "cabinet",
        "defiant",
        "early_question",
        "fast_track",
        "inbox",
        "mind",
        "operation",
        "paused_until",
        "state",
        "term",
        "together",
        "wished_at",
    )

    def __init__(self, world: World) -> None:
        setting = world.prepared.setting
        ally = setting.allies.frontline
        self._world = world
        self.together = JointCourse(world, self)
        self.operation = Operation(world, self)
        self._actions: Mapping[Action, Callable[[], None]] = {
            "press": self.together.press,
            "ask": self._ask,
            "plan": self.together.plan,
            "prepare": self.operation.prepare,
        }
        self.ally = ally
        self.mind = Mind(world, "frontline", ally, self._act)
        self.inbox = Consultation(world, self)
        self.state: State = "watching"
        self.wished_at = inf
        self.paused_until = -inf
        self.defiant = False
        self.fast_track = FastTrack(world, ally.leader.memory)
        self.term = WaitingTerm(world, self)
        self.cabinet = CabinetRoom(world, self)
        self.early_question = EarlyQuestion(world, self)

    def start(self) -> None:
        """Let reports come in, and the hour of an early question."""
        self.mind.start()
        self.early_question.start()

    # what others ask and tell

    def under_fire(self) -> bool:
        """Whether it was hit and has not struck since."""
        return self.fast_track.is_on()

    def plan_key(self) -> str:
        """The name of the plan under discussion or in preparation."""
        return self.operation.key()

    def new_plan(self) -> str:
        """The name of a new plan."""
        return self.operation.fresh_plan_name()

    def carried_out(self) -> None:
        """It has struck: who was under fire has answered, and what was said of it is history."""
        self.fast_track.end()
        self.term.end("broken")
        self.inbox.become_history()
        self.move("struck")

    def receive(self, message: Message) -> None:
        """Its leader has read a message."""
        self.inbox.receive(message)

    def suffer(self, severity: float, cause: Cause) -> None:
        """A provocation: pressure rises, deterrence suffers, and the leader thinks about it."""
        self._world.home.press(severity, cause)
        self._world.home.lose_face(severity, cause)
        if severity >= self.ally.leader.red_line_event:
            self.paused_until = -inf
            if self._world.prepared.setting.ladder.exchange.provocations:
                self.fast_track.begin(cause)
                self._world.escalation.disturb()
        self.mind.consider("provocation", cause.key)

    def come_under_fire(self, cause: Cause) -> None:
        """A blow is a red-line event: no pause holds, and everything is decided faster."""
        self.fast_track.begin(cause)
        self.paused_until = -inf
        self.mind.consider(cause.kind, cause.key)

    def break_off(self) -> None:
        """Attacked: what was under way with the patron is over, but for a strike in preparation."""
        self.term.end("attack")
        if not STATES[self.state].holds_under_attack:
            self.operation.fresh_plan_name()
            self.inbox.break_off()
            self.move("attacked")

    # deciding

    def _act(self, triggers: list[str]) -> None:
        """A deliberation has ended: decide, if there is anything to decide in this state."""
        self.term.review()
        self.early_question.review()
        recalling = self.state == "preparing" and not _WEIGHED.isdisjoint(triggers)
        if self.state != "watching" and not recalling:
            return
        self._decide(triggers)

    def reconsider(self) -> bool:
        """Think again of its own motion; whether there is anything to decide."""
        return bool(self._possible()) and self._decide(["own motion"])

    def _decide(self, triggers: list[str]) -> bool:
        courses = self._possible()
        if len(courses) <= 1:
            return False
        world, trigger = self._world, triggers[0]
        if len(triggers) > 1:
            trigger = next(filter(_FOREMOST.__contains__, triggers), trigger)
        view = frontline_view(world, trigger, courses)
        still = partial(self._may_still, self.state, self.operation.key()) if world.humans else None
        world.decide(self.ally.leader.rule, view, self._enact, triggers, still)
        return True

    def _may_still(self, state: State, plan: str) -> tuple[str, ...]:
        """What may be answered to a question that was put in a state and of a plan."""
        return self._possible() if (self.state, self.operation.key()) == (state, plan) else ()

    def _possible(self) -> tuple[str, ...]:
        """What can be chosen now, in order of restraint."""
        if self.state == "preparing":
            return ("hold", "strike")
        return self.courses() if self.state == "watching" else ()

    def courses(self) -> tuple[str, ...]:
        world = self._world
        setting, now = world.prepared.setting, world.env.now
        strikes = world.adversary.strikes
        if strikes:
            more = strikes < setting.ladder.exchange.most_strikes
            again = more and now >= self.paused_until and self.under_fire()
            return ("hold", "strike") if again else ("hold",)
        inside = self.paused_until <= now and (now <= setting.horizon or self.under_fire())
        if "frontline" in world.adversary.pressing or world.adversary.secret:
            return ("hold", "strike") if inside else ("hold",)
        return COURSES if inside else ("hold", "pressure")

    def _enact(self, view: View, choice: Choice) -> None:
        world = self._world
        if world.full or choice.option != "hold" or view.trigger != "report":
            world.note_decision(view, choice)
        if choice.option != "strike":
            self.cabinet.withdraw()
        if choice.option == "pressure":
            world.adversary.press("frontline", "decision")
        elif choice.option == "strike":
            if self.state == "watching":
                self._wish()
            else:
                self._go_ahead(view.trigger)
        elif self.state == "preparing":
            self.operation.recall(view.trigger)
        elif view.trigger in _RECALLING:
            self.give_up()

    def give_up(self) -> None:
        """Restraint after an answer: the plan is not taken up again for a while."""
        self.paused_until = self._world.env.now + self.ally.leader.pause

    def _go_ahead(self, trigger: str) -> None:
        """The strike now rests on what was read meanwhile, where the protocol lets it go on."""
        binding = self._world.prepared.protocol.binding and not self.defiant
        if binding and self._event(self._world.env.now) not in _PERMITTED:
            self.operation.recall(trigger)
        else:
            self.operation.rest_on_what_is_in_hand()

    def _wish(self) -> None:
        """The leader chose to strike: the protocol says what that leads to."""
        now = self._world.env.now
        self.wished_at = min(self.wished_at, now)
        self.defiant = False
        event = self._event(now)
        if self.cabinet.must_agree(next_state(self._protocol(), self.state, event)):
            self.cabinet.put()
        else:
            self.move(event)

    def state_after_wish(self) -> State | None:
        """To which state a wish to strike would lead now, if the protocol lets it."""
        return next_state(self._protocol(), self.state, self._event(self._world.env.now))

    def carry_motion(self) -> None:
        """The cabinet has agreed: what follows is what the protocol now lets follow."""
        if self._world.env.now <= self._world.prepared.setting.horizon or self.under_fire():
            self.move(self._event(self._world.env.now))

    def _event(self, now: float) -> StateEvent:
        terms = self._world.prepared.setting.terms
        protocol = self._world.prepared.protocol
        stance = self.inbox.stance()
        if stance == "none":
            past = self.together.diplomacy_done or self.under_fire()
            return "diplomacy" if protocol.diplomacy_first and not past else "wish"
        if self.inbox.joins or stance == "green":
            return "wish_green"
        late = now - self.wished_at > terms.deadline * self.patience()
        late = late and self.inbox.hours_to_confirm() == 0.0
        if protocol.binding and late and sigma(self.mind.belief().m) > terms.override_line:
            return "override"
        return WISHES[stance]

    def _protocol(self) -> str:
        return self._world.prepared.setting.protocol

    def move(self, event: StateEvent) -> bool:
        """Let an event change the state, if the protocol allows it, and do its entry action."""
        after = next_state(self._protocol(), self.state, event)
        if after is None:
            return False
        self.enter(event, after)
        if action := STATES[after].action:
            self._actions[action]()
        return True

    def enter(self, event: StateEvent, after: State) -> None:
        """Change the state; agreed time that is over was no waiting for the patron."""
        if STATES[self.state].is_agreed_time:
            self.wished_at = inf
        self._world.note(StateChange(self.state, event, after))
        self.state = after

    # entry actions

    def _ask(self) -> None:
        jointly = self._world.prepared.protocol.plans_jointly
        self.inbox.ask("joint_plan" if jointly else "consultation_request", self.patience())

    def patience(self) -> float:
        """Hours that it waits for an answer."""
        world = self._world
        return hours_of_patience(
            world.prepared.setting,
            trust=world.trust("frontline"),
            pressure=world.home.pressure(),
            cost_of_holding=self._cost_of_holding(),
            assured=self.inbox.assured,
            under_fire=self.under_fire(),
        )

    def _cost_of_holding(self) -> float:
        """How far the window has closed in its own eyes: the expected loss of holding."""
        return self.mind.appraise(self.mind.belief(), frontline_strike(self._world)).loss
