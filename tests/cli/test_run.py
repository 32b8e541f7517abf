"""``hotline run`` from outside: the same bytes however it is run, stopped and resumed; faults told,
nothing half done.
"""

from __future__ import annotations

import json
import os
import pty
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from sim.cli import main
from sim.domain.events import Begin, PressureChange
from sim.domain.events.log import ByKind
from sim.output.storage.checkpoint import FILE as WORLDS
from sim.output.storage.run_folder import open_run
from sim.output.storage.typical_world import read_worlds
from tests.doomed import PATIENCE, End, doomed, ended
from tests.summaries import damage_said

CONTENT = ("outcomes.parquet", "paths.parquet", "scenario.yaml", "summary.json", "worlds.jsonl")
MANY = 120  # worlds: several blocks for each process
UNDER_WAY = 20  # a step at which some records are kept, and some worlds are still missing
BARE = ("--no-charts", "--no-report")


def words(tiny: Path, out: Path, *more: str, n: int = 12) -> list[str]:
    return [
        "run",
        str(tiny),
        "-n",
        str(n),
        "--seed",
        "7",
        "--out",
        str(out),
        "--name",
        "x",
        *BARE,
        *more,
    ]


def content(out: Path) -> dict[str, bytes]:
    return {name: (out / "tiny" / "x" / name).read_bytes() for name in CONTENT}


