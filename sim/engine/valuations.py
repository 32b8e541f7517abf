"""What each course is worth to an ally, worked out once for all arms that ask the same.

Arms of a world that have not parted yet believe, see and weigh the same at the same hour: about
half of all that is asked in a world has been answered in another arm of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sim.domain.actors.adversary import PressureTrackLaw, Threat
from sim.domain.actors.attack import Danger
from sim.domain.actors.escalation import RetaliationLaw
from sim.domain.actors.expected_loss import Line
from sim.domain.actors.outlook import Outlook
from sim.domain.actors.preferences import StrikeProspect, Valuation, appraise
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


_eyes = lru_cache(maxsize=4096)(Eyes)


def eyes(outlook: Outlook, setting: Setting) -> Eyes:
    """The eyes of an ally, or of one at its table, that looks ahead so."""
    track, reaction = setting.pressure_track, setting.ladder.retaliation
    return _eyes(outlook, setting.adversary.threat, track, reaction)


@lru_cache(maxsize=4096)
def valuation(
    seen_by: Eyes,
    believed: tuple[float, float, float],
    prospect: StrikeProspect,
    line: Line | None,
    danger: Danger | None,
) -> Valuation:
    """The worth of each course for a belief ``(m, v, growth)``."""
    outlook, threat, track = seen_by.outlook, seen_by.threat, seen_by.track
    return appraise(outlook, threat, track, seen_by.reaction, believed, prospect, line, danger)
