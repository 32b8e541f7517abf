"""Settings for tests: a still world in which one thing moves, a busy one, and Hypothesis strategies
of busy ones.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import strategies as st

from sim.domain.actors.allies import Allies
from sim.domain.actors.leader import Leader
from sim.domain.communication.channels import Channel, Liaison, Outage, default_channels
from sim.domain.communication.offices import ANY, Hours, Office, Routine
from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.decisions.rules import (
    ExpectedUtility,
    Prospect,
    QuantalResponse,
    Satisficing,
    Threshold,
)
from sim.domain.decisions.standing_orders import Move, Scripted
from sim.domain.decisions.views import AnyView, Choice, Role, Rule, Seat, View
from sim.domain.distributions.families import Exponential, Fixed, Law, Lognormal
from sim.domain.events import End, Event, OfMessage
from sim.domain.events.codec import plain_data
from sim.domain.events.log import Log
from sim.domain.inputs.injects import Condition, Inject
from sim.domain.inputs.setting import Arm, Scenario, Setting, Study
from sim.engine.random_streams import Streams
from sim.engine.session import Session
from sim.scenario import load

KNOWN_ANSWERS = Path(__file__).parents[2] / "scenarios" / "known-answers"
MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
Changes = Mapping[str, Any]
Data = dict[str, Any]
T = TypeVar("T")
E = TypeVar("E", bound=Event)


# making settings


def changed(facts: T, changes: Changes) -> T:
    """The same facts but for some, each named by its path: ``{"allies.patron.leverage": 0.5}``."""
    result: Any = facts
    for path, value in changes.items():
        result = _with(result, path.split("."), value)
    changed_facts: T = result
    return changed_facts


def _with(facts: Any, path: list[str], value: Any) -> Any:  # noqa: ANN401 - inputs are of any type
    if not path:
        return value
    step, *rest = path
    if isinstance(facts, Mapping):
        return {**facts, step: _with(facts.get(step), rest, value)}
    return replace(facts, **{step: _with(getattr(facts, step), rest, value)})


@cache
def known(name: str) -> Scenario:
    """A scenario with a known answer."""
    return load(KNOWN_ANSWERS / f"{name}.yaml")


def still(changes: Changes | None = None) -> Setting:
    """Nothing happens but for the news at hour 0, on which the frontline strikes 240 hours later;
    nothing takes time.
    """
    return changed(known("still").arms["still"].setting, changes or {})


def asking(changes: Changes | None = None) -> Setting:
    """As still as that, but the frontline asks at once; the patron says red."""
    return still({"protocol": "consult"} | dict(changes or {}))


def busy(changes: Changes | None = None) -> Setting:
    """A short and eventful crisis: everything that the defaults hold, within 144 hours and a
    follow-up of 96.
    """
    return changed(BUSY, changes or {})


def scripted(*moves: tuple[float, str]) -> Scripted:
    """A leader who answers as written: (hour from which, what)."""
    return Scripted(moves=tuple(Move(at=at, option=option) for at, option in moves))  # type: ignore[arg-type]


# Inputs are of any type.
def desk(work: Law | float = 0.0, /, **facts: Any) -> Office:  # noqa: ANN401
    """An office without routine traffic unless said otherwise."""
    law = Fixed(value=work) if isinstance(work, float | int) else work
    return Office(**{"work": law, "routine": Routine(rate=0.0), **facts})


# Inputs are of any type.
def wire(hours: Law | float = 0.0, /, **facts: Any) -> Channel:  # noqa: ANN401
    """A channel that leaks nothing unless said otherwise."""
    law = Fixed(value=hours) if isinstance(hours, float | int) else hours
    return Channel(
        **{
            "rating": "top_secret",
            "latency": law,
            "capacity": 1000,
            "security": 1.0,
            "fidelity": 0.0,
            **facts,
        }
    )


def scenario(**settings: Setting) -> Scenario:
    """A scenario of these arms."""
    arms = {name: Arm(name=name, title=name, setting=setting) for name, setting in settings.items()}
    return Scenario(
        name="test", title="Test", purpose="", sources=(), arms=arms, study=Study(), digest=""
    )


_ALLIES = Allies()
BUSY = changed(
    Setting(start=MONDAY, horizon=144.0, follow_up=96.0, allies=_ALLIES),
    {
        "allies.frontline.zone": "Asia/Jerusalem",
        "allies.patron.zone": "America/New_York",
        "allies.frontline.preparation.duration": Lognormal(median=16.0, sigma=0.35),
        "adversary.threat.readiness": 0.5,
        "terms.diplomacy": 24.0,
        "terms.planning": Lognormal(median=6.0, sigma=0.3),
    },
)


# running them


def session(
    setting: Setting,
    replication: int = 0,
    *,
    humans: AbstractSet[Seat] = frozenset(),
    full: bool = False,
    streams: Streams | None = None,
) -> Session:
    """A session of one setting."""
    place = scenario(arm=setting)
    return Session(
        place, seed=7, replication=replication, arm="arm", humans=humans, full=full, streams=streams
    )


def run(
    setting: Setting, replication: int = 0, *, full: bool = False, streams: Streams | None = None
) -> Log:
    """The log of one world."""
    return session(setting, replication, full=full, streams=streams).run()


def worlds(setting: Setting, number: int, *, full: bool = False) -> Iterator[Log]:
    """The logs of some worlds."""
    place = scenario(arm=setting)
    for replication in range(number):
        yield Session(place, seed=7, replication=replication, arm="arm", full=full).run()


def asked_as(setting: Setting, role: Role) -> Rule:
    """The rule in a seat."""
    ally = setting.allies.frontline if role == "frontline" else setting.allies.patron
    return ally.leader.rule


def played(game: Session, answer: Callable[[View], Choice]) -> Log:
    """The log of a game in which every question is answered by a function of its view."""
    for question in game:
        question.answer(answer(of_ally(question.view)))
    return game.log


def of_ally(view: AnyView | None) -> View:
    """What an ally is asked."""
    assert isinstance(view, View)
    return view


def text(log: Log) -> str:
    """The log as bytes would be: two logs are alike if these are."""
    return "\n".join(json.dumps((time, event.kind, plain_data(event))) for time, event in log)


def entries(log: Log, kind: type[E]) -> list[tuple[float, E]]:
    """The entries of a kind."""
    return [(time, event) for time, event in log if isinstance(event, kind)]


def first(log: Log, kind: type[E]) -> tuple[float, E]:
    """The first entry of a kind, which must be there."""
    return entries(log, kind)[0]


def times(log: Log, kind: type[Event]) -> list[float]:
    """When the entries of a kind happened."""
    return [time for time, event in log if isinstance(event, kind)]


def kinds(log: Log) -> list[str]:
    """What happened, in order."""
    return [event.kind for _, event in log]


def end(log: Log) -> End:
    """How a world ended."""
    return first(log, End)[1]


def of_message(log: Log, message: str) -> Log:
    """The entries that belong to a message."""
    return [
        (time, event)
        for time, event in log
        if isinstance(event, OfMessage) and event.message == message
    ]


# strategies

RULES_OF_THE_FRONTLINE: tuple[Rule, ...] = (
    QuantalResponse(precision=25.0),
    QuantalResponse(precision=3.0),
    ExpectedUtility(),
    Prospect(),
    Satisficing(),
    Threshold(probability=0.2),
    scripted((0, "strike")),
    scripted((0, "strike"), (60, "hold"), (90, "strike")),
    scripted((0, "pressure"), (24, "strike")),
)
RULES_OF_THE_PATRON: tuple[Rule, ...] = (
    QuantalResponse(precision=25.0),
    QuantalResponse(precision=3.0),
    ExpectedUtility(),
    scripted((0, "red")),
    scripted((0, "amber")),
    scripted((0, "green")),
    scripted((0, "green"), (48, "red")),
)
INJECTS: tuple[Mapping[str, Inject], ...] = (
    {},
    {
        "attack": Inject(event="provocation", at=20.0, severity=0.9),
        "print": Inject(event="leak", at=50.0),
    },
    {
        "cut": Inject(event="channel_down", at=15.0, channel="cable", lasts=30.0),
        "wire": Inject(event="news", at=10.0),
    },
    {
        "mediators": Inject(event="mediation_offer", when=Condition(rung_at_least=3), after=2.0),
        "front": Inject(event="ceasefire_broken", when=Condition(struck=True), front="north"),
    },
    {
        "claim": Inject(event="report", at=5.0, reading=1.0, to="frontline"),
        "warned": Inject(event="alert", when=Condition(asked=True), severity=0.7),
    },
)
_CELL = Liaison(
    frontline_officers=2,
    patron_officers=2,
    hours=Hours(opens=7.0, closes=21.0),
    authority=0.6,
    link="link",
)
LINKS: tuple[Changes, ...] = (
    {},
    {"channels": default_channels() | {"link": wire(0.2, security=0.9)}, "liaison": _CELL},
    {
        "channels": default_channels() | {"link": wire(0.2, rating="secret")},
        "liaison": replace(_CELL, authority=0.9),
    },
    {"channels.cable.outage": Outage(up=Exponential(mean=12.0), down=Exponential(mean=6.0))},
    {
        "channels.cable.capacity": 1,
        "channels.cable.latency": Exponential(mean=5.0),
        "channels.cable.timeout": 1.0,
    },
    {
        "channels.cable.hours": Hours(opens=9.0, closes=15.0),
        "channels.courier.latency": Fixed(value=3.0),
    },
)
CHAINS: tuple[Changes, ...] = (
    {},
    {
        "allies.patron.offices.cabinet": Office(
            hours=Hours(meets=(9.0, 17.0)), work=Fixed(value=0.5)
        ),
        "allies.patron.outgoing": {ANY: ("cabinet",), "clarified": ()},
    },
    {
        "allies.frontline.offices.leader_office": Office(
            routine=Routine(rate=0.9, work=Exponential(mean=0.9))
        )
    },
    {
        "allies.frontline.precleared": ("consultation_request", "dialogue"),
        "allies.patron.incoming": {ANY: ()},
    },
)


def _sampled(path: str, *values: object) -> st.SearchStrategy[tuple[str, object]]:
    return st.sampled_from([(path, value) for value in values])


_SINGLE: tuple[st.SearchStrategy[tuple[str, object]], ...] = (
    _sampled("allies.frontline.leader.rule", *RULES_OF_THE_FRONTLINE),
    _sampled("allies.patron.leader.rule", *RULES_OF_THE_PATRON),
    _sampled("injects", *INJECTS),
    _sampled("terms.patience.base", 30.0, 4.0, 120.0),
    _sampled("dialogues.every", 30.0, 7.0),
    _sampled("dialogues.on_call", True),
    _sampled("terms.notice", 8.0, 0.0, 40.0),
    _sampled("terms.override_line", 0.75, 0.3),
    _sampled("terms.deadline", 1.0, 2.0),
    _sampled("adversary.threat.readiness", 0.5, 0.25, 0.7),
    _sampled("adversary.provocations.rate", 0.03, 0.0, 0.2),
    _sampled("public.leak_rate", 0.03, 0.0, 0.6),
    _sampled("public.leak_delay", Exponential(mean=24.0), Exponential(mean=1.0)),
    _sampled("allies.patron.intelligence.detection", 0.003, 0.0, 0.1),
    _sampled("allies.patron.intelligence.shares", False, True),
    _sampled("allies.frontline.intelligence.shares", False, True),
    _sampled("allies.frontline.reading.amber", 0.35, 1.0),
    _sampled("allies.frontline.reading.clarify_below", 0.35, 1.0, 0.0),
    _sampled("allies.frontline.leader.memory", 96.0, 12.0),
    _sampled("allies.frontline.preparation.parallel", 0.5, 0.0, 1.0),
    _sampled("allies.frontline.preparation.no_return", 4.0, 0.0, 12.0),
    _sampled(
        "allies.patron.council",
        Lognormal(median=12.0, sigma=0.5),
        Fixed(value=1.0),
        Fixed(value=70.0),
    ),
    _sampled("allies.patron.counter_offer", False, True),
    _sampled("ladder.retaliation.base", -0.2, 3.0),
    _sampled("ladder.retaliation.delay", Lognormal(median=30.0, sigma=0.8), Exponential(mean=4.0)),
)


@st.composite
def crises(draw: st.DrawFn, *protocols: str) -> Changes:
    """What makes busy settings of any protocol, or of these: each has a few things otherwise. Make
    it so with ``busy``.
    """
    changes: Data = {"protocol": draw(st.sampled_from(protocols or tuple(PROTOCOLS)))}
    for some in (LINKS, CHAINS):
        changes |= dict(draw(st.sampled_from(some)))
    changes |= dict(draw(st.lists(st.one_of(_SINGLE), min_size=2, max_size=8)))
    return changes


replications = st.integers(min_value=0, max_value=10**6)


def leader(rule: Rule, **facts: Any) -> Leader:  # noqa: ANN401 - inputs are of any type
    """A leader who takes no time and never sleeps."""
    none = Fixed(value=0.0)
    return Leader(
        **{"rule": rule, "reading": none, "deliberation": none, "asleep_factor": 1.0, **facts}
    )
