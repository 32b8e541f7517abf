"""A seat's card: who sits there, what it wants, what it may do, whom it reaches and how long that
takes, what its advisers count.

A card holds what the whitelist of a seat lets it know at the start, and nothing else: its own
values, what is agreed, and the lines with the delays that a sender knows. The adversary's true
state, what is to come, when the game ends and what the other ally counts are not on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from inspect import cleandoc
from typing import Any, Final

from sim.domain.actors.outlook import Weights
from sim.domain.communication.time_zones import zone
from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.decisions.views import Outsider, Role, Seat
from sim.domain.inputs.exercise import Exercise, SeatText
from sim.domain.inputs.parameter import about
from sim.domain.inputs.setting import Setting
from sim.engine.acts import MAY_WRITE
from sim.engine.compiled import Prepared, compiled_setting
from sim.engine.expected_reading import (
    Between,
    answer_range,
    first_channel,
    preparation_range,
    reading_range,
)
from sim.output.story.sentences.dates import duration_text
from sim.output.story.sentences.vocabulary import KINDS, percent, plainly, sentence
from sim.output.words import as_list
from sim.tabletop.exercise.packet.outsider_card import outsider_aims, outsider_facts, outsider_may
from sim.tabletop.seat.capital import Capital

#: Hours of a day at which the length of a way is told, by the capital's own clock.
_MORNING, _NIGHT = 9.0, 22.0
_HOW_TO_DECIDE: Final[Mapping[Role, tuple[str, ...]]] = {
    "frontline": (
        "hold back, turn to diplomatic pressure, or strike, whether or not you are asked",
        "call off a strike that is being prepared, until its point of no return",
        "ask {them} before you wish to strike",
        "ask what was meant by an answer that you have read",
    ),
    "patron": (
        "hold back, or turn to diplomatic pressure",
        "say yes, no, or voice doubts, when you are asked or have learnt of a strike",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """A way to the other capital: when a message would be read that is begun in the morning and at
    night, what it may carry, how safe it is and how much of the tone survives.
    """

    name: str
    carries: str
    by_day: str
    by_night: str
    security: str
    fidelity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCard:
    """All that stands on a seat's card."""

    seat: Seat
    title: str
    who: str
    brief: str
    aims: tuple[str, ...]
    start: str
    agreed: str
    may: tuple[str, ...]
    may_write: tuple[str, ...]
    lines: tuple[CardLine, ...]
    delays: tuple[str, ...]
    advisers: tuple[str, ...]


def role_card(setting: Setting, exercise: Exercise, seat: Seat) -> RoleCard:
    """The card of a seat of an arm."""
    match seat:
        case "adversary" | "region":
            return _outsider_card(setting, exercise, seat)
        case "frontline" | "patron":
            return _ally_card(setting, exercise, seat)


def _ally_card(setting: Setting, exercise: Exercise, seat: Role) -> RoleCard:
    capital, prepared = Capital(seat, setting), compiled_setting(setting)
    text = exercise.seats.get(seat, SeatText())
    rules = PROTOCOLS[setting.protocol].rules
    agreed = rules.format(frontline=capital.name("frontline"), patron=capital.name("patron"))
    return RoleCard(
        seat=seat,
        title=text.title,
        who=capital.us,
        brief=text.brief,
        aims=text.aims or tuple(_aims(setting, seat)),
        start=capital.both_dates(0.0),
        agreed=sentence(agreed),
        may=tuple(one.format(them=capital.them) for one in _HOW_TO_DECIDE[seat]),
        may_write=tuple(KINDS[kind] for kind in MAY_WRITE[seat]),
        lines=tuple(_lines(prepared, capital)),
        delays=tuple(_delays(prepared, capital)),
        advisers=tuple(_advisers(setting, seat)),
    )


def _outsider_card(setting: Setting, exercise: Exercise, seat: Outsider) -> RoleCard:
    """The card of a seat outside the alliance: nothing is agreed with it, and it writes nothing."""
    capital, text = Capital(seat, setting), exercise.seats.get(seat, SeatText())
    return RoleCard(
        seat=seat,
        title=text.title,
        who=capital.us,
        brief=text.brief,
        aims=text.aims or outsider_aims(),
        start=f"{capital.date(0.0)} in {capital.them}",
        agreed="",
        may=outsider_may(setting, seat),
        may_write=(),
        lines=(),
        delays=outsider_facts(setting, seat),
        advisers=(),
    )


