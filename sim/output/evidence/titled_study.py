"""Studies as people call their arms: what a page or a picture says of one goes by the titles of its
scenario, while its files keep the names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from sim.domain.inputs.question import Question
from sim.experiment.discovery.discovery import Unacceptable, Worse
from sim.experiment.discovery.discovery_summary import DiscoverySummary, QuestionSummary
from sim.experiment.measures.measures_summary import TrialSummary
from sim.experiment.sensitivity.sensitivity_summary import (
    Information,
    Response,
    RulePart,
    SensitivitySummary,
)
from sim.experiment.sweeps.sweep_summary import SweepSummary, TitleSummary
from sim.output.charts.base.arm_titles import unique_titles
from sim.output.evidence.saved_scenario import readable_scenario, saved_question

S = TypeVar("S")
T = TypeVar("T")
Names = Mapping[str, str]


def titles_in(folder: Path) -> dict[str, str]:
    """By name the title of each arm of the scenario that lies with the results, each but once; none
    where this version cannot read it.
    """
    found = readable_scenario(folder)
    return (
        {}
        if found is None
        else unique_titles({name: arm.title for name, arm in found.scenario.arms.items()})
    )


def by_titles(summary: S, names: Names) -> S:
    """The summary of a study with its arms by their titles; any other as it is."""
    change: Callable[[Any, Names], Any] | None = _KINDS.get(type(summary))
    if change is None or not names:
        return summary
    changed: S = change(summary, names)
    return changed


def asked_outcome(folder: Path) -> str:
    """The outcome that the scenario of the results asks about; empty where it asks nothing."""
    asked = saved_question(folder)
    return "" if asked is None else asked.outcome


def titled_question(folder: Path, names: Names) -> Question | None:
    """What the scenario of the results asks, of arms by their titles."""
    asked = saved_question(folder)
    if asked is None:
        return None
    arm, against = (names.get(one, one) for one in (asked.arm, asked.against))
    return replace(asked, arm=arm, against=against)


def _by_title(found: Mapping[str, T], names: Names) -> dict[str, T]:
    return {names.get(arm, arm): one for arm, one in found.items()}


def _sweep(summary: SweepSummary, names: Names) -> SweepSummary:
    return replace(
        summary,
        baseline=names.get(summary.baseline, summary.baseline),
        arms={title: TitleSummary(title=title) for title in _by_title(summary.arms, names)},
        estimates=_by_title(summary.estimates, names),
        comparisons=_by_title(summary.comparisons, names),
        break_even=tuple(
            replace(one, arm=names.get(one.arm, one.arm)) for one in summary.break_even
        ),
    )


def _trial(summary: TrialSummary, names: Names) -> TrialSummary:
    arm = summary.measures.arm
    return replace(summary, measures=replace(summary.measures, arm=names.get(arm, arm)))


def _sensitivity(summary: SensitivitySummary, names: Names) -> SensitivitySummary:
    arm, against = _pair(summary, names)
    return replace(
        summary,
        arm=arm,
        against=against,
        baseline=names.get(summary.baseline, summary.baseline),
        response=Response(arm, against).text,
        comparisons=_by_title(summary.comparisons, names),
        sampled_arms=tuple(names.get(one, one) for one in summary.sampled_arms),
        information=None
        if summary.information is None
        else _information(summary.information, names),
    )


def _pair(asked: SensitivitySummary | QuestionSummary, names: Names) -> tuple[str, str | None]:
    against = None if asked.against is None else names.get(asked.against, asked.against)
    return names.get(asked.arm, asked.arm), against


def _information(found: Information, names: Names) -> Information:
    factors = {
        path: replace(
            one,
            rule=tuple(
                RulePart(arm=names.get(part.arm, part.arm), told=part.told) for part in one.rule
            ),
        )
        for path, one in found.factors.items()
    }
    return replace(found, best=names.get(found.best, found.best), factors=factors)


def _discovery(summary: DiscoverySummary, names: Names) -> DiscoverySummary:
    return replace(
        summary,
        baseline=names.get(summary.baseline, summary.baseline),
        comparisons=_by_title(summary.comparisons, names),
        regret={name: _by_title(arms, names) for name, arms in summary.regret.items()},
        questions=tuple(_question(one, names) for one in summary.questions),
    )


def _question(asked: QuestionSummary, names: Names) -> QuestionSummary:
    """A question told anew; older results keep the words in which they were saved, where these have
    a limit.
    """
    arm, against = _pair(asked, names)
    rule = asked.rule
    if against is not None:
        rule = Worse(arm=arm, outcome=asked.outcome, against=against).rule
    elif asked.sign is not None and asked.limit is not None:
        rule = Unacceptable(arm=arm, outcome=asked.outcome, sign=asked.sign, limit=asked.limit).rule
    return replace(asked, arm=arm, against=against, rule=rule)


_KINDS: dict[type, Callable[[Any, Names], Any]] = {
    SweepSummary: _sweep,
    TrialSummary: _trial,
    SensitivitySummary: _sensitivity,
    DiscoverySummary: _discovery,
}
