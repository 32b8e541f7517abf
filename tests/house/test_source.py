"""The rules of the house that no linter knows: short files, short functions, a purpose on top, no
leftovers.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
TEXTS = [
    path
    for folder in ("sim", "tests", "scenarios", "docs", "benchmarks")
    for path in (ROOT / folder).rglob("*")
]

LINES_IN_A_FILE = 300
LINES_IN_A_FUNCTION = 40
LEFTOVER = re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X)\b")  # written so that it does not find itself


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its decorators and docstring."""
    first = function.body[0]
    documented = ast.get_docstring(function, clean=False) is not None
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - docstring


def long_functions(source: str) -> list[str]:
    functions = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return [
        f"{node.name}: {body_lines(node)}"
        for node in functions
        if body_lines(node) > LINES_IN_A_FUNCTION
    ]


def prints(source: str) -> list[int]:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [
        call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"
    ]


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_source_file_keeps_the_rules(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)), "a module opens with a sentence of purpose"
    assert source.count("\n") <= LINES_IN_A_FILE, (
        "a file this long has more than one reason to exist"
    )
    assert long_functions(source) == []
    if "cli" not in path.relative_to(ROOT).parts:
        assert prints(source) == [], "only the command line prints"


#: Fields that hold words for people.
PROSE = frozenset(
    {"sentence", "because", "definition", "response", "says", "brief", "rule", "purpose", "meaning"}
)
#: What takes a text apart, or looks for one in it.
PARSES = frozenset(
    {
        "split",
        "rsplit",
        "partition",
        "rpartition",
        "startswith",
        "endswith",
        "removeprefix",
        "removesuffix",
        "find",
        "index",
    }
)


def prose_parsed(source: str) -> list[str]:
    """Where words for people are taken apart, or searched, to decide something."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr=name), attr=method)) if (
                method in PARSES
            ):
                found += [f"{name}.{method}"] if name in PROSE else []
            case ast.Compare(
                ops=[ast.In() | ast.NotIn()], comparators=[ast.Attribute(attr=name)]
            ) if name in PROSE:
                found.append(f"in {name}")
    return found


def untyped_aliases(source: str) -> list[str]:
    """Names of mappings of anything that stand for what has a form."""
    return re.findall(r"^(Summary|Found)\b.*= *(?:Mapping|dict)\[str, Any\]", source, re.MULTILINE)


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_words_decide_nothing_and_summaries_have_a_form(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert prose_parsed(source) == [], "take a typed field beside the words"
    assert untyped_aliases(source) == [], "what results say is one frozen class a kind"


def test_the_rule_on_words_finds_what_it_forbids() -> None:
    source = """
solid = "not to be relied on" not in question.sentence
title = summary.response.removesuffix(", in the same worlds")
fine = question.sentence.upper()
"""
    assert prose_parsed(source) == ["in sentence", "response.removesuffix"]
    assert untyped_aliases("Summary = Mapping[str, Any]\n") == ["Summary"]


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{named(path)}:{number}"
        for path in TEXTS
        if path.suffix in {".py", ".yaml", ".md", ".toml"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if LEFTOVER.search(line)
    ]
    assert found == []


def test_the_rules_can_be_broken() -> None:
    lines = "    x = 1\n" * LINES_IN_A_FUNCTION
    words = "    word\n" * LINES_IN_A_FUNCTION
    assert long_functions(f"def long():\n{lines}") == [f"long: {LINES_IN_A_FUNCTION + 1}"]
    assert long_functions(f'def told():\n    """\n{words}    """\n    return 1\n') == []
    assert prints("def f():\n    print(1)\n") == [2]
    assert LEFTOVER.search("# TO" + "DO: later")
    assert not LEFTOVER.search("todos and mastodons")
