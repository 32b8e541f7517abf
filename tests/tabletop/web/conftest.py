"""Tables in browsers, each with a game of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sim.domain.decisions.views import ROLES
from tests.tabletop.games import begun

if TYPE_CHECKING:
    from tests.tabletop.web.browsers import Table


@pytest.fixture(scope="session")
def new_game(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A game of two seats that has not begun."""
    return begun(tiny, tmp_path_factory.mktemp("tables"), seats=ROLES, command="serve")


@pytest.fixture
def folder(new_game: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(new_game, tmp_path / "game"))


@pytest.fixture
def table(folder: Path) -> Iterator[Table]:
    """A table at which it is played."""
    pytest.importorskip("starlette", reason="the extra web is not installed")
    from tests.tabletop.web.browsers import open_table

    found = open_table(folder)
    yield found
    found.close()
