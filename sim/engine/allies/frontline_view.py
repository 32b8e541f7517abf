"""What the frontline's leader sees at a decision."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.decisions.rules import QuantalResponse
from sim.domain.decisions.views import View
from sim.engine.allies.imagined_strike import frontline_strike
from sim.engine.world import World


def frontline_view(world: World, trigger: str, courses: tuple[str, ...]) -> View:
    """What the leader sees now, with the courses that can be chosen."""
    frontline, now = world.frontline, world.env.now
    mind = frontline.mind
    m, v, _ = belief = mind.belief()
    prospect = frontline_strike(world, may_press="pressure" in courses)
    valuation = mind.appraise(belief, prospect)
    # By place: to name so many fields takes three times as long, at each decision.
    return View(
        "frontline",
        "course",
        now,
        trigger,
        frontline.state,
        {course: getattr(valuation, course) for course in courses},
        mind.noise(),
        valuation,
        m,
        v,
        frontline.ally.outlook.red_line,
        prospect.rung,
        prospect.stance,
        now - frontline.inbox.stance_at,
        world.home.pressure(),
        prospect.deterrence,
        world.trust("frontline"),
        prospect.under_fire,
        world.prepared.setting.horizon - now,
    )


def goes_on_holding(world: World, triggers: Sequence[str], courses: tuple[str, ...]) -> bool:
    """Whether nothing but reports has come in and the leader holds back, as dozens of times a
    world: nothing is noted of that, so what it sees need not be made out in full.
    """
    frontline = world.frontline
    rule, mind = frontline.ally.leader.rule, frontline.mind
    if world.full or "frontline" in world.humans or not isinstance(rule, QuantalResponse):
        return False
    if frontline.state != "watching" or any(trigger != "report" for trigger in triggers):
        return False
    prospect = frontline_strike(world, may_press="pressure" in courses)
    worth = mind.appraise(mind.belief(), prospect)
    options = {course: getattr(worth, course) for course in courses}
    return rule.keeps_restraint(options, mind.noise())
