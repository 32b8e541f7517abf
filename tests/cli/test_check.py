"""``hotline check``: exit statuses, all files told, warnings apart from mistakes, one JSON
document, dry runs.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli.main import status
from sim.domain.inputs.limits import MOST_ARMS

GOOD = """\
schema: 1
title: Good
purpose: P
start: 2026-03-02T06:00Z
horizon: {value: 5 d, source: judgement}
follow_up: {value: 3 d, source: judgement}
arms: {alone: {protocol: unilateral}, asks: {protocol: consult}}
"""


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A sound file without warnings."""
    path = tmp_path / "good.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A sound file with two warnings: an idle channel, and numbers without a source."""
    path = tmp_path / "odd.yaml"
    path.write_text(GOOD + "channels: {spare: {latency: 1 h, security: 0.8}}\n", encoding="utf-8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A file with two mistakes."""
    path = tmp_path / "bad.yaml"
    path.write_text(GOOD.replace("5 d", "5").replace("consult", "consul"), encoding="utf-8")
    return path


def test_a_sound_file(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["check", str(good), "--strict"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith(f"{good}: sound, 2 arms, 0 warnings, digest ")
    assert told.err == ""


def test_a_file_with_mistakes(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["check", str(bad)]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(
        f'{bad}:5:18: horizon: expected a duration such as "90 min" or "3 d", got 5'
    )
    assert lines[1].strip() == "horizon: {value: 5, source: judgement}"
    assert lines[1].index("5") == lines[2].index("^")
    assert f'{bad}:7:56: protocol: there is no protocol "consul" (in arm asks)' in lines
    assert lines[-1] == f"{bad}: 2 mistakes"


def test_all_files_are_told_of(
    good: Path, odd: Path, bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(["check", str(bad), str(good), str(tmp_path / "none.yaml"), str(odd)]) == 2
    told = capsys.readouterr().out
    assert f"{bad}: 2 mistakes" in told
    assert f"{good}: sound" in told
    assert f"{tmp_path / 'none.yaml'}: there is no such file" in told
    assert f"{odd}: sound, 2 arms, 2 warnings" in told


def test_warnings_fail_only_when_strict(odd: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["check", str(odd)]) == 0
    told = capsys.readouterr().out
    assert f"{odd}:8:12: warning: channels.spare: no message may ever use this channel" in told
    assert "2 numbers say no source: channels.spare.latency, channels.spare.security" in told
    assert status(["check", str(odd), "--strict"]) == 2


def test_json_is_one_document(
    good: Path, bad: Path, odd: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(["check", str(good), str(bad), str(odd), "--json"]) == 2
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == 1
    first, second, third = document["files"]
    assert (first["sound"], first["arms"], first["title"]) == (True, ["alone", "asks"], "Good")
    assert [(problem["line"], problem["column"]) for problem in second["problems"]] == [
        (5, 18),
        (7, 56),
    ]
    assert (second["sound"], second["digest"]) == (False, "")
    assert (third["sound"], len(third["warnings"]), third["unsourced"]) == (
        True,
        1,
        ["channels.spare.latency", "channels.spare.security"],
    )


def test_a_dry_run_counts_what_happens(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["check", str(good), "--dry-run", "--json"]) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert [run["arm"] for run in file["dry_runs"]] == ["alone", "asks"]
    assert all(
        run["events"] > 10 and run["seconds"] > 0 and not run["problem"] for run in file["dry_runs"]
    )
    assert [seat["seat"] for seat in file["dry_runs"][1]["seats"]] == ["frontline", "patron"]
    assert status(["check", str(good), "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert f"{good}: asks: {file['dry_runs'][1]['events']} events in " in out
    for seat in file["dry_runs"][1]["seats"]:
        asked = f"{seat['questions']} time{'s' if seat['questions'] != 1 else ''}"
        assert f"{good}: asks: {seat['seat']}: in a game asked {asked}, {seat['read']} " in out


def test_a_seat_that_waits_for_a_person_is_a_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "seat.yaml"
    path.write_text(GOOD + "allies: {frontline: {leader: {rule: human}}}\n", encoding="utf-8")
    assert status(["check", str(path)]) == 2
    out = capsys.readouterr().out
    assert "allies.frontline.leader.rule: this seat waits for a person" in out
    assert "Give it a rule, such as quantal_response." in out


def test_sets_are_checked_too(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["check", str(good), "--set", "horizn=3 d"]) == 2
    assert (
        '--set horizn=3 d: the key "horizn" is not known\n    Did you mean "horizon"?'
        in capsys.readouterr().out
    )


@pytest.mark.parametrize("name", ["two-desks", "northern-front", "strait"])
def test_what_ships_is_sound(name: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["check", str(root / "scenarios" / f"{name}.yaml"), "--strict"]) == 0
    assert "sound" in capsys.readouterr().out


def test_the_smallest_example_has_no_warnings_and_is_short(root: Path) -> None:
    path = root / "scenarios" / "two-desks.yaml"
    assert status(["check", str(path), "--strict"]) == 0
    assert len(path.read_text(encoding="utf-8").splitlines()) < 40


def test_it_need_not_wait_for_arrays_to_be_imported(root: Path) -> None:
    code = (
        "import sys; from sim.cli import main; main.status(sys.argv[1:]); print({'numpy', 'scipy'}"
        " & {*sys.modules})"
    )
    words = [sys.executable, "-c", code, "check", "scenarios/northern-front.yaml"]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


@pytest.mark.parametrize(
    ("study", "told"),
    [
        (
            "{min_worlds: 1}",
            "8:21: study.min_worlds: must be at least 2: one world has no interval",
        ),
        ("{max_worlds: 20}", "8:21: study.max_worlds: must be at least min_worlds, which is 30"),
        ("{min_worlds: 10, max_worlds: 20}", ""),
    ],
)
def test_a_run_that_stops_by_itself_needs_room_to(
    study: str, told: str, good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good.write_text(f"{GOOD}study: {study}\n")
    assert status(["check", str(good)]) == (2 if told else 0)
    assert told in capsys.readouterr().out


@pytest.mark.parametrize(
    ("outcome", "between", "warned"),
    [
        ("struck", "[0.2, 0.5]", True),
        ("struck", "[50 %, 50 %]", True),
        ("struck", "[0.2, 1]", False),
        ("struck", "[0, 0]", False),
        ("peak_rung", "[2.2, 2.7]", True),
        ("peak_rung", "[2.2, 3]", False),
        ("leaks", "[0.5, 0.5]", True),
        ("threat_end", "[0.2, 0.5]", False),
        ("strike_h", "[1.2 h, 1.5 h]", False),
    ],
)
def test_a_check_that_no_world_can_meet_is_warned_of(
    good: Path, capsys: pytest.CaptureFixture[str], outcome: str, between: str, *, warned: bool
) -> None:
    check = f"checks={{a: {{outcome: {outcome}, between: {between}}}}}"
    assert status(["check", str(good), "--set", check]) == 0
    said = capsys.readouterr().out
    assert ("no world can agree: in each" in said) is warned
    assert status(["check", "--strict", str(good), "--set", check]) == (2 if warned else 0)


def test_more_arms_than_can_be_drawn_are_refused(
    good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def arms(many: int) -> str:
        listed = ", ".join(f"a{at}: {{protocol: consult}}" for at in range(many))
        return f"arms={{{listed}, alone: null, asks: null}}"

    assert status(["check", str(good), "--set", arms(MOST_ARMS)]) == 0
    assert status(["check", str(good), "--set", arms(MOST_ARMS + 1)]) == 2
    assert f"at most {MOST_ARMS}" in capsys.readouterr().out
