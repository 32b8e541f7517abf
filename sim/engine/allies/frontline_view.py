"""What the frontline's leader sees at a decision."""

from __future__ import annotations

from sim.domain.actors.preferences import Valuation
from sim.domain.decisions.views import View
from sim.engine.allies.imagined_strike import frontline_strike
from sim.engine.world import World


def frontline_view(world: World, trigger: str, courses: tuple[str, ...]) -> View:
    """What the leader sees now, with the courses that can be chosen."""
    frontline = world.frontline
    mind = frontline.mind
    belief = mind.belief()
    prospect = frontline_strike(world)
    valuation = mind.appraise(belief, prospect)
    return View(
        seat="frontline",
        asks="course",
        time=world.env.now,
        trigger=trigger,
        state=frontline.state,
        options={course: _worth(valuation, course) for course in courses},
        noise=mind.noise(),
        valuation=valuation,
        mean=belief.m,
        variance=belief.v,
        red_line=frontline.ally.outlook.red_line,
        rung=world.escalation.rung,
        stance=prospect.stance,
        stance_age=world.env.now - frontline.inbox.stance_at,
        pressure=world.home.pressure(),
        deterrence=prospect.deterrence,
        trust=world.trust("frontline"),
        under_fire=prospect.under_fire,
        window_left=world.prepared.setting.horizon - world.env.now,
    )


def _worth(valuation: Valuation, course: str) -> float:
    worth: float = getattr(valuation, course)
    return worth
