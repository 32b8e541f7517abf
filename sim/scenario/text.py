"""YAML text to a tree, in one pass over the parser's events and within limits, so that no text can hurt.

The meaning of plain scalars is that of YAML 1.2's core schema: ``NO``, ``on``, ``12:30`` and bare dates are text, ``010`` is
ten. Anchors, aliases, tags, directives and a second document are refused, duplicate keys too. Keys are always text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

import yaml

from sim.errors import Problem, ScenarioError
from sim.scenario.commas import in_place_of, readings
from sim.scenario.syntax import fault
from sim.scenario.tree import Node, Origin, Plain, Row, Scalar, Table, is_null
from sim.scenario.whereabouts import held, meant

MOST_BYTES: Final = 1_000_000
MOST_DEPTH: Final = 32
MOST_NODES: Final = 20_000
MOST_DIGITS: Final = 40
WIDEST_LINE: Final = 160

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT: Final = re.compile(r"[-+]?[0-9]+", re.ASCII)
_BASED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_SPECIAL: Final = re.compile(r"([-+]?)\.(inf|Inf|INF)|\.(nan|NaN|NAN)", re.ASCII)
_BAD: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Parsed(NamedTuple):
    """A tree, and the faults that did not keep it from being read."""

    tree: Table
    problems: tuple[Problem, ...]


def read_file(path: Path, shown: str) -> Parsed:
    """The tree of a scenario file; ``shown`` is how messages name it."""
    return parse(_decoded(_bytes(path, shown), shown), shown)


def _bytes(path: Path, shown: str) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = "is a directory, not a file" if isinstance(error, IsADirectoryError) else _reason(error)
        raise _failed(shown, reason, _instead(path, error)) from error
    if len(content) > MOST_BYTES:
        raise _failed(shown, f"is larger than {MOST_BYTES // 1000:,} kB, far more than any scenario needs")
    return content


def _instead(path: Path, error: OSError | ValueError) -> str:
    """Which file may have been meant."""
    if isinstance(error, IsADirectoryError):
        return held(path)
    near = meant(path) if isinstance(error, FileNotFoundError) else None
    return f"Did you mean {near}?" if near else ""


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"


def _decoded(content: bytes, shown: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _failed(shown, "is not UTF-8 text but UTF-16", "Save it in UTF-8.")
    if b"\0" in content:
        raise _failed(shown, "is not text: it contains zero bytes", "A scenario is YAML text in UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8 text (byte 0x{content[error.start]:02x} in line {line})"
        raise _failed(shown, message, "Save it in UTF-8.") from error


def _failed(file: str, message: str, hint: str = "") -> ScenarioError:
    return ScenarioError((Problem(file=file, message=message, hint=hint),))


def parse(text: str, file: str) -> Parsed:
    """The tree of a scenario's text, which is a map at the top."""
    reader = _Reader(text, file)
    node = reader.document()
    if not isinstance(node, Table):
        raise _failed(file, "is not a scenario: expected a map of keys and values at the top")
    return Parsed(node, tuple(reader.problems))


def parse_value(text: str, file: str) -> Node:
    """The tree of one value, as it stands after ``=`` in ``--set path=value``."""
    reader = _Reader(text, file)
    node = reader.document()
    if reader.problems:
        raise ScenarioError(tuple(reader.problems))
    return node


