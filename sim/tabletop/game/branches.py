"""A game that goes on from an act of another: its folder holds what was played before that act."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from sim.errors import ResultsError
from sim.output.storage.files import make_folder, write
from sim.output.storage.run_folder import SCENARIO
from sim.output.storage.safety import regular_files
from sim.output.storage.safety.game_files import JOURNAL, WORDS
from sim.tabletop.game.acts import Act
from sim.tabletop.game.folder import seal
from sim.tabletop.game.game import Game
from sim.tabletop.game.journal import Record, line_of

#: Games that may go on from one.
_MOST: Final = 1000


def branch_folder(game: Game, before: Record, branch: str) -> Path:
    """The folder of a new game: the acts before one of another game, and where ``branch`` is given
    chance that is another from there on. Its links are its own.
    """
    place = _free_place(game.path)
    make_folder(place)
    records = game.records[: before.n - 1]
    write(place / JOURNAL, b"".join(map(line_of, records)))
    write(place / WORDS, game.words.content(dict.fromkeys(one.words for one in records)))
    shutil.copyfile(game.path / SCENARIO, place / SCENARIO)
    seal(place, game.folder.manifest, growing=False)
    with Game(place) as other:
        other.remark("fork", {"of": game.path.name, "before": before.n})
        if branch:
            other.play(Act(do="turn", data={"branch": branch}))
    return place


def _free_place(of: Path) -> Path:
    for number in range(1, _MOST):
        place = of.with_name(f"{of.name}-line-{number}")
        if not regular_files.exists(place):
            return place
    raise ResultsError(f"{of.parent} holds {_MOST:,} games that go on from {of.name}")
