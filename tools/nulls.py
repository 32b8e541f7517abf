"""Null results of the record, asked of the model: the same worlds with and without a thing that
moves no timing in history.

In *International Crisis Behavior*, version 13, an ally's status, a consultation pact, third-party
involvement and a patron's displeasure shift neither the time nor the violence of a client's
response, and larger decision groups are not slower. Each is put to the model by the one input that
stands for it. Speeds of decision (from a trigger to the decision, from a question to the answer)
are told apart from what the model lets the thing do by a stated cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from math import inf, nan
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np

from sim.domain.actors.allies import Ally
from sim.domain.decisions.standing_orders import Move, Option, Scripted
from sim.domain.events import Decision, Posted, Provocation, Read, StanceGiven
from sim.domain.events.log import ByKind, Log
from sim.domain.inputs.setting import Arm, Scenario, Setting
from sim.engine.random_streams import Streams
from sim.engine.session import Session
from sim.experiment.outcomes.definitions import outcome_values
from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.mean_intervals import mean_interval
from sim.experiment.statistics.moments import sums_of
from sim.scenario import load
from tools.blocks import table

ROOT: Final = Path(__file__).parents[1]
SEED: Final = 2_718
WORLDS: Final = 200

A = TypeVar("A", bound=Ally)


# what is varied: inputs and no rule of the model


def alliance(setting: Setting, weight: float) -> Setting:
    """What acting without the other costs, in the eyes of both."""
    return _both(setting, partial(_weighing, weight))


def _weighing(weight: float, ally: A) -> A:
    return replace(
        ally, outlook=replace(ally.outlook, weights=replace(ally.outlook.weights, alliance=weight))
    )


def trust(setting: Setting, start: float) -> Setting:
    """How close the allies are at the start."""
    return _both(setting, lambda ally: replace(ally, trust=replace(ally.trust, start=start)))


def staff(setting: Setting, factor: int) -> Setting:
    """How many officers work in every office."""
    return _both(
        setting,
        lambda ally: replace(
            ally,
            offices={
                name: replace(office, staff=office.staff * factor)
                for name, office in ally.offices.items()
            },
        ),
    )


def promise(setting: Setting, factor: float) -> Setting:
    """What a promise to ask adds to the cost of not asking."""
    return replace(setting, terms=replace(setting.terms, promise=factor))


def mediators(setting: Setting, *, there: bool) -> Setting:
    """Whether the partners in the region offer mediation."""
    partners = {
        name: replace(partner, mediates=there) for name, partner in setting.region.partners.items()
    }
    return replace(setting, region=replace(setting.region, partners=partners))


def answering(setting: Setting, stance: Option) -> Setting:
    """What the patron says, whatever it thinks."""
    patron = setting.allies.patron
    leader = replace(patron.leader, rule=Scripted(moves=(Move(at=0.0, option=stance),)))
    return replace(setting, allies=replace(setting.allies, patron=replace(patron, leader=leader)))


def _both(setting: Setting, change: Callable[[Any], Any]) -> Setting:
    """The same change to both allies, each of its own kind."""
    allies = setting.allies
    return replace(
        setting,
        allies=replace(allies, frontline=change(allies.frontline), patron=change(allies.patron)),
    )


# what is measured of a world: hours, or whether


def to_decision(log: Log) -> float:
    """Hours from the first provocation to the frontline's next decision, if it had not wished to
    strike before.

    Later ones are not the same ones both ways: a wish ends the wait for provocations.
    """
    found = ByKind(log)
    decided = [
        (time, data.option) for time, data in found.all(Decision) if data.ally == "frontline"
    ]
    wish = next((time for time, option in decided if option == "strike"), inf)
    time = next((time for time, _ in found.all(Provocation) if time < wish), nan)
    return next((at for at, _ in decided if at > time), nan) - time


def to_answer(log: Log) -> float:
    """Hours from the first question that the patron read to its stance: council and thought."""
    found = ByKind(log)
    questions = (
        (time, data.message)
        for time, data in found.all(Read)
        if data.message_kind == "consultation_request"
    )
    about = {data.message: data.about for _, data in found.all(Posted)}
    time, question = next(questions, (nan, ""))
    answers = (at for at, data in found.all(StanceGiven) if about.get(data.message) == question)
    return next(answers, nan) - time


TO_DECISION: Final = "trigger to decision, h"
TO_ANSWER: Final = "question to answer, h"
#: Columns of ``measured`` that are asked as well, as the page calls them.
RESPONSE: Final = {
    "first_decision_h": "first wish to strike, h",
    "strike_h": "strike, h",
    "struck": "struck",
}


def figures(log: Log, setting: Setting) -> dict[str, float]:
    """All that is compared, of one world."""
    outcomes = outcome_values(log, setting)
    responses = {told: outcomes[name] for name, told in RESPONSE.items()}
    return {TO_DECISION: to_decision(log), TO_ANSWER: to_answer(log), **responses}


# the comparisons


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A null result of the record, and two ways to set the one input that stands for it."""

    null: str
    varied: str
    one: Setting
    other: Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Mean difference of a figure over the worlds that have it both ways, with its 95 %
    interval.
    """

    figure: str
    pairs: int
    same: int
    mean: float
    low: float
    high: float

    @property
    def differs(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0.0 or self.high < 0.0


def questions(scenario: Scenario) -> Iterator[Question]:
    """What is asked of a scenario with the arms of the reference."""
    lone, asked = scenario.arms["unilateral"].setting, scenario.arms["consult"].setting
    weight = lone.allies.frontline.outlook.weights.alliance
    lone_free, asked_free = alliance(lone, 0.0), alliance(asked, 0.0)
    red = "a red less an amber, whatever the patron thinks"
    free, costly = "acting alone costing nothing", f"at the weight of {weight:g}"
    asked_pairs: tuple[tuple[str, str, Setting, Setting], ...] = (
        (
            "ally's status",
            f"weight of the alliance for both, {weight:g} less 0, `consult`",
            alliance(asked, weight),
            asked_free,
        ),
        (
            "ally's status",
            "trust at the start, .9 less .2, `unilateral`",
            trust(lone, 0.9),
            trust(lone, 0.2),
        ),
        (
            "consultation pact",
            "a promise to ask, 3 less 1, `consult`",
            promise(asked, 3.0),
            promise(asked, 1.0),
        ),
        ("consultation pact", f"`consult` less `unilateral`, {free}", asked_free, lone_free),
        (
            "third parties",
            "partners that offer mediation less such that do not, `unilateral`",
            mediators(lone, there=True),
            mediators(lone, there=False),
        ),
        (
            "patron's displeasure",
            f"{red}, {free}, `consult`",
            answering(asked_free, "red"),
            answering(asked_free, "amber"),
        ),
        (
            "patron's displeasure",
            f"{red}, {costly}, `consult`",
            answering(asked, "red"),
            answering(asked, "amber"),
        ),
        (
            "larger groups",
            "twice the staff in every office less once, `consult`",
            staff(asked, 2),
            asked,
        ),
    )
    for null, varied, one, other in asked_pairs:
        yield Question(null=null, varied=varied, one=one, other=other)


def answered(
    question: Question, scenario: Scenario, worlds: int = WORLDS, seed: int = SEED
) -> list[Answer]:
    """Every figure, in the same worlds both ways; figures that too few worlds have are left out."""
    arms = {"one": question.one, "other": question.other}
    both = replace(
        scenario, arms={name: Arm(name=name, title=name, setting=one) for name, one in arms.items()}
    )
    rows = [_world(both, arms, replication, seed) for replication in range(worlds)]
    found = []
    for figure in rows[0]["one"]:
        pairs = np.array([[row["one"][figure], row["other"][figure]] for row in rows])
        pairs = pairs[~np.isnan(pairs).any(axis=1)]
        found += [_difference(figure, pairs[:, 0] - pairs[:, 1])] if len(pairs) > 1 else []
    return found


def _world(
    scenario: Scenario, arms: Mapping[str, Setting], replication: int, seed: int
) -> dict[str, dict[str, float]]:
    streams = Streams(seed, replication)
    return {
        arm: figures(
            Session(scenario, seed=seed, replication=replication, arm=arm, streams=streams).run(),
            setting,
        )
        for arm, setting in arms.items()
    }


def _difference(figure: str, values: Floats) -> Answer:
    mean, n = float(values.mean()), len(values)
    if figure == RESPONSE["struck"]:
        low, high = by.paired_shares((values > 0).sum(), (values < 0).sum(), n)
    else:
        (low,), (high,) = mean_interval(sums_of(values[:, None]), (-np.inf, np.inf))
    return Answer(
        figure=figure,
        pairs=n,
        same=int((values == 0.0).sum()),
        mean=mean,
        low=float(low),
        high=float(high),
    )


# as a table


def chapter(worlds: int = WORLDS) -> str:
    """What the model answers, row by row."""
    scenario = load(ROOT / "scenarios" / "northern-front.yaml")
    rows: list[tuple[str, ...]] = []
    for question in questions(scenario):
        for at, one in enumerate(answered(question, scenario, worlds)):
            rows.append((*((question.null, question.varied) if at == 0 else ("", "")), *_row(one)))
    header = (
        "null of the record",
        "varied in the model",
        "figure",
        "pairs",
        "the same",
        "difference",
        "95 %",
        "",
    )
    return table(header, rows)


def _row(one: Answer) -> tuple[str, ...]:
    verdict = (
        "differs"
        if one.differs
        else "the same in every world"
        if one.same == one.pairs
        else "no difference shown"
    )
    if one.same == one.pairs:
        return one.figure, str(one.pairs), str(one.same), "0", "", verdict
    interval = f"{one.low:+.2f} to {one.high:+.2f}"
    return one.figure, str(one.pairs), str(one.same), f"{one.mean:+.2f}", interval, verdict
