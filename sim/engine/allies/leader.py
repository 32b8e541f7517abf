"""The mind of an ally: reports, belief, choice noise, and the one deliberation at a time that
triggers call for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from math import log, sqrt

from sim.domain.actors.adversary import logit, sigma, strike_effect
from sim.domain.actors.allies import Ally
from sim.domain.actors.expected_loss import believed_line
from sim.domain.actors.outlook import Outlook
from sim.domain.actors.perception import (
    Belief,
    belief_after_strike,
    prediction,
    prediction_and_update,
)
from sim.domain.actors.preferences import StrikeProspect, Valuation
from sim.domain.decisions.views import COURSES, STANCES, Role
from sim.domain.distributions.families import gumbel, normal
from sim.domain.events import Report as ReportEntry
from sim.engine.allies.suspicion import Suspicion
from sim.engine.communication.message import SharedReport
from sim.engine.compiled import ReadyAlly
from sim.engine.random_streams import Block, Streams
from sim.engine.valuations import eyes, valuation
from sim.engine.world import World

_OPTIONS = (*COURSES, *STANCES)
#: What chance says of an ally's own report: hours since the last, error without bias, its name,
#: hours until it is weighed.
Report = tuple[float, float, str, float]


class Mind:
    """What an ally believes and when it thinks. ``act`` is called with the triggers once a
    deliberation ends.
    """

    __slots__ = (
        "_act",
        "_belief",
        "_coming",
        "_env",
        "_epoch",
        "_error",
        "_eyes",
        "_growth",
        "_hours",
        "_last",
        "_noise",
        "_now_believed",
        "_number",
        "_process_noise",
        "_shared",
        "_line",
        "_thinking",
        "_triggers",
        "_variance",
        "_world",
        "ally",
        "bias",
        "role",
        "suspicion",
        "_report_name",
    )

    def __init__(
        self, world: World, role: Role, ally: Ally, act: Callable[[list[str]], object]
    ) -> None:
        law = ally.intelligence
        self._world = world
        self._env = world.env
        self._act = act
        self._epoch = -1
        self._noise: Mapping[str, float] = {}
        self._triggers: list[str] = []
        self._thinking = False
        self._last: tuple[int, float] | None = None
        self.ally = ally
        self.role = role
        self.bias = law.bias
        threat = world.prepared.setting.adversary.threat
        self._eyes = world.prepared.allies[role].eyes
        self._belief = Belief(logit(threat.readiness) + law.bias, law.prior_variance, 0.0)
        self._now_believed: Belief | None = None
        self._shared = self._belief.m
        self._growth = law.growth
        self._process_noise = law.process_noise
        self._line = believed_line(ally.outlook, threat, self._belief.m, law.growth)
        self.suspicion = Suspicion(world, role, law) if world.attacks.possible else None
        self._variance = law.noise * law.noise

    def start(self) -> None:
        """Let reports come in."""
        ready, streams = self._world.prepared.allies[self.role], self._world.streams
        self._number = -1
        self._coming = streams.shared_items(
            ready.reports, lambda: _reports(streams, self.ally, ready)
        )
        self._await()

    def turn(self) -> None:
        """The next report comes by other chance; those that have come stay."""
        self._env.drop(self._report)
        ready, streams = self._world.prepared.allies[self.role], self._world.streams
        self._coming = iter(_reports(streams, self.ally, ready, self._env.now))
        if self.suspicion is not None:
            self.suspicion.turn()
        self._await()

    # belief

    def belief(self) -> Belief:
        """The belief, carried forward to now; kept, since whoever decides asks for it again."""
        now, belief = self._env.now, self._now_believed
        if belief is None or belief.t != now:
            belief = prediction(self._belief, now, self._growth, self._process_noise)
            self._now_believed = belief
        return belief

    def _believe(self, belief: Belief) -> None:
        self._belief, self._now_believed = belief, None

    def observe(self, observed: float, variance: float) -> None:
        """Learn from an observation of x."""
        if self.suspicion is not None:
            self.suspicion.survive(self._belief)
        self._believe(
            prediction_and_update(
                self._belief, self._env.now, self._growth, self._process_noise, observed, variance
            )
        )

    def come_to(self, mean: float) -> None:
        """Believe in another mean, with the same doubt."""
        belief = self.belief()
        self._believe(Belief(mean, belief.v, belief.t))

    def expect_fall(self, bonus: float, share: float) -> None:
        """A strike fell: believe in its median effect (a later strike of an exchange has only a
        share), with doubt.
        """
        self.survive()
        belief = self.belief()
        threat = self._world.prepared.setting.adversary.threat
        line = None if self._line is None else self._line.x
        fall = share * strike_effect(threat, sigma(belief.m), bonus=bonus, alertness=0.0, line=line)
        self._believe(belief_after_strike(belief, fall, self.ally.intelligence.strike_doubt))

    def survive(self, seen: float | None = None) -> None:
        """What was survived so far counts by the belief that held; ``seen`` is the factor of what
        both allies see, where it is known.
        """
        if self.suspicion is not None:
            self.suspicion.survive(self._belief, seen)

    # reports

    def _await(self) -> None:
        self._number += 1
        gap, self._error, self._report_name, self._hours = next(self._coming)
        self._env.later(gap, self._report)

    def _report(self) -> None:
        """A report of its own is in; if the leader is not thinking already, it is
        weighed at once.
        """
        law, number = self.ally.intelligence, self._number
        observed = self._world.adversary.x() + self.bias + self._error
        self.observe(observed, self._variance)
        if self.suspicion is not None:
            self.suspicion.weigh_report()
        if self._world.full:
            self._note_report(number, observed, self._variance, shared=False)
        self._last = number, observed
        self._triggers.append("report")
        if not self._thinking:
            self._think(self._hours)
        if law.shares and abs(self._belief.m - self._shared) >= law.share_after:
            self._share(number, observed)
        self._await()

    def receive(self, shared: SharedReport) -> None:
        """A report that the other shared: older and noisier, and never forwarded. It is carried
        forward to now.
        """
        age = self._env.now - shared.at
        observed, error = (
            shared.observed + self._growth * age,
            shared.variance + self._process_noise * age,
        )
        self.observe(observed, error)
        if self._world.full:
            self._note_report(shared.number, observed, error, shared=True)
        self.consider("report", f"shared-{shared.number}")

    def _note_report(self, number: int, observed: float, error: float, *, shared: bool) -> None:
        belief = self._belief
        self._world.note(
            ReportEntry(self.role, number, observed, error, shared, belief.m, belief.v)
        )

    def take_report(self, name: str, observed: float) -> None:
        """A report that the scenario brings in, as good as its own."""
        self.observe(observed, self.ally.intelligence.noise**2)
        self.consider("report", f"inject-{name}")

    def share_last(self) -> bool:
        """Share the last report of its own; whether there was one that was not shared before."""
        last = self._last
        if last is not None:
            self._share(*last)
        return last is not None

    def _share(self, number: int, observed: float) -> None:
        """Share a report: sanitised, so that its noise grows by the factor that the
        scenario says.
        """
        law, self._last = self.ally.intelligence, None
        self._shared = self._belief.m
        luck = self._world.streams.uniform(f"sanitised {self.role}", str(number))
        added = law.noise * sqrt(max(law.sanitised * law.sanitised - 1.0, 0.0)) * normal(luck)
        variance = (law.noise * law.sanitised) ** 2
        shared = SharedReport(number, observed + added, variance, self._env.now)
        self._world.post.post("report", self.role, f"report {number}", content=shared)

    # deliberation

    def consider(self, trigger: str, draw_key: str) -> None:
        """Think about something; what comes up while the leader thinks is weighed at
        the same time.
        """
        self._triggers.append(trigger)
        if not self._thinking:
            self._think(self.deliberation(draw_key))

    def _think(self, hours: float) -> None:
        self._thinking = True
        self._env.later(hours, self._conclude)

    def deliberation(self, draw_key: str) -> float:
        """Hours until the leader has thought about what ``draw_key`` names, longer at night."""
        world = self._world
        chance = world.streams.uniform(f"deliberation {self.role}", draw_key)
        return _deliberation(world.prepared.allies[self.role], chance, world.env.now)

    def _conclude(self) -> None:
        triggers, self._triggers, self._thinking = self._triggers, [], False
        self._act(triggers)

    def noise(self) -> Mapping[str, float]:
        """Standard Gumbel noise of each option, one draw per epoch."""
        epoch = int(self._world.env.now // self.ally.leader.epoch)
        if epoch != self._epoch:
            luck = self._world.streams.block(f"choice {self.role}", str(epoch))
            self._epoch, self._noise = epoch, _noise(luck)
        return self._noise

    def appraise(
        self, belief: Belief, prospect: StrikeProspect, outlook: Outlook | None = None
    ) -> Valuation:
        """The worth of each course by this ally's lights, or by those of another at its table."""
        seen_by = self._eyes if outlook is None else eyes(outlook, self._world.prepared.setting)
        blow = None
        if self.suspicion is not None:
            ahead = seen_by.outlook.look_ahead
            blow = self.suspicion.first_blow(self._belief, prospect.pressing, ahead)
        return valuation(seen_by, belief, self._growth, prospect, self._line, blow)


@lru_cache(maxsize=256)  # the arms of a world share it
def _noise(luck: Block) -> Mapping[str, float]:
    return {option: gumbel(u) for option, u in zip(_OPTIONS, luck, strict=False)}


def _reports(streams: Streams, ally: Ally, ready: ReadyAlly, now: float = 0.0) -> Iterator[Report]:
    """An ally's own reports from an hour on: when they come, how far they err and how long each is
    weighed is the same in all arms.
    """
    law = ally.intelligence
    luck = streams.sequence(f"report {ready.role}")
    for number, (first, second, third) in enumerate(
        zip(luck, luck, luck, strict=False)
    ):  # one and the same: by threes
        gap = -log(first) * law.interval
        now += gap
        yield gap, law.noise * normal(second), f"report-{number}", _deliberation(ready, third, now)


def _deliberation(ready: ReadyAlly, chance: float, now: float) -> float:
    return ready.nights.finish(now, ready.deliberation(chance), ready.night_rate) - now
