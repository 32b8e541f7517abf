"""What tests, tools and benchmarks name in texts is there: no type checker reads a program in a
string, or the name of what is replaced for a test.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for folder in ("tests", "tools", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if path != Path(__file__)
)
IMPORT = re.compile(r"^\s*from (sim(?:\.\w+)*) import ([\w, ]+)$", re.MULTILINE)


def exists(module: str, name: str) -> bool:
    """Whether a module or class has a name, be it a module of its own."""
    try:
        resolve_name(f"{module}.{name}")
    except (ImportError, AttributeError):
        return False
    return True


def in_programs(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """What programs in strings import from the package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for module, names in IMPORT.findall(node.value):
                for name in names.split(","):
                    yield module, name.split(" as ")[0].strip()


def replaced(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Names that ``monkeypatch.setattr`` replaces, in modules of the package."""
    modules = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sim"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".setattr")):
            continue
        first, *more = node.args
        if isinstance(first, ast.Constant) and str(first.value).startswith("sim."):
            yield tuple(str(first.value).rsplit(".", 1))  # type: ignore[misc]
        elif is_module(module := modules.get(ast.unparse(first), "")) and more:
            yield module, str(ast.literal_eval(more[0]))


def is_module(name: str) -> bool:
    if not name:
        return False
    try:
        import_module(name)
    except ImportError:
        return False
    return True


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_named_in_a_text_is_there(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [pair for pair in (*in_programs(tree), *replaced(tree)) if not exists(*pair)] == []


def test_what_is_not_there_is_seen() -> None:
    program = 'CODE = """\nfrom sim.domain import nothing_of_the_kind\n"""\n'
    patch = 'monkeypatch.setattr("sim.domain.actors.trust.nothing_of_the_kind", 1)\n'
    assert list(in_programs(ast.parse(program))) == [("sim.domain", "nothing_of_the_kind")]
    (pair,) = replaced(ast.parse(patch))
    assert not exists(*pair)
