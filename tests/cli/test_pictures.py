"""Pictures and diagrams from the command line: swim lanes, sequence diagrams, networks; and what
cannot be had.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sim.cli import main


def test_a_traced_world_is_drawn(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "lanes.svg"
    assert main.status(["trace", str(tiny), "--arm", "consult", "--svg", str(picture)]) == 0
    assert capsys.readouterr().out == f"{picture}\n"
    # The picture is our own.
    assert "one world of many, not a forecast" in "".join(ET.parse(picture).getroot().itertext())  # noqa: S314
    again = tmp_path / "again.svg"
    assert main.status(["trace", str(tiny), "--arm", "consult", "--svg", str(again)]) == 0
    assert again.read_bytes() == picture.read_bytes()


def test_swim_lanes_are_an_svg_and_are_called_so(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(["trace", str(tiny), "--svg", str(tmp_path / "lanes.png")]) == 2
    assert "must end in .svg" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_an_arm_beside_itself_is_nothing_to_draw(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [
        "trace",
        str(tiny),
        "--arm",
        "consult",
        "--against",
        "consult",
        "--svg",
        str(tmp_path / "x.svg"),
    ]
    assert main.status(arguments) == 2
    assert capsys.readouterr().err
    assert not (tmp_path / "x.svg").exists()


def test_a_sequence_diagram_an_arm(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main.status(["trace", str(tiny), "--arm", "consult", "--against", "joint", "--mermaid"])
        == 0
    )
    said = capsys.readouterr().out
    assert said.count("sequenceDiagram") == 2
    assert "arm joint" in said


def test_one_form_at_a_time(tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.status(["trace", str(tiny), "--json", "--svg", str(tmp_path / "x.svg")]) == 2
    assert "one of --json, --mermaid and --svg" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("form", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")]
)
def test_a_network_is_drawn_as_its_name_says(
    tiny: Path, tmp_path: Path, form: str, start: bytes
) -> None:
    picture = tmp_path / f"network.{form}"
    assert main.status(["show", str(tiny), "--arm", "joint", "--network", str(picture)]) == 0
    assert picture.read_bytes().startswith(start)


def test_a_network_in_no_known_format_is_an_error(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(["show", str(tiny), "--network", str(tmp_path / "network.gif")]) == 2
    assert ".svg, .png, .pdf" in capsys.readouterr().err
