"""A game as its debrief tells it: its log, its outcomes, the same world by rules, many worlds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import nan
from pathlib import Path

from sim.characters import visible
from sim.domain.decisions.views import ROLES, Role
from sim.domain.events import End
from sim.domain.events.log import Log
from sim.domain.inputs.setting import Scenario
from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.outcomes.definitions import OUTCOMES, outcome_values
from sim.output.evidence.traced_world import Traced
from sim.output.storage.safety.game_files import JOURNAL
from sim.tabletop.debrief.action_report.simulated_games import Simulated
from sim.tabletop.debrief.action_report.sourced_text import Places
from sim.tabletop.debrief.futures import Fork
from sim.tabletop.debrief.luck_and_choice import Apart
from sim.tabletop.debrief.noted_log import noted_log
from sim.tabletop.debrief.twin import twin
from sim.tabletop.game.folder import GameFolder, open_folder
from sim.tabletop.game.game import Played
from sim.tabletop.game.journal import Record, read_journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Future:
    """What the options of a decision would usually have led to."""

    number: int
    fork: Fork
    summary: RunSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One game as its log tells it, whether or not this version would play it so."""

    path: Path
    folder: GameFolder
    records: tuple[Record, ...]
    world: Traced
    places: Places
    outcomes: dict[str, float]
    simulated: Simulated

    @property
    def scenario(self) -> Scenario:
        """The scenario that was played."""
        return self.folder.scenario

    @property
    def log(self) -> Log:
        """All that happened."""
        return self.world.log

    @property
    def whole(self) -> bool:
        """Whether it was played to its end, so that its outcomes can be compared."""
        return isinstance(self.log[-1][1], End)

    @property
    def programs(self) -> dict[Role, str]:
        """The seats that programs hold, each with the command of the last one."""
        return {
            role: visible(str(one.data.get("program")))
            for one in self.records
            for role in ROLES
            if one.do == "program" and one.data.get("seat") == role
        }

    def walls(self) -> Iterator[datetime]:
        """The time of day of each record."""
        for record in self.records:
            if record.wall:
                yield datetime.fromisoformat(record.wall)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Noted):
    """One game and all that it is held against."""

    played: Played
    by_rules: Traced
    futures: tuple[Future, ...] = ()
    luck: tuple[Apart, ...] = ()


def _outcomes(world: Traced) -> dict[str, float]:
    """The outcomes of a game that came to its end; one that was cut short has none."""
    if not isinstance(world.log[-1][1], End):
        return dict.fromkeys(OUTCOMES, nan)
    return dict(outcome_values(world.log, world.setting))


def noted_account(path: Path) -> Noted:
    """A game by the log that was kept of it, without what only a replay can tell."""
    folder = open_folder(path, any_version=True)
    log = noted_log(folder)
    world = Traced.of(folder.scenario, folder.opening.arm, log)
    return Noted(
        path=path,
        folder=folder,
        records=tuple(read_journal(path / JOURNAL)),
        world=world,
        places=Places(log),
        outcomes=_outcomes(world),
        simulated=Simulated(rows=(), met={}),
    )


def account(
    path: Path,
    played: Played,
    simulated: Simulated,
    futures: tuple[Future, ...] = (),
    luck: tuple[Apart, ...] = (),
) -> Account:
    """A game by its folder."""
    opening, scenario = played.folder.opening, played.folder.scenario
    log = played.table.session.log
    world = Traced.of(scenario, opening.arm, log)
    return Account(
        path=path,
        folder=played.folder,
        played=played,
        records=tuple(read_journal(path / JOURNAL)),
        world=world,
        places=Places(log),
        outcomes=_outcomes(world),
        by_rules=Traced.of(scenario, opening.arm, twin(scenario, opening)),
        simulated=simulated,
        futures=futures,
        luck=luck,
    )
