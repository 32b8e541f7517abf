"""Where results are looked for and where something is to be written: what is there instead is said,
and what would do.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.main import status
from sim.output.storage.safety.no_results import no_results
from sim.output.storage.safety.refused_place import refused_place


@pytest.fixture
def above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with results two folders below it, and a scenario beside it."""
    monkeypatch.chdir(tmp_path)
    below = tmp_path / "results" / "gulf" / "first"
    below.mkdir(parents=True)
    (below / "manifest.json").write_text('{"schema": 1}')
    (below / "report.html").write_text("x")
    (tmp_path / "gulf.yaml").write_text("schema: 1\n")
    return tmp_path


@pytest.mark.parametrize(
    "call",
    [
        "results info results",
        "results verify results",
        "results remove results --yes",
        "results export results --to x.csv",
        "results compare results results",
        "report results",
        "plot results",
    ],
)
@pytest.mark.usefixtures("above")
def test_results_below_the_folder_are_named(call: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(call.split()) == 1
    said = capsys.readouterr().err
    assert said == "Error: results is no results folder, but holds some: results/gulf/first\n"


@pytest.mark.parametrize(
    "command", ["report", "plot", "results info", "results verify", "results remove --yes"]
)
@pytest.mark.usefixtures("above")
def test_a_scenario_in_the_place_of_results_is_to_be_run_first(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status([*command.split(), "gulf.yaml"]) == 1
    said = capsys.readouterr().err
    assert "gulf.yaml is no results folder but a file" in said
    assert "hotline run gulf.yaml" in said


def test_what_is_near_is_named(above: Path) -> None:
    place = above / "results" / "gulf" / "first"
    assert str(no_results(above / "result")).endswith(f"Did you mean '{above / 'results'}'?")
    assert str(no_results(place / "report.html")).endswith(f". It lies in one: {place}")
    (place / "charts").mkdir()
    assert str(no_results(place / "charts")).endswith(f". It lies in one: {place}")


@pytest.mark.parametrize(
    ("out", "what", "instead"),
    [
        ("gulf.yaml", "gulf.yaml is a file, where a folder is expected", "such as results"),
        ("gulf.yaml/x", "gulf.yaml is a file, where a folder is expected", "such as results"),
        ("/proc/foo", "the folder /proc takes no files of yours", "such as results"),
    ],
)
@pytest.mark.usefixtures("above")
def test_a_place_that_takes_no_results_is_told_with_one_that_does(
    out: str, what: str, instead: str, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["run", str(tiny), "-n", "2", "--jobs", "1", "--no-charts", "--no-report", "--out", out]
    assert status(call) == 1
    said = capsys.readouterr().err
    assert what in said
    assert instead in said


@pytest.mark.usefixtures("above")
def test_a_file_that_cannot_be_written_is_told_with_one_that_can() -> None:
    gone = refused_place(Path("nodir/x.xlsx"), FileNotFoundError(2, "No such file"))
    assert "there is no folder nodir. Make it (mkdir -p nodir)" in gone
    assert "such as x.xlsx" in gone
    file = refused_place(Path("gulf.yaml/x.csv"), NotADirectoryError(20, "Not a directory"))
    assert file.endswith("where a folder is expected. Choose another place, such as x.csv")
    folder = refused_place(Path("results"), IsADirectoryError(21, "Is a directory"))
    assert "it is a folder, where a file is expected" in folder
    full = refused_place(Path("results/x"), OSError(28, "No space left on device"))
    assert "Make room there" in full
    long = refused_place(Path("x" * 300), OSError(36, "File name too long"))
    assert "its name is too long" in long


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("results list mine", "hotline results list takes no name: mine belongs to nothing. Did"),
        ("results list mine", "--out mine?"),
        ("report a b", "takes FOLDER, and nothing beside: b belongs to nothing"),
        ("run gulf.yaml --arm consult", "hotline run has no option --arm. Did you mean --arms?"),
        ("run gulf.yaml --seeds 3", "Did you mean --seed?"),
    ],
)
@pytest.mark.usefixtures("above")
def test_a_word_or_option_that_belongs_to_nothing_is_told_with_what_was_meant(
    call: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(call.split()) == 2
    assert why in capsys.readouterr().err


@pytest.mark.usefixtures("above")
def test_a_link_that_leads_nowhere_and_a_file_that_takes_nothing_are_called_so() -> None:
    Path("link").symlink_to("gone")
    assert str(no_results(Path("link"))) == (
        "link is no results folder but a link to what is not there"
    )
    link = refused_place(Path("link/x"), FileNotFoundError(2, "No such file"))
    assert link == "link is a link to what is not there. Choose another place, such as results"
    closed = refused_place(Path("gulf.yaml"), PermissionError(13, "Permission denied"))
    assert closed.startswith("the file that is there takes nothing of yours.")
