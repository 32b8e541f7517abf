"""A strike in preparation: until the point of no return whatever is read can recall it, after it
nothing can.

The race between the objection and the point of no return is run here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sim.domain.distributions.families import sampler
from sim.domain.distributions.variates import frailty
from sim.domain.events import Course, NoReturn, Preparation, Recall, Strike
from sim.engine.world import World

if TYPE_CHECKING:
    from sim.engine.allies.frontline import Frontline


@dataclass(slots=True)
class Plan:
    """A strike in preparation: its course and the stance it rests on."""

    key: str
    course: Course
    stance: str
    strike_at: float


class Operation:
    """Plans, one after the other: discussed, prepared, recalled or carried out."""

    __slots__ = (
        "_duration",
        "_law",
        "_owner",
        "_plans",
        "_preparations",
        "_tells_after",
        "_world",
        "has_told",
        "plan",
    )

    def __init__(self, world: World, owner: Frontline) -> None:
        self._world = world
        self._owner = owner
        self._law = world.prepared.setting.allies.frontline.preparation
        self._duration = sampler(self._law.duration)
        tells_after = world.prepared.setting.allies.frontline.tells_after
        self._tells_after = None if tells_after is None else sampler(tells_after)
        self._plans = 1
        self._preparations = 0
        self.has_told = False
        self.plan: Plan | None = None

    def key(self) -> str:
        """The name of the plan that is under discussion or in preparation; it may be put off and
        taken up again.
        """
        return f"plan-{self._plans}"

    def fresh_plan_name(self) -> str:
        """The name of a plan that stands on its own: nobody was asked or told about it yet."""
        self._plans += 1
        return self.key()

    def course(self) -> Course:
        """With whom a strike would be, by what is in hand."""
        inbox = self._owner.inbox
        if self._world.prepared.protocol.plans_jointly and inbox.joins:
            return "joint"
        return "approved" if inbox.stance_or_word() == "green" else "unilateral"

    def prepare(self) -> None:
        """Begin to prepare: part of the hours of waiting count, but never those after the point of
        no return.
        """
        world, law = self._world, self._law
        self._owner.term.defy()
        hours, fired = self._hours(), self._owner.under_fire()
        course = self.course()
        rests_on = self._rests_on(course)
        plan = self.plan = Plan(self.key(), course, rests_on, world.env.now + hours)
        no_return_at = plan.strike_at - law.no_return
        world.note(Preparation(plan.key, rests_on, course, plan.strike_at, no_return_at, fired))
        if world.prepared.protocol.gives_notice:
            world.later(
                max(hours - world.prepared.setting.terms.notice, 0.0), partial(self._notify, plan)
            )
        self._share_hour(plan)
        world.patron.awareness.watch(plan.key, f"{plan.key}/{self._preparations}", hours)
        world.attacks.watch(plan.key, f"{plan.key}/{self._preparations}", hours)
        world.later(hours - law.no_return, partial(self._pass_no_return, plan))

    def _hours(self) -> float:
        world, law = self._world, self._law
        self._preparations += 1
        hours = self._duration(world.streams.uniform("preparation", str(self._preparations)))
        hours *= (
            world.prepared.setting.ladder.exchange.preparation if self._owner.under_fire() else 1.0
        )
        if law.frailty > 0.0:
            hours *= frailty(world.streams.uniform("frailty", "preparation"), law.frailty)
        hours = max(
            law.no_return, hours - law.parallel * self._owner.inbox.questions.spent_waiting()
        )
        return max(hours, self._owner.fast_track.hours_to_act())

    def _rests_on(self, course: Course) -> str:
        """The stance on which a strike of a course rests, by what is in hand."""
        stance = self._owner.inbox.stance_or_word()
        return "green" if course == "joint" else "unasked" if stance == "none" else stance

    def rest_on_what_is_in_hand(self) -> None:
        """What was read meanwhile does not stop the strike: it rests on that now."""
        self._owner.term.defy()
        if self.plan is not None:
            self.plan.course = self.course()
            self.plan.stance = self._rests_on(self.plan.course)
            self._share_hour(self.plan)

    def _share_hour(self, plan: Plan) -> None:
        """Who strikes together knows when, from the moment on at which it is together."""
        if plan.course == "joint":
            self._world.patron.awareness.note_hour(plan.key, "told")

    def recall(self, trigger: str) -> None:
        """Call a strike off that is not past the point of no return."""
        if self.plan is None:
            return
        self._world.note(Recall(self.plan.key, trigger))
        self._world.judge("patron", "restraint_kept")
        self._world.patron.consequences.after_alert(self.plan.key)
        self._world.patron.awareness.forget_hour(self.plan.key)
        self.plan = None
        self._owner.give_up()
        self._owner.move("recalled")

    def _notify(self, plan: Plan) -> None:
        if plan is self.plan:
            self.has_told = True
            self._world.post.post(
                "notification", "frontline", f"notice {self._preparations}", plan=plan.key
            )

    def _pass_no_return(self, plan: Plan) -> None:
        if plan is not self.plan:
            return
        if self._owner.term.calls_off():
            self.recall("answer")
        else:
            self._world.note(NoReturn(plan.key))
            self._owner.move("ready")
            self._world.later(self._law.no_return, partial(self._strike, plan))

    def _strike(self, plan: Plan) -> None:
        """The one abstract event, and all that follows from it at once."""
        world = self._world
        joint, supported = (
            plan.course == "joint",
            plan.course == "approved" and world.patron.supports(plan.key),
        )
        surprised = world.region.would_be_surprised()
        share = world.adversary.share_of_effect()
        world.patron.consequences.before_strike()
        effect, before, after = world.adversary.suffer(joint=joint, supported=supported)
        number = world.adversary.strikes
        world.note(
            Strike(
                number=number,
                plan=plan.key,
                course=plan.course,
                stance=plan.stance,
                effect=effect,
                readiness_before=before,
                readiness_after=after,
                surprised_region=surprised,
                supported=supported,
            )
        )
        world.home.strike()
        self._expect_fall(joint=joint, supported=supported, share=share)
        self.plan = None
        self._plans += 1
        self._owner.carried_out()
        world.after_strike(number, plan, joint=joint, supported=supported, surprised=surprised)
        if self._tells_after is not None and not joint:
            hours = self._tells_after(world.streams.uniform("told afterwards", str(number)))
            world.later(hours, partial(self._announce, number, plan.key))

    def _announce(self, number: int, plan: str) -> None:
        """It tells the patron that it has struck, by the channel that its routes name for that."""
        self._world.post.post("announcement", "frontline", f"announcement {number}", plan=plan)

    def _expect_fall(self, *, joint: bool, supported: bool, share: float) -> None:
        threat = self._world.prepared.setting.adversary.threat
        bonus = threat.joint_bonus if joint else threat.support_bonus if supported else 0.0
        self._owner.mind.expect_fall(bonus, share)
        self._world.patron.mind.expect_fall(bonus, share)
