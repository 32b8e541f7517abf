"""Numbers and names as charts tell them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.output.charts.base.chart import Evidence
from sim.output.charts.base.words import (
    MINUS,
    decimals,
    display_width,
    folded_text,
    interval,
    left_to_right,
    plain,
    short,
    signed_number,
    smallest,
    told_unit,
)
from sim.output.charts.sweeps import hangs_on
from sim.output.words import as_list

NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "Pd")), min_size=1, max_size=80)


@pytest.mark.parametrize(
    ("value", "digits", "told"),
    [(1.26, 1, "+1.3"), (-1.26, 1, f"{MINUS}1.3"), (-0.04, 1, "0.0"), (0.0, 0, "0")],
)
def test_a_sign_is_told_except_of_what_rounds_to_zero(value: float, digits: int, told: str) -> None:
    assert signed_number(value, digits) == told
    assert plain(value, digits) == told.removeprefix("+")


def test_digits_follow_from_what_matters(evidence: Evidence) -> None:
    told = {
        name: decimals(evidence.outcomes[name])
        for name in ("struck", "burden", "round_trip_h", "trust_of_patron")
    }
    assert told == {"struck": 1, "burden": 0, "round_trip_h": 1, "trust_of_patron": 3}
    assert interval(0.5, 0.25, 0.75, evidence.outcomes["struck"]) == "+50.0 [+25.0, +75.0]"
    assert (told_unit(evidence.outcomes["struck"]), smallest(evidence.outcomes["struck"])) == (
        "points",
        "5",
    )
    assert told_unit(evidence.outcomes["round_trip_h"]) == "hours"


@given(NAMES, st.integers(4, 40))
def test_folded_names_lose_nothing_and_fit(name: str, columns: int) -> None:
    lines = folded_text(name, columns).split("\n")
    assert "".join(lines) == name
    assert max(map(display_width, lines)) <= columns + 1, (
        "one column more where a wide letter straddles the edge"
    )


@given(NAMES, st.integers(4, 40))
def test_short_names_fit_and_keep_both_ends(name: str, columns: int) -> None:
    told = short(name, columns)
    assert display_width(told) <= columns
    assert told == name or ("…" in told and told[0] == name[0])


def test_variants_of_a_long_name_stay_apart() -> None:
    base = "consultation-with-liaison-and-"
    assert len({short(base + end, 16) for end in ("exercises-a", "exercises-b", "dialogue")}) == 3


def test_a_line_with_an_arabic_name_runs_left_to_right() -> None:
    assert left_to_right("consult") == "consult"
    marked = left_to_right("\N{ARABIC LETTER ALEF}")
    assert (marked[0], marked[-1]) == ("\N{LEFT-TO-RIGHT MARK}", "\N{LEFT-TO-RIGHT MARK}")


@pytest.mark.parametrize(
    ("parts", "told"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_read_as_sentences(parts: list[str], told: str) -> None:
    assert as_list(parts) == told


@pytest.mark.parametrize(
    ("name", "columns", "told"),
    [
        ("The Government of the Great Western Republic", 12, "The…Republic"),
        ("The Northern Confederation of Free Cities", 12, "The…Cities"),
        ("The Government of the Great Western Republic", 24, "The Government…Republic"),
        ("Confederationofallcities", 12, "Confed…ities"),
    ],
)
def test_a_short_name_is_of_whole_words_where_there_is_room(
    name: str, columns: int, told: str
) -> None:
    assert short(name, columns) == told


def test_no_difference_has_no_sign() -> None:
    assert hangs_on._number(-0.0) == "0"
    assert plain(-0.0, 1) == "0.0"
