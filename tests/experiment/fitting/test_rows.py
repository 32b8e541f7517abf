"""Waiting times out of CSV text: which rows are taken, and one clear error for each thing that can
be wrong with them.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.experiment.fitting.table.data import FitRequest, MeasuredWaits, measured_times
from sim.experiment.fitting.table.rows import Where, rows_of

DAYS = (1, 1, 2, 2, 3, 4, 5, 8, 13, 30, 60, 7)


def table(*rows: str, header: str = "days,kind,open,year") -> str:
    return "\n".join((header, *rows, ""))


def good(n: int = 12) -> list[str]:
    return [f"{DAYS[at % 12]},{'a' if at % 2 else 'b'},false,{1950 + at}" for at in range(n)]


# The fields of Asked, set by each test.
def read(*rows: str, **asked: Any) -> MeasuredWaits:  # noqa: ANN401
    return measured_times(table(*rows), "data.csv", FitRequest(**{"column": "days", **asked}))


def refused(*rows: str, **asked: Any) -> str:  # noqa: ANN401 - likewise
    with pytest.raises(UsageError) as caught:
        read(*rows, **asked)
    return str(caught.value)


def test_times_are_read_with_the_unit_that_the_name_of_the_column_says() -> None:
    found = read(*good())
    assert (found.unit, found.rows, found.left_out, found.gaps) == ("d", 12, 0, 0)
    assert found.times.t[0].tolist() == [1, 2, 3, 4, 5, 7, 8, 13, 30, 60]
    assert found.times.ended[0].tolist() == [2, 2, 1, 1, 1, 1, 1, 1, 1, 1]
    assert found.whole


@pytest.mark.parametrize(
    ("column", "unit"),
    [
        ("delay_min", "min"),
        ("Hours waited", "h"),
        ("t_d", "d"),
        ("response-days", "d"),
        ("minutes", "min"),
    ],
)
def test_the_name_of_a_column_says_the_unit(column: str, unit: str) -> None:
    text = table(*map(str, DAYS), header=column)
    assert measured_times(text, "data.csv", FitRequest(column=column)).unit == unit
    other = measured_times(text, "data.csv", FitRequest(column=column, unit="h"))
    assert other.unit == "h"
    assert any("--unit says h" in doubt for doubt in other.doubts) == (unit != "h")


@pytest.mark.parametrize("column", ["delay", "days_or_hours", "admin", "dhm", "h_min"])
def test_a_name_that_says_no_unit_needs_one(column: str) -> None:
    with pytest.raises(UsageError, match="does not say in which unit"):
        measured_times(table(*map(str, DAYS), header=column), "data.csv", FitRequest(column=column))


def test_a_sum_in_the_middle_of_a_table_is_named() -> None:
    rows = [f"{day},c{at}" for at, day in enumerate(DAYS)]
    whole = table(*rows[:6], f"{sum(DAYS[:6])},Total", *rows[6:], header="days,who")
    found = measured_times(whole, "data.csv", FitRequest(column="days"))
    assert any("data.csv: who is 'Total' in line 8" in doubt for doubt in found.doubts)
    kinds = table(
        *(f"{day},{('total', 'part')[at % 2]}" for at, day in enumerate(DAYS)), header="days,who"
    )
    assert not measured_times(kinds, "data.csv", FitRequest(column="days")).doubts


def test_rows_are_chosen_by_conditions() -> None:
    rows = [*good(30), "oops,c,oops,oops"]
    found = read(
        *rows, wheres=(Where.read("kind!=c"), Where.read("year>=1960"), Where.read("kind = A"))
    )
    assert (found.rows, found.left_out) == (31, 21)
    assert found.times.n[0] == 10


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("n=5", True),
        ("n!=5", False),
        ("n>5", False),
        ("n>=5", True),
        ("n<5.5", True),
        ("n<=4", False),
        ("word=ABC", True),
        ("word!=abd", True),
        ("gap>1", False),
        ("gap<1", False),
        ("na>1", False),
    ],
)
def test_conditions(condition: str, *, holds: bool) -> None:
    _, (row,) = rows_of("n,word,gap,na\n5,abc,,NA\n", "data.csv")
    assert Where.read(condition).holds(row, "data.csv") is holds


@pytest.mark.parametrize("text", ["kind", "", "=5", "year>soon"])
def test_conditions_that_say_nothing(text: str) -> None:
    with pytest.raises(UsageError, match="--where"):
        Where.read(text)


def test_waits_that_had_not_ended() -> None:
    found = read(*good(), "90,a,TRUE,1999", "80,a,1,1999", "2,a,no,1999", still="open")
    assert found.times.waiting[0].sum() == 2
    assert found.times.ended[0].sum() == 13


def test_a_bar_in_a_cell_is_told_as_it_stands() -> None:
    assert "expected a number, got '3|4'." in refused(*good(), "3|4,a,false,1999")


def test_gaps_are_left_out_only_when_asked() -> None:
    rows = [*good(), ",a,false,1999", "NA,a,false,1999"]
    assert read(*rows, skip_gaps=True).gaps == 2
    said = refused(*rows)
    assert said.startswith("data.csv:14: days has no value (1 more such row, the last in line 15).")
    assert "--skip-gaps" in said


def test_in_a_single_column_a_blank_line_is_a_gap_but_at_the_end() -> None:
    text = table(*map(str, DAYS[:6]), "", "  ", *map(str, DAYS[6:]), header="days")
    with pytest.raises(
        UsageError, match=r"data\.csv:8: days has no value \(1 more such row, the last in line 9\)"
    ):
        measured_times(text, "data.csv", FitRequest(column="days"))
    found = measured_times(text, "data.csv", FitRequest(column="days", skip_gaps=True))
    assert (found.gaps, int(found.times.n[0])) == (2, 12)
    assert (
        measured_times(
            table(*map(str, DAYS), "", " ", "", header="days"),
            "data.csv",
            FitRequest(column="days"),
        ).gaps
        == 0
    )


@pytest.mark.parametrize(
    ("row", "asked", "said"),
    [
        ("soon,a,false,1", {}, "data.csv:14: days: expected a number, got 'soon'"),
        ('"1,50,2",a,false,1', {}, "data.csv:14: days: expected a number, got '1,50,2'"),
        (
            "1e100,a,false,1",
            {},
            "data.csv:14: days: 1e+100 d is longer than a century, so no waiting time",
        ),
        (
            "99999,a,false,1",
            {},
            "data.csv:14: days: 99999 d is longer than a century, so no waiting time",
        ),
        (
            "1e-100,a,false,1",
            {},
            "data.csv:14: days: 1e-100 d is shorter than a microsecond, so no waiting time",
        ),
        ("1e308,a,false,1", {}, "data.csv:14: days: 1e+308 d is longer than a century"),
        ("-99,a,false,1", {}, "If it stands for 'not known', --where 'days!=-99' leaves it out."),
        ("nan,a,false,1", {}, "data.csv:14: days has no value ('nan')"),
        ("#N/A,a,false,1", {}, "data.csv:14: days has no value ('#N/A')"),
        ("1_0,a,false,1", {}, "data.csv:14: days: expected a number, got '1_0'"),
        ("-2,a,false,1", {}, "data.csv:14: days: a waiting time cannot be negative, got -2"),
        ("0,a,false,1", {}, "data.csv:14: days: no delay law allows a time of exactly zero"),
        ("0,a,false,1", {"width": 1.0}, "data.csv:14: days: 0 lies in no interval"),
        (
            "2.5,a,false,1",
            {"width": 1.0},
            "data.csv:14: days: 2.5 is no whole multiple of the intervals' width 1",
        ),
        ("1e999,a,false,1", {}, "data.csv:14: days: a wait without end"),
        ("inf,a,false,1", {}, "data.csv:14: days: expected a number, got 'inf'"),
        (
            "3,a,perhaps,1",
            {"still": "open"},
            "data.csv:14: open: expected true where the wait had not ended",
        ),
        ("3,a,false", {}, "data.csv:14: 3 cells in a table of 4 columns"),
        ("3,a,false,1,2", {}, "data.csv:14: 5 cells in a table of 4 columns"),
        ('"3,a,false,1', {}, "not CSV: unexpected end of data"),
        (
            "3,a,false,soon",
            {"wheres": (Where.read("year>1900"),)},
            "data.csv:14: year: 'soon' is no number to compare",
        ),
    ],
)
def test_a_bad_row_is_told_with_its_line(row: str, asked: dict[str, object], said: str) -> None:
    assert said in refused(*good(), row, **asked)


def test_all_kinds_of_faults_are_told_at_once_each_where_it_is_first() -> None:
    said = refused(*good(), "-1,a,false,1", "x,a,false,1", "-3,a,false,1").splitlines()
    assert said == [
        (
            "data.csv:14: days: a waiting time cannot be negative, got -1 (1 more such row, the"
            " last in line 16)."
        ),
        "    If it stands for 'not known', --where 'days!=-1' leaves it out.",
        "data.csv:15: days: expected a number, got 'x'.",
    ]


def test_lines_are_counted_over_blank_ones_and_breaks_in_quotes() -> None:
    text = 'days,note\n\n1,"two\nlines"\n' + "2,x\n" * 12 + "x,y\n"
    with pytest.raises(UsageError, match=r"data\.csv:17: days: expected a number"):
        measured_times(text, "data.csv", FitRequest(column="days"))


@pytest.mark.parametrize(
    ("rows", "asked", "said"),
    [
        (good(9), {}, "data.csv: 9 rows are too few to fit a law to: ten at least"),
        (
            [*good(9), ",a,f,1"],
            {"skip_gaps": True},
            "9 rows, 1 without a value left out, are too few",
        ),
        (["3,a,true,1"] * 12, {"still": "open"}, "all 12 waits were still going on"),
        ([*["3,a,true,1"] * 12, "3,a,no,1"], {"still": "open"}, "of 13 waits only 1 had ended"),
        (["3,a,false,1"] * 12, {}, "all 12 waits that ended took 3: a constant needs no fit"),
        (["3,a,false,1", "4,a,false,1"] * 6, {}, "the waits take only 2 different values"),
        (good(), {"wheres": (Where.read("kind=aa"),)}, "no row has kind=aa. Did you mean 'a'?"),
        (good(), {"wheres": (Where.read("kind=zebra"),)}, "no row has kind=zebra. It has: b, a."),
        (
            good(),
            {"wheres": (Where.read("kind=a"), Where.read("year=1950"))},
            "no row has kind=a and year=1950 at once",
        ),
        (
            good(),
            {"wheres": (Where.read("knd=a"),)},
            "data.csv:1: there is no column 'knd'. Did you mean 'kind'?",
        ),
        (good(), {"column": "dys"}, "data.csv:1: there is no column 'dys'. Did you mean 'days'?"),
        (good(), {"column": "xyzzy"}, "There are: days, kind, open, year."),
        (good(), {"still": "opn"}, "there is no column 'opn'. Did you mean 'open'?"),
        ([], {}, "data.csv has names of columns and no rows"),
    ],
)
def test_data_that_tell_nothing_are_refused(
    rows: list[str], asked: dict[str, object], said: str
) -> None:
    assert said in refused(*rows, **asked)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "data.csv is empty"),
        ("\n\n", "data.csv is empty"),
        (
            "days,days\n1,2\n",
            "data.csv:1: there are two columns 'days' or more: choose one by its number, 1 or 2",
        ),
        ("1,2\n3,4\n", "data.csv:1: the first line must hold the names of the columns"),
    ],
)
def test_text_that_is_no_table_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        measured_times(text, "data.csv", FitRequest(column="days"))


@given(text=st.text(alphabet='days,0123456789.\n"-ex ;', max_size=80))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        many = measured_times(
            "days\n" + text, "data.csv", FitRequest(column="days", unit="d")
        ).times.n[0]
    except UsageError as error:
        said = str(error)
    else:
        said = f"data.csv has {many:g} waits" if many >= 10 else ""
    assert "data.csv" in said
