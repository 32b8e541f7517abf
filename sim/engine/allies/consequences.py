"""What a strike costs the frontline with its patron: trust, and support; and how the patron itself
may be drawn into the fighting.
"""

from __future__ import annotations

from functools import partial
from math import inf
from typing import TYPE_CHECKING

from sim.domain.actors.preferences import Valuation
from sim.domain.actors.punishment import Punishment, broken_word, grievance, withholding_chance
from sim.domain.actors.trust import TrustCause
from sim.domain.distributions.families import sampler
from sim.domain.events import DrawnIn, Judgement, Learnt, Strike, SupportSuspended, before_strike
from sim.domain.events.log import ByKind
from sim.engine.world import World

if TYPE_CHECKING:
    from sim.engine.allies.patron import Patron


class Consequences:
    """How the patron takes a strike: what it holds against the frontline, and what it withholds."""

    __slots__ = (
        "_drawn_in",
        "_law",
        "_patron",
        "_stood_by",
        "_suspension",
        "_took_part",
        "_world",
        "_worth",
        "suspended_until",
        "valuation",
    )

    def __init__(self, world: World, patron: Patron) -> None:
        self._world = world
        self._patron = patron
        self._law = patron.ally.punishment
        self._suspension = sampler(patron.ally.suspension)
        self._drawn_in = False
        self._took_part = False
        self._stood_by = False
        self._worth = 0.0
        self.valuation: Valuation | None = None
        self.suspended_until = -inf

    def support_is_suspended(self) -> bool:
        """Whether all of its support is suspended; one item withheld leaves the rest."""
        return self._world.env.now < self.suspended_until and self._patron.ally.withholds == "all"

    @property
    def is_in_the_fighting(self) -> bool:
        """Whether it was drawn in, or struck together with its ally."""
        return self._drawn_in or self._took_part

    def before_strike(self) -> None:
        """A strike is about to fall: what it is worth to the patron decides how it takes it."""
        self._stood_by = self._patron.obligations.stands_by()
        self.valuation = worth = self._patron.appraise()
        self._worth = worth.strike - max(worth.hold, worth.pressure)

    def after_strike(self, number: int, plan: str, at: float, *, joint: bool) -> None:
        """Its trust follows from how it was treated; its support may be suspended. Both begin when
        it knows that the strike has fallen, by what it was at that hour.
        """
        world, patron = self._world, self._patron
        patron.awareness.note_fall(plan)
        if joint:
            self._took_part = True
            world.judge("patron", "joint_action")
            world.judge("frontline", "joint_action")
            return
        if self._stood_by and not self._defied(plan):
            return  # who stands by an ally under fire punishes no answer, but one against its no
        law = self._law
        if law is None:
            take = partial(self._take, number, self._causes(plan, at))
        elif patron.given.get(plan) == "green":
            return  # a strike to which it said yes is not punished
        else:
            take = partial(self._punish, self._judgement(law, at))
        patron.awareness.once_known_fallen(plan, take)

    def _defied(self, plan: str) -> bool:
        """Whether the strike went against its no: one that was heard, or, without a punishment, one
        that was given.
        """
        if self._law is None:
            return self._patron.given.get(plan) == "red"
        found = ByKind(self._world.log)
        return before_strike.heard(found, before_strike.no_return(found, plan)).red

    def _causes(self, plan: str, at: float) -> tuple[TrustCause, ...]:
        """What it holds against the frontline, or for it, where no punishment weighs that."""
        ally = self._patron.ally
        timely = self._patron.awareness.learnt.get(plan, inf) <= at - ally.timely
        first: TrustCause = "timely_notice" if timely else "surprise"
        defied = self._patron.given.get(plan) == "red"
        return (first, "strike_against_red") if defied else (first,)

    def _take(self, number: int, causes: tuple[TrustCause, ...]) -> None:
        for cause in causes:
            self._world.judge("patron", cause)
        if "strike_against_red" in causes:
            luck = self._world.streams.block("suspension", str(number))
            if luck[0] < self._patron.ally.suspends:
                self._withhold(luck[1])

    def _judgement(self, law: Punishment, at: float) -> Judgement:
        """A strike by surprise, defiance and worth."""
        ally, found = self._patron.ally, ByKind(self._world.log)
        strike = found.all(Strike)[-1][1]
        knew = before_strike.knowledge(found, at, strike, ally.timely)
        heard = before_strike.heard(found, before_strike.no_return(found, strike.plan))
        held = grievance(law, knew, heard, self._worth, ally.amber_band)
        size, chance = broken_word(law, held), self._chance(withholding_chance(law, held))
        said = "red" if heard.red else "amber" if heard.amber else "none"
        return Judgement(strike.number, knew, said, self._worth, size, chance)

    def _punish(self, judged: Judgement) -> None:
        world = self._world
        world.note(judged)
        if judged.knew == "hour":
            world.judge("patron", "timely_notice")
        world.judge("patron", "strike_without_consent", judged.size)
        self._perhaps_withhold(judged.chance)

    def after_alert(self, plan: str) -> None:
        """A preparation was called off: if it was found out, not told, that is taken amiss too,
        less than a strike.
        """
        law = self._law
        if law is None:
            return
        world = self._world
        log = ByKind(world.log)
        ways = {data.how for _, data in log.all(Learnt) if data.plan == plan}
        if ways.isdisjoint({"found_out", "leak"}):
            return
        words = before_strike.heard(log, world.env.now)
        worth = self._patron.worth_of_strike()
        held = grievance(law, "intent", words, worth, self._patron.ally.amber_band)
        self._perhaps_withhold(law.alert * self._chance(withholding_chance(law, held)))

    def _chance(self, chance: float) -> float:
        """Of the chance what the patron's habit leaves; who holds nothing back can withhold
        nothing.
        """
        ally = self._patron.ally
        return chance * ally.suspends * min(ally.leverage, 1.0)

    def _perhaps_withhold(self, chance: float) -> None:
        """Decided once a crisis: one draw, however often the frontline gives cause."""
        luck = self._world.streams.block("support withheld", "crisis")
        if luck[0] < chance and self.suspended_until == -inf:
            self._withhold(luck[1])

    def _withhold(self, luck: float) -> None:
        world = self._world
        if world.env.now < self.suspended_until or self.is_in_the_fighting:
            return  # who fights at its ally's side goes on supporting it
        self.suspended_until = world.env.now + self._suspension(luck)
        world.note(SupportSuspended(suspended=True, until=self.suspended_until))
        world.judge("frontline", "support_suspended")

    def perhaps_drawn_in(self, strike: int) -> None:
        """A retaliation may draw it into the fighting (entrapment), unless it has broken with its
        ally.
        """
        world = self._world
        if self.support_is_suspended():
            return
        chance = self._patron.ally.drawn_in * world.trust("patron")
        if not self._drawn_in and world.streams.uniform("drawn in", str(strike)) < chance:
            self._drawn_in = True
            world.note(DrawnIn(strike))
