"""Characters that nobody sees, or that a terminal obeys: which no text may hold, how they are
written instead, what they are called.

A control character in a title moves a cursor, a directional mark makes a line read as what it is
not, and neither can stand in SVG. So all that is echoed goes through ``visible``, and a message
about a text says which of its signs are not what they seem.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from json import dumps
from typing import Final

_BEYOND: Final = "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
#: Control characters but for tab and line feed, marks of direction and of lines, tags, surrogates,
#: what is no character: not even a comment may hold them.
OBEYED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb"
    f"\U000e0000-\U000e007f{_BEYOND}]"
)
#: Letters that joiners shape, as Persian and the scripts of India do; and pictures, which joiners
#: and selectors of variants compose.
_SHAPED: Final = "\u0620-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17b3\u1820-\u18aa"
_PICTURES: Final = "\u203c-\u3299\U0001f000-\U0001faff"
_JOINED: Final = rf"(?<=[{_SHAPED}])[\u200c\u200d](?=[{_SHAPED}])"
_COMPOSED: Final = rf"(?<=[{_PICTURES}\ufe0f])\u200d(?=[{_PICTURES}])"
#: The same, and what takes no room: two names that differ in it cannot be told apart. Spared are
#: joiners and selectors where a script or a picture is written with them.
HIDDEN: Final = re.compile(
    f"{OBEYED.pattern}|[\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u3164\ufe00-\ufe0d\uffa0"
    "\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e0fff]"
    f"|(?!{_JOINED}|{_COMPOSED})[\u200c\u200d]|(?<![{_PICTURES}])[\ufe0e\ufe0f]"
)
#: A name is on one line: not even tabs and line feeds.
HIDDEN_IN_NAMES: Final = re.compile(f"{HIDDEN.pattern}|[\n\t]")
_SPACES: Final = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_BREAKS: Final = re.compile(r"[\n\t]")
#: Spaces that are none, dashes, quotes, digits and letters of full width: what an editor puts in
#: the place of plain signs.
_ODD: Final = re.compile(
    "[\xa0\xad\u034f\u115f\u1160\u1680\u17b4\u17b5\u180e\u2000-\u200d\u2010-\u2015\u2018-\u201f\u202f\u2032\u2033\u205f-\u2065"
    "\u2212\u3000\u3164\ufe58\ufe63\uff01-\uff5e\uffa0]"
)
_DIGITS: Final = re.compile(r"(?![0-9])\d")
_MIXED: Final = re.compile("(?<=[A-Za-z_])[\u0370-\u052f]|[\u0370-\u052f](?=[A-Za-z_])")
_MOST_NAMED: Final = 3
_CONTROLS: Final = (
    "NULL",
    "START OF HEADING",
    "START OF TEXT",
    "END OF TEXT",
    "END OF TRANSMISSION",
    "ENQUIRY",
    "ACKNOWLEDGE",
    "BELL",
    "BACKSPACE",
    "TAB",
    "LINE FEED",
    "LINE TABULATION",
    "FORM FEED",
    "CARRIAGE RETURN",
    "SHIFT OUT",
    "SHIFT IN",
    "DATA LINK ESCAPE",
    "DEVICE CONTROL ONE",
    "DEVICE CONTROL TWO",
    "DEVICE CONTROL THREE",
    "DEVICE CONTROL FOUR",
    "NEGATIVE ACKNOWLEDGE",
    "SYNCHRONOUS IDLE",
    "END OF TRANSMISSION BLOCK",
    "CANCEL",
    "END OF MEDIUM",
    "SUBSTITUTE",
    "ESCAPE",
    "FILE SEPARATOR",
    "GROUP SEPARATOR",
    "RECORD SEPARATOR",
    "UNIT SEPARATOR",
)
_OTHERS: Final = {0x7F: "DELETE", 0x85: "NEXT LINE", 0xFEFF: "BYTE ORDER MARK"}


def visible(text: str, *, lines: bool = False) -> str:
    r"""The text with what a terminal would obey as escapes, such as ``\x1b``; ``lines`` keeps its
    lines and tabs.
    """
    shown = HIDDEN.sub(_escape, text)
    return shown if lines else _LINE_BREAKS.sub(_escape, shown)


def visible_json(text: str) -> str:
    """A JSON document with what a terminal would obey as JSON's own escapes: it says the same."""
    return HIDDEN.sub(lambda found: dumps(found[0])[1:-1], text)


def plain_spaces(text: str) -> str:
    """The same with plain spaces: word processors and web pages put a no-break space between a
    number and its unit.
    """
    return _SPACES.sub(" ", text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] in "\n\t\r":
        return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}[found[0]]
    return (
        f"\\x{code:02x}"
        if code < 0x100
        else f"\\u{code:04x}"
        if code < 0x10000
        else f"\\U{code:08x}"
    )


def name_of(sign: str) -> str:
    """Number and name of a character: U+0007 BELL."""
    code = ord(sign)
    if 0xD800 <= code <= 0xDFFF:
        name = "SURROGATE"
    elif code < len(_CONTROLS):
        name = _CONTROLS[code]
    else:
        name = _OTHERS.get(code) or unicodedata.name(sign, "") or _kind(sign)
    return f"U+{code:04X} {name}"


def _kind(sign: str) -> str:
    return "CONTROL CHARACTER" if unicodedata.category(sign) == "Cc" else "NONCHARACTER"


def names_of_characters(text: str) -> str:
    """A sentence on the signs in a text that are not what they seem; nothing where
    there are none.
    """
    odd = dict.fromkeys(sign for sign in _unusual(text) if f"U+{ord(sign):04X}" not in text)
    named = [name_of(sign) + _instead(sign) for sign in odd]
    more = f", and {len(named) - _MOST_NAMED} more like these" if len(named) > _MOST_NAMED else ""
    return f"It holds {', '.join(named[:_MOST_NAMED])}{more}." if named else ""


def _unusual(text: str) -> Iterable[str]:
    if text.isascii() and text.isprintable():
        return ()
    return sorted(
        {*HIDDEN.findall(text), *_ODD.findall(text), *_DIGITS.findall(text), *_MIXED.findall(text)}
    )


def _instead(sign: str) -> str:
    plain = _plain(sign)
    return f" (write {plain})" if plain else ""


def _plain(sign: str) -> str:
    """The sign of the keyboard that this one looks like."""
    if unicodedata.category(sign) == "Zs":
        return "a plain space"
    if sign in "\u2018\u2019\u201a\u201b\u2032":
        return "'"
    if sign in "\u201c\u201d\u201e\u201f\u2033":
        return '"'
    if sign == "\u2212" or unicodedata.category(sign) == "Pd":
        return "-"
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    folded = unicodedata.normalize("NFKC", sign)
    return folded if folded.isascii() and folded.isprintable() else ""
