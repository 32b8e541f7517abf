"""Each kind of error becomes its text on stderr and its exit status, and a stack trace only when
asked for.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import click
import pytest

from sim.cli import group, main
from sim.cli.faults import UNEXPECTED, colour
from sim.errors import (
    HotlineError,
    NotPreciseError,
    Problem,
    ResultsError,
    RunError,
    ScenarioError,
    UsageError,
)

PROBLEM = Problem(
    file="a.yaml", line=3, column=5, path="arms.x", message="no such arm", source="    x: 1"
)

type_of_fault = pytest.mark.parametrize(
    ("fault", "exit_status", "text"),
    [
        (UsageError("no arm 'x'"), 2, "Error: no arm 'x'\n"),
        (ScenarioError((PROBLEM,)), 2, f"Error: {PROBLEM}\n"),
        (ResultsError("cannot write"), 1, "Error: cannot write\n"),
        (RunError("a worker died"), 1, "Error: a worker died\n"),
        (NotPreciseError("half-width .05"), 3, "Error: half-width .05\n"),
        (HotlineError("any other"), 1, "Error: any other\n"),
        (KeyboardInterrupt(), 130, "\nError: interrupted.\n"),
        (click.Abort(), 130, "Error: interrupted.\n"),
        (MemoryError(), 1, "Error: not enough memory."),
        (
            PermissionError(13, "Permission denied", "results/x"),
            1,
            "Error: Permission denied: results/x\n",
        ),
        (OSError(28, "No space left on device"), 1, "Error: No space left on device\n"),
        (OSError("odd"), 1, "Error: odd\n"),
        (KeyError("theta\nx"), 1, f"Error: unexpected KeyError: 'theta\\nx'\n{UNEXPECTED}\n"),
        (ValueError("first\nsecond"), 1, f"Error: unexpected ValueError: first\n{UNEXPECTED}\n"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)


def command_that(body: Callable[[], object]) -> click.Command:
    return click.Command("broken", callback=body)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], int]:
    """Runs ``hotline run`` with a command in place of ``run`` that raises."""

    def run(fault: BaseException) -> int:
        def body() -> None:
            raise fault

        monkeypatch.setattr(group.CommandGroup, "get_command", lambda *_: command_that(body))
        return main.status(["run"])

    return run


@type_of_fault
def test_a_fault_is_told_with_its_exit_status(
    failing: Callable[[BaseException], int],
    fault: BaseException,
    exit_status: int,
    text: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert failing(fault) == exit_status
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(text)
    assert "Traceback" not in told.err


def test_a_stack_trace_comes_when_asked_for(
    failing: Callable[[BaseException], int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HOTLINE_DEBUG", "1")
    assert failing(KeyError("theta")) == 1
    told = capsys.readouterr().err
    assert told.startswith("Traceback")
    assert "unexpected KeyError" in told


def test_a_command_chooses_its_exit_status(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        group.CommandGroup,
        "get_command",
        lambda *_: command_that(lambda: click.get_current_context().exit(3)),
    )
    assert main.status(["run"]) == 3


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "no_color", "expected"),
    [
        (Terminal(), "", True),
        (Terminal(), "1", False),
        (io.StringIO(), "", False),
        (io.StringIO(), "1", False),
    ],
)
def test_colours_only_on_a_terminal_that_wants_them(
    stream: io.StringIO, no_color: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    assert colour(stream) is expected
