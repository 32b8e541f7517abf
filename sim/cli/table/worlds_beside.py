"""What is simulated beside games for their debrief, with a bar: worlds by rules, futures, luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.cli.screen import progress

if TYPE_CHECKING:
    from sim.tabletop.debrief.action_report.account import Account, Future
    from sim.tabletop.debrief.action_report.simulated_games import Simulated
    from sim.tabletop.debrief.luck_and_choice import Apart
    from sim.tabletop.game.game import Played

#: Decisions of a game whose futures are worked out.
_TELLING: Final = 3
_KEEP_HOURS: Final = 48.0
#: Outcomes of which luck and choice are told apart.
_MOVED: Final = ("struck", "threat_end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """How many worlds are simulated beside a game: rules alone, futures of each option of its most
    telling decisions, futures before and after each act.
    """

    among: int
    futures: int
    luck: int


def accounts(
    paths: Sequence[Path], played: Sequence[Played], beside: Beside, *, quiet: bool
) -> list[Account]:
    from sim.tabletop.debrief.action_report.account import account

    worlds = _simulate(played, beside.among, quiet=quiet)
    found = []
    for path, one in zip(paths, played, strict=True):
        opening = one.folder.opening
        later = _futures(one, beside.futures, quiet=quiet) if beside.futures > 1 else ()
        moved = _luck(one, beside.luck, quiet=quiet) if beside.luck > 1 else ()
        found.append(account(path, one, worlds[opening.arm, opening.seed], later, moved))
    return found


def _simulate(
    played: Sequence[Played], number: int, *, quiet: bool
) -> dict[tuple[str, int], Simulated]:
    """Simulated games of each arm and seed among the games, once."""
    from sim.tabletop.debrief.action_report.simulated_games import simulate

    openings = {(one.folder.opening.arm, one.folder.opening.seed): one for one in played}
    found = {}
    for (arm, seed), one in openings.items():
        with progress("simulated games", number, done=0, quiet=quiet or not number) as done:
            found[arm, seed] = simulate(one.folder.scenario, arm, seed, number, done)
    return found


def _futures(played: Played, number: int, *, quiet: bool) -> tuple[Future, ...]:
    """Futures of the decisions that say most."""
    from sim.experiment.runs.executor import usable_cores
    from sim.tabletop.debrief.action_report.account import Future
    from sim.tabletop.debrief.action_report.decision_list import telling_decisions
    from sim.tabletop.debrief.futures import compared, fork_at, option_ways

    found = []
    for decision in telling_decisions(played, _TELLING):
        fork = fork_at(played.folder.scenario, played.folder.opening, played.acts, decision)
        others = tuple(option for option in fork.view.options if option != fork.taken)
        total = number * (len(others) + 1)
        with progress(f"futures of decision {decision}", total, done=0, quiet=quiet) as done:
            ways = option_ways(fork, others, _KEEP_HOURS)
            summary = compared(fork, ways, number, done, jobs=usable_cores())
        found.append(Future(number=decision, fork=fork, summary=summary))
    return tuple(found)


def _luck(played: Played, number: int, *, quiet: bool) -> tuple[Apart, ...]:
    """What people moved outcomes by, and what chance brought."""
    from sim.experiment.runs.executor import usable_cores
    from sim.tabletop.debrief.luck_and_choice import apart, places_of

    total = number * len(places_of(played).after)
    with progress("futures of each act", total, done=0, quiet=quiet) as done:
        return tuple(apart(played, _MOVED, number, done, jobs=usable_cores()))
