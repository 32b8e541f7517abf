"""``hotline plot``: charts from a folder that ``hotline run`` wrote, in the formats asked for, and
clear errors.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sim.cli.main import status
from sim.output.charts import CHARTS
from sim.output.charts.base.picture_styles import SIZES, STYLES

#: Pictures that not every question has.
OF_THE_QUESTION = {"became", "levels", "price", "why"}


@pytest.fixture(scope="module")
def results(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a few worlds. Nothing may be written into it."""
    out = tmp_path_factory.mktemp("results")
    run = [
        "run",
        str(root / "scenarios/two-desks.yaml"),
        "-n",
        "40",
        "--jobs",
        "1",
        "--no-charts",
        "--quiet",
    ]
    assert status([*run, "--out", str(out), "--name", "some"]) == 0
    return out / "two-desks" / "some"


def test_all_charts_go_to_the_folder_of_the_run(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    shutil.copytree(results, folder)
    assert status(["plot", str(folder)]) == 0
    told = capsys.readouterr()
    drawn = [Path(line).stem for line in told.out.splitlines()]
    lacking = [name for name in CHARTS if name not in drawn]
    assert drawn == [name for name in CHARTS if name not in lacking]
    assert told.out.splitlines() == [str(folder / "charts" / f"{name}.svg") for name in drawn]
    assert {*lacking} <= OF_THE_QUESTION
    assert all(name in told.err for name in lacking), "each is named, with why it is not there"
    assert all(Path(line).is_file() for line in told.out.splitlines())


def test_some_charts_in_some_formats_elsewhere(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        "--chart",
        "courses",
        "--chart",
        "courses",
        "--format",
        "png",
        "--format",
        "pdf",
        "--width",
        "9",
    ]
    assert status(["plot", str(results), "--out", str(tmp_path / "slides"), *words]) == 0
    assert {Path(line).name for line in capsys.readouterr().out.splitlines()} == {
        "courses.png",
        "courses.pdf",
    }
    assert {path.name for path in (tmp_path / "slides").iterdir()} == {
        "courses.png",
        "courses.pdf",
        "courses.csv",
        "alt.json",
    }
    assert not (results / "charts").exists()


def test_the_list_says_what_each_chart_lets_one_say(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(["plot", str(results), "--list"]) == 0
    told = capsys.readouterr().out
    for name, kind in CHARTS.items():
        assert f"{name} " in told
        assert kind.title in told
        assert kind.says in told or name in OF_THE_QUESTION
    assert not (results / "charts").exists()


@pytest.mark.parametrize(
    ("words", "points"),
    [
        ([], 540.0),
        (["--size", "half"], 270.0),
        (["--size", "column"], 360.0),
        (["--size", "wide"], 720.0),
        (["--size", "10in"], 720.0),
        (["--size", "25.4cm"], 720.0),
        (["--width", "10"], 720.0),
        (["--style", "slide"], 960.0),
        (["--style", "slide", "--size", "14in"], 1008.0),
        (["--style", "dark"], 540.0),
    ],
)
def test_a_picture_is_as_wide_as_asked(
    results: Path, tmp_path: Path, words: list[str], points: float
) -> None:
    assert status(["plot", str(results), "--chart", "courses", "--out", str(tmp_path), *words]) == 0
    # The picture was written by this test.
    found = ET.parse(tmp_path / "courses.svg").getroot().get("width", "")  # noqa: S314
    assert float(found.removesuffix("pt")) == pytest.approx(points, abs=0.01)


def test_help_and_list_name_all_styles_and_sizes(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["plot", "--help"]) == 0
    told = capsys.readouterr().out
    assert f"--style {'|'.join(STYLES)}" in told
    assert f"--size {'|'.join(SIZES)}|WIDTH" in told
    for what, table in (("styles", STYLES), ("sizes", SIZES)):
        assert status(["list", what, "--json"]) == 0
        rows = json.loads(capsys.readouterr().out)[what]
        assert {row["name"]: row["text"] for row in rows} == {
            name: one.says for name, one in table.items()
        }


@pytest.fixture
def one_arm(root: Path, tmp_path: Path) -> Path:
    run = [
        "run",
        str(root / "scenarios/two-desks.yaml"),
        "-n",
        "3",
        "--jobs",
        "1",
        "--no-charts",
        "--quiet",
    ]
    assert status([*run, "--arms", "consult", "--out", str(tmp_path), "--name", "one"]) == 0
    return tmp_path / "two-desks" / "one"


def test_what_cannot_be_drawn_is_remarked_and_listed(
    one_arm: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert status(["plot", str(one_arm)]) == 0
    told = capsys.readouterr()
    assert "forest" not in told.out
    assert "no chart 'forest': there is one arm only" in told.err
    assert status(["plot", str(one_arm), "--list"]) == 0
    assert "Not from these results: there is one arm only" in capsys.readouterr().out


def test_a_chart_asked_for_that_cannot_be_had_is_wrong_usage(
    one_arm: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert status(["plot", str(one_arm), "--chart", "forest"]) == 2
    told = capsys.readouterr().err
    assert told.startswith(
        f"Error: The results in {one_arm} cannot give the chart 'forest': there is one arm only"
    )
    assert "They can give: courses," in told


@pytest.mark.parametrize(
    ("words", "exit_status", "text"),
    [
        (
            ["--chart", "forrest"],
            2,
            "There is no chart 'forrest'. Did you mean 'forest'? There are: counted, became,",
        ),
        (
            ["--chart", "heatmap"],
            2,
            "There is no chart 'heatmap'. It is one of a sweep. There are: counted, became,",
        ),
        (
            ["--chart", "effects"],
            2,
            "There is no chart 'effects'. It is one of measures. There are: counted, became,",
        ),
        (["--format", "gif"], 2, "There is no format 'gif'. There are: svg, png, pdf."),
        (["--width", "1"], 2, "--width 1: a chart is 7 to 24 inches wide."),
        (["--width", "nan"], 2, "--width nan: a chart is 7 to 24 inches wide."),
        (["--width", "broad"], 2, "--width broad: no width in inches, such as 10."),
        (["--width", "page"], 2, "--width page: no width in inches"),
        (["--size", "6in"], 2, "--size 6in: a chart is 7 to 24 inches wide."),
        (
            ["--size", "haf"],
            2,
            (
                "There is no size 'haf'. Did you mean 'half'? There are: page, wide, slide, column,"
                " half,"
            ),
        ),
        (["--size", "page", "--width", "8"], 2, "--size and --width say the same"),
        (
            ["--style", "gray"],
            2,
            "There is no style 'gray'. Did you mean 'grey'? There are: colour, grey, dark, slide.",
        ),
        (
            ["--style", "slide", "--size", "half"],
            2,
            "--size half: a chart is 6.3 to 24 inches wide in this style.",
        ),
    ],
)
def test_wrong_usage(
    results: Path, words: list[str], exit_status: int, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(["plot", str(results), *words]) == exit_status
    assert text in capsys.readouterr().err
    assert not (results / "charts").exists(), (
        "nothing is drawn before all that was asked for is known"
    )


def test_a_known_chart_is_not_drawn_before_an_unknown_one_is_refused(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        status(
            [
                "plot",
                str(results),
                "--chart",
                "courses",
                "--chart",
                "x",
                "--out",
                str(tmp_path / "o"),
            ]
        )
        == 2
    )
    assert "There is no chart 'x'" in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("what", ["nothing", "a file", "an empty folder"])
def test_what_is_no_results_folder(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "place"
    if what == "a file":
        place.write_text("x", encoding="utf-8")
    elif what == "an empty folder":
        place.mkdir()
    assert status(["plot", str(place)]) == 1
    assert f"{place} is no results folder" in capsys.readouterr().err
