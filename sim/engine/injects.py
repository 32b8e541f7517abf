"""Injects: what a scenario brings in, at a time or when a condition first holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from sim.domain.events import Cause, Injected, News
from sim.domain.injects import Condition, Inject
from sim.domain.views import ROLES, Role
from sim.engine.world import World


class Injects:
    """The injects still to come. Conditions are checked whenever one of their quantities changes."""

    __slots__ = ("_effects", "_waiting", "_world")

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: dict[str, Inject] = {}
        self._effects: Mapping[str, Callable[[str, Inject], None]] = {
            "provocation": self._provocation,
            "mediation_offer": self._mediation,
            "leak": self._leak,
            "ceasefire_broken": self._ceasefire,
            "report": self._report,
            "channel_down": self._channel,
            "pressure": self._pressure,
            "alert": self._alert,
            "news": self._news,
        }

    def start(self) -> None:
        """Set the clock for timed injects and wait for the others."""
        for name, inject in self._world.prepared.setting.injects.items():
            if inject.at is not None:
                self._world.later(inject.at, partial(self._happen, name, inject))
            else:
                self._waiting[name] = inject
        self.check()

    def check(self) -> None:
        """Let those happen whose condition now holds."""
        if not self._waiting:
            return
        for name, inject in tuple(self._waiting.items()):
            if inject.when is not None and self._holds(inject.when):
                del self._waiting[name]
                self._world.later(inject.after, partial(self._happen, name, inject))

    def _holds(self, condition: Condition) -> bool:
        world = self._world
        facts: tuple[tuple[object, object], ...] = (
            (condition.struck, world.adversary.strikes > 0),
            (condition.retaliated, world.adversary.retaliations > 0),
            (condition.asked, world.frontline.inbox.has_asked()),
            (condition.pressing, bool(world.adversary.pressing)),
        )
        rung = condition.rung_at_least
        return (rung is None or world.escalation.rung >= rung) and all(
            want is None or want == is_so for want, is_so in facts
        )

    def _happen(self, name: str, inject: Inject) -> None:
        self._world.note(Injected(name, inject.event, inject.to, inject.text))
        self._effects[inject.event](name, inject)

    def _addressed(self, inject: Inject) -> tuple[Role, ...]:
        return ROLES if inject.to == "both" else (inject.to,)

    def _provocation(self, name: str, inject: Inject) -> None:
        chance = self._world.streams.uniform("inject", name)
        self._world.adversary.provoke(f"inject-{name}", inject.severity, chance)

    def _mediation(self, _name: str, _inject: Inject) -> None:
        self._world.region.mediate(self._world.region.willing())

    def _leak(self, name: str, inject: Inject) -> None:
        side: Role = "patron" if inject.to == "both" else inject.to
        self._world.press.leak(f"inject-{name}", side, "disagreement", "")

    def _ceasefire(self, name: str, inject: Inject) -> None:
        if inject.front is not None:
            self._world.region.break_ceasefire(inject.front, Cause("inject", name))

    def _report(self, name: str, inject: Inject) -> None:
        for role in self._addressed(inject):
            mind = (self._world.frontline if role == "frontline" else self._world.patron).mind
            mind.informed(name, self._world.adversary.x() + (inject.reading or 0.0))

    def _channel(self, _name: str, inject: Inject) -> None:
        if inject.channel is not None:
            self._world.post.links[inject.channel].cut(inject.lasts)

    def _pressure(self, name: str, inject: Inject) -> None:
        self._world.home.press(inject.severity, Cause("inject", name))

    def _alert(self, name: str, inject: Inject) -> None:
        self._world.adversary.warn(inject.severity, Cause("inject", name))

    def _news(self, name: str, inject: Inject) -> None:
        self._world.note(News(name))
        for role in self._addressed(inject):
            mind = (self._world.frontline if role == "frontline" else self._world.patron).mind
            mind.consider("news", f"inject-{name}")
