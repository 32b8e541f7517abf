"""The report in headless Chromium: nothing on the console, nothing that axe finds, and a PDF. Skipped where there is none."""

from __future__ import annotations

import json
import re
import subprocess
from importlib.resources import files
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from sim.output.report.page import page
from sim.output.store import RunFolder

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage",
         "--host-resolver-rules=MAP * ~NOTFOUND")  # fmt: skip
AXE = """
axe.run(document, {runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}).then(found => {
  const told = found.violations.map(one => ({id: one.id, nodes: one.nodes.map(node => node.html.slice(0, 120))}));
  document.documentElement.innerHTML = "<body><pre></pre></body>";
  document.querySelector("pre").textContent = "BEGIN" + JSON.stringify({told, passed: found.passes.length}) + "END";
});
"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")


def opened(path: Path, place: Path, *options: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    return subprocess.run(
        [CHROMIUM, *QUIET, f"--user-data-dir={place / 'profile'}", *options, path.as_uri()],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def written(text: str, place: Path) -> Path:
    path = place / "report.html"
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_is_said_on_the_console(run: RunFolder, tmp_path: Path) -> None:
    done = opened(written(page(run), tmp_path), tmp_path, "--enable-logging=stderr", "--dump-dom")
    assert "<h1" in done.stdout
    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line] == []


def test_what_the_policy_forbids_would_be_said(run: RunFolder, tmp_path: Path) -> None:
    text = page(run).replace("<main>", '<main style="color: red">', 1)
    done = opened(written(text, tmp_path), tmp_path, "--enable-logging=stderr", "--dump-dom")
    assert any("CONSOLE" in line and "style" in line for line in done.stderr.splitlines())


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(run: RunFolder, tmp_path: Path, *, dark: bool) -> None:
    library = files(pytest.importorskip("axe_core_python", reason="axe-core-python is not installed"))
    axe = library.joinpath("axe.min.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
    text = re.sub(r"<meta http-equiv=[^>]*>", "", page(run)).replace("<details>", "<details open>")
    if dark:
        text = text.replace("@media (prefers-color-scheme: dark)", "@media all")
    text = text.replace("</body>", f"<script>{axe}</script><script>{AXE}</script></body>")
    done = opened(written(text, tmp_path), tmp_path, "--virtual-time-budget=60000", "--dump-dom")
    told = re.search(r"BEGIN(.*)END", done.stdout, re.DOTALL)
    assert told, done.stdout[-500:]
    found: dict[str, Any] = json.loads(told[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    assert found["told"] == []
    assert found["passed"] > 20


def test_it_prints(run: RunFolder, tmp_path: Path) -> None:
    pdf = tmp_path / "report.pdf"
    opened(written(page(run), tmp_path), tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    content = pdf.read_bytes()
    assert content.startswith(b"%PDF")
    assert len(content) > 50_000
