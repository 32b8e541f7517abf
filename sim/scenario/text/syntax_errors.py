"""What the YAML parser could not read, in the words of those who write scenarios, at the line that
is at fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import yaml

_SHOWN: Final = 60
_ESCAPE: Final = re.compile(r"\\(?:x[0-9a-fA-F]{0,2}|u[0-9a-fA-F]{0,4}|U[0-9a-fA-F]{0,8}|.)")


class Place(NamedTuple):
    """A line and a column, counted from zero as the parser does."""

    line: int
    column: int


class Fault(NamedTuple):
    """Where reading stopped or, better, where what is wrong begins; what is wrong; what
    would work.
    """

    place: Place
    message: str
    hint: str = ""


class Complaint(NamedTuple):
    """What the parser says: in what it was, since where, and where it could not go on."""

    said: str
    since: Place
    here: Place


def fault(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> Fault:
    """The parser's complaint about a text of these lines."""
    here = error.problem_mark or error.context_mark
    since = error.context_mark or here
    assert here is not None, "a marked error has a mark"
    assert since is not None, "a marked error has a mark"
    said = " ".join(part for part in (error.context, error.problem) if part)
    return _fault_of(
        Complaint(said, Place(since.line, since.column), Place(here.line, here.column)), lines
    )


def _fault_of(complaint: Complaint, lines: Sequence[str]) -> Fault:
    if _tab_indents(complaint.here, lines):
        hint = "Write spaces in place of it, two for each level."
        return Fault(
            complaint.here, "this line is indented with a tab, and YAML knows only spaces", hint
        )
    for fragment, tell in _TELLERS.items():
        if fragment in complaint.said:
            return tell(complaint, lines)
    return Fault(complaint.here, f"is not YAML: {complaint.said}")


def _tab_indents(place: Place, lines: Sequence[str]) -> bool:
    text = lines[place.line] if place.line < len(lines) else ""
    return text[place.column : place.column + 1] == "\t" and not text[: place.column].strip()


def _no_colon(complaint: Complaint, lines: Sequence[str]) -> Fault:
    return Fault(complaint.since, *_expected_pair(_line(lines, complaint.since.line)))


def _expected_pair(text: str) -> tuple[str, str]:
    key, colon, _ = text.partition(":")
    hint = (
        f"A space belongs after the colon: `{key[:_SHOWN]}: ...`"
        if colon
        else "The colon after the key is missing."
    )
    return f'expected `key: value`, got "{text[:_SHOWN]}"', hint


def _key_out_of_place(complaint: Complaint, lines: Sequence[str]) -> Fault:
    """A colon where no key can stand: within a text, or because the line before is no key, or is
    one with a value already.
    """
    mark = complaint.here
    before, here = _line(lines, mark.line - 1), _line(lines, mark.line)
    if ": " in here[: max(0, mark.column - _indent(lines, mark.line))]:
        return Fault(
            mark, "a colon and a space stand within a text", 'Quote the text: `key: "one: two"`.'
        )
    if (
        before
        and ":" not in before.replace(": ", ":", 1)
        and not before.startswith(("-", "#", "{", "["))
    ):
        return Fault(Place(mark.line - 1, _indent(lines, mark.line - 1)), *_expected_pair(before))
    if before.partition(":")[1] and before.partition(":")[2][:1] not in {"", " "}:
        return Fault(Place(mark.line - 1, _indent(lines, mark.line - 1)), *_expected_pair(before))
    hint = (
        "It is indented more than the line before, whose key has a value already: indent both"
        " alike."
    )
    return Fault(Place(mark.line, _indent(lines, mark.line)), "a key cannot stand here", hint)


def _not_closed(complaint: Complaint, lines: Sequence[str]) -> Fault:
    mark = complaint.since
    opening = _line(lines, mark.line)[max(0, mark.column - _indent(lines, mark.line)) :][:1]
    what, end = _PAIRS.get(opening, ("what begins here", ""))
    hint = (
        f"The {end} that closes it is missing, or a comma between two things in it." if end else ""
    )
    return Fault(mark, f"{what} does not end as it should", hint)


def _no_start(complaint: Complaint, _: Sequence[str]) -> Fault:
    hint = "Quote a text that starts with @, ` or %; a tab may not stand here either."
    return Fault(complaint.here, "nothing can begin with this character", hint)


def _wrong_indent(complaint: Complaint, _: Sequence[str]) -> Fault:
    hint = "Check the indentation of this line and of the one before."
    return Fault(complaint.here, "expected a key that is indented like those before it", hint)


def _bad_escape(complaint: Complaint, lines: Sequence[str]) -> Fault:
    """A backslash in double quotes begins an escape; paths of Windows and formulas are full of
    them.
    """
    place = complaint.here
    line = lines[place.line] if place.line < len(lines) else ""
    found = _ESCAPE.match(line, max(0, line.rfind("\\", 0, place.column + 1)))
    written = found[0] if found else "\\"
    hint = (
        "In double quotes a backslash begins an escape: write two of them, or put the text in"
        " single quotes."
    )
    return Fault(place, f"`{written}` stands for no character that a text can hold", hint)


_PAIRS: Final[Mapping[str, tuple[str, str]]] = {
    "[": ("the list that begins here", "]"),
    "{": ("the map that begins here", "}"),
    '"': ("the quoted text that begins here", '"'),
    "'": ("the quoted text that begins here", "'"),
}
_TELLERS: Final[Mapping[str, Callable[[Complaint, Sequence[str]], Fault]]] = {
    "could not find expected ':'": _no_colon,
    "mapping values are not allowed": _key_out_of_place,
    "escape character": _bad_escape,
    "escape code": _bad_escape,
    "hexdecimal": _bad_escape,  # as libyaml spells it
    "hexadecimal": _bad_escape,
    "while scanning a quoted scalar": _not_closed,
    "while parsing a flow": _not_closed,
    "cannot start any token": _no_start,
    "did not find expected key": _wrong_indent,
    "expected <block end>": _wrong_indent,
}


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number].strip() if 0 <= number < len(lines) else ""


def _indent(lines: Sequence[str], number: int) -> int:
    text = lines[number] if 0 <= number < len(lines) else ""
    return len(text) - len(text.lstrip())
