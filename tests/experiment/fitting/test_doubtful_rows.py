"""What stands in a column of waits and is none: sums at its foot, marks for what is not known; and
units that a name says.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.errors import UsageError
from sim.experiment.fitting.fits import fit_times, resting_on, small_sample
from sim.experiment.fitting.table.data import FitRequest, MeasuredWaits, measured_times
from sim.experiment.fitting.table.text import MOST_BYTES, decode
from sim.experiment.fitting.table.units import SECONDS, unit_of_name
from sim.experiment.fitting.times import grouped_times

DATA = Path(__file__).parents[1] / "data"
MINUTES = (32.4, 65.6, 34.8, 130.5, 40.3, 107.8, 50.2, 106.5, 23.9, 23.3, 31.2, 42.1, 93.2, 73.4)
BODY = "no,delay_min\n" + "".join(f"{at},{one}\n" for at, one in enumerate(MINUTES, start=1))
SUM, MEAN = sum(MINUTES), sum(MINUTES) / len(MINUTES)


def read(text: str, **asked: str) -> MeasuredWaits:
    # These fields are all texts.
    return measured_times(text, "data.csv", FitRequest(column="delay_min", **asked))  # type: ignore[arg-type]


def refused(text: str, asked: FitRequest) -> str:
    with pytest.raises(UsageError) as caught:
        measured_times(text, "data.csv", asked)
    return str(caught.value)


@pytest.mark.parametrize(
    ("foot", "lines"),
    [
        (f"Total,{SUM:.1f}\n", (16,)),
        (f"Grand Total:,{SUM:.1f}\n", (16,)),
        (f"Total (n=14),{SUM:.1f}\n", (16,)),
        (f"\nSumme,{SUM:.1f}\nMittelwert,{MEAN:.2f}\n", (17, 18)),
        (f"AVERAGE,{MEAN:.2f}\n", (16,)),
        ("Total,\n", (16,)),
        (f",{SUM:.1f}\n", (16,)),
        (f"15,{SUM:.1f}\n", (16,)),
        (f",{MEAN:.3f}\n", (16,)),
        (f",{SUM:.1f}\n,{MEAN:.3f}\n", (16, 17)),
        (f"Subtotal,{SUM:.1f}\n15,50.1\n", (16,)),
    ],
)
def test_a_sum_or_mean_is_named_and_left_out(foot: str, lines: tuple[int, ...]) -> None:
    found = read(BODY + foot)
    assert found.totals == lines
    assert found.times.n[0] == len(MINUTES) + foot.count("50.1")
    assert all(
        any(said.startswith(f"data.csv:{line}: ") for said in found.doubts) for line in lines
    )


@pytest.mark.parametrize("foot", ["15,60.4\n", "15,857.0\n", "Totnes,60.4\n", "overtaken,61\n"])
def test_a_last_wait_is_no_sum(foot: str) -> None:
    found = read(BODY + foot)
    assert (found.totals, found.times.n[0]) == ((), len(MINUTES) + 1)


def test_a_word_of_the_table_is_no_label_of_its_foot() -> None:
    kinds = "".join(
        f"{('total', 'part')[at % 2]},{one}\n" for at, one in enumerate((*MINUTES, 50.5))
    )
    assert read(f"scope,delay_min\n{kinds}").times.n[0] == len(MINUTES) + 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("999", "999"), "999 2 times (lines 16, 17)"),
        (("9999", "9999", "9999"), "9999 3 times (lines 16, 17, 18)"),
        (("99999",), "99999 (line 16)"),
        (('"9,999"', '"9,999"'), "9,999 2 times"),
        (("9999.0",), "9999.0 (line 16)"),
        (("1500", "1500"), "1500 2 times"),
        (("0.001", "0.001"), "0.001 2 times"),
    ],
)
def test_a_mark_for_what_is_not_known_is_named(rows: tuple[str, ...], said: str) -> None:
    found = read(BODY + "".join(f"{at},{one}\n" for at, one in enumerate(rows, start=15)))
    (doubt,) = found.doubts
    assert said in doubt
    assert "--where 'delay_min!=" in doubt


@pytest.mark.parametrize(
    "rows", [("140", "140"), ("600",), ("99",), ("130.5", "130.5"), ("10", "10")]
)
def test_long_waits_are_no_marks(rows: tuple[str, ...]) -> None:
    assert (
        read(BODY + "".join(f"{at},{one}\n" for at, one in enumerate(rows, start=15))).doubts == ()
    )


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("delay_min", "min"),
        ("delay_h", "h"),
        ("delay_minutes", "min"),
        ("delay [h]", "h"),
        ("delay (min)", "min"),
        ("delay (in hours)", "h"),
        ("Delay, days", "d"),
        ("wait s", "s"),
        ("wait_wk", "wk"),
        ("days_to_response", "d"),
        ("seconds", "s"),
        ("Wartezeit (Std.)", "h"),
        ("min_wait", ""),
        ("delay_day", ""),
        ("wait_after_24h", ""),
        ("wait_after_24_h", ""),
        ("h_index", ""),
        ("hours_min", ""),
        ("wait_h_min", ""),
        ("wait_hours_min", ""),
        ("h_mins", ""),
        ("wait_d_h", ""),
        ("wait_days_h", ""),
        ("sec_lvl", ""),
        ("min", ""),
        ("h", ""),
        ("calls_per_h", ""),
        ("first_30_days", ""),
        ("days_or_hours", ""),
        ("max_wait", ""),
        ("minutes_per_h", ""),
        ("minutes per hour", ""),
        ("hours_share", ""),
        ("rate_h", ""),
        ("number of days", ""),
        ("days per case [d]", "d"),
        ("hour", ""),
        ("s_level", ""),
        ("plan (b)", ""),
    ],
)
def test_a_unit_is_taken_from_a_name_only_where_it_can_mean_nothing_else(
    name: str, unit: str
) -> None:
    assert unit_of_name(name, [name]) == unit


@pytest.mark.parametrize(
    ("name", "other"),
    [("wait_min", "wait_max"), ("wait (min)", "wait (max)"), ("wait_min", "wait_mean")],
)
def test_beside_a_maximum_min_is_the_least(name: str, other: str) -> None:
    assert unit_of_name(name, [name, "delay_max"]) == "min"
    assert unit_of_name(name, [name, other]) == ""


@pytest.mark.parametrize(
    ("cells", "asked", "said"),
    [
        (("30 min",), {"unit": "h"}, "'30 min' is not in the unit that --unit h says"),
        (("30",), {}, "does not say in which unit"),
        (("5m",), {}, "m may be minutes or months"),
        (("2 months",), {}, "months and years are of no one length"),
        (("P1M",), {}, "months and years are of no one length"),
        (("2024-05-01 10:00",), {}, "--start COLUMN --end COLUMN"),
        (("-30 min",), {}, "a waiting time cannot be negative, got -30"),
        (("0:75",), {}, "expected a number, got '0:75'"),
        (("00:30",), {"unit": "min"}, "may be 0 h 30 min or 0 min 30 s, in a column of min"),
        (("1 h 5",), {}, "expected a number, got '1 h 5'"),
        (("15:03",), {}, "'15:03' may be 15 h 3 min or 15 min 3 s"),
        (("15:03",), {"unit": "d"}, "'15:03' may be 15 h 3 min or 15 min 3 s"),
        (("1:02:03", "15:03"), {}, "'15:03' may be 15 h 3 min or 15 min 3 s"),
        (("15:03 d",), {}, "expected a number, got '15:03 d'"),
        (("1:15:03 min",), {}, "expected a number, got '1:15:03 min'"),
        (("no answer",), {"skip_gaps": True}, "expected a number, got 'no answer'"),
        (
            ("1,234 min",),
            {},
            "'1,234' may be 1234 or 1.234: say which with --thousands comma or --decimal comma",
        ),
        (("1,234 min",), {"decimal": "comma", "thousands": ","}, "cannot both be ','"),
        (("1.5 min", "1,5 min"), {}, "has a decimal comma and '1.5' in line 2 a decimal point"),
        (("9" * 5000,), {"unit": "h"}, "expected a number"),
        (("1 min",), {"delimiter": "ab"}, "--delimiter ab: expected one sign"),
        (("1 min",), {"decimal": "x"}, "--decimal x: expected one of point, comma"),
        (("1 min",), {"start": "delay"}, "not both"),
    ],
)
def test_cells_that_say_no_wait(cells: tuple[str, ...], asked: dict[str, str], said: str) -> None:
    text = "delay;kind\n" + "".join(f"{cell};a\n" for cell in cells)
    # These fields are all texts.
    assert said in refused(text, FitRequest(column="delay", **asked))  # type: ignore[arg-type]


def stamps(*more: str) -> str:
    rows = [f"{day}/3/2024 10:00;{day}/3/2024 1{day % 9}:30" for day in range(1, 13)]
    return "\n".join(("from;to", *rows, *more, ""))


@pytest.mark.parametrize(
    ("more", "asked", "said"),
    [
        (
            (),
            {},
            (
                "data.csv:2: from: in 1/3/2024 the day or the month may come first: say which with"
                " --dates"
            ),
        ),
        (
            ("13/3/2024 10:00;13/3/2024 09:00",),
            {},
            "data.csv:14: from to to: it ends before it starts",
        ),
        (
            ("13/3/2024 10:00;3/14/2024 09:00",),
            {},
            "the day comes first, and the month in 3/14/2024",
        ),
        (
            ("13/3/2024 10:00;13/3/2024 11:00Z",),
            {},
            "data.csv:14: a time with a zone and one without (line 2)",
        ),
        (("13/3/2024 10:00;13/3/2024 10:00",), {}, "no delay law allows a time of exactly zero"),
        (("13/3/2024 10:00;45364.5",), {}, "looks like a spreadsheet's own count of days"),
        (("13/3/2024 10:00;31/2/2024",), {}, "expected date and time, got '31/2/2024'"),
        ((";13/3/2024 10:00",), {}, "data.csv:14: from has no value"),
        (("13/3/2024 10:00;N/A",), {}, "data.csv:14: to has no value ('N/A')"),
        (
            ("13/3/2024 10:00;",),
            {"until": "12/3/2024"},
            "it starts after the last time that was watched",
        ),
        (("13/3/2024 10:00;",), {"until": "soon"}, "--until soon: expected date and time"),
        ((), {"dates": "dmy"}, "--dates dmy: expected day-first or month-first"),
        ((), {"end": ""}, "--start and --end go together"),
    ],
)
def test_time_stamps_that_tell_no_wait(
    more: tuple[str, ...], asked: dict[str, str], said: str
) -> None:
    assert said in refused(stamps(*more), FitRequest(**{"start": "from", "end": "to", **asked}))  # type: ignore[arg-type]


def test_without_an_end_a_wait_goes_on() -> None:
    asked = FitRequest(start="from", end="to")
    found = measured_times(
        stamps("13/3/2024 10:00;", "14/3/2024 22:00;14/3/2024 23:00"), "data.csv", asked
    )
    assert (found.times.waiting.sum(), found.times.t[0, -1], found.unit) == (1, 37.0, "h")
    assert "1 row without to: taken as still waiting at 2024-03-14 23:00:00" in found.doubts[0]
    until = FitRequest(start="from", end="to", until="15.3.2024")
    assert measured_times(stamps("13/3/2024 10:00;"), "data.csv", until).times.t[0, -1] == 38.0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04rest", "a spreadsheet's own file, not text: save the sheet as CSV"),
        (b"\xd0\xcf\x11\xe0rest", "a spreadsheet's own file"),
        (b"\x1f\x8brest", "compressed"),
        (b"a\0b", "is not text"),
        (b"\xff\xfea", "begins as UTF-16 and does not go on so"),
        ("a\nü\né".encode() + b"\n\xe9", "data.csv:4: not UTF-8 text (byte 0xe9)"),
        (b"a\n\x81", "data.csv:2: not UTF-8 text (byte 0x81)"),
        (b"a\n\xe9\x07", "data.csv:2: not UTF-8 text (byte 0xe9)"),
        (b"\xef\xbb\xbfa\n\xe9", "data.csv:2: not UTF-8 text (byte 0xe9)"),
        (b"a\0\0a", "contains zero bytes"),
        (b"a\0\x01\0", "contains zero bytes"),
        (b"1" * (MOST_BYTES + 1), "is larger than 50 MB"),
    ],
    ids=[
        "xlsx",
        "xls",
        "gz",
        "zero",
        "half",
        "torn",
        "undefined",
        "control",
        "marked",
        "zeros",
        "binary",
        "large",
    ],
)
def test_bytes_that_are_no_text(content: bytes, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        decode(content, "data.csv")
    assert said in str(caught.value)


@pytest.mark.parametrize("file", sorted(path.name for path in DATA.glob("delays_*.csv")))
def test_files_as_spreadsheets_save_them(file: str) -> None:
    text = decode((DATA / file).read_bytes(), file).text
    assert (
        measured_times(text, file, FitRequest(column="delay_min")).times.t.tolist()
        == read(BODY).times.t.tolist()
    )


@pytest.mark.parametrize("coding", ["cp1252", "utf-16-le", "utf-16-be"])
def test_an_encoding_without_a_mark_is_guessed_and_told(coding: str) -> None:
    text = "Dienststelle für €;delay_min\n" + "".join(f"Büro;{one}\n" for one in MINUTES)
    found = decode(text.encode(coding), "data.csv")
    assert found.text == text
    assert "Windows-1252: 'Dienststelle für €;delay_min'" in found.note or coding.upper() in (
        found.note
    )
    assert decode(text.encode(), "data.csv").note == ""


@pytest.mark.parametrize(
    "gap",
    ["k.A.", "k. A.", "keine Angabe", "TBD", "t.b.d.", "n.a.", "n/a", "N. A.", "n/d", "-", "?",
     "???", "\u2013", "...", "(unknown)", "<NA>", "#N/A", "#DIV/0!", "not available", "unbekannt"],
)  # fmt: skip
def test_what_means_no_value_is_told_as_such_and_counted(gap: str) -> None:
    body = "delay_min;kind\n" + "".join(f"{one};a\n" for one in MINUTES) + f"{gap};a\n{gap};b\n"
    said = refused(body, FitRequest(column="delay_min"))
    assert "delay_min has no value" in said
    assert "1 more such row" in said
    found = measured_times(body, "data.csv", FitRequest(column="delay_min", skip_gaps=True))
    assert (found.gaps, found.times.n[0]) == (2, len(MINUTES))


@pytest.mark.parametrize(
    ("name", "unit", "cell", "minutes"),
    [
        ("delay", "h", "15:03", 903),
        ("delay_h", "", "15:03", 903),
        ("delay (hh:mm)", "", "15:03", 903),
        ("delay [h:min]", "min", "15:03", 903),
        ("delay (mm:ss)", "", "15:03", 15.05),
        ("delay min:s", "min", "15:03", 15.05),
        ("delay (hh:mm:ss)", "", "0:15:03", 15.05),
        ("delay", "", "0:15 h", 15),
        ("delay", "", "15:03 min", 15.05),
        ("delay", "", "0h15", 15),
        ("delay", "", "1 h 20", 80),
        ("delay", "", "2 min 30", 2.5),
        ("delay", "", "1:15:03 h", 75.05),
    ],
)
def test_a_clock_is_read_where_its_unit_is_said(
    name: str, unit: str, cell: str, minutes: float
) -> None:
    others = "".join(f"1:{one}:00\n" for one in range(40, 52))
    found = measured_times(
        f"{name}\n{others}{cell}\n", "data.csv", FitRequest(column=name, unit=unit)
    )
    shown = [t * SECONDS[found.unit] / 60 for t in found.times.t[0].tolist()]
    assert min(shown, key=lambda one: abs(one - minutes)) == pytest.approx(minutes)


def test_titles_above_the_table_are_told() -> None:
    found = read("Delays of the desk\nas of May\n\n" + BODY)
    assert "taken from line 4" in found.doubts[0]
    assert found.times.n[0] == len(MINUTES)


@pytest.mark.parametrize("text", ["1,3.5\n2,4.5\n", "a,3.5 min\nb,4.5 min\n"])
def test_a_column_by_number_needs_a_line_of_names(text: str) -> None:
    assert "the first line must hold the names of the columns" in refused(
        text, FitRequest(column="2")
    )


def test_a_part_that_rests_on_one_wait() -> None:
    fit = fit_times(
        grouped_times([*np.geomspace(20, 80, 40).tolist(), 2474.0]), laws=["mixture"], bootstrap=0
    ).best
    quick, slow = resting_on(fit, grouped_times([*np.geomspace(20, 80, 40).tolist(), 2474.0]))
    assert (round(quick), round(slow)) == (40, 1)


def test_laws_are_ranked_by_the_criterion_for_small_samples() -> None:
    fits = fit_times(grouped_times(list(MINUTES)), bootstrap=0)
    for fit in fits.fits:
        free = len(fit.theta)
        assert fit.aicc == pytest.approx(
            fit.aic + 2 * free * (free + 1) / (len(MINUTES) - free - 1)
        )
    assert [fit.aicc for fit in fits.fits] == sorted(fit.aicc for fit in fits.fits)
    assert [fit.delta for fit in fits.fits] == pytest.approx(
        [fit.aicc - fits.best.aicc for fit in fits.fits]
    )
    assert small_sample(5, 30) == pytest.approx(2.5)
