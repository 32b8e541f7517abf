"""What the search of a discovery proposes by question, and what fresh worlds say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sim.experiment.discovery import confirmation
from sim.experiment.discovery.condition_search import Condition, proposed_condition
from sim.experiment.discovery.confirmation import Standing
from sim.experiment.discovery.discovery import Discovery, Question
from sim.experiment.discovery.fresh_worlds import POINTS, Region, planned_worlds, region
from sim.experiment.statistics.estimates import Floats

#: p-value of "not worse there" below which fresh worlds would be spent in vain.
_HOPELESS: Final = 0.001
Values = Callable[[str, str], Floats]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Proposal:
    """A condition for question ``number`` that is worth ``worlds`` fresh worlds: where it lies, and
    what the search saw.
    """

    number: int
    condition: Condition
    part: Region
    worlds: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TriedCondition:
    """A proposal in fresh worlds: ``excess`` (worlds x points) and what it comes to."""

    proposal: Proposal
    excess: Floats
    standing: Standing


def values_by_name(arms: Sequence[str], outcomes: Sequence[str], values: Floats) -> Values:
    """Responses (... x arms x outcomes) by arm and outcome."""

    def named(arm: str, outcome: str) -> Floats:
        found: Floats = values[..., arms.index(arm), outcomes.index(outcome)]
        return found

    return named


def proposals(asked: Discovery, x: Floats, values: Floats) -> list[Proposal]:
    """What is to be tried: of each question the box that its samples propose, unless the mean is
    clearly on the other side of zero even where it is said to be worse.
    """
    named = values_by_name(asked.arms, asked.outcomes, values)
    found: list[tuple[int, Condition, Floats]] = []
    for number, question in enumerate(asked.questions):
        excess = question.excess(named)
        condition = proposed_condition(x, excess.mean(axis=1))
        if condition.box.restricted_inputs and not is_hopeless(x, excess, condition):
            found.append((number, condition, excess))
    alpha = 1.0 - asked.scenario.study.confidence
    return [
        Proposal(
            number=number,
            condition=condition,
            part=region(asked.factors, condition.box),
            worlds=asked.fresh
            or planned_worlds(x, excess, condition, alpha=alpha, questions=len(found)),
        )
        for number, condition, excess in found
    ]


def is_hopeless(x: Floats, excess: Floats, condition: Condition) -> bool:
    """Whether the worlds of the search leave no doubt that it is not worse there. A mean below zero
    is not enough: all samples share the luck of few worlds.
    """
    inside = condition.box.holds(x)
    side = excess[~inside if condition.downward else inside]
    return confirmation.above_zero_p(-side.mean(axis=0)) < _HOPELESS


def trials_by_question(
    asked: Discovery, found: Mapping[int, tuple[Proposal, Floats]]
) -> dict[int, TriedCondition]:
    """By question what fresh worlds say; ``found`` holds proposals with their responses (points x 1
    world x arms x outcomes).
    """
    excess = {
        number: _fresh_excess(asked, asked.questions[number], proposal, values)
        for number, (proposal, values) in found.items()
    }
    trials = [
        confirmation.trial(
            excess[number],
            downward=proposal.condition.downward,
            limit=asked.questions[number].tested_share,
        )
        for number, (proposal, _) in found.items()
    ]
    standings = confirmation.standings(trials, 1.0 - asked.scenario.study.confidence)
    return {
        number: TriedCondition(proposal=proposal, excess=excess[number], standing=standing)
        for (number, (proposal, _)), standing in zip(found.items(), standings, strict=True)
    }


def _fresh_excess(
    asked: Discovery, question: Question, proposal: Proposal, values: Floats
) -> Floats:
    arms = [arm for arm in asked.arms if arm in question.arms]
    points = POINTS + len(proposal.part.at)
    shaped = values.reshape(proposal.worlds, points, *values.shape[2:])
    return question.excess(values_by_name(arms, asked.outcomes, shaped))
