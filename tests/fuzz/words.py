"""Changes of a text as such: characters and lines cut, doubled, swapped and put in, units and
numbers replaced.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

#: What the format, a terminal or a reader may trip over.
SIGNS: Final = (
    "\x00",
    "\x01",
    "\x07",
    "\x08",
    "\x0b",
    "\x0c",
    "\r",
    "\x1b",
    "\x1b[2J",
    "\x1b]0;x\x07",
    "\x7f",
    "\x85",
    "\x9b",
    "\xa0",
    "\xad",
    "\u061c",
    "\u200b",
    "\u200d",
    "\u200e",
    "\u2028",
    "\u2029",
    "\u202e",
    "\u2066",
    "\u2212",
    "\u3000",
    "\ufeff",
    "\ufffe",
    "\ufffd",
    "\U0001f600",
    "\U000e0041",
    "\u0301",
    "\u0661",
    "\t",
    "\n",
    "\n\n",
    " ",
    "  ",
    ":",
    ": ",
    " :",
    "#",
    " #",
    "'",
    '"',
    "`",
    "\\",
    "\\x",
    "|",
    ">",
    ">-",
    "&a ",
    "*a ",
    "*",
    "!",
    "!!str ",
    "%",
    "%YAML 1.1\n",
    "@",
    "-",
    "- ",
    "---\n",
    "...\n",
    "? ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "~",
    "<<: ",
    "=",
    "$",
    "e",
    "E5",
    "0",
    "9",
    ".",
    "+",
    "_",
)
NUMBERS: Final = (
    "0",
    "-0",
    "1",
    "-1",
    "0.5",
    "1.0000001",
    "0.9999999999999999",
    "100",
    "1e3",
    "1e9",
    "1e15",
    "1e100",
    "1e308",
    "1e309",
    "-1e308",
    "1e-9",
    "1e-300",
    "5e-324",
    "1e-400",
    "nan",
    ".nan",
    ".inf",
    "-.inf",
    "inf",
    "0x1F",
    "017",
    "1_000",
    "1,000",
    "1.000,5",
    "1/3",
    "50%",
    "2147483648",
    "4294967296",
    "9223372036854775808",
    "18446744073709551616",
    "9" * 400,
    "00",
    "+1",
    ".5",
    "5.",
    "1e",
    "--1",
    "\u0661",
)
UNITS: Final = (
    "s",
    "min",
    "h",
    "d",
    "w",
    "mo",
    "y",
    "hours",
    "day",
    "H",
    "ms",
    "%",
    "/ h",
    "/ d",
    "/ s",
    "per day",
    "d/",
    "d d",
    "",
    "x",
    "km",
)
_NUMBER: Final = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?")
_UNIT: Final = re.compile(r"(?<=\d )(?:s|min|h|d|w|%|/ ?[hd])\b")
_WORD: Final = re.compile(r"[A-Za-z_]{3,}")


def _span(text: str, dice: Random, pattern: re.Pattern[str]) -> tuple[int, int]:
    found = [match.span() for match in pattern.finditer(text)]
    return dice.choice(found) if found else (0, 0)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True) or [""]


def _insert(text: str, dice: Random) -> str:
    at = dice.randrange(len(text) + 1)
    return text[:at] + dice.choice(SIGNS) + text[at:]


def _in_value(text: str, dice: Random) -> str:
    """Within a number, a unit or a word: where most mistakes of typing are."""
    low, high = _span(text, dice, dice.choice([_NUMBER, _UNIT, _WORD]))
    at = dice.randint(low, high)
    return text[:at] + dice.choice(SIGNS) + text[at:]


def _flip(text: str, dice: Random) -> str:
    """One bit of one byte; what is no UTF-8 any more stays a byte, and is written as one."""
    given = bytearray(text.encode("utf-8", "surrogateescape"))
    if given:
        given[dice.randrange(len(given))] ^= 1 << dice.randrange(8)
    return given.decode("utf-8", "surrogateescape")


def _drop(text: str, dice: Random) -> str:
    at, long = dice.randrange(len(text) + 1), dice.choice([1, 1, 2, 5, 40])
    return text[:at] + text[at + long :]


def _cut_off(text: str, dice: Random) -> str:
    return text[: dice.randrange(len(text) + 1)]


def _cut_line(text: str, dice: Random) -> str:
    lines = _lines(text)
    del lines[dice.randrange(len(lines))]
    return "".join(lines)


def _double_line(text: str, dice: Random) -> str:
    lines = _lines(text)
    lines.insert(dice.randrange(len(lines) + 1), dice.choice(lines))
    return "".join(lines)


def _swap_lines(text: str, dice: Random) -> str:
    lines = _lines(text)
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def _indent(text: str, dice: Random) -> str:
    lines = _lines(text)
    at = dice.randrange(len(lines))
    lines[at] = (
        dice.choice([" ", "  ", "\t", "        "]) + lines[at]
        if dice.random() < 0.6
        else lines[at].lstrip(" ")
    )
    return "".join(lines)


def _number(text: str, dice: Random) -> str:
    low, high = _span(text, dice, _NUMBER)
    return text[:low] + dice.choice(NUMBERS) + text[high:]


def _scale(text: str, dice: Random) -> str:
    """A number a little or a lot more or less: most of these are accepted."""
    low, high = _span(text, dice, _NUMBER)
    factor = dice.choice([0.1, 0.5, 0.9, 1.1, 2.0, 10.0])
    return f"{text[:low]}{float(text[low:high]) * factor:.6g}{text[high:]}" if high > low else text


def _unit(text: str, dice: Random) -> str:
    low, high = _span(text, dice, _UNIT)
    return text[:low] + dice.choice(UNITS) + text[high:]


def _word(text: str, dice: Random) -> str:
    """A word takes the place of another."""
    low, high = _span(text, dice, _WORD)
    first, last = _span(text, dice, _WORD)
    return text[:low] + text[first:last] + text[high:]


def _whole(text: str, dice: Random) -> str:
    """The text as another system writes it, or with something around it."""
    return dice.choice(
        [
            text.replace("\n", "\r\n"),
            text.replace("\n", "\r"),
            "\ufeff" + text,
            text.replace(" ", "\u00a0"),
            text + "\x00",
            text.replace("  ", "\t"),
            text + "\n---\n" + text,
            "%YAML 2.0\n---\n" + text,
            text + "\n...\n",
            text.upper(),
            text.replace("-", "\u2013"),
            text.replace('"', "\u201d"),
            text.rstrip("\n"),
            text * 2,
            "",
            "\n",
            "# only this\n",
        ]
    )


CHANGES: Final[Mapping[str, Callable[[str, Random], str]]] = {
    f"text-{change.__name__.strip('_').replace('_', '-')}": change
    for change in (
        _insert,
        _in_value,
        _flip,
        _drop,
        _cut_off,
        _cut_line,
        _double_line,
        _swap_lines,
        _indent,
        _number,
        _scale,
        _scale,
        _unit,
        _word,
        _whole,
    )
}
