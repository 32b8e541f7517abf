"""The help answers at once, and a command that does not exist is answered with the nearest that
does.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

import sim
from sim.cli.main import COMMANDS, status

HEAVY = (
    "numpy",
    "scipy",
    "simpy",
    "pydantic",
    "yaml",
    "matplotlib",
    "pyarrow",
    "rich",
    "multiprocessing",
    "zoneinfo",
    "concurrent.futures",
    "click",
    "starlette",
    "uvicorn",
)


def hotline(
    *arguments: str, python: tuple[str, ...] = ("-m", "sim")
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *python, *arguments], capture_output=True, text=True, check=False
    )


def test_help_shows_examples_first_and_every_command() -> None:
    done = hotline("--help")
    assert done.returncode == 0
    assert done.stderr == ""
    assert (
        done.stdout.index("Examples:")
        < done.stdout.index("Usage:")
        < done.stdout.index("Commands:")
    )
    for name, (_, short_help) in COMMANDS.items():
        assert f"  {name} " in done.stdout
        assert short_help in done.stdout


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; from sim.cli.main import status; code = status(['--help']);"
        f"print('heavy:', [name for name in {HEAVY!r} if name in sys.modules], code)"
    )
    assert hotline(python=("-c", program)).stdout.endswith("heavy: [] 0\n")


def test_help_imports_no_command() -> None:
    program = (
        "import sys; from sim.cli.main import COMMANDS, status; status(['--help']);"
        "print('loaded:', [module for module, _ in COMMANDS.values() if module in sys.modules])"
    )
    assert hotline(python=("-c", program)).stdout.endswith("loaded: []\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_its_module_and_helps(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    module, _ = COMMANDS[name]
    assert isinstance(import_module(module).command, click.Command)
    assert status([name, "--help"]) == 0
    assert f"hotline {name}" in capsys.readouterr().out


def test_every_command_module_is_in_the_table(root: Path) -> None:
    listed = {module for module, _ in COMMANDS.values()}
    with_a_command = {
        ".".join(path.relative_to(root).with_suffix("").parts)
        for path in (root / "sim/cli").rglob("*.py")
        if "\ndef command(" in path.read_text(encoding="utf-8")
    }
    assert with_a_command == listed


@pytest.mark.parametrize("arguments", [["--help"], ["-h"]])
def test_help_is_an_answer_and_not_a_failure(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(arguments) == 0
    assert "Usage:" in capsys.readouterr().out


def test_help_among_other_options_is_the_same_help(capsys: pytest.CaptureFixture[str]) -> None:
    status(["--help"])
    alone = capsys.readouterr().out
    assert status(["--help", "run"]) == 0
    assert capsys.readouterr().out == alone


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["--version"]) == 0
    assert capsys.readouterr().out == f"hotline {sim.__version__}\n"


@pytest.mark.parametrize(
    ("typed", "meant"), [("rnu", "run"), ("trac", "trace"), ("scheme", "schema"), ("chek", "check")]
)
def test_a_misspelt_command_is_answered_with_the_nearest(
    typed: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status([typed]) == 2
    assert f"There is no command '{typed}'. Did you mean '{meant}'?" in capsys.readouterr().err


def test_a_strange_command_is_answered_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["xyzzy"]) == 2
    assert "There are: " + ", ".join(COMMANDS) in capsys.readouterr().err


def test_an_unknown_option_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["--nope"]) == 2
    assert "--nope" in capsys.readouterr().err


def test_no_arguments_shows_the_help_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert status([]) == 2
    assert "Commands:" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_line_and_a_failure() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sim", "--help"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (
        1,
        "Error: No space left on device: standard output\n",
    )


def test_a_reader_that_goes_away_is_no_complaint() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "sim", "--help"],
            stdout=gone,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")
