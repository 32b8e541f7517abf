"""Signals end a command once, in order, with the status that a shell gives them, however many come;
then it can go on.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from sim.cli import main, screen
from tests.commands import words
from tests.doomed import PATIENCE, End, ended, steps

RUN = ("run", "-n", "120", "--no-report")
BARE = ("--no-charts", "--quiet")
UNDER_WAY = 20  # a step at which some worlds of many are kept
VARIED = "adversary.threat.growth,terms.patience.base"
STUDIES = {
    "sweep": ("sweep", "-n", "40", "--vary", "terms.patience.base=1h,2d,5d"),
    "measures": ("measures", "-n", "60", "--measures", "liaison_team,encrypted_channels"),
    "discover": (
        "discover",
        "--fresh",
        "20",
        "--paths",
        VARIED,
        "--worlds",
        "40",
        "--samples",
        "40",
    ),
    "sensitivity": ("sensitivity", "--paths", VARIED, "--worlds", "40", "--samples", "60"),
}

#: Signals that a process has yet to hear, and the mark of one that is ending, as Linux tells them.
PENDING = re.compile(r"^S(?:ig|hd)Pnd:\t(\w+)", re.MULTILINE).findall
EXITING = 0x4

#: Sends itself five interrupts in a row in mid-run, as an impatient user does, and then runs to its
#: end.
INSISTENT = """
import os, signal, sys
from sim.cli import main
from sim.output.storage.checkpoint import Checkpoint

keep = Checkpoint.append

def kept(checkpoint, chunk):
    keep(checkpoint, chunk)
    if chunk.start:
        for _ in range(5):
            os.killpg(0, signal.SIGINT)

Checkpoint.append = kept
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main.run_as_process(sys.argv[1:]))
"""

#: Is started as ``nohup`` and ``&`` start a command, and then sends itself a signal that it hears.
IGNORED = """
import os, signal
from sim.cli.signals import Ended, Signals

signal.signal(signal.SIGINT, signal.SIG_IGN)
Signals().listen()
os.kill(os.getpid(), signal.SIGINT)
try:
    os.kill(os.getpid(), signal.SIGTERM)
except Ended:
    print("ignored, heard")
