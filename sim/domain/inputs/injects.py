"""Injects: events that a scenario brings in at a time, or when a condition first holds.

``INJECT_TYPES`` is the one place where the types are told apart; adding one is adding a row. What a
type does is a function of an inject and of ``Effects``, the few things that an inject may bring
about in a world.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from sim.domain.inputs.parameter import given

Addressed = Literal["frontline", "patron", "both"]
Needed = Literal["reading", "front", "channel"]
Lane = Literal["frontline", "patron", "adversary", "press"]


class Effects(Protocol):
    """What an inject may bring about; ``name`` is the inject's, and tells its draws and its traces
    from others'.
    """

    def provoke(self, name: str, severity: float) -> None:
        """Let the adversary provoke."""
        ...

    def attack(self, name: str) -> None:
        """Let the adversary attack, whether or not it ever would."""
        ...

    def mediate(self) -> None:
        """Let a willing partner mediate."""
        ...

    def leak(self, name: str, side: Literal["frontline", "patron"]) -> None:
        """Bring the disagreement of the allies into print."""
        ...

    def break_ceasefire(self, name: str, front: str) -> None:
        """Break the ceasefire on a front."""
        ...

    def inform(self, name: str, to: Addressed, error: float) -> None:
        """Give those addressed an intelligence report that is off by ``error`` on the
        scale of x.
        """
        ...

    def begin_outage(self, channel: str, hours: float) -> None:
        """Let a channel fail for some hours."""
        ...

    def press(self, name: str, severity: float) -> None:
        """Raise the domestic pressure on the frontline."""
        ...

    def warn(self, name: str, severity: float) -> None:
        """Alert the adversary."""
        ...

    def warn_publicly(self, name: str, by: str, stance: str, strength: float) -> None:
        """Somebody says in public what he thinks of a strike."""
        ...

    def warn_privately(self, name: str, stance: str, strength: float) -> None:
        """The patron says so to the frontline, by the post."""
        ...

    def publish(self, name: str, to: Addressed) -> None:
        """Publish news on which those addressed think again."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What may be so: to bring an inject about all of the given bounds must hold, to leave it out
    any of them. Checked whenever one of the quantities changes.
    """

    rung_at_least: int | None = given(None, "count", "rung of the ladder")
    struck: bool | None = given(None, "", "whether the frontline has struck")
    attacked: bool | None = given(None, "", "whether the adversary has attacked")
    retaliated: bool | None = given(None, "", "whether the adversary has hit back")
    asked: bool | None = given(None, "", "whether the frontline has asked the patron")
    pressing: bool | None = given(None, "", "whether the pressure track runs")
    agreed: bool | None = given(
        None, "", "whether the patron's last word on the plan in question is a yes"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectType:
    """One type of inject.

    ``needs`` are the inputs that it cannot do without, ``bring_about`` is what it does,
    ``sentence`` what a story says where the scenario gives no text. ``lane`` is where charts mark
    it, with ``marker`` (one of Matplotlib's): ``None`` where they draw what it leads to already, or
    where it concerns no lane alone.
    """

    name: str
    bring_about: Callable[[Effects, str, Inject], None]
    sentence: str
    needs: tuple[Needed, ...] = ()
    lane: Lane | None = None
    marker: str = "P"


def _provoke(effects: Effects, name: str, inject: Inject) -> None:
    effects.provoke(name, inject.severity)


def _attack(effects: Effects, name: str, _inject: Inject) -> None:
    effects.attack(name)


def _mediate(effects: Effects, _name: str, _inject: Inject) -> None:
    effects.mediate()


def _leak(effects: Effects, name: str, inject: Inject) -> None:
    effects.leak(name, "patron" if inject.to == "both" else inject.to)


def _break_ceasefire(effects: Effects, name: str, inject: Inject) -> None:
    if inject.front is not None:
        effects.break_ceasefire(name, inject.front)


def _inform(effects: Effects, name: str, inject: Inject) -> None:
    effects.inform(name, inject.to, inject.reading or 0.0)


def _begin_outage(effects: Effects, _name: str, inject: Inject) -> None:
    if inject.channel is not None:
        effects.begin_outage(inject.channel, inject.lasts)


def _press(effects: Effects, name: str, inject: Inject) -> None:
    effects.press(name, inject.severity)


def _warn(effects: Effects, name: str, inject: Inject) -> None:
    effects.warn(name, inject.severity)


def _oppose(effects: Effects, name: str, inject: Inject) -> None:
    if inject.public:
        effects.warn_publicly(name, inject.from_, inject.stance, inject.strength)
    else:
        effects.warn_privately(name, inject.stance, inject.strength)


def _publish(effects: Effects, name: str, inject: Inject) -> None:
    effects.publish(name, inject.to)


_ROWS: Final = (
    InjectType(name="provocation", bring_about=_provoke, sentence="a provocation"),
    InjectType(name="attack", bring_about=_attack, sentence="an attack"),
    InjectType(name="mediation_offer", bring_about=_mediate, sentence="an offer of mediation"),
    InjectType(name="leak", bring_about=_leak, sentence="a leak"),
    InjectType(
        name="ceasefire_broken",
        bring_about=_break_ceasefire,
        sentence="an attack on a ceasefire",
        needs=("front",),
    ),
    InjectType(
        name="report",
        bring_about=_inform,
        sentence="a special intelligence report",
        needs=("reading",),
    ),
    InjectType(
        name="channel_down",
        bring_about=_begin_outage,
        sentence="a failure of a channel",
        needs=("channel",),
    ),
    InjectType(name="pressure", bring_about=_press, sentence="a rise of domestic pressure"),
    InjectType(name="alert", bring_about=_warn, sentence="a warning to the adversary"),
    InjectType(name="warning", bring_about=_oppose, sentence="a warning against a strike"),
    InjectType(name="news", bring_about=_publish, sentence="news"),
)
INJECT_TYPES: Final[Mapping[str, InjectType]] = {row.name: row for row in _ROWS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject:
    """One inject, timed by ``at`` or conditional by ``when``: exactly one of them is given."""

    event: str = given("news", "", "what happens", among=INJECT_TYPES)
    at: float | None = given(None, "moment", "time after the start")
    when: Condition | None = given(None, "", "condition, first time that it holds")
    after: float = given(0.0, "time", "delay after the condition first holds")
    unless: Condition | None = given(
        None, "", "left out when its hour comes and any of this holds then"
    )
    to: Addressed = given(
        "both", "", "who is addressed; leak: whose side it is, the patron's if both"
    )
    severity: float = given(
        0.5, "share", "how strong it is: of a provocation, of pressure, of an alert"
    )
    reading: float | None = given(
        None, "number", "report: observed less true readiness, in log odds"
    )
    front: str | None = given(None, "", "ceasefire_broken: which front")
    channel: str | None = given(None, "", "channel_down: which channel")
    lasts: float = given(12.0, "time", "channel_down: for how long")
    from_: str = given(
        "patron", "", "warning: who gives it: patron, frontline, or a partner of the region"
    )
    stance: Literal["red", "amber", "green"] = given(
        "red", "", "warning: what it says of a strike; the frontline says that it means one"
    )
    strength: float = given(1.0, "share", "warning: how clear it is")
    public: bool = given(
        True, "", "warning: whether all hear it at once; else it goes by the patron's post"
    )
    text: str = given("", "", "what players are told")
