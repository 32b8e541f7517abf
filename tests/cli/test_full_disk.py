"""A disk that is full in the middle of a study: one clear error, and the same command then ends in
the same bytes.

A limit on the size of files stands in for the disk: writing fails likewise, wherever tests run.
"""

from __future__ import annotations

import resource
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import main
from tests.commands import words

SWEEP = (
    "sweep",
    "-n",
    "40",
    "--vary",
    "terms.patience.base=1h,2d,5d",
    "--break-even",
    "burden",
    "--outcomes",
    "all",
)
TRIAL = ("measures", "-n", "30", "--measures", "liaison_team,encrypted_channels")
SENSITIVITY = (
    "sensitivity",
    "--paths",
    "terms.patience.base,adversary.threat.growth",
    "--worlds",
    "40",
    "--samples",
    "60",
)
DISCOVERY = (
    "discover",
    "--fresh",
    "20",
    "--paths",
    "terms.patience.base,adversary.threat.growth",
    "--worlds",
    "8",
    "--samples",
    "64",
)
ALONE = ("--no-charts", "--quiet", "--jobs", "1")
STUDIES = {
    "sweep": (SWEEP, 20_000),
    "trial": (TRIAL, 20_000),
    "sensitivity": (SENSITIVITY, 4_000),
    "discovery": (DISCOVERY, 4_000),
}


def content(out: Path) -> dict[str, bytes]:
    folder = out / "tiny" / "x"
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    files.pop("manifest.json")
    return files


@pytest.mark.parametrize(
    "study",
    [pytest.param(name, marks=() if name == "sweep" else pytest.mark.slow) for name in STUDIES],
)
def test_a_full_disk_stops_a_study_that_then_goes_on(
    study: str, tiny: Path, tmp_path: Path
) -> None:
    asked, limit = STUDIES[study]
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, "-m", "sim", *words(asked, tiny, out, *ALONE)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 1, done.stderr
    *said, error = done.stderr.strip().splitlines()
    assert error.startswith(f"Error: cannot write {out}/tiny/x/")
    assert "File too large. Make room there" in error
    assert "Traceback" not in done.stderr
    assert any("kept" in line for line in said)
    [again] = [line for line in said if line.startswith("  hotline ")]
    assert not (out / "tiny" / "x" / "manifest.json").exists()
    assert main.status([*shlex.split(again)[1:], "--quiet"]) == 0
    assert main.status(words(asked, tiny, tmp_path / "undisturbed", *ALONE)) == 0
    assert content(out) == content(tmp_path / "undisturbed")
