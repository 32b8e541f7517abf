"""YAML text to a tree, in one pass over the parser's events and within limits, so that no text can
hurt.

The meaning of plain scalars is that of YAML 1.2's core schema: ``NO``, ``on``, ``12:30`` and bare
dates are text, ``010`` is ten. Anchors, aliases, tags, directives and a second document are
refused, duplicate keys too. Keys are always text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

import yaml

from sim.characters import HIDDEN, HIDDEN_IN_NAMES, OBEYED, name_of
from sim.errors import Problem, ScenarioError
from sim.scenario.text.core_values import BASED, FLOAT, core_value
from sim.scenario.text.decimal_commas import in_place_of, is_quantity, readings, unquoted_comma
from sim.scenario.text.decoding import file_error, text_of
from sim.scenario.text.problem_places import problem_at, shown_line
from sim.scenario.text.syntax_errors import fault
from sim.scenario.text.tree import Node, Origin, Plain, Row, Scalar, Table, dotted_path, is_null
from sim.scenario.text.tree import Path as Steps

MOST_DEPTH: Final = 32
MOST_NODES: Final = 20_000
MOST_DIGITS: Final = 40
#: Of a mistake that keeps the rest from being read.
LATER: Final = "Whether anything else is wrong can be told once this is mended."

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE_TAG: Final = "tag:yaml.org,2002:"
#: Lines may end as they do on any machine; in a value these two are no line's end.
_LINE_ENDS: Final = frozenset("\r\x85")
_CURLY: Final = frozenset("\u201c\u201d\u201e\u201f")
#: Where a text is on one line.
NAMES: Final[frozenset[Steps]] = frozenset([("title",), ("name",)])
#: Keys whose values are text: a comma in them is no decimal one.
_TEXTS: Final = frozenset(["source", "title", "purpose", "name", "says", "text"])


class Parsed(NamedTuple):
    """A tree, and the faults that did not keep it from being read."""

    tree: Table
    problems: tuple[Problem, ...]


def read_file(path: Path, shown: str) -> Parsed:
    """The tree of a scenario file; ``shown`` is how messages name it."""
    return parse(text_of(path, shown), shown)


def parse(text: str, file: str) -> Parsed:
    """The tree of a scenario's text, which is a map at the top."""
    reader = _Reader(text, file)
    node = reader.document()
    if not isinstance(node, Table):
        raise file_error(file, "is not a scenario: expected a map of keys and values at the top")
    return Parsed(node, tuple(reader.problems))


def parse_value(text: str, file: str) -> Node:
    """The tree of one value, as it stands after ``=`` in ``--set path=value``."""
    reader = _Reader(text, file, later="")
    node = reader.document()
    if reader.problems:
        raise ScenarioError(tuple(reader.problems))
    return node


