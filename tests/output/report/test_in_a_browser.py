"""Reports in headless Chromium: nothing on the console, nothing that axe finds, no figure cut in
print. Skipped without it.

``.ci/run`` installs it.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from sim.output.storage.folders import Folder
from sim.output.storage.run_folder import RunFolder
from sim.studies.presentation import page
from tests.output.report.conftest import STUDIES

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
AXE = """
axe.run(document, {runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", \
"best-practice"]}}).then(found => {
  const told = found.violations.map(one => ({id: one.id, nodes: one.nodes.map(node => \
node.html.slice(0, 120))}));
  document.documentElement.innerHTML = "<body><pre></pre></body>";
  document.querySelector("pre").textContent = "BEGIN" + JSON.stringify({told, passed: \
found.passes.length}) + "END";
});
"""
#: How high and wide figures and tables are once the rules for print apply.
FIGURES = """
addEventListener("load", () => {
  const wide = Math.max(...[...document.querySelectorAll("table, figure.drawn")].map(one => \
one.getBoundingClientRect().width));
  const told = [...document.querySelectorAll("figure:not(.drawn)")].map(one => {
    const box = one.getBoundingClientRect(), picture = \
one.querySelector("img").getBoundingClientRect();
    return [box.height, picture.width, one.querySelector("img").naturalWidth, \
getComputedStyle(one).breakInside];
  });
  document.documentElement.innerHTML = "<body><pre></pre></body>";
  document.querySelector("pre").textContent = "BEGIN" + JSON.stringify({told, wide}) + "END";
});
"""
#: How wide the page is on a narrow screen, and its pictures.
NARROW = """
addEventListener("load", () => {
  const told = {inner: innerWidth, page: document.documentElement.scrollWidth,
    images: [...document.querySelectorAll("figure img")].map(one => \
one.getBoundingClientRect().width)};
  document.documentElement.innerHTML = "<body><pre></pre></body>";
  document.querySelector("pre").textContent = "BEGIN" + JSON.stringify(told) + "END";
});
"""
#: Which folded parts can be seen once the rules for print apply.
FOLDED = """
addEventListener("load", () => {
  const folded = [...document.querySelectorAll("details")];
  const told = folded.filter(one => one.querySelector("li, td, pre")).map(one =>
    [one.querySelector("summary").textContent, one.querySelector("li, td, pre").checkVisibility()]);
  document.documentElement.innerHTML = "<body><pre></pre></body>";
  document.querySelector("pre").textContent = "BEGIN" + JSON.stringify({told}) + "END";
});
"""
MILLIMETRES = 25.4 / 96.0  # a pixel

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")


def opened(path: Path, place: Path, *options: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    return subprocess.run(
        [CHROMIUM, *QUIET, f"--user-data-dir={place / 'profile'}", *options, path.as_uri()],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def written(text: str, place: Path) -> Path:
    path = place / "report.html"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def pages(run: RunFolder, checked: RunFolder, studies: Mapping[str, Folder]) -> dict[str, str]:
    """A page of each kind; that of the run has all studies beside it."""
    return {
        "run": page(run, list(studies.values())),
        "checks": page(checked),
        **{name: page(folder) for name, folder in studies.items()},
    }


@needs_chromium
@pytest.mark.parametrize("name", ["run", "checks", *STUDIES])
def test_nothing_is_said_on_the_console(
    name: str, pages: Mapping[str, str], tmp_path: Path
) -> None:
    done = opened(written(pages[name], tmp_path), tmp_path, "--enable-logging=stderr", "--dump-dom")
    assert "<h1" in done.stdout
    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line] == []


@needs_chromium
@pytest.mark.parametrize(
    ("before", "after", "forbidden"),
    [
        ("<main>", '<main style="color: red">', "style"),
        ("</main>", '<img src="http://hotline.invalid/a.png" alt="a"></main>', "hotline.invalid"),
        ("</main>", "<script>document.title = 'x'</script></main>", "script"),
    ],
)
def test_what_the_policy_forbids_would_be_said(
    before: str, after: str, forbidden: str, pages: Mapping[str, str], tmp_path: Path
) -> None:
    text = pages["discovery"].replace(before, after, 1)
    done = opened(written(text, tmp_path), tmp_path, "--enable-logging=stderr", "--dump-dom")
    assert any("CONSOLE" in line and forbidden in line for line in done.stderr.splitlines())


def scripted(text: str, script: str) -> str:
    """A page without its policy, so that a test may look at it from within."""
    return re.sub(r"<meta http-equiv=[^>]*>", "", text).replace(
        "</body>", f"<script>{script}</script></body>"
    )


# It answers whatever the script says.
def answered(path: Path, place: Path, *options: str) -> Any:  # noqa: ANN401
    done = opened(path, place, *options, "--virtual-time-budget=60000", "--dump-dom")
    told = re.search(r"BEGIN(.*)END", done.stdout, re.DOTALL)
    assert told, done.stdout[-500:]
    return json.loads(told[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


@needs_chromium
@pytest.mark.parametrize(
    ("name", "dark"),
    [
        *((name, False) for name in ("run", *STUDIES)),
        # Axe takes minutes for a page of a run: the same page in other colours, or with checks.
        *(
            pytest.param(*page, marks=pytest.mark.slow)
            for page in (("run", True), ("checks", False))
        ),
    ],
)
def test_axe_finds_nothing(
    name: str, pages: Mapping[str, str], tmp_path: Path, *, dark: bool
) -> None:
    library = files(
        pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    )
    axe = (
        library.joinpath("axe.min.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
    )
    text = pages[name].replace("<details>", "<details open>")
    if dark:
        text = text.replace("@media (prefers-color-scheme: dark)", "@media all")
    found = answered(written(scripted(text, f"{axe}</script><script>{AXE}"), tmp_path), tmp_path)
    assert found["told"] == []
    assert found["passed"] > 20


@needs_chromium
@pytest.mark.parametrize("name", ["run", "checks", *STUDIES])
def test_a_printed_figure_fits_on_a_sheet_and_is_not_cut(
    name: str, pages: Mapping[str, str], tmp_path: Path
) -> None:
    text = (
        pages[name]
        .replace("@media print", "@media all")
        .replace("max-width: none", "max-width: 182mm")
    )
    found = answered(
        written(scripted(text, FIGURES), tmp_path), tmp_path, "--window-size=1200,1000"
    )
    assert found["wide"] * MILLIMETRES <= 182.0 + 0.5, (
        "a wider table makes the whole page small in print"
    )
    assert len(found["told"]) == text.count("<figure>") > 0
    for height, width, natural, inside in found["told"]:
        assert natural > 0, "the picture could be read"
        assert inside == "avoid"
        assert height * MILLIMETRES < 279.4 - 2 * 16.0, "a sheet of letter paper, the lower one"
        assert width * MILLIMETRES <= 182.0 + 0.5, "the text of a sheet of A4, the narrower one"


@needs_chromium
@pytest.mark.parametrize("name", ["run", "sweep"])
def test_on_a_narrow_screen_pictures_stay_readable_and_only_they_are_scrolled(
    name: str, pages: Mapping[str, str], tmp_path: Path
) -> None:
    found = answered(
        written(scripted(pages[name], NARROW), tmp_path), tmp_path, "--window-size=500,900"
    )
    assert found["inner"] <= 520
    assert found["page"] <= found["inner"]
    assert min(found["images"]) >= 34 * 16


@needs_chromium
def test_rules_assumptions_of_the_scenario_and_stress_items_are_printed(
    pages: Mapping[str, str], tmp_path: Path
) -> None:
    text = pages["run"].replace("@media print", "@media all")
    found = dict(answered(written(scripted(text, FOLDED), tmp_path), tmp_path)["told"])
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


@needs_chromium
def test_it_prints(run: RunFolder, tmp_path: Path) -> None:
    pdf = tmp_path / "report.pdf"
    opened(
        written(page(run), tmp_path), tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={pdf}"
    )
    content = pdf.read_bytes()
    assert content.startswith(b"%PDF")
    assert len(content) > 50_000
