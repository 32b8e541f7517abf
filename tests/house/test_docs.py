"""The documents tell the truth: their commands exist and work, and the files that they name are
there.

In a block fenced ``console``, lines that start with ``$ hotline`` are run as written, in order, in
a folder that holds copies of ``scenarios/`` and ``examples/``. A block fenced ``console no-run`` is
only checked for commands and options that exist.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import takewhile
from pathlib import Path

import click
import pytest

from sim.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "results/README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]

FENCE = re.compile(r"^```console(?P<mark>[^\n]*)\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)(?P<target>[^)#\s]+)")
NAMED_FILE = re.compile(r"`((?:sim|scenarios|tests|docs|benchmarks|\.ci)/[\w./-]*)`")
NAMED_COMMAND = re.compile(r"`(?:hotline|python -m sim) ([a-z]+)")
NAMED_TARGET = re.compile(r"(?:`|\$ )make ([a-z]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One command of a document."""

    document: Path
    text: str
    runs: bool


def lines(document: Path) -> Iterator[Line]:
    """The commands of a document, in order; a backslash at the end of a line goes on
    with the next.
    """
    for block in FENCE.finditer(document.read_text(encoding="utf-8")):
        for text in block["body"].replace("\\\n", " ").splitlines():
            if text.startswith("$ "):
                yield Line(document=document, text=text[2:], runs="no-run" not in block["mark"])


def named(value: Path | Line) -> str:
    return str(value.relative_to(ROOT)) if isinstance(value, Path) else value.text


HOTLINE_LINES = [
    line for document in DOCUMENTS for line in lines(document) if line.text.startswith("hotline ")
]
every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=named)


@pytest.mark.parametrize("line", HOTLINE_LINES, ids=named)
def test_a_documented_command_and_its_options_exist(line: Line) -> None:
    name, *rest = list(takewhile(lambda word: word not in {"|", ">"}, shlex.split(line.text)))[1:]
    assert name in COMMANDS
    command = import_module(COMMANDS[name][0]).command
    if isinstance(command, click.Group):
        command = command.commands[rest[0]]
    known = {option for given in command.params for option in given.opts}
    assert {word.partition("=")[0] for word in rest if word.startswith("-")} <= known | {"--help"}


@every_document
def test_documented_commands_work(document: Path, tmp_path: Path) -> None:
    running = [
        line.text for line in lines(document) if line.runs and line.text.startswith("hotline ")
    ]
    if running:
        for folder in ("scenarios", "examples"):
            shutil.copytree(ROOT / folder, tmp_path / folder)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for text in running:
        done = subprocess.run(
            ["/bin/sh", "-c", text],
            cwd=tmp_path,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"


@every_document
def test_the_files_that_a_document_names_are_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    missing = [target for target in LINK.findall(text) if not (document.parent / target).exists()]
    missing += [file for file in NAMED_FILE.findall(text) if not (ROOT / file).exists()]
    assert missing == []


@every_document
def test_the_commands_that_a_document_names_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = set(
        re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert set(NAMED_COMMAND.findall(text)) <= set(COMMANDS)
    assert set(NAMED_TARGET.findall(text)) <= targets


def test_the_readme_names_every_command() -> None:
    assert set(COMMANDS) <= set(
        NAMED_COMMAND.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    )
