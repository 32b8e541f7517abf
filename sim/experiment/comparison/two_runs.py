"""Two runs compared arm by arm, in worlds that both have: the sums, what they say of each side, and
the paired difference as it is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.experiment.comparison.comparison import comparisons, estimates
from sim.experiment.comparison.draws import tally_draws, whole_draws
from sim.experiment.comparison.families import judged_family
from sim.experiment.comparison.only_asking import ArmRecord, arm_record, kept_apart
from sim.experiment.comparison.run_summary import ArmSummary, EstimateSummary, Family
from sim.experiment.comparison.summary import HEADLINES, estimate_summary, in_worlds, scope_of
from sim.experiment.comparison.summary_parts import ComparisonSummary
from sim.experiment.outcomes.bounds import Watched
from sim.experiment.outcomes.definitions import Outcome
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.moments import Moments
from sim.experiment.statistics.tally import Tally

Estimates = Mapping[str, EstimateSummary]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedRuns:
    """What the worlds of two runs say by pair of arms: of each side by outcome, and the second less
    the first in the same ``worlds``.
    """

    worlds: int
    first: Mapping[str, Estimates]
    second: Mapping[str, Estimates]
    differences: Mapping[str, Mapping[str, ComparisonSummary]]
    family: Family


def aligned_blocks(first: Iterable[Floats], second: Iterable[Floats]) -> Iterator[Floats]:
    """The worlds of two runs side by side, as long as both have some: blocks of worlds x (the
    first's arms, then the second's) x outcomes, in whatever blocks each was kept.
    """
    sides = [iter(first), iter(second)]
    held = [np.empty((0, 0, 0)), np.empty((0, 0, 0))]
    while True:
        for at, side in enumerate(sides):
            if not len(held[at]):
                block = next(side, None)
                if block is None:
                    return
                held[at] = block
        size = min(map(len, held))
        yield np.concatenate([one[:size] for one in held], axis=1)
        held = [one[size:] for one in held]


def paired_runs(
    names: Sequence[str],
    outcomes: Sequence[Outcome],
    blocks: Iterable[Floats],
    *,
    arms: Sequence[ArmSummary],
    watched: Watched,
    confidence: float,
    drawn: int = 0,
) -> PairedRuns:
    """Compare the arms of two runs in pairs, which ``names`` call; ``arms`` are those of
    the first, then of the second, and ``watched`` is the longest time that a world is. Where
    both have drawn the same uncertain inputs, for so many worlds each, all is over draws.
    """
    count = len(names)
    outcomes = [replace(one, kind="mean") for one in outcomes] if drawn else outcomes
    tally = Tally(
        2 * count,
        len(outcomes),
        [(count + at, at) for at in range(count)],
        [outcome.matters for outcome in outcomes],
    )
    worlds = _add_worlds(tally, blocks, drawn)
    found = {
        name: comparisons(outcomes, tally.pairs[count + at, at], confidence, watched)
        for at, name in enumerate(names)
    }
    headlines = [outcome.name for outcome in outcomes if outcome.name in HEADLINES]
    scope = scope_of(tally, outcomes, headlines, watched, 1 - confidence)
    hearing = _hearing_by_arm(tally, outcomes, arms)
    apart = {
        name: kept_apart(list(hearing[at].most), hearing[count + at], hearing[at])
        for at, name in enumerate(names)
    }
    table, family = judged_family(found, replace(scope, apart=apart))
    table = in_worlds(table, drawn) if drawn else table
    sides = [_of_side(outcomes, one, confidence, watched) for one in tally.arms]
    return PairedRuns(
        worlds=worlds,
        first=dict(zip(names, sides[:count], strict=True)),
        second=dict(zip(names, sides[count:], strict=True)),
        differences=table,
        family=family,
    )


def _add_worlds(tally: Tally, blocks: Iterable[Floats], drawn: int) -> int:
    """Take in all worlds, or their means by draw of uncertain inputs; returns how many."""
    worlds = 0
    for block in whole_draws(blocks, drawn) if drawn else blocks:
        if drawn:
            tally_draws(tally, block)
        else:
            tally.add(block)
        worlds += len(block) * (drawn or 1)
    return worlds


def _hearing_by_arm(
    tally: Tally, outcomes: Sequence[Outcome], arms: Sequence[ArmSummary]
) -> tuple[ArmRecord, ...]:
    """What each arm can have heard, by its inputs and by what its worlds showed."""
    names = [outcome.name for outcome in outcomes]
    return tuple(
        arm_record(about, dict(zip(names, seen.sums.most.tolist(), strict=True)))
        for about, seen in zip(arms, tally.arms, strict=True)
    )


def _of_side(
    outcomes: Sequence[Outcome], moments: Moments, confidence: float, watched: Watched
) -> Estimates:
    """What the worlds of one arm say by outcome."""
    found = estimates(outcomes, moments, confidence, watched)
    return {
        outcome.name: estimate_summary(one) for outcome, one in zip(outcomes, found, strict=True)
    }
