"""The form that each input takes in a file, derived from the domain's declarations and from nothing
else.

Merging, filling in defaults, validation, the JSON Schema, the resolved file and the ledger of
assumptions all walk this one description, so an input that is declared in the domain is known to
all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, cast, get_args, get_origin, get_type_hints

from sim.domain.decisions.rules import RULES
from sim.domain.decisions.views import Rule
from sim.domain.distributions.families import LAWS
from sim.domain.inputs.checks import Amount
from sim.domain.inputs.parameter import Parameter, about
from sim.domain.inputs.setting import Setting

Reads = Literal[
    "time",
    "rate",
    "number",
    "share",
    "count",
    "weight",
    "portion",
    "time of day",
    "moment",
    "amount",
    "text",
    "flag",
    "choice",
    "instant",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Leaf:
    """One value; ``reads`` names how it is written."""

    reads: Reads
    about: Parameter | None = None
    choices: Collection[str] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Listing:
    """A list of like things, which an overlay replaces whole."""

    item: Form
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Pair:
    """A list of two: a weight and a law, a probability and a value."""

    first: Form
    second: Form
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Entries:
    """A map from names to like things, to which an overlay adds."""

    item: Form
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Group:
    """A group of inputs: one dataclass of the domain."""

    of: type
    label: str
    fields: Mapping[str, Form]
    defaults: Mapping[str, Callable[[], Any]]
    meanings: Mapping[str, str]
    attributes: Mapping[
        str, str
    ]  # the names of the fields in code: a file says ``with``, which Python keeps for itself
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class OneOf:
    """A law or a rule: a map of one key, the kind; ``bare`` is that of a value without one."""

    what: Literal["law", "rule"]
    label: str
    kinds: Mapping[str, Group]
    bare: str = ""
    about: Parameter | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Overlay:
    """Inputs laid over those of ``of``: none is required, and defaults are not filled in."""

    of: type
    optional: bool = False


Form = Leaf | Listing | Pair | Entries | Group | OneOf | Overlay

_BY_TYPE: Final[Mapping[type, Reads]] = {
    bool: "flag",
    str: "text",
    datetime: "instant",
    int: "count",
    float: "number",
    Amount: "amount",
}
_QUANTITIES: Final = frozenset(
    {"time", "rate", "number", "share", "count", "weight", "time of day", "moment", "amount"}
) | {"portion"}
_IN_LAW_OF: Final = {
    "law of time": "time",
    "law of numbers": "number",
    "law of rates": "rate",
    "law of shares": "share",
}
# Fields of laws that are pure numbers whatever the law is of.
_PURE: Final = Parameter(unit="number", meaning="a pure number")
_CHANCE: Final = Parameter(unit="share", meaning="a probability")
_WEIGHT: Final = Parameter(unit="weight", meaning="a weight")


@cache
def group_of(cls: type) -> Group:
    """The form of a group of inputs. A class ends in Law where an entry of logs has the name."""
    hints = get_type_hints(cls)
    named = {item.name.rstrip("_"): item for item in fields(cls)}
    return Group(
        of=cls,
        label=cls.__name__.removesuffix("Law"),
        fields={name: _form(hints[item.name], about(item)) for name, item in named.items()},
        defaults={name: make for name, item in named.items() if (make := _default(item))},
        meanings={name: _meaning_of(item) for name, item in named.items()},
        attributes={name: item.name for name, item in named.items()},
    )


def _meaning_of(item: Field[Any]) -> str:
    declared = about(item)
    return declared.meaning if declared else str(item.metadata.get("meaning", ""))


def _default(item: Field[Any]) -> Callable[[], Any] | None:
    if item.default is not MISSING:
        value = item.default
        return lambda: value
    return item.default_factory if item.default_factory is not MISSING else None


def _form(hint: Any, declared: Parameter | None) -> Form:
    """The form of a type; ``declared`` says the unit of the numbers in it."""
    if declared and declared.unit in _IN_LAW_OF:
        return replace(_law(declared.unit), about=declared, optional=NoneType in get_args(hint))
    if hint is Rule:
        return _rule()
    if get_origin(hint) in {Union, UnionType}:
        (inner,) = (arg for arg in get_args(hint) if arg is not NoneType)
        return replace(_form(inner, declared), optional=True)
    return _plain_form(hint, declared)


def _plain_form(hint: Any, declared: Parameter | None) -> Form:
    arguments = get_args(hint)
    if declared and declared.among is not None:
        return Leaf(reads="choice", about=declared, choices=declared.among)
    if get_origin(hint) is Literal:
        return Leaf(
            reads="choice", about=declared, choices=tuple(str(choice) for choice in arguments)
        )
    if get_origin(hint) is tuple:
        return Listing(item=_form(arguments[0], declared))
    if isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping):
        return (
            Overlay(of=Setting)
            if arguments[1] is Any
            else Entries(item=_form(arguments[1], declared))
        )
    if is_dataclass(hint):
        return group_of(cast("type", hint))
    unit = declared.unit if declared else ""
    reads = cast("Reads", unit) if unit in _QUANTITIES else _BY_TYPE[hint]
    return Leaf(reads=reads, about=declared)


@cache
def _rule() -> OneOf:
    return OneOf(
        what="rule", label="Rule", kinds={name: group_of(rule) for name, rule in RULES.items()}
    )


@cache
def _law(unit: str, *, mixtures: bool = True) -> OneOf:
    """Laws in one dimension. A mixture mixes simple laws: a mixture of mixtures is one mixture, so
    nothing is lost.
    """
    kinds = {
        name: _law_group(cast("type", law), unit)
        for name, law in LAWS.items()
        if mixtures or name != "mixture"
    }
    label = f"{'Law' if mixtures else 'SimpleLaw'}{_OF[unit]}"
    return OneOf(what="law", label=label, kinds=kinds, bare="fixed")


_OF: Final = {
    "law of time": "OfTime",
    "law of numbers": "OfNumbers",
    "law of rates": "OfRates",
    "law of shares": "OfShares",
}


def law_of(form: Leaf) -> OneOf:
    """The form of a law that such a value may follow."""
    unit = next((law for law, reads in _IN_LAW_OF.items() if reads == form.reads), "law of numbers")
    return _law(unit)


@cache
def _law_group(law: type, unit: str) -> Group:
    value = Leaf(
        reads=cast("Reads", _IN_LAW_OF[unit]),
        about=Parameter(unit=_IN_LAW_OF[unit], meaning="a value"),
    )
    in_units: tuple[str, ...] = getattr(law, "IN_UNITS", ())
    hints = get_type_hints(law)
    forms = {
        item.name: _law_field(hints[item.name], item.name in in_units, value, unit)
        for item in fields(law)
    }
    names = {name: name for name in forms}
    return Group(
        of=law,
        label=law.__name__ + _OF[unit],
        fields=forms,
        defaults={},
        meanings={},
        attributes=names,
    )


# The flag picks between two.
def _law_field(hint: Any, in_units: bool, value: Leaf, unit: str) -> Form:  # noqa: FBT001
    if get_origin(hint) is not tuple:
        return value if in_units else Leaf(reads="number", about=_PURE)
    item = get_args(hint)[0]
    if get_origin(item) is not tuple:
        return Listing(item=value)
    if get_args(item)[1] is float:
        return Listing(item=Pair(first=Leaf(reads="share", about=_CHANCE), second=value))
    return Listing(
        item=Pair(first=Leaf(reads="portion", about=_WEIGHT), second=_law(unit, mixtures=False))
    )


def below(form: Form | None, step: str | int) -> Form | None:
    """The form of what stands under a key, or at an index; ``None`` where nothing of that name is
    known.
    """
    match form:
        case Group():
            return form.fields.get(str(step))
        case Entries() | Listing():
            return form.item
        case Pair():
            return form.second if step else form.first
        case OneOf():
            return form.kinds.get(str(step))
        case Overlay():
            return group_of(form.of).fields.get(str(step))
        case _:
            return None


def kind_of(form: OneOf, value: object) -> str:
    """What a file calls the law or rule."""
    return next(name for name, group in form.kinds.items() if group.of is type(value))


def single(group: Group) -> str:
    """The only field of a group, which may then be written without its name; empty when there are
    more or none.
    """
    return next(iter(group.fields)) if len(group.fields) == 1 else ""
