"""An arm is compared with another one: naming the same arm twice is told, whichever command
hears it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.main import status


@pytest.mark.parametrize("command", ["discover", "sensitivity"])
def test_an_arm_is_not_compared_with_itself(
    tiny: Path, tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arms = ["--arm", "consult", "--against", "consult"]
    assert status([command, str(tiny), *arms, "--out", str(tmp_path)]) == 2
    assert "name the same arm, consult" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_nor_in_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--arm", "a", "--against", "a", "--to", str(tmp_path / "page.html")]
    assert status(["report", str(tmp_path), *words]) == 2
    assert "name the same arm, a" in capsys.readouterr().err
