"""From a results folder to what charts may know of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

import numpy as np

from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.comparison.summary_parts import ShareSummary
from sim.experiment.measures.measures_summary import TrialSummary
from sim.experiment.sweeps.sweep_summary import SweepSummary
from sim.output.answer.answer import answer_of
from sim.output.answer.attainable_outcomes import asks
from sim.output.answer.pictures.picture_values import Shown, shown_of
from sim.output.charts.base.chart import Difference, Evidence, Floats, number_or_nan
from sim.output.evidence.traced_world import Traced
from sim.output.storage.path_table import read_paths
from sim.output.storage.run_folder import SCENARIO, RunFolder
from sim.output.storage.typical_world import worlds_to_tell

#: Numbers in memory at a time, and columns of all arms at most and at least: what a chart looks at
#: again while it is drawn.
KEPT: Final = 4_000_000
COLUMNS: Final = (4, 12)


def evidence_of(folder: RunFolder) -> Evidence:
    """What ``folder`` says."""
    summary = folder.summary

    @lru_cache(maxsize=_columns_kept(folder))
    def columns(name: str) -> dict[str, Floats]:
        return {
            arm: np.ascontiguousarray(values) for arm, values in folder.rows.columns(name).items()
        }

    def column(arm: str, name: str) -> Floats:
        return columns(name)[arm]

    @cache
    def told() -> dict[str, Traced]:
        return worlds_to_tell(folder.path, SCENARIO, folder.logs)

    return Evidence(
        name=summary.scenario.name,
        title=summary.scenario.title,
        digest=summary.scenario.digest,
        arms=folder.arms,
        baseline=folder.baseline,
        looked_at=folder.looked_at,
        never_asks=frozenset(arm for arm in folder.arms if not asks(summary, arm)),
        seed=summary.seed,
        worlds=folder.replications,
        confidence=summary.confidence,
        outcomes=summary.outcomes,
        headlines=summary.headlines,
        column=column,
        differences=_differences(summary),
        told=told,
        paths=lambda: read_paths(folder.path, folder.arms),
        shown=_picture_values(folder),
        titles={arm: about.title for arm, about in summary.arms.items()},
        drawn=0 if summary.doubt is None else summary.doubt.worlds,
    )


def _columns_kept(folder: RunFolder) -> int:
    least, most = COLUMNS
    return max(least, min(most, KEPT // max(1, folder.replications * len(folder.arms))))


def _picture_values(folder: RunFolder) -> Callable[[], Shown | None]:
    """The answer with what its pictures show, found once and only when it is asked for."""

    @cache
    def shown() -> Shown | None:
        answer = answer_of(folder)
        return None if answer is None else shown_of(folder, answer)

    return shown


def study_evidence(summary: SweepSummary | TrialSummary, headlines: tuple[str, ...]) -> Evidence:
    """What the summary of a study says by itself: its charts look at no world."""
    return Evidence(
        name=summary.scenario.name,
        title=summary.scenario.title,
        digest=summary.scenario.digest,
        arms=tuple(summary.arms),
        baseline=summary.baseline,
        seed=summary.seed,
        worlds=summary.replications,
        confidence=summary.confidence,
        outcomes=summary.outcomes,
        headlines=headlines,
        column=_no_worlds,
        differences={},
    )


def _no_worlds(arm: str, name: str) -> Floats:
    raise KeyError(arm, name)


def _differences(summary: RunSummary) -> dict[tuple[str, str], Difference]:
    """By arm and outcome, those for which there is any pair of worlds."""
    return {
        (arm, name): Difference(
            estimate=found.difference,
            low=number_or_nan(found.low),
            high=number_or_nan(found.high),
            pairs=found.pairs,
            better=_share(found.better),
            worse=_share(found.worse),
            clear=found.shown,
            verdict=found.verdict,
            beside=found.beside,
            unseen=number_or_nan(found.unseen),
            firm=found.firm,
            worlds_to_tell=found.worlds_to_tell,
        )
        for arm, outcomes in summary.comparisons.items()
        for name, found in outcomes.items()
        if found.difference is not None
    }


def _share(found: ShareSummary | None) -> float:
    return number_or_nan(found.share if found else None)
