"""The inputs of a scenario as ``hotline list inputs`` shows them: each with its default and source,
and what of the program changes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.cli.input_synonyms import synonym_of
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.scenario.assumptions.catalogue import DeclaredInput
    from sim.scenario.text.tree import Path as Steps

_SHORTEST: Final = 4
_FEW: Final = 3
#: Options that say for one study what a file says for all.
_OPTIONS: Final = {
    "study.baseline": "--against",
    "study.replications": "-n",
    "study.seed": "--seed",
    "study.max_worlds": "-n with --until-precise",
    "study.precision.NAME": "run --until-precise",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRow:
    """One input and what moves it: commands and options by name, measures that ship likewise."""

    declared: DeclaredInput
    moved_by: tuple[str, ...]
    measures: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """For ``--json``."""
        about = {
            name: value
            for name, value in asdict(self.declared).items()
            if name not in {"steps", "is_number", "of_study"}
        }
        return {**about, "moved_by": list(self.moved_by), "measures": list(self.measures)}

    def lines(self) -> tuple[str, str]:
        """Path and title; what is below them."""
        one = self.declared
        parts = [
            one.unit,
            f"default {one.default}" if one.default else "no default",
            f"plausible {one.plausible}" if one.plausible else "",
            f"source: {one.source}" if one.source else "",
            f"moved by {', '.join(self.moved_by)}" if self.moved_by else "given in the file only",
            f"by the measures {', '.join(self.measures)}" if self.measures else "",
        ]
        return f"{one.path}: {one.title}", "; ".join(filter(None, parts))


def input_rows(words: Sequence[str]) -> list[InputRow]:
    """The inputs in whose path, title or unit all these words are; an error that names the nearest
    where there are none.
    """
    from sim.scenario.assumptions.catalogue import catalogue

    every = catalogue()
    instead = words_of_inputs(words)
    rows = [one for one in every if contains_all(instead, _searched_text(one))]
    if not rows:
        raise UsageError(_nothing_alike(words, every))
    changed = _measured_paths()
    return [
        InputRow(declared=one, moved_by=_movers(one), measures=_measures_of(one.steps, changed))
        for one in rows
    ]


def words_of_inputs(words: Sequence[str]) -> list[str]:
    """The words, each that no input has by what inputs say instead where that is known."""
    from sim.scenario.assumptions.catalogue import catalogue

    texts = [_searched_text(one) for one in catalogue()]
    return [
        word if any(contains_all([word], text) for text in texts) else synonym_of(word) or word
        for word in words
    ]


def contains_all(words: Iterable[str], text: str) -> bool:
    """Whether each of the words is somewhere in a text, in whatever case."""
    return all(word.casefold() in text.casefold() for word in words)


def nearest_words(word: str, texts: Iterable[str]) -> list[str]:
    """The words of these texts, and the texts themselves where they are one, most like one that
    was typed.
    """
    known: dict[str, None] = {}
    for text in texts:
        for part in text.split():
            steps = part.strip(",;:().\"'").split(".")
            known.update(dict.fromkeys((".".join(steps), *steps)))
    long = [one for one in known if len(one) >= _SHORTEST]
    return get_close_matches(word[:80], long, n=_FEW, cutoff=0.65)


def no_such_word(words: Sequence[str], texts: Iterable[str], what: str) -> str:
    """That nothing holds all the words, and which word was perhaps meant."""
    every = list(texts)
    unknown = [word for word in words if not any(contains_all([word], text) for text in every)]
    if not unknown:
        return f"No {what} has all of: {', '.join(words)}. Each is found alone."
    near = nearest_words(unknown[0], every)
    hint = f" Did you mean {' or '.join(repr(one) for one in near)}?" if near else ""
    return f"No {what} has '{unknown[0]}' in it.{hint}"


def _searched_text(one: DeclaredInput) -> str:
    return f"{one.path} {one.title} {one.unit}"


def _nothing_alike(words: Sequence[str], every: Iterable[DeclaredInput]) -> str:
    said = no_such_word(words, [_searched_text(one) for one in every], "input")
    return f"{said} `hotline list inputs` names them all."


def _movers(one: DeclaredInput) -> tuple[str, ...]:
    """Commands and options that give the input another value than the file does."""
    from sim.scenario.assumptions.catalogue import TIME_LAW

    if one.of_study:
        return tuple(filter(None, [_OPTIONS.get(one.path, "")]))
    if one.path == "start":
        return ("--set",)
    if one.unit == TIME_LAW:
        return ("--set", "sweep", "sensitivity", "discover", "fit")
    if one.is_number or one.is_law:
        return ("--set", "sweep", "sensitivity", "discover")
    return ("--set",)


def _measured_paths() -> dict[str, tuple[Steps, ...]]:
    """The inputs that each measure changes, by its name."""
    from sim.scenario.loading.measure_files import known_measures, read_measure

    return {
        name: read_measure(path).paths()
        for name, path in sorted(known_measures(Path("scenarios")).items())
    }


def _measures_of(steps: Steps, changed: Mapping[str, Sequence[Steps]]) -> tuple[str, ...]:
    """The measures that change an input, or a number in it."""
    return tuple(
        name
        for name, paths in changed.items()
        if any(path[: len(steps)] == steps for path in paths)
    )
