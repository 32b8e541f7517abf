"""One input of an arm by its path: what it is, and the same arm with another value there.

A path is what ``--set`` takes. Inside a law the kind may be left out:
``channels.cable.latency.median`` is what ``channels.cable.latency.lognormal.median`` is as long as
the law is a lognormal one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor, log10
from typing import Any, Final

from sim.domain.inputs.parameter import Parameter
from sim.domain.inputs.setting import Setting
from sim.scenario.loading.document import SETTING
from sim.scenario.schema.forms import Entries, Form, Group, Leaf, OneOf, kind_of
from sim.scenario.schema.leaves import KINDS, nearest, one_of, read_leaf, write
from sim.scenario.schema.quantities import DAY, HOUR, MINUTE, Unreadable

#: Places beyond which a hint would be a list.
_FEW: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A number among the inputs of an arm, in code units. ``path`` is complete; ``low`` and
    ``high`` are plausible bounds.
    """

    path: str
    form: Leaf
    value: float
    meaning: str
    low: float | None
    high: float | None

    @property
    def whole(self) -> bool:
        """Whether it counts something."""
        return self.form.reads == "count"


def find_input(setting: Setting, path: str) -> Input:
    """The input at ``path``; ``Unreadable`` says what is wrong with the path, and the nearest that
    is right.
    """
    place = _Place(value=setting, form=SETTING)
    steps = path.strip().split(".")
    for step in steps:
        try:
            place = _below(place, step)
        except Unreadable as error:
            ends = [] if place.steps else _paths_ending_in(setting, SETTING, tuple(steps))
            if not 0 < len(ends) <= _FEW:
                raise
            raise Unreadable(
                f"{str(error).partition('; ')[0]}; it belongs elsewhere: {one_of(ends)}"
            ) from None
    while (
        isinstance(place.form, OneOf)
        and place.form.bare
        and kind_of(place.form, place.value) == place.form.bare
    ):
        place = _only_field(place)
    if not isinstance(place.form, Leaf) or not _is_number(place.form):
        raise Unreadable(_no_number(place))
    if place.value is None:
        raise Unreadable(
            f"{'.'.join(place.steps)} is not given: give it a value, so that it can vary"
        )
    about = place.about
    return Input(
        path=".".join(place.steps),
        form=place.form,
        value=float(place.value),
        meaning=place.meaning,
        low=about.low if about else None,
        high=about.high if about else None,
    )


def _paths_ending_in(
    value: Any, form: Form, tail: tuple[str, ...], path: tuple[str, ...] = ()
) -> list[str]:
    """Where in the inputs something ends in these steps, with nothing before them that would have
    to be guessed.
    """
    found_here = [".".join(path)] if path[-len(tail) :] == tail else []
    return found_here + [
        end
        for name, below, inner in _under(value, form)
        for end in _paths_ending_in(below, inner, tail, (*path, name))
    ]


def _under(value: Any, form: Form) -> Iterator[tuple[str, Any, Form]]:
    match form:
        case Group() if value is not None:
            yield from (
                (name, getattr(value, form.attributes[name]), inner)
                for name, inner in form.fields.items()
            )
        case Entries():
            yield from ((name, entry, form.item) for name, entry in value.items())
        case OneOf() if value is not None:  # the kind of a law may be left out
            yield from _under(value, form.kinds[kind_of(form, value)])


def with_value(setting: Setting, path: str, value: float) -> Setting:
    """The same inputs but for a number at a complete path."""
    changed: Setting = _with_value(setting, SETTING, path.split("."), value)
    return changed


def checked_value(form: Leaf, value: float) -> float:
    """The value, if a file could give it; else ``Unreadable``."""
    number: float = read_leaf(form, write(form, int(value) if form.reads == "count" else value))
    return number


#: Digits in which a value is told, and those that tell any two apart.
DIGITS: Final = 3
_ALL_DIGITS: Final = 17


def value_text(form: Leaf, value: float, *, like: float | None = None, digits: int = DIGITS) -> str:
    """A value with its unit, in a few digits: for sentences, not to be read back; a time has that
    of ``like``, if given.
    """
    match form.reads:
        case "time":
            hours = value if like is None else like
            unit = MINUTE if 0 < hours < 1 else HOUR if hours < 72 else DAY
            return f"{_short(unit.rate(value), digits)} {unit.name}"
        case "rate":
            return f"{_short(DAY.hours(value), digits)} per d"
        case "time of day" | "moment":
            return str(write(form, value))
        case _:
            return _short(value, digits)


