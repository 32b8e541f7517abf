"""Scenario discovery: the conditions under which one arm does worse than another, or an outcome cannot be accepted.

Samples fill the space of what is uncertain; in each all arms meet the same worlds. A sample is a case where the means say
so; PRIM finds the box of inputs in which cases are dense; the box is told in words, with what speaks for and against it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from sim.domain.setting import Scenario
from sim.errors import UsageError
from sim.experiment import prim, regret, thresholds
from sim.experiment.designs import Design, filling, placed
from sim.experiment.factors import Factor
from sim.experiment.named import outcome_named
from sim.experiment.outcomes import OUTCOMES, described
from sim.experiment.prim import Box, Flags
from sim.experiment.resampled import Reproduced, reproduced, searched
from sim.experiment.shares import percent
from sim.experiment.statistics import Floats
from sim.scenario.quantities import Unreadable

SCHEMA: Final = 1
KIND: Final = "discovery"
FEWEST_SAMPLES: Final = 40
#: Fewer cases than this describe themselves, not a condition; nor does what holds almost everywhere need one.
FEWEST_CASES: Final = 10
NEARLY_ALL: Final = 0.95
#: A box whose kind holds less than so many times the share of all samples, on samples it was not found in, says little.
HARDLY: Final = 1.3
#: With fewer worlds a sample a single one of them moves a share by more than the 5 in a hundred that matter.
FEWEST_WORLDS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Worse:
    """Samples in which ``arm`` does worse than ``against`` by at least the smallest difference that matters."""

    arm: str
    against: str
    outcome: str

    def cases(self, mean: Callable[[str, str], Floats]) -> Flags:
        outcome = OUTCOMES[self.outcome]
        difference = mean(self.arm, self.outcome) - mean(self.against, self.outcome)
        worse: Flags = (difference if outcome.better == "lower" else -difference) >= outcome.matters * (1 - 1e-9)
        return worse

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

    @property
    def rule(self) -> str:
        words = {">": "above", ">=": "at least", "<": "below", "<=": "at most"}[self.sign]
        return f"{OUTCOMES[self.outcome].title} of {self.arm} is {words} {_amount(self.outcome, self.limit)}"


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
    return f"{100 * value:g} in a hundred worlds" if outcome.kind == "share" else f"{value:g} {outcome.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What is asked: ``questions`` about ``samples`` of what is uncertain, each in ``worlds`` worlds under all ``arms``."""

    scenario: Scenario
    arms: tuple[str, ...]
    outcomes: tuple[str, ...]
    factors: tuple[Factor, ...]
    questions: tuple[Question, ...]
    samples: int
    worlds: int
    fill: str
    seed: int

    def identity(self) -> dict[str, Any]:
        """What the findings depend on."""
        return {
            **design(self).identity(), "samples": self.samples, "fill": self.fill,
            "questions": [one.rule for one in self.questions],
        }  # fmt: skip

    def __post_init__(self) -> None:
        if self.samples < FEWEST_SAMPLES:
            raise UsageError(
                f"Too few samples: {self.samples}. At least {FEWEST_SAMPLES} are needed to find a condition."
            )
        for one in self.questions:
            if isinstance(one, Worse) and OUTCOMES[one.outcome].better == "neither":
                raise UsageError(
                    f"Of {one.outcome} neither way is better, so no arm does worse on it. "
                    f'Say what cannot be accepted: --unacceptable "{one.outcome} > 0.5"'
                )


def questions(
    scenario: Scenario, arm: str | None, against: str | None, outcomes: Sequence[str], limits: Sequence[str]
) -> tuple[Question, ...]:
    """What a command asks: limits for the arm or for each; else whether it, or each, does worse than another or the baseline."""
    arms = tuple(scenario.arms) if arm is None else (arm,)
    if limits:
        return tuple(unacceptable(text, one) for text in limits for one in arms)
    other = scenario.study.baseline if against is None else against
    asked = tuple(
        Worse(arm=one, against=other, outcome=name) for name in outcomes for one in arms if arm or one != other
    )
    if not asked:
        raise UsageError('There is one arm only; say what cannot be accepted, such as --unacceptable "burden > 400".')
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
        raise UsageError(f'--unacceptable "{text}": expected an outcome, a sign and a number, such as "burden > 400"')
    outcome = outcome_named(name)
    try:
        value = thresholds.limit(outcome, sign, thresholds.amount_from(limit))
    except Unreadable as error:
        raise UsageError(f'--unacceptable "{text}": {error}') from None
    return Unacceptable(arm=arm, outcome=outcome, sign=sign, limit=value)  # type: ignore[arg-type]


def design(asked: Discovery) -> Design:
    """The samples."""
    cube = filling(len(asked.factors), asked.samples, asked.seed, asked.fill)
    return Design(
        scenario=asked.scenario, arms=asked.arms, outcomes=asked.outcomes, factors=asked.factors,
        points=placed(asked.factors, cube), starts=(0,) * asked.samples, worlds=asked.worlds, seed=asked.seed,
    )  # fmt: skip


def points(made: Design) -> Floats:
    """The samples as numbers."""
    return np.array(made.points)


