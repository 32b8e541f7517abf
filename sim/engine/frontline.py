"""The frontline ally: it wishes, asks or does not, waits, prepares, recalls, strikes; and answers blows.

What a wish to strike leads to stands in the protocol's transition table; this module carries out the entry action of
each state. Everything read before the point of no return may still recall a strike: the race at the heart of the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import inf

from sim.domain.laws import sampler
from sim.domain.protocols import next_state
from sim.domain.threat import sigma
from sim.domain.values import Prospect, Valuation
from sim.domain.views import COURSES, Choice, View
from sim.engine.inbox import Inbox
from sim.engine.message import Message
from sim.engine.mind import Mind
from sim.engine.world import Fading, World

#: On what stance the frontline expects to act when it has none in hand: who may strike on silence wishes with that in mind.
_EXPECTED = {"unilateral": "unasked", "notify": "told", "consult": "silence", "concurrence": "green", "joint": "green"}
#: Protocols that bind: acting without a green overrides them.
_BINDING = frozenset({"concurrence", "joint"})
#: What such a protocol asks for before a strike: a green (or the patron in it), or an override.
_PERMITTED = frozenset({"wish_green", "override"})
#: Triggers on which a strike in preparation is weighed again.
_RECALLING = frozenset({"answer", "objection"})


@dataclass(slots=True)
class Plan:
    """A strike in preparation: its course and the stance it rests on."""

    key: str
    course: str
    stance: str
    strike_at: float


class Frontline:
    """The seat of the ally under the threat."""

    __slots__ = (
        "_actions", "_diplomacy_done", "_duration", "_planning", "_world", "ally", "deterrence", "fire_at", "inbox", "mind",
        "paused_until", "plan", "plans", "preparations", "pressure", "state", "wished_at",
    )  # fmt: skip

    def __init__(self, world: World) -> None:
        setting = world.prepared.setting
        ally = setting.allies.frontline
        self._world = world
        self._duration = sampler(ally.preparation.duration)
        self._planning = sampler(setting.terms.planning)
        self._diplomacy_done = False
        self._actions = {
            "pressing": self._press,
            "asking": self._ask,
            "planning": self._plan,
            "preparing": self._prepare,
        }
        self.ally = ally
        self.mind = Mind(world, "frontline", ally, self._act)
        self.inbox = Inbox(world, self)
        self.pressure = Fading(ally.pressure.start, 0.0, ally.pressure.half_life)
        self.deterrence = Fading(ally.deterrence.start, ally.deterrence.start, ally.deterrence.half_life)
        self.state = "watching"
        self.wished_at = inf
        self.paused_until = -inf
        self.fire_at = -inf
        self.plan: Plan | None = None
        self.plans = 1
        self.preparations = 0

    # what others ask and tell

    def deterrence_now(self) -> float:
        """Credibility of its deterrence."""
        return self.deterrence.at(self._world.env.now)

    def pressure_now(self) -> float:
        """Domestic pressure."""
        return self.pressure.at(self._world.env.now)

    def plan_key(self) -> str:
        """The name of the plan that is under discussion or in preparation; it may be put off and taken up again."""
        return f"plan-{self.plans}"

    def new_plan(self) -> str:
        """A wish that stands on its own: nobody was asked or told about it yet."""
        self.plans += 1
        return self.plan_key()

    def under_fire(self) -> bool:
        """Whether it was hit back and has not struck since, within its leader's memory."""
        return self._world.env.now - self.fire_at <= self.ally.leader.memory

    def read(self, message: Message) -> None:
        """Its leader has read a message."""
        self.inbox.read(message)

    def relieve(self, share: float, cause: str) -> None:
        """Take a share of domestic pressure away."""
        self._set_pressure(self.pressure_now() * (1.0 - share), cause)

    def press_from_within(self, severity: float, cause: str) -> None:
        """Add to domestic pressure."""
        gap = self._world.prepared.setting.adversary.provocations.pressure * severity
        pressure = self.pressure_now()
        self._set_pressure(pressure + gap * (1.0 - pressure), cause)

    def suffer(self, severity: float, thing: str) -> None:
        """A provocation: pressure rises, deterrence suffers, and the leader thinks about it."""
        law = self._world.prepared.setting.adversary.provocations
        self.press_from_within(severity, thing)
        self._set_deterrence(self.deterrence_now() * (1.0 - law.deterrence_loss * severity), thing)
        if severity >= self.ally.leader.red_line_event:
            self.paused_until = -inf
        self.mind.consider("provocation", thing)

    def come_under_fire(self, thing: str) -> None:
        """A retaliation is a red-line event: no pause holds, and everything is decided faster."""
        self.fire_at = self._world.env.now
        self.paused_until = -inf
        self.press_from_within(1.0, thing)
        self.mind.consider("retaliation", thing)

    def _set_pressure(self, value: float, cause: str) -> None:
        self.pressure.become(value, self._world.env.now)
        if self._world.full:
            self._world.note("pressure", {"value": value, "cause": cause})

    def _set_deterrence(self, value: float, cause: str) -> None:
        self.deterrence.become(value, self._world.env.now)
        if self._world.full:
            self._world.note("deterrence", {"value": value, "cause": cause})

    # deciding

    def _act(self, triggers: list[str]) -> None:
        """A deliberation has ended: decide, if there is anything to decide in this state."""
        recalling = self.state == "preparing" and not _RECALLING.isdisjoint(triggers)
        if self.state != "watching" and not recalling:
            return
        courses = ("hold", "strike") if recalling else self._courses()
        if len(courses) > 1:
            trigger = next((name for name in triggers if name in _RECALLING or name == "silence"), triggers[0])
            view = self._view(trigger, courses)
            self._world.decide(self.ally.leader.rule, view, partial(self._enact, view))

    def _courses(self) -> tuple[str, ...]:
        """What can be chosen now, in order of restraint."""
        world = self._world
        setting, now = world.prepared.setting, world.env.now
        strikes = world.adversary.strikes
        if strikes:
            again = strikes < setting.ladder.exchange.most_strikes and now >= self.paused_until and self.under_fire()
            return ("hold", "strike") if again else ("hold",)
        inside = self.paused_until <= now <= setting.horizon
        if "frontline" in world.adversary.pressing:
            return ("hold", "strike") if inside else ("hold",)
        return COURSES if inside else ("hold", "pressure")

    def _view(self, trigger: str, courses: tuple[str, ...]) -> View:
        world, mind = self._world, self.mind
        belief = mind.belief()
        prospect = self._prospect()
        valuation = mind.appraise(belief, prospect)
        return View(
            seat="frontline", asks="course", time=world.env.now, trigger=trigger, state=self.state,
            options={course: _worth(valuation, course) for course in courses}, noise=mind.noise(), valuation=valuation,
            mean=belief.m, variance=belief.v, red_line=self.ally.outlook.red_line, rung=world.escalation.rung,
            stance=prospect.stance, stance_age=world.env.now - self.inbox.stance_at, pressure=prospect.pressure,
            deterrence=prospect.deterrence, trust=world.trust("frontline"), under_fire=prospect.under_fire,
            window_left=world.prepared.setting.horizon - world.env.now,
        )  # fmt: skip

    def _prospect(self) -> Prospect:
        """The strike as its leader imagines it, with the stance in hand."""
        world = self._world
        protocol = world.prepared.setting.protocol
        stance = self.inbox.stance()
        joint = protocol == "joint" and (stance == "none" or self.inbox.joins)
        promised = protocol == "concurrence" and stance == "none"
        return Prospect(
            joint=joint, supported=(stance == "green" or promised) and not world.patron.suspended(), stance=stance,
            rung=world.escalation.rung, deterrence=self.deterrence_now(), pressure=self.pressure_now(),
            fronts_at_risk=world.region.at_risk, alliance_cost=0.0 if joint else self._alliance_cost(protocol, stance),
            under_fire=self.under_fire(), surprised=world.region.surprised(), pressing=world.adversary.pressing_with("frontline"),
        )  # fmt: skip

    def _alliance_cost(self, protocol: str, stance: str) -> float:
        """Cost of striking on this stance; with nothing in hand, on what the protocol lets it expect at worst."""
        setting, law = self._world.prepared.setting, self.ally.alliance_cost
        stance = _EXPECTED[protocol] if stance == "none" else stance
        cost: float = getattr(law, stance)
        binding = stance != "green" and (stance == "unasked" or protocol in _BINDING)
        promise = setting.terms.promise if binding else 1.0
        warmth = 1.0 + law.trust * (self._world.trust("frontline") - self.ally.trust.start)
        return cost * setting.allies.patron.leverage * promise * warmth

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
            self._recall(view.trigger)
        elif view.trigger in _RECALLING:
            self._give_up()

    def _give_up(self) -> None:
        """Restraint after an answer: the plan is not taken up again for a while."""
        self.paused_until = self._world.env.now + self.ally.leader.pause

    def _go_ahead(self, trigger: str) -> None:
        """What it read while it prepared does not stop it: the strike now rests on that, where the protocol lets it."""
        if self.plan is None:
            return
        if self._world.prepared.setting.protocol in _BINDING and self._event(self._world.env.now) not in _PERMITTED:
            self._recall(trigger)
        else:
            self.plan.stance, self.plan.course = self.inbox.stance(), self._course()

    def _wish(self) -> None:
        """The leader chose to strike: the protocol says what that leads to."""
        now = self._world.env.now
        self.wished_at = min(self.wished_at, now)
        self.move(self._event(now))

    def _event(self, now: float) -> str:
        terms = self._world.prepared.setting.terms
        protocol = self._world.prepared.setting.protocol
        stance = self.inbox.stance()
        if stance == "none":
            return "diplomacy" if protocol == "joint" and not self._diplomacy_done and not self.under_fire() else "wish"
        if self.inbox.joins or stance == "green":
            return "wish_green"
        late = now - self.wished_at > terms.deadline * self.patience()
        if protocol in _BINDING and late and sigma(self.mind.belief().m) > terms.override_line:
            return "override"
        return f"wish_{stance}"

    def move(self, event: str) -> bool:
        """Let an event change the state, if the protocol allows it, and carry out the new state's entry action."""
        world = self._world
        after = next_state(world.prepared.setting.protocol, self.state, event)
        if after is None:
            return False
        world.note("state", {"before": self.state, "event": event, "after": after})
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
        world.later(world.prepared.setting.terms.diplomacy, self._pressed)

    def _pressed(self) -> None:
        self.move("pressed")
        self.mind.consider("deadline", "diplomacy")

    def _ask(self) -> None:
        kind = "joint_plan" if self._world.prepared.setting.protocol == "joint" else "consultation_request"
        self.inbox.ask(kind, self.patience())

    def patience(self) -> float:
        """Hours that it waits for an answer: longer with trust, shorter under pressure, as the window closes, under fire."""
        world = self._world
        setting = world.prepared.setting
        law = setting.terms.patience
        assured = law.assurance if self.inbox.assured else 0.0
        hours = law.base * (1.0 + law.trust * world.trust("frontline") + assured)
        hours *= (1.0 - law.pressure * self.pressure_now()) * (1.0 - law.window * self._closing())
        return hours * (setting.ladder.exchange.patience if self.under_fire() else 1.0)

    def _closing(self) -> float:
        """How far the window has closed in its own eyes: the expected loss of holding."""
        return self.mind.appraise(self.mind.belief(), self._prospect()).loss

    def _plan(self) -> None:
        hours = self._planning(self._world.streams.uniform("planning", self.plan_key()))
        self._world.later(hours, partial(self._planned, self.plan_key()))

    def _planned(self, plan: str) -> None:
        """The staffs are done. If the patron does not join, its leader now knows how the answer was meant."""
        if self.plan_key() != plan:
            return
        if self.inbox.joins:
            self.move("planned")
        else:
            self.inbox.undeceive()
            self._give_up()
            self.move("refused")

    def _prepare(self) -> None:
        world = self._world
        setting = world.prepared.setting
        law = self.ally.preparation
        fired = self.under_fire()
        key, stance = self.plan_key(), self.inbox.stance()
        self.preparations += 1
        hours = self._duration(world.streams.uniform("preparation", str(self.preparations)))
        hours *= setting.ladder.exchange.preparation if fired else 1.0
        hours = max(law.no_return, hours - law.parallel * self.inbox.waited)
        course = self._course()
        rests_on = "green" if course == "joint" else "unasked" if stance == "none" else stance
        plan = self.plan = Plan(key, course, rests_on, world.env.now + hours)
        world.note("prepare", {
            "plan": key, "stance": plan.stance, "course": course, "strike_at": plan.strike_at,
            "no_return_at": plan.strike_at - law.no_return, "under_fire": fired,
        })  # fmt: skip
        if setting.protocol == "notify":
            world.later(max(hours - setting.terms.notice, 0.0), partial(self._notify, plan))
        world.patron.watch(key, hours)
        world.later(hours - law.no_return, partial(self._pass_no_return, plan))

    def _course(self) -> str:
        """With whom it strikes, by what it has in hand."""
        if self._world.prepared.setting.protocol == "joint" and self.inbox.joins:
            return "joint"
        return "approved" if self.inbox.stance() == "green" else "unilateral"

    def _notify(self, plan: Plan) -> None:
        if plan is self.plan:
            self._world.post.post("notification", "frontline", f"notice {self.preparations}", plan=plan.key)

    def _recall(self, trigger: str) -> None:
        if self.plan is None:
            return
        self._world.note("recall", {"plan": self.plan.key, "trigger": trigger})
        self._world.judge("patron", "restraint_kept")
        self.plan = None
        self._give_up()
        self.move("recalled")

    def _pass_no_return(self, plan: Plan) -> None:
        if plan is self.plan:
            self._world.note("no_return", {"plan": plan.key})
            self.move("ready")
            self._world.later(self.ally.preparation.no_return, partial(self._strike, plan))

    def _strike(self, plan: Plan) -> None:
        """The one abstract event, and all that follows from it at once."""
        world = self._world
        joint, supported = plan.course == "joint", plan.course == "approved" and not world.patron.suspended()
        surprised = world.region.surprised()
        effect, before, after = world.adversary.suffer(joint=joint, supported=supported)
        number = world.adversary.strikes
        world.note("strike", {
            "number": number, "plan": plan.key, "course": plan.course, "stance": plan.stance, "effect": effect,
            "readiness_before": before, "readiness_after": after, "surprised_region": surprised,
        })  # fmt: skip
        self._set_deterrence(
            self.deterrence_now() + self.ally.deterrence.restored * (1.0 - self.deterrence_now()), "strike"
        )
        self._set_pressure(0.0, "strike")
        self._expect_fall(joint, supported)
        self.plan = None
        self.plans += 1
        self.fire_at = -inf
        self.inbox.carried_out(plan.key)
        self.move("struck")
        world.after_strike(number, plan, joint=joint, supported=supported, surprised=surprised)

    def _expect_fall(self, joint: bool, supported: bool) -> None:  # noqa: FBT001 - the two ways of not being alone
        threat = self._world.prepared.setting.adversary.threat
        bonus = threat.joint_bonus if joint else threat.support_bonus if supported else 0.0
        self.mind.expect_fall(bonus)
        self._world.patron.mind.expect_fall(bonus)


def _worth(valuation: Valuation, course: str) -> float:
    worth: float = getattr(valuation, course)
    return worth
