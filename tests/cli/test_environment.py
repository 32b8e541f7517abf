"""No variable of the environment changes what is drawn, or stops a command; signals that stop and
continue change nothing either.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

#: Variables of other programs, of the terminal and of Python, at their worst, all at once.
HOSTILE = {
    "COLUMNS": "garbage",
    "LINES": "-3",
    "TERM": "dumb",
    "NO_COLOR": "",
    "FORCE_COLOR": "1",
    "HOME": "/nonexistent",
    "MPLBACKEND": "garbage",
    "MPLCONFIGDIR": "/proc/nope",
    "XDG_CONFIG_HOME": "/proc/nope",
    "XDG_CACHE_HOME": "/proc/nope",
    "TMPDIR": "/nonexistent",
    "LC_ALL": "POSIX",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONHASHSEED": "77",
    "PYTHONTZPATH": "/nonexistent",
    "SOURCE_DATE_EPOCH": "garbage",
    "TZ": "Nowhere/Never",
}


def command(words: list[str], place: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sim", *words],
        env={**os.environ, **more},
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )


def drawn(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "charts").iterdir()}


@pytest.mark.slow
def test_a_hostile_environment_changes_no_byte(tiny: Path, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    words = ["run", str(tiny), "-n", "2", "--seed", "7", "--out", str(tmp_path)]
    for name, more in {"plain": dict[str, str](), "odd": HOSTILE}.items():
        done = command([*words, "--jobs", "2", "--name", name], root, **more)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
    folders = [tmp_path / "tiny" / name for name in ("plain", "odd")]
    assert drawn(folders[0]) == drawn(folders[1])
    for words in (["check", str(tiny)], ["list"], ["report", str(folders[1])]):
        done = command(words, root, **HOSTILE)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_no_variable_alone_stops_a_command(name: str, tiny: Path, tmp_path: Path) -> None:
    root, more = Path(__file__).parents[2], {name: HOSTILE[name]}
    words = ["run", str(tiny), "-n", "2", "--jobs", "1", "--out", str(tmp_path), "--name", "x"]
    for asked in (words, ["plot", str(tmp_path / "tiny" / "x"), "--format", "png"]):
        done = command(asked, root, **more)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_run_that_is_stopped_goes_on(tiny: Path, tmp_path: Path) -> None:
    words = ["run", str(tiny), "-n", "40", "--jobs", "2", "--out", str(tmp_path), "--name", "x"]
    with subprocess.Popen(
        [sys.executable, "-m", "sim", *words, "--no-charts", "--no-report", "--quiet"],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
    ) as run:
        os.killpg(run.pid, signal.SIGSTOP)
        os.killpg(run.pid, signal.SIGCONT)
        assert run.wait() == 0
    assert (tmp_path / "tiny" / "x" / "manifest.json").is_file()
