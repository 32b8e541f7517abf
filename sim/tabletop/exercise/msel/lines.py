"""The master scenario events list of a scenario: its injects, and what is given by hand.

Injects stand in the order of their hours, then those that wait for a condition, then what is given
by hand whenever it fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Final

from sim.domain.actors.escalation import RUNGS
from sim.domain.communication.time_zones import zone
from sim.domain.inputs.exercise import Exercise, ExerciseEvent
from sim.domain.inputs.injects import INJECT_TYPES, Condition, Inject
from sim.domain.inputs.setting import Scenario, Setting
from sim.output.words import as_list
from sim.scenario.schema.quantity_text import write_moment, write_time
from sim.tabletop.seat.capital import Capital

USES: Final[Mapping[str, str]] = {
    "contextual": "Contextual",
    "expected_action": "Expected action",
    "contingency": "Contingency",
    "administrative": "Administrative",
}
#: When something is given that has no hour.
BY_HAND: Final = "by hand"
#: What follows an hour where something leaves the inject out.
UNLESS: Final = ", unless "
_LAST_DAY: Final = datetime(9999, 12, 30, tzinfo=UTC)
_WHEN: Final[Mapping[str, tuple[str, str]]] = {
    "struck": ("the frontline has struck", "nobody has struck"),
    "attacked": ("the adversary has attacked", "the adversary has not attacked"),
    "retaliated": ("the adversary has hit back", "the adversary has not hit back"),
    "asked": ("the frontline has asked", "the frontline has not asked"),
    "pressing": ("pressure is run", "no pressure is run"),
    "agreed": ("the patron has said yes", "the patron has not said yes"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MselLine:
    """A line of the list, all in words: what stands in its columns."""

    name: str
    time: str
    date: str
    sender: str
    to: str
    method: str
    text: str
    use: str
    expects: str
    objective: str
    capability: str
    model: str
    notes: str


def lines(scenario: Scenario, arm: str) -> list[MselLine]:
    """The list of an arm."""
    setting, exercise = scenario.arms[arm].setting, scenario.exercise
    told = [
        (_order(inject.at, conditional=inject.at is None), _of_inject(setting, exercise, name))
        for name, inject in setting.injects.items()
    ]
    told += [
        (_order(event.at, conditional=False), _by_hand(setting, exercise, name, event))
        for name, event in exercise.events.items()
        if name not in setting.injects
    ]
    return [line for _, line in sorted(told, key=lambda one: (*one[0], one[1].name))]


def _order(at: float | None, *, conditional: bool) -> tuple[int, float]:
    if at is not None:
        return (0, at)
    return (1 if conditional else 2, 0.0)


def _of_inject(setting: Setting, exercise: Exercise, name: str) -> MselLine:
    inject, said = setting.injects[name], exercise.events.get(name, ExerciseEvent())
    capital = Capital("frontline", setting)
    return MselLine(
        name=name,
        time=when_text(inject),
        date=date_text(setting, inject.at),
        sender=said.from_ or _sender(capital, inject),
        to=said.to or _receiver(capital, inject),
        method=said.method or _method(inject),
        text=inject.text or said.text or _plain_text(capital, inject),
        use=USES[said.use],
        expects=said.expects,
        objective=said.objective,
        capability=_capability(exercise, said.objective),
        model=inject.event,
        notes=said.notes,
    )


def _by_hand(setting: Setting, exercise: Exercise, name: str, said: ExerciseEvent) -> MselLine:
    return MselLine(
        name=name,
        time=BY_HAND if said.at is None else write_moment(said.at),
        date=date_text(setting, said.at),
        sender=said.from_ or "Exercise control",
        to=said.to or "All players",
        method=said.method or "Read out",
        text=said.text,
        use=USES[said.use],
        expects=said.expects,
        objective=said.objective,
        capability=_capability(exercise, said.objective),
        model="",
        notes=said.notes,
    )


def _capability(exercise: Exercise, objective: str) -> str:
    found = exercise.objectives.get(objective)
    return "" if found is None else found.capability


def date_text(setting: Setting, at: float | None) -> str:
    """An hour as a date on the frontline's clock; empty where there is none, or no calendar
    reaches. Where a clock shows the same twice, it says which is meant.
    """
    if at is None or not at < (_LAST_DAY - setting.start) / timedelta(hours=1):
        return ""
    here = zone(setting.allies.frontline.zone)
    shown = (setting.start + timedelta(seconds=round(at * 3600.0))).astimezone(here)
    plain = shown.replace(tzinfo=None)
    twice = plain.replace(tzinfo=here, fold=0).utcoffset() != shown.replace(fold=1).utcoffset()
    text = f"{plain:%Y-%m-%d %H:%M}{f':{plain:%S}' if plain.second else ''}"
    return f"{text} {shown:%z}" if twice else text


def when_text(inject: Inject) -> str:
    """When an inject comes: at an hour, or on a condition; and what leaves it out then."""
    unless = "" if inject.unless is None else f"{UNLESS}{' or '.join(_bounds(inject.unless))}"
    return f"{_comes(inject)}{unless}"


def _comes(inject: Inject) -> str:
    if inject.at is not None:
        return write_moment(inject.at)
    if inject.when is None:
        return BY_HAND
    after = f", {write_time(inject.after)} later" if inject.after else ""
    return f"when {as_list(_bounds(inject.when) or ['the game begins'])}{after}"


def _bounds(when: Condition) -> list[str]:
    parts: list[str] = []
    if when.rung_at_least is not None:
        rung = min(when.rung_at_least, len(RUNGS) - 1)
        parts.append(f"the crisis reaches rung {when.rung_at_least} ({RUNGS[rung]})")
    for one in fields(Condition):
        value = getattr(when, one.name)
        if one.name in _WHEN and value is not None:
            parts.append(_WHEN[one.name][0 if value else 1])
    return parts


def _sender(capital: Capital, inject: Inject) -> str:
    """Who is behind an inject, as players see it."""
    match inject.event:
        case "provocation" | "attack" | "ceasefire_broken":
            return capital.adversary
        case "mediation_offer":
            return "A mediating partner"
        case "leak" | "news":
            return "The press"
        case "warning":
            known = inject.from_ in ("frontline", "patron")
            return capital.name(inject.from_) if known else capital.partner(inject.from_)
        case "report":
            return "Intelligence"
        case _:
            return "Exercise control"


def _receiver(capital: Capital, inject: Inject) -> str:
    """Who is to see it: what happens in public, all do."""
    if inject.event == "warning":
        return "All players" if inject.public else capital.name("frontline")
    if inject.event in ("report", "news") and inject.to != "both":
        return capital.name(inject.to)
    return "All players"


def _method(inject: Inject) -> str:
    match inject.event:
        case "warning":
            return "Public statement" if inject.public else "The patron's post"
        case "leak" | "news":
            return "Press report"
        case "report":
            return "Intelligence report"
        case "channel_down":
            return "Felt by who writes"
        case _:
            return "Situation report"


def _plain_text(capital: Capital, inject: Inject) -> str:
    """What happens, where the scenario gives no words of its own."""
    told = INJECT_TYPES[inject.event].sentence
    where = capital.front(inject.front) if inject.front else inject.channel or ""
    return f"{told[0].upper()}{told[1:]}{f' ({where})' if where else ''}."


def with_numbers(found: Iterable[MselLine]) -> list[tuple[int, MselLine]]:
    """The lines with their numbers."""
    return list(enumerate(found, start=1))
