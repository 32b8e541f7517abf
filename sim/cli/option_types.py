"""Kinds of options: whole numbers and shares whose mistakes are told in a sentence, and options
with older names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    Kind = click.ParamType[Any]
else:
    Kind = click.ParamType  # older versions of click know no kind of kind

#: Worker processes beside which a machine does nothing else, whatever its cores.
_JOBS_ANYWHERE: Final = 32
_JOBS_PER_CORE: Final = 4
_WHOLE: Final = re.compile(r"[-+]?\d{1,200}", re.ASCII)
_SHOWN: Final = 40


class Whole(Kind):
    """A whole number within bounds."""

    name = "integer"

    def __init__(self, least: int, most: int, *, what: str = "a whole number") -> None:
        self.least = least
        self.most = most
        self.what = what

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        said = str(value).strip()
        if not _WHOLE.fullmatch(said):
            self.fail(
                f"{_shortened_text(said)}: a whole number is expected, such as"
                f" {self._such_as(said)}",
                param,
                ctx,
            )
        number = int(said)
        if number < self.least:
            self.fail(
                f"{_shortened_text(said)}: {self.what} of at least {self.least} is expected",
                param,
                ctx,
            )
        if number > self.most:
            self.fail(
                f"{_shortened_text(said)}: {self.what} of at most {self.most} is expected",
                param,
                ctx,
            )
        return number

    def _such_as(self, said: str) -> int:
        """The whole number that was meant, as ``1e3``, ``1,000`` and ``1.000`` may be; else any
        that would do.
        """
        meant = _whole_number_in(said)
        return max(self.least, 1) if meant is None else min(max(meant, self.least), self.most)


class Jobs(Whole):
    """How many worker processes: as many as a machine can serve."""

    def __init__(self) -> None:
        cores = os.cpu_count() or 1
        super().__init__(
            1, max(_JOBS_ANYWHERE, _JOBS_PER_CORE * cores), what="a number of processes"
        )


class Real(Kind):
    """A number within bounds; with ``percent``, its sign may stand behind it and
    changes nothing.
    """

    name = "number"

    def __init__(
        self, low: float, high: float, *, above: bool = False, percent: bool = False
    ) -> None:
        self.low = low
        self.high = high
        self.above = above
        self.percent = percent

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        said = str(value).strip()
        number = _real(said.removesuffix("%").rstrip() if self.percent else said)
        if number is None:
            signed = "; % has no meaning here" if said.endswith("%") else ""
            self.fail(
                f"{_shortened_text(said)}: a number is expected, such as {self._such_as()}{signed}",
                param,
                ctx,
            )
        if not (self.low <= number <= self.high) or (self.above and number == self.low):
            self.fail(f"{_shortened_text(said)}: a number {self._range()} is expected", param, ctx)
        return number

    def _such_as(self) -> str:
        return "10" if self.low <= 10 <= self.high else f"{self.high:g}"

    def _range(self) -> str:
        low = f"above {self.low:g}" if self.above else f"from {self.low:g}"
        return f"{low} on" if not isfinite(self.high) else f"{low} to {self.high:g}"


class Option(click.Option):
    """An option that older names still mean, which its help does not list."""

    # What else an option takes is Click's own.
    def __init__(self, declared: Sequence[str], *, older: Sequence[str] = (), **more: Any) -> None:  # noqa: ANN401
        super().__init__([*declared, *older], **more)
        self._older = frozenset(older)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        with self._without_older():
            return super().get_help_record(ctx)

    def get_error_hint(self, ctx: click.Context | None) -> str:
        with self._without_older():
            return super().get_error_hint(ctx)

    @contextmanager
    def _without_older(self) -> Iterator[None]:
        every = self.opts
        self.opts = [name for name in every if name not in self._older]
        try:
            yield
        finally:
            self.opts = every


def _shortened_text(said: str) -> str:
    """What was typed, short enough for a sentence."""
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN]}..."


def _whole_number_in(said: str) -> int | None:
    """The whole number in a text that is not written as one."""
    digits = re.sub(r"(?<=\d)[,. _'](?=\d{3}(?:\D|$))", "", said) if said[:1].isdigit() else said
    for text in (said, digits):
        try:
            number = Decimal(text)
        except InvalidOperation:
            continue
        if (
            number.is_finite()
            and abs(number.adjusted()) < _SHOWN
            and number == number.to_integral_value()
        ):
            return int(number)
    return None


def _real(said: str) -> float | None:
    try:
        number = float(said)
    except ValueError:
        return None
    return number if isfinite(number) else None
