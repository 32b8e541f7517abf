"""What of an outcome people chose in a game, and what chance brought.

Before and after each act many futures go on by the rules, with the same branches of chance. What
the mean of an outcome moves by at an act is what was chosen; what it moves by from one act to the
next is what chance brought meanwhile. With start and end all of it adds up to the outcome exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from sim.domain.inputs.setting import Scenario
from sim.errors import UsageError
from sim.experiment.outcomes.definitions import COLUMNS, OUTCOMES, outcome_values
from sim.experiment.runs.replication import Chunk
from sim.experiment.statistics.estimates import Floats, Interval, student, tango, wilson
from sim.tabletop.debrief.futures import Done, branch_outcomes
from sim.tabletop.game.acts import Act
from sim.tabletop.game.control_acts import CONTROL_ACTS
from sim.tabletop.game.game import Played
from sim.tabletop.game.table import Opening, session_of_acts


@dataclass(frozen=True, slots=True)
class Moved:
    """By how much a mean moves, or where it stands, with its interval."""

    value: float
    low: float
    high: float

    @classmethod
    def level(cls, values: Floats, *, share: bool) -> Moved:
        """Where the mean of some branches stands; a share with the interval of one."""
        mean = float(values.mean())
        if share:
            return cls.within(mean, wilson(values.sum(), len(values)))
        return cls.within(mean, student(mean, ((values - mean) ** 2).sum(), len(values)))

    @classmethod
    def change(cls, values: Floats, *, share: bool) -> Moved:
        """By how much a mean moves, branch by branch; of a share, as paired shares move."""
        mean = float(values.mean())
        if share and np.isin(values, (-1.0, 0.0, 1.0)).all():
            up, down = (values > 0).sum(), (values < 0).sum()
            return cls.within(mean, tango(up, down, len(values)))
        return cls.within(mean, student(mean, ((values - mean) ** 2).sum(), len(values)))

    @classmethod
    def within(cls, mean: float, interval: Interval) -> Moved:
        """A mean with its interval; branches that all say the same have none but the mean."""
        low, high = map(float, interval)
        return cls(mean, mean, mean) if isnan(low) else cls(mean, low, high)

    @property
    def is_told_apart(self) -> bool:
        """Whether it is no mere spread of the branches: beyond twice the half-width."""
        return abs(self.value) >= self.high - self.low and self.value != 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LuckStep:
    """What one seat did at one moment: its acts, by their places, where the mean stood before them,
    what chance brought since those before, and what they moved it by.
    """

    acts: range
    before: Moved
    chance: Moved
    choice: Moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Luck and choice of one outcome: its mean at the start, each act, what chance brought after
    the last, the sums of both, and the outcome of the game (a mean where it was cut short).
    """

    outcome: str
    n: int
    start: Moved
    steps: tuple[LuckStep, ...]
    rest: Moved
    choice: Moved
    chance: Moved
    end: Moved


@dataclass(frozen=True, slots=True, kw_only=True)
class LuckPlaces:
    """The moments of a game from which futures go on: after so many acts each."""

    scenario: Scenario
    opening: Opening
    acts: tuple[Act, ...]
    after: tuple[int, ...]

    def simulate(self, start: int, stop: int) -> Chunk:
        """The branches ``start`` to ``stop`` - 1, each from every moment."""
        values: list[float] = []
        for branch in range(start, stop):
            for number in self.after:
                values.extend(self._outcomes(number, branch))
        return Chunk.of(start, stop, values)

    def _outcomes(self, number: int, branch: int) -> list[float]:
        session = session_of_acts(self.scenario, self.opening, self.acts[:number])
        session.turn(str(branch))
        session.stand_up()
        session.advance()
        values = outcome_values(session.log, self.scenario.arms[self.opening.arm].setting)
        return [values[name] for name in COLUMNS]


def turns_of(acts: Sequence[Act]) -> list[range]:
    """The places of acts that a seat did at one moment, the clock standing in between."""
    turns: list[range] = []
    for at, act in enumerate(acts):
        if act.seat is None or act.do in CONTROL_ACTS:
            continue  # how a seat is led is no choice of those who sit there
        last = turns[-1] if turns else range(0)
        if last.stop == at and last and acts[last.start].seat == act.seat:
            turns[-1] = range(last.start, at + 1)
        else:
            turns.append(range(at, at + 1))
    return turns


def places_of(played: Played) -> LuckPlaces:
    """The start of a game, and before and after whatever a seat did at one moment."""
    acts = played.acts
    after = sorted({0, *(edge for turn in turns_of(acts) for edge in (turn.start, turn.stop))})
    folder = played.folder
    return LuckPlaces(
        scenario=folder.scenario, opening=folder.opening, acts=acts, after=tuple(after)
    )


def expect_told_apart(outcome: str) -> None:
    """An error for an outcome that some worlds do not have: its means do not add up."""
    if OUTCOMES[outcome].exists != "always":
        always = [name for name, one in OUTCOMES.items() if one.exists == "always"]
        raise UsageError(
            f"--outcome {outcome}: not every world has it, so luck and choice do not add up to it."
            f" Choose one that every world has, such as {', '.join(always[:4])}."
        )


def apart(
    played: Played, outcomes: Sequence[str], number: int, done: Done, *, jobs: int = 1
) -> list[Apart]:
    """Luck and choice of some outcomes of a game; ``done`` takes how many futures there are."""
    places = places_of(played)
    block = branch_outcomes(places.simulate, number, len(places.after), jobs, done)
    session, setting = played.table.session, played.table.setting
    # a game that was cut short has no outcome, but what its futures come to
    game = outcome_values(session.log, setting) if session.over else {}
    return [
        _apart(name, places, block[:, :, COLUMNS.index(name)], game.get(name)) for name in outcomes
    ]


def _apart(name: str, places: LuckPlaces, block: Floats, end: float | None) -> Apart:
    at = {after: block[:, place] for place, after in enumerate(places.after)}
    share = OUTCOMES[name].kind == "share"
    last = at[places.after[-1]]
    final = last if end is None else np.full(len(last), end)
    steps: list[LuckStep] = []
    stood, chosen = at[0], np.zeros(len(last))
    for turn in turns_of(places.acts):
        before, after = at[turn.start], at[turn.stop]
        steps.append(
            LuckStep(
                acts=turn,
                before=Moved.level(before, share=share),
                chance=Moved.change(before - stood, share=share),
                choice=Moved.change(after - before, share=share),
            )
        )
        stood, chosen = after, chosen + after - before
    return Apart(
        outcome=name,
        n=len(block),
        start=Moved.level(at[0], share=share),
        steps=tuple(steps),
        rest=Moved.change(final - stood, share=share),
        choice=Moved.change(chosen, share=False),
        chance=Moved.change(final - at[0] - chosen, share=False),
        end=Moved.level(final, share=share),
    )
