"""Closed streams, readers that go away, full ones and narrow encodings end no command with a stack
trace, nor spoil results.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from sim.output.storage.run_folder import open_run
from tests.commands import words
from tests.doomed import PATIENCE
from tests.summaries import damage_said

ANSWERS = {
    "help": ["--help"],
    "version": ["--version"],
    "list": ["list"],
    "schema": ["schema"],
    "check": ["check", "TINY"],
    "show": ["show", "TINY"],
    "trace": ["trace", "TINY"],
}
RUN = ("run", "-n", "6", "--no-charts", "--no-report", "--jobs", "1")

answer = pytest.mark.parametrize("asked", ANSWERS.values(), ids=ANSWERS.keys())


def shell(
    command: list[str], rest: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The command within bash, with ``rest`` after it."""
    line = f"{shlex.join([sys.executable, '-m', 'sim', *command])} {rest}"
    return subprocess.run(
        ["/bin/bash", "-c", line],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        env={**os.environ, **(environment or {})},
    )


def asked_of(asked: list[str], tiny: Path) -> list[str]:
    return [str(tiny) if word == "TINY" else word for word in asked]


@answer
@pytest.mark.parametrize(
    "closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-", "| true; exit ${PIPESTATUS[0]}"]
)
def test_a_stream_that_is_not_there(asked: list[str], closed: str, tiny: Path) -> None:
    done = shell(asked_of(asked, tiny), closed)
    assert (done.returncode, done.stderr) == (0, "")


@answer
def test_a_full_stdout_is_told_in_a_sentence(asked: list[str], tiny: Path) -> None:
    done = shell(asked_of(asked, tiny), ">/dev/full")
    assert (done.returncode, done.stderr) == (
        1,
        "Error: No space left on device: standard output\n",
    )


@pytest.mark.parametrize(
    "rest", [">&-", "2>/dev/full", ">&- 2>&- <&-", "2>&1 | true; exit ${PIPESTATUS[0]}"]
)
def test_a_run_is_whole_whoever_reads(rest: str, tiny: Path, tmp_path: Path) -> None:
    done = shell(words(RUN, tiny, tmp_path), rest)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert damage_said(tmp_path / "tiny" / "x") == ""


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}],
    ids=["asked", "locale"],
)
def test_a_narrow_encoding_escapes_what_it_lacks(
    environment: dict[str, str], tiny: Path, tmp_path: Path
) -> None:
    other = tmp_path / "dashed.yaml"
    other.write_text(
        tiny.read_text(encoding="utf-8").replace("title: Tiny", "title: Tiny é 😀"),
        encoding="utf-8",
    )
    done = shell([*words(RUN, other, tmp_path), "--json", "--quiet"], "", environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
    assert json.loads(done.stdout)["runs"][0]["summary"]["scenario"]["title"] == "Tiny é 😀"


@pytest.mark.parametrize("kib", [40_000, 250_000, 400_000])
def test_too_little_memory_is_told_in_a_sentence(kib: int, tiny: Path, tmp_path: Path) -> None:
    line = (
        f"ulimit -v {kib}; exec"
        f" {shlex.join([sys.executable, '-m', 'sim', *words(RUN, tiny, tmp_path)])}"
    )
    done = subprocess.run(
        ["/bin/bash", "-c", line], capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 1, done.stderr
    [said] = done.stderr.splitlines()
    assert said.startswith("Error: not enough memory")


@pytest.mark.parametrize("asked", [["new", "fresh"], list(RUN)], ids=["new", "run"])
def test_a_folder_that_is_gone_is_told_in_a_sentence(
    asked: list[str], tiny: Path, tmp_path: Path
) -> None:
    """Whoever removes the folder in which a shell stands calls from nowhere."""
    gone = tmp_path / "gone"
    gone.mkdir()
    name, *rest = asked
    words_ = [name, *([] if name == "new" else [str(tiny)]), *rest]
    line = f"cd {gone} && rmdir {gone} && {shlex.join([sys.executable, '-m', 'sim', *words_])}"
    done = subprocess.run(
        ["/bin/bash", "-c", line], capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 1
    [said] = done.stderr.splitlines()
    assert (
        "the folder in which this was called has been removed. Change to one that is there." in said
    )


@pytest.mark.parametrize(
    "more",
    [pytest.param(["-X", "dev", "-W", "error"], marks=pytest.mark.slow), ["-OO"]],
    ids=["dev", "without asserts"],
)
def test_how_python_is_started_changes_nothing(more: list[str], tiny: Path, tmp_path: Path) -> None:
    """Warnings as errors find what is not put away; without asserts and docstrings results are the
    same.
    """
    found = []
    for at, options in enumerate(([], more)):
        line = [
            sys.executable,
            *options,
            "-m",
            "sim",
            *words(RUN, tiny, tmp_path / str(at), "--quiet"),
        ]
        done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=PATIENCE)
        assert (done.returncode, done.stderr) == (0, f"results in {tmp_path / str(at)}/tiny/x\n")
        found.append((done.stdout, open_run(tmp_path / str(at) / "tiny" / "x").manifest.content))
    assert found[0] == found[1]
