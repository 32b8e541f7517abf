"""Killed at random moments and called again, runs and studies end in the bytes that they would have
had undisturbed.
"""

from __future__ import annotations

import shutil
import signal
from pathlib import Path
from random import Random

import pytest

from sim.cli import main
from sim.output.storage import canonical_json
from tests.commands import words
from tests.doomed import End, ended, steps

RUN = ("run", "-n", "240", "--no-report")
SHORT_RUN = ("run", "-n", "100", "--no-report")  # ten records, three steps each
SWEEP = ("sweep", "-n", "40", "--vary", "terms.patience.base=1h,2d,5d", "--break-even", "burden")
TRIAL = ("measures", "-n", "60", "--measures", "liaison_team,encrypted_channels")
VARIED = "adversary.threat.growth,terms.patience.base,ladder.cooling.rate"
SENSITIVITY = ("sensitivity", "--paths", VARIED, "--worlds", "12", "--samples", "60")
DISCOVERY = ("discover", "--fresh", "20", "--paths", VARIED, "--worlds", "4", "--samples", "60")
BARE = ("--no-charts", "--quiet")
PRECISE = ("run", "--until-precise", "--set", "study.precision.trust_of_patron=0.02", "--no-report")


def content(out: Path) -> dict[str, bytes]:
    """Every file that the manifest tells the content of."""
    folder = out / "tiny" / "x"
    names = canonical_json.read_object(folder / "manifest.json")["content"].keys() - {"all"}
    return {name: (folder / name).read_bytes() for name in names}


def killed(command: list[str], out: Path, last: int, late: float) -> bool:
    """Call the command and kill it ``late`` seconds after its step ``last``; ``False`` if it had
    fewer.
    """
    status, said = ended(command, out, End(last, late))
    assert status in {0, -signal.SIGKILL}, said
    return status != 0


def killed_again_and_again(asked: tuple[str, ...], tiny: Path, tmp_path: Path, times: int) -> None:
    undisturbed, out, chance = tmp_path / "undisturbed", tmp_path / "out", Random(times)
    last = steps(words(asked, tiny, undisturbed, *BARE), undisturbed)
    while times:
        if killed(
            words(asked, tiny, out, *BARE), out, chance.randint(1, last), chance.uniform(0.0, 0.02)
        ):
            times -= 1
        else:  # what was kept before left too few steps to it
            shutil.rmtree(out)
    assert main.status([*words(asked, tiny, out, *BARE), "--jobs", "1"]) == 0
    assert content(out) == content(undisturbed)
    assert not list((out / "tiny" / "x").glob(".*"))


@pytest.mark.parametrize(
    "asked",
    [
        SHORT_RUN,
        pytest.param(SWEEP, marks=pytest.mark.slow),
        pytest.param(TRIAL, marks=pytest.mark.slow),
    ],
    ids=["run", "sweep", "trial"],
)
def test_killed_twice(asked: tuple[str, ...], tiny: Path, tmp_path: Path) -> None:
    killed_again_and_again(asked, tiny, tmp_path, 2)


@pytest.mark.slow
@pytest.mark.parametrize(
    "asked",
    [RUN, SWEEP, TRIAL, SENSITIVITY, DISCOVERY, PRECISE],
    ids=["run", "sweep", "trial", "sensitivity", "discovery", "until-precise"],
)
def test_killed_ten_times(asked: tuple[str, ...], tiny: Path, tmp_path: Path) -> None:
    killed_again_and_again(asked, tiny, tmp_path, 10)


def test_a_changed_scenario_is_not_mixed_in(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = words(SHORT_RUN, tiny, tmp_path, *BARE)
    assert killed(arguments, tmp_path, last=20, late=0.0)
    assert main.status([*arguments, "--set", "terms.patience.base=1 h"]) == 1
    assert "is not this one (it differs in: digest)" in capsys.readouterr().err
