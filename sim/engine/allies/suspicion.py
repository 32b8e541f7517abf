"""What an ally thinks of the adversary's intent: a probability that moves by days survived, by
indications in reports and by an attack.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

from sim.domain.actors.adversary import sigma
from sim.domain.actors.attack import (
    Danger,
    log_odds,
    odds_after_attack,
    odds_after_report,
    odds_after_survival,
    readiness_hours,
)
from sim.domain.actors.perception import Belief, Intelligence
from sim.domain.decisions.views import Role
from sim.engine.world import World


class Suspicion:
    """The log odds of one ally that the adversary means to attack; nobody is told if it does."""

    __slots__ = ("_coming", "_growth", "_mean", "_role", "_since", "_two_kinds", "_world", "odds")

    def __init__(self, world: World, role: Role, law: Intelligence) -> None:
        intent = world.attacks.law.intent
        self._world = world
        self._growth = law.growth
        self._mean = world.attacks.law.rate * exp(law.attack_bias)
        self._since = 0.0
        self._two_kinds = intent.share > 0.0
        self._role = role
        self._coming: Iterator[float] = iter(())
        self.turn()
        self.odds = log_odds(intent.share, law.intent_bias)

    def turn(self) -> None:
        """Indications come by the chance that the streams now have."""
        if self._two_kinds:
            self._coming = self._world.streams.sequence(f"indication {self._role}")

    def probability(self) -> float:
        """Its probability that the adversary means to attack."""
        return sigma(self.odds)

    def survive(self, belief: Belief, rate: float | None = None) -> None:
        """Time has passed without an attack, as it would with the hazard that the ally believes in;
        ``belief`` is the one that held meanwhile, ``rate`` the believed one of now where it is
        known.
        """
        now = self._world.env.now
        if not self._two_kinds or self._since >= now:
            return
        attacks = self._world.attacks
        since, self._since = max(self._since, attacks.quiet_until), now
        if since >= now or attacks.is_over():
            return
        hours = readiness_hours(
            belief.m + self._growth * (since - belief.t), self._growth, now - since
        )
        rate = self._rate() if rate is None else rate
        self.odds = odds_after_survival(self.odds, attacks.kinds, rate * hours)

    def weigh_report(self) -> bool | None:
        """A report of its own carries an indication, or none; ``None`` where there is one kind of
        crisis.
        """
        if not self._two_kinds:
            return None
        attacks = self._world.attacks
        law = attacks.law.intent
        chance = law.indications if attacks.meant else law.false_indications
        indication = next(self._coming) < chance
        self.odds = odds_after_report(law, self.odds, indication=indication)
        return indication

    def weigh_attack(self) -> None:
        """An attack: it rather means to."""
        if self._two_kinds:
            self.odds = odds_after_attack(self._world.attacks.kinds, self.odds)

    def danger(self, belief: Belief, pressing: float, hours: float) -> Danger:
        """The first blow as the ally believes it now, after a time in which ``belief`` held;
        ``pressing`` is the share of the pressure track that would run, ``hours`` how far it looks
        ahead.
        """
        attacks = self._world.attacks
        rate = self._rate()
        self.survive(belief, rate)
        calmed = attacks.calming(pressing, hours)
        return Danger(rate, sigma(self.odds), attacks.kinds, calmed)

    def _rate(self) -> float:
        return self._mean * self._world.attacks.seen()
