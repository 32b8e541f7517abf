"""The page on sensitivity and discovery prints what its commands print, with their charts beside
it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.make import FOLDER, names
from tools.studies import CHARTS, COMMANDS, PICTURES, block, said

PAGE = (FOLDER / "sensitivity.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [  # a minute of a core
        pytest.param(name, marks=pytest.mark.slow if name == "discovery" else ())
        for name in COMMANDS
    ],
)
def test_what_the_page_prints_is_what_the_command_prints(name: str, tmp_path: Path) -> None:
    assert block(name, said(name, tmp_path)) in PAGE, (
        "run `python -m tools.measure studies` and read the words below it again"
    )
    drawn = tmp_path / "two-desks" / name / "charts"
    for chart in CHARTS[name]:
        assert (drawn / f"{chart}.svg").is_file()


def test_all_charts_stand_on_the_page() -> None:
    shown = {f"{chart}.svg" for charts in CHARTS.values() for chart in charts}
    assert {path.name for path in PICTURES.iterdir()} == shown
    assert all(f"](study-charts/{name})" in PAGE for name in shown)
    assert names(PAGE) == ["study-sensitivity", "study-discovery"]


def test_the_words_below_quote_what_is_printed() -> None:
    shown, _, told = (
        " ".join(PAGE.split())
        .partition("begin study-discovery")[2]
        .partition("end study-discovery")
    )
    for words in ("0.435 readiness (0.413 to 0.454)",):
        assert words in shown
        assert f'"{words}"' in told
    printed, _, below = PAGE.partition("begin study-sensitivity")[2].partition(
        "end study-sensitivity"
    )
    for words in ("matters *", "cannot be told", "means in six bands", "of 10 such studies"):
        assert words in printed
    for words in ("matters", "Shown, may be small", "Cannot be told", "Too rare to tell"):
        assert words in below, "each verdict is explained, printed here or not"
