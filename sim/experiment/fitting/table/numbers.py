"""Numbers as spreadsheets write them: which sign parts the decimals and which the thousands, found
in a column or asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sim.errors import UsageError
from sim.signs import plain_spaces

_NAMES: Final[Mapping[str, str]] = {
    "point": ".",
    "dot": ".",
    "comma": ",",
    "space": " ",
    "apostrophe": "'",
}
_PARTING: Final = frozenset(",. '")
_LONGEST: Final = 60  # signs: no measured time takes more
_TYPOGRAPHY: Final = str.maketrans({"\u2212": "-", "\u2019": "'", "\u02bc": "'"})
_NUMBER: Final = re.compile(r"([-+]?)([0-9][0-9.,' ]*|[.,][0-9]+)([eE][-+]?\d{1,3})?", re.ASCII)
_INSIDE: Final = re.compile(r"(?<![\d.,])(?:\d[\d.,' ]*[\d]|[.,]?\d[.,]?)", re.ASCII)
_GROUPED: Final = re.compile(r"\d{1,3}(?:([,. '])\d{3})(?:\1\d{3})*", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notation:
    """What parts decimals, and what may part thousands."""

    decimal: str = "."
    thousands: frozenset[str] = frozenset(", '")

    def canonical(self, text: str) -> str:
        """A number as a program writes it, such as ``-1234.5e3``; empty if the text is none."""
        found = _NUMBER.fullmatch(plain(text)) if len(text) <= _LONGEST else None
        if found is None:
            return ""
        whole, parted, decimals = found[2].partition(self.decimal)
        grouped = _GROUPED.fullmatch(whole)
        if grouped and grouped[1] in self.thousands:
            whole = whole.replace(grouped[1], "")
        if not (whole + decimals).isdecimal():
            return ""
        point = "." if parted and decimals else ""
        return f"{found[1]}{whole or '0'}{point}{decimals}{found[3] or ''}"

    def number(self, text: str) -> float | None:
        """The number that a text says, if it says one."""
        canonical = self.canonical(text)
        return float(canonical) if canonical else None


PLAIN: Final = Notation()


def plain(text: str) -> str:
    """The text with the signs of a keyboard in place of typographic ones, without
    blanks around it.
    """
    return plain_spaces(text).translate(_TYPOGRAPHY).strip()


def looks_like_number(text: str) -> bool:
    """Whether a cell is a number in any notation."""
    return bool(
        PLAIN.canonical(text) or Notation(decimal=",", thousands=frozenset(". '")).canonical(text)
    )


def sign_option(option: str, given: str) -> str:
    """What ``--decimal`` or ``--thousands`` says; empty if it says nothing."""
    found = _NAMES.get(given.casefold(), given)
    allowed = _PARTING if option == "--thousands" else frozenset(",.")
    if found and found not in allowed:
        names = [name for name, sign in _NAMES.items() if sign in allowed and name != "dot"]
        raise UsageError(f"{option} {given}: expected one of {', '.join(names)}.")
    return found


def notation_of(
    cells: Iterable[tuple[int, str]],
    place: str,
    *,
    decimal: str = "",
    thousands: str = "",
    separated: str = ",",
) -> Notation:
    """The notation of a column's cells, given with their lines, as options say or as the cells
    themselves show.

    ``place`` is file and column in a message, with a place for the line. ``separated`` is what
    separates the columns.
    """
    if decimal and decimal == thousands:
        raise UsageError(f"--decimal and --thousands cannot both be '{decimal}'.")
    if decimal or thousands:
        point = decimal or ("," if thousands == "." else ".")
        return Notation(
            decimal=point, thousands=frozenset(thousands) or frozenset(",. '") - {point}
        )
    seen = _evidence(cells)
    if "," in seen and "." in seen:
        (line, comma), (other, dot) = seen[","], seen["."]
        raise UsageError(
            f"{place.format(line)}: '{comma}' has a decimal comma and '{dot}' in line {other} a"
            " decimal point: say which one parts decimals with --decimal comma or --decimal point."
        )
    unclear = seen.get("?,") or (seen.get("?.") if separated == ";" else None)
    if unclear and not {",", "."} & seen.keys():
        line, token = unclear
        whole, part = token.replace(",", ".").split(".")
        raise UsageError(
            f"{place.format(line)}: '{token}' may be {whole}{part} or {whole}.{part}: say which"
            f" with --thousands {'comma' if ',' in token else 'point'} or --decimal"
            f" {'comma' if ',' in token else 'point'}."
        )
    point = "," if "," in seen else "."
    return Notation(decimal=point, thousands=frozenset(",. '") - {point})


def _evidence(cells: Iterable[tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """What the numbers in cells show of decimals, each with where it is shown first."""
    seen: dict[str, tuple[int, str]] = {}
    for line, cell in cells:
        for token in _INSIDE.findall(plain(cell[:_LONGEST])):
            shown = _decimal_sign(token.replace(" ", "").replace("'", ""))
            if shown:
                seen.setdefault(shown, (line, token.strip()))
    return seen


def _decimal_sign(token: str) -> str:
    """The decimal sign that a number shows; with a question mark where it may as well part
    thousands.
    """
    commas, dots = token.count(","), token.count(".")
    if commas and dots:
        return "," if token.rfind(",") > token.rfind(".") else "."
    if commas > 1 or dots > 1:
        return "." if commas else ","
    if not commas + dots:
        return ""
    sign = "," if commas else "."
    whole, _, decimals = token.partition(sign)
    doubtful = len(decimals) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"
    return f"?{sign}" if doubtful else sign
