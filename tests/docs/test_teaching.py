"""The variations of a class's second exercise come out as its answer key says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.cli.main import status

#: As the key calls what is changed, what is typed for it.
CHANGES = {
    "nothing": "",
    "cable of a minute": "channels.cable.latency={fixed: 1 min}",
    "council of an hour": "allies.patron.council={fixed: 1 h}",
    "a night desk": "allies.patron.offices.foreign_ministry.off_duty_factor=1",
    "patience of four days": "terms.patience.base=4d",
    "patience of five days": "terms.patience.base=5d",
}


def rows(root: Path) -> dict[str, tuple[str, str]]:
    text = (root / "docs" / "teaching" / "answers.md").read_text(encoding="utf-8")
    table = text[text.index("| changed |") :].split("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return {cell[0].partition(" (")[0]: (cell[1], cell[2]) for cell in cells}


def test_the_key_has_every_variation_and_no_other(root: Path) -> None:
    assert list(rows(root)) == list(CHANGES)
    asked = (root / "docs" / "teaching" / "exercises.md").read_text(encoding="utf-8")
    for change in CHANGES.values():
        path, _, value = change.partition("=")
        quoted = f"{path}='{value}'" if "{" in value else change
        assert quoted in asked or "off_duty_factor" in change


@pytest.mark.parametrize("changed", CHANGES)
def test_a_variation_comes_out_as_the_key_says(
    changed: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--seed", "1", "--arm", "consult", "-k", "3"]
    change = CHANGES[changed]
    scenario = str(root / "scenarios" / "two-desks.yaml")
    assert status(["trace", scenario, *words, *(["--set", change] if change else [])]) == 0
    said = " ".join(capsys.readouterr().out.split())
    answer, happened = rows(root)[changed]
    hours = re.search(r"it read a no (\d+\.\d) h later", said)
    assert hours is not None
    assert answer == f"a no after {hours[1]} h"
    struck = re.search(r"The frontline struck at T\+(\d+\.\d)", said)
    assert happened == ("did not strike" if struck is None else f"struck at T+{struck[1]}")