"""


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
        timeout=PATIENCE,
    )


@pytest.mark.parametrize(
    ("how", "jobs", "whom"),
    [
        pytest.param(how, jobs, whom, marks=() if whom == "itself" and usual else pytest.mark.slow)
        for whom in ("itself", "all")
        for how, jobs, usual in (
            (signal.SIGINT, "1", False),  # as five of them in a row
            (signal.SIGINT, "2", True),
            (signal.SIGTERM, "1", True),
            (signal.SIGTERM, "2", False),  # as of every kind of study
            (signal.SIGHUP, "1", True),
            (signal.SIGHUP, "2", False),
        )
    ],
)
def test_a_signal_ends_a_run_that_can_go_on(
    how: signal.Signals, jobs: str, whom: str, tiny: Path, tmp_path: Path
) -> None:
    command = words(RUN, tiny, tmp_path, *BARE, "--jobs", jobs)
    status, said = ended(command, tmp_path, End(UNDER_WAY, how=how, whom=whom))
    assert status == 128 + how, said
    assert "of 120 worlds are kept. To go on:\n  hotline run " in said
    assert "Traceback" not in said
    assert said.count("Error") == 1
    assert main.status([*command, "--resume"]) == 0


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_five_interrupts_in_a_row_end_as_one(jobs: str, tiny: Path, tmp_path: Path) -> None:
    script = tmp_path / "insistent.py"
    script.write_text(INSISTENT, encoding="utf-8")
    command = words(RUN, tiny, tmp_path, *BARE, "--jobs", jobs)
    done = python(str(script), *command)
    assert done.returncode == 130, done.stderr
    assert done.stderr.endswith("Error: interrupted.\n")
    assert "Traceback" not in done.stderr
    assert main.status([*command, "--resume"]) == 0


def processes_of_group(group: int) -> list[str]:
    """Those that neither have gone nor are on their way, killed already."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has gone meanwhile
            name, _, rest = (place / "stat").read_text().rpartition(")")
            state, _, of, *more = rest.split()
            status = (place / "status").read_text()
            killed = any(int(pending, 16) & 1 << signal.SIGKILL - 1 for pending in PENDING(status))
            if int(of) == group and state not in "ZX" and not int(more[3]) & EXITING and not killed:
                found.append(f"{name}) {state}")
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are told by Linux")
@pytest.mark.parametrize("times", [1, pytest.param(2, marks=pytest.mark.slow), 5])
def test_no_process_outlives_a_command_that_was_interrupted(
    times: int, tiny: Path, tmp_path: Path
) -> None:
    script = tmp_path / "insistent.py"
    script.write_text(INSISTENT.replace("range(5)", f"range({times})"), encoding="utf-8")
    command = words(RUN, tiny, tmp_path, *BARE, "--jobs", "2")
    with (tmp_path / "said").open("wb") as said:  # a pipe would be waited for until all have gone
        process = subprocess.Popen(
            [sys.executable, str(script), *command],
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        assert process.wait(PATIENCE) == 130
    assert processes_of_group(process.pid) == []


@pytest.mark.parametrize(
    "study",
    [
        # A discovery is made part by part, as a sensitivity is.
        pytest.param(study, marks=pytest.mark.slow if study == "discover" else ())
        for study in STUDIES
    ],
)
def test_a_signal_ends_a_study_that_can_go_on(study: str, tiny: Path, tmp_path: Path) -> None:
    command = words(STUDIES[study], tiny, tmp_path, *BARE, "--jobs", "2")
    status, said = ended(command, tmp_path, End(UNDER_WAY, how=signal.SIGTERM))
    assert status == 128 + signal.SIGTERM, said
    assert "kept" in said
    assert said.endswith("Error: ended by SIGTERM.\n")


@pytest.mark.slow
def test_a_signal_while_results_are_written_ends_it_too(tiny: Path, tmp_path: Path) -> None:
    command = words(
        ("run", "-n", "12", "--no-report"), tiny, tmp_path / "a", "--quiet", "--jobs", "1"
    )
    last = steps(command, tmp_path / "a")
    other = words(
        ("run", "-n", "12", "--no-report"), tiny, tmp_path / "b", "--quiet", "--jobs", "1"
    )
    status, said = ended(
        other, tmp_path / "b", End(last - 2, how=signal.SIGINT)
    )  # charts are drawn last
    assert status == 130, said
    assert said.endswith("Error: interrupted.\n")
    assert "Traceback" not in said


def test_an_ignored_interrupt_stays_ignored() -> None:
    done = python("-c", IGNORED)  # its own process: it is ended when it lives on after a signal
    assert (done.returncode, done.stdout) == (0, "ignored, heard\n"), done.stderr


def test_a_folder_removed_in_mid_run_is_told(tiny: Path, tmp_path: Path) -> None:
    script = tmp_path / "gone.py"
    script.write_text(
        INSISTENT.replace(
            "for _ in range(5):\n            os.killpg(0, signal.SIGINT)",
            "import shutil; shutil.rmtree(checkpoint.path.parent, ignore_errors=True)",
        ),
        encoding="utf-8",
    )
    done = python(str(script), *words(RUN, tiny, tmp_path, *BARE, "--jobs", "1"))
    assert done.returncode == 1, done.stderr
    assert (
        done.stderr
        == f"Error: {tmp_path}/tiny/x was removed while the run was writing to it: its worlds are"
        " lost.\n"
    )


def test_a_log_has_a_line_every_half_minute(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [0.0]
    monkeypatch.setattr(screen, "monotonic", lambda: now[-1])
    with screen.progress("x", 1000, done=0, quiet=False) as advance:
        for at, finished in ((10.0, 100), (31.0, 310), (50.0, 500), (62.0, 620)):
            now.append(at)
            advance(finished)
    assert (
        capsys.readouterr().err
        == "x: 310 of 1,000 worlds, about 69 s left\nx: 620 of 1,000 worlds, about 38 s left\n"
    )
    with screen.progress("x", 1000, done=0, quiet=True) as advance:
        now.append(1000.0)
        advance(700)
    assert capsys.readouterr().err == ""
