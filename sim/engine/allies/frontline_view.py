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
    may_press = "pressure" in courses
    prospect = frontline_strike(world, may_press=may_press)
    valuation = mind.appraise(belief, prospect)
    options = {"hold": valuation.hold}
    if may_press:
        options["pressure"] = valuation.pressure
    if "strike" in courses:
        options["strike"] = valuation.strike
    # By place: to name so many fields takes three times as long, at each decision.
    return View(
        "frontline",
        "course",
        now,
        trigger,
        frontline.state,
        options,
        mind.noise(),
        valuation,
        m,
        v,
        frontline.ally.outlook.red_line,
        prospect.rung,
        prospect.stance,
        now - frontline.inbox.in_hand.at,
        world.home.pressure(),
        prospect.deterrence,
        world.trust("frontline"),
        prospect.under_fire,
        world.prepared.setting.horizon - now,
    )
