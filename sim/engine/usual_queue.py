"""How long a message usually waits at a desk for the routine item that is in hand there.

Routine traffic is the lowest class: a message never waits for those in the line, only for an
officer to finish one. When officers are at it follows from the inputs of an office alone, so
routine work is served beforehand, by draws that are no part of any world.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from heapq import heapreplace
from math import log
from random import Random

from sim.domain.decisions.views import Role
from sim.domain.distributions.families import sampler
from sim.domain.inputs.setting import Setting
from sim.engine.compiled import Prepared, ReadyOffice

#: Courses of an office's routine work that are served, of which each message meets one.
_COURSES = 60


class UsualQueue:
    """The officers of one office at routine work, in some courses of it from the start on."""

    __slots__ = ("_courses",)

    def __init__(self, office: ReadyOffice, name: str) -> None:
        served = office.routine.rate > 0.0
        numbers = range(_COURSES) if served else ()
        self._courses = [_Course(office, Random(f"{name} {number}")) for number in numbers]

    def free_from(self, now: float, luck: float) -> float:
        """When an officer has time for what comes now, in a course that ``luck`` chooses."""
        return self._courses[int(luck * _COURSES)].free_from(now) if self._courses else now


class _Course:
    """One course of routine work, served as far ahead as somebody asks: how long a game lasts does
    not show in it. Nothing routine is begun off duty.
    """

    __slots__ = ("_arrival", "_free", "_office", "_officers", "_random", "_served", "_work")

    def __init__(self, office: ReadyOffice, random: Random) -> None:
        self._office = office
        self._random = random
        self._work = sampler(office.routine.work)
        #: For each officer when its items are begun and done.
        self._officers: list[tuple[list[float], list[float]]]
        self._officers = [([], []) for _ in range(office.staff)]
        self._free = [(0.0, number) for number in range(office.staff)]
        self._arrival = self._served = 0.0

    def free_from(self, now: float) -> float:
        """When the first officer has done what it has in hand; now where one has nothing."""
        while self._served <= now:
            self._serve_next()
        return min(_end_of_item(items, now) for items in self._officers)

    def _serve_next(self) -> None:
        office, chance = self._office, self._random.random
        self._arrival -= log(1.0 - chance()) / office.routine.rate
        at, number = self._free[0]
        start = self._served = office.calendar.next_open(max(at, self._arrival))
        over = office.calendar.finish(start, self._work(chance() or 0.5), office.off_rate)
        begun, done = self._officers[number]
        begun.append(start)
        done.append(over)
        heapreplace(self._free, (over, number))


def _end_of_item(items: tuple[list[float], list[float]], now: float) -> float:
    """When the item that an officer has in hand is done; now where there is none."""
    begun, done = items
    last = bisect_right(begun, now) - 1
    return now if last < 0 else max(now, done[last])


class _Same:
    """A setting that is known by being the same object, as it holds what has no hash."""

    __slots__ = ("prepared", "setting")

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.setting: Setting = prepared.setting

    def __hash__(self) -> int:
        return id(self.setting)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.setting is self.setting


def usual_queue(prepared: Prepared, role: Role, office: str) -> UsualQueue:
    """The usual queue at an office of an ally; it is worked out once."""
    return _worked_out(_Same(prepared), role, office)


@lru_cache(maxsize=256)
def _worked_out(same: _Same, role: Role, office: str) -> UsualQueue:
    return UsualQueue(same.prepared.allies[role].offices[office], f"routine {role} {office}")
