"""The adversary: it entrenches, provokes, is pressed, is struck, and hits back."""

from __future__ import annotations

from functools import partial
from math import exp

from sim.domain.actors.adversary import (
    logit,
    provocation_bound,
    provocation_rate,
    sigma,
    strike_effect,
    true_line,
)
from sim.domain.actors.escalation import retaliation_probability
from sim.domain.decisions.views import OCCASIONS, Role
from sim.domain.distributions.families import normal, sampler
from sim.domain.events import (
    Alert,
    Cause,
    Concession,
    PressureTrack,
    Provocation,
    Retaliation,
    TrackCause,
)
from sim.engine.environment.outside import let_decide
from sim.engine.random_streams import Block
from sim.engine.world import Fading, World

#: Share of the full pressure track that neither, one or both allies bring to bear; one is the
#: scenario's.
_BOTH = 2


class Adversary:
    """Readiness on the logit scale, with its growth; and what the adversary does."""

    __slots__ = (
        "_at",
        "_biting",
        "_delay",
        "_env",
        "_growth",
        "_line",
        "_pace",
        "_provocations",
        "_severity",
        "_world",
        "_x",
        "alert",
        "pressing",
        "retaliations",
        "secret",
        "strikes",
    )

    def __init__(self, world: World) -> None:
        setting = world.prepared.setting
        threat = setting.adversary.threat
        self._world = world
        self._x = logit(threat.readiness)
        self._growth = threat.growth
        self._line = true_line(threat)
        self._at = 0.0
        self._env = world.env
        self._provocations = setting.adversary.provocations
        self._biting: frozenset[Role] = frozenset()
        self._pace = self._growth
        self._severity = sampler(setting.adversary.provocations.severity)
        self._delay = sampler(setting.ladder.retaliation.delay)
        self.alert = Fading(0.0, 0.0, threat.alert_half_life)
        self.pressing: frozenset[Role] = frozenset()
        self.retaliations = 0
        self.secret = threat.kind == "construction"
        self.strikes = 0

    def start(self) -> None:
        """Begin to provoke, and to be open to concessions."""
        setting = self._world.prepared.setting
        law = setting.adversary.provocations
        self._world.start_thinned_process(
            "provocation", provocation_bound(law, 0), self._provocation_rate, self._provoke
        )
        self._world.start_thinned_process(
            "concession",
            setting.pressure_track.concession_rate,
            self._concession_rate,
            self._concede,
        )

    # readiness

    def x(self) -> float:
        """Readiness now, on the logit scale."""
        return self._x + self._pace * (self._env.now - self._at)

    def theta(self) -> float:
        """Readiness now, as a share."""
        return sigma(self.x())

    def _growth_now(self) -> float:
        return self._growth * (
            1.0 - self._world.prepared.setting.pressure_track.slowing * self._bite()
        )

    def _bite(self) -> float:
        """Share of the full pressure track that bites now."""
        if not self._biting:
            return 0.0
        return (
            1.0
            if len(self._biting) == _BOTH
            else self._world.prepared.setting.pressure_track.lone_share
        )

    def _move(self, fall: float) -> None:
        """Let x fall now, and go on at the growth that now holds."""
        self._x, self._at, self._pace = self.x() - fall, self._env.now, self._growth_now()

    # provocations

    def _provocation_rate(self) -> float:
        return provocation_rate(
            self._provocations, sigma(self.x()), self._world.home.deterrence(), 0
        )

    def _provoke(self, number: str, luck: Block) -> None:
        severity = min(max(self._severity(luck[0]), 0.0), 1.0)
        enact = partial(self._perhaps_provoke, number, severity, luck[1])
        let_decide(self._world, "provocation", "provoke", enact, severity=severity)

    def _perhaps_provoke(self, number: str, severity: float, chance: float, option: str) -> None:
        if option == "provoke":
            self.provoke(number, severity, chance)

    def provoke(self, number: str, severity: float, chance: float) -> None:
        """An attack below the red line; ``chance`` is the uniform number that decides on
        escalation.
        """
        world = self._world
        law = world.prepared.setting.adversary.provocations
        world.note(Provocation(number, severity))
        escalation = world.escalation
        if chance < law.escalation * severity and escalation.rung < law.highest_rung:
            escalation.climb(escalation.rung + 1, "provocation")
        world.frontline.suffer(severity, Cause("provocation", number))

    def open_front(self, front: str) -> None:
        """A broken ceasefire lets the adversary provoke more: one more stream of provocations."""
        law = self._world.prepared.setting.adversary.provocations
        share = law.per_broken_ceasefire
        self._world.start_thinned_process(
            f"provocation on {front}",
            provocation_bound(law, 0) * share,
            lambda: self._provocation_rate() * share,
            lambda number, luck: self._provoke(f"{front}-{number}", luck),
        )

    # the pressure track

    def press(self, ally: Role, cause: TrackCause) -> None:
        """An ally starts the pressure track, or joins in it."""
        if ally in self.pressing or self.secret:
            return
        world = self._world
        self.pressing |= {ally}
        world.note(PressureTrack(tuple(sorted(self.pressing)), cause))
        world.attacks.note_pressure()
        world.later(world.prepared.setting.pressure_track.bite, lambda: self._bite_of(ally))
        world.home.relieve(world.prepared.setting.pressure_track.relief, Cause("pressure track"))
        world.injects.check()

    def pressing_with(self, ally: Role) -> float:
        """Share of the full pressure track that runs once this ally presses too."""
        with_another = len(self.pressing) > (ally in self.pressing)
        return 1.0 if with_another else self._world.prepared.setting.pressure_track.lone_share

    def _bite_of(self, ally: Role) -> None:
        self._biting |= {ally}
        self._move(0.0)

    def _concession_rate(self) -> float:
        return self._world.prepared.setting.pressure_track.concession_rate * self._bite()

    def _concede(self, _number: str, _luck: Block) -> None:
        self._move(self._world.prepared.setting.pressure_track.concession)
        self._world.note(Concession(self.theta()))

    # strikes and answers to them

    def warn(self, value: float, cause: Cause) -> None:
        """Alert the adversary."""
        now = self._world.env.now
        value = max(self.alert.at(now), value)
        self.alert.become(value, now)
        if self._world.full:
            self._world.note(Alert(value, cause))

    def median_effect(self, *, joint: bool, supported: bool) -> float:
        """The median fall of x by a strike now."""
        threat = self._world.prepared.setting.adversary.threat
        bonus = threat.joint_bonus if joint else threat.support_bonus if supported else 0.0
        alertness = self.alert.at(self._world.env.now)
        return strike_effect(
            threat, self.theta(), bonus=bonus, alertness=alertness, line=self._line
        )

    def share_of_effect(self) -> float:
        """What the next strike brings of its effect: later ones of an exchange only a share."""
        return self._world.prepared.setting.adversary.threat.repeat if self.strikes else 1.0

    def suffer(self, *, joint: bool, supported: bool) -> tuple[float, float, float]:
        """A strike falls: (effect on x, readiness before, readiness after)."""
        world = self._world
        threat = world.prepared.setting.adversary.threat
        before = self.theta()
        effect = self.median_effect(joint=joint, supported=supported) * self.share_of_effect()
        effect *= exp(
            threat.effect_spread * normal(world.streams.uniform("effect", str(self.strikes)))
        )
        if not (joint or supported):
            self._growth *= 1.0 + threat.resolve
        self._move(effect)
        self.strikes += 1
        self.warn(threat.struck_alert, Cause("strike"))
        return effect, before, self.theta()

    def consider_retaliation(self, *, lone: bool, joint: bool, surprised: bool) -> None:
        """After a strike: perhaps hit back, after a delay."""
        world = self._world
        law = world.prepared.setting.ladder.retaliation
        number = self.strikes
        luck = world.streams.block("retaliation", str(number))
        chance = retaliation_probability(
            law, lone=lone, joint=joint, surprised=surprised, deterrence=world.home.deterrence()
        )
        drawn = "none"
        if luck[0] < chance:
            drawn = "two" if luck[1] < law.two_rungs else "one"
        let_decide(world, "retaliation", drawn, partial(self._perhaps_retaliate, number, luck))

    def _perhaps_retaliate(self, number: int, luck: Block, option: str) -> None:
        rungs = OCCASIONS["retaliation"].index(option)
        if rungs:
            self._world.later(self._delay(luck[2]), lambda: self._retaliate(number, rungs))

    def _retaliate(self, strike: int, rungs: int) -> None:
        world = self._world
        self.retaliations += 1
        cause = Cause("retaliation", str(strike))
        world.note(Retaliation(strike, rungs))
        world.escalation.climb(world.escalation.rung + rungs, "retaliation")
        world.region.shake(cause)
        world.patron.consequences.perhaps_drawn_in(strike)
        world.patron.obligations.ask(cause)
        world.home.press(world.prepared.setting.ladder.retaliation.severity, cause)
        world.frontline.come_under_fire(cause)
        world.injects.check()
