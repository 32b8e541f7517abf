"""The comparison that is asked for, in numbers: both levels, the paired difference with its
interval and verdict, and in how many worlds it went which way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import nan

import numpy as np

from sim.experiment.comparison.comparison import comparisons
from sim.experiment.comparison.draws import tally_draws, whole_draws
from sim.experiment.comparison.families import Scope, judged_family
from sim.experiment.comparison.only_asking import Apart, arm_record, kept_apart
from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.comparison.summary import in_worlds
from sim.experiment.comparison.summary_parts import ComparisonSummary
from sim.experiment.outcomes.bounds import bounds_of, watched_time
from sim.experiment.outcomes.definitions import OUTCOMES, OutcomeSummary
from sim.experiment.statistics.dust import DUST
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.mean_intervals import Sums
from sim.experiment.statistics.tally import BLOCK, Tally
from sim.output.answer.asked_comparison import Asked
from sim.output.answer.attainable_outcomes import asks
from sim.output.storage.run_folder import RunFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedArm:
    """One of the two arms: its name, the title that a person gave it, and whether it ever asks."""

    name: str
    title: str
    asks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """An outcome under ``arm`` and ``against`` in the same worlds. ``first`` is the level under
    ``against``, ``second`` that under ``arm``; ``up`` and ``down`` are worlds in which the arm had
    more and less of it, of the ``pairs`` in which both have it.

    ``found`` is judged at ``level``, that of its interval; it is one of so many ``comparisons``. A
    draw of uncertain inputs is for so many worlds, ``drawn``; 0 where none are drawn.
    """

    outcome: OutcomeSummary
    arm: ComparedArm
    against: ComparedArm
    first: float
    second: float
    up: int
    down: int
    found: ComparisonSummary
    level: float
    comparisons: int
    worlds: int
    pairs: int
    drawn: int = 0

    @property
    def units(self) -> int:
        """What the interval is over: worlds, or draws of inputs."""
        return self.found.pairs

    @property
    def alike(self) -> int:
        """Worlds in which nothing of this changed."""
        return self.pairs - self.up - self.down

    @property
    def difference(self) -> float:
        return nan if self.found.difference is None else self.found.difference

    @property
    def interval(self) -> tuple[float, float]:
        """Its ends; NaN where there is none."""
        low, high = self.found.low, self.found.high
        return (nan if low is None else low, nan if high is None else high)

    @property
    def takes_side(self) -> bool:
        """Whether more of it is better or worse; not where one of the two never asks, and has it
        all the same.
        """
        return self.outcome.better != "neither" and self.found.better is not None

    @property
    def gain(self) -> float:
        """The difference in multiples of what matters, better above zero; NaN where no way is."""
        sign = {"lower": -1.0, "higher": 1.0}[self.outcome.better] if self.takes_side else nan
        return sign * self.difference / self.outcome.matters


def way(summary: RunSummary, name: str) -> ComparedArm:
    """An arm of a run, as a reader knows it."""
    about = summary.arms[name]
    return ComparedArm(name=name, title=about.title, asks=asks(summary, name))


#: By outcome, its column by arm.
Columns = Mapping[str, Mapping[str, Floats]]


def asked_contrast(folder: RunFolder, asked: Asked) -> Contrast:
    """What is asked, judged as what it is: by itself where the scenario named it beforehand, else
    as one of as many as could have been chosen.
    """
    return contrast_in(folder.summary, asked, folder.rows.columns(asked.outcome))


def contrast_in(summary: RunSummary, asked: Asked, by_arm: Mapping[str, Floats]) -> Contrast:
    """The same, with the column of the outcome at hand."""
    alpha = (1.0 - summary.confidence) / asked.choices
    columns = {asked.outcome: by_arm}
    found = _judge(summary, asked, columns, alpha)
    return _contrasts(summary, asked, columns, found, (1.0 - alpha, lambda _: asked.choices))[0]


def other_contrasts(folder: RunFolder, asked: Asked, names: Sequence[str]) -> list[Contrast]:
    """The same two arms in other outcomes, each judged as one of all that are compared."""
    summary = folder.summary
    columns = {name: folder.rows.columns(name) for name in names}
    if asked.against == summary.baseline:
        found, many = summary.comparisons[asked.arm], partial(family_size, summary)
        return _contrasts(summary, asked, columns, found, (summary.confidence, many))
    found = _judge(summary, asked, columns, 1.0 - summary.confidence)
    return _contrasts(summary, asked, columns, found, (summary.confidence, lambda _: len(names)))


def family_size(summary: RunSummary, name: str) -> int:
    """Among how many comparisons the tables judge an outcome."""
    family = summary.family
    return family.headline if name in summary.headlines else family.all


def _contrasts(
    summary: RunSummary,
    asked: Asked,
    columns: Columns,
    found: Mapping[str, ComparisonSummary],
    judged_at: tuple[float, Callable[[str], int]],
) -> list[Contrast]:
    arm, against = way(summary, asked.arm), way(summary, asked.against)
    contrasts = []
    for name, by_arm in columns.items():
        outcome = summary.outcomes[name]
        apart = by_arm[asked.arm] - by_arm[asked.against]
        gap = np.nan_to_num(apart)
        contrasts.append(
            Contrast(
                outcome=outcome,
                arm=arm,
                against=against,
                first=_mean(by_arm[asked.against]),
                second=_mean(by_arm[asked.arm]),
                up=int(np.count_nonzero(gap > DUST * outcome.matters)),
                down=int(np.count_nonzero(gap < -DUST * outcome.matters)),
                found=found[name],
                level=judged_at[0],
                comparisons=judged_at[1](name),
                worlds=len(gap),
                pairs=int(np.count_nonzero(~np.isnan(apart))) if found[name].pairs else 0,
                drawn=0 if summary.doubt is None else summary.doubt.worlds,
            )
        )
    return contrasts


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else nan


def _judge(
    summary: RunSummary, asked: Asked, columns: Columns, alpha: float
) -> Mapping[str, ComparisonSummary]:
    """The comparisons of two arms in these outcomes, at ``alpha``. What this version does not
    measure is as the results say.
    """
    names = [name for name in columns if name in OUTCOMES]
    if len(names) < len(columns):
        return summary.comparisons[asked.arm]
    drawn = 0 if summary.doubt is None else summary.doubt.worlds
    outcomes = [replace(OUTCOMES[name], kind="mean") if drawn else OUTCOMES[name] for name in names]
    arms = list(columns[names[0]])
    pair = (arms.index(asked.arm), arms.index(asked.against))
    tally = Tally(len(arms), len(names), [pair], [one.matters for one in outcomes])
    rows = np.stack([np.stack([columns[n][arm] for n in names], axis=1) for arm in arms], axis=1)
    _add_rows(tally, rows, drawn)
    watched = watched_time((arm.horizon_h, arm.follow_up_h) for arm in summary.arms.values())
    low, high = bounds_of(outcomes, watched)
    seen = [moments.sums for moments in tally.arms]
    reach = np.fmax.reduce([one.most for one in seen]) - np.fmin.reduce([one.least for one in seen])
    scope = Scope(
        outcomes=outcomes,
        headlines=names,
        reach=reach,
        span=high - low,
        alpha=alpha,
        apart={asked.arm: _apart(summary, asked, names, [seen[at] for at in pair])},
    )
    compared = comparisons(outcomes, tally.pairs[pair], 1.0 - alpha, watched)
    found = judged_family({asked.arm: compared}, scope)[0]
    return (in_worlds(found, drawn) if drawn else found)[asked.arm]


def _add_rows(tally: Tally, rows: Floats, drawn: int) -> None:
    """Take in worlds (worlds x arms x columns), or their means by draw of uncertain inputs."""
    if drawn:
        for draws in whole_draws([rows], drawn):
            tally_draws(tally, draws)
        return
    for start in range(0, len(rows), BLOCK):
        tally.add(rows[start : start + BLOCK])


def _apart(
    summary: RunSummary, asked: Asked, names: Sequence[str], seen: Sequence[Sums]
) -> Mapping[str, Apart]:
    """In which outcomes the two arms are kept apart; ``seen`` are the sums of each."""
    first, second = (
        arm_record(summary.arms[arm], dict(zip(names, sums.most.tolist(), strict=True)))
        for arm, sums in zip((asked.arm, asked.against), seen, strict=True)
    )
    return kept_apart(names, first, second)
