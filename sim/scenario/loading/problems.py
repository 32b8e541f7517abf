"""What Pydantic found, told to the person who wrote the file: where it stands, what is wrong, what
would work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import takewhile
from typing import Any, Final

from sim.domain.inputs.setting import Setting
from sim.errors import Problem
from sim.scenario.loading.document import DOCUMENT, ArmText
from sim.scenario.loading.shape_hints import shape_hint
from sim.scenario.schema.forms import Entries, Form, Group, Listing, below, group_of
from sim.scenario.schema.leaves import nearest, one_of
from sim.scenario.schema.quantities import quotation
from sim.scenario.text.problem_places import problem_at
from sim.scenario.text.tree import (
    Origin,
    Path,
    Row,
    Scalar,
    Table,
    dotted_path,
    key_at,
    node_at,
    origin_at,
)

_FEW: Final = 3


def problem_of(detail: Mapping[str, Any], tree: Table, form: Form, file: str) -> Problem:
    """One of Pydantic's error details as a problem in a file."""
    path: Path = tuple(detail["loc"])
    if path and path[-1] == "[key]":
        return _at(key_at(tree, path[:-1]), _complaint(detail), path[:-1], file)
    match detail["type"]:
        case "missing":
            return _missing_key_problem(tree, form, path, file)
        case "extra_forbidden":
            return _unknown(tree, form, path, file)
        case _:
            hint = _hint_of_shape(detail, form, path)
            return _at(_value_origin(tree, path), _complaint(detail), path, file, hint)


def _hint_of_shape(detail: Mapping[str, Any], form: Form, path: Path) -> str:
    """What was meant where a map or a list was expected, and something else stands."""
    there, given = form_at(form, path), detail["input"]
    listed = isinstance(there, Listing) and not isinstance(given, (list, tuple))
    if given is None or not (listed or detail["type"] in _EXPECTED):
        return ""
    return shape_hint(there, given)


def _value_origin(tree: Table, path: Path) -> Origin:
    """A value with a source is pointed at itself, not at the map around it."""
    return (
        origin_at(tree, (*path, "value"))
        if node_at(tree, (*path, "value"))
        else origin_at(tree, path)
    )


def _complaint(detail: Mapping[str, Any]) -> str:
    inner = detail.get("ctx", {}).get("error")
    if isinstance(inner, Exception):
        return str(inner)
    expected = _EXPECTED.get(detail["type"])
    return (
        f"expected {expected}, got {quotation(detail['input'])}" if expected else str(detail["msg"])
    )


_EXPECTED = {
    "model_type": "a map of keys and values",
    "model_attributes_type": "a map of keys and values",
    "dict_type": "a map of keys and values",
    "string_type": "a text",
    "tuple_type": "a list",
    "too_long": "a list of two",
}


def _missing_key_problem(tree: Table, form: Form, path: Path, file: str) -> Problem:
    group, name = form_at(form, path[:-1]), str(path[-1])
    if isinstance(path[-1], int):
        return _at(origin_at(tree, path[:-1]), "expected a list of two", path[:-1], file)
    meaning = group.meanings.get(name, "") if isinstance(group, Group) else ""
    siblings = _siblings(tree, path[:-1])
    near = nearest(str(path[-2]), siblings) if len(path) > 1 and siblings else ""
    hint = f'If "{path[-2]}" is not meant to be new, {near}' if near else ""
    return _at(_holder_origin(tree, path), _needs(name, meaning), path[:-1], file, hint)


def _holder_origin(tree: Table, path: Path) -> Origin:
    """The key itself where it stands with a null, else the key of what should hold it."""
    holder = node_at(tree, path[:-1])
    if isinstance(holder, Table) and str(path[-1]) in holder.keys:
        return holder.keys[str(path[-1])]
    return key_at(tree, path[:-1]) if path[:-1] else tree.origin


def _needs(name: str, meaning: str) -> str:
    return f"`{name}` is missing{f': {meaning}' if meaning else ''}"


def _siblings(tree: Table, path: Path) -> list[str]:
    node: Any = tree
    for step in path[:-1]:
        node = node.entries.get(str(step)) if isinstance(node, Table) else None
    return (
        [key for key in node.entries if key != path[-1]] if isinstance(node, Table) and path else []
    )


