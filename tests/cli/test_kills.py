"""Killed at random moments and called again, runs and studies end in the bytes that they would have had undisturbed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zlib
from contextlib import suppress
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from sim.cli import main
from sim.output import canonical
from sim.output.harvest import FILE as WORLDS

RUN = ("run", "-n", "240", "--no-report")
SWEEP = ("sweep", "-n", "40", "--vary", "terms.patience.base=1h,2d,5d", "--break-even", "burden")
TRIAL = ("measures", "-n", "60", "--measures", "liaison_team,encrypted_channels")
VARIED = "adversary.threat.growth,terms.patience.base,ladder.cooling.rate"
SENSITIVITY = ("sensitivity", "--paths", VARIED, "--worlds", "12", "--samples", "6")
DISCOVERY = ("discover", "--paths", VARIED, "--worlds", "4", "--samples", "60")
PRECISE = ("run", "--until-precise", "--set", "study.precision.trust_of_patron=0.02", "--no-report")


def words(asked: tuple[str, ...], tiny: Path, out: Path) -> list[str]:
    name, *more = asked
    return [name, str(tiny), *more, "--seed", "7", "--out", str(out), "--name", "x", "--no-charts", "--quiet"]


def content(out: Path) -> dict[str, bytes]:
    """Every file that the manifest tells the content of."""
    folder = out / "tiny" / "x"
    names = canonical.read(folder / "manifest.json")["content"].keys() - {"all"}
    return {name: (folder / name).read_bytes() for name in names}


def packed(folder: Path) -> int:
    """About how many bytes the worlds of all parts take while they are gathered."""
    return sum(
        _packed(parquet.read_table(worlds)) for worlds in folder.glob("*.parquet") if worlds.name != "paths.parquet"
    )


def _packed(table: pa.Table) -> int:
    keys = {"arm", "replication", "point"}
    columns = [table.column(name).to_numpy() for name in table.column_names if name not in keys]
    return len(zlib.compress(np.stack(columns, axis=1).astype("<f8").tobytes(), level=1))


def kept(folder: Path) -> int:
    """The bytes of worlds kept so far, in all parts of a study."""
    sizes = 0
    for worlds in (folder / WORLDS, *folder.glob(f".*/{WORLDS}")):
        with suppress(FileNotFoundError):  # taken away between the two looks
            sizes += worlds.stat().st_size
    return sizes


def killed(arguments: list[str], folder: Path, size: int, chance: Random) -> bool:
    """Call the command and kill all its processes at a random moment; ``False`` if it was done before."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", *arguments, "--jobs", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    moment, late = chance.uniform(0.0, 1.2) * size, chance.uniform(0.0, 0.3)
    while process.poll() is None:
        if kept(folder) >= min(moment, size):
            time.sleep(late if moment > size else 0.0)  # while the files are written
            break
        time.sleep(0.002)
    over = process.poll() is not None
    if not over:
        os.killpg(process.pid, signal.SIGKILL)
    _, said = process.communicate(timeout=60)
    assert process.returncode in {0, -signal.SIGKILL}, said
    return not over


def killed_again_and_again(asked: tuple[str, ...], tiny: Path, tmp_path: Path, times: int) -> None:
    undisturbed, out, chance = tmp_path / "undisturbed", tmp_path / "out", Random(times)
    assert main.status([*words(asked, tiny, undisturbed), "--jobs", "1"]) == 0
    size = packed(undisturbed / "tiny" / "x")
    place = out / "tiny" / "x"
    kills = [killed(words(asked, tiny, out), place, size, chance) for _ in range(times)]
    assert any(kills), "it was always done before it was killed"
    assert main.status([*words(asked, tiny, out), "--jobs", "1"]) == 0
    assert content(out) == content(undisturbed)
    assert not list(place.glob(".*"))


@pytest.mark.parametrize("asked", [RUN, SWEEP, TRIAL], ids=["run", "sweep", "trial"])
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


def test_a_changed_scenario_is_not_mixed_in(tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = words(RUN, tiny, tmp_path)
    assert killed(arguments, tmp_path / "tiny" / "x", 100_000, Random(1))
    assert main.status([*arguments, "--set", "terms.patience.base=1 h"]) == 1
    assert "is not this one (it differs in: digest)" in capsys.readouterr().err
