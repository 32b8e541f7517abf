"""The region in motion: ceasefires break, partners worry, mediate, or withdraw."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import inf

from sim.domain.actors.escalation import TOP
from sim.domain.actors.region import break_hazard, is_told, jump_chance, told_share
from sim.domain.decisions.views import OCCASIONS
from sim.domain.distributions.families import sampler
from sim.domain.events import Cause, CeasefireBroken, Concern, Mediation, Withdrawal
from sim.engine.environment.outside import let_decide
from sim.engine.random_streams import Block
from sim.engine.world import World


class Region:
    """Fronts still at peace, partners still willing, mediators at work."""

    __slots__ = (
        "_delay",
        "_mediations",
        "_offers",
        "_offering",
        "_partners",
        "_surprised_below",
        "_world",
        "at_risk",
        "intact",
        "mediated_until",
        "told",
    )

    def __init__(self, world: World) -> None:
        region = world.prepared.setting.region
        self._world = world
        self.mediated_until = -inf
        self._delay = sampler(region.mediation.delay)
        self._partners = dict(region.partners)
        self._surprised_below = region.surprised_below
        self._offers = 0
        self._mediations = 0
        self._offering = False
        self.intact = dict(region.fronts)
        self.told = told_share(region)
        self.at_risk = self._at_risk()

    def start(self) -> None:
        """Let ceasefires be at risk, and partners watch."""
        for name, front in self.intact.items():
            self._world.start_thinned_process(
                f"ceasefire {name}",
                break_hazard(front, TOP),
                partial(self._hazard, name),
                partial(self._break, name),
            )
        self.worry()

    def _at_risk(self) -> float:
        """Expected share of all fronts whose ceasefire a strike now would break."""
        region = self._world.prepared.setting.region
        if not region.fronts:
            return 0.0
        return sum(jump_chance(front, region, self.told) for front in self.intact.values()) / len(
            region.fronts
        )

    def is_mediated(self) -> bool:
        """Whether mediators are at work."""
        return self._world.env.now < self.mediated_until

    def would_be_surprised(self) -> bool:
        """Whether most of the region would be surprised by a strike."""
        return bool(self._partners) and self.told < self._surprised_below

    # ceasefires

    def _hazard(self, name: str) -> float:
        front = self.intact.get(name)
        if front is None:
            return 0.0
        return break_hazard(
            front, self._world.escalation.rung - self._world.prepared.setting.ladder.start
        )

    def _break(self, name: str, _number: str, _luck: Block) -> None:
        self.break_ceasefire(name, Cause("escalation"))

    def break_ceasefire(self, name: str, cause: Cause) -> None:
        """The ceasefire on a front ends, if it still holds."""
        if self.intact.pop(name, None) is None:
            return
        self.at_risk = self._at_risk()
        self._world.note(CeasefireBroken(name, cause))
        self._world.adversary.open_front(name)

    def shake(self, cause: Cause) -> None:
        """A strike or a retaliation shakes every ceasefire that still holds."""
        region, draw_key = self._world.prepared.setting.region, cause.key
        for name, front in tuple(self.intact.items()):
            if self._world.streams.uniform(f"ceasefire jump {name}", draw_key) < jump_chance(
                front, region, self.told
            ):
                self.break_ceasefire(name, cause)

    # partners

    def take_offence(self, cause: Cause, then: Callable[[], None]) -> None:
        """Partners who were not told of a strike may withdraw, one after the other, and no longer
        mediate; then what follows from the strike goes on.
        """
        region, streams = self._world.prepared.setting.region, self._world.streams
        drawn = [
            (name, streams.uniform(f"withdrawal {name}", cause.key) < partner.withdraws)
            for name, partner in self._partners.items()
            if not is_told(partner, region)
        ]
        self._take_offence_in_turn(drawn, then)

    def _take_offence_in_turn(
        self, drawn: list[tuple[str, bool]], then: Callable[[], None]
    ) -> None:
        if not drawn:
            then()
            return
        (name, leaves), *others = drawn

        def settle(option: str) -> None:
            if option == "leave":
                self.withdraw(name)
            self._take_offence_in_turn(others, then)

        let_decide(self._world, "withdrawal", "leave" if leaves else "stay", settle, about=name)

    def willing(self) -> tuple[str, ...]:
        """The partners that have not withdrawn."""
        return tuple(self._partners)

    def withdraw(self, name: str) -> None:
        """A partner withdraws its support, if it has not."""
        if self._partners.pop(name, None) is not None:
            self._world.note(Withdrawal(name))

    def worry(self) -> None:
        """From a certain rung on partners state their concern and one of them begins to mediate."""
        law = self._world.prepared.setting.region.mediation
        if self._offering or self.is_mediated() or self._world.escalation.rung < law.rung:
            return
        if self._world.full:
            for name in self._partners:
                self._world.note(Concern(name))
        self._offering = True
        self._world.later(
            self._delay(self._world.streams.uniform("mediation", str(self._offers))), self._mediate
        )
        self._offers += 1

    def _mediate(self) -> None:
        self._offering = False
        partner = self.willing_mediator()
        if partner is not None:
            enact = partial(self._perhaps_mediate, partner)
            let_decide(
                self._world, "mediation", "mediate", enact, about=partner, still=self._may_still
            )

    def _perhaps_mediate(self, partner: str, option: str) -> None:
        if option == "mediate" and partner in self._partners:
            self.mediate(partner)

    def _may_still(self) -> tuple[str, ...]:
        return () if self.is_mediated() else OCCASIONS["mediation"]

    def mediate(self, partner: str | None) -> None:
        """Mediators of a partner come to work for their time; nobody comes without a willing
        partner.
        """
        if partner is None:
            return
        hold = self._world.prepared.setting.region.mediation.hold
        self.mediated_until = self._world.env.now + hold
        self._world.note(Mediation(partner, self.mediated_until))
        self._mediations += 1
        self._world.post.post("mediation", "patron", f"mediation {self._mediations}")
        self._world.later(hold, self.worry)

    def willing_mediator(self) -> str | None:
        """A partner that would mediate."""
        return next((name for name, partner in self._partners.items() if partner.mediates), None)
