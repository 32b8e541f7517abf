"""Many futures with the same past: what each option of a decision would usually have led to.

A future takes the world up to the decision as it was, lets an option be chosen and kept for a
while, then leaves all seats to the rules of the file, by chance of its own. The futures of two
options share their chance one by one, so that they are compared in pairs, as arms are in the same
worlds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sim.domain.decisions.views import PERSON, Choice, Role, View
from sim.domain.events import Strike
from sim.domain.inputs.setting import Arm, Scenario
from sim.engine.session import Session
from sim.errors import UsageError
from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.comparison.summary import run_summary, run_tally
from sim.experiment.outcomes.definitions import COLUMNS, outcome_values
from sim.experiment.runs.plan import Plan
from sim.tabletop.game.acts import Act
from sim.tabletop.game.table import Opening, Table, table_of_acts

#: Hours for which an option is kept unless told otherwise: the epoch of a leader. Said once it
#: would mean little, as the rule decides anew at the next report.
KEEP: Final = 48.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """A decision to which a game goes back: the acts before it, what is asked there, and the option
    that was taken.
    """

    scenario: Scenario
    opening: Opening
    before: tuple[Act, ...]
    view: View
    taken: str


def fork_at(scenario: Scenario, opening: Opening, acts: Sequence[Act], number: int) -> Fork:
    """The fork at the decision of a number, counted from 1."""
    places = [at for at, act in enumerate(acts) if act.do == "answer"]
    if not 0 < number <= len(places):
        decisions = f"decisions 1 to {len(places)}" if places else "no decision"
        raise UsageError(f"--fork {number}: the game has {decisions}")
    at = places[number - 1]
    before = tuple(acts[:at])
    view = table_of_acts(scenario, opening, before).asked(acts[at])
    assert view is not None, "an answer was given to a question"
    ((_, taken),) = acts[at].data.items()
    return Fork(scenario=scenario, opening=opening, before=before, view=view, taken=taken)


def outcomes_of(fork: Fork, option: str, keep: float, branch: int) -> tuple[float, ...]:
    """What one future comes to, in the order of ``COLUMNS``."""
    table = table_of_acts(fork.scenario, fork.opening, fork.before)
    session = table.session
    session.turn(str(branch))
    for seat in fork.opening.seats:
        if session.control.policy(seat) == "open":
            session.control.lead(seat, "stop")
    table.carry_out(Act(do="answer", seat=fork.view.seat, data={"option": option}))
    _keep(table, fork.view, option, session.now + keep)
    session.stand_up()
    session.advance()
    values = outcome_values(session.log, table.setting)
    return tuple(values[name] for name in COLUMNS)


def _keep(table: Table, asked: View, option: str, until: float) -> None:
    """Answer so to every question of the kind until an hour, or until a blow falls; all others are
    left to the rules.
    """
    session = table.session
    rules = _rules(table)
    while not session.over and not _has_struck(session):
        session.advance(until)
        view = session.question
        if view is None:
            return
        same = (view.seat, view.asks) == (asked.seat, asked.asks) and option in view.options
        session.answer(Choice(option, PERSON) if same else rules[view.seat](view))


def _rules(table: Table) -> dict[Role, Callable[[View], Choice]]:
    allies = table.setting.allies
    return {
        "frontline": allies.frontline.leader.rule.choose,
        "patron": allies.patron.leader.rule.choose,
    }


def _has_struck(session: Session) -> bool:
    return any(isinstance(event, Strike) for _, event in session.log)


def compared(
    fork: Fork, options: Sequence[str], number: int, keep: float, done: Callable[[int], None]
) -> RunSummary:
    """Futures of the option that was taken and of others, summed up and compared as the arms of a
    run are; ``done`` takes how many there are.
    """
    chosen = (fork.taken, *(option for option in options if option != fork.taken))
    block = np.empty((number, len(chosen), len(COLUMNS)))
    for branch in range(number):
        for place, option in enumerate(chosen):
            block[branch, place] = outcomes_of(fork, option, keep, branch)
        done((branch + 1) * len(chosen))
    setting = fork.scenario.arms[fork.opening.arm].setting
    arms = {option: Arm(name=option, title=option, setting=setting) for option in chosen}
    plan = Plan(
        scenario=replace(fork.scenario, arms=arms),
        seed=fork.opening.seed,
        replications=number,
        arms=chosen,
        baseline=fork.taken,
    )
    return run_summary(plan, run_tally(plan, [block]))
