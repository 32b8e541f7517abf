"""What the frontline's leader sees at a decision."""

from __future__ import annotations

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
