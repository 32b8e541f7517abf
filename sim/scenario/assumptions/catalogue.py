"""Every input that a scenario file may give, with or without a default: what it is, how it is
written, and what stands behind the default.

Unlike the ledger, which tells what holds in one arm, this tells what there is to be said at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sim.domain.inputs.parameter import Parameter
from sim.scenario.assumptions.ledger import bare, plausible_range
from sim.scenario.loading.document import DOCUMENT, HEADER
from sim.scenario.loading.merging import default, defaults
from sim.scenario.schema.forms import Entries, Form, Group, Leaf, Listing, OneOf, Overlay, Pair
from sim.scenario.schema.leaves import KINDS, one_of
from sim.scenario.text.tree import Node, Path, Table, child, dotted_path, is_null
from sim.scenario.text.writer import flow

#: Stands in a path for a name that the file chooses.
NAME: Final = "NAME"
TIME_LAW: Final = "law of time"
_LAW: Final = "law"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredInput:
    """One input. ``path`` is what ``--set`` takes, but for ``NAME``, and ``steps`` the same step
    by step; ``default`` is as a file says it, empty where there is none. Those ``of_study`` say
    what is asked of the worlds and change nothing in them.
    """

    path: str
    steps: Path
    title: str
    unit: str
    default: str
    plausible: str
    source: str
    is_number: bool
    of_study: bool

    @property
    def is_law(self) -> bool:
        """Whether it is a distribution rather than one value."""
        return self.unit.startswith(_LAW)


def catalogue() -> tuple[DeclaredInput, ...]:
    """All inputs, in the order in which they are declared."""
    return tuple(_walk(_InputPlace(DOCUMENT, defaults(DOCUMENT))))


@dataclass(frozen=True, slots=True)
class _InputPlace:
    """A form, the tree of its default if it has one, and what is known from above."""

    form: Form
    node: Node | None
    path: Path = ()
    title: str = ""

    def below(self, step: str, form: Form, node: Node | None, title: str = "") -> _InputPlace:
        return _InputPlace(form, node, (*self.path, step), title or self.title)


def _walk(place: _InputPlace) -> Iterator[DeclaredInput]:
    match place.form:
        case Group():
            yield from _of_group(place, place.form)
        case Entries():
            yield from _of_entries(place, place.form)
        case OneOf() if place.form.what == "rule":
            yield from _of_rule(place, place.form)
        case _:
            yield _declared_input(place, place.form)


def _of_group(place: _InputPlace, form: Group) -> Iterator[DeclaredInput]:
    for name, item in form.fields.items():
        node = child(place.node, name) if place.node is not None else None
        if node is None and name in form.defaults:
            node = default(form, name)
        yield from _walk(place.below(name, item, node, form.meanings.get(name, "")))


def _of_entries(place: _InputPlace, form: Entries) -> Iterator[DeclaredInput]:
    """Those that are there without a word; where none are, one of a name that the file chooses."""
    there = place.node.entries if isinstance(place.node, Table) else {}
    for name, node in there.items():
        yield from _walk(place.below(name, form.item, node))
    if not there:
        yield from _walk(place.below(NAME, form.item, None))


def _of_rule(place: _InputPlace, form: OneOf) -> Iterator[DeclaredInput]:
    """The rule, and the numbers of every rule that there is: another may be chosen."""
    own = next((kind for kind in form.kinds if _has(place.node, kind)), "")
    chosen = _InputPlace(
        Leaf(reads="choice", choices=tuple(form.kinds)), None, place.path, place.title
    )
    yield _declared_input(chosen, chosen.form, said=own)
    for kind, group in form.kinds.items():
        node = child(place.node, kind) if kind == own and place.node is not None else None
        yield from _walk(place.below(kind, group, node))


def _has(node: Node | None, kind: str) -> bool:
    return node is not None and child(node, kind) is not None


def _declared_input(place: _InputPlace, form: Form, said: str = "") -> DeclaredInput:
    about = (form.about if isinstance(form, (Leaf, OneOf)) else None) or Parameter(
        unit="", meaning=place.title
    )
    node = place.node
    number = isinstance(form, Leaf) and KINDS[form.reads].number
    of_study = place.path[0] in HEADER.fields
    value = said if node is None or is_null(node) else flow(bare(node))
    plausible = plausible_range(about, form)
    estimate = (number or isinstance(form, OneOf)) and not of_study
    return DeclaredInput(
        path=dotted_path(place.path),
        steps=place.path,
        title=about.meaning or place.title,
        unit=_unit(form, about),
        default=value,
        plausible=plausible,
        source=about.source if estimate and (value or plausible) else "",
        is_number=number,
        of_study=of_study,
    )


def _unit(form: Form, about: Parameter) -> str:
    match form:
        case Leaf() if form.reads == "choice":
            return one_of(form.choices)
        case Leaf():
            return {"flag": "true or false", "instant": "date and time"}.get(form.reads, form.reads)
        case Listing() | Pair():
            return "list"
        case Overlay():
            return "inputs"
        case _:
            return about.unit or _LAW
