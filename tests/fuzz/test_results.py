"""Results folders, however spoilt, are listed, verified, drawn, packed and removed, or refused in a
sentence; nothing else goes.

A failing case names its number and what was done; ``-k`` with ``HOTLINE_FUZZ=NUMBER`` repeats that
one alone.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from random import Random
from shutil import copytree

import pytest

from tests.fuzz.exam import Wrong, call, expect_word, patient
from tests.fuzz.folders import clear, shown, spoil

SHORT, LONG = 14, 500
NOTES = "my own notes"
#: Every so many cases pages and charts are made, which takes longest.
PAGES = 6


@pytest.fixture(scope="module")
def made(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A run, a sweep and a trial to spoil copies of."""
    out = tmp_path_factory.mktemp("made")
    common = ["--seed", "7", "--out", str(out), "--jobs", "1", "--quiet", "--no-charts", "--name"]
    call("run", str(tiny), "-n", "8", "--no-report", *common, "run").expect(0)
    call(
        "sweep", str(tiny), "-n", "3", "--vary", "terms.patience.base=1h,2d,5d", *common, "sweep"
    ).expect(0)
    call("measures", str(tiny), "-n", "6", "--measures", "liaison_team", *common, "trial").expect(0)
    return sorted(path.parent for path in out.rglob("manifest.json"))


def examine(number: int, made: list[Path], place: Path) -> list[str]:
    """Spoil a copy, but for the first, and put it through all commands; how each ended."""
    dice = Random(f"hotline results {number}")
    folder = place / "out" / "tiny" / "x"
    copytree(dice.choice(made), folder)
    beside = place / "out" / "tiny" / "notes.txt"
    beside.write_text(NOTES)
    done = spoil(folder, dice) if number else "left sound"
    try:
        with patient():
            ends = [
                f"{words[0]} {_end(*words)}"
                for words in _commands(folder, place, pages=number % PAGES == 0)
            ]
        assert beside.read_text() == NOTES
    except Wrong as error:
        raise Wrong(f"case {number}, {done}: repeat with HOTLINE_FUZZ={number}\n{error}") from error
    finally:
        clear(place / "out")
        clear(place / "to")
    return ends


def _commands(folder: Path, place: Path, *, pages: bool) -> list[list[str]]:
    run, to = str(folder), place / "to"
    to.mkdir()
    drawn = [["plot", run, "--to", str(to / "charts")], ["report", run]] if pages else []
    return [
        ["results", "list", "--out", str(place / "out")],
        ["results", "list", "--json", "--out", str(place / "out")],
        ["results", "info", run],
        ["results", "info", run, "--json"],
        ["results", "verify", run],
        ["plot", run, "--list"],
        *drawn,
        ["results", "export", run, "--to", str(to / "a.csv")],
        ["results", "export", run, "--to", str(to / "a.zip")],
        ["results", "verify", run, "--repair"],
        ["results", "remove", run, "--yes"],
    ]


def _end(*words: str) -> str:
    said = call(*words)
    expect_word(said, 0, 1, 2)
    return ("done", "failed", "refused")[said.status]


def campaign(
    numbers: range, made: list[Path], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = os.environ.get("HOTLINE_FUZZ")
    counts: Counter[str] = Counter()
    failures = []
    for number in [int(one)] if one else numbers:
        try:
            counts.update(examine(number, made, place))
        except Wrong as error:
            failures.append(str(error))
    with capsys.disabled():
        sys.stdout.write(f"\nresults folders: {len(numbers)} tried: {shown(counts)}\n")
    assert not failures, "\n\n".join(failures[:10])
    assert one or (
        counts["results failed"]
        and counts["results done"]
        and counts["plot failed"]
        and counts["plot done"]
    )


def test_spoilt_results_hurt_no_command(
    made: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    campaign(range(SHORT), made, tmp_path, capsys)


@pytest.mark.slow
def test_many_spoilt_results_hurt_no_command(
    made: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    campaign(range(SHORT, SHORT + LONG), made, tmp_path, capsys)
