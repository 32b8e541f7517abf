"""The scenarios that ship: where they are in a checkout and in an installed package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sim.errors import ScenarioError, UsageError
from sim.scenario.loading.layers import read_chain
from sim.scenario.schema.leaves import nearest
from sim.scenario.text.file_search import shelves
from sim.scenario.text.tree import Scalar, Table


class Example(NamedTuple):
    """A scenario that ships."""

    name: str
    path: Path
    title: str
    purpose: str


def examples() -> list[Example]:
    """All scenarios that ship, by name; of two with one name the first found."""
    found: dict[str, Example] = {}
    for folder in shelves():
        for path in sorted(folder.rglob("*.yaml")):
            name = path.relative_to(folder).with_suffix("").as_posix()
            for example in _example(name, path):
                found.setdefault(name, example)
    return [found[name] for name in sorted(found, key=lambda name: (name.count("/"), name))]


def _example(name: str, path: Path) -> Iterator[Example]:
    """Nothing where the file is no scenario: a folder may hold parts of scenarios too."""
    try:
        tree = read_chain(path).tree
    except ScenarioError:
        return
    if "title" in tree.entries:
        yield Example(name, path, _text(tree, "title"), _text(tree, "purpose"))


def _text(tree: Table, key: str) -> str:
    node = tree.entries.get(key)
    return str(node.value) if isinstance(node, Scalar) and node.value is not None else ""


def example(name: str) -> Example:
    """The scenario that ships under this name."""
    shipped = {one.name: one for one in examples()}
    if name not in shipped:
        hint = nearest(name, shipped) or f"there are: {', '.join(shipped) or 'none'}"
        raise UsageError(f"There is no scenario '{name}' to start from; {hint}")
    return shipped[name]
