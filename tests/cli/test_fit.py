"""``hotline fit`` from outside: tables, a line to paste, a chart; what is wrong with a file in one
sentence with its line.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.cli.main import status
from sim.domain.distributions.families import Lognormal
from sim.scenario import load


@pytest.fixture(scope="module")
def delays(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty delays in minutes about an hour, of two kinds, one in six cut short."""
    path = tmp_path_factory.mktemp("data") / "cables.csv"
    draws = np.random.default_rng(1)
    rows = [
        (f"{delay:.1f}", "flash" if at % 3 == 0 else "routine", at % 6 == 5)
        for at, delay in enumerate(draws.lognormal(np.log(61), 0.49, 60))
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("delay_min", "precedence", "lost"), *rows])
    return path


def said(
    capsys: pytest.CaptureFixture[str], *arguments: object, exit_status: int = 0
) -> tuple[str, str]:
    assert status(["fit", *map(str, arguments)]) == exit_status
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_it_prints_how_laws_rank_and_what_to_paste(
    delays: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, err = said(capsys, delays, "--column", "delay_min", "--bootstrap", 40)
    assert out.startswith("delay_min of cables.csv\n60 waits; times in min, taken as exact\n")
    for text in (
        "Laws, the best described first",
        "95 % bootstrap intervals",
        "Quantiles, min",
        "+-",
        "two lognormals",
    ):
        assert text in out
    assert 'source: "fitted to cables.csv, delay_min, n=60, AICc ' in out
    assert "date of data not known" in out
    assert err == ""
    tables = out.partition("To paste")[0]
    assert max(map(len, tables.splitlines())) <= 100


def test_the_line_to_paste_makes_a_scenario(
    delays: Path, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, _ = said(capsys, delays, "--column", "delay_min", "--laws", "lognormal", "--bootstrap", 0)
    line = next(line.strip() for line in out.splitlines() if line.startswith("  {"))
    path = tmp_path / "mine.yaml"
    path.write_text(
        f"{tiny.read_text(encoding='utf-8')}channels:\n  cable: {{latency: {line}}}\n",
        encoding="utf-8",
    )
    law = load(path).arms["joint"].setting.channels["cable"].latency
    assert isinstance(law, Lognormal)
    assert law.median == pytest.approx(61 / 60, rel=0.2)
    assert law.sigma == pytest.approx(0.49, rel=0.25)


def test_json_is_one_document(delays: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = said(
        capsys,
        delays,
        "--column",
        "delay_min",
        "--json",
        "--bootstrap",
        20,
        "--laws",
        "weibull,gamma",
    )
    document = json.loads(out)
    assert document["schema"] == 1
    assert document["sample"] == {
        "n": 60,
        "still_going_on": 0,
        "unit": "min",
        "interval": 0.0,
        "rows": 60,
        "not_asked_for": 0,
        "without_value": 0,
        "sums": [],
    }
    assert {law["law"] for law in document["laws"]} == {"weibull", "gamma"}
    for law in document["laws"]:
        assert law["yaml"].startswith(f"{{{law['law']}: ")
        assert all(one["low"] < one["value"] < one["high"] for one in law["parameters"].values())
        assert 0 < law["goodness_of_fit"]["p"] <= 1


def test_what_is_doubtful_is_said_on_stderr_and_in_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "log.csv"
    rows = [f"{at};{30 + at * 7 % 50},5 min" for at in range(35)]
    path.write_text(
        "\n".join(("sep=;", "no;delay", *rows, "35;9999 min", "Summe;11357 min", "")),
        encoding="utf-16",
    )
    how = (path, "--column", 2, "--bootstrap", 0, "--quiet")
    out, err = said(capsys, *how)
    assert (
        err.splitlines()[0]
        == f"Warning: {path}:39: 'Summe' is a row that sums others up, no wait: left out."
    )
    assert f"Warning: {path}: delay is 9999 min (line 38)" in err
    assert out.startswith(
        "delay of log.csv\n36 waits; times in min, taken as exact\nrows left out: 1 that sum others"
        " up\n"
    )
    assert "rests on one wait: it is no law of its own." in out
    document = json.loads(said(capsys, *how, "--json")[0])
    assert document["sample"]["sums"] == [39]
    assert document["column"] == "delay"
    assert any("9999 min" in caution for caution in document["cautions"])
    assert {"aic", "aicc"} <= {*document["laws"][0]}


def test_the_time_between_two_columns_is_fitted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "log.csv"
    rows = [
        f"2024-05-{day:02d} 08:00,2024-05-{day:02d} {9 + day * 5 % 11}:15" for day in range(1, 14)
    ]
    path.write_text(
        "\n".join(
            ("sent,answered", *rows, "2024-05-14 08:00,", "2024-05-15 08:00,2024-05-15 09:00")
        )
    )
    how = (path, "--start", "sent", "--end", "answered", "--laws", "lognormal", "--bootstrap", 20)
    out, err = said(capsys, *how)
    assert "Warning: 1 row without answered: taken as still waiting at 2024-05-15 09:00:00" in err
    assert out.startswith(
        "sent to answered of log.csv\n15 waits; times in h, taken as exact\n1 of 15 rows are"
        " censored"
    )
    assert 'source: "fitted to log.csv, sent to answered, n=15 (1 still waiting), AICc ' in out
    assert "14 waits that ended are few" in out.replace("\n", " ")
    assert "are few" not in said(capsys, *how[:-1], 0)[0]
    _, err = said(capsys, path, "--start", "sent", exit_status=2)
    assert (
        err
        == "Error: --start and --end go together: one column says when a wait began, the other when"
        " it ended.\n"
    )


def test_without_a_bootstrap_there_are_no_intervals(
    delays: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, _ = said(capsys, delays, "--column", "delay_min", "--json", "--bootstrap", 0)
    law = json.loads(out)["laws"][0]
    assert law["goodness_of_fit"]["p"] is None
    assert {one["low"] for one in law["parameters"].values()} == {None}


def test_the_same_seed_gives_the_same_words(
    delays: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = (delays, "--column", "delay_min", "--laws", "weibull", "--bootstrap", 40)
    first, again = (said(capsys, *arguments, "--seed", 5) for _ in range(2))
    assert first == again
    assert said(capsys, *arguments, "--seed", 6) != first


def test_conditions_and_censoring_are_told(
    delays: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, _ = said(
        capsys,
        delays,
        "--column",
        "delay_min",
        "--where",
        "precedence=routine",
        "--censoring",
        "right:lost",
        "--bootstrap",
        0,
    )
    assert "delay_min of cables.csv, precedence=routine\n" in out
    assert "40 waits; times in min, taken as exact\n" in out
    assert (
        "10 of 40 rows are censored on the right, where lost is true (their real time is longer)\n"
        in out
    )
    assert "rows left out: 20 not asked for\n" in out
    assert "n=40 (10 still waiting)" in out
    assert "the wrong way round" not in out


def test_an_indicator_of_ends_in_place_of_censored_waits_is_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As programs for survival mostly have it: 1 where the end was observed."""
    path = tmp_path / "days.csv"
    path.write_text(
        "days,seen\n" + "1.5,0\n2.5,1\n3.5,0\n5.5,1\n8.5,0\n8.5,1\n9.5,1\n" * 3, encoding="utf-8"
    )
    how = (
        path,
        "--column",
        "days",
        "--censoring",
        "right:seen",
        "--laws",
        "weibull",
        "--bootstrap",
        0,
    )
    out, _ = said(capsys, *how)
    assert (
        "12 of 21 rows are censored on the right, where seen is true (their real time is longer)\n"
        in out
    )
    assert (
        "If 1 in seen means that the end of the wait was seen, it is the wrong way round"
        in out.replace("\n", " ")
    )
    (document,) = map(json.loads, [said(capsys, *how, "--json")[0]])
    assert any("the wrong way round" in caution for caution in document["cautions"])
    path.write_text(path.read_text(encoding="utf-8").replace(",1\n", ",0\n"), encoding="utf-8")
    assert "0 of 21 rows are censored on the right, where seen is true\n" in said(capsys, *how)[0]


def test_the_help_says_which_value_means_what(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = said(capsys, "--help")
    assert "COLUMN is 1 (or true, yes) where the wait had not ended" in out
    assert "0 (or false, no) where its end was seen" in out


def test_without_a_column_those_of_the_file_are_named(
    delays: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, err = said(capsys, delays, exit_status=2)
    assert out == ""
    assert (
        err
        == f"Error: {delays}: say with --column which column holds the times. There are: delay_min,"
        " precedence, lost.\n"
    )


def test_intervals_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "days.csv"
    path.write_text(
        "days\n" + "\n".join(map(str, [1, 1, 1, 2, 2, 3, 4, 5, 9, 20, 50])), encoding="utf-8"
    )
    out, _ = said(capsys, path, "--column", "days", "--bootstrap", 0)
    assert "All times are whole numbers." in out
    assert "No mixture was tried" in out
    out, _ = said(
        capsys,
        path,
        "--column",
        "days",
        "--bootstrap",
        0,
        "--censoring",
        "interval",
        "--laws",
        "weibull",
    )
    assert "a value k means more than k - 1 and at most k" in out
    assert "interval-censored, 1 d" in out
    assert "2 to 3" in out
    assert "All times are whole" not in out
    assert "No mixture was tried" not in out


@pytest.mark.parametrize(
    ("ending", "opens"),
    [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("SVG", b"<?xml")],
)
def test_a_chart_and_its_numbers(
    delays: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str, opens: bytes
) -> None:
    path = tmp_path / f"fit.{ending}"
    arguments = (
        delays,
        "--column",
        "delay_min",
        "--laws",
        "weibull,gamma",
        "--bootstrap",
        10,
        "--chart",
        path,
    )
    _, err = said(capsys, *arguments)
    assert err == f"chart in {path}, its numbers in {tmp_path}/fit-numbers.csv\n"
    drawn = path.read_bytes()
    assert drawn.startswith(opens)
    with (tmp_path / "fit-numbers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {*rows[0]} == {"time", "share_ended", "standard_error", "weibull", "gamma"}
    assert [float(row["time"]) for row in rows] == sorted(float(row["time"]) for row in rows)
    said(capsys, *arguments, "--quiet")
    assert path.read_bytes() == drawn


def test_a_chart_says_in_words_what_it_shows(
    delays: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(
        capsys,
        delays,
        "--column",
        "delay_min",
        "--laws",
        "weibull",
        "--bootstrap",
        10,
        "--chart",
        tmp_path / "fit.svg",
    )
    svg = (tmp_path / "fit.svg").read_text(encoding="utf-8")
    for text in (
        "Share of 60 waits that have ended",
        "Weibull by at most",
        "fitted to cables.csv",
        ">minutes (logarithmic)<",
    ):
        assert text in svg


@pytest.mark.parametrize(
    ("content", "more", "text"),
    [
        ("", (), "is empty"),
        ("a,days\n1\n", (), "data.csv:2: 1 cells in a table of 2 columns"),
        ("dys\n1\n", (), "data.csv:1: there is no column 'days'. Did you mean 'dys'?"),
        ("days\n" + "3\n" * 12, (), "all 12 waits that ended took 3"),
        ("days\n" + "3\n4\n5\n" * 4 + "x\n", (), "data.csv:14: days: expected a number, got 'x'"),
        (
            "days\n" + "3\n4\n5\n" * 4 + "-1\n",
            (),
            "data.csv:14: days: a waiting time cannot be negative",
        ),
        ("days\n" + "3\n4\n5\n" * 4 + "NA\n", (), "data.csv:14: days has no value"),
        ("days\n3\n4\n5\n", (), "3 rows are too few"),
        (
            "days,open\n" + "3,1\n" * 12,
            ("--censoring", "right:open"),
            "all 12 waits were still going on",
        ),
        ("days\n" + "3\n4\n5\n" * 4, ("--laws", "mixture"), "A mixture has five parameters"),
        ("days\n", ("--censoring", "left"), "expected right:COLUMN, interval or interval:WIDTH"),
        (
            "days\n",
            ("--censoring", "interval:0"),
            "the width of intervals must be a number above zero",
        ),
        ("days\n", ("--censoring", "right:"), "expected right:COLUMN"),
        (
            "days\n",
            ("--laws", "lognorm"),
            "there is no law 'lognorm' to fit. Did you mean 'lognormal'?",
        ),
        ("days\n", ("--where", "days"), "expected column=value"),
        ("days\n", ("--unit", "parsec"), "parsec"),
        (
            "days\n",
            ("--delimiter", "ab"),
            "--delimiter ab: expected one sign that separates columns",
        ),
        (
            "days\n",
            ("--thousands", "q"),
            "--thousands q: expected one of point, comma, space, apostrophe",
        ),
        ("days\n", ("--until", "2024-05-01"), "--until goes with --start and --end"),
        ("days\n", ("--chart", "fit.bmp"), "the name must end in one of .svg, .png, .pdf"),
        ("days\n", ("--chart", "nowhere/fit.svg"), "there is no folder nowhere"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: str,
    more: tuple[str, ...],
    text: str,
) -> None:
    path = tmp_path / "data.csv"
    path.write_text(content, encoding="utf-8")
    out, err = said(capsys, path, "--column", "days", *more, exit_status=2)
    assert text in err
    assert out == ""
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("nowhere.csv", None, "there is no such file"),
        (".", None, "is a directory, not a CSV file"),
        ("sheet.xlsx", b"PK\x03\x04and more", "save the sheet as CSV"),
        ("zeros.csv", b"days\n1\0\n", "is not text: it contains zero bytes"),
        ("latin.csv", b"days\n1\n\xe9\n", "latin.csv:3: days: expected a number, got 'é'"),
    ],
)
def test_files_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, text: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    _, err = said(capsys, tmp_path / name, "--column", "days", exit_status=2)
    assert text in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(("data", "chart"), [("x-numbers.csv", "x.svg"), ("x.svg", "x.svg")])
def test_nothing_is_written_over_the_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: str, chart: str
) -> None:
    path = tmp_path / data
    path.write_text("days\n" + "3\n4\n5\n" * 4, encoding="utf-8")
    _, err = said(capsys, path, "--column", "days", "--chart", tmp_path / chart, exit_status=2)
    assert f"{data} would be written over the data" in err


def test_a_wrong_file_is_told_before_scipy_is_there() -> None:
    program = (
        "import sys; from sim.cli.main import status; code = status(['fit', 'nowhere.csv',"
        " '--column', 'days']);print([name for name in ('scipy', 'matplotlib', 'pandas') if name in"
        " sys.modules], code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stdout == "[] 2\n"