class _Reader:
    """One pass over the events of one text."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._lines = text.splitlines()
        self._shown: dict[int, str] = {}  # most lines hold several values
        self.problems: list[Problem] = []
        self._cut: Origin | None = None  # where a number that commas cut began last
        self._nodes = 0
        self._text = text

    def document(self) -> Node:
        """The one document of the text; faults that do not keep it from being read are kept in ``problems``."""
        self._printable()
        try:
            node = self._stream()
        except yaml.MarkedYAMLError as error:
            self._stop(*fault(error, self._lines))
        except (
            yaml.YAMLError,
            ValueError,
            RecursionError,
        ) as error:  # ValueError: "%YAML 99999...", longer than int() takes
            self._stop(None, f"is not YAML: {_one_line(error)}")
        return node

    def _printable(self) -> None:
        found = _BAD.search(self._text)
        if found:
            before = self._text[: found.start()].splitlines() or [""]
            message = f"character U+{ord(found[0]):04X} cannot stand in YAML text"
            raise ScenarioError(
                (Problem(file=self._file, line=len(before), column=len(before[-1]) + 1, message=message),)
            )

    def _stream(self) -> Node:
        events = yaml.parse(self._text, Loader=_LOADER)
        node: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    self._stop(event.start_mark, "a second document starts here; a scenario is one document")
                if event.version or event.tags:
                    self._stop(event.start_mark, "directives such as %YAML are not used in scenario files")
                node = self._node(next(events), events, 0)
        if node is None:
            raise _failed(self._file, "is empty", "`hotline new NAME` writes a scenario to start from.")
        return node

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        self._check(event, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._table(event, events, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._row(event, events, depth)
        return Scalar(self._value(event), self._origin(event.start_mark))

    def _check(self, event: Any, depth: int) -> None:
        self._nodes += 1
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._stop(
                mark, "anchors (&) and aliases (*) are not used in scenario files", "Use `extends`, or write it out."
            )
        if event.tag:
            self._stop(mark, f'tags such as "{event.tag[:40]}" are not used', "Quote a text that starts with !.")
        if depth > MOST_DEPTH:
            self._stop(mark, f"nested more than {MOST_DEPTH} levels deep")
        if self._nodes > MOST_NODES:
            self._stop(mark, f"more than {MOST_NODES:,} values; no scenario needs so many")

    def _table(self, start: Any, events: Iterator[Any], depth: int) -> Table:
        entries: dict[str, Node] = {}
        keys: dict[str, Origin] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            self._check(event, depth)
            if not isinstance(event, yaml.ScalarEvent):
                self._stop(
                    event.start_mark,
                    "a key must be a text, not a map or a list",
                    "Quote a text that starts with { or [.",
                )
            key, origin = event.value, self._origin(event.start_mark)
            node = self._node(next(events), events, depth + 1)
            if whole := self._put_together(next(reversed(entries.values()), None), event, node):
                entries[next(reversed(entries))] = whole
                continue
            if key in entries:
                self._note(origin, f'the key "{key[:60]}" is given twice, first in line {keys[key].line}')
                continue
            entries[key], keys[key] = node, origin
        return Table(entries, self._origin(start.start_mark), keys)

    def _put_together(self, before: Node | None, key: Any, node: Node) -> Scalar | None:
        """A number that a comma cuts in two, as in ``{rate: 0,5 / d}``, so that its end stands as a key: told, and read."""
        if not (isinstance(before, Scalar) and before.origin.line == key.start_mark.line + 1 and is_null(node)):
            return None
        written = self._lines[key.start_mark.line][before.origin.column - 1 : key.end_mark.column]
        meant = readings(written)
        if not meant:
            return None
        if before.origin == self._cut:
            self.problems.pop()  # of the same number, up to the comma before
        self._note(before.origin, in_place_of(written, meant))
        self._cut = before.origin
        return Scalar(core_value(meant[0]), before.origin)

    def _row(self, start: Any, events: Iterator[Any], depth: int) -> Row:
        items: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, depth + 1))
        return Row(tuple(items), self._origin(start.start_mark))

    def _value(self, event: Any) -> Plain:
        plain, text = event.implicit[0], event.value
        if not plain:
            return str(text)
        if len(text) > MOST_DIGITS and (_FLOAT.fullmatch(text) or _BASED.fullmatch(text)):
            self._note(
                self._origin(event.start_mark), f"a number of {len(text):,} digits; {MOST_DIGITS} are enough for any"
            )
            return None
        return core_value(text)

    def _origin(self, mark: Any) -> Origin:
        return Origin("file", self._file, mark.line + 1, mark.column + 1, self._line(mark.line))

    def _line(self, number: int) -> str:
        """A line as messages show it."""
        if number not in self._shown:
            self._shown[number] = shown_line(self._lines[number] if number < len(self._lines) else "")
        return self._shown[number]

    def _note(self, origin: Origin, message: str) -> None:
        self.problems.append(problem_at(origin, message))

    def _stop(self, mark: Any, message: str, hint: str = "") -> NoReturn:
        """Give up: what follows could not be read. What was found before is told too."""
        origin = self._origin(mark) if mark else Origin("file", self._file)
        raise ScenarioError((*self.problems, problem_at(origin, message, hint=hint))) from None


def shown_line(line: str) -> str:
    """A line as messages show it: one line wide, nothing that a terminal would obey."""
    cut = line if len(line) <= WIDEST_LINE else line[: WIDEST_LINE - 3] + "..."
    return cut if cut.isprintable() else "".join(sign if sign.isprintable() else " " for sign in cut)


def core_value(text: str) -> Plain:
    """What a plain scalar means in YAML 1.2's core schema."""
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if special := _SPECIAL.fullmatch(text):
        return float("nan") if special[3] else float(f"{special[1]}inf")
    return text


def problem_at(origin: Origin, message: str, *, path: str = "", hint: str = "") -> Problem:
    """A problem at the place that an origin names; a caret is drawn where the column is within sight."""
    seen = origin.kind == "file" and 0 < origin.column < WIDEST_LINE - 3
    return Problem(
        file=origin.file,
        line=origin.line,
        column=origin.column,
        path=path,
        message=message,
        hint=hint,
        source=origin.text if seen else "",
    )


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