def _unknown(tree: Table, form: Form, path: Path, file: str) -> Problem:
    given = node_at(tree, path)
    if path[-1] == "source" and not (isinstance(given, Scalar) and isinstance(given.value, str)):
        return _no_source(tree, path, file)
    group = form_at(form, path[:-1])
    known = list(group.fields) if isinstance(group, Group) else []
    where = f" in {dotted_path(path[:-1])}" if len(path) > 1 else ""
    listed = f"known here: {', '.join(known)}" if 0 < len(known) <= 12 else ""
    hint = _elsewhere(path) or nearest(str(path[-1]), known) or listed
    return _at(
        key_at(tree, path), f'the key "{str(path[-1])[:60]}" is not known{where}', (), file, hint
    )


def _no_source(tree: Table, path: Path, file: str) -> Problem:
    """A source that is none: one that is a text vouches for what stands beside it, and is no key
    any more when inputs are read.
    """
    node = node_at(tree, path)
    given = quotation(
        node.value if isinstance(node, Scalar) else [] if isinstance(node, Row) else {}
    )
    expected = f"expected where the numbers come from, as a text, or judgement, got {given}"
    return _at(origin_at(tree, path), expected, path, file)


def _elsewhere(path: Path) -> str:
    """Where a key that is right in another place belongs: what makes an arm stands there, and its
    inputs under ``with``.

    Of several places those are named that are nearest to where it stands, unless they are many.
    """
    key = str(path[-1])
    if len(path) == 1 and key != "extends" and key in group_of(ArmText).fields:
        return f"it belongs to an arm: arms.NAME.{key}"
    if len(path) == 3 and path[0] == "arms" and key in group_of(Setting).fields:
        return f"inputs that an arm changes stand under `with`: {dotted_path(path[:-1])}.with.{key}"
    homes = (
        _homes().get(key, ()) if key != "extends" else ()
    )  # a file's own is read before the rest
    near = max((_shared_depth(home, path) for home in homes), default=0)
    named = [
        dotted_path(home) if home[1:] else f"{key} (at the top)"
        for home in homes
        if _shared_depth(home, path) == near
    ]
    return f"it belongs elsewhere: {one_of(named)}" if 0 < len(named) <= _FEW else ""


def _shared_depth(home: Path, path: Path) -> int:
    """How far two paths go together."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(home, path, strict=False)))


@cache
def _homes() -> Mapping[str, tuple[Path, ...]]:
    """Where each key of a scenario file may stand, but for those of laws and rules, which stand in
    many.
    """
    found: dict[str, tuple[Path, ...]] = {}
    for path in _keys(DOCUMENT, ()):
        found[str(path[-1])] = (*found.get(str(path[-1]), ()), path)
    return found


def _keys(form: Form, path: Path) -> Iterator[Path]:
    match form:
        case Group():
            for name, item in form.fields.items():
                yield (*path, name)
                yield from _keys(item, (*path, name))
        case Entries():
            yield from _keys(form.item, (*path, "NAME"))
        case Listing():
            yield from _keys(form.item, path)


def form_at(form: Form | None, path: Path) -> Form | None:
    """The form of what stands at a path."""
    for step in path:
        form = below(form, step)
    return form


def problem_at_path(tree: Table, path: Path, message: str, hint: str, file: str) -> Problem:
    """A problem with the value at a path, or with the key where there is no single value."""
    return _at(_nearest(tree, path), message, path, file, hint)


def _nearest(tree: Table, path: Path) -> Origin:
    """Where the value stands; of a default, which the file does not show, what holds it there and
    made it wrong.
    """
    node = node_at(tree, path)
    origin = key_at(tree, path) if path and isinstance(node, Table) else origin_at(tree, path)
    return _nearest(tree, path[:-1]) if path and origin.kind == "default" else origin


def _at(origin: Origin, message: str, path: Path, file: str, hint: str = "") -> Problem:
    """At a default, which the file does not show, the file as a whole is meant."""
    place = origin if origin.kind != "default" else Origin("file", file)
    return problem_at(place, message, path=dotted_path(path), hint=sentence(hint))


def sentence(hint: str) -> str:
    """A hint as a line of its own."""
    return f"{hint[0].upper()}{hint[1:]}" if hint else ""


def in_file_order(problems: Iterable[Problem], files: tuple[str, ...]) -> tuple[Problem, ...]:
    """As they stand: the file itself first, then those that it extends, the command line last."""
    order = {name: number for number, name in enumerate(files)}
    return tuple(
        sorted(problems, key=lambda one: (order.get(one.file, len(order)), one.line, one.column))
    )