def _ally(setting: Setting, seat: Role) -> Any:  # noqa: ANN401 - one of two classes of the domain
    allies = setting.allies
    return allies.frontline if seat == "frontline" else allies.patron


def _weights(setting: Setting, seat: Role) -> list[tuple[str, float]]:
    """What a side weighs, by meaning, the heaviest first."""
    weights = _ally(setting, seat).outlook.weights
    told = [
        (declared.meaning, getattr(weights, one.name))
        for one in fields(Weights)
        if one.name != "escalation_with_line" and (declared := about(one)) is not None
    ]
    return sorted((one for one in told if one[1] > 0), key=lambda one: -one[1])


def _aims(setting: Setting, seat: Role) -> Iterator[str]:
    """What a side wants, by its own weights, where the file says it in no words of its own."""
    yield from (f"{sentence(meaning)}" for meaning, _ in _weights(setting, seat)[:4])


def _advisers(setting: Setting, seat: Role) -> Iterator[str]:
    ally = _ally(setting, seat)
    weighed = [f"{meaning} ({weight:g})" for meaning, weight in _weights(setting, seat)]
    if weighed:
        yield f"They weigh: {as_list(weighed)}."
    line = percent(ally.outlook.red_line)
    yield f"Your red line: the adversary {line} ready, beyond which it is dangerous to you."
    rule = _first_sentence(type(ally.leader.rule))
    yield f"Left to themselves they would {rule[:1].lower()}{rule[1:]}."


def _first_sentence(rule: type) -> str:
    """What a rule does, without its formula and its literature."""
    return re.split(r"\.|:| \(", cleandoc(rule.__doc__ or ""))[0]


def _lines(prepared: Prepared, capital: Capital) -> Iterator[CardLine]:
    for name, channel in prepared.setting.channels.items():
        if name not in prepared.channels:
            continue
        kind = next(iter(MAY_WRITE[capital.role]))
        by_day, by_night = (
            _hours(reading_range(prepared, capital.role, kind, name, hour), hour)
            for hour in (_next(capital, _MORNING), _next(capital, _NIGHT))
        )
        yield CardLine(
            name=plainly(name),
            carries=f"up to {plainly(channel.rating)}",
            by_day=by_day,
            by_night=by_night,
            security=f"{channel.security:.2f}",
            fidelity=f"{channel.fidelity:.2f}",
        )


def _next(capital: Capital, clock: float) -> float:
    """The first hour of the game at which the clock of a capital shows this."""
    start = capital.clocks.start.astimezone(zone(capital.clocks.frontline))
    shown = start.hour + start.minute / 60.0 + start.second / 3600.0
    return (clock - shown) % 24.0


def _hours(between: Between, begun: float) -> str:
    early, late = (duration_text(hour - begun) for hour in (between.early, between.late))
    return f"{early} to {late}"


def _delays(prepared: Prepared, capital: Capital) -> Iterator[str]:
    """How long it takes until one is answered, and until a strike falls."""
    if capital.seat == "patron":
        kind = "objection"
        begun = _next(capital, _MORNING)
        found = reading_range(prepared, "patron", kind, first_channel(prepared, kind), begun)
        yield (
            f"A yes, a no or doubts are read in {capital.them} {_hours(found, begun)} after you"
            " decide."
        )
        return
    if prepared.protocol.asks:
        kind = "joint_plan" if prepared.protocol.plans_jointly else "consultation_request"
        begun = _next(capital, _MORNING)
        asked = _hours(answer_range(prepared, kind, begun), begun)
        yield (
            f"From your question to an answer that you have read: {asked}, if {capital.them} is not"
            " slow to decide."
        )
    falls = preparation_range(prepared, 0.0, under_fire=False)
    limit = duration_text(prepared.setting.allies.frontline.preparation.no_return)
    yield (
        f"From your decision until a strike falls: {_hours(falls, 0.0)}; it can be called off until"
        f" {limit} before."
    )
