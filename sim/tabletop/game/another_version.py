"""What is said of a game that this version would not play as it was played."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Final

from sim import __version__
from sim.errors import AnotherWorld
from sim.output.storage.manifest import Manifest
from sim.output.storage.run_folder import SCENARIO
from sim.output.storage.safety.game_files import JOURNAL
from sim.tabletop.game.journal import Record

_LEFT: Final = (
    "What follows is told from the log that was kept of it; decisions with what advisers said, the"
    " same world by rules, simulated games and futures need a replay, and are left out."
)
_CODE: Final = 12


def other_inputs(path: Path, about: Manifest) -> AnotherWorld:
    """Its scenario, of which not a byte has changed, is read as other inputs."""
    reads = (
        f"this version ({__version__}) reads it as other inputs than Hotline {about.version} (code"
        f" {(about.code or '')[:_CODE]}), with which the game was played"
    )
    return AnotherWorld(
        f"{path / SCENARIO}: {reads}. It is not played on; the version that began it can go on with"
        f" it. What was noted then can be told: hotline replay {quote(str(path))} --story",
        f"Of the scenario of this game {reads}. {_LEFT}",
    )


def other_world(path: Path, began: Record, record: Record, why: str) -> AnotherWorld:
    """From an act on its world is another than it was."""
    said = began.data
    played = f"{said.get('version')} (code {str(said.get('code'))[:_CODE]})"
    return AnotherWorld(
        f"{path / JOURNAL}:{record.n}:1: the game differs from here on: {why}. It was"
        f" played with Hotline {played}, and this is {__version__}, in which other things"
        " follow. It is not played on; the version that began it can go on with it. What was"
        f" noted then can be told: hotline replay {quote(str(path))} --story",
        f"This version ({__version__}) would play the game otherwise from act {record.n} on: {why}."
        f" It was played with Hotline {played}. {_LEFT}",
    )
