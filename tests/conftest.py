"""What all tests share: how hard Hypothesis tries, where measured data lie, and a plain
terminal.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Not timed: this project's tests must say the same on a laptop and on a busy build machine.
_COMMON = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

settings.register_profile("ci", _COMMON, derandomize=True, database=None, max_examples=40)
settings.register_profile("dev", _COMMON, max_examples=100, print_blob=True)
settings.register_profile("slow", _COMMON, max_examples=600, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# Drawing makes millions of objects that die young: to look for cycles among them all the time is a
# tenth of what the tests take.
gc.set_threshold(100_000, 50, 100)

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same width and no colours wherever the tests run."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.delenv("HOTLINE_DEBUG", raising=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def measured() -> Path:
    """The folder of measured delays and counts; tests that need it skip where there is none."""
    folder = os.environ.get("HOTLINE_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("HOTLINE_DATA names no folder of measured data")
    return Path(folder)


TINY = """\
schema: 1
title: Tiny
purpose: Short worlds that tests can afford
start: 2026-03-02T06:00+02:00
horizon: 6 d
follow_up: 4 d
adversary: {threat: {line: null}}
arms:
  unilateral: {protocol: unilateral}
  consult: {protocol: consult}
  joint: {protocol: joint}
"""


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scenario file with three arms and short worlds."""
    path = tmp_path_factory.mktemp("scenarios") / "tiny.yaml"
    path.write_text(TINY, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def brief(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with worlds of three days, for what does not hang on how they come out."""
    shorter = TINY.replace("horizon: 6 d", "horizon: 2 d").replace(
        "follow_up: 4 d", "follow_up: 1 d"
    )
    assert len(shorter) == len(TINY)
    assert shorter != TINY
    path = tmp_path_factory.mktemp("brief") / tiny.name
    path.write_text(shorter, encoding="utf-8")
    return path