def digits_apart(form: Leaf, values: Iterable[float], *, like: float | None = None) -> int:
    """The digits in which values that differ are told differently: so few as usual
    where these do.
    """
    different = set(values)
    for digits in range(DIGITS, _ALL_DIGITS):
        if len({value_text(form, value, like=like, digits=digits) for value in different}) == len(
            different
        ):
            return digits
    return _ALL_DIGITS


def _short(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    decimals = max(0, digits - 1 - floor(log10(abs(value))))
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """How far a path has led."""

    value: Any
    form: Form
    steps: tuple[str, ...] = ()
    meaning: str = ""

    @property
    def about(self) -> Parameter | None:
        return self.form.about if isinstance(self.form, Leaf) else None


def _below(place: _Place, step: str) -> _Place:
    if place.value is None:
        raise Unreadable(f"{'.'.join(place.steps)} is absent here, so it has no {step}")
    match place.form:
        case Group():
            return _field(place, place.form, step)
        case Entries():
            _check_name(place, step, place.value)
            return replace(
                place, value=place.value[step], form=place.form.item, steps=(*place.steps, step)
            )
        case OneOf():
            kind = kind_of(place.form, place.value)
            inside = replace(place, form=place.form.kinds[kind], steps=(*place.steps, kind))
            return inside if step == kind else _field(inside, place.form.kinds[kind], step)
        case _:
            raise Unreadable(_no_number(place))


def _field(place: _Place, group: Group, step: str) -> _Place:
    _check_name(place, step, group.fields)
    form, said = group.fields[step], group.meanings.get(step, "")
    meaning = said or ", ".join(filter(None, (place.meaning, step)))
    value = getattr(place.value, group.attributes[step])
    return _Place(value=value, form=form, steps=(*place.steps, step), meaning=meaning)


def _only_field(place: _Place) -> _Place:
    """The number of a law that is nothing but one."""
    assert isinstance(place.form, OneOf)
    group = place.form.kinds[place.form.bare]
    (name,) = group.fields
    return replace(_below(place, name), meaning=place.meaning)


def _check_name(place: _Place, step: str, names: Iterable[str]) -> None:
    names = list(names)
    if step in names:
        return
    where = f" in {'.'.join(place.steps)}" if place.steps else ""
    listed = f"there are {one_of(names)}" if 0 < len(names) <= 12 else ""
    hint = nearest(step, names) or listed
    raise Unreadable(f'there is no "{step[:60]}"{where}{"; " + hint if hint else ""}')


def _is_number(form: Leaf) -> bool:
    return KINDS[form.reads].number and form.reads != "moment"


def _no_number(place: _Place) -> str:
    where = ".".join(place.steps)
    match place.form:
        case OneOf():
            kind = kind_of(place.form, place.value)
            fields = list(place.form.kinds[kind].fields)
            inner = f"; one of its numbers may be: {where}.{kind}.{fields[0]}" if fields else ""
            return f"{where} is a {place.form.what}, not a number{inner}"
        case Group():
            return (
                f"{where} is a group of inputs, not a number; it holds {one_of(place.form.fields)}"
            )
        case Entries():
            return (
                f"{where} is a group of inputs, not a number; it holds"
                f" {one_of(place.value) if place.value else 'none'}"
            )
        case _:
            return f"{where} is not a number that can vary"


def _with_value(value: Any, form: Form, steps: Sequence[str], new: float) -> Any:
    if not steps:
        return int(new) if isinstance(form, Leaf) and form.reads == "count" else new
    step, rest = steps[0], steps[1:]
    match form:
        case Group():
            name = form.attributes[step]
            return replace(
                value, **{name: _with_value(getattr(value, name), form.fields[step], rest, new)}
            )
        case Entries():
            return {**value, step: _with_value(value[step], form.item, rest, new)}
        case OneOf():
            return _with_value(value, form.kinds[step], rest, new)
        case _:
            raise AssertionError("a complete path leads to a number")
