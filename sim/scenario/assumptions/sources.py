"""What vouches for a number: a source of its own, or one that a file gives once for a group, or for
all that it says.

The latter is told to every number in the group that gives none of its own. ``hours: {opens:
"08:00", closes: "20:00", source: judgement}`` means what it would mean with the source at each
number. It is spread before anything is merged, so a source never vouches for what another file or
an arm lays over its group.
"""

from __future__ import annotations

from typing import Final

from sim.domain.inputs.parameter import JUDGEMENT
from sim.scenario.loading.document import DOCUMENT, SETTING
from sim.scenario.schema.alternatives import BESIDE
from sim.scenario.schema.forms import Entries, Form, Group, Leaf, Listing, OneOf, Overlay, group_of
from sim.scenario.schema.leaves import KINDS
from sim.scenario.text.tree import Node, Origin, Row, Scalar, Table

KEY = "source"


UNCERTAINTIES: Final = "uncertainties"
ARMS: Final = "arms"


def vouched_file(tree: Table) -> Table:
    """A scenario file with the sources of groups at their numbers, and that of the whole file at
    those that are left.
    """
    given = tree.entries.get(KEY)
    source = given if isinstance(given, Scalar) and isinstance(given.value, str) else None
    entries = {
        key: _part(key, node, source)
        for key, node in tree.entries.items()
        if source is None or key != KEY
    }
    return tree.with_entries(entries)


def _part(key: str, node: Node, source: Scalar | None) -> Node:
    """What the file says of the study and of its checks is no estimate, so nothing
    vouches for it.
    """
    if key == UNCERTAINTIES:
        return _in_uncertainties(node, source)
    return with_sources(
        node, DOCUMENT.fields.get(key), source if key in SETTING.fields or key == ARMS else None
    )


def _in_uncertainties(node: Node, source: Scalar | None) -> Node:
    """Each is one estimate. A source among them is that of those which give none, as in a group of
    inputs.
    """
    if not isinstance(node, Table):
        return node
    given = node.entries.get(KEY)
    own = given if isinstance(given, Scalar) and isinstance(given.value, str) else None
    told = own or source
    return node.with_entries(
        {
            key: _entry_with_source(one, told)
            for key, one in node.entries.items()
            if own is None or key != KEY
        }
    )


def _entry_with_source(node: Node, source: Scalar | None) -> Node:
    if (
        source is None
        or not isinstance(node, Table)
        or KEY in node.entries
        or _sourced_inside(node)
    ):
        return node
    return node.with_entries({**node.entries, KEY: source}, {**node.keys, KEY: source.origin})


def with_sources(node: Node, form: Form | None, source: Scalar | None = None) -> Node:
    """The tree with the sources of groups at their numbers."""
    match node, form:
        case Table(), Group() | Overlay():
            return _in_group(node, group_of(form.of) if isinstance(form, Overlay) else form, source)
        case Table(), Entries():
            return node.with_entries(
                {key: with_sources(one, form.item, source) for key, one in node.entries.items()}
            )
        case Row(), Listing():
            return Row(
                tuple(with_sources(item, form.item, source) for item in node.items), node.origin
            )
        case _:
            return node if source is None else _with_source(node, form, source)


def _in_group(node: Table, form: Group, source: Scalar | None) -> Table:
    given = node.entries.get(KEY)
    own = isinstance(given, Scalar) and isinstance(given.value, str)
    told = given if own and isinstance(given, Scalar) else source
    entries = {
        key: with_sources(one, form.fields.get(key), told)
        for key, one in node.entries.items()
        if not (own and key == KEY)
    }
    return node.with_entries(entries)


def _with_source(node: Node, form: Form | None, source: Scalar) -> Node:
    """A value, or a law, that has a source of its own keeps it."""
    number = isinstance(form, Leaf) and KINDS[form.reads].number
    if isinstance(node, Scalar) and node.value is not None and (number or _is_law(form)):
        return Table({"value": node, KEY: source}, node.origin, _keys(node, source))
    return _entry_with_source(node, source) if isinstance(form, OneOf) else node


def _is_law(form: Form | None) -> bool:
    return isinstance(form, OneOf) and form.what == "law"


def _keys(node: Scalar, source: Scalar) -> dict[str, Origin]:
    return {"value": node.origin, KEY: source.origin}


def _sourced_inside(node: Table) -> bool:
    """Whether any number of a law or rule has a source: then the law is not vouched for
    as a whole.
    """
    inner = [entry for entry in node.entries.values() if isinstance(entry, Table)]
    return any(KEY in entry.entries or _sourced_inside(entry) for entry in inner)


def is_judgement(source: str) -> bool:
    """Whether a source says that the number is a judgement: in its first word, as a reason may
    follow.
    """
    return source.startswith(JUDGEMENT)


def source_of(node: Node) -> str:
    """The source given with a value, with a law, or with all numbers of a law."""
    if not isinstance(node, Table):
        return ""
    own = node.entries.get(KEY)
    if isinstance(own, Scalar) and own.value:
        return str(own.value)
    inner = [source_of(entry) for entry in _parts(node)]
    return "; ".join(dict.fromkeys(inner)) if inner and all(inner) else ""


def _parts(node: Table) -> list[Node]:
    entries = [entry for key, entry in node.entries.items() if key not in {*BESIDE, "value"}]
    nested = [
        part
        for entry in entries
        if isinstance(entry, Table) and "value" not in entry.entries
        for part in _parts(entry)
    ]
    return nested or entries
