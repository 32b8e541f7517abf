"""The press: a channel that nobody controls and that is often first."""

from __future__ import annotations

from functools import partial
from math import exp

from sim.domain.communication.messages import Sensitivity
from sim.domain.decisions.views import Role
from sim.domain.distributions.families import sampler
from sim.domain.events import Cause, Leak, News
from sim.engine.communication.message import Message
from sim.engine.world import World

#: What a leaked message tells the public, by kind: a plan, or that the allies are in touch, which
#: divides nobody; anything else shows the disagreement.
_TELLS = {
    "consultation_request": "plan",
    "notification": "plan",
    "announcement": "plan",
    "joint_plan": "plan",
    "recall_request": "plan",
    "concurrence": "plan",
    "assurance": "contacts",
    "report": "contacts",
    "dialogue": "contacts",
    "mediation": "contacts",
}


class Press:
    """News of strikes, and leaks of sensitive messages."""

    __slots__ = ("_leak_delay", "_leak_from", "_public", "_strike_news", "_world")

    def __init__(self, world: World) -> None:
        public = world.prepared.setting.public
        self._world = world
        self._public = public
        self._leak_from = Sensitivity[public.leak_from.upper()]
        self._strike_news = sampler(
            public.strike_news if public.visibility == "seen" else public.unseen_news
        )
        self._leak_delay = sampler(public.leak_delay)

    def strike(self, number: int, plan: str) -> None:
        """The news of a strike breaks after a while."""
        delay = self._strike_news(self._world.streams.uniform("strike news", str(number)))
        self._world.later(delay, partial(self._report_strike, plan))

    def _report_strike(self, plan: str) -> None:
        self._world.note(News("strike"))
        self._world.adversary.secret = False
        self._world.patron.learn(plan, "news")

    def draw_leak(self, message: Message, handlers: int, security: float, chance: float) -> None:
        """A sensitive message passed through hands; ``chance`` is the uniform number that decides
        whether it leaks.
        """
        kappa = self._public.leak_rate
        if message.sensitivity < self._leak_from or chance >= 1.0 - exp(
            -kappa * handlers * (1.0 - security)
        ):
            return
        luck = self._world.streams.block("leak", message.key)
        side = message.sender if luck[1] < self._public.leak_by_sender else message.receiver
        what = _TELLS.get(message.kind, "disagreement")
        self._world.later(
            self._leak_delay(luck[0]), partial(self.leak, message.key, side, what, message.plan)
        )

    def leak(self, message: str, side: Role, what: str, plan: str) -> None:
        """It is in print: the adversary is warned, both sides lose trust, and what it tells is
        public.
        """
        world = self._world
        if what == "plan" and world.patron.awareness.has_fallen(plan):
            what = "contacts"  # a strike that has fallen is no plan any more
        world.note(Leak(message, side, what))
        world.note(News(what))
        world.judge("frontline", "leak")
        world.judge("patron", "leak")
        world.adversary.warn(self._public.alert, Cause("leak"))
        world.adversary.secret = False
        if what == "plan":
            world.attacks.take_alarm(Cause("leak"))
            world.patron.learn(plan, "leak")
        elif what == "disagreement":
            world.publicity.leak(message)
