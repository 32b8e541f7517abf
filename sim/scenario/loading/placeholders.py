"""Inputs made readable where they are not, so that the checks of sense can run and all problems are
told at once.

What cannot be read gives way to its default, or to a stand-in where there is none. Nobody ever
computes with the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, count
from typing import Any, Final

from sim.scenario.loading.merging import default, raw
from sim.scenario.loading.problems import form_at
from sim.scenario.schema.entry_names import possible_name
from sim.scenario.schema.forms import Form, Group, Leaf, Listing, OneOf, Pair
from sim.scenario.text.tree import Path

_STAND_INS: Final[Mapping[str, Any]] = {
    "time": "1 h",
    "time of day": "08:00",
    "moment": "T+1 h",
    "amount": 1.0,
    "rate": "1 per d",
    "number": 1.0,
    "share": 0.5,
    "weight": 1.0,
    "portion": 1.0,
    "count": 1,
    "text": "",
    "flag": False,
    "instant": "2000-01-01T00:00Z",
}


def repair(plain: Any, form: Group, details: Iterable[Mapping[str, Any]]) -> list[Path] | None:
    """Takes the faults that Pydantic found out of plain values; the paths at fault, or ``None``
    where there is nothing else to look at.
    """
    paths: list[Path] = []
    for detail in details:
        said: Path = tuple(detail["loc"])
        if not said:
            return None
        if said[-1] == "[key]":
            paths += _renamed_entry(plain, said[:-1])
            continue
        path = _value_path(form, said)
        paths.append(path)
        if detail["type"] == "extra_forbidden":
            _holder(plain, path).pop(str(path[-1]), None)
        else:
            _put_value(plain, path, _stand_in(form, path))
    return paths


def _renamed_entry(plain: Any, path: Path) -> list[Path]:
    """Gives what has an impossible name one that is possible, wherever it is named; the paths of
    both, as nothing more is to be said of it.
    """
    old, holder = str(path[-1]), _holder(plain, path)
    near = possible_name(old) or "name"
    free = (f"{near[:50]}_{number}" for number in count(1))
    new = next(name for name in chain((near,), free) if name not in holder)
    _rename(plain, old, new)
    return [path, (*path[:-1], new)]


def _rename(plain: Any, old: str, new: str) -> None:
    if isinstance(plain, dict):
        for key in list(plain):
            value = new if plain[key] == old else plain[key]
            _rename(value, old, new)
            plain[new if key == old else key] = value
        plain.pop(old, None)
    elif isinstance(plain, list):
        plain[:] = [new if one == old else one for one in plain]
        for one in plain:
            _rename(one, old, new)


def _value_path(form: Form, path: Path) -> Path:
    """The path of the whole law, rule or list in which something is wrong: half of one makes no
    sense.
    """
    for length in range(1, len(path)):
        if isinstance(form_at(form, path[:length]), (OneOf, Listing, Pair, Leaf)):
            return path[:length]
    return path


def _holder(plain: Any, path: Path) -> Any:
    for step in path[:-1]:
        plain = plain.get(str(step)) if isinstance(plain, dict) else None
    return plain if isinstance(plain, dict) else {}


def _put_value(plain: Any, path: Path, value: Any) -> None:
    _holder(plain, path)[str(path[-1])] = value


def _stand_in(form: Form, path: Path) -> Any:
    holder, item, name = form_at(form, path[:-1]), form_at(form, path), str(path[-1])
    if isinstance(holder, Group) and name in holder.defaults:
        return raw(default(holder, name), item)
    match item:
        case Leaf():
            return next(iter(item.choices)) if item.choices else _STAND_INS[item.reads]
        case OneOf():
            return "1 h" if item.about and item.about.unit == "law of time" else {"fixed": 1.0}
        case Listing():
            return []
        case _:
            return {}


def concerns(path: Path, faults: Iterable[Path]) -> bool:
    """Whether a finding is about something that could not be read, or about what holds it."""
    return any(path[: len(fault)] == fault or fault[: len(path)] == path for fault in faults)
