"""What a facilitator does with the injects of a game: fire, hold, release, skip, postpone, add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from typing import Any

from sim.domain.inputs.injects import INJECT_TYPES, Inject
from sim.engine.environment.injects import Slot
from sim.engine.world import World
from sim.errors import UsageError, did_you_mean


class InjectBoard:
    """The injects of one world, by name, and what may be done with them."""

    __slots__ = ("_added", "_world")

    def __init__(self, world: World) -> None:
        self._world = world
        self._added = 0

    @property
    def slots(self) -> Mapping[str, Slot]:
        """All injects and how they stand."""
        return self._world.injects.board

    def fire(self, name: str) -> None:
        """Let it happen now, whatever was set for it."""
        self._to_come(name)
        self._world.injects.bring_about(name)

    def hold(self, name: str) -> None:
        """Let it not happen until it is released, or fired."""
        slot = self._to_come(name)
        if slot.standing not in ("timed", "waiting"):
            raise UsageError(f"{name} is held already")
        slot.standing = "held"

    def release(self, name: str) -> None:
        """Let it happen at its hour again; once that has passed it waits for another word."""
        slot = self._to_come(name)
        if slot.standing == "overdue":
            raise UsageError(f"the hour of {name} has passed: fire it, or postpone it")
        if slot.standing != "held":
            raise UsageError(f"{name} is not held")
        slot.standing = "waiting" if slot.due is None else "timed"

    def skip(self, name: str) -> None:
        """Leave it out for good."""
        self._to_come(name).standing = "skipped"

    def postpone(self, name: str, hours: float) -> None:
        """Let it happen some hours later than was set; earlier with a number below zero. One whose
        hour has passed happens in as many hours from now.
        """
        slot = self._to_come(name)
        if slot.due is None:
            raise UsageError(f"{name} waits for its condition, and has no hour yet")
        now = self._world.env.now
        left = hours + (0.0 if slot.standing == "overdue" else slot.due - now)
        self._expect_ahead(name, left)
        if slot.standing == "overdue":
            slot.standing = "timed"
        self._world.injects.set_hour(name, left)

    def postpone_all(self, hours: float, factor: float) -> None:
        """Let all whose hour is still to come wait: the time left of each, times a factor and some
        hours more. Those that are held, or wait for a condition, keep what they have.
        """
        now = self._world.env.now
        left = {
            name: (slot.due - now) * factor + hours
            for name, slot in self.slots.items()
            if slot.standing == "timed" and slot.due is not None
        }
        if not left:
            raise UsageError("no inject has an hour that is still to come")
        for name, wait in left.items():
            self._expect_ahead(name, wait)
        for name, wait in left.items():
            self._world.injects.set_hour(name, wait)

    def edit(self, name: str, changes: Mapping[str, Any]) -> None:
        """Let it be otherwise when it happens, in what it says, to whom, or how strongly."""
        slot = self._to_come(name)
        changed = replace(slot.inject, **changes)
        self._expect_possible(changed)
        slot.inject = changed

    def add(self, inject: Inject) -> str:
        """Let something happen now that the scenario does not foresee; returns its name."""
        name = self._new_name(inject)
        self._world.injects.board[name] = Slot(inject, "timed", self._world.env.now)
        self._world.injects.bring_about(name)
        return name

    def plan(self, inject: Inject, hours: float) -> str:
        """Set something on the board that the scenario does not foresee; returns its name."""
        if not isfinite(hours) or hours < 0.0:
            raise UsageError("what is planned happens in so many hours from now, at least 0")
        name = self._new_name(inject)
        self._world.injects.board[name] = Slot(inject, "waiting")
        self._world.injects.set_hour(name, hours)
        return name

    def _new_name(self, inject: Inject) -> str:
        self._expect_possible(inject)
        self._added += 1
        return f"{ADDED}{self._added}"

    def _to_come(self, name: str) -> Slot:
        slot = self.slots.get(name)
        if slot is None:
            near = did_you_mean(name, self.slots)
            raise UsageError(f"there is no inject {name[:60]!r}. {near}".rstrip())
        if slot.standing in ("done", "skipped"):
            fate = "has happened" if slot.standing == "done" else "was left out"
            raise UsageError(f"{name} {fate} already")
        return slot

    def _expect_ahead(self, name: str, hours: float) -> None:
        if not isfinite(hours) or hours < 0.0:
            raise UsageError(f"{name} would then have happened already")

    def _expect_possible(self, inject: Inject) -> None:
        setting = self._world.prepared.setting
        known = {"front": setting.region.fronts, "channel": setting.channels}
        for need in INJECT_TYPES[inject.event].needs:
            given = getattr(inject, need)
            if given is None or given not in known.get(need, (given,)):
                there = ", ".join(known.get(need, ())) or "a number"
                raise UsageError(f"{inject.event} needs {need}: {there}")


#: How the names of injects begin that a facilitator adds.
ADDED = "control-"
