"""The inputs of an arm as a file would write them, by path; in which of them two arms differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.domain.inputs.setting import Setting
from sim.scenario.loading.document import SETTING
from sim.scenario.loading.merging import dump
from sim.scenario.schema.forms import Entries, Form, Group
from sim.scenario.text.tree import Node, Path, Table, dotted_path
from sim.scenario.text.writer import flow


@dataclass(frozen=True, slots=True, kw_only=True)
class InputDifference:
    """An input that two arms have otherwise; a text is empty where an arm has no such input."""

    path: str
    title: str
    first: str
    second: str


def input_differences(first: Setting, second: Setting) -> tuple[InputDifference, ...]:
    """All inputs in which two arms differ, in the order in which they are declared. Values are
    compared, not how they were written: 24 h is 1 d.
    """
    one, other = (
        {path: (title, text) for path, title, text in _texts(dump(setting, SETTING), SETTING)}
        for setting in (first, second)
    )
    return tuple(
        InputDifference(
            path=dotted_path(path),
            title=(one.get(path) or other[path])[0],
            first=one.get(path, ("", ""))[1],
            second=other.get(path, ("", ""))[1],
        )
        for path in dict.fromkeys((*one, *other))
        if one.get(path) != other.get(path)
    )


def _texts(
    node: Node, form: Form, path: Path = (), title: str = ""
) -> Iterator[tuple[Path, str, str]]:
    """Path, title and text of values, laws, rules and lists, each as one thing."""
    match node, form:
        case Table(), Group():
            for name, entry in node.entries.items():
                told = form.meanings.get(name) or title
                yield from _texts(entry, form.fields[name], (*path, name), told)
        case Table(), Entries():
            for name, entry in node.entries.items():
                yield from _texts(entry, form.item, (*path, name), title)
        case _:
            yield path, title, flow(node)
