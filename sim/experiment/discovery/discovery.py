"""Scenario discovery: the conditions under which one arm does worse than another, or an outcome
cannot be accepted.

Samples fill the space of what is uncertain; in each all arms meet the same worlds. PRIM proposes a
box of inputs in which the mean is worse than outside; fresh worlds at fresh samples say whether
that holds, and what holds is told in words. A sample is a case where its mean is worse by what
matters: cases are counted and drawn, not tested.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from sim.domain.inputs.setting import Scenario
from sim.errors import UsageError
from sim.experiment.comparison.only_asking import apart_by_protocol, expect_one_kind
from sim.experiment.design.designs import Design, points_at, space_filling_places
from sim.experiment.design.factors import Factor
from sim.experiment.discovery.fresh_worlds import Region, fresh_places
from sim.experiment.discovery.prim import Flags
from sim.experiment.outcomes import thresholds
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.outcomes.outcome_lookup import outcome_named
from sim.experiment.statistics.dust import without_dust
from sim.experiment.statistics.estimates import Floats
from sim.scenario.schema.quantities import Unreadable

SCHEMA: Final = 2
KIND: Final = "discovery"
FEWEST_SAMPLES: Final = 40
#: What an arm does worse in unless another outcome is asked about.
DEFAULT_WORSE: Final = ("burden",)
_FRESH: Final = 0xF5E  # tells the draws of fresh samples from all others


@dataclass(frozen=True, slots=True, kw_only=True)
class Worse:
    """Samples in which ``arm`` does worse than ``against`` by at least the smallest difference that
    matters.
    """

    arm: str
    against: str
    outcome: str

    def cases(self, mean: Callable[[str, str], Floats]) -> Flags:
        outcome = OUTCOMES[self.outcome]
        difference = mean(self.arm, self.outcome) - mean(self.against, self.outcome)
        worse: Flags = (
            difference if outcome.better == "lower" else -difference
        ) >= outcome.matters * (1 - 1e-9)
        return worse

    def excess(self, values: Callable[[str, str], Floats]) -> Floats:
        """By how much it does worse, world by world: above zero is worse."""
        outcome = OUTCOMES[self.outcome]
        apart = values(self.arm, self.outcome) - values(self.against, self.outcome)
        return without_dust(apart if outcome.better == "lower" else -apart, outcome.matters)

    @property
    def tested_share(self) -> float | None:
        """None: what is compared is no share with a limit."""
        return None

    @property
    def arms(self) -> frozenset[str]:
        """Whose worlds it takes to answer."""
        return frozenset({self.arm, self.against})

    @property
    def rule(self) -> str:
        outcome = OUTCOMES[self.outcome]
        by = _amount(self.outcome, outcome.matters)
        return f"{self.arm} does worse than {self.against} on {outcome.title}, by {by} or more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unacceptable:
    """Samples in which the mean of an outcome of ``arm`` is beyond a limit."""

    arm: str
    outcome: str
    sign: Literal[">", ">=", "<", "<="]
    limit: float

    against: str | None = None

    def cases(self, mean: Callable[[str, str], Floats]) -> Flags:
        beyond: Flags = _BEYOND[self.sign](mean(self.arm, self.outcome), self.limit)
        return beyond

    def excess(self, values: Callable[[str, str], Floats]) -> Floats:
        """By how much it is beyond the limit, world by world."""
        over: Floats = values(self.arm, self.outcome) - self.limit
        return over if self.sign in (">", ">=") else -over

    @property
    def tested_share(self) -> float | None:
        """Of an event: the share of worlds that is not to be exceeded."""
        if OUTCOMES[self.outcome].kind != "share":
            return None
        return self.limit if self.sign in (">", ">=") else 1.0 - self.limit

    @property
    def arms(self) -> frozenset[str]:
        """Whose worlds it takes to answer."""
        return frozenset({self.arm})

    @property
    def rule(self) -> str:
        words = {">": "above", ">=": "at least", "<": "below", "<=": "at most"}[self.sign]
        return (
            f"{OUTCOMES[self.outcome].title} of {self.arm} is {words}"
            f" {_amount(self.outcome, self.limit)}"
        )


_BEYOND: Final[Mapping[str, Callable[[Floats, float], Flags]]] = {
    ">": lambda values, limit: values > limit,
    ">=": lambda values, limit: values >= limit,
    "<": lambda values, limit: values < limit,
    "<=": lambda values, limit: values <= limit,
}
SIGNS: Final = tuple(sorted(_BEYOND, key=len, reverse=True))

Question = Worse | Unacceptable


def _amount(name: str, value: float) -> str:
    outcome = OUTCOMES[name]
    return (
        f"{100 * value:g} in a hundred worlds"
        if outcome.kind == "share"
        else f"{value:g} {outcome.unit}"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What is asked: ``questions`` about ``samples`` of what is uncertain, each in ``worlds``
    worlds under all ``arms``. What is proposed is tried in ``fresh`` worlds, by default as many as
    it takes.
    """

    scenario: Scenario
    arms: tuple[str, ...]
    outcomes: tuple[str, ...]
    factors: tuple[Factor, ...]
    questions: tuple[Question, ...]
    samples: int
    worlds: int
    fill: str
    seed: int
    fresh: int | None = None

    def identity(self) -> dict[str, Any]:
        """What the findings depend on."""
        return {
            **design(self).identity(),
            "samples": self.samples,
            "fill": self.fill,
            "questions": [one.rule for one in self.questions],
            "fresh": self.fresh,
        }

    def __post_init__(self) -> None:
        if self.samples < FEWEST_SAMPLES:
            raise UsageError(
                f"Too few samples: {self.samples}. At least {FEWEST_SAMPLES} are needed to find a"
                " condition."
            )
        for one in self.questions:
            if isinstance(one, Worse) and OUTCOMES[one.outcome].better == "neither":
                raise UsageError(
                    f"Of {one.outcome} neither way is better, so no arm does worse on it. "
                    f'Say what cannot be accepted: --unacceptable "{one.outcome} > 0.5"'
                )
            if isinstance(one, Worse):
                expect_one_kind(self.scenario, one.outcome, one.arm, one.against)


