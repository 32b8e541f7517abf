"""Injects: what a scenario brings in, at a time or when a condition first holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from sim.domain.decisions.views import Role
from sim.domain.events import Cause, Injected, News
from sim.domain.inputs.injects import INJECT_TYPES, Addressed, Condition, Inject
from sim.engine.allies.leader import Mind
from sim.engine.world import World

#: How an inject stands: its hour is set; its condition has not held yet; it is held back, or its
#: hour passed meanwhile, and it waits for a word; it is left out; it has happened.
Standing = Literal["timed", "waiting", "held", "overdue", "skipped", "done"]


@dataclass(slots=True)
class Slot:
    """An inject on the board: what, how it stands, and the hour that is set (none where none is).
    ``turn`` counts the hours that were set, so that one that was changed does nothing.
    ``happened`` is when it did, which by hand is another hour than the one that was set.
    """

    inject: Inject
    standing: Standing
    due: float | None = None
    turn: int = 0
    happened: float | None = None


class Injects:
    """The injects of a world. Conditions are checked whenever one of their quantities changes."""

    __slots__ = ("_effects", "_waiting", "_world", "board")

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: dict[str, Inject] = {}
        self._effects = InWorld(world)
        self.board: dict[str, Slot] = {}

    def start(self) -> None:
        """Set the clock for timed injects and wait for the others."""
        for name, inject in self._world.prepared.setting.injects.items():
            self.board[name] = Slot(inject, "waiting")
            if inject.at is not None:
                self.set_hour(name, inject.at)
            else:
                self._waiting[name] = inject
        self.check()

    def set_hour(self, name: str, hours: float) -> None:
        """Let an inject happen in some hours, unless it is held back then."""
        slot = self.board[name]
        slot.turn += 1
        slot.due = self._world.env.now + hours
        if slot.standing == "waiting":
            slot.standing = "timed"
        self._world.later(hours, partial(self._come_due, name, slot.turn))

    def check(self) -> None:
        """Let those happen whose condition now holds."""
        if not self._waiting:
            return
        for name, inject in tuple(self._waiting.items()):
            if inject.when is not None and all(self._bounds(inject.when)):
                del self._waiting[name]
                self.set_hour(name, inject.after)

    def _bounds(self, condition: Condition) -> list[bool]:
        """Of each bound that is given, whether it holds."""
        held = [
            getattr(condition, name) == is_so
            for name, is_so in self._facts().items()
            if getattr(condition, name) is not None
        ]
        if condition.rung_at_least is not None:
            held.append(self._world.escalation.rung >= condition.rung_at_least)
        return held

    def _facts(self) -> Mapping[str, bool]:
        world = self._world
        return {
            "struck": world.adversary.strikes > 0,
            "attacked": world.attacks.number > 0,
            "retaliated": world.adversary.retaliations > 0,
            "asked": world.frontline.inbox.questions.has_asked(),
            "pressing": bool(world.adversary.pressing),
            "agreed": world.patron.given.get(world.frontline.plan_key()) == "green",
        }

    def _come_due(self, name: str, turn: int) -> None:
        slot = self.board[name]
        if slot.turn != turn:
            return
        if slot.standing == "held":
            slot.standing = "overdue"
        elif slot.standing == "timed":
            self._bring_about_unless(slot, name)

    def _bring_about_unless(self, slot: Slot, name: str) -> None:
        """Let an inject happen at its hour, or leave it out: what it would say is out of date."""
        unless = slot.inject.unless
        if unless is not None and any(self._bounds(unless)):
            slot.standing = "skipped"
        else:
            self.bring_about(name)

    def bring_about(self, name: str) -> None:
        """Let an inject happen now."""
        slot = self.board[name]
        slot.standing = "done"
        slot.happened = self._world.env.now
        self._waiting.pop(name, None)
        inject = slot.inject
        self._world.note(Injected(name, inject.event, inject.to, inject.text))
        INJECT_TYPES[inject.event].bring_about(self._effects, name, inject)


class InWorld:
    """What an inject brings about, in a world that runs: the domain's ``Effects``."""

    __slots__ = ("_world",)

    def __init__(self, world: World) -> None:
        self._world = world

    def provoke(self, name: str, severity: float) -> None:
        """A provocation like any other, with a draw of its own."""
        chance = self._world.streams.uniform("inject", name)
        self._world.adversary.provoke(f"inject-{name}", severity, chance)

    def attack(self, name: str) -> None:
        """An attack like any other, with a draw of its own."""
        world = self._world
        world.attacks.attack(f"inject-{name}", world.streams.uniform("inject", name))

    def mediate(self) -> None:
        """A partner mediates, if one is willing."""
        self._world.region.mediate(self._world.region.willing_mediator())

    def leak(self, name: str, side: Role) -> None:
        """The disagreement is in print."""
        self._world.press.leak(f"inject-{name}", side, "disagreement", "")

    def break_ceasefire(self, name: str, front: str) -> None:
        """The ceasefire on a front breaks."""
        self._world.region.break_ceasefire(front, Cause("inject", name))

    def inform(self, name: str, to: Addressed, error: float) -> None:
        """A report of the true x, off by an error, is read."""
        for mind in self._minds(to):
            mind.take_report(name, self._world.adversary.x() + error)

    def begin_outage(self, channel: str, hours: float) -> None:
        """A channel fails."""
        self._world.post.links[channel].take_out_of_service(hours)

    def press(self, name: str, severity: float) -> None:
        """Domestic pressure rises."""
        self._world.home.press(severity, Cause("inject", name))

    def warn(self, name: str, severity: float) -> None:
        """The adversary is alerted."""
        self._world.adversary.warn(severity, Cause("inject", name))

    def warn_publicly(self, name: str, by: str, stance: str, strength: float) -> None:
        """All hear at once what somebody thinks of a strike."""
        self._world.publicity.warn(name, by, stance, strength)

    def warn_privately(self, name: str, stance: str, strength: float) -> None:
        """The patron writes to the frontline, unasked."""
        self._world.patron.object_unasked(name, stance, strength)

    def publish(self, name: str, to: Addressed) -> None:
        """News make those addressed think."""
        self._world.note(News(name))
        for mind in self._minds(to):
            mind.consider("news", f"inject-{name}")

    def _minds(self, to: Addressed) -> tuple[Mind, ...]:
        """The minds of those addressed, the frontline's first."""
        world = self._world
        both = (world.frontline.mind, world.patron.mind)
        return both if to == "both" else both[:1] if to == "frontline" else both[1:]
