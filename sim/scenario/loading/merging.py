"""Overlays, and what a file leaves unsaid: maps merge deep, lists and laws of another kind replace,
null deletes.

A null stays in the merged tree as a mark: for an entry of a map it means that there is none, for an
optional input that it is absent, for any other that it has its default again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from sim.scenario.schema.alternatives import BESIDE
from sim.scenario.schema.forms import (
    Entries,
    Form,
    Group,
    Leaf,
    Listing,
    OneOf,
    Overlay,
    Pair,
    below,
    kind_of,
    single,
)
from sim.scenario.schema.leaves import KINDS, write
from sim.scenario.text.tree import BUILT_IN, Node, Origin, Row, Scalar, Table, is_null


def merge(base: Node | None, over: Node, form: Form | None) -> Node:
    """``over`` laid over ``base``; what has no form is an unknown key and stays for the validation
    to refuse.
    """
    if (
        not isinstance(base, Table)
        or not isinstance(over, Table)
        or not _mergeable(base, over, form)
    ):
        return over
    entries, keys = dict(base.entries), {**base.keys, **over.keys}
    for key, node in over.entries.items():
        entries[key] = merge(entries.get(key), node, below(form, key))
    if isinstance(form, OneOf):  # a source, or a fit, vouches for the numbers it was given with
        entries = {key: one for key, one in entries.items() if key not in BESIDE - {*over.entries}}
    # What takes the entries of a map away can be mended where it stands.
    laid = base.origin.kind == "default" or isinstance(form, Entries)
    return Table(entries, over.origin if laid else base.origin, keys)


def merge_tables(base: Table, over: Table, form: Group) -> Table:
    """Two tables, the second laid over the first, as a table."""
    tree = merge(base, over, form)
    assert isinstance(tree, Table)
    return tree


def _mergeable(base: Table, over: Table, form: Form | None) -> bool:
    if isinstance(form, OneOf):
        kinds = set(base.entries) | set(over.entries)
        return len(kinds - BESIDE) == 1
    return isinstance(form, (Group, Entries, Overlay))


def with_defaults(node: Node, form: Form, otherwise: Node | None = None) -> Node:
    """The tree with every default filled in that nothing in it overrides.

    ``otherwise`` is the tree of defaults at the same place, if it has one: a patron's defaults are
    not a frontline's.
    """
    match node, form:
        case Table(), Group():
            return _completed_group(node, form, otherwise)
        case Table(), Entries():
            return _completed_entries(node, form, otherwise)
        case Row(), Listing():
            return Row(tuple(with_defaults(item, form.item) for item in node.items), node.origin)
        case Table(), OneOf():
            return _completed_kind(node, form)
        case Scalar(), OneOf() if form.what == "rule" and node.value in form.kinds:
            kind = str(node.value)
            return Table(
                {kind: with_defaults(Table({}, node.origin), form.kinds[kind])},
                node.origin,
                {kind: node.origin},
            )
        case _:
            return node


def _completed_entries(node: Table, form: Entries, otherwise: Node | None) -> Table:
    given = node.entries.items()
    return node.with_entries(
        {
            key: one if is_null(one) else with_defaults(one, form.item, _at(otherwise, key))
            for key, one in given
        }
    )


def _completed_kind(node: Table, form: OneOf) -> Table:
    given = node.entries.items()
    return node.with_entries(
        {
            key: with_defaults(one, form.kinds[key]) if key in form.kinds else one
            for key, one in given
        }
    )


def _at(node: Node | None, key: str) -> Node | None:
    return node.entries.get(key) if isinstance(node, Table) else None


def _completed_group(node: Table, form: Group, otherwise: Node | None) -> Table:
    entries: dict[str, Node] = {}
    for name, item in form.fields.items():
        entry, declared = node.entries.get(name), _at(otherwise, name)
        if entry is not None and (item.optional or not is_null(entry)):
            entries[name] = with_defaults(entry, item, declared)
        elif declared is not None:
            entries[name] = declared
        elif name in form.defaults:
            entries[name] = default(form, name)
    return node.with_entries(
        entries | {key: entry for key, entry in node.entries.items() if key not in form.fields}
    )


@cache
def default(form: Group, name: str) -> Node:
    """The tree of a field's declared default."""
    item = form.fields[name]
    return dump(form.defaults[name](), item, _declared_origin(item, BUILT_IN))


def dump(value: Any, form: Form, origin: Origin = BUILT_IN) -> Node:
    """A domain value as the tree that a file would give."""
    if value is None:
        return Scalar(None, origin)
    match form:
        case Leaf():
            return Scalar(write(form, value), origin)
        case Listing() | Pair():
            return Row(_dump_items(value, form, origin), origin)
        case Entries():
            return Table(
                {name: dump(item, form.item, origin) for name, item in value.items()}, origin
            )
        case Group():
            return Table(
                {name: _dump_field(value, form, name, origin) for name in form.fields}, origin
            )
        case OneOf():
            return _dump_kind(value, form, origin)
        case Overlay():
            assert not value, "only an empty overlay is a default"
            return Table({}, origin)


def _dump_items(value: Any, form: Listing | Pair, origin: Origin) -> tuple[Node, ...]:
    forms = [form.first, form.second] if isinstance(form, Pair) else [form.item] * len(value)
    return tuple(dump(item, one, origin) for item, one in zip(value, forms, strict=True))


def _dump_field(value: Any, form: Group, name: str, origin: Origin) -> Node:
    item = form.fields[name]
    return dump(getattr(value, form.attributes[name]), item, _declared_origin(item, origin))


def _dump_kind(value: Any, form: OneOf, origin: Origin) -> Node:
    kind = kind_of(form, value)
    group = form.kinds[kind]
    inner: Mapping[str, Node]
    if form.what == "law":
        inner = {
            name: dump(getattr(value, name), item, origin) for name, item in group.fields.items()
        }
    else:
        inner = {name: _dump_field(value, group, name, origin) for name in group.fields}
    if kind == form.bare:
        return inner[single(group)]
    return Table({kind: Table(inner, origin)}, origin)


def _declared_origin(form: Form, otherwise: Origin) -> Origin:
    """The origin of a default number or law is the source that its declaration names."""
    if not isinstance(form, (Leaf, OneOf)) or form.about is None:
        return otherwise
    estimate = isinstance(form, OneOf) or KINDS[form.reads].number
    return replace(BUILT_IN, text=form.about.source) if estimate else otherwise


def raw(node: Node, form: Form | None = None) -> Any:
    """The tree as plain values for the validation, without the entries that a null deletes."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Row):
        inner = form.item if isinstance(form, Listing) else None
        return [raw(item, inner) for item in node.items]
    gone = isinstance(form, Entries)
    return {
        key: raw(entry, below(form, key))
        for key, entry in node.entries.items()
        if not (gone and is_null(entry))
    }


@cache
def defaults(form: Group) -> Table:
    """All declared defaults of a group."""
    return Table({name: default(form, name) for name in form.defaults})
