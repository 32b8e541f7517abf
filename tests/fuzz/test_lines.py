"""No command line ends in a fault of the program's own, whatever its options and values; a failing
one is printed whole.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from sim.cli.doctor.library_probe import Findings
from sim.cli.main import COMMANDS
from tests.fuzz.exam import Wrong, call, expect_word, patient
from tests.fuzz.folders import clear, shown
from tests.fuzz.lines import BASES, line

SHORT, LONG = 40, 1200
WAITS = "delay_h\n" + "".join(f"{0.5 + 0.37 * (number * 7 % 23):.2f}\n" for number in range(40))


@pytest.fixture(scope="module")
def places(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Where a scenario, waits, results and new files are."""
    folder = tmp_path_factory.mktemp("lines")
    (folder / "waits.csv").write_text(WAITS)
    call(
        "run",
        str(tiny),
        "-n",
        "6",
        "--no-report",
        "--no-charts",
        "--jobs",
        "1",
        "--quiet",
        "--out",
        str(folder / "made"),
        "--name",
        "x",
    ).expect(0)
    return {
        "TINY": tiny,
        "WAITS": folder / "waits.csv",
        "RUN": folder / "made" / "tiny" / "x",
        "OUT": folder / "out",
    }


def campaign(
    numbers: range, places: Mapping[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    counts: Counter[str] = Counter()
    failures = []
    for number in numbers:
        words = line(number, places)
        places["OUT"].mkdir(exist_ok=True)
        try:
            with patient():
                said = call(*words)
            expect_word(said, 0, 1, 2, 3)
            counts[("done", "failed", "refused", "missed")[said.status]] += 1
        except Wrong as error:
            failures.append(f"line {number}: {words!r}\n{error}")
        clear(places["OUT"])
    with capsys.disabled():
        sys.stdout.write(f"\ncommand lines: {len(numbers)} tried: {shown(counts)}\n")
    assert not failures, "\n\n".join(failures[:10])
    assert counts["done"]
    assert counts["refused"]


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a line writes where it stands goes to a folder of its own; no process loads all
    libraries.
    """
    monkeypatch.setattr("sim.cli.doctor.library_probe.findings", lambda _: Findings())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.mark.usefixtures("apart")
def test_no_command_line_hurts(
    places: Mapping[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    first = int(os.environ.get("HOTLINE_FUZZ", "0"))
    campaign(range(first, first + (SHORT if not first else 1)), places, capsys)


@pytest.mark.slow
@pytest.mark.usefixtures("apart")
def test_no_command_line_of_many_hurts(
    places: Mapping[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    campaign(range(SHORT, SHORT + LONG), places, capsys)


def test_every_command_is_tried() -> None:
    assert set(BASES) == set(COMMANDS)
