"""What each course is worth to an ally, worked out once for all arms that ask the same.

Arms of a world that have not parted yet believe, see and weigh the same at the same hour: about
half of all that is asked in a world has been answered in another arm of it. Arms that have parted
may still expect the same of each course and only weigh it otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sim.domain.actors.adversary import PressureTrackLaw, Threat
from sim.domain.actors.attack import Danger, Kinds, kinds_of
from sim.domain.actors.escalation import RetaliationLaw
from sim.domain.actors.expected_loss import Forecast, Line, forecast
from sim.domain.actors.outlook import Outlook
from sim.domain.actors.perception import Belief
from sim.domain.actors.preferences import StrikeProspect, Valuation, strike_bonus, weigh
from sim.domain.inputs.setting import Setting


@dataclass(frozen=True, eq=False, slots=True)
class Eyes:
    """All by which an ally weighs its courses that stays as it is while a world runs. Equal inputs
    give the same object, which as a key is found at once.
    """

    outlook: Outlook
    threat: Threat
    track: PressureTrackLaw
    reaction: RetaliationLaw
    kinds: Kinds


_eyes = lru_cache(maxsize=4096)(Eyes)


def eyes(outlook: Outlook, setting: Setting) -> Eyes:
    """The eyes of an ally, or of one at its table, that looks ahead so."""
    track, reaction = setting.pressure_track, setting.ladder.retaliation
    adversary = setting.adversary
    return _eyes(outlook, adversary.threat, track, reaction, kinds_of(adversary.attack))


@lru_cache(maxsize=4096)
def valuation(
    seen_by: Eyes,
    belief: Belief,
    growth: float,
    prospect: StrikeProspect,
    line: Line | None,
    blow: tuple[float, float, float] | None,
) -> Valuation:
    """The worth of each course for a belief; ``blow`` is the first one of the adversary as the ally
    believes in it: its rate, the chance that this one means to, how far pressure would calm it.
    """
    outlook, track, danger = seen_by.outlook, seen_by.track, None
    if blow is not None:
        rate, meant, calmed = blow
        danger = Danger(rate, meant, seen_by.kinds, calmed)
    courses = strike_bonus(seen_by.threat, prospect), prospect.share, prospect.pressing
    ahead = forecasts(seen_by, belief, growth, courses, line, danger is not None)
    return weigh(ahead, outlook, track, seen_by.reaction, prospect, line, danger)


@lru_cache(maxsize=4096)
def forecasts(
    seen_by: Eyes,
    belief: Belief,
    growth: float,
    courses: tuple[float, float, float],
    line: Line | None,
    exposed: bool,  # noqa: FBT001 - a cache is asked by place
) -> Forecast:
    """What becomes of the threat by courses of a bonus, a share of the effect and a share of the
    pressure track.
    """
    outlook, threat, track = seen_by.outlook, seen_by.threat, seen_by.track
    believed = belief.m, belief.v, growth
    return forecast(outlook, threat, track, believed, courses, line, exposed=exposed)


def forget() -> None:
    """Let nothing be known of what was asked before."""
    valuation.cache_clear()
    forecasts.cache_clear()
