"""The adversary's first blow in motion: its alarm, its hazard, and what follows from an attack."""

from __future__ import annotations

from functools import partial
from math import exp, inf, log

from sim.domain.actors.adversary import sigma
from sim.domain.actors.attack import (
    attack_bound,
    by_readiness,
    circumstances,
    is_possible,
    kinds_of,
)
from sim.domain.actors.escalation import STRIKE_RUNG
from sim.domain.decisions.views import OCCASIONS
from sim.domain.events import Alarm, Attack, Cause
from sim.engine.environment.outside import let_decide
from sim.engine.random_streams import Block
from sim.engine.world import Fading, World

_BOTH = 2


class Attacks:
    """Whether the adversary means to attack, how alarmed it is, and when it does."""

    __slots__ = (
        "_env",
        "_fronts",
        "_pressing_since",
        "_rate",
        "_together",
        "_track",
        "_world",
        "alarm",
        "in_exchange",
        "kinds",
        "law",
        "meant",
        "number",
        "possible",
        "quiet_until",
    )

    def __init__(self, world: World) -> None:
        adversary = world.prepared.setting.adversary
        law = adversary.attack
        self._world = world
        self._env = world.env
        self._fronts = len(world.prepared.setting.region.fronts)
        self._track = world.prepared.setting.pressure_track
        self._pressing_since = inf
        #: Whether both allies press, kept because each look at the hazard asks for it.
        self._together = False
        self.law = law
        self.possible = is_possible(law, adversary.threat)
        self.kinds = kinds_of(law)
        self.meant = (
            self.possible
            and law.intent.share > 0.0
            and world.streams.uniform("intent") < law.intent.share
        )
        self._rate = law.rate * (self.kinds.meant if self.meant else self.kinds.otherwise)
        #: Whether the rung is one of an exchange of blows, in which none is a first.
        self.in_exchange = world.prepared.setting.ladder.start > law.highest_rung
        self.alarm = Fading(0.0, 0.0, law.alarm_half_life)
        self.quiet_until = -inf
        self.number = 0

    def start(self) -> None:
        """Let it be free to attack."""
        if self.possible:
            bound = attack_bound(self.law, self._rate / self.law.rate, self._fronts)
            self._world.start_thinned_process("attack", bound, self._hazard, self._attack)

    # the hazard

    def _hazard(self) -> float:
        if self.is_over():
            return 0.0
        world = self._world
        alarmed = 1.0 + self.law.per_alarm * self.alarm.at(world.env.now)
        return self._rate * by_readiness(sigma(world.adversary.x())) * alarmed * self.seen()

    def is_over(self) -> bool:
        """Whether no attack can come just now: after one, and in an exchange of blows."""
        return self.in_exchange or self._env.now < self.quiet_until

    def seen(self) -> float:
        """The factor on the hazard by what both allies see as well."""
        world = self._world
        # In one go, without a function for each part: it is asked hundreds of times a world.
        unity = 0.5 if self._together else 0.0
        if world.frontline.inbox.assured or world.patron.obligations.stands_by():
            unity += 0.5
        return circumstances(
            self.law,
            self._fronts - len(world.region.intact),
            world.home.deterrence(),
            # how united they look, from -1 to 1
            unity - world.publicity.disagreement.at(self._env.now),
            self.diplomacy(),
        )

    def diplomacy(self) -> float:
        """How much of diplomacy is at work: all with mediators, else what the pressure track has
        bitten.
        """
        world, now = self._world, self._env.now
        if now < world.region.mediated_until:
            return 1.0
        hours = now - self._pressing_since
        if hours <= 0.0:
            return 0.0
        bite = self._track.bite
        bitten = 1.0 - exp(-hours / bite) if bite > 0.0 else 1.0
        return bitten if self._together else self._track.lone_share * bitten

    def calming(self, share: float, hours: float) -> float:
        """The factor that a share of the pressure track would put on the hazard, over so
        many hours.
        """
        track = self._track
        pace = hours / track.bite if track.bite > 0.0 else inf
        bitten = 1.0 - (1.0 - exp(-pace)) / pace if pace else 0.0
        return exp(self.law.diplomacy * max(share * bitten - self.diplomacy(), 0.0))

    def note_pressure(self) -> None:
        """The pressure track has begun, or is joined in."""
        self._pressing_since = min(self._pressing_since, self._env.now)
        self._together = len(self._world.adversary.pressing) == _BOTH

    # alarm

    def watch(self, plan: str, preparation: str, hours: float) -> None:
        """While a strike is prepared the adversary may see it."""
        if not self.possible or self.law.sight <= 0.0:
            return
        seen = -log(self._world.streams.uniform("sight", preparation)) / self.law.sight
        if seen < hours:
            self._world.later(seen, partial(self._see, plan))

    def _see(self, plan: str) -> None:
        prepared = self._world.frontline.operation.plan
        if prepared is not None and prepared.key == plan:
            self.take_alarm(Cause("preparation"))

    def take_alarm(self, cause: Cause) -> None:
        """It fears to be struck first."""
        if self.possible:
            self.alarm.become(1.0, self._world.env.now)
            self._world.note(Alarm(cause))

    # the attack

    def _attack(self, number: str, luck: Block) -> None:
        enact = partial(self._perhaps_attack, number, luck[0])
        let_decide(self._world, "attack", "attack", enact, still=self._may_still)

    def _perhaps_attack(self, number: str, chance: float, option: str) -> None:
        if option == "attack" and not self.is_over():
            self.attack(number, chance)

    def _may_still(self) -> tuple[str, ...]:
        return () if self.is_over() else OCCASIONS["attack"]

    def attack(self, name: str, chance: float) -> None:
        """The blow: the ladder climbs, the struck ally is under fire, the patron is asked to stand
        by it; ``chance`` is the uniform number that decides how far it climbs.
        """
        world, law = self._world, self.law
        self.settle()
        self.number += 1
        cause = Cause("attack", name)
        rung = max(world.escalation.rung, STRIKE_RUNG) + (1 if chance < law.hard else 0)
        for mind in (world.frontline.mind, world.patron.mind):
            if mind.suspicion is not None:
                mind.suspicion.weigh_attack()
        world.note(Attack(self.number, world.adversary.theta(), rung))
        self.quiet_until = world.env.now + law.pause
        world.escalation.climb(rung, "attack")
        world.region.shake(cause)
        world.home.raise_pressure(law.pressure, cause)
        world.home.lose_share(law.deterrence_loss, cause)
        world.patron.obligations.ask(cause)
        world.frontline.break_off()
        world.frontline.come_under_fire(cause)
        world.patron.mind.consider("attack", cause.key)
        world.injects.check()

    def note_rung(self, rung: int) -> None:
        """The ladder is about to stand on another rung."""
        self.settle()
        self.in_exchange = rung > self.law.highest_rung

    def settle(self) -> None:
        """What was survived so far counts as the circumstances were until now."""
        if self.possible:
            seen = None if self.in_exchange else self.seen()  # worked out once for both
            self._world.frontline.mind.survive(seen)
            self._world.patron.mind.survive(seen)
