"""Measures on trial: the arms that a trial compares, each set of measures on the same worlds, and
the conditions beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sim.domain.inputs.setting import Arm, Scenario, Setting
from sim.domain.preparedness.measures import Measure
from sim.errors import UsageError, did_you_mean
from sim.experiment.design.factorial import FactorialDesign
from sim.experiment.measures.contrasts import (
    Compared,
    Key,
    contrasts,
    difference_of,
    under_condition,
)
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.runs.plan import Plan
from sim.scenario.loading.digest import digest

#: Makes the inputs of one arm: under a set of measures, and perhaps under a condition (measure,
#: name) of one of them.
Regime = Callable[[frozenset[str], tuple[str, str] | None], Setting]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialCondition:
    """A condition of a measure, with the names of the arms that stand for it: without the measure
    and with it.
    """

    measure: str
    name: str
    title: str
    without: str
    with_it: str

    @property
    def key(self) -> str:
        """Its name among all that may change an effect; no measure has a stroke in its name."""
        return f"{self.measure}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Measures added to one arm of a scenario, by a design. The first arms of the plan are the runs
    of the design. ``against`` is another arm that these are compared with; ``arm`` itself where
    there is none.
    """

    arm: str
    against: str
    measures: tuple[Measure, ...]
    design: FactorialDesign
    conditions: tuple[TrialCondition, ...]
    plan: Plan

    @property
    def arms_to_show(self) -> tuple[str, ...]:
        """The arms that one looks at one by one: without measures, with each alone, with all; as
        far as they were run.
        """
        wanted = [
            frozenset[str](),
            *(frozenset([name]) for name in self.design.factors),
            frozenset(self.design.factors),
        ]
        places = {run: at for at, run in enumerate(self.design.runs)}
        shown = [self.plan.arms[places[run]] for run in wanted if run in places]
        return tuple(dict.fromkeys((*shown, self.against)))

    def contrasts(self) -> dict[Key, Compared]:
        """All effects that are to be measured, those under conditions included."""
        found = contrasts(self.design)
        place = {name: at for at, name in enumerate(self.plan.arms)}
        for one in self.conditions:
            plain = (place[run_name(self.arm, frozenset([one.measure]))], place[self.arm])
            found.setdefault(("alone", one.measure, ""), difference_of(*plain))
            found |= under_condition(
                one.measure, one.key, (place[one.with_it], place[one.without]), plain
            )
        return found


def run_name(arm: str, run: frozenset[str]) -> str:
    """The name of an arm under a set of measures."""
    return "+".join(sorted(run)) or arm


def planned_trial(
    scenario: Scenario,
    arm: str,
    measures: Sequence[Measure],
    design: FactorialDesign,
    regime: Regime,
    *,
    replications: int,
    seed: int,
    against: tuple[str, Setting] | None = None,
) -> Trial:
    """The trial of ``measures`` on ``arm``: every arm's inputs are made here, once. ``against`` is
    another arm to compare with, which measures leave as it is.
    """
    expect_outcomes(measures)
    _expect_names_apart(measures, (arm, *(() if against is None else against[:1])))
    settings = {run_name(arm, run): regime(run, None) for run in design.runs}
    conditions: list[TrialCondition] = []
    for measure in measures:
        for name, title in measure.conditions.items():
            one = _condition(measure.name, name, title)
            settings[one.without] = regime(frozenset(), (measure.name, name))
            settings[one.with_it] = regime(frozenset([measure.name]), (measure.name, name))
            settings.setdefault(
                run_name(arm, frozenset([measure.name])), regime(frozenset([measure.name]), None)
            )
            conditions.append(one)
    if against is not None:
        settings[against[0]] = against[1]
    plan = as_plan(scenario, arm, settings, replications, seed)
    return Trial(
        arm=arm,
        against=arm if against is None else against[0],
        measures=tuple(measures),
        design=design,
        conditions=tuple(conditions),
        plan=plan,
    )


def _expect_names_apart(measures: Sequence[Measure], arms: Sequence[str]) -> None:
    """An arm of a trial is called after its measures, so that none may have the name of an arm."""
    for one in measures:
        if one.name in arms:
            raise UsageError(
                f"'{one.name}' is an arm and a measure: in a trial with both, their results could"
                " not be told apart. Rename one of them."
            )


def _condition(measure: str, name: str, title: str) -> TrialCondition:
    where = f"{measure}/{name}"
    return TrialCondition(
        measure=measure, name=name, title=title, without=f"{where} without", with_it=f"{where} with"
    )


def as_plan(
    scenario: Scenario, arm: str, settings: Mapping[str, Setting], replications: int, seed: int
) -> Plan:
    """The arms as a scenario of their own, compared with the one without measures."""
    arms = {name: Arm(name=name, title=name, setting=setting) for name, setting in settings.items()}
    tried = replace(
        scenario, arms=arms, digest=digest(settings), study=replace(scenario.study, baseline=arm)
    )
    return Plan(
        scenario=tried, seed=seed, replications=replications, arms=tuple(arms), baseline=arm
    )


def expect_outcomes(measures: Sequence[Measure]) -> None:
    """What is expected of a measure is expected of an outcome that exists."""
    for one in measures:
        name = one.expected.outcome
        if name not in OUTCOMES:
            hint = did_you_mean(name, OUTCOMES, "`hotline list outcomes` names them.")
            raise UsageError(
                f"{one.name} is expected to move '{name}', which is no outcome. {hint}"
            )
