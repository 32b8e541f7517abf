"""Summaries are written as their classes say and read back the same; what does not fit is an error
that names file and key.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from sim.errors import ResultsError
from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.comparison.summary_parts import row_gaps
from sim.output.storage.canonical_json import text_of
from sim.output.storage.codec import plain, read_summary, typed_object
from tests.output.planted_trial import summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part."""

    with_: tuple[float | None, ...]
    pair: tuple[str, int] = ("a", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A whole."""

    kind: Literal["one", "two"]
    parts: dict[str, Part]
    said: str | None
    known: bool
    lately: int | None = field(default=None, metadata={"omitted": True})


WHOLE: dict[str, Any] = {
    "kind": "one",
    "parts": {"x": {"with": [1.5, None, 2], "pair": ["b", 2]}},
    "said": None,
    "known": True,
}


def test_what_was_written_is_read_back_with_the_same_bytes() -> None:
    found = typed_object(Whole, WHOLE, "here")
    assert found.parts["x"] == Part(with_=(1.5, None, 2), pair=("b", 2))
    assert text_of(plain(found)) == text_of(WHOLE), (
        "an integer stays one, a lacking key is not written"
    )
    later = typed_object(Whole, {**WHOLE, "lately": 3}, "here")
    assert plain(later) == {**WHOLE, "lately": 3}
    assert typed_object(Whole, {**WHOLE, "parts": {"x": {"with": []}}}, "here").parts["x"].pair == (
        "a",
        1,
    )


def test_a_whole_summary_is_read_back_the_same(tmp_path: Path) -> None:
    found = summary()
    path = tmp_path / "summary.json"
    path.write_bytes(text_of(plain(found)))
    again = read_summary(type(found), path)
    assert again == found
    assert text_of(plain(again)) == path.read_bytes()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({**WHOLE, "kind": "three"}, "kind: expected one of one, two"),
        ({**WHOLE, "parts": {"x": {"with": [1.5, "2"]}}}, "parts.x.with.1: expected a number"),
        ({**WHOLE, "parts": {"x": {"with": [True]}}}, "parts.x.with.0: expected a number"),
        ({**WHOLE, "parts": {"x": {"with": {}}}}, "parts.x.with: expected a list"),
        (
            {**WHOLE, "parts": {"x": {"with": [], "pair": ["b"]}}},
            "parts.x.pair: expected a list of 2",
        ),
        (
            {**WHOLE, "parts": {"x": {"with": [], "pair": ["b", 2.5]}}},
            "parts.x.pair.1: expected a whole number",
        ),
        ({**WHOLE, "parts": []}, "parts: expected an object"),
        ({**WHOLE, "parts": {"x": {}}}, "parts.x: it lacks with"),
        ({**WHOLE, "said": 1}, "said: expected text"),
        ({**WHOLE, "known": 1}, "known: expected true or false"),
        ({**WHOLE, "more": 1, "other": 2}, "unknown key more"),
        ({"kind": "one"}, "it lacks parts, said, known"),
        ([], "expected an object"),
    ],
)
def test_what_does_not_fit_is_one_error_that_names_file_and_key(data: object, said: str) -> None:
    with pytest.raises(ResultsError) as error:
        typed_object(Whole, data, "x/summary.json")
    assert str(error.value) == f"x/summary.json is damaged: {said}"


def test_a_file_that_is_no_summary_is_named(tmp_path: Path) -> None:
    path = tmp_path / "summary.json"
    path.write_text(json.dumps({"schema": 1}))
    with pytest.raises(ResultsError, match=r"summary\.json is damaged: it lacks scenario, seed"):
        read_summary(RunSummary, path)


def test_a_table_that_lacks_an_outcome_is_damaged() -> None:
    rows = {"a": {"x": 1, "y": 2}, "b": {"x": 1}}
    assert list(row_gaps("estimates", rows, "abc", "xy")) == [
        "estimates.b lacks y",
        "estimates.c lacks x",
        "estimates.c lacks y",
    ]
