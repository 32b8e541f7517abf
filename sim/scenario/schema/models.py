"""The schema of a scenario file: strict Pydantic models made from the domain's declarations.

The domain knows nothing of Pydantic. A model here only reads: each group of inputs comes out as the
domain's own frozen dataclass, and a law that cannot be drawn from fails where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from math import isfinite
from typing import Annotated, Any, Final

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    TypeAdapter,
    ValidationError,
    create_model,
)
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from sim.domain.distributions.families import LAWS, Law
from sim.domain.distributions.fit_record import Fitted
from sim.scenario.loading.merging import default, raw
from sim.scenario.schema.alternatives import by_kind, chosen_alternative, may_be_fitted
from sim.scenario.schema.entry_names import NAME, possible_name
from sim.scenario.schema.forms import (
    Entries,
    Form,
    Group,
    Leaf,
    Listing,
    OneOf,
    Overlay,
    Pair,
    group_of,
    single,
)
from sim.scenario.schema.leaves import json_schema, paragraphs, read_leaf
from sim.scenario.schema.quantities import Unreadable, quotation

_STRICT: Final = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


@cache
def adapter(cls: type) -> TypeAdapter[Any]:
    """The reader of a whole group of inputs, made once."""
    return TypeAdapter(_annotation(group_of(cls)))


def read_law(form: OneOf, raw: object) -> Law:
    """A law that stands for itself, not among the inputs; ``Unreadable`` with its first fault."""
    try:
        law: Law = TypeAdapter(_annotation(form)).validate_python(raw)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        inner = detail.get("ctx", {}).get("error")
        where = ".".join(map(str, detail["loc"]))
        said = str(inner) if isinstance(inner, Exception) else f"{where}: {detail['msg']}"
        raise Unreadable(said) from error
    return law


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Value:
    """Tells Pydantic to read a single value by the table of ``leaves``."""

    form: Leaf

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(partial(read_leaf, self.form))

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return json_schema(self.form)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Check:
    """Tells Pydantic what to do before and after it validates, with less to inspect."""

    before: Callable[[Any], Any] | None = None
    after: Callable[[Any], Any] | None = None
    short: Mapping[str, Any] | None = None  # JSON Schema of a shorter way to write the same

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = handler(source)
        schema = (
            core_schema.no_info_after_validator_function(self.after, schema)
            if self.after
            else schema
        )
        return (
            core_schema.no_info_before_validator_function(self.before, schema)
            if self.before
            else schema
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        full = handler(schema)
        return {"anyOf": [dict(self.short), full]} if self.short else full


def _annotation(form: Form) -> Any:
    kind: Any = _BUILDERS[type(form)](form)
    return kind | None if form.optional and not isinstance(form, Leaf) else kind


def _leaf(form: Leaf) -> Any:
    return Annotated[Any, _Value(form)]


def _listing_type(form: Listing) -> Any:
    item: Any = _annotation(form.item)
    return _checked_type(tuple[item, ...], _Check(before=_as_list))


def _pair(form: Pair) -> Any:
    first: Any = _annotation(form.first)
    second: Any = _annotation(form.second)
    return _checked_type(tuple[first, second], _Check(before=_as_list))


def _entries(form: Entries) -> Any:
    item: Any = _annotation(form.item)
    return _checked_type(dict[_Name, item], _Check(after=_by_name))


def _overlay(_form: Overlay) -> Any:
    return dict[str, Any]  # it is read merged into the base, not by itself


def _group(form: Group) -> Any:
    bare = form.fields[single(form)] if single(form) and not form.defaults else None
    wrapped = partial(_wrapped_law, single(form)) if bare else None
    short = json_schema(bare) if isinstance(bare, Leaf) else {"type": "array"} if bare else None
    return _checked_type(
        _group_model(form), _Check(before=wrapped, after=partial(_domain_value, form), short=short)
    )


def _checked_type(kind: Any, check: _Check) -> Any:
    return Annotated[kind, check]


@cache
def _group_model(form: Group) -> type[BaseModel]:
    fields: dict[str, Any] = {
        name: (_annotation(item), _field_of(form, name)) for name, item in form.fields.items()
    }
    return create_model(form.label, __config__=_STRICT, __doc__=paragraphs(form.of), **fields)


def _field_of(form: Group, name: str) -> Any:
    told = name in form.defaults and not isinstance(form.fields[name], Group | Entries | Overlay)
    extra = partial(_with_default, form, name) if told else None
    return FieldInfo(description=form.meanings.get(name) or None, json_schema_extra=extra)


def _with_default(form: Group, name: str, published_: dict[str, Any]) -> None:
    """Only a published schema shows defaults: they take a tenth of the time of a reading."""
    published_["default"] = raw(default(form, name), form.fields[name])


def _one_of(form: OneOf) -> Any:
    model = _kinds_model(
        form.label, tuple(form.kinds), tuple(form.kinds.values()), fitted=may_be_fitted(form)
    )
    return _checked_type(
        model, _Check(before=partial(by_kind, form), after=chosen_alternative, short=_short(form))
    )


def _short(form: OneOf) -> dict[str, Any]:
    """A law may be one value, a rule one name."""
    if not form.bare:
        return {"enum": list(form.kinds)}
    value = form.kinds[form.bare].fields[single(form.kinds[form.bare])]
    assert isinstance(value, Leaf)
    return json_schema(value)


@cache
def _kinds_model(
    label: str, names: tuple[str, ...], groups: tuple[Group, ...], *, fitted: bool
) -> type[BaseModel]:
    fields: dict[str, Any] = {
        name: (_annotation(group) | None, None) for name, group in zip(names, groups, strict=True)
    }
    if fitted:
        fields["fitted"] = (_annotation(group_of(Fitted)) | None, None)
    return create_model(label, __config__=_STRICT, source=(str | None, None), **fields)


_BUILDERS: Final[Mapping[type, Callable[[Any], Any]]] = {
    Leaf: _leaf,
    Listing: _listing_type,
    Pair: _pair,
    Entries: _entries,
    Overlay: _overlay,
    Group: _group,
    OneOf: _one_of,
}


def _as_list(raw: object) -> object:
    if isinstance(raw, list):
        return tuple(raw)
    raise Unreadable(f"expected a list such as [a, b], got {quotation(raw)}")


def _field_name(name: str) -> str:
    if NAME.fullmatch(name):
        return name
    said, near = ascii(name[:64])[1:-1], possible_name(name)
    raise Unreadable(
        f'the name "{said}" must be of a-z, 0-9, _ and -, at most 64, and start with a letter or'
        f" digit{f'; write {near}' if near else ''}"
    )


_Name = Annotated[str, _Check(after=_field_name)]


def _by_name(entries: dict[str, Any]) -> dict[str, Any]:
    """In an order of its own, so that the order of keys in the file decides nothing."""
    return dict(sorted(entries.items()))


def _wrapped_law(field: str, raw: object) -> object:
    """A law of one number may be given by the number alone: ``{exponential: 36 h}``."""
    named = isinstance(raw, dict) and "source" not in raw
    return raw if named else {field: raw}


def _domain_value(form: Group, model: BaseModel) -> Any:
    built = form.of(**{there: getattr(model, here) for here, there in form.attributes.items()})
    if form.of in LAWS.values():
        _drawable(built)
    return built


def _drawable(law: Law) -> None:
    """A law whose spread overflows would draw infinite times."""
    try:
        within = isfinite(law.mean) and isfinite(law.sd)
    except OverflowError:
        within = False
    if not within:
        raise Unreadable("this law spans more than a number can hold")
