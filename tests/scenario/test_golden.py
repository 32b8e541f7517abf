"""What a person reads about each kind of mistake, word for word.

Set HOTLINE_GOLDEN=write to write the transcripts anew, and read the difference before it is
committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import load

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.yaml"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_each_mistake_is_told_as_written_down(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE / "bad")
    with pytest.raises(ScenarioError) as caught:
        load(path.name)
    told = f"{caught.value}\n"
    golden = HERE / "golden" / f"{path.stem}.txt"
    if os.environ.get("HOTLINE_GOLDEN") == "write":
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


def test_no_transcript_is_left_over() -> None:
    assert {path.stem for path in (HERE / "golden").glob("*.txt")} == {
        path.stem for path in BAD
    } | {"set"}


SETS = (
    "horizn=3 d",
    "channels.cabel.capacity=3",
    "terms.notice=3",
    "terms.notice=",
    "terms",
    ".=3",
    "arms.consult.with.terms.notce=3 h",
    "arms.nobody.protocol=consult",
    "horizon=[1, 2",
    "horizon=&a 3 d",
    "channels.cable.latency.lognormal.median=2",
    "channels.cable.latency.uniform={low: 2 h, high: 1 h}",
    "schema=2",
    "extends=other.yaml",
)


def test_mistakes_on_the_command_line(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.chdir(root)
    with pytest.raises(ScenarioError) as caught:
        load("scenarios/two-desks.yaml", sets=SETS)
    told = f"{caught.value}\n"
    golden = HERE / "golden" / "set.txt"
    if os.environ.get("HOTLINE_GOLDEN") == "write":
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")
