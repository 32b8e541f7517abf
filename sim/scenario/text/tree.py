"""A scenario's text as a tree in which each node knows where it comes from: a line of a file, a
default, the command line.

Overlays are merged on this tree, before anything is validated. So a mistake in an arm's overlay is
shown on the arm's own line, and the resolved file can say of each value who gave it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Plain = None | bool | int | float | str


@dataclass(frozen=True, slots=True)
class Origin:
    """Who gave a value. ``line`` and ``column`` count from 1; ``text`` is the line, or a default's
    declared source.
    """

    kind: Literal["default", "file", "set"]
    file: str = ""
    line: int = 0
    column: int = 0
    text: str = ""

    def __str__(self) -> str:
        if self.kind == "default":
            return f"default: {self.text}" if self.text else "default"
        return f"{self.file}:{self.line}" if self.line else self.file


BUILT_IN: Final = Origin("default")


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """One value, as YAML 1.2 reads it."""

    value: Plain
    origin: Origin = BUILT_IN


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A list."""

    items: tuple[Node, ...]
    origin: Origin = BUILT_IN


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A map; ``keys`` says where each key stands."""

    entries: Mapping[str, Node]
    origin: Origin = BUILT_IN
    keys: Mapping[str, Origin] = field(default_factory=dict)

    def with_entries(
        self, entries: Mapping[str, Node], keys: Mapping[str, Origin] | None = None
    ) -> Table:
        """The same map with other entries."""
        return Table(entries, self.origin, self.keys if keys is None else keys)


Node = Scalar | Row | Table
Path = tuple[str | int, ...]


def is_null(node: Node | None) -> bool:
    """Whether the node is an explicit null."""
    return isinstance(node, Scalar) and node.value is None


def dotted_path(path: Path) -> str:
    """A path as people write it: ``channels.cable.capacity``."""
    text = ".".join(str(step) for step in path)
    return text if text.isprintable() else ascii(text)[1:-1]


def child(node: Node, step: str | int) -> Node | None:
    """What a map or a list holds there, if anything."""
    if isinstance(node, Table):
        return node.entries.get(str(step))
    if isinstance(node, Row) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def node_at(root: Node, path: Path) -> Node | None:
    """What stands at a path, if anything."""
    node: Node | None = root
    for step in path:
        node = child(node, step) if node is not None else None
    return node


def leaves(node: Node, path: Path = ()) -> Iterator[tuple[Path, Scalar]]:
    """All values below a node, with their paths."""
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Row):
        for index, item in enumerate(node.items):
            yield from leaves(item, (*path, index))
    else:
        for key, entry in node.entries.items():
            yield from leaves(entry, (*path, key))


def origin_at(root: Node, path: Path) -> Origin:
    """Where the value at a path stands, or the nearest map that should hold it."""
    node, origin = root, root.origin
    for step in path:
        found = child(node, step)
        if found is None:
            return _key_origin(node, step, origin)
        node, origin = found, found.origin
    return origin


def _key_origin(node: Node, step: str | int, otherwise: Origin) -> Origin:
    return node.keys.get(str(step), otherwise) if isinstance(node, Table) else otherwise


def key_at(root: Node, path: Path) -> Origin:
    """Where the last key of a path stands, for a key that should not be there."""
    node = node_at(root, path[:-1])
    if isinstance(node, Table) and str(path[-1]) in node.keys:
        return node.keys[str(path[-1])]
    return origin_at(root, path)
