"""What an ally thinks of the adversary's intent: a probability that moves by days survived, by
indications in reports and by an attack.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

from sim.domain.actors.adversary import sigma
from sim.domain.actors.attack import (
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

    __slots__ = (
        "_attacks",
        "_coming",
        "_env",
        "_growth",
        "_intent",
        "_mean",
        "_role",
        "_since",
        "_streams",
        "_told_by_indication",
        "_told_by_none",
        "_told_by_survival",
        "_two_kinds",
        "odds",
    )

    def __init__(self, world: World, role: Role, law: Intelligence) -> None:
        attacks = world.attacks
        intent = attacks.law.intent
        self._env = world.env
        self._streams = world.streams
        self._attacks = attacks
        self._growth = law.growth
        self._mean = attacks.law.rate * exp(law.attack_bias)
        self._intent = intent
        self._told_by_indication = odds_after_report(intent, 0.0, indication=True)
        self._told_by_none = odds_after_report(intent, 0.0, indication=False)
        #: Per unit of the believed mean hazard; the same for all that is survived.
        self._told_by_survival = odds_after_survival(0.0, attacks.kinds, 1.0)
        self._since = 0.0
        self._two_kinds = intent.share > 0.0
        self._role = role
        self._coming: Iterator[float] = iter(())
        self.turn()
        self.odds = log_odds(intent.share, law.intent_bias)

    def turn(self) -> None:
        """Indications come by the chance that the streams now have."""
        if self._two_kinds:
            name, streams = f"indication {self._role}", self._streams
            self._coming = streams.shared_items(name, lambda: streams.sequence(name))

    def probability(self) -> float:
        """Its probability that the adversary means to attack."""
        return sigma(self.odds)

    def survive(self, belief: Belief, seen: float | None = None) -> None:
        """Time has passed without an attack, as it would with the hazard that the ally believes in;
        ``belief`` is the one that held meanwhile, ``seen`` the factor of what both allies see now,
        where that is known.
        """
        now, since, attacks = self._env.now, self._since, self._attacks
        if not self._two_kinds or since >= now:
            return
        self._since = now
        if attacks.number:
            since = max(since, attacks.quiet_until)
        if since >= now or attacks.in_exchange:
            return
        m, _, at = belief
        growth = self._growth
        hours = readiness_hours(m + growth * (since - at), growth, now - since)
        rate = self._mean * (attacks.seen() if seen is None else seen)
        self.odds += self._told_by_survival * (rate * hours)

    def weigh_report(self) -> bool | None:
        """A report of its own carries an indication, or none; ``None`` where there is one kind of
        crisis.
        """
        if not self._two_kinds:
            return None
        intent = self._intent  # what is meant can change: a person may sit in the adversary's seat
        chance = intent.indications if self._attacks.meant else intent.false_indications
        indication = next(self._coming) < chance
        self.odds += self._told_by_indication if indication else self._told_by_none
        return indication

    def weigh_attack(self) -> None:
        """An attack: it rather means to."""
        if self._two_kinds:
            self.odds = odds_after_attack(self._attacks.kinds, self.odds)

    def first_blow(
        self, belief: Belief, pressing: float, hours: float
    ) -> tuple[float, float, float]:
        """The first blow as the ally believes it now, after a time in which ``belief`` held: rate,
        probability that the adversary means to, and factor of the pressure track, of which the
        share ``pressing`` would run, over the ``hours`` that it looks ahead.
        """
        attacks = self._attacks
        seen = attacks.seen()
        self.survive(belief, seen)
        calmed = attacks.calming(pressing, hours) if pressing > 0.0 else 1.0
        return self._mean * seen, sigma(self.odds), calmed
