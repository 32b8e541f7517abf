"""The one small tree of errors: whose fault it is, where, and what was expected.

    HotlineError                 anything the program reports instead of a stack trace
    ├── UsageError               the command line asks for what cannot be            exit 2
    ├── ScenarioError            a scenario file is wrong; carries every problem     exit 2
    ├── ResultsError             a results folder cannot be written, read or trusted exit 1
    │   └── AnotherWorld         a game that this version would play otherwise
    ├── RunError                 a run could not be finished                         exit 1
    └── NotPreciseError          a declared precision or check was not met           exit 3

``str(error)`` is all that a user reads; the exit status is that of the command ``hotline``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from sim.characters import names_of_characters, visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake in a file: where it is, what is wrong, what would work.

    ``line`` and ``column`` count from 1; both are 0 when the file as a whole is meant.
    ``source`` is the offending line as written, for the caret display.
    """

    file: str
    line: int = 0
    column: int = 0
    path: str = ""
    message: str
    hint: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        """What was quoted from files and command lines can be shown anywhere, and what in it cannot
        be seen is named.
        """
        named = names_of_characters(f"{self.path} {self.message}{'' if self.line else self.file}")
        if named not in self.hint:
            object.__setattr__(self, "hint", f"{self.hint} {named}".strip())
        for name in ("file", "path", "message", "hint", "source"):
            object.__setattr__(self, name, visible(getattr(self, name)))

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        text = f"{where}: {self.path + ': ' if self.path else ''}{self.message}"
        if self.source:
            text += f"\n    {self.source}\n    {' ' * (self.column - 1)}^"
        if self.hint:
            text += f"\n    {self.hint}"
        return text


class HotlineError(Exception):
    """Base of all errors that a user may see; ``exit_code`` is what the command returns."""

    exit_code: ClassVar[int] = 1


class UsageError(HotlineError):
    """The command line asks for something that does not exist or does not fit."""

    exit_code: ClassVar[int] = 2


class ScenarioError(HotlineError):
    """A scenario that cannot be used. Holds all problems found, in file order."""

    exit_code: ClassVar[int] = 2

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Problem, ...]]]:
        return (type(self), (self.problems,))


class ResultsError(HotlineError):
    """A results folder that cannot be written, read or trusted."""


class AnotherWorld(ResultsError):
    """A journal from which this version makes another world than was played; ``told`` says from
    which act on, for who reads on about the game.
    """

    def __init__(self, said: str, told: str) -> None:
        super().__init__(said)
        self.told = told


class RunError(HotlineError):
    """A run that could not be finished, for a reason that is not the scenario's."""


class NotPreciseError(HotlineError):
    """A declared precision or check that was not met."""

    exit_code: ClassVar[int] = 3


def refusal(error: OSError) -> str:
    """Why the system refused something, in words: as it says it, or that the folder where one
    stands is gone.
    """
    from pathlib import Path

    try:
        Path.cwd()
    except FileNotFoundError:
        return "the folder in which this was called has been removed. Change to one that is there."
    return error.strerror or str(error)


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A question that names the known word most like this one; ``otherwise`` where none
    is like it.
    """
    from difflib import get_close_matches  # only once something is wrong

    near = get_close_matches(word[:80], list(known), n=1, cutoff=0.6)
    return f"Did you mean '{near[0]}'?" if near else otherwise
