"""Levers of a sweep: an input and the values that it is to take, from a list or a range on the
command line.

``PATH=a,b,c`` is a list; ``PATH=low..high`` a range in ``STEPS`` steps, ``PATH=low..high:12`` in
twelve. A range that spans a decade or more is stepped in equal ratios, any other in equal
differences; ``:log`` and ``:even`` say it otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Final

from sim.domain.inputs.setting import Setting
from sim.errors import ScenarioError, UsageError
from sim.experiment.design.designs import expect_few
from sim.experiment.design.factors import Factor
from sim.experiment.design.feasibility import expect_possible, expect_together
from sim.experiment.sweeps.sweep_summary import LeverSummary
from sim.scenario.assumptions.uncertainties import located_inputs, meant_range
from sim.scenario.loading.merging import raw
from sim.scenario.schema.forms import Leaf
from sim.scenario.schema.input_paths import Input, checked_value, digits_apart, value_text
from sim.scenario.schema.leaves import read_number
from sim.scenario.schema.quantities import Unreadable
from sim.scenario.text.parser import parse_value

STEPS: Final = 9
_DECADE: Final = 10.0
_SPACINGS: Final = ("log", "even")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """An input and its values, ascending, in code units; ``log`` if a chart is to show them by
    their ratios.

    ``differs`` if arms that the sweep sets alike have different values in the scenario; the
    factor's is that of the first.
    """

    factor: Factor
    values: tuple[float, ...]
    log: bool
    differs: bool

    def value_text(self, value: float, *others: float) -> str:
        """A value with its unit: that of the middle one, so that all of an axis have the same, and
        no two read alike, nor ``others``.
        """
        middle = self.values[len(self.values) // 2]
        told = (*self.values, self.factor.value, *others)
        digits = digits_apart(self.factor.form, told, like=middle)
        return value_text(self.factor.form, value, like=middle, digits=digits)

    def plain_data(self) -> LeverSummary:
        """As the summary has it."""
        now, *numbers = (float(f"{value:.12g}") for value in (self.factor.value, *self.values))
        words = tuple(self.value_text(value) for value in self.values)
        as_it_is = self.value_text(self.factor.value) + ", not in all arms" * self.differs
        return LeverSummary(
            path=self.factor.path,
            meaning=self.factor.meaning,
            now=now,
            now_told=as_it_is,
            differs=self.differs,
            unit=self.factor.form.reads,
            log=self.log,
            values=tuple(numbers),
            told=words,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Range:
    """Values between two ends, not yet made: there may be too many of them."""

    low: float
    high: float
    steps: int
    log: bool


def levers(
    settings: Mapping[str, Setting], varied: Sequence[str], *, yes: bool = False
) -> tuple[Lever, ...]:
    """The levers that texts ``PATH=LIST|RANGE`` name. More than a million points need a yes; a path
    may come once.
    """
    if not 1 <= len(varied) <= 2:
        raise UsageError("A sweep has one or two levers: --vary PATH=LIST|RANGE, once or twice.")
    asked = [_inputs_and_values(text, settings) for text in varied]
    counts = [span.steps if isinstance(span, _Range) else len(span) for _, span in asked]
    expect_few(prod(counts), len(counts), yes=yes)
    found = tuple(
        _lever(places, span, text) for (places, span), text in zip(asked, varied, strict=True)
    )
    if len({lever.factor.target for lever in found}) < len(found):
        raise UsageError(
            f"{found[0].factor.path} is varied twice: one lever once, or two different ones."
        )
    expect_possible([lever.factor for lever in found], settings)
    expect_together([lever.factor for lever in found], settings)
    return found


def width_of(lever: Lever, text: str) -> float:
    """How wide a stretch of a lever may be, as a text in its unit."""
    reads = lever.factor.form.reads
    form = Leaf(reads="time" if reads in {"time of day", "moment"} else reads)
    try:
        width = _value(form, text)
    except Unreadable as error:
        raise UsageError(f"--narrow-to {text}: {error}") from error
    if not width > 0:
        raise UsageError(
            f"--narrow-to {text}: expected a width above zero, in the unit of {lever.factor.path}"
        )
    return width


def _inputs_and_values(
    text: str, settings: Mapping[str, Setting]
) -> tuple[dict[str, Input], _Range | tuple[float, ...]]:
    path, equals, span = text.partition("=")
    if not equals or not path.strip() or not span.strip():
        raise UsageError(
            f"--vary {text}: expected PATH=a,b,c or PATH=low..high, such as"
            " terms.patience.base=1d..5d"
        )
    try:
        places = located_inputs(path, settings)
        one = next(iter(places.values()))
        if len({place.path for place in places.values()}) > 1:
            paths = ", ".join(sorted({place.path for place in places.values()}))
            raise Unreadable(  # noqa: TRY301
                f"it means different inputs in different arms ({paths}); write it in full"
            )
        return places, _span(one.form, span)
    except Unreadable as error:
        raise UsageError(f"--vary {text}: {error}") from error


def _span(form: Leaf, text: str) -> _Range | tuple[float, ...]:
    try:
        return _range(form, text) if ".." in text else _list(form, text)
    except Unreadable as error:
        raise Unreadable(meant_range(form, text) or str(error)) from error


def _list(form: Leaf, text: str) -> tuple[float, ...]:
    values = tuple(sorted({_value(form, part) for part in text.split(",")}))
    if len(values) < 2:
        raise Unreadable(
            "one value varies nothing; give two or more, or change the input with --set"
        )
    return values


def _range(form: Leaf, text: str) -> _Range:
    ends, *more = text.split(":") if form.reads != "time of day" else [text]
    low_text, _, high_text = ends.partition("..")
    low, high = _value(form, low_text), _value(form, high_text)
    if low == high:
        raise Unreadable(f"the range {ends} is empty: nothing varies in it")
    if low > high:
        raise Unreadable(f"the range {ends} is reversed: its low end comes first")
    steps, spacing = _steps(more)
    if spacing == "log" and low <= 0:
        raise Unreadable("steps of equal ratios need a low end above zero")
    log = spacing == "log" or (not spacing and low > 0 and high / low >= _DECADE)
    if form.reads == "count":
        steps = min(steps, int(high - low) + 1)
    return _Range(low=low, high=high, steps=steps, log=log)


def _steps(more: Sequence[str]) -> tuple[int, str]:
    """How many values, and how they are spaced if the text says so."""
    steps, spacing = STEPS, ""
    for word in more:
        if word in _SPACINGS:
            spacing = word
        elif word.isascii() and word.isdigit() and len(word) < 16:
            steps = int(word)
        else:
            raise Unreadable(
                f'":{word[:20]}" is neither a number of values nor one of: {", ".join(_SPACINGS)}'
            )
    if steps < 2:
        raise Unreadable(f"a range has two values at the least, not {steps}")
    return steps, spacing


def _value(form: Leaf, text: str) -> float:
    if not text.strip():
        raise Unreadable("a value is missing")
    try:
        return read_number(form, raw(parse_value(text.strip(), "--vary")))
    except ScenarioError as error:
        raise Unreadable(error.problems[0].message) from error


def _lever(places: Mapping[str, Input], span: _Range | tuple[float, ...], text: str) -> Lever:
    one = next(iter(places.values()))
    values = _spaced_values(one.form, span) if isinstance(span, _Range) else span
    try:
        for value in (values[0], values[-1]):
            checked_value(one.form, value)
    except Unreadable as error:
        raise UsageError(f"--vary {text}: {error}") from error
    said = text.partition("=")[0].strip()
    alone = said.startswith("arms.")
    factor = Factor(
        path=f"arms.{next(iter(places))}.{one.path}" if alone else one.path,
        target=one.path,
        arms=tuple(places),
        form=one.form,
        meaning=one.meaning,
        value=one.value,
        low=values[0],
        high=values[-1],
    )
    log = (
        span.log
        if isinstance(span, _Range)
        else values[0] > 0 and values[-1] / values[0] >= _DECADE
    )
    return Lever(
        factor=factor,
        values=values,
        log=log,
        differs=len({place.value for place in places.values()}) > 1,
    )


def _spaced_values(form: Leaf, span: _Range) -> tuple[float, ...]:
    import numpy as np

    space = np.geomspace if span.log else np.linspace
    values = space(span.low, span.high, span.steps)
    if form.reads == "count":
        return tuple(sorted({float(round(value)) for value in values}))
    # Twelve digits: as many as no two builds of a library disagree about. The ends stay as they
    # were given.
    inner = (float(f"{value:.12g}") for value in values[1:-1])
    return (span.low, *inner, span.high)