def discovered(asked: Discovery, x: Floats, values: Floats) -> dict[str, Any]:
    """The findings as plain data, from the samples and their responses (samples x worlds x arms x outcomes)."""
    means = values.mean(axis=1)

    def mean(arm: str, outcome: str) -> Floats:
        found: Floats = means[:, asked.arms.index(arm), asked.outcomes.index(outcome)]
        return found

    directed = [name for name in asked.outcomes if OUTCOMES[name].better != "neither"]
    tables = {name: regret.table(OUTCOMES[name], means[:, :, asked.outcomes.index(name)]) for name in directed}
    return {
        **_heading(asked),
        "factors": {factor.path: factor.described() for factor in asked.factors},
        "questions": [_answered(asked, one, x, one.cases(mean)) for one in asked.questions],
        "regret": {
            name: {arm: _regret(found) for arm, found in zip(asked.arms, table, strict=True)}
            for name, table in tables.items()
        },
    }


def _heading(asked: Discovery) -> dict[str, Any]:
    scenario = asked.scenario
    return {
        "schema": SCHEMA, "kind": KIND,
        "scenario": {"name": scenario.name, "title": scenario.title, "purpose": scenario.purpose, "digest": scenario.digest},
        "seed": asked.seed, "replications": asked.worlds, "confidence": scenario.study.confidence,
        "baseline": scenario.study.baseline if scenario.study.baseline in asked.arms else asked.arms[0],
        "headlines": list(asked.outcomes), "comparisons": {},
        "outcomes": {name: described(OUTCOMES[name]) for name in asked.outcomes},
        "samples": asked.samples, "fill": asked.fill,
    }  # fmt: skip


def _regret(found: regret.Regret) -> dict[str, float]:
    return {
        "max": _number(found.worst), "mean": _number(found.mean), "p90": _number(found.ninety),
        "satisfactory": _number(found.satisfactory), "best": _number(found.best),
    }  # fmt: skip


def _answered(asked: Discovery, question: Question, x: Floats, cases: Flags) -> dict[str, Any]:
    count, share = int(cases.sum()), float(cases.mean())
    found: dict[str, Any] = {
        "arm": question.arm, "against": question.against, "outcome": question.outcome, "rule": question.rule,
        "cases": count, "share": _number(share), "box": None,
    }  # fmt: skip
    where = f"{question.rule}: in {count} of {len(cases)} samples of {asked.worlds} worlds each ({percent(share)})."
    if count < FEWEST_CASES or share > NEARLY_ALL:
        why = (
            "Too few to say under which conditions." if count < FEWEST_CASES else "Hardly a condition is needed for it."
        )
        return {**found, "sentence": f"{where} {why if count else 'Never in what was sampled.'}"}
    box, boxes = searched(x, cases)
    if not box.restricted:
        return {**found, "sentence": f"{where} No condition sets these samples apart."}
    again = reproduced(x, cases, seed=asked.seed)
    told, doubt = _box(asked.factors, x, cases, box, again), of_few_worlds(asked.worlds)
    return {
        **found,
        "box": told,
        "tradeoff": [_step(one) for one in boxes],
        "sentence": f"{where} {_sentence(told, share)}{f' {doubt.capitalize()}.' if doubt else ''}",
    }


def _step(box: Box) -> dict[str, Any]:
    return {"coverage": _number(box.coverage), "density": _number(box.density), "mass": _number(box.mass),
            "inputs": len(box.restricted)}  # fmt: skip


def _box(factors: Sequence[Factor], x: Floats, cases: Flags, box: Box, again: Reproduced) -> dict[str, Any]:
    chance = prim.quasi_p(x, cases, box)
    limits = sorted(
        (_limit(factors[at], box, at, p, again.inputs[at]) for at, p in chance.items()),
        key=lambda one: float(one["quasi_p"]),
    )
    return {
        **_step(box), "points": box.points, "limits": limits,
        "elsewhere": {"coverage": _number(again.coverage), "density": _number(again.density)},
    }  # fmt: skip


def _limit(factor: Factor, box: Box, at: int, p: float, again: float) -> dict[str, Any]:
    low, high = float(box.low[at]), float(box.high[at])
    return {
        "path": factor.path, "low": None if low == -float("inf") else _number(low),
        "high": None if high == float("inf") else _number(high), "told": _between(factor, low, high),
        "quasi_p": float(f"{p:.3g}"), "reproduced": _number(again),
    }  # fmt: skip


def _between(factor: Factor, low: float, high: float) -> str:
    if low == -float("inf"):
        return f"at most {factor.told(high)}"
    if high == float("inf"):
        return f"at least {factor.told(low)}"
    return f"between {factor.told(low, high)} and {factor.told(high, low)}"


def _sentence(box: Mapping[str, Any], share: float) -> str:
    conditions = " and ".join(f"{limit['path']} is {limit['told']}" for limit in box["limits"])
    elsewhere = box["elsewhere"]
    lean = elsewhere["density"] < HARDLY * share
    doubt = f", hardly more than the {percent(share)} anywhere: not to be relied on" if lean else ""
    return (
        f"When {conditions}: that holds {percent(box['coverage'])} of such samples, and {percent(box['density'])} of the samples "
        f"inside are such. Searched for in one half and tried on the other: {percent(elsewhere['coverage'])} and "
        f"{percent(elsewhere['density'])}{doubt}."
    )


def of_few_worlds(worlds: int) -> str:
    """Why conditions may be those of the worlds rather than of the inputs; nothing where there are enough of them."""
    few = f"fewer than {FEWEST_WORLDS} worlds, the same in every sample: this may be their luck, which the other half shares"
    return few if worlds < FEWEST_WORLDS else ""


def _number(value: float) -> float:
    return float(f"{value:.12g}") + 0.0
