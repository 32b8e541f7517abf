"""The words of the table that the first command of the README prints are told below it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.experiment.comparison.summary import HEADLINES
from sim.experiment.outcomes.definitions import OUTCOMES

#: Words that everyone has.
PLAIN = frozenset({"a", "at", "end", "h", "in", "of", "on", "share", "the", "time", "to"})
DEFINED = (
    "arm",
    "baseline",
    "pairs",
    "better",
    "Holm",
    "green",
    "amber",
    "red",
    "silence",
    "alone",
    "over opposition",
    "attacked",
    "rung",
    "peak rung",
    "rung-hours",
    "escalation burden",
    "round trip",
    "objection in time",
    "surprised",
    "settled",
    "readiness",
    "trust",
)


@pytest.fixture(name="words")
def _words(root: Path) -> str:
    text = (root / "README.md").read_text(encoding="utf-8")
    return " ".join(text.partition("The words:")[2].partition("\n## ")[0].split())


@pytest.mark.parametrize("word", DEFINED)
def test_a_word_of_the_table_is_defined(words: str, word: str) -> None:
    assert re.search(rf"\*(on )?{word}\*", words, re.IGNORECASE)


def test_no_word_of_an_outcome_is_left_out(words: str) -> None:
    headlines = [OUTCOMES[name] for name in HEADLINES]
    said = {word for one in headlines for word in (*one.title.split(), *one.unit.split())} - PLAIN
    assert {word for word in said if not re.search(rf"\b{word}\b", words, re.IGNORECASE)} == set()
