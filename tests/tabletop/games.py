"""Games for tests: a short one in a folder, led by a list of acts, and scenarios of one setting."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.domain.decisions.views import ROLES, Seat
from sim.domain.inputs.setting import Setting
from sim.tabletop.game.acts import Act
from sim.tabletop.game.game import Game
from sim.tabletop.game.opening import Wish, new_game
from sim.tabletop.game.table import Asks, Opening, Table
from tests.engine.worlds import scenario


def go_on(to: float | None = None) -> Act:
    """The clock runs on, to an hour or to the next question."""
    return Act(do="advance", data={"to": to})


def answer(option: str, seat: Seat = "frontline") -> Act:
    """A seat answers."""
    return Act(do="answer", seat=seat, data={"option": option})


def write(kind: str, seat: Seat, channel: str = "cable", precedence: str = "flash") -> Act:
    """A seat writes."""
    data = {"kind": kind, "precedence": precedence, "channel": channel}
    return Act(do="write", seat=seat, data=data)


def table(
    setting: Setting, replication: int = 0, seats: Sequence[Seat] = ROLES, asks: Asks = "all"
) -> Table:
    """A game of one setting in memory, of seed 7."""
    opening = Opening(seed=7, replication=replication, arm="arm", seats=tuple(seats), asks=asks)
    return Table(scenario(arm=setting), opening)


def to_its_end(path: Path, option: str = "hold") -> Path:
    """A game that goes on with an option, where there is it, until it is over."""
    with Game(path) as game:
        while not game.table.over:
            view = game.table.session.question
            if view is not None:
                chosen = option if option in view.options else next(iter(view.options))
                game.play(answer(chosen, view.seat))
            if not game.table.over:
                game.play(go_on())
    return path


def begun(scenario: Path, folder: Path, *acts: Act, **wish: object) -> Path:
    """The folder of a game in which these acts were played."""
    asked = Wish(scenario=str(scenario), **{"arm": "consult", "seed": 7, **wish})  # type: ignore[arg-type]
    path = new_game(asked, folder, None).path
    with Game(path) as game:
        for number, act in enumerate(acts):
            game.play(act, f"words {number}" if act.seat else "")
    return path
