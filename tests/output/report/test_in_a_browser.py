"""Reports in headless Chromium: nothing on the console, nothing that axe finds, no figure cut in
print. Skipped without it.

``.ci/run`` installs it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from sim.output.storage.run_folder import RunFolder
from tests.output.report.browsers import (
    MILLIMETRES,
    Driven,
    Opened,
    axe_is_content,
    launched,
    needs_chromium,
)
from tests.output.report.conftest import STUDIES

#: How high and wide figures and tables are.
FIGURES = """() => {
  const wide = Math.max(...[...document.querySelectorAll("table, figure.drawn")].map(one => \
one.getBoundingClientRect().width));
  const told = [...document.querySelectorAll("figure:not(.drawn)")].map(one => {
    const box = one.getBoundingClientRect(), picture = \
one.querySelector("img").getBoundingClientRect();
    return [box.height, picture.width, one.querySelector("img").naturalWidth, \
getComputedStyle(one).breakInside];
  });
  return {told, wide};
}"""
#: How wide the page is on a narrow screen, and its pictures.
NARROW = """() => ({
  inner: innerWidth,
  page: document.documentElement.scrollWidth,
  images: [...document.querySelectorAll("figure img")].map(one => \
one.getBoundingClientRect().width),
})"""
#: Which folded parts can be seen.
FOLDED = """() => [...document.querySelectorAll("details")]
  .filter(one => one.querySelector("li, td, pre"))
  .map(one => \
[one.querySelector("summary").textContent, one.querySelector("li, td, pre").checkVisibility()])"""

pytestmark = needs_chromium


def written(text: str, place: Path) -> Path:
    path = place / "report.html"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Driven]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def pages(checked: RunFolder, whole_page: str, study_pages: Mapping[str, str]) -> dict[str, str]:
    """A page of each kind; that of the run has all studies beside it."""
    written = (checked.path / "report.html").read_text(encoding="utf-8")
    return {"run": whole_page, "checks": written, **study_pages}


@pytest.mark.parametrize("name", ["run", "checks", *STUDIES])
def test_nothing_is_said_on_the_console(
    name: str, browser: Driven, pages: Mapping[str, str], tmp_path: Path
) -> None:
    opened = Opened(browser, written(pages[name], tmp_path))
    assert opened.page.locator("h1").count() == 1
    opened.is_well()
    opened.context.close()


@pytest.mark.parametrize(
    ("before", "after", "forbidden"),
    [
        ("<main>", '<main style="color: red">', "style"),
        ("</main>", '<img src="http://hotline.invalid/a.png" alt="a"></main>', "hotline.invalid"),
        ("</main>", "<script>document.title = 'x'</script></main>", "script"),
    ],
)
def test_what_the_policy_forbids_would_be_said(
    before: str,
    after: str,
    forbidden: str,
    browser: Driven,
    pages: Mapping[str, str],
    tmp_path: Path,
) -> None:
    text = pages["discovery"].replace(before, after, 1)
    opened = Opened(browser, written(text, tmp_path))
    assert any(forbidden in said for said in opened.faults)
    with pytest.raises(AssertionError):
        opened.is_well()
    opened.context.close()


@pytest.mark.parametrize("name", ["run", "checks", *STUDIES])
def test_axe_finds_nothing(
    name: str, browser: Driven, pages: Mapping[str, str], tmp_path: Path
) -> None:
    text = pages[name].replace("<details>", "<details open>")
    opened = Opened(browser, written(text, tmp_path), bypass_csp=True)
    axe_is_content(opened, "html", rules=20)
    opened.context.close()


@pytest.mark.parametrize(
    ("before", "after", "scheme"),
    [
        ("<h1", '<img src="data:,"><h1', "light"),
        ("</style>", ":root { --soft: #c8c8c8 }</style>", "light"),
        ("</style>", "@media (prefers-color-scheme: dark) { td { color: #333 } }</style>", "dark"),
    ],
)
def test_what_axe_finds_is_told(
    before: str, after: str, scheme: str, browser: Driven, pages: Mapping[str, str], tmp_path: Path
) -> None:
    text = pages["discovery"].replace(before, after, 1)
    opened = Opened(browser, written(text, tmp_path), bypass_csp=True)
    with pytest.raises(AssertionError, match="image-alt" if "img" in after else scheme):
        axe_is_content(opened, "html", rules=20)
    opened.context.close()


@pytest.mark.parametrize("name", ["run", "checks", *STUDIES])
def test_a_printed_figure_fits_on_a_sheet_and_is_not_cut(
    name: str, browser: Driven, pages: Mapping[str, str], tmp_path: Path
) -> None:
    text = pages[name].replace("max-width: none", "max-width: 182mm")
    # A page whose style was changed is forbidden to use it.
    screen = {"width": 1200, "height": 1000}
    opened = Opened(browser, written(text, tmp_path), viewport=screen, bypass_csp=True)
    opened.page.emulate_media(media="print")
    found = opened.page.evaluate(FIGURES)
    opened.context.close()
    assert found["wide"] * MILLIMETRES <= 182.0 + 0.5, (
        "a wider table makes the whole page small in print"
    )
    assert len(found["told"]) == text.count("<figure>") > 0
    for height, width, natural, inside in found["told"]:
        assert natural > 0, "the picture could be read"
        assert inside == "avoid"
        assert height * MILLIMETRES < 279.4 - 2 * 16.0, "a sheet of letter paper, the lower one"
        assert width * MILLIMETRES <= 182.0 + 0.5, "the text of a sheet of A4, the narrower one"


@pytest.mark.parametrize("name", ["run", "sweep"])
def test_on_a_narrow_screen_pictures_stay_readable_and_only_they_are_scrolled(
    name: str, browser: Driven, pages: Mapping[str, str], tmp_path: Path
) -> None:
    opened = Opened(browser, written(pages[name], tmp_path), viewport={"width": 500, "height": 900})
    found = opened.page.evaluate(NARROW)
    opened.context.close()
    assert found["inner"] <= 520
    assert found["page"] <= found["inner"]
    assert min(found["images"]) >= 34 * 16


def test_rules_assumptions_of_the_scenario_and_stress_items_are_printed(
    browser: Driven, pages: Mapping[str, str], tmp_path: Path
) -> None:
    opened = Opened(browser, written(pages["run"], tmp_path))
    opened.page.emulate_media(media="print")
    found = dict(opened.page.evaluate(FOLDED))
    opened.context.close()
    wanted = (
        "By what rules",
        "STRESS-DES items",
        "What the scenario gives",
        "How the sweep was made",
    )
    for start in wanted:
        assert [seen for summary, seen in found.items() if summary.startswith(start)] == [True], (
            start
        )
    assert [
        seen for summary, seen in found.items() if summary.startswith("Documented defaults")
    ] == [False]


def test_it_prints(browser: Driven, pages: Mapping[str, str], tmp_path: Path) -> None:
    opened = Opened(browser, written(pages["run"], tmp_path))
    content = opened.page.pdf()
    opened.context.close()
    assert content.startswith(b"%PDF")
    assert len(content) > 50_000
