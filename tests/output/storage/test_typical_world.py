"""The world that is kept: the most typical by rule, whole, and read back as it was."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from sim.domain.events import Alert, Begin, Cause, Concession, News
from sim.domain.events.log import Log
from sim.errors import ResultsError
from sim.output.storage import outcome_rows, typical_world
from sim.output.storage.outcome_rows import RowReader, RowWriter

BEGIN = Begin(
    arm="consult",
    replication=0,
    seed=1,
    protocol="consult",
    rung=1,
    readiness=0.2,
    fronts=("north",),
)
NAMES = ("burden", "strike_h")


def reader(place: Path, worlds: list[list[list[float]]], arms: tuple[str, ...]) -> RowReader:
    """Outcomes of worlds x arms x names."""
    with (place / outcome_rows.FILE).open("wb") as file:
        writer = RowWriter(file, arms, NAMES, {})
        writer.add(np.array(worlds))
        writer.close()
    return RowReader(place / outcome_rows.FILE, arms, NAMES)


def test_the_world_nearest_to_the_means_is_typical(tmp_path: Path) -> None:
    found = reader(tmp_path, [[[0.0, 9.0]], [[10.0, 10.0]], [[20.0, 11.0]], [[11.0, 10.0]]], ("a",))
    assert typical_world.typical_replication(found, ("a",), NAMES, 4) == 1  # means are 10.25 and 10


def test_an_arm_that_does_not_vary_decides_nothing(tmp_path: Path) -> None:
    found = reader(
        tmp_path,
        [[[0.0, 1.0], [5.0, 5.0]], [[4.0, 4.0], [5.0, 5.0]], [[9.0, 9.0], [5.0, 5.0]]],
        ("a", "b"),
    )
    assert typical_world.typical_replication(found, ("a", "b"), NAMES, 3) == 1
    assert typical_world.typical_replication(found, ("b",), NAMES, 3) == 0, (
        "all are alike: the first"
    )


def test_a_world_without_what_most_have_is_not_typical(tmp_path: Path) -> None:
    worlds = [[[10.0, math.nan]], [[9.0, 5.0]], [[11.0, 5.0]], [[10.0, 5.0]], [[10.0, 5.0]]]
    assert (
        typical_world.typical_replication(reader(tmp_path, worlds, ("a",)), ("a",), NAMES, 5) == 3
    )


def test_logs_come_back_as_they_were(tmp_path: Path) -> None:
    logs: dict[str, Log] = {
        "a": [(0.0, BEGIN), (1.5, News("\N{CJK UNIFIED IDEOGRAPH-5358}\n"))],
        "b": [(0.1 + 0.2, Concession(1e-300)), (2.0, Alert(0.5, Cause("inject", "a-b")))],
    }
    typical_world.write_worlds(tmp_path, logs)
    assert typical_world.read_worlds(tmp_path) == logs
    assert typical_world.read_worlds(tmp_path / "elsewhere") == {}


@pytest.mark.parametrize(
    "line", ["no json", json.dumps({"arm": "a"}), "[]", "\N{LATIN SMALL LETTER A WITH DIAERESIS}"]
)
def test_a_damaged_file_is_one_error(tmp_path: Path, line: str) -> None:
    (tmp_path / typical_world.FILE).write_bytes(line.encode("latin-1"))
    with pytest.raises(ResultsError, match="damaged"):
        typical_world.read_worlds(tmp_path)


def test_a_world_that_another_version_wrote_otherwise_is_not_told(
    tmp_path: Path, tiny: Path
) -> None:
    typical_world.write_worlds(tmp_path, {"consult": [(0.0, BEGIN)]})
    (tmp_path / "scenario.yaml").write_bytes(tiny.read_bytes())
    assert list(typical_world.worlds_to_tell(tmp_path, "scenario.yaml")) == ["consult"]
    for otherwise in (('"readiness":0.2,', ""), ('"kind":"begin"', '"kind":"dawn"')):
        typical_world.write_worlds(tmp_path, {"consult": [(0.0, BEGIN)]})
        file = tmp_path / typical_world.FILE
        text = file.read_text(encoding="utf-8")
        assert otherwise[0] in text
        file.write_text(text.replace(*otherwise), encoding="utf-8")
        assert typical_world.worlds_to_tell(tmp_path, "scenario.yaml") == {}