class _Reader:
    """One pass over the events of one text."""

    def __init__(self, text: str, file: str, *, later: str = LATER) -> None:
        """``later`` is what to say of the rest of the text where it cannot be read."""
        self._file = file
        self._later = later
        self._lines = text.splitlines()
        self._shown: dict[int, str] = {}  # most lines hold several values
        self.problems: list[Problem] = []
        self._cut: Origin | None = None  # where a number that commas cut began last
        self._nodes = 0
        self._text = text

    def document(self) -> Node:
        """The one document of the text; faults that do not keep it from being read are kept in
        ``problems``.
        """
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
        """Comments too: a mark of direction makes a line read as what it is not."""
        found = next((one for one in OBEYED.finditer(self._text) if one[0] not in _LINE_ENDS), None)
        if found:
            *before, line = f"{self._text[: found.start()]}.".splitlines()
            origin = Origin("file", self._file, len(before) + 1, len(line), self._line(len(before)))
            self._give_up(
                origin, f"a scenario cannot hold the character {name_of(found[0])}", "Leave it out."
            )

    def _stream(self) -> Node:
        events = yaml.parse(self._text, Loader=_LOADER)
        node: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    self._stop(
                        event.start_mark,
                        "a second document starts here; a scenario is one document",
                    )
                if event.version or event.tags:
                    self._stop(
                        event.start_mark, "directives such as %YAML are not used in scenario files"
                    )
                node = self._node(next(events), events, ())
        if node is None:
            raise file_error(
                self._file, "is empty", "`hotline new NAME` writes a scenario to start from."
            )
        return node

    def _node(self, event: Any, events: Iterator[Any], path: Steps) -> Node:
        self._check(event, len(path))
        if isinstance(event, yaml.MappingStartEvent):
            return self._table(event, events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._row(event, events, path)
        return Scalar(self._value(event, path), self._origin(event.start_mark))

    def _check(self, event: Any, depth: int) -> None:
        self._nodes += 1
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._stop(
                mark,
                "anchors (&) and aliases (*) are not used in scenario files",
                "Use `extends`, or write it out.",
            )
        if event.tag:
            tag = event.tag.replace(_CORE_TAG, "!!")[:40]
            self._stop(
                mark, f'tags such as "{tag}" are not used', "Quote a text that starts with !."
            )
        if depth > MOST_DEPTH:
            self._stop(mark, f"nested more than {MOST_DEPTH} levels deep")
        if self._nodes > MOST_NODES:
            self._stop(mark, f"more than {MOST_NODES:,} values; no scenario needs so many")

    def _table(self, start: Any, events: Iterator[Any], path: Steps) -> Table:
        entries: dict[str, Node] = {}
        keys: dict[str, Origin] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            self._check(event, len(path))
            if not isinstance(event, yaml.ScalarEvent):
                self._stop(
                    event.start_mark,
                    "a key must be a text, not a map or a list",
                    "Quote a text that starts with { or [.",
                )
            key, origin = self._key(event, path), self._origin(event.start_mark)
            node = self._node(next(events), events, (*path, key))
            if whole := self._put_together(next(reversed(entries.items()), None), event, node):
                entries[next(reversed(entries))] = whole
                continue
            if HIDDEN.search(key):
                continue
            if key in entries:
                self._note(
                    origin, f'the key "{key[:60]}" is given twice, first in line {keys[key].line}'
                )
                continue
            entries[key], keys[key] = node, origin
        return Table(entries, self._origin(start.start_mark), keys)

    def _put_together(self, before: tuple[str, Node] | None, key: Any, node: Node) -> Scalar | None:
        """What a comma cuts in two, as in ``{rate: 0,5 / d}``, so that its end stands as a key:
        told, and read.
        """
        name, one = before or ("", None)
        line = self._lines[key.start_mark.line] if key.start_mark.line < len(self._lines) else ""
        ended = line[key.end_mark.column :].strip()[:1] in {",", "}", "", "#"}
        if not (
            isinstance(one, Scalar)
            and one.origin.line == key.start_mark.line + 1
            and ended
            and is_null(node)
        ):
            return None
        text = line[one.origin.column - 1 : key.end_mark.column]
        meant = readings(text) if name not in _TEXTS and is_quantity(text) else ()
        if not meant and (
            not (isinstance(one.value, str) or name in _TEXTS) or text[:1] in {'"', "'"}
        ):
            return None
        if one.origin == self._cut:
            self.problems.pop()  # of the same value, up to the comma before
        self._cut = one.origin
        self._note(
            one.origin,
            *((in_place_of(text, meant),) if meant else unquoted_comma(name, text, key.value)),
        )
        return Scalar(core_value(meant[0]) if meant else text, one.origin)

    def _row(self, start: Any, events: Iterator[Any], path: Steps) -> Row:
        items: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, (*path, len(items))))
        return Row(tuple(items), self._origin(start.start_mark))

    def _key(self, event: Any, path: Steps) -> str:
        """A key as it was written."""
        if event.value == "<<" and event.implicit[0]:
            self._stop(
                event.start_mark, "merge keys (<<) are not used in scenario files", "Use `extends`."
            )
        self._see(event, event.value, ("a key", path), HIDDEN)
        return str(event.value)

    def _text_as_written(self, event: Any, path: Steps) -> str:
        """A text as it was written; one on one line without the line's end that a
        folded text has.
        """
        one_line = path[-1:] in NAMES
        text = str(event.value).removesuffix("\n") if one_line else str(event.value)
        self._see(event, text, ("a text", path), HIDDEN_IN_NAMES if one_line else HIDDEN)
        return text

    def _see(self, event: Any, text: str, what: tuple[str, Steps], hidden: re.Pattern[str]) -> None:
        """Escapes in quotes can write what cannot be seen, or what a terminal obeys."""
        if sign := hidden.search(text):
            message = f"{what[0]} cannot hold the character {name_of(sign[0])}"
            self._note(self._origin(event.start_mark), message, path=dotted_path(what[1]))

    def _value(self, event: Any, path: Steps) -> Plain:
        plain, text = event.implicit[0], self._text_as_written(event, path)
        if not plain:
            return text
        if text[:1] in _CURLY and not _CURLY & set(text[1:]):
            hint = 'Write it within plain quotes: "...".'
            self._note(
                self._origin(event.start_mark),
                f"curly quotes do not hold a text together, got `{text[:60]}`",
                hint,
            )
        if len(text) > MOST_DIGITS and (FLOAT.fullmatch(text) or BASED.fullmatch(text)):
            self._note(
                self._origin(event.start_mark),
                f"a number of {len(text):,} digits; {MOST_DIGITS} are enough for any",
            )
            return None
        return core_value(text)

    def _origin(self, mark: Any) -> Origin:
        return Origin("file", self._file, mark.line + 1, mark.column + 1, self._line(mark.line))

    def _line(self, number: int) -> str:
        """A line as messages show it."""
        if number not in self._shown:
            self._shown[number] = shown_line(
                self._lines[number] if number < len(self._lines) else ""
            )
        return self._shown[number]

    def _note(self, origin: Origin, message: str, hint: str = "", *, path: str = "") -> None:
        self.problems.append(problem_at(origin, message, path=path, hint=hint))

    def _stop(self, mark: Any, message: str, hint: str = "") -> NoReturn:
        self._give_up(self._origin(mark) if mark else Origin("file", self._file), message, hint)

    def _give_up(self, origin: Origin, message: str, hint: str = "") -> NoReturn:
        """What follows could not be read. What was found before is told too."""
        more = f"{hint} {self._later}".strip()
        raise ScenarioError((*self.problems, problem_at(origin, message, hint=more))) from None


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
