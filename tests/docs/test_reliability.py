"""``docs/reliability.md`` promises nothing that no test shows: every test that it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def promises(root: Path) -> dict[str, list[tuple[str, str]]]:
    """The tests that each chapter names."""
    _, *chapters = (root / "docs" / "reliability.md").read_text(encoding="utf-8").split("\n## ")
    return {chapter.partition("\n")[0]: NAMED.findall(chapter) for chapter in chapters}


def test_every_promise_names_tests(root: Path) -> None:
    assert len(promises(root)) >= 6
    assert all(promises(root).values())


def test_every_test_that_is_named_exists(root: Path) -> None:
    for file, name in {test for tests in promises(root).values() for test in tests}:
        tree = ast.parse((root / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, (
            f"{file}::{name}"
        )


def test_the_readme_leads_there(root: Path) -> None:
    assert "docs/reliability.md" in (root / "README.md").read_text(encoding="utf-8")
