"""The frontline ally: it wishes, asks or does not, waits, prepares, recalls, strikes; and answers
blows.

What a wish to strike leads to stands in the protocol's transition table; this module carries out
the entry action of each state. Everything read before the point of no return may still recall a
strike: the race at the heart of the model.
"""

from __future__ import annotations

from functools import partial
from math import inf

from sim.domain.actors.adversary import sigma
from sim.domain.decisions.protocols import State, next_state
from sim.domain.decisions.views import COURSES, Choice, View
from sim.domain.distributions.families import sampler
from sim.domain.events import Cause, StateChange
from sim.engine.allies.consultation import Inbox
from sim.engine.allies.imagined_strike import frontline_strike
from sim.engine.allies.leader import Mind
from sim.engine.allies.operation import Operation
from sim.engine.communication.message import Message
from sim.engine.world import World

#: What a binding protocol asks for before a strike: a green (or the patron in it), or an override.
_PERMITTED = frozenset({"wish_green", "override"})
#: Triggers on which a strike in preparation is weighed again.
_RECALLING = frozenset({"answer", "objection"})


class Frontline:
    """The seat of the ally under the threat."""

    __slots__ = (
        "_actions",
        "_diplomacy_done",
        "_planning",
        "_world",
        "ally",
        "fire_at",
        "inbox",
        "mind",
        "operation",
        "paused_until",
        "state",
        "wished_at",
    )

    def __init__(self, world: World) -> None:
        setting = world.prepared.setting
        ally = setting.allies.frontline
        self._world = world
        self._planning = sampler(setting.terms.planning)
        self._diplomacy_done = False
        self.operation = Operation(world, self)
        self._actions = {
            "pressing": self._press,
            "asking": self._ask,
            "planning": self._plan,
            "preparing": self.operation.prepare,
        }
        self.ally = ally
        self.mind = Mind(world, "frontline", ally, self._act)
        self.inbox = Inbox(world, self)
        self.state: State = "watching"
        self.wished_at = inf
        self.paused_until = -inf
        self.fire_at = -inf

    # what others ask and tell

    def under_fire(self) -> bool:
        """Whether it was hit back and has not struck since, within its leader's memory."""
        return self._world.env.now - self.fire_at <= self.ally.leader.memory

    def plan_key(self) -> str:
        """The name of the plan under discussion or in preparation."""
        return self.operation.key()

    def new_plan(self) -> str:
        """The name of a new plan."""
        return self.operation.fresh_plan_name()

    def carried_out(self) -> None:
        """It has struck: whoever was under fire has answered, and what was said of the plan is
        history.
        """
        self.fire_at = -inf
        self.inbox.forget()
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
        self.mind.consider("provocation", cause.key)

    def come_under_fire(self, cause: Cause) -> None:
        """A blow is a red-line event: no pause holds, and everything is decided faster."""
        self.fire_at = self._world.env.now
        self.paused_until = -inf
        self.mind.consider(cause.kind, cause.key)

    def break_off(self) -> None:
        """Attacked: what was under way with the patron is over, but for a strike in preparation."""
        if self.state not in ("preparing", "committed"):
            self.operation.fresh_plan_name()
            self.inbox.break_off()
            self.move("attacked")

    # deciding

    def _act(self, triggers: list[str]) -> None:
        """A deliberation has ended: decide, if there is anything to decide in this state."""
        recalling = self.state == "preparing" and not _RECALLING.isdisjoint(triggers)
        if self.state != "watching" and not recalling:
            return
        courses = ("hold", "strike") if recalling else self._courses()
        if len(courses) > 1:
            trigger = next(
                (name for name in triggers if name in _RECALLING or name == "silence"), triggers[0]
            )
            view = self._view(trigger, courses)
            self._world.decide(self.ally.leader.rule, view, partial(self._enact, view))

    def _courses(self) -> tuple[str, ...]:
        """What can be chosen now, in order of restraint."""
        world = self._world
        setting, now = world.prepared.setting, world.env.now
        strikes = world.adversary.strikes
        if strikes:
            again = (
                strikes < setting.ladder.exchange.most_strikes
                and now >= self.paused_until
                and self.under_fire()
            )
            return ("hold", "strike") if again else ("hold",)
        until = inf if self.under_fire() else setting.horizon
        inside = self.paused_until <= now <= until
        if "frontline" in world.adversary.pressing or world.adversary.secret:
            return ("hold", "strike") if inside else ("hold",)
        return COURSES if inside else ("hold", "pressure")

    def _view(self, trigger: str, courses: tuple[str, ...]) -> View:
        world, mind = self._world, self.mind
        belief = mind.belief()
        prospect = frontline_strike(world)
        valuation = mind.appraise(belief, prospect)
        return View(
            seat="frontline",
            asks="course",
            time=world.env.now,
            trigger=trigger,
            state=self.state,
            options={course: getattr(valuation, course) for course in courses},
            noise=mind.noise(),
            valuation=valuation,
            mean=belief.m,
            variance=belief.v,
            red_line=self.ally.outlook.red_line,
            rung=world.escalation.rung,
            stance=prospect.stance,
            stance_age=world.env.now - self.inbox.stance_at,
            pressure=world.home.pressure(),
            deterrence=prospect.deterrence,
            trust=world.trust("frontline"),
            under_fire=prospect.under_fire,
            window_left=world.prepared.setting.horizon - world.env.now,
        )

    def _enact(self, view: View, choice: Choice) -> None:
        world = self._world
        if world.full or choice.option != "hold" or view.trigger != "report":
            world.note_decision(view, choice)
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
        """What it read while it prepared does not stop it: the strike now rests on that, where the
        protocol lets it.
        """
        if (
            self._world.prepared.protocol.binding
            and self._event(self._world.env.now) not in _PERMITTED
        ):
            self.operation.recall(trigger)
        else:
            self.operation.rest_on_what_is_in_hand()

    def _wish(self) -> None:
        """The leader chose to strike: the protocol says what that leads to."""
        now = self._world.env.now
        self.wished_at = min(self.wished_at, now)
        self.move(self._event(now))

    def _event(self, now: float) -> str:
        terms = self._world.prepared.setting.terms
        protocol = self._world.prepared.protocol
        stance = self.inbox.stance()
        if stance == "none":
            first = protocol.diplomacy_first and not self._diplomacy_done and not self.under_fire()
            return "diplomacy" if first else "wish"
        if self.inbox.joins or stance == "green":
            return "wish_green"
        late = now - self.wished_at > terms.deadline * self.patience()
        if protocol.binding and late and sigma(self.mind.belief().m) > terms.override_line:
            return "override"
        return f"wish_{stance}"

    def move(self, event: str) -> bool:
        """Let an event change the state, if the protocol allows it, and carry out the new state's
        entry action.
        """
        world = self._world
        after = next_state(world.prepared.setting.protocol, self.state, event)
        if after is None:
            return False
        world.note(StateChange(self.state, event, after))
        self.state = after
        action = self._actions.get(after)
        if action is not None:
            action()
        return True

    # entry actions

    def _press(self) -> None:
        """Diplomacy first: both allies run the pressure track for the agreed time."""
        world = self._world
        world.adversary.press("frontline", "agreement")
        world.adversary.press("patron", "agreement")
        self._diplomacy_done = True
        world.later(world.prepared.setting.terms.diplomacy, self._start_pressure)

    def _start_pressure(self) -> None:
        self.move("pressed")
        self.mind.consider("deadline", "diplomacy")

    def _ask(self) -> None:
        kind = (
            "joint_plan" if self._world.prepared.protocol.plans_jointly else "consultation_request"
        )
        self.inbox.ask(kind, self.patience())

    def patience(self) -> float:
        """Hours that it waits for an answer: longer with trust, shorter under pressure, as the
        window closes, under fire.
        """
        world = self._world
        setting = world.prepared.setting
        law = setting.terms.patience
        assured = law.assurance if self.inbox.assured else 0.0
        hours = law.base * (1.0 + law.trust * world.trust("frontline") + assured)
        hours *= (1.0 - law.pressure * world.home.pressure()) * (
            1.0 - law.window * self._cost_of_holding()
        )
        return hours * (setting.ladder.exchange.patience if self.under_fire() else 1.0)

    def _cost_of_holding(self) -> float:
        """How far the window has closed in its own eyes: the expected loss of holding."""
        return self.mind.appraise(self.mind.belief(), frontline_strike(self._world)).loss

    def _plan(self) -> None:
        hours = self._planning(self._world.streams.uniform("planning", self.operation.key()))
        self._world.later(hours, partial(self._finish_planning, self.operation.key()))

    def _finish_planning(self, plan: str) -> None:
        """The staffs are done. If the patron does not join, its leader now knows how the answer was
        meant.
        """
        if self.operation.key() != plan:
            return
        if self.inbox.joins:
            self.move("planned")
        else:
            self.inbox.undeceive()
            self.give_up()
            self.move("refused")
