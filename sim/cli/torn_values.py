"""A value that the shell took apart at a blank, as happens where one types it without quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from shlex import quote
from typing import Final

from sim.errors import UsageError

#: Options whose values hold an equals sign, and often blanks.
_OPTIONS: Final = frozenset({"--set", "--vary", "--range"})
_NUMBER_LAST: Final = re.compile(r"[-+.\w]+=(.*[,.])?-?\d+(\.\d*)?")
_UNIT_FIRST: Final = re.compile(r"(s|min|h|d|wk|%)([,.}].*)?")


def expect_whole_values(arguments: Sequence[str]) -> None:
    """An error for a value whose end stands apart, with how it is written."""
    for place, option in enumerate(arguments[:-2]):
        if option in _OPTIONS:
            value, rest = arguments[place + 1], arguments[place + 2 :]
            words = (value, *rest[: _torn_off(value, rest)])
            if len(words) > 1:
                meant = quote(" ".join(words))
                raise UsageError(
                    f"{option} {value} ends at a blank, where the shell parted it from"
                    f" {words[1]!r}. Put it into quotes: {option} {meant}"
                )


def _torn_off(value: str, rest: Sequence[str]) -> int:
    """How many of the words that follow belong to a value."""
    if _open(value):
        return next(
            (n for n in range(1, len(rest) + 1) if not _open(" ".join((value, *rest[:n])))), 0
        )
    if not _NUMBER_LAST.fullmatch(value):
        return 0
    if rest[0] == "/":  # a rate, as in 0.08 / d
        return min(2, len(rest))
    return 1 if _UNIT_FIRST.fullmatch(rest[0]) else 0


def _open(text: str) -> bool:
    """Whether it opens more than it closes."""
    return sum(map(text.count, "{[")) > sum(map(text.count, "}]"))
