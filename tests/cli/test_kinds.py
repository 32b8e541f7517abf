"""Options that mean one thing: numbers told in a sentence, older names that still work, one name in
every command.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import click
import pytest

from sim.cli.main import COMMANDS, status
from sim.cli.option_types import Option, Real, Whole
from tests.commands import words


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert status([*arguments]) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("-n", "1e3", "1e3: a whole number is expected, such as 1000"),
        ("-n", "1,000", "1,000: a whole number is expected, such as 1000"),
        ("-n", "2.5", "2.5: a whole number is expected, such as 1"),
        ("-n", "abc", "abc: a whole number is expected, such as 1"),
        ("-n", "1e99999999", "a whole number is expected"),
        ("-n", "0", "0: a number of worlds of at least 1 is expected"),
        ("-n", "1000000000000", "a number of worlds of at most 10000000 is expected"),
        ("--seed", "-1", "-1: a whole number of at least 0 is expected"),
        ("--seed", "1" + "0" * 99, "a whole number of at most 9223372036854775807 is expected"),
        ("--jobs", "0", "0: a number of processes of at least 1 is expected"),
        ("--jobs", "100000", "100000: a number of processes of at most"),
    ],
)
def test_numbers_of_a_run(
    tiny: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, said: str
) -> None:
    assert said in refused(capsys, "run", str(tiny), option, value)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["trace", "-k", "abc"], "'-k' / '--world': abc: a whole number is expected"),
        (["trace", "-k", "-1"], "the number of a world of at least 0"),
        (["sweep", "--vary", "terms.patience.base=1d,2d", "-n", "1e2"], "such as 100"),
        (["discover", "-n", "0"], "'-n' / '--worlds': 0: a number of worlds of at least 1"),
        (["discover", "--samples", "1e2"], "such as 100"),
        (["sensitivity", "--swing", "ten"], "ten: a number is expected, such as 10"),
        (["sensitivity", "--swing", "0"], "0: a number above 0 to 100 is expected"),
        (["measures", "--budget", "nan"], "nan: a number is expected"),
        (["measures", "--budget", "5 %"], "% has no meaning here"),
    ],
)
def test_numbers_of_other_commands(
    tiny: Path, capsys: pytest.CaptureFixture[str], asked: list[str], said: str
) -> None:
    name, *own = asked
    assert said in refused(capsys, name, str(tiny), *own)


def test_a_percentage_where_one_is_meant() -> None:
    assert Real(0, 100, percent=True).convert("10 %", None, None) == 10.0
    assert Whole(0, 10).convert(" 7 ", None, None) == 7


#: What an option that several commands have is called, and its older names.
ONE_NAME = {"--replications": "--worlds", "--replication": "--world", "--baseline": "--against"}


@pytest.mark.parametrize("name", COMMANDS)
def test_an_older_name_is_never_the_only_one(name: str) -> None:
    command = import_module(COMMANDS[name][0]).command
    context = click.Context(command)
    for param in command.params:
        for older, newer in ONE_NAME.items():
            if older in param.opts:
                assert newer in param.opts
                assert isinstance(param, Option)
                record = param.get_help_record(context)
                assert record is not None
                assert older not in record[0]
                assert newer in record[0]


@pytest.mark.parametrize("name", ["run", "sweep", "measures", "sensitivity", "discover"])
def test_every_command_that_simulates_takes_its_worlds_alike(name: str) -> None:
    opts = [param.opts for param in import_module(COMMANDS[name][0]).command.params]
    assert ["-n", "--worlds", "--replications"] in opts


@pytest.mark.parametrize(
    "name", ["run", "sweep", "trace", "plot", "report", "sensitivity", "discover"]
)
def test_every_command_that_compares_takes_against(name: str) -> None:
    assert any(
        "--against" in param.opts for param in import_module(COMMANDS[name][0]).command.params
    )


def run(tiny: Path, out: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, object]:
    asked = [
        "run",
        str(tiny),
        "--seed",
        "7",
        "--jobs",
        "1",
        "--out",
        str(out),
        "--quiet",
        "--no-charts",
        "--no-report",
    ]
    assert status([*asked, "--json", *more]) == 0
    summary: dict[str, object] = json.loads(capsys.readouterr().out)["runs"][0]["summary"]
    return summary


def test_older_names_of_a_run_mean_the_same(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = run(tiny, tmp_path / "new", capsys, "--worlds", "6", "--against", "joint")
    old = run(tiny, tmp_path / "old", capsys, "--replications", "6", "--baseline", "joint")
    assert new == old
    assert new["baseline"] == "joint"
    assert new["replications"] == 6


def test_two_arms_to_compare_with_have_two_folders(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tiny, tmp_path, capsys, "-n", "6")
    run(tiny, tmp_path, capsys, "-n", "6", "--against", "joint")
    plain, against = sorted((tmp_path / tiny.stem).iterdir())
    assert against.name == f"{plain.name}-against-joint"
    assert "--against joint" in json.loads((against / "manifest.json").read_text())["command"]
    (against / "summary.json").unlink()
    assert status(["results", "verify", str(against), "--repair"]) == 0


def test_an_arm_that_takes_no_part_is_not_compared_with(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "--against: tiny has no arm 'nobody'" in refused(
        capsys, "run", str(tiny), "--against", "nobody"
    )
    said = refused(capsys, "run", str(tiny), "--arms", "joint", "--against", "consult")
    assert "the arm 'consult' is not among --arms: joint" in said


def test_a_finished_run_is_compared_anew_elsewhere(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = run(tiny, tmp_path / "b", capsys, "-n", "6", "--against", "joint", "--name", "x")
    run(tiny, tmp_path / "a", capsys, "-n", "6", "--name", "x")
    folder = tmp_path / "a" / tiny.stem / "x"
    assert "--against needs --to" in refused(capsys, "report", str(folder), "--against", "joint")
    assert "has no arm 'nobody'" in refused(
        capsys, "plot", str(folder), "--against", "nobody", "--to", str(tmp_path)
    )
    for to in ("--to", "--out"):
        assert (
            status(
                [
                    "plot",
                    str(folder),
                    "--against",
                    "joint",
                    "--chart",
                    "forest",
                    to,
                    str(tmp_path / to),
                ]
            )
            == 0
        )
        drawn = (tmp_path / to / "forest.csv").read_text()
        assert ",consult,joint," in drawn
        assert ",joint,unilateral," not in drawn
    assert (
        status(["report", str(folder), "--baseline", "joint", "--to", str(tmp_path / "r.html")])
        == 0
    )
    from sim.output.evidence.other_baseline import seen_against
    from sim.output.storage.codec import plain
    from sim.studies.registry import open_verified

    seen = seen_against(open_verified(folder), "joint")
    assert plain(seen.summary) == wanted
    assert status(["results", "verify", str(folder)]) == 0


def test_only_a_run_is_compared_anew(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = [
        "--vary",
        "terms.patience.base=1d,2d",
        "-n",
        "2",
        "--jobs",
        "1",
        "--no-charts",
        "--quiet",
    ]
    assert status(words(["sweep", *more], tiny, tmp_path)) == 0
    capsys.readouterr()
    said = refused(
        capsys,
        "plot",
        str(tmp_path / tiny.stem / "x"),
        "--against",
        "joint",
        "--to",
        str(tmp_path / "c"),
    )
    assert "only a run is compared anew" in said


def test_older_names_of_a_trace_mean_the_same(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for name in ("-k", "--world", "--replication"):
        assert status(["trace", str(tiny), name, "2"]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] == told[2]
