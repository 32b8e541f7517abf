"""The inputs in force: what accord, regular meetings and practice make of a setting, before any
world begins.

They change inputs only: beliefs about growth, red lines, weights; the time that work takes and how
often a stance is misread. The engine never sees them, only the setting that they lead to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from sim.domain.actors.allies import Allies, Ally
from sim.domain.communication.offices import Office
from sim.domain.inputs.setting import Setting
from sim.domain.preparedness.accord import Accord, allies_in_accord
from sim.domain.preparedness.exercises import Practice, practice_factor

A = TypeVar("A", bound=Ally)


def in_force(setting: Setting) -> Setting:
    """The setting with accord, meetings and practice worked into its allies; the same one when
    there is none.
    """
    spoken = setting.dialogues.convergence
    allies = allies_in_accord(
        allies_in_accord(setting.allies, setting.accord), Accord(red_lines=spoken, weights=spoken)
    )
    pace = practice_factor(setting.practice, "civilian")
    patron = _ally_with_practice(allies.patron, setting.practice)
    patron = replace(patron, council=patron.council.scaled(pace))
    return replace(
        setting,
        allies=Allies(
            frontline=_ally_with_practice(allies.frontline, setting.practice), patron=patron
        ),
    )


def _ally_with_practice(ally: A, practice: Practice) -> A:
    """The ally with the pace and the ear that practice gives it; a reader's ear is that of its
    civilians.
    """
    pace = practice_factor(practice, "civilian")
    reading = replace(ally.reading, practice=ally.reading.practice * pace)
    return replace(
        ally,
        offices=_offices(ally.offices, practice),
        drafting=ally.drafting.scaled(pace),
        reading=reading,
    )


def _offices(offices: Mapping[str, Office], practice: Practice) -> dict[str, Office]:
    return {
        name: replace(office, work=office.work.scaled(practice_factor(practice, office.sector)))
        for name, office in offices.items()
    }