def questions(
    scenario: Scenario,
    arm: str | None,
    against: str | None,
    outcomes: Sequence[str],
    limits: Sequence[str],
) -> tuple[Question, ...]:
    """What a command asks: whether the arm, or each, does worse than another or the baseline; of
    limits, whether it is beyond them, and the other only where it is asked for as well.
    """
    arms = tuple(scenario.arms) if arm is None else (arm,)
    beyond = tuple(unacceptable(text, one) for text in limits for one in arms)
    if beyond and not outcomes and against is None:
        return beyond
    other = scenario.study.baseline if against is None else against
    asked: tuple[Question, ...] = (
        *beyond,
        *(
            Worse(arm=one, against=other, outcome=name)
            for name in outcomes or DEFAULT_WORSE
            for one in arms
            if arm or (one != other and not apart_by_protocol(scenario, name, one, other))
        ),
    )
    if not asked:
        raise UsageError(
            'There is one arm only; say what cannot be accepted, such as --unacceptable "burden >'
            ' 400".'
        )
    return asked


def unacceptable(text: str, arm: str) -> Unacceptable:
    """A condition such as ``burden > 400``."""
    for sign in SIGNS:
        name, found, limit = text.partition(sign)
        if found:
            break
    else:
        name, limit = text, ""
    if not any(map(str.isdigit, limit)):
        raise UsageError(
            f'--unacceptable "{text}": expected an outcome, a sign and a number, such as "burden >'
            ' 400"'
        )
    outcome = outcome_named(name)
    try:
        value = thresholds.limit(outcome, sign, thresholds.amount_from(limit))
    except Unreadable as error:
        raise UsageError(f'--unacceptable "{text}": {error}') from None
    return Unacceptable(arm=arm, outcome=outcome, sign=sign, limit=value)  # type: ignore[arg-type]


def fresh_design(asked: Discovery, number: int, part: Region, worlds: int) -> Design:
    """Fresh worlds at fresh samples for question ``number``, under the arms that it is about: all
    points of a world one after the other.
    """
    chance = np.random.default_rng([asked.seed, _FRESH, number])
    places = fresh_places(part, len(asked.factors), worlds, chance)
    question = asked.questions[number]
    first = range(asked.worlds, asked.worlds + worlds)
    return Design(
        scenario=asked.scenario,
        arms=tuple(arm for arm in asked.arms if arm in question.arms),
        outcomes=asked.outcomes,
        factors=asked.factors,
        points=points_at(asked.factors, places.reshape(-1, len(asked.factors))),
        starts=tuple(world for world in first for _ in range(places.shape[1])),
        worlds=1,
        seed=asked.seed,
    )


def design(asked: Discovery) -> Design:
    """The samples."""
    cube = space_filling_places(len(asked.factors), asked.samples, asked.seed, asked.fill)
    return Design(
        scenario=asked.scenario,
        arms=asked.arms,
        outcomes=asked.outcomes,
        factors=asked.factors,
        points=points_at(asked.factors, cube),
        starts=(0,) * asked.samples,
        worlds=asked.worlds,
        seed=asked.seed,
    )


def points(made: Design) -> Floats:
    """The samples as numbers."""
    return np.array(made.points)
