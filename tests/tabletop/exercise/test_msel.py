"""The master scenario events list: out and in again the same, and lists from other hands."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from sim.domain.inputs.setting import Scenario
from sim.errors import HotlineError
from sim.scenario import load
from sim.scenario.schema.quantities import Unreadable
from sim.tabletop.exercise.msel.columns import HEADINGS, field_of
from sim.tabletop.exercise.msel.lines import lines
from sim.tabletop.exercise.msel.merging import changes_of
from sim.tabletop.exercise.msel.overlay import Changes, overlay_yaml
from sim.tabletop.exercise.msel.reading import read_list
from sim.tabletop.exercise.msel.times import Calendar, hour_of
from sim.tabletop.exercise.msel.writing import comma_separated, workbook

openpyxl = pytest.importorskip("openpyxl")
ROOT = Path(__file__).parents[3]
FRONT = ROOT / "scenarios" / "northern-front.yaml"


@pytest.fixture(scope="module")
def front() -> Scenario:
    return load(FRONT)


def calendar(scenario: Scenario) -> Calendar:
    setting = scenario.arms["consult"].setting
    return Calendar(start=setting.start, zone=setting.allies.frontline.zone)


def read(scenario: Scenario, path: Path, sheet: str | None = None) -> Changes:
    return changes_of(scenario, "consult", read_list(path, sheet, calendar(scenario)))


def book(*rows: list[Any]) -> Any:  # noqa: ANN401 - no types
    found = openpyxl.Workbook()
    found.active.title = "MSEL"
    for row in rows:
        found.active.append(row)
    return found


def saved(found: Any, folder: Path) -> Path:  # noqa: ANN401 - a workbook
    path = folder / "list.xlsx"
    found.save(path)
    return path


HEADER = ["Time", "Inject"]


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv"])
def test_out_and_in_again_is_the_same(name: str, front: Scenario, tmp_path: Path) -> None:
    write = workbook if name.endswith("xlsx") else comma_separated
    path = tmp_path / name
    path.write_bytes(write(lines(front, "consult"), "Asia/Jerusalem"))
    assert read(front, path) == Changes()


def test_what_is_edited_is_all_that_changes(front: Scenario, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(workbook(lines(front, "consult"), "Asia/Jerusalem"))
    found = openpyxl.load_workbook(path)
    page = found.active
    at = {name: column for column, name in enumerate(HEADINGS, start=1)}
    row = {page.cell(line, at["name"]).value: line for line in range(2, page.max_row + 1)}
    page.cell(row["border_attack"], at["time"]).value = "T+7 d"
    page.cell(row["second_warning"], at["date"]).value = datetime(2026, 3, 14, 7, 30)  # noqa: DTZ001
    page.cell(row["call"], at["expects"]).value = "Both say yes"
    page.cell(row["call"], at["objective"]).value = "heard"
    page.delete_rows(row["third_warning"])
    page.append(
        ["", "T+90 h", "", "Press", "All", "", "A rumour", "", "", "", "", "news", "rumour"]
    )
    found.save(path)
    changes = read(front, path)
    assert changes.injects == {
        "border_attack": {"at": "T+7 d", "when": None},
        "second_warning": {"at": "T+289.5 h", "when": None},
        "third_warning": None,
        "rumour": {"at": "T+90 h", "event": "news", "text": "A rumour", "to": "both"},
    }
    assert changes.events["call"] == {"expects": "Both say yes", "objective": "heard"}
    assert changes.notes == ["lines taken out: third_warning"]
    overlay = tmp_path / "mine.yaml"
    overlay.write_text("\n".join(overlay_yaml(changes, str(FRONT), "list.xlsx")), encoding="utf-8")
    merged = load(overlay)
    injects = merged.arms["consult"].setting.injects
    assert injects["border_attack"].at == 168.0
    assert injects["rumour"].text == "A rumour"
    assert "third_warning" not in injects
    assert merged.exercise.events["call"].expects == "Both say yes"


@pytest.mark.parametrize(
    ("time", "changed"),
    [
        ("T+12 d, unless the frontline has struck or the patron has said yes", {"at": "T+12 d"}),
        ("T+12 d", {"at": "T+12 d"}),  # what is not said stays as it is
        ("T+12 d, unless pressure is run", None),
    ],
)
def test_what_leaves_an_inject_out_stays_or_is_refused(
    time: str, changed: dict[str, str] | None, front: Scenario, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    text = comma_separated(lines(front, "consult"), "Asia/Jerusalem").decode("utf-8-sig")
    before = "T+11 d, unless the frontline has struck or the patron has said yes"
    assert text.count(before) == 1
    path.write_text(text.replace(before, time), encoding="utf-8")
    if changed is None:
        with pytest.raises(HotlineError, match="is not read from a list"):
            read(front, path)
    else:
        assert read(front, path).injects == {"second_warning": {**changed, "when": None}}


def test_a_list_of_other_hands(front: Scenario, tmp_path: Path) -> None:
    """Titles above, other names of columns, dates as serial numbers, in another zone and as
    durations, merged and blank cells, a heading of a day, a hidden row, a second heading row.
    """
    found = book(
        ["Quiet Line: planning conference"],
        [],
        ["#", "Date (UTC)", "Inject time", "Recipient", "Message", "Expected player action", "Sky"],
        [1, datetime(2026, 3, 3, 7), None, "Jerusalem", "First", "Do it", "sun"],  # noqa: DTZ001
        [2, 46086.5, None, "All", "Second"],
        [],
        ["Day 2"],
        [3, None, timedelta(hours=50), "All", "Third", "'=1+1"],
        ["#", "Date (UTC)", "Inject time", "Recipient", "Message", "Expected player action"],
        [4, date(2026, 3, 4), time(9, 30), "All", "Fourth"],
        [5, None, "T+ 4 d", "All", "Fifth"],
    )
    found.active.merge_cells("A1:F1")
    found.active.merge_cells("A7:F7")
    found.active.merge_cells("D10:D11")
    found.active.row_dimensions[8].hidden = True
    changes = read(front, saved(found, tmp_path))
    hours = {name: event["at"] for name, event in changes.events.items() if event}
    assert hours == {
        "first": "T+27 h",
        "second": "T+80 h",
        "day_2": None,
        "third": "T+50 h",
        "fourth": "T+53.5 h",
        "fifth": "T+4 d",
    }
    assert changes.events["third"] == {
        "at": "T+50 h", "text": "Third", "to": "All", "expects": "=1+1"
    }  # fmt: skip
    assert (changes.events["fifth"] or {})["to"] == "All", "a merged cell holds for all its rows"
    assert (changes.events["day_2"] or {})["use"] == "administrative"
    assert changes.injects == {}
    assert any("Sky (MSEL!G3)" in note for note in changes.notes)
    assert any("hidden rows" in note and "8" in note for note in changes.notes)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([HEADER, ["T+1 h", None], ["soon", "B"]], ("MSEL!B2", "MSEL!A3")),
        ([HEADER, ["T+1 h", "A"], ["", "=A1"]], ("MSEL!B3: is a formula without a value",)),
        ([HEADER, ["03/04/2026 09:00", "A"]], ("MSEL!A2", "day and month or as month and day")),
        ([HEADER, [36, "A"]], ("MSEL!A2", "hours are written T+36 h")),
        ([HEADER, ["2026-03-27 02:30", "A"]], ("MSEL!A2", "does not exist in Asia/Jerusalem")),
        ([HEADER, ["2026-01-01 00:00", "A"]], ("MSEL!A2", "before the crisis begins")),
        ([HEADER, [time(9), "A"]], ("MSEL!A2", "no day stands beside it")),
        ([HEADER, ["when they strike", "A"]], ("MSEL!A2", "injects.NAME.when")),
        ([[*HEADER, "Name"], ["T+1 h", "A", "x"], ["T+2 h", "B", "x"]], ("C3", "MSEL!C2 already")),
        ([[*HEADER, "Name"], ["T+1 h", "A", "No Name"]], ("MSEL!C2", "a-z, 0-9")),
        ([[*HEADER, "Model event"], ["T+1 h", "A", "neews"]], ("MSEL!C2", 'mean "news"')),
        ([[*HEADER, "Model event"], ["T+1 h", "A", "report"]], ("MSEL!C2", "also needs reading")),
        ([[*HEADER, "Model event"], ["", "A", "news"]], ("needs an hour",)),
        ([HEADER, ["T+1 h", "a\u202eb"]], ("MSEL!B2: holds what no text may hold", "U+202E")),
        (
            [HEADER, ["T+1 h", "#REF!"], ["#N/A", "x"], ["T+2 h", "#WAR! is trending"]],
            ("MSEL!B2", "an error of the spreadsheet, #REF!", "MSEL!A3", "#N/A"),
        ),
        ([["A", "B"], ["T+1 h", "x"]], ("none of the first 10 rows names the columns",)),
        ([HEADER], ("no rows below",)),
        (
            [["Time", "Date", "Inject"], ["T+1 h", "2026-03-03 09:00", "A"]],
            ("MSEL!A2", "two hours", "MSEL!B2"),
        ),
    ],
)
def test_what_is_missing_or_odd_is_named_by_sheet_and_cell(
    rows: list[list[Any]], says: tuple[str, ...], front: Scenario, tmp_path: Path
) -> None:
    with pytest.raises(HotlineError) as error:
        read(front, saved(book(*rows), tmp_path))
    for text in says:
        assert text in str(error.value)


@pytest.mark.parametrize(
    ("content", "hours"),
    [
        (b"Time;Inject\r\nT+1 h;One, two\r\n", ["T+1 h"]),
        ("Time\tInject\nD+1 09:00\tEins\n".encode("utf-16"), ["T+27 h"]),
        ("Time,Inject\nT+1 h,caf\xe9 \xfcber\n".encode("cp1252"), ["T+1 h"]),
        (b'\xef\xbb\xbfTime,Inject\n"T+1 h","a\nb"\nT+2 h,c\n', ["T+1 h", "T+2 h"]),
        (b'Time,Inject\r\nT+1 h,"a\r\nb"\r\n', ["T+1 h"]),
    ],
)
def test_text_is_read_as_spreadsheets_write_it(
    content: bytes, hours: list[str], front: Scenario, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    found = read(front, path)
    assert [event["at"] for event in found.events.values() if event] == hours


def test_a_place_in_text_is_line_and_column(front: Scenario, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('Time,Inject\nT+1 h,"a\nb"\nsoon,c\n', encoding="utf-8")
    with pytest.raises(HotlineError, match=r"list\.csv:4:1: expected an hour"):
        read(front, path)


def test_a_file_that_is_no_list_is_refused(front: Scenario, tmp_path: Path) -> None:
    for name, content in {
        "a.xlsx": b"no archive",
        "b.xlsx": b"\xd0\xcf\x11\xe0 an older workbook",
        "c.csv": b"PK\x03\x04",
        "d.csv": b"",
    }.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(HotlineError, match=name):
            read(front, tmp_path / name)
    with pytest.raises(HotlineError, match="cannot be read"):
        read(front, tmp_path / "not there.csv")


def test_one_of_several_sheets_is_chosen(front: Scenario, tmp_path: Path) -> None:
    found = book(HEADER, ["T+1 h", "A"])
    for row in (HEADER, ["T+2 h", "B"]):
        if "Other" not in found.sheetnames:
            found.create_sheet("Other")
        found["Other"].append(row)
    path = saved(found, tmp_path)
    with pytest.raises(HotlineError, match="MSEL, Other: choose one with --sheet"):
        read(front, path)
    with pytest.raises(HotlineError, match="Did you mean 'Other'"):
        read(front, path, "Othr")
    assert list(read(front, path, "Other").events) == ["b"]


def test_a_workbook_of_dates_from_1904(front: Scenario, tmp_path: Path) -> None:
    found = book(HEADER, [44622.375, "A"])
    found.epoch = openpyxl.utils.datetime.MAC_EPOCH
    assert read(front, saved(found, tmp_path)).events["a"] == {"at": "T+27 h", "text": "A"}


@pytest.mark.parametrize(
    ("value", "hours"),
    [
        ("T+36 h", 36.0), ("t+0", 0.0), ("T+24:30", 24.5), ("+6 h", 6.0), ("D+1 09:00", 27.0),
        ("Day 2, 0900", 27.0), ("2026-03-03T09:00+02:00", 27.0), ("3 Mar 2026 09:00", 27.0),
        ("2026-03-03 09:00 America/New_York", 34.0), ("030700ZMAR26", 27.0), ("by hand", None),
        # both sides of the days on which the clocks of the two capitals change
        ("2026-03-08 12:00", 150.0), ("2026-03-08 12:00 America/New_York", 156.0),
        ("2026-03-07 12:00 America/New_York", 133.0), ("2026-03-27 12:00", 605.0),
        ("2026-03-26 12:00", 582.0),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(
    value: str, hours: float | None, front: Scenario
) -> None:
    assert hour_of(value, calendar(front)) == hours


@pytest.mark.parametrize("value", [True, float("nan"), 1e400, "31 Feb 2026 09:00", "T+5", "T+-3 h"])
def test_what_is_no_hour_is_refused(value: Any, front: Scenario) -> None:  # noqa: ANN401
    with pytest.raises(Unreadable):
        hour_of(value, calendar(front))


def test_each_heading_is_known_by_its_own_name() -> None:
    for name, heading in HEADINGS.items():
        assert field_of(heading) == name
    assert field_of("Date and time (Asia/Jerusalem)") == "date"
    assert field_of("Weather") is None
