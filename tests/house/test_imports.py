"""Every module can be imported by itself: none waits for another that waits for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Imports each module afresh, and prints those that do not come.
ALONE = """
import importlib, sys
for name in sys.argv[1:]:
    for loaded in [one for one in sys.modules if one.split(".")[0] == "sim"]:
        del sys.modules[loaded]
    try:
        importlib.import_module(name)
    except ImportError as fault:
        print(name, fault)
"""


def modules(folder: str) -> list[str]:
    """The modules under a folder, as one imports them."""
    files = sorted((ROOT / folder).rglob("*.py"))
    dotted = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files]
    return [name.removesuffix(".__init__") for name in dotted if "__main__" not in name]


def circles(names: list[str]) -> str:
    """What could not be imported by itself."""
    command = [sys.executable, "-c", ALONE, *names]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_what_is_known_of_a_world_can_be_imported_alone() -> None:
    assert circles(["sim.output.evidence.delay_budget", "sim.output.evidence.parting"]) == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    "part", ["domain", "engine", "scenario", "experiment", "output", "studies"]
)
def test_every_module_can_be_imported_alone(part: str) -> None:
    assert circles(modules(f"sim/{part}")) == ""
