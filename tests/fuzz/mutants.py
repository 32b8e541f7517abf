"""Scenario files spoilt in one or a few places, each case the same whenever its number is the same.

A case is a shipped file and a list of changes; every change has a seed of its own, so that it
spoils the same place in the same way when others of the list are left out. That is what lets a
failing case be made smaller.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Final

import yaml

from tests.fuzz import trees, words

ROOT: Final = Path(__file__).parents[2]
SHIPPED: Final = ROOT / "scenarios"
#: The two that take longest to check come as often as any two others of their size would be read in
#: the same time.
_LONG: Final = frozenset({"northern-front.yaml", "strait.yaml"})
_LONG_SHARE: Final = 0.05
_MOST_CHANGES: Final = 4
_TEXTS_SHARE: Final = 0.45

CHANGES: Final[Mapping[str, Callable[[str, Random], str]]] = {**trees.CHANGES, **words.CHANGES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One way to spoil a text, and the seed that says where."""

    name: str
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A shipped file and what is done to it."""

    number: int
    path: str
    changes: tuple[Change, ...]

    def text(self) -> str:
        """The spoilt text; a change that has nothing to act on leaves it as it is."""
        text = (SHIPPED / self.path).read_text(encoding="utf-8")
        for change in self.changes:
            text = after(change, text)
        return text

    def without(self, which: int) -> Case:
        """The same with one change less."""
        return replace(self, changes=self.changes[:which] + self.changes[which + 1 :])

    def __str__(self) -> str:
        done = ", ".join(f"{change.name}({change.seed})" for change in self.changes)
        return f"case {self.number}: {self.path} with {done}"


def after(change: Change, text: str) -> str:
    """A text after a change; one of structure needs a text that can still be parsed."""
    try:
        return CHANGES[change.name](text, Random(change.seed))
    except (yaml.YAMLError, RecursionError):
        return text


def files() -> list[str]:
    """All shipped scenarios and measures, by their paths below the folder of scenarios."""
    return sorted(str(path.relative_to(SHIPPED)) for path in SHIPPED.rglob("*.yaml"))


def case(number: int) -> Case:
    """The case of a number: the same file and changes on every machine."""
    dice = Random(
        f"hotline check {number}"
    )  # a text is hashed with SHA-512, not with the salt of the process
    named = files()
    quick, long = [path for path in named if path not in _LONG], sorted(_LONG)
    path = dice.choice(long if dice.random() < _LONG_SHARE else quick)
    kinds = sorted(words.CHANGES if dice.random() < _TEXTS_SHARE else trees.CHANGES)
    few = dice.choice([1, 1, 1, 2, 2, 3, _MOST_CHANGES])
    changes = tuple(Change(name=dice.choice(kinds), seed=dice.randrange(2**32)) for _ in range(few))
    return Case(number=number, path=path, changes=changes)


def smaller(case: Case, fails: Callable[[Case], bool]) -> Case:
    """The case with as few of its changes as still make it fail."""
    for which in reversed(range(len(case.changes))):
        fewer = case.without(which)
        if fails(fewer):
            case = fewer
    return case
