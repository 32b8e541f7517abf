"""A page stays below its size: pictures go, the heaviest first, and the page says which."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from sim.output.report import size_budget
from sim.output.report.pictures import Picture, pictures
from sim.output.report.size_budget import PagePictures, within
from sim.output.storage.folders import Folder
from sim.output.storage.run_folder import RunFolder
from sim.studies.presentation import album_of, page
from tests.output.report.conftest import ran
from tests.output.report.strict_html import parsed


def body(text: str) -> str:
    return " ".join("".join(parsed(text).itertext()).split())


@pytest.fixture
def small(
    monkeypatch: pytest.MonkeyPatch, run: RunFolder, studies: Mapping[str, Folder], whole_page: str
) -> tuple[str, str, int]:
    """A page with all studies beside it: as it is, and kept 150 kB below that."""
    beside = list(studies.values())
    most = len(whole_page.encode()) - 150_000
    monkeypatch.setattr(size_budget.within, "__defaults__", (most,))
    return whole_page, page(run, beside), most


@pytest.mark.slow
def test_a_page_that_is_too_large_leaves_out_pictures_and_says_which(
    small: tuple[str, str, int], run: RunFolder
) -> None:
    whole, text, most = small
    assert len(text.encode()) <= most
    assert "it lacks" not in body(whole)
    kept, had = (len(list(parsed(one).iter("img"))) for one in (text, whole))
    assert 0 < kept < had
    gone = body(text).count("Left out so that this page stays below 1 MB")
    assert gone == had - kept
    assert "To keep this page below 1 MB it lacks" in body(text)
    for one in pictures(album_of(run)).values():
        if one.source:
            assert f"Picture: {one.title}" in text or f"hotline plot --chart {one.name}" in body(
                text
            )
            assert f"The numbers behind it: {one.title}" in body(text), "the numbers stay"


def test_the_heaviest_go_first_and_those_that_answer_last() -> None:
    sizes = {"fan": 500, "forest": 900, "flow": 300, "race": 100}
    shown = PagePictures(
        pictures={
            name: Picture(name=name, title=name, says="", source="x" * size)
            for name, size in sizes.items()
        }
    )

    def left(most: int) -> list[str]:
        kept: dict[str, Picture] = {}

        def rendered(found: PagePictures) -> str:
            kept.update(found.pictures)
            return "".join(one.source for one in found)

        assert len(within(shown, rendered, most)) <= most
        return [name for name, one in kept.items() if one.left_out]

    assert left(1800) == []
    assert left(1799) == ["fan"]
    assert left(1299) == ["fan", "flow"]
    assert left(899) == ["fan", "forest", "flow", "race"]


@pytest.mark.slow
def test_twelve_arms_have_a_page_below_a_megabyte(tmp_path: Path) -> None:
    arms = ", ".join(
        f"{protocol}_with_a_name_that_is_long_{at}: {{protocol: {protocol}}}"
        for at in range(4)
        for protocol in ("unilateral", "notify", "consult")
    )
    scenario = tmp_path / "twelve.yaml"
    scenario.write_text(
        "schema: 1\ntitle: Twelve\npurpose: To be large\nstart: 2026-03-02T06:00+02:00\nhorizon:"
        f" 10 d\nfollow_up: 6 d\narms: {{{arms}}}\n",
        encoding="utf-8",
    )
    text = page(ran(scenario, tmp_path, 60))
    assert len(text.encode()) <= size_budget.MOST == 1_000_000
