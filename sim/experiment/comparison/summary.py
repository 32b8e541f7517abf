"""The summary of a run, from the sums over its worlds: what is written beside results, printed as a
table, drawn as charts.

A difference is ``shown`` where the adjusted p-value of its narrowest family is below
1 - confidence; what else may be said of it is decided in ``families``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from sim.domain.decisions.protocols import PROTOCOLS
from sim.experiment.comparison.comparison import Estimate, comparisons, estimates
from sim.experiment.comparison.draws import Split, Splits, split_summary, tally_draws, whole_draws
from sim.experiment.comparison.families import Scope, judged_family
from sim.experiment.comparison.fitted_law_summary import fitted_law_summary
from sim.experiment.comparison.only_asking import Apart, arms_apart
from sim.experiment.comparison.run_summary import (
    ArmSummary,
    DoubtSummary,
    EstimateSummary,
    RunSummary,
    SplitSummary,
)
from sim.experiment.comparison.summary_parts import (
    ComparisonSummary,
    FactorSummary,
    scenario_summary,
)
from sim.experiment.comparison.unasked_words import unasked_outcomes
from sim.experiment.outcomes.bounds import Watched, bounds_of, outcome_bounds, time_watched
from sim.experiment.outcomes.definitions import OUTCOMES, Outcome, plain_outcome
from sim.experiment.runs.plan import Plan
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.rounding import twelve_digits_or_none
from sim.experiment.statistics.tally import Tally

#: 1 had Student's intervals of means and no verdicts.
SCHEMA: Final = 2

#: The outcomes that answer the question; the others explain them.
HEADLINES: Final = (
    "struck",
    "unilateral_strike",
    "struck_on_silence",
    "overridden",
    "unstruck_h",
    "attacked",
    "surprise",
    "peak_rung",
    "burden",
    "unsettled_h",
    "threat_end",
    "trust_of_patron",
    "strike_h",
    "round_trip_h",
    "objection_in_time",
)

_ALL: Final = tuple(OUTCOMES.values())
#: The same where one value is the mean of several worlds: a share of them is no event any more.
_AS_MEANS: Final = tuple(replace(outcome, kind="mean") for outcome in _ALL)


def run_tally(plan: Plan, blocks: Iterable[Floats]) -> Tally:
    """The sums of all blocks of a run (worlds x arms x columns), each arm paired with
    the baseline.
    """
    tally = _empty_tally(plan)
    for block in blocks:
        tally.add(block[:, :, : len(_ALL)])
    return tally


def draw_tally(plan: Plan, worlds: int, blocks: Iterable[Floats]) -> tuple[Tally, Splits]:
    """The same over draws of uncertain inputs, each the mean of so many ``worlds``, with what
    splits luck from doubt.
    """
    always = [name for name in HEADLINES if OUTCOMES[name].exists == "always"]
    tally = _empty_tally(plan)
    splits = Splits(len(plan.arms), plan.arms.index(plan.baseline), always)
    for draws in whole_draws((block[:, :, : len(_ALL)] for block in blocks), worlds):
        splits.add(draws)
        tally_draws(tally, draws)
    return tally, splits


def _empty_tally(plan: Plan) -> Tally:
    base = plan.arms.index(plan.baseline)
    return Tally(
        len(plan.arms),
        len(_ALL),
        [(arm, base) for arm in range(len(plan.arms)) if arm != base],
        [outcome.matters for outcome in _ALL],
    )


def summary_of_worlds(plan: Plan, blocks: Iterable[Floats]) -> RunSummary:
    """What all blocks of a run say (worlds x arms x columns)."""
    if plan.doubt is None:
        return run_summary(plan, run_tally(plan, blocks))
    inputs = [factor.plain_data() for factor in plan.doubt.factors]
    inputs += [fitted_law_summary(one) for one in plan.doubt.fitted]
    return uncertain_summary(plan, plan.doubt.worlds, inputs, blocks)


def uncertain_summary(
    plan: Plan, worlds: int, inputs: Sequence[FactorSummary], blocks: Iterable[Floats]
) -> RunSummary:
    """What a run says whose ``inputs`` were drawn, for so many ``worlds`` each."""
    tally, splits = draw_tally(plan, worlds, blocks)
    confidence = plan.scenario.study.confidence

    def told(split: Split) -> dict[str, SplitSummary]:
        found = split.told(worlds, confidence)
        return {name: split_summary(one) for name, one in zip(splits.names, found, strict=True)}

    doubt = DoubtSummary(
        draws=plan.replications // worlds,
        worlds=worlds,
        inputs=tuple(inputs),
        estimates={plan.arms[at]: told(one) for at, one in enumerate(splits.alone)},
        differences={plan.arms[at]: told(one) for at, one in splits.against.items()},
    )
    found = run_summary(plan, tally, _AS_MEANS)
    doubt = replace(doubt, differences=_comparable_splits(doubt, found))
    return replace(found, doubt=doubt, comparisons=in_worlds(found.comparisons, worlds))


def _comparable_splits(
    doubt: DoubtSummary, found: RunSummary
) -> dict[str, dict[str, SplitSummary]]:
    """The splits of differences, without what one of two arms cannot have."""
    return {
        arm: {name: one for name, one in some.items() if found.comparisons[arm][name].pairs}
        for arm, some in doubt.differences.items()
    }


def in_worlds(
    found: Mapping[str, Mapping[str, ComparisonSummary]], worlds: int
) -> dict[str, dict[str, ComparisonSummary]]:
    """Comparisons over draws, with the number that would tell in worlds."""
    return {
        arm: {
            name: cell
            if cell.worlds_to_tell is None
            else replace(cell, worlds_to_tell=worlds * cell.worlds_to_tell)
            for name, cell in cells.items()
        }
        for arm, cells in found.items()
    }


def run_summary(
    plan: Plan, tally: Tally, outcomes: Sequence[Outcome] = tuple(OUTCOMES.values())
) -> RunSummary:
    """Estimates of all arms and comparisons with the baseline. Numbers that do not exist are
    ``None``.
    """
    base, confidence = plan.arms.index(plan.baseline), plan.scenario.study.confidence
    others = [arm for arm in range(len(plan.arms)) if arm != base]
    watched = time_watched_in(plan)
    table, family = judged_family(
        {
            plan.arms[arm]: comparisons(outcomes, tally.pairs[arm, base], confidence, watched)
            for arm in others
        },
        replace(
            scope_of(tally, outcomes, HEADLINES, watched, 1 - confidence), apart=_apart(plan, tally)
        ),
    )
    return RunSummary(
        schema=SCHEMA,
        scenario=scenario_summary(plan.scenario),
        seed=plan.seed,
        replications=plan.replications,
        confidence=confidence,
        baseline=plan.baseline,
        headlines=HEADLINES,
        outcomes={
            outcome.name: plain_outcome(outcome, _ends(outcome, watched)) for outcome in _ALL
        },
        arms={name: _arm(plan, name) for name in plan.arms},
        estimates={
            name: {
                o.name: estimate_summary(e)
                for o, e in zip(
                    _ALL, estimates(outcomes, moments, confidence, watched), strict=True
                )
            }
            for name, moments in zip(plan.arms, tally.arms, strict=True)
        },
        comparisons=table,
        family=family,
        stopping=plan.stopped,
    )


def time_watched_in(plan: Plan) -> Watched:
    """The longest time that a world of a plan is watched."""
    return time_watched(plan.scenario.arms[arm].setting for arm in plan.arms)


def _apart(plan: Plan, tally: Tally) -> dict[str, dict[str, Apart]]:
    """By arm the outcomes in which it is kept apart from the baseline."""
    names = [outcome.name for outcome in _ALL]
    most = {
        arm: dict(zip(names, moments.sums.most.tolist(), strict=True))
        for arm, moments in zip(plan.arms, tally.arms, strict=True)
    }
    return arms_apart(plan, names, most)


def scope_of(
    tally: Tally,
    outcomes: Sequence[Outcome],
    headlines: Sequence[str],
    watched: Watched,
    alpha: float,
) -> Scope:
    """By what comparisons of these worlds are judged, which are ``watched`` for so long."""
    low, high = bounds_of(outcomes, watched)
    seen = [moments.sums for moments in tally.arms]
    most = np.fmax.reduce([sums.most for sums in seen])
    least = np.fmin.reduce([sums.least for sums in seen])
    return Scope(
        outcomes=outcomes, headlines=headlines, reach=most - least, span=high - low, alpha=alpha
    )


def _ends(outcome: Outcome, watched: Watched) -> tuple[float, float] | tuple[None, None]:
    low, high = outcome_bounds(outcome, watched)
    return (None, None) if outcome.constant else (low, high)


def _arm(plan: Plan, name: str) -> ArmSummary:
    arm = plan.scenario.arms[name]
    setting = arm.setting
    return ArmSummary(
        title=arm.title,
        protocol=setting.protocol,
        horizon_h=setting.horizon,
        follow_up_h=setting.follow_up,
        unasked=None
        if PROTOCOLS[setting.protocol].asks
        else tuple(sorted(unasked_outcomes(setting))),
    )


def estimate_summary(found: Estimate) -> EstimateSummary:
    """An estimate as summaries hold it."""
    return EstimateSummary(
        estimate=twelve_digits_or_none(found.value),
        low=twelve_digits_or_none(found.low),
        high=twelve_digits_or_none(found.high),
        deviation=twelve_digits_or_none(found.deviation),
        n=found.n,
    )
