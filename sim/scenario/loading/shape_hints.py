"""What was meant where a map or a list stands in the place of the other, or a single value in that
of either: the same, written as its place takes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sim.domain.decisions.protocols import PROTOCOLS
from sim.scenario.schema.alternatives import by_kind
from sim.scenario.schema.forms import Entries, Form, Group, Leaf, Listing, OneOf
from sim.scenario.schema.leaves import read_leaf
from sim.scenario.schema.quantities import Unreadable

#: Keys or items that are shown; of more, the first ones.
_MOST: Final = 6
_LONGEST: Final = 60


def shape_hint(form: Form | None, given: object) -> str:
    """How ``given`` would be written in the place of ``form``; empty where nothing is near."""
    match form:
        case Group():
            return _as_group(form, given)
        case Entries():
            return _as_entries(form, given)
        case Listing() if _is_single(given):
            return f"a list has brackets: [{_text(given)}]"
        case Listing() if isinstance(given, Mapping):
            return f"a list has brackets: [{', '.join(list(map(str, given))[:_MOST])}]"
        case _:
            return ""


def _as_group(form: Group, given: object) -> str:
    """A value beside the first key of the group that takes it, one that is seldom given last, and a
    protocol beside its own; else the keys that there are.
    """
    if _is_single(given):
        fitting = [name for name, item in form.fields.items() if _takes(item, given)]
        fitting.sort(key=lambda name: name in form.defaults and form.defaults[name]() is None)
        if "protocol" in fitting and given in PROTOCOLS:
            fitting.insert(0, "protocol")
        if fitting:
            return f"write {{{fitting[0]}: {_text(given)}}}"
    known = ", ".join(list(form.fields)[:_MOST])
    more = ", ..." if len(form.fields) > _MOST else ""
    return f"its keys are {known}{more}"


def _as_entries(form: Entries, given: object) -> str:
    """Names as the keys of a map, each with what it needs."""
    if _is_single(given) and not _is_name(given):
        return f"each of them has a name of its own: {{NAME: {_text(given)}}}"
    names = [given] if _is_single(given) else given
    if not isinstance(names, Sequence) or isinstance(names, str):
        return ""
    if not names or not all(map(_is_name, names)):
        return "each of them has a name of its own: {NAME: ...}"
    shown = ", ".join(f"{name}: {_stub(form.item)}" for name in names[:_MOST])
    return f"each name is a key: {{{shown}}}"


def _stub(item: Form) -> str:
    """What stands beside a name at the least."""
    if isinstance(item, Group):
        needed = [name for name in item.fields if name not in item.defaults]
        return f"{{{', '.join(f'{name}: ...' for name in needed)}}}"
    return "[...]" if isinstance(item, Listing) else "..."


def _takes(item: Form, given: object) -> bool:
    """Whether an input takes a value as it stands."""
    if isinstance(item, Leaf):
        if item.reads == "text":
            return isinstance(given, str)
        return _reads(item, given)
    if isinstance(item, OneOf) and item.bare:
        field = next(iter(item.kinds[item.bare].fields.values()))
        return isinstance(field, Leaf) and _reads(field, given)
    if isinstance(item, OneOf):
        return isinstance(given, str) and given in item.kinds and bool(by_kind(item, given))
    return False


def _reads(leaf: Leaf, given: object) -> bool:
    try:
        read_leaf(leaf, given)
    except Unreadable:
        return False
    return True


def _is_single(given: object) -> bool:
    return isinstance(given, (str, int, float)) and not isinstance(given, bool)


def _is_name(given: object) -> bool:
    return isinstance(given, str) and given.replace("_", "").replace("-", "").isalnum()


def _text(given: object) -> str:
    text = str(given)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