@pytest.fixture(scope="module")
def undisturbed(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed")
    assert main.status(words(tiny, out, "--jobs", "1", n=MANY)) == 0
    return content(out)


def test_it_prints_a_table_and_says_where_the_results_are(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(words(tiny, tmp_path, "--jobs", "1")) == 0
    said = capsys.readouterr()
    assert said.out.startswith("Tiny\nscenario tiny, digest ")
    for text in (
        "seed 7",
        "12 worlds",
        "3 arms",
        "consult less unilateral",
        "too few pairs",
        "too rare to tell",
        "not a forecast",
    ):
        assert text in said.out
    assert max(map(len, said.out.splitlines())) <= 100
    assert said.err == f"results in {tmp_path}/tiny/x\n"
    assert damage_said(tmp_path / "tiny" / "x") == ""


def test_quiet_means_tables_and_where_they_come_from(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(words(tiny, tmp_path, "--jobs", "1", "--quiet")) == 0
    assert capsys.readouterr().err == f"results in {tmp_path}/tiny/x\n"


def test_all_outcomes_can_be_asked_for(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(words(tiny, tmp_path, "--jobs", "1", "--all-outcomes")) == 0
    assert "yearly cost" in capsys.readouterr().out


def test_json_is_one_document(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status([*words(tiny, tmp_path, "--jobs", "1", "--json"), str(tiny)]) == 0
    said = capsys.readouterr().out
    document = json.loads(said)
    assert document["schema"] == 1
    assert [run["summary"]["seed"] for run in document["runs"]] == [7, 7]
    assert document["runs"][0]["content"] == open_run(tmp_path / "tiny" / "x").manifest.content_hash


def test_arms_and_inputs_can_be_chosen(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main.status(
            words(tiny, tmp_path, "--jobs", "1", "--arms", "joint, consult", "--set", "horizon=5 d")
        )
        == 0
    )
    run = open_run(tmp_path / "tiny" / "x")
    assert (run.arms, run.baseline) == (("consult", "joint"), "consult")
    assert run.summary.arms["joint"].horizon_h == 120
    assert (
        run.manifest.command
        == f"hotline run {tiny} -n 12 --seed 7 --arms consult,joint --set 'horizon=5 d'"
    )
    assert "joint less consult" in capsys.readouterr().out


@pytest.mark.parametrize(("jobs", "hashes"), [(1, "1"), (2, "2"), (4, "random")])
def test_workers_and_hash_seeds_change_no_byte(
    tiny: Path, tmp_path: Path, undisturbed: dict[str, bytes], jobs: int, hashes: str
) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "sim", *words(tiny, tmp_path, "--jobs", str(jobs), n=MANY)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": hashes},
    )
    assert process.returncode == 0, process.stderr
    assert content(tmp_path) == undisturbed


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_run_says_how_to_go_on_and_ends_in_the_same_bytes(
    tiny: Path, tmp_path: Path, undisturbed: dict[str, bytes], jobs: str
) -> None:
    command = words(tiny, tmp_path, "--jobs", jobs, n=MANY)
    exit_status, said = ended(command, tmp_path, End(UNDER_WAY, how=signal.SIGINT))
    assert exit_status == 130
    assert f"of {MANY} worlds are kept. To go on:\n  hotline run " in said
    assert said.rstrip().endswith("interrupted.")
    assert "Traceback" not in said
    assert not (tmp_path / "tiny" / "x" / "manifest.json").exists()
    assert main.status([*command, "--resume"]) == 0
    assert content(tmp_path) == undisturbed


def test_a_killed_run_can_be_resumed_to_the_same_bytes(
    tiny: Path, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    command = words(tiny, tmp_path, "--jobs", "2", n=MANY)
    exit_status, _ = ended(command, tmp_path, End(UNDER_WAY))
    assert exit_status == -signal.SIGKILL
    assert main.status([*command, "--resume"]) == 0
    assert content(tmp_path) == undisturbed


def test_workers_do_not_outlive_a_killed_parent(tiny: Path, tmp_path: Path) -> None:
    process = doomed(
        words(tiny, tmp_path, "--jobs", "2", n=MANY), tmp_path, End(UNDER_WAY, whom="itself")
    )
    process.communicate(timeout=PATIENCE)  # until no worker has stderr open any more
    assert process.returncode == -signal.SIGKILL


def test_a_full_disk_stops_a_run_that_can_be_resumed(
    tiny: Path, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    """A limit on the size of files stands in for the disk: writing fails likewise, wherever tests
    run.
    """
    command = words(tiny, tmp_path, "--jobs", "1", n=MANY)
    process = subprocess.run(
        [sys.executable, "-m", "sim", *command],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000)),
    )
    assert process.returncode == 1
    assert "cannot write" in process.stderr
    assert "File too large" in process.stderr
    assert "--resume" in process.stderr
    assert "Traceback" not in process.stderr
    # No hidden file either.
    assert sorted(os.listdir(tmp_path / "tiny" / "x")) == [WORLDS]  # noqa: PTH208
    assert main.status([*command, "--resume"]) == 0
    assert content(tmp_path) == undisturbed


def test_all_scenarios_are_read_before_any_is_run(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.yaml").write_text("schema: 1\ntitel: x\n")
    (tmp_path / "worse.yaml").write_text("schema: 1\nhorizn: x\n")
    arguments = [
        *words(tiny, tmp_path / "out"),
        str(tmp_path / "bad.yaml"),
        str(tmp_path / "worse.yaml"),
    ]
    assert main.status(arguments) == 2
    said = capsys.readouterr().err
    assert "titel" in said
    assert "horizn" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("more", "exit_status", "text"),
    [
        (["--arms", "consul"], 2, "no arm 'consul'. Did you mean 'consult'?"),
        (["--name", "../x"], 2, "'../x' cannot name a run"),
        (["--name", ""], 2, "cannot name a run"),
        (["-n", "0"], 2, "0: a number of worlds of at least 1 is expected"),
        (["--seed", "-1"], 2, "-1: a whole number of at least 0 is expected"),
        (["--jobs", "0"], 2, "0: a number of processes of at least 1 is expected"),
        (["--set", "horizn=5 d"], 2, "horizn"),
        (["--resume"], 1, "holds no interrupted run to resume"),
        (["--out", "/dev/null"], 1, "cannot write"),
        (["nowhere.yaml"], 2, "nowhere.yaml"),
    ],
)
def test_what_cannot_be_is_told_and_leaves_nothing(
    tiny: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    more: list[str],
    exit_status: int,
    text: str,
) -> None:
    assert main.status(words(tiny, tmp_path, *more)) == exit_status
    said = capsys.readouterr()
    assert text in said.err
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_shows_progress_and_nothing_else_does(tiny: Path, tmp_path: Path) -> None:
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", *words(tiny, tmp_path, "--jobs", "1")],
        stdout=subprocess.PIPE,
        stderr=child,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(child)
    shown = read_all(parent)
    out, _ = process.communicate(timeout=PATIENCE)
    assert "12/12" in shown
    assert "\x1b[3" not in shown  # no colours: NO_COLOR is set
    assert b"12/12" not in out
    assert out.startswith(b"Tiny\n")


def read_all(terminal: int) -> str:
    """What is shown until nothing has the terminal open; unread, it would fill up and stop who
    writes to it.
    """
    parts: list[bytes] = []
    with (
        os.fdopen(terminal, "rb", buffering=0) as shown,
        suppress(OSError),
    ):  # EIO is how Linux tells the end
        while part := shown.read(65536):
            parts.append(part)
    return b"".join(parts).decode()


def test_charts_and_a_report_are_put_into_the_folder(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [word for word in words(tiny, tmp_path, "--jobs", "1") if word not in BARE]
    assert main.status(arguments) == 0
    assert (tmp_path / "tiny" / "x" / "charts" / "forest.svg").is_file()
    assert "<h1" in (tmp_path / "tiny" / "x" / "report.html").read_text(encoding="utf-8")
    said = capsys.readouterr().err
    assert " charts, report.html\n" in said


def test_one_world_is_kept_in_full_under_every_arm(tiny: Path, tmp_path: Path) -> None:
    assert main.status(words(tiny, tmp_path, "--jobs", "1")) == 0
    folder = open_run(tmp_path / "tiny" / "x")
    logs = read_worlds(folder.path)
    assert tuple(logs) == folder.arms
    assert (
        len({begin.replication for log in logs.values() for _, begin in ByKind(log).all(Begin)})
        == 1
    )
    assert any(ByKind(log).all(PressureChange) for log in logs.values()), "in full"


def test_a_seat_that_waits_for_a_person_is_refused_before_any_world(
    tmp_path: Path, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status([*words(tiny, tmp_path), "--set", "allies.patron.leader.rule=human"]) == 2
    assert "allies.patron.leader.rule: this seat waits for a person" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
