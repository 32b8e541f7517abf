"""Commands as they are typed, all into one folder: what is done to them in a test must not depend
on which it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def words(asked: Sequence[str], scenario: Path, out: Path, *more: str) -> list[str]:
    """A command with its own words, for a scenario; its results go to the folder ``x`` of the
    scenario in ``out``.
    """
    name, *own = asked
    return [name, str(scenario), *own, "--seed", "7", "--out", str(out), "--name", "x", *more]
