"""The summary of a run, from the sums over its worlds: what is written beside results, printed as a
table, drawn as charts.

Every outcome of every arm is compared with the baseline, so a few will seem to differ by chance.
p-values are therefore adjusted by Holm's method, once over the headline outcomes (``p_headline``)
and once over all (``p_all``). What only some worlds have is in neither family: no test compares
arms there. A difference is ``shown`` where the adjusted p-value of its narrowest family is below
1 - confidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import isnan, nan
from typing import Final

from sim.experiment.comparison.comparison import Comparison, Estimate, Share, comparisons, estimates
from sim.experiment.comparison.run_summary import ArmSummary, EstimateSummary, Family, RunSummary
from sim.experiment.comparison.summary_parts import (
    ComparisonSummary,
    ShareSummary,
    scenario_summary,
)
from sim.experiment.outcomes.definitions import OUTCOMES, plain_outcome
from sim.experiment.runs.plan import Plan
from sim.experiment.statistics.estimates import Floats, holm
from sim.experiment.statistics.rounding import twelve_digits, twelve_digits_or_none
from sim.experiment.statistics.tally import Tally

SCHEMA: Final = 1

#: The outcomes that answer the question; the others explain them.
HEADLINES: Final = (
    "struck",
    "unilateral_strike",
    "struck_on_silence",
    "struck_against_red",
    "struck_on_misread_green",
    "unstruck_h",
    "surprise",
    "peak_rung",
    "burden",
    "unsettled_h",
    "threat_end",
    "trust_of_patron",
    "drawn_in",
    "strike_h",
    "round_trip_h",
    "objection_in_time",
    "deescalation_h",
)
#: Pairs of worlds below which the mean of a selected group has no interval.
FEWEST_SELECTED: Final = 10

_ALL: Final = tuple(OUTCOMES.values())


def run_tally(plan: Plan, blocks: Iterable[Floats]) -> Tally:
    """The sums of all blocks of a run (worlds x arms x columns), each arm paired with
    the baseline.
    """
    base = plan.arms.index(plan.baseline)
    tally = Tally(
        len(plan.arms), len(_ALL), [(arm, base) for arm in range(len(plan.arms)) if arm != base]
    )
    for block in blocks:
        tally.add(block[:, :, : len(_ALL)])
    return tally


def run_summary(plan: Plan, tally: Tally) -> RunSummary:
    """Estimates of all arms and comparisons with the baseline. Numbers that do not exist are
    ``None``.
    """
    base, confidence = plan.arms.index(plan.baseline), plan.scenario.study.confidence
    others = [arm for arm in range(len(plan.arms)) if arm != base]
    compared = {arm: comparisons(_ALL, tally.pairs[arm, base], confidence) for arm in others}
    table, family = _holm_adjusted_comparisons(
        {plan.arms[arm]: found for arm, found in compared.items()}, 1 - confidence
    )
    return RunSummary(
        schema=SCHEMA,
        scenario=scenario_summary(plan.scenario),
        seed=plan.seed,
        replications=plan.replications,
        confidence=confidence,
        baseline=plan.baseline,
        headlines=HEADLINES,
        outcomes={outcome.name: plain_outcome(outcome) for outcome in _ALL},
        arms={name: _arm(plan, name) for name in plan.arms},
        estimates={
            name: {
                o.name: _estimate(e)
                for o, e in zip(_ALL, estimates(_ALL, moments, confidence), strict=True)
            }
            for name, moments in zip(plan.arms, tally.arms, strict=True)
        },
        comparisons=table,
        family=family,
        stopping=plan.stopped,
    )


def _arm(plan: Plan, name: str) -> ArmSummary:
    arm = plan.scenario.arms[name]
    setting = arm.setting
    return ArmSummary(
        title=arm.title,
        protocol=setting.protocol,
        horizon_h=setting.horizon,
        follow_up_h=setting.follow_up,
    )


def _holm_adjusted_comparisons(
    compared: dict[str, list[Comparison]], alpha: float
) -> tuple[dict[str, dict[str, ComparisonSummary]], Family]:
    """Comparisons of all arms with p-values adjusted over both families, and how large the families
    are.
    """
    cells = [
        (arm, o.name, c)
        for arm, found in compared.items()
        for o, c in zip(_ALL, found, strict=True)
    ]
    over_all = _family([_p_of_all_worlds(name, c) for _, name, c in cells])
    over_headlines = _family(
        [_p_of_all_worlds(name, c) if name in HEADLINES else nan for _, name, c in cells]
    )
    table: dict[str, dict[str, ComparisonSummary]] = {arm: {} for arm in compared}
    for (arm, name, comparison), p_all, p_headline in zip(
        cells, over_all, over_headlines, strict=True
    ):
        found = comparison if is_of_all_worlds(name) else _of_selected_group(comparison)
        table[arm][name] = _comparison(found, OUTCOMES[name].better, p_headline, p_all, alpha)
    return table, Family(
        method="holm",
        alpha=round(alpha, 12),
        headline=_members(over_headlines),
        all=_members(over_all),
    )


def is_of_all_worlds(name: str) -> bool:
    """Whether an outcome exists in every world. The worlds that have another one under both arms
    are a selected group, and which they are depends on the arms: no test compares arms there.
    """
    return OUTCOMES[name].exists == "always"


def _p_of_all_worlds(name: str, found: Comparison) -> float:
    return found.p if is_of_all_worlds(name) else nan


def _of_selected_group(found: Comparison) -> Comparison:
    """Without a test, and without an interval where there are few pairs."""
    few = found.pairs < FEWEST_SELECTED
    return replace(found, p=nan, low=nan if few else found.low, high=nan if few else found.high)


def _family(p: list[float]) -> list[float | None]:
    return [twelve_digits_or_none(value) for value in holm(p)]


def _members(family: list[float | None]) -> int:
    return sum(p is not None for p in family)


def _estimate(found: Estimate) -> EstimateSummary:
    return EstimateSummary(
        estimate=twelve_digits_or_none(found.value),
        low=twelve_digits_or_none(found.low),
        high=twelve_digits_or_none(found.high),
        deviation=twelve_digits_or_none(found.deviation),
        n=found.n,
    )


def _comparison(
    found: Comparison, direction: str, p_headline: float | None, p_all: float | None, alpha: float
) -> ComparisonSummary:
    decisive = p_all if p_headline is None else p_headline
    return ComparisonSummary(
        difference=twelve_digits_or_none(found.difference),
        low=twelve_digits_or_none(found.low),
        high=twelve_digits_or_none(found.high),
        pairs=found.pairs,
        better=_share(found.better(direction)),
        worse=_share(found.worse(direction)),
        higher=_share(found.higher),
        lower=_share(found.lower),
        equal=_share(found.equal),
        p=twelve_digits_or_none(found.p),
        variance_ratio=twelve_digits_or_none(found.variance_ratio),
        p_headline=p_headline,
        p_all=p_all,
        shown=decisive is not None and decisive < alpha,
    )


def _share(found: Share | None) -> ShareSummary | None:
    if found is None or isnan(found.value):
        return None
    return ShareSummary(
        share=twelve_digits(found.value),
        low=twelve_digits(found.low),
        high=twelve_digits(found.high),
    )
