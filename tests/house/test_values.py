"""Values stay values: nothing is decided by the wording of a text, and few readers reach into
mappings by a literal key.

A phrase that another place looks for cannot be reworded without changing what is decided, and no
test near it tells. So parsing is an exception that needs a reason here; a title, a message or a
reason is never one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

ROOT = Path(__file__).parents[2] / "sim"
#: Reads by a literal key in a thousand lines; what is left are mostly manifests.
MOST_LITERAL_READS: Final = 4.0
#: Texts that a person reads, and no code: where a value comes from, and what was found and why.
_REASONS: Final = frozenset(
    {
        "because",
        "brief",
        "comment",
        "meaning",
        "origin",
        "purpose",
        "reason",
        "remark",
        "sentence",
        "source",
    }
)
#: Modules of ``scenario`` where a text is made into a value, once: there a source is told apart.
_DOOR_OF_REASONS: Final = frozenset({"scenario/assumptions/sources.py"})

_OF_TEXT: Final = frozenset(
    {
        "split",
        "rsplit",
        "partition",
        "rpartition",
        "startswith",
        "endswith",
        "removeprefix",
        "removesuffix",
    }
)
_OF_PATTERNS: Final = frozenset({"match", "search", "fullmatch", "findall", "finditer"})
#: Calls that decide nothing, by how they are written.
FORMS: Final[Mapping[str, str]] = {
    r"\.split\('\\n'\)$": "lays lines out",
    r"^(f'.*'|repr\(.*\))\.remove(prefix|suffix)\('[^']*'\)$": (
        "shortens what was written in the same breath"
    ),
    r"\bsuffix(\.lower\(\))?\.removeprefix\('\.'\)$": "the kind of a file by its name",
    r"^np\.partition\(": "is no text",
    r"\.(r?split|r?partition|endswith)\('/'\)$": "takes the name of a path apart",
}

TYPED: Final = "reads what a user typed"
FILES: Final = "names of files and what they say of themselves: magic bytes, the kind in a manifest"
TABLES: Final = "reads cells and titles of tables as spreadsheets and people write them"
FOREIGN: Final = (
    "reads what others defined: SVG, XML, identifiers and versions of Python, fonts, cells"
)
CODEC: Final = "the one place that reads entries of a log from a file"
SHOWN: Final = "shortens or breaks what is shown, and decides nothing"

#: Functions that may parse, by name (after that of the module where it is a common one), with the
#: reason. ``Scenario`` is not looked at: it is the door through which text comes in.
PLACES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("cause", "_occasion", "basis", "noted_log"), CODEC),
    **dict.fromkeys(
        (
            "input_synonyms.synonym_of",
            "request.censoring_of",
            "doubts._is_mark",
            "doubts._decimals",
            "doubts._label",
            "durations.why_not",
            "durations._amounts",
            "durations._iso",
            "durations._clock",
            "durations._clock_with_unit",
            "durations._letter",
            "units.clock_of_name",
            "waits._check_unit",
            "durations.length_of",
            "layout.declared_separator",
            "numbers._decimal_sign",
            "numbers._evidence",
            "numbers.notation_of",
            "numbers.canonical",
            "time_stamps.why_no_stamp",
            "time_stamps._date_of",
            "time_stamps.stamp",
            "time_stamps.order_of",
            "text.decode",
            "units._is_least",
            "units.unit_of_name",
            "merging._free_name",
            "reading._expect_plain",
            "merging._name",
            "merging._new_objective",
            "sheets._unmarked",
            "times._of_since",
            "times._of_text",
            "times.unless_of",
            "times._since_start",
            "times.clock_of",
            "times.in_zone",
        ),
        TABLES,
    ),
    **dict.fromkeys(
        (
            "answers.understood",
            "seat_desk.act_unasked",
            "answers._hours",
            "opening.seating",
            "duel._free_name",
            "duel.lines_of",
            "process.words_of_command",
            "acceptable_text",
            "words.with_full_stop",
            "requests.read_request",
            "cluster",
            "unacceptable",
            "path_and_range",
            "law_multipliers.is_law_path",
            "law_multipliers.laws_named",
            "law_factors.law_factors",
            "_factor_at",
            "law_paths.law_at",
            "law_paths._leads_to",
            "_concerns_study",
            "_factor",
            "read",
            "_part",
            "goal_of",
            "_inputs_and_values",
            "_range",
            "_lever",
            "_list",
            "resolve_command",
            "names",
            "_each_once",
            "repeated_options._expect_known",
            "torn_values._torn_off",
            "said_twice._place",
            "said_twice._value_set",
            "said_twice.expect_said_once",
            "_expect_once_below",
            "_inches",
            "_path",
            "convert",
            "_unusual",
            "nearest_words",
        ),
        TYPED,
    ),
    **dict.fromkeys(
        (
            "_header_end",
            "journal.records",
            "words._read",
            "_as_zip",
            "app._file",
            "_value_at",
            "_copy_inputs",
            "_read_as",
            "repair_measures",
            "is_hotlines",
            "is_file_name",
            "expect_free",
            "_is_working",
            "is_repair",
            "is_under_way",
            "is_unfinished",
            "zone_names",
        ),
        FILES,
    ),
    **dict.fromkeys(
        (
            "compact",
            "guards._refusal",
            "guards._is_ours",
            "streams.point",
            "_style_parts",
            "inline_svg._attributes",
            "inline_svg.inline_svg",
            "_shorten",
            "_plain",
            "dark_picture.with_dark_colours",
            "svg_classes.with_classes",
            "_segments",
            "_silence",
            "_inside",
            "_is_importing",
            "codec._fields",
            "diagnosis._read_requirement",
            "diagnosis._numbers",
            "diagnosis.fits",
            "machine_checks._of_system",
            "machine_checks._fonts",
            "writer._cell",
            "process.line",
        ),
        FOREIGN,
    ),
    **dict.fromkeys(
        (
            "_city",
            "_first_sentence",
            "_word_in_parts",
            "effects._frame",
            "short",
            "_ends_in_words",
            "in_lines",
            "_share",
            "_in_short",
            "_names_unit",
            "boxes_note",
            "texts.place",
            "_without_remarks",
        ),
        SHOWN,
    ),
}


def parsing(source: str) -> Iterator[tuple[str, str]]:
    """(function, call) of all that takes a text apart, or looks for a phrase in one."""
    for function, node in _nodes(ast.parse(source), ""):
        if _takes_apart(node) or _looks_for_a_phrase(node):
            written = ast.unparse(node)
            if not any(re.search(form, written, re.DOTALL) for form in FORMS):
                yield function, written


def _nodes(node: ast.AST, function: str) -> Iterator[tuple[str, ast.AST]]:
    """All nodes below one, each with the name of the function that it stands in."""
    stack = [(function, node)]
    while stack:
        function, node = stack.pop()
        yield function, node
        named = node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else function
        stack += [(named, inner) for inner in ast.iter_child_nodes(node)]


def _takes_apart(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    of_patterns = node.func.attr in _OF_PATTERNS and not isinstance(node.func.value, ast.Call)
    return node.func.attr in _OF_TEXT or of_patterns


def _looks_for_a_phrase(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Constant)
        and isinstance(node.left.value, str)
        and len(node.left.value.split()) > 1
        and isinstance(node.ops[0], ast.In | ast.NotIn)
        and not isinstance(node.comparators[0], ast.Set | ast.Tuple | ast.List)
    )


def read_reasons(source: str) -> Iterator[tuple[str, str]]:
    """(function, code) of all that decides by what a source or a remark says."""
    for function, node in _nodes(ast.parse(source), ""):
        match node:
            case ast.Call(func=ast.Attribute(value=looked_at)) if _takes_apart(node):
                if _is_reason(looked_at):
                    yield function, ast.unparse(node)
            case ast.Compare(left=left, comparators=[ast.Constant(value=str(text)), *_]) if text:
                if _is_reason(left):
                    yield function, ast.unparse(node)


def _is_reason(node: ast.expr) -> bool:
    named = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return named.strip("_") in _REASONS


def literal_reads(source: str) -> int:
    """Reads such as ``summary["seed"]``."""
    return sum(
        isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
        and isinstance(node.ctx, ast.Load)
        for node in ast.walk(ast.parse(source))
    )


def sources() -> Mapping[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in sorted(ROOT.rglob("*.py"))}


def test_nothing_is_decided_by_taking_a_text_apart() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {function}: {call}"
        for path, source in sources().items()
        if path.relative_to(ROOT).parts[0] != "scenario"
        for function, call in parsing(source)
        if not {function, f"{path.stem}.{function}"} & PLACES.keys()
    ]
    assert found == [], (
        "give the value a field; where text comes from outside, name the function in PLACES"
    )


def test_no_source_or_remark_decides_anything() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {function}: {code}"
        for path, source in sources().items()
        if path.relative_to(ROOT).as_posix() not in _DOOR_OF_REASONS
        for function, code in read_reasons(source)
        if PLACES.get(function) != CODEC
    ]
    assert found == [], "ask for a typed value; sources are texts for people"
    door = (ROOT / "scenario/assumptions/sources.py").read_text(encoding="utf-8")
    assert list(read_reasons(door)), "the door is no longer where it was"


def test_no_place_is_excused_that_needs_no_excuse() -> None:
    needed = {
        name
        for path, source in sources().items()
        for function, _ in parsing(source)
        for name in (function, f"{path.stem}.{function}")
    }
    assert sorted(PLACES.keys() - needed) == [], "strike these names out of PLACES"


def test_reads_by_a_literal_key_grow_no_more() -> None:
    texts = sources().values()
    reads, lines = sum(map(literal_reads, texts)), sum(text.count("\n") for text in texts)
    assert 1000.0 * reads / lines <= MOST_LITERAL_READS


def test_the_rules_can_be_broken() -> None:
    assert list(parsing("def told(reason):\n    return reason.startswith('nothing beats')\n")) == [
        ("told", "reason.startswith('nothing beats')")
    ]
    assert list(
        parsing("def told(line):\n    return 'to be relied on' not in line['sentence']\n")
    ) == [("told", "'to be relied on' not in line['sentence']")]
    assert [call for _, call in parsing("KIND = re.match('a', title)\n")] == [
        "re.match('a', title)"
    ]
    assert list(parsing("def told(text):\n    return text.split('\\n')\n")) == []
    assert list(parsing("def told(p):\n    return f'{p:.3f}'.removeprefix('0')\n")) == []
    assert list(parsing("def told(word):\n    return 'harms a little' in {word, ''}\n")) == []
    assert list(read_reasons("def f(row):\n    return row.source == 'judgement'\n")) == [
        ("f", "row.source == 'judgement'")
    ]
    assert list(read_reasons("def f(origin):\n    return origin.removeprefix('default')\n")) == [
        ("f", "origin.removeprefix('default')")
    ]
    assert list(read_reasons("x = row.source or 'none'\ny = row.source != ''\n")) == []
    assert literal_reads("x = y['a']; y['b'] = 1; z = y[name]; w = y[0]['c']") == 2
