"""Letters that no font here has are named, once, with the text in which they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.figure import Figure

from sim.cli import main
from sim.output.charts.base import fonts, glyphs
from sim.output.charts.base.chart import Chart, Table

SIGN = "\N{CUNEIFORM SIGN A}"


def chart(text: str) -> Chart:
    figure = Figure(figsize=(3, 1))
    figure.text(0.1, 0.5, text)
    return Chart(figure=figure, alt=text, numbers=Table(header=(), rows=()))


def test_letters_are_named_with_their_text() -> None:
    said = glyphs.boxes_note(glyphs.unshown(chart(f"the {SIGN}\n of old").figure))
    assert said.count("CUNEIFORM SIGN A (U+12000)") == 1
    assert f'in "the {SIGN} of old"' in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "text", ["consult", "Straße, согласие", "two\nlines", "\N{LEFT-TO-RIGHT MARK}a"]
)
def test_nothing_is_said_of_what_is_shown(text: str) -> None:
    assert glyphs.boxes_note(glyphs.unshown(chart(text).figure)) == ""


def test_what_needs_another_font_is_drawn_again_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "WIDE_FONTS", ("DejaVu Serif",))
    found = glyphs.draw_with_fonts(lambda: chart(SIGN))
    assert isinstance(found, Chart)
    assert "DejaVu Serif" in found.figure.texts[0].get_fontfamily()


def test_a_picture_with_boxes_says_so_once_and_an_svg_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = tmp_path / "odd.yaml"
    scenario.write_text(
        f'schema: 1\ntitle: "Of {SIGN}"\npurpose: x\nstart: 2026-03-02T06:00+02:00\n'
        f'allies: {{frontline: {{name: "{SIGN}"}}}}\n',
        encoding="utf-8",
    )
    assert main.status(["show", str(scenario), "--network", str(tmp_path / "n.svg")]) == 0
    assert capsys.readouterr().err == ""
    assert main.status(["show", str(scenario), "--network", str(tmp_path / "n.png")]) == 0
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "CUNEIFORM SIGN A (U+12000)" in said
