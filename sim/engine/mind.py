"""The mind of an ally: reports, belief, choice noise, and the one deliberation at a time that triggers call for."""

from __future__ import annotations

from collections.abc import Callable
from math import log

from simpy import Timeout

from sim.domain.allies import Ally
from sim.domain.belief import Belief, predicted, shifted, updated
from sim.domain.laws import gumbel, normal
from sim.domain.threat import logit, sigma, strike_effect
from sim.domain.values import Prospect, Valuation, appraise
from sim.domain.views import COURSES, STANCES, Role
from sim.engine.world import Process, World

_OPTIONS = (*COURSES, *STANCES)


class Mind:
    """What an ally believes and when it thinks. ``act`` is called with the triggers once a deliberation ends."""

    __slots__ = (
        "_act",
        "_belief",
        "_epoch",
        "_noise",
        "_shared",
        "_thing",
        "_thinking",
        "_triggers",
        "_world",
        "ally",
        "role",
    )

    def __init__(self, world: World, role: Role, ally: Ally, act: Callable[[list[str], str], None]) -> None:
        self._world = world
        self._act = act
        self._epoch = -1
        self._noise: dict[str, float] = {}
        self._triggers: list[str] = []
        self._thing = ""
        self._thinking = False
        self.ally = ally
        self.role = role
        threat = world.prepared.setting.adversary.threat
        self._belief = Belief(logit(threat.readiness) + ally.intelligence.bias, ally.intelligence.prior_variance, 0.0)
        self._shared = self._belief.m

    def start(self) -> None:
        """Let reports come in."""
        self._world.env.process(self._reports())

    # belief

    def belief(self) -> Belief:
        """The belief, carried forward to now."""
        return predicted(
            self._belief, self._world.env.now, self.ally.intelligence.growth, self.ally.intelligence.process_noise
        )

    def observe(self, observed: float, variance: float) -> None:
        """Learn from an observation of x."""
        self._belief = updated(self.belief(), observed, variance)

    def expect_fall(self, bonus: float) -> None:
        """A strike fell: believe in its median effect, with doubt."""
        belief = self.belief()
        threat = self._world.prepared.setting.adversary.threat
        fall = strike_effect(threat, sigma(belief.m), bonus=bonus, alertness=0.0)
        self._belief = shifted(belief, fall, self.ally.intelligence.strike_doubt)

    def _reports(self) -> Process:
        world, law = self._world, self.ally.intelligence
        name, number = f"report {self.role}", 0
        while True:
            luck = world.streams.block(name, str(number))
            yield Timeout(world.env, -log(luck[0]) * law.interval)
            observed = world.adversary.x() + law.bias + law.noise * normal(luck[1])
            self.receive(number, observed, shared=False)
            if law.shares and abs(self._belief.m - self._shared) >= law.share_after:
                self._share(number, observed)
            number += 1

    def receive(self, number: int, observed: float, *, shared: bool) -> None:
        """A report of its own, or one that the other shared: noisier, and never forwarded."""
        world, law = self._world, self.ally.intelligence
        noise = law.noise * (law.sanitised if shared else 1.0)
        self.observe(observed, noise * noise)
        if world.full:
            belief = self._belief
            world.note("report", {"ally": self.role, "number": number, "observed": observed, "shared": shared,
                                  "mean": belief.m, "variance": belief.v})  # fmt: skip
        self.consider("report", f"{'shared' if shared else 'report'}-{number}")

    def informed(self, name: str, observed: float) -> None:
        """A report that the scenario brings in, as good as its own."""
        self.observe(observed, self.ally.intelligence.noise**2)
        self.consider("report", f"inject-{name}")

    def _share(self, number: int, observed: float) -> None:
        self._shared = self._belief.m
        self._world.post.post("report", self.role, f"report {number}", content={"number": number, "observed": observed})

    # deliberation

    def consider(self, trigger: str, thing: str) -> None:
        """Think about something; what comes up while the leader thinks is weighed at the same time."""
        self._triggers.append(trigger)
        if not self._thinking:
            self._thinking, self._thing = True, thing
            self._world.later(self.deliberation(thing), self._conclude)

    def deliberation(self, thing: str) -> float:
        """Hours until the leader has thought about a thing, longer at night."""
        world = self._world
        ready = world.prepared.allies[self.role]
        hours = ready.deliberation(world.streams.uniform(f"deliberation {self.role}", thing))
        return ready.nights.finish(world.env.now, hours, ready.night_rate) - world.env.now

    def _conclude(self) -> None:
        triggers, self._triggers, self._thinking = self._triggers, [], False
        self._act(triggers, self._thing)

    def noise(self) -> dict[str, float]:
        """Standard Gumbel noise of each option, one draw per epoch."""
        epoch = int(self._world.env.now // self.ally.leader.epoch)
        if epoch != self._epoch:
            luck = self._world.streams.block(f"choice {self.role}", str(epoch))
            self._epoch, self._noise = epoch, {option: gumbel(u) for option, u in zip(_OPTIONS, luck, strict=False)}
        return self._noise

    def appraise(self, belief: Belief, prospect: Prospect) -> Valuation:
        """The worth of each course by this ally's lights."""
        setting = self._world.prepared.setting
        believed = belief.m, belief.v, self.ally.intelligence.growth
        return appraise(self.ally.outlook, setting.adversary.threat, setting.pressure_track, setting.ladder.retaliation,
                        believed, prospect)  # fmt: skip
