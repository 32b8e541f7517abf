"""The ledger of assumptions: every input of an arm with its value, unit, plausible range and
source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from sim.domain.inputs.parameter import Parameter
from sim.domain.inputs.setting import Setting
from sim.scenario.assumptions.sources import is_judgement, source_of
from sim.scenario.loading.document import SETTING
from sim.scenario.loading.resolution import Resolved
from sim.scenario.schema.alternatives import BESIDE
from sim.scenario.schema.forms import Entries, Form, Group, Leaf, OneOf
from sim.scenario.schema.leaves import write
from sim.scenario.text.tree import (
    Node,
    Origin,
    Path,
    Row,
    Scalar,
    Table,
    child,
    dotted_path,
    is_null,
)
from sim.scenario.text.writer import flow

#: Inputs that are numbers and laws: what an estimate, a source or a judgement stands behind.
_UNITLESS: Final = frozenset({"text", "flag", "choice", "instant"})

#: How much longer or shorter a law may reasonably be argued to be, by its unit: judgement. Half to
#: twice spans what moves a median in documented exchanges from one crisis to the next; numbers
#: drawn by a law are severities, and end at 1.
LAW_SPANS: Final = {"law of time": (0.5, 2.0), "law of shares": (0.5, 1.0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One input. ``number`` and the bounds ``low`` and ``high`` are in code units; ``path`` is what
    ``--set`` takes, ``steps`` the same step by step.
    """

    path: str
    steps: Path
    value: str
    unit: str
    number: float | None
    low: float | None
    high: float | None
    plausible: str
    meaning: str
    source: str
    origin: Origin

    @property
    def is_given(self) -> bool:
        """Whether a file or the command line gave it, rather than the declaration's default."""
        return self.origin.kind != "default"

    @property
    def has_source(self) -> bool:
        """Whether it says where it comes from, be it that it is a judgement."""
        return bool(self.source)

    @property
    def is_judgement(self) -> bool:
        """Whether it says that it is a judgement."""
        return is_judgement(self.source)

    @property
    def plausibly(self) -> bool:
        """Whether it lies within the declared plausible range, if it is a number that has one."""
        if self.number is None or self.low is None or self.high is None:
            return True
        slack = 1e-9 * max(abs(self.low), abs(self.high))
        return self.low - slack <= self.number <= self.high + slack


def ledger(setting: Setting, tree: Table) -> list[Assumption]:
    """The assumptions of one arm, in the order of the declarations. ``tree`` is its entry in
    ``Resolved.settings``.
    """
    return list(_walk(_LedgerPlace(setting, tree, SETTING)))


def documented_defaults(found: Resolved) -> dict[str, tuple[str, ...]]:
    """The inputs that a scenario leaves to what is documented, under some arm at least, by the
    source of that.
    """
    sources = {
        row.path: row.source
        for arm, one in found.scenario.arms.items()
        for row in ledger(one.setting, found.settings[arm])
        if not row.is_given
    }
    return {
        source: tuple(path for path, its in sources.items() if its == source)
        for source in dict.fromkeys(sources.values())
    }


@dataclass(frozen=True, slots=True)
class _LedgerPlace:
    """A value, its node in the text, its form, and what is known of it from above."""

    value: Any
    node: Node
    form: Form
    path: Path = ()
    meaning: str = ""
    source: str = ""

    def below(
        self, step: str, node: Node, value: Any, form: Form, meaning: str = ""
    ) -> _LedgerPlace:
        return _LedgerPlace(
            value, node, form, (*self.path, step), meaning or self.meaning, self.source
        )


def _walk(place: _LedgerPlace) -> Iterator[Assumption]:
    match place.form:
        case Group():
            yield from _of_group(place, place.form)
        case Entries():
            yield from _of_entries(place, place.form)
        case OneOf() if place.form.what == "rule":
            yield from _of_rule(place, place.form)
        case Leaf() | OneOf() if not is_null(place.node):
            if not (isinstance(place.form, Leaf) and place.form.reads in _UNITLESS):
                yield _assumption(place, place.form)


def _of_group(place: _LedgerPlace, form: Group) -> Iterator[Assumption]:
    for name, item in form.fields.items():
        node = child(place.node, name)
        if node is not None:
            value = getattr(place.value, form.attributes[name])
            yield from _walk(place.below(name, node, value, item, form.meanings.get(name, "")))


def _of_entries(place: _LedgerPlace, form: Entries) -> Iterator[Assumption]:
    assert isinstance(place.node, Table)
    for name, node in place.node.entries.items():
        if not is_null(node):
            yield from _walk(place.below(name, node, place.value[name], form.item))


def _of_rule(place: _LedgerPlace, form: OneOf) -> Iterator[Assumption]:
    source = source_of(place.node)
    for kind, group in form.kinds.items():
        node = child(place.node, kind)
        if node is not None:
            yield from _walk(replace(place.below(kind, node, place.value, group), source=source))


def _assumption(place: _LedgerPlace, form: Leaf | OneOf) -> Assumption:
    node, declared = place.node, form.about or Parameter(unit="", meaning=place.meaning)
    number = float(place.value) if isinstance(form, Leaf) else None
    return Assumption(
        path=dotted_path(place.path),
        steps=place.path,
        value=flow(bare(node)),
        unit=declared.unit,
        number=number,
        low=declared.low,
        high=declared.high,
        plausible=plausible_range(declared, form) + _fitted_text(node),
        meaning=declared.meaning or place.meaning,
        source=source_of(node)
        or place.source
        or (declared.source if _origin(node).kind == "default" else ""),
        origin=_origin(node),
    )


def _fitted_text(node: Node) -> str:
    """To how many times a law was fitted, where it says so."""
    fitted = node.entries.get("fitted") if isinstance(node, Table) else None
    rows = fitted.entries.get("rows") if isinstance(fitted, Table) else None
    return f"; fitted to {flow(bare(rows))} times" if rows is not None else ""


def plausible_range(declared: Parameter, form: Form) -> str:
    """What is plausible, as a file would write it; of a law, how far it may be stretched."""
    if not isinstance(form, Leaf):
        span = LAW_SPANS.get(declared.unit)
        return f"{span[0]:g} to {span[1]:g} times it" if span else ""
    if declared.low is None or declared.high is None:
        return ""
    return f"{write(form, declared.low)} to {write(form, declared.high)}"


def bare(node: Node) -> Node:
    """The value without its source, and without what it was fitted to."""
    if not isinstance(node, Table):
        return node
    if "value" in node.entries:
        return bare(node.entries["value"])
    return node.with_entries(
        {key: bare(entry) for key, entry in node.entries.items() if key not in BESIDE}
    )


def _origin(node: Node) -> Origin:
    """Of a value put together from several, the first that is no default."""
    if isinstance(node, Scalar):
        return node.origin
    inner = [
        _origin(entry) for entry in (node.items if isinstance(node, Row) else node.entries.values())
    ]
    return next((origin for origin in inner if origin.kind != "default"), node.origin)
