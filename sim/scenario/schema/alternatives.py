"""Laws and rules as a file gives them: one key that names the kind, with what stands beside it."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel

from sim.domain.distributions.fit_record import WITH_DOUBT
from sim.scenario.schema.forms import OneOf, single
from sim.scenario.schema.leaves import nearest, one_of
from sim.scenario.schema.quantities import Unreadable, quotation

#: Keys beside the kind: where it comes from, and to what it was fitted.
BESIDE: Final = frozenset({"source", "fitted"})


def may_be_fitted(form: OneOf) -> bool:
    """Whether a law may say to what it was fitted: one of time that stands for itself."""
    return form.label == "LawOfTime"


def by_kind(form: OneOf, raw: object) -> object:
    if form.what == "rule" and isinstance(raw, str):
        if raw in form.kinds:
            return {raw: {}}
        raise Unreadable(_unknown(form, raw))
    if form.bare and _is_value(raw, form):
        return {form.bare: {single(form.kinds[form.bare]): raw}}
    if not isinstance(raw, dict):
        raise Unreadable(
            f"expected a {form.what} such as {_EXAMPLES[form.what]}, got {quotation(raw)}"
        )
    kinds = [key for key in raw if key not in BESIDE]
    if len(kinds) != 1:
        raise Unreadable(
            f"expected one {form.what}, got {len(kinds)}; write it as {_EXAMPLES[form.what]}"
        )
    if kinds[0] not in form.kinds:
        raise Unreadable(_unknown(form, str(kinds[0])))
    return {key: {} if value is None and key in form.kinds else value for key, value in raw.items()}


_EXAMPLES: Final = {
    "law": '{lognormal: {median: 61 min, sigma: 0.49}}, {uniform: {low: 1 h, high: 3 h}} or "2 h"',
    "rule": "{quantal_response: {precision: 6}} or expected_utility",
}


def _is_value(raw: object, form: OneOf) -> bool:
    """A number, or one with its source; the bare name of a law is a law without its numbers."""
    if isinstance(raw, dict):
        return "value" in raw
    return isinstance(raw, (str, int, float)) and raw not in form.kinds


def _unknown(form: OneOf, name: str) -> str:
    hint = nearest(name, form.kinds)
    return f'there is no {form.what} "{name[:40]}"; {hint or f"there are {one_of(form.kinds)}"}'


def chosen_alternative(model: BaseModel) -> Any:
    """The law or rule that was given."""
    said = {name: value for name, value in model if value is not None}
    chosen = next(value for name, value in said.items() if name not in BESIDE)
    if "fitted" in said and type(chosen) not in WITH_DOUBT.values():
        raise Unreadable(
            "what this law may be instead is not known from the number of times that it was"
            f" fitted to; it is of {one_of(WITH_DOUBT)}: leave `fitted` out"
        )
    return chosen
