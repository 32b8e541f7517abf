"""The laws of time of an arm by path, and the same arm with some of them multiplied: all quantiles
of a law scale alike.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sim.domain.distributions.families import Law
from sim.domain.inputs.setting import Setting
from sim.scenario.loading.document import SETTING
from sim.scenario.schema.forms import Entries, Form, Group, OneOf

#: Laws that are of time, by how a form of theirs is called.
_OF_TIME: Final = "OfTime"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLaw:
    """A law of time among the inputs of an arm: its path, and what it is of."""

    path: str
    meaning: str


def time_laws(setting: Setting) -> tuple[TimeLaw, ...]:
    """All laws of time of an arm, in the order of its inputs."""
    return tuple(_laws(setting, SETTING, (), ""))


def with_scaled_laws(setting: Setting, paths: Collection[str], factor: float) -> Setting:
    """The same inputs but for the laws at ``paths``, which are multiplied."""
    changed: Setting = _changed_value(
        setting, SETTING, (), dict.fromkeys(paths, lambda law: law.scaled(factor))
    )
    return changed


def with_laws(setting: Setting, laws: Mapping[str, Law]) -> Setting:
    """The same inputs but for the laws at these paths, which are others."""

    def becoming(law: Law) -> Callable[[Any], Law]:
        return lambda _: law

    changed: Setting = _changed_value(
        setting, SETTING, (), {path: becoming(law) for path, law in laws.items()}
    )
    return changed


def _laws(value: Any, form: Form, steps: tuple[str, ...], meaning: str) -> Iterator[TimeLaw]:
    if value is None:
        return
    match form:
        case OneOf() if _is_time_law(form):
            yield TimeLaw(path=".".join(steps), meaning=meaning or steps[-1])
        case Group():
            for name, inner in form.fields.items():
                said = form.meanings.get(name, "")
                entry = getattr(value, form.attributes[name])
                yield from _laws(entry, inner, (*steps, name), said)
        case Entries():
            for name, entry in value.items():
                yield from _laws(entry, form.item, (*steps, name), meaning)
        case _:
            return


def _changed_value(
    value: Any, form: Form, steps: tuple[str, ...], changes: Mapping[str, Callable[[Any], Any]]
) -> Any:
    if value is None or not any(_leads_to(steps, path) for path in changes):
        return value
    match form:
        case OneOf() if _is_time_law(form):
            change = changes.get(".".join(steps))
            return value if change is None else change(value)
        case Group():
            changed = {
                form.attributes[name]: _changed_value(
                    getattr(value, form.attributes[name]), inner, (*steps, name), changes
                )
                for name, inner in form.fields.items()
                if any(_leads_to((*steps, name), path) for path in changes)
            }
            return replace(value, **changed)
        case Entries():
            return {
                name: _changed_value(entry, form.item, (*steps, name), changes)
                for name, entry in value.items()
            }
        case _:
            return value


def _leads_to(steps: tuple[str, ...], path: str) -> bool:
    here = ".".join(steps)
    return not here or path == here or path.startswith(f"{here}.")


def _is_time_law(form: OneOf) -> bool:
    return form.what == "law" and form.label.endswith(_OF_TIME)


def law_at(setting: Setting, path: str) -> object:
    """The law at a path of ``time_laws``; nothing where an arm has none there."""
    value: Any = setting
    form: Form = SETTING
    for step in path.split("."):
        match form:
            case Group() if value is not None and step in form.fields:
                value, form = getattr(value, form.attributes[step]), form.fields[step]
            case Entries() if value is not None and step in value:
                value, form = value[step], form.item
            case _:
                return None
    return value
