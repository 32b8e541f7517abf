"""What a person typed, taken apart: an option with its reason and for how long it is kept, or a
command with what follows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sim.domain.decisions.views import COURSES, STANCES
from sim.errors import UsageError, did_you_mean

#: Commands that take something after them.
_WITH_MORE: Final = frozenset({"call", "recall", "provoke", "mediate", "leave", "warn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An option, kept for some hours (0 for once only), and why in the person's own words."""

    option: str
    hours: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command with what follows it."""

    name: str
    rest: str


def understood(
    typed: str, options: Sequence[str], commands: Sequence[str]
) -> Answer | Command | None:
    """What was typed; none where it was nothing. An error names what is nearest to it."""
    first, _, rest = typed.strip().partition(" ")
    word = first.rstrip(":,").lower()
    if not word:
        return None
    if word == "?":
        return Command(name="help", rest="")
    if word in options or (word.isdecimal() and 0 < int(word[:4]) <= len(options)):
        option = word if word in options else options[int(word) - 1]
        kept, _, reason = (rest if first.endswith(word) else f": {rest}").partition(":")
        return Answer(option=option, hours=_hours(kept), reason=reason.strip())
    if word in commands:
        if rest.strip() and word not in _WITH_MORE:
            raise UsageError(f"{word} stands alone, and {rest.strip()!r} would go unheard")
        return Command(name=word, rest=rest.strip())
    if not options and word in (*COURSES, *STANCES):
        raise UsageError(f"{word} answers nothing, as nothing is asked: type decide first")
    if word.isdecimal() and options:
        listed = ", ".join(f"{number} {name}" for number, name in enumerate(options, start=1))
        raise UsageError(f"{first!r} is none of: {listed}. Type ? for what can be typed.")
    what = ", ".join((*options, *commands)) if options else ", ".join(commands)
    near = did_you_mean(word, (*options, *commands), "Type ? for what can be typed.")
    raise UsageError(f"{first!r} is none of: {what}. {near}")


def _hours(text: str) -> float:
    words = text.strip()
    if not words:
        return 0.0
    if not words.startswith("for "):
        raise UsageError(
            f"{words!r} after the option is not understood; say `hold for 2 d`, or a reason after a"
            " colon, `hold: they need time`"
        )
    return hours_of(words.removeprefix("for "))


def hours_of(text: str) -> float:
    """A length of time that was typed, in hours."""
    from sim.scenario.schema.quantities import Unreadable, read_time

    try:
        return read_time(text.strip())
    except Unreadable as error:
        raise UsageError(str(error)) from error
