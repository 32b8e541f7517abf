"""Results as a workbook: one sheet a table, with sources, text that stays text, and the same bytes
each time.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

openpyxl = pytest.importorskip("openpyxl")

from sim.cli import main  # noqa: E402
from sim.errors import ResultsError  # noqa: E402
from sim.output.storage.run_folder import open_run  # noqa: E402
from sim.output.workbook import writer  # noqa: E402
from sim.output.workbook.writer import WorkbookSheet, write_workbook  # noqa: E402

TEXT = """\
schema: 1
title: '=HYPERLINK("http://example.org")'
purpose: "+1 with consultation"
sources: ["@a report", "-2+3"]
start: 2026-03-02T06:00+02:00
horizon: {value: 6 d, source: "=judgement"}
follow_up: 4 d
arms:
  consult: {protocol: consult, title: "=1+1"}
  joint: {protocol: joint}
"""
Rows = list[tuple[object, ...]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workbook")
    (folder / "odd.yaml").write_text(TEXT, encoding="utf-8")
    asked = ["run", str(folder / "odd.yaml"), "-n", "4", "--name", "x", "--out", str(folder / "r")]
    more = ["--no-charts", "--no-report", "--quiet", "--jobs", "1"]
    assert main.status([*asked, *more]) == 0
    return folder / "r" / "odd" / "x"


@pytest.fixture(scope="module")
def exported(run: Path) -> Path:
    to = run.parent / "first.xlsx"
    assert main.status(["results", "export", str(run), "--to", str(to)]) == 0
    return to


def rows_of(path: Path | BytesIO, sheet: str) -> Rows:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


def written(*sheets: WorkbookSheet) -> BytesIO:
    file = BytesIO()
    write_workbook(file, sheets)
    return file


def test_there_is_a_sheet_a_table_and_one_of_sources(exported: Path, run: Path) -> None:
    assert openpyxl.load_workbook(exported).sheetnames == [
        "about",
        "estimates",
        "differences",
        "worlds",
        "outcomes",
        "sources",
    ]
    about = {row[0]: row[1] for row in rows_of(exported, "about")}
    assert about["seed"] == 1
    assert about["purpose"] == "+1 with consultation"
    folder = open_run(run)
    header, *rows = rows_of(exported, "estimates")
    found = {(row[0], row[3]): row[header.index("estimate")] for row in rows}
    for arm, cells in folder.summary.estimates.items():
        for name, cell in cells.items():
            assert found[arm, name] == cell.estimate
    header, *rows = rows_of(exported, "worlds")
    burden = [row[header.index("burden")] for row in rows if row[0] == "joint"]
    assert burden == folder.column("joint", "burden").tolist()


def test_every_input_has_its_source(exported: Path) -> None:
    header, *rows = rows_of(exported, "sources")
    by_input = {(row[1], row[0]): dict(zip(header, row, strict=True)) for row in rows if row[1]}
    assert by_input["horizon", "all"]["source"] == "=judgement"
    assert by_input["follow_up", "all"]["source"] == "none given"
    assert by_input["terms.patience.base", "all"]["value"] == "62 h"
    assert [row[6] for row in rows if not row[1]] == ["@a report", "-2+3"]


def test_what_would_be_a_formula_is_text(exported: Path) -> None:
    book = openpyxl.load_workbook(exported)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "b"}
    odd = [cell for cell in cells if str(cell.value).startswith(("=", "+", "@"))]
    assert {"=1+1", "@a report", "+1 with consultation"} <= {cell.value for cell in odd}
    assert all(cell.quotePrefix for cell in odd)


def test_the_same_results_give_the_same_bytes(exported: Path, run: Path) -> None:
    again = run.parent / "again.xlsx"
    assert main.status(["results", "export", str(run), "--to", str(again)]) == 0
    assert again.read_bytes() == exported.read_bytes()
    with ZipFile(again) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        made = archive.read("docProps/core.xml")
    assert made.count(b">1980-01-01T00:00:00Z<") == 2


def test_numbers_of_a_study_stand_in_sheets_named_after_its_charts(
    tiny: Path, tmp_path: Path
) -> None:
    asked = ["sweep", str(tiny), "-n", "2", "--vary", "terms.patience.base=1h,2d", "--name", "s"]
    more = ["--out", str(tmp_path), "--no-charts", "--quiet", "--jobs", "1"]
    assert main.status([*asked, *more, "--arms", "unilateral,consult"]) == 0
    to = tmp_path / "sweep.xlsx"
    assert main.status(["results", "export", str(tmp_path / "tiny" / "s"), "--to", str(to)]) == 0
    header, *rows = rows_of(to, "curves")
    assert {row[header.index("terms.patience.base")] for row in rows} == {"1 h", "48 h"}
    assert "sheet curves" in {row[0] for row in rows_of(to, "about")}
    header, *rows = rows_of(to, "worlds")
    assert {row[1] for row in rows} == {1, 48}


def test_names_of_sheets_are_what_the_format_takes() -> None:
    names = ["a/b[c]", "A_B_C_", "x" * 40, "x" * 41]
    file = written(*(WorkbookSheet(name=name, header=("h",), rows=[]) for name in names))
    found = openpyxl.load_workbook(file).sheetnames
    assert found == ["a_b_c_", "A_B_C_ 2", "x" * 31, "x" * 29 + " 2"]


def test_a_cell_that_is_too_long_says_so() -> None:
    file = written(WorkbookSheet(name="s", header=("h",), rows=[("y" * 40_000,)]))
    (_, (text,)) = rows_of(file, "s")
    assert isinstance(text, str)
    assert len(text) == 32_767
    assert text.endswith(" ...")


def test_a_table_that_does_not_fit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MOST_ROWS", 3)
    written(WorkbookSheet(name="s", header=("h",), rows=[(1,), (2,)]))
    with pytest.raises(ResultsError, match=r"s has more than 2 rows.*\.csv"):
        written(WorkbookSheet(name="s", header=("h",), rows=[(1,), (2,), (3,)]))


def test_without_openpyxl_it_is_said_how_to_get_it(
    run: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    to = run.parent / "none.xlsx"
    assert main.status(["results", "export", str(run), "--to", str(to)]) == 2
    assert 'pip install "hotline-sim[xlsx]"' in capsys.readouterr().err
    assert not to.exists()


def test_a_file_that_is_there_stays(
    run: Path, exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = exported.read_bytes()
    assert main.status(["results", "export", str(run), "--to", str(exported)]) == 2
    assert "exists already" in capsys.readouterr().err
    assert exported.read_bytes() == before
