"""Many futures with the same past: what another way of going on from a decision would usually have
led to.

A future takes the world up to the decision as it was, lets an option be chosen and kept for a
while, under the protocol that was agreed or another one from there on, then leaves all seats to the
rules of the file, by chance of its own. The futures of two ways share their chance one by one, so
that they are compared in pairs, as arms are in the same worlds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sim.domain.decisions.views import PERSON, AnyView, Choice
from sim.domain.events import Strike
from sim.domain.inputs.setting import Arm, Scenario
from sim.engine.session import Session
from sim.errors import UsageError
from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.comparison.summary import run_summary, run_tally
from sim.experiment.outcomes.definitions import COLUMNS, outcome_values
from sim.experiment.runs.executor import chunk_size, chunk_spans, work_chunks
from sim.experiment.runs.plan import Plan
from sim.experiment.runs.replication import Chunk
from sim.experiment.statistics.estimates import Floats
from sim.tabletop.game.acts import Act, carry_out, view_asked
from sim.tabletop.game.table import Opening, session_of_acts

#: Hours for which an option is kept unless told otherwise: the epoch of a leader. Said once it
#: would mean little, as the rule decides anew at the next report.
KEEP: Final = 48.0
Done = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """A decision to which a game goes back: the acts before it, what is asked there, and the option
    that was taken.
    """

    scenario: Scenario
    opening: Opening
    before: tuple[Act, ...]
    view: AnyView
    taken: str

    @property
    def protocol(self) -> str:
        """The protocol that was agreed."""
        return self.scenario.arms[self.opening.arm].setting.protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseOfAction:
    """A way of going on from a fork: an option that is kept for some hours, and under which
    protocol from there on; empty for the one that was agreed.
    """

    name: str
    option: str
    keep: float = KEEP
    protocol: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Futures:
    """Ways of going on from one fork, to be simulated branch by branch."""

    fork: Fork
    ways: tuple[CourseOfAction, ...]

    def simulate(self, start: int, stop: int) -> Chunk:
        """The branches ``start`` to ``stop`` - 1, each by every way."""
        values: list[float] = []
        for branch in range(start, stop):
            for way in self.ways:
                values.extend(outcomes_of(self.fork, way, branch))
        return Chunk.of(start, stop, values)


def fork_at(scenario: Scenario, opening: Opening, acts: Sequence[Act], number: int) -> Fork:
    """The fork at the decision of a number, counted from 1."""
    places = [at for at, act in enumerate(acts) if act.do == "answer"]
    if not 0 < number <= len(places):
        decisions = f"decisions 1 to {len(places)}" if places else "no decision"
        raise UsageError(f"--fork {number}: the game has {decisions}")
    at = places[number - 1]
    before = tuple(acts[:at])
    view = view_asked(session_of_acts(scenario, opening, before), acts[at])
    assert view is not None, "an answer was given to a question"
    ((_, taken),) = acts[at].data.items()
    return Fork(scenario=scenario, opening=opening, before=before, view=view, taken=taken)


def outcomes_of(fork: Fork, way: CourseOfAction, branch: int) -> tuple[float, ...]:
    """What one future comes to, in the order of ``COLUMNS``."""
    session = session_of_acts(fork.scenario, fork.opening, fork.before)
    setting = fork.scenario.arms[fork.opening.arm].setting
    session.turn(str(branch))
    if way.protocol:
        session.acts.agree(way.protocol)
    for seat in fork.opening.seats:
        if session.control.policy(seat) == "open":
            session.control.lead(seat, "stop")  # so that the option can be kept
    carry_out(session, Act(do="answer", seat=fork.view.seat, data={"option": way.option}))
    _keep(session, fork.view, way.option, session.now + way.keep)
    session.stand_up()
    session.advance()
    values = outcome_values(session.log, setting)
    return tuple(values[name] for name in COLUMNS)


def _keep(session: Session, asked: AnyView, option: str, until: float) -> None:
    """Answer so to every question of the kind until an hour, or until a blow falls; all others are
    left to the rules.
    """
    while not session.over and not _has_struck(session):
        session.advance(until)
        view = session.question
        if view is None:
            return
        same = (view.seat, view.asks) == (asked.seat, asked.asks) and option in view.options
        session.answer(Choice(option, PERSON) if same else session.choice_by_rule())


def _has_struck(session: Session) -> bool:
    return any(isinstance(event, Strike) for _, event in session.log)


def branch_outcomes(
    work: Callable[[int, int], Chunk], number: int, each: int, jobs: int, done: Done
) -> Floats:
    """Branches by way by outcome, computed on so many cores; ``each`` is how many futures a branch
    has, and ``done`` takes how many there are.
    """
    size = chunk_size(each)
    spans = chunk_spans(0, number, size)
    blocks = []
    with closing(work_chunks(work, spans, jobs=min(jobs, -(-number // size)))) as chunks:
        for chunk in chunks:
            found = np.frombuffer(chunk.values, dtype="<f8")
            blocks.append(found.reshape(-1, each, len(COLUMNS)))
            done(chunk.stop * each)
    return np.concatenate(blocks)


def compared(
    fork: Fork, ways: Sequence[CourseOfAction], number: int, done: Done, *, jobs: int = 1
) -> RunSummary:
    """Futures of several ways, the first the one of the game, summed up and compared as the arms of
    a run are; ``done`` takes how many there are.
    """
    work = Futures(fork=fork, ways=tuple(ways)).simulate
    block = branch_outcomes(work, number, len(ways), jobs, done)
    setting = fork.scenario.arms[fork.opening.arm].setting
    names = tuple(way.name for way in ways)
    arms = {name: Arm(name=name, title=name, setting=setting) for name in names}
    plan = Plan(
        scenario=replace(fork.scenario, arms=arms),
        seed=fork.opening.seed,
        replications=number,
        arms=names,
        baseline=names[0],
    )
    return run_summary(plan, run_tally(plan, [block]))


def option_ways(fork: Fork, options: Sequence[str], keep: float) -> tuple[CourseOfAction, ...]:
    """The option that was taken, then others."""
    chosen = (fork.taken, *(option for option in options if option != fork.taken))
    return tuple(CourseOfAction(name=option, option=option, keep=keep) for option in chosen)


def protocol_ways(fork: Fork, protocols: Sequence[str], keep: float) -> tuple[CourseOfAction, ...]:
    """The protocol that was agreed, then others from the fork on, with the option that was taken;
    an error where one knows nothing of what is under way there.
    """
    ways = [CourseOfAction(name=fork.protocol, option=fork.taken, keep=keep)]
    for protocol in dict.fromkeys(protocols):
        if protocol == fork.protocol:
            raise UsageError(f"--protocol {protocol}: it was agreed already in this game")
        session_of_acts(fork.scenario, fork.opening, fork.before).acts.agree(protocol)
        ways.append(CourseOfAction(name=protocol, option=fork.taken, keep=keep, protocol=protocol))
    return tuple(ways)
