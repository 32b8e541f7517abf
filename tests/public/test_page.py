"""The page on Python runs as it stands, and names all that is public."""

from __future__ import annotations

import inspect
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import sim

BLOCK = re.compile(r"^```python(?P<mark>[^\n]*)\n(?P<code>.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_page_on_python_runs_as_it_stands(root: Path, tmp_path: Path) -> None:
    page = (root / "docs/python.md").read_text(encoding="utf-8")
    blocks = [block["code"] for block in BLOCK.finditer(page) if "no-run" not in block["mark"]]
    assert len(blocks) == 4
    shutil.copytree(root / "scenarios", tmp_path / "scenarios")
    script = tmp_path / "page.py"
    script.write_text("\n".join(blocks), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-W", "error", script.name],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "courses.png").stat().st_size > 0


def test_the_page_names_all_that_is_public(root: Path) -> None:
    page = (root / "docs/python.md").read_text(encoding="utf-8")
    unnamed = {"__version__", "LoadedScenario", "Results"}
    assert [name for name in sim.__all__ if name not in unnamed and f"`{name}" not in page] == []
    attributes = [name for name in vars(sim.Results) if not name.startswith("_")]
    assert [
        name
        for name in attributes
        if f"`{name}" not in page and f"{name}`" not in page and name != "manifest"
    ] == []


def test_arguments_and_attributes_that_the_page_names_exist(root: Path) -> None:
    page = (root / "docs/python.md").read_text(encoding="utf-8")
    functions = page.split("## Functions", 1)[1].split("## Results", 1)[0]
    rows = re.findall(r"^\| `(\w+)\(([^)]*)\)`", functions, re.MULTILINE)
    assert len(rows) >= 9
    for name, words in rows:
        known = inspect.signature(getattr(sim, name)).parameters
        named = {word.strip().removesuffix("=") for word in words.split(",")} - {"...", ""}
        assert named <= known.keys(), name
    [of_fit] = [line for line in page.splitlines() if line.startswith("| `fit(")]
    returned = of_fit.split("returns a", 1)[1]
    assert [name for name in re.findall(r"`(\w+)`", returned) if name != "Fitting"]
    assert all(hasattr(sim.Fitting, n) for n in re.findall(r"`(\w+)`", returned) if n != "Fitting")
