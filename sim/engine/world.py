"""One world in motion: the clock, the log, the chances, and the few states that everyone touches.

``World`` is the blackboard. The parts (post, leaders, adversary, region, press) hold a reference to
it, write entries to its log and call each other through it. Deciding is a seam: a seat applies its
rule, or the world stops with a question.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any

from simpy import Event

from sim.domain.actors.escalation import STRIKE_RUNG
from sim.domain.actors.trust import (
    BROKEN,
    Trust,
    TrustCause,
    trust_after_broken_word,
    trust_after_kept_word,
)
from sim.domain.decisions.views import Choice, Role, Rule, Seat, View
from sim.domain.events import Cause, Decision, TrustChange
from sim.domain.events import Event as LogEvent
from sim.domain.events.log import Log
from sim.engine.compiled import Prepared
from sim.engine.questions import Pending
from sim.engine.random_streams import Block, Streams
from sim.engine.scheduler import Kernel
from sim.engine.thinned_process import Thinned

if TYPE_CHECKING:
    from sim.engine.allies.domestic_politics import DomesticPolitics
    from sim.engine.allies.frontline import Frontline
    from sim.engine.allies.operation import Plan
    from sim.engine.allies.patron import Patron
    from sim.engine.communication.meetings import Dialogues
    from sim.engine.communication.message_service import MessageService
    from sim.engine.communication.press import Press
    from sim.engine.environment.adversary import Adversary
    from sim.engine.environment.attacks import Attacks
    from sim.engine.environment.escalation import Escalation
    from sim.engine.environment.injects import Injects
    from sim.engine.environment.observation_window import Clock
    from sim.engine.environment.publicity import Publicity
    from sim.engine.environment.region import Region

Process = Generator[Event, Any, None]


class Fading:
    """A state that returns to its baseline with a half-life (trust, deterrence, domestic pressure,
    alertness): evaluated when read, changed by events.
    """

    __slots__ = ("_at", "_baseline", "_distance", "_half_life", "_read", "_read_at")

    def __init__(self, value: float, baseline: float, half_life: float) -> None:
        self._baseline = baseline
        self._half_life = half_life
        self._distance = value - baseline
        self._at = 0.0
        self._read = value
        self._read_at = -inf

    def at(self, t: float) -> float:
        """The value at time ``t``, not before the last change; kept, since whoever thinks reads it
        several times at the same hour.
        """
        if t != self._read_at and self._distance:
            self._read_at = t
            left: float = 0.5 ** ((t - self._at) / self._half_life)
            self._read = self._baseline + self._distance * left
        return self._read

    def become(self, value: float, t: float) -> None:
        """Set the value at time ``t``."""
        self._read, self._at, self._read_at = value, t, -inf
        self._distance = value - self._baseline


class World:
    """The shared state of one replication of one arm."""

    __slots__ = (
        "adversary",
        "attacks",
        "clock",
        "dialogues",
        "env",
        "escalation",
        "frontline",
        "full",
        "home",
        "humans",
        "injects",
        "log",
        "open_questions",
        "patron",
        "pending",
        "post",
        "prepared",
        "press",
        "publicity",
        "region",
        "reports_ask",
        "streams",
        "thinned",
        "trust_laws",
        "trusts",
        "unhurried",
        "waiting",
    )

    adversary: Adversary
    attacks: Attacks
    clock: Clock
    dialogues: Dialogues
    escalation: Escalation
    frontline: Frontline
    home: DomesticPolitics
    injects: Injects
    patron: Patron
    post: MessageService
    press: Press
    publicity: Publicity
    region: Region

    def __init__(
        self,
        prepared: Prepared,
        streams: Streams,
        humans: frozenset[Seat],
        full: bool,  # noqa: FBT001
    ) -> None:
        allies = prepared.setting.allies
        self.prepared = prepared
        self.streams = streams
        self.env = Kernel()
        self.humans = humans
        self.full = full
        self.log: Log = []
        self.pending: Pending | None = None
        #: What is asked once the pending question is answered.
        self.waiting: list[Pending] = []
        self.unhurried: frozenset[Seat] = frozenset()
        self.open_questions: dict[tuple[Seat, str], Pending] = {}
        self.reports_ask = True
        self.thinned: list[Thinned] = []
        self.trust_laws: dict[Role, Trust] = {
            "frontline": allies.frontline.trust,
            "patron": allies.patron.trust,
        }
        self.trusts: dict[Role, Fading] = {
            role: Fading(law.start, law.start, law.half_life)
            for role, law in self.trust_laws.items()
        }

    @property
    def now(self) -> float:
        """Hours since the start."""
        return self.env.now

    def note(self, event: LogEvent) -> None:
        """Append an entry to the log."""
        self.log.append((self.env.now, event))

    def later(self, hours: float, act: Callable[[], None]) -> None:
        """Do something after some hours."""
        self.env.later(hours, act)

    def start_thinned_process(
        self, name: str, bound: float, rate: Callable[[], float], act: Callable[[str, Block], None]
    ) -> None:
        """Start a Poisson process of candidates at ``bound`` per hour, each kept with chance
        ``rate() / bound``.

        Thinning (Lewis and Shedler 1979): candidates are the same in every arm, only what becomes
        of them differs. ``act`` receives the number of a candidate that is kept, and a block of its
        own.
        """
        if bound > 0.0:
            self.thinned.append(Thinned(self.env, self.streams, name, bound, rate, act))

    def decide(
        self,
        rule: Rule,
        view: View,
        enact: Callable[[View, Choice], None],
        triggers: Sequence[str] = (),
        still: Callable[[], Sequence[str]] | None = None,
    ) -> None:
        """Let the seat choose: by its rule at once, or by its person, for whom the world stops. A
        person may wish not to be asked where reports are all that has come in. For a seat that is
        ``unhurried`` the world goes on, and ``still`` says what may yet be answered; face to face
        it stops for anybody.
        """
        if view.seat not in self.humans:
            enact(view, rule.choose(view))
        elif self.reports_ask or not triggers or any(name != "report" for name in triggers):
            may = still or partial(tuple, view.options)
            self.ask(Pending(view, partial(enact, view), may, partial(rule.choose, view)))

    def ask(self, pending: Pending) -> None:
        """Put a question to a person; one of the same kind that was put before is overtaken."""
        view, asked = pending.view, self.pending
        if view.seat in self.unhurried and view.trigger != "meeting" and not pending.stops:
            self.open_questions[view.seat, view.asks] = pending
        elif asked is None or (asked.view.seat, asked.view.asks) == (view.seat, view.asks):
            self.pending = pending
            self.env.halted = True
        else:
            self.waiting.append(pending)

    def close_question(self) -> Pending | None:
        """Take what is asked off the table; what waits behind it is asked next."""
        closed = self.pending
        self.pending = self.waiting.pop(0) if self.waiting else None
        return closed

    def note_decision(self, view: View, choice: Choice) -> None:
        """Log a decision with belief, options, values and reason."""
        means: dict[Role, float] = {
            "frontline": self.frontline.mind.belief().m,
            "patron": self.patron.mind.belief().m,
        }
        # By place: to name so many fields takes twice as long.
        decision = Decision(
            view.seat,
            view.asks,
            view.trigger,
            view.state,
            choice.option,
            choice.reason,
            view.options,
            means,
            view.stance,
            self.adversary.theta(),
            choice.basis,
        )
        self.note(decision)

    def after_strike(
        self, number: int, plan: Plan, *, joint: bool, supported: bool, surprised: bool
    ) -> None:
        """What follows at once from a strike, in every part of the world."""
        self.escalation.climb(STRIKE_RUNG, "strike")
        cause = Cause("strike", str(number))
        self.region.shake(cause)
        rest = partial(
            self._follow_up, number, plan, joint=joint, supported=supported, surprised=surprised
        )
        self.region.take_offence(cause, rest)

    def _follow_up(
        self, number: int, plan: Plan, *, joint: bool, supported: bool, surprised: bool
    ) -> None:
        """What follows once the region has taken its stand."""
        self.press.strike(number, plan.key)
        self.patron.consequences.after_strike(number, plan.key, self.env.now, joint=joint)
        self.adversary.consider_retaliation(
            lone=not (joint or supported), joint=joint, surprised=surprised
        )
        self.clock.follow_up_strike(plan.key)
        self.injects.check()

    def trust(self, role: Role) -> float:
        """The ally's present trust in the other."""
        return self.trusts[role].at(self.env.now)

    def judge(self, role: Role, cause: TrustCause, size: float = 1.0) -> None:
        """Let an ally's trust in the other rise by a kept word or fall by a broken one, whose size
        is told in losses of trust.
        """
        now = self.env.now
        state, law = self.trusts[role], self.trust_laws[role]
        before = state.at(now)
        value = (
            trust_after_broken_word(law, before, size)
            if cause in BROKEN
            else trust_after_kept_word(law, before)
        )
        state.become(value, now)
        if self.full:
            self.note(TrustChange(role, value, cause))
