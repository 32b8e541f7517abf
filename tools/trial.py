"""What ``docs/measures.md`` prints of a trial and of a measure taken apart: what the commands on
that page print, as tables.

``python -m tools.measure measures backfire`` runs these commands; a trial whose worlds are in
``results/`` is not run again.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sim.experiment.measures.ablation_summary import AblationSummary, PartEffect, PartEffects
from sim.experiment.measures.measures_summary import (
    DependenceSummary,
    EffectSummary,
    RowSummary,
    TrialSummary,
)
from sim.experiment.outcomes.definitions import OUTCOMES, plain_outcome
from sim.output.charts.base.chart import Outcome
from sim.output.charts.base.words import told_unit
from sim.output.storage.codec import typed_object
from sim.output.text.measures.measure_reasons import brief
from sim.output.text.measures.portfolio_table import portfolio_told
from sim.output.text.measures.recommendation_table import (
    effect_text,
    outcome_of,
    percent_told,
    quiet_told,
    told_interval,
)
from tools.blocks import table

ROOT: Final = Path(__file__).parents[1]
TRIAL: Final = ("measures", "scenarios/northern-front.yaml", "--worlds", "200")
BACKFIRE: Final = (
    "measures",
    "scenarios/northern-front.yaml",
    "--explain",
    "intelligence_sharing",
    "--worlds",
    "1600",
)
#: What is told of a measure taken apart, beside the outcome on which it is tested.
OF_INTEREST: Final = (
    "struck_on_amber",
    "struck_against_red",
    "struck_on_silence",
    "leaks",
    "trust_of_patron",
)
Effect = EffectSummary | PartEffect


def said(command: Sequence[str]) -> dict[str, Any]:
    """What a command of Hotline says as JSON."""
    words = [sys.executable, "-m", "sim", *command, "--no-charts", "--quiet", "--json"]
    # The words are those above.
    done = subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE)  # noqa: S603
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def tried() -> TrialSummary:
    """What the trial on the page says."""
    return typed_object(TrialSummary, said(TRIAL)["summary"], "the trial")


def apart() -> AblationSummary:
    """What the measure that is taken apart on the page says."""
    return typed_object(AblationSummary, said(BACKFIRE), "the measure taken apart")


def recommendation(summary: TrialSummary) -> str:
    """One row a measure."""
    header = (
        "measure",
        "expected",
        "alone",
        "on average",
        "as expected",
        "contrary",
        "cost",
        "verdict",
    )
    return table(header, (_row(summary, row) for row in summary.measures.rows))


def _row(summary: TrialSummary, row: RowSummary) -> tuple[str, ...]:
    outcome, expected = outcome_of(summary, row.expected.outcome), row.expected
    why = brief(row)
    more = f"{' ' if row.verdict == 'depends' else ': '}{why}" if why else ""
    verdict = f"**{row.verdict}**{more}"
    return (
        f"`{row.measure}`",
        f"{outcome.title}: {expected.direction}, {told_unit(outcome)}",
        effect_text(row.alone, outcome),
        _both(row.average, outcome),
        *percent_told(row),
        f"{row.cost:g}",
        verdict,
    )


def changes(summary: TrialSummary) -> str:
    """All that is shown to change an effect, and the conditions that are not."""
    header = ("measure", "X", "effect with X", "effect without X", "difference", "worlds")
    rows = [
        _changed(summary, row, one)
        for row in summary.measures.rows
        for one in row.conditions
        if one.shown
    ]
    return "\n\n".join([table(header, rows), *quiet_told(summary)])


def _changed(summary: TrialSummary, row: RowSummary, one: DependenceSummary) -> tuple[str, ...]:
    outcome = outcome_of(summary, row.expected.outcome)
    sides = (f"{side.says}: {_both(side, outcome)}" for side in (one.with_, one.without))
    what = " or ".join((one.on, *one.aliases))
    measure = f"`{row.measure}`: {outcome.title}, {told_unit(outcome)}"
    return measure, what, *sides, _both(one.difference, outcome), str(one.difference.worlds)


def best(summary: TrialSummary) -> str:
    """The best set in sentences."""
    assert summary.measures.portfolio is not None, "the trial ran all sets"
    return "\n\n".join(portfolio_told(summary.measures.portfolio, summary.confidence))


def taken_apart(summary: AblationSummary) -> str:
    """The whole measure, its parts and its conditions on what makes out the mechanism; what is
    shown is marked.
    """
    names = [summary.outcomes[0], *(name for name in OF_INTEREST if name in summary.outcomes)]
    outcomes = [plain_outcome(OUTCOMES[name]) for name in names]
    titles = [f"{one.title}, {told_unit(one)}" for one in outcomes]

    def of(effects: Iterator[tuple[str, PartEffects]], what: str) -> str:
        rows = [
            (name, *(_marked(effect[one.name], one) for one in outcomes))
            for name, effect in effects
            if effect
        ]
        return table((what, *titles), rows)

    worlds = f"{summary.replications:,} worlds, seed {summary.seed}"
    same = [f"`{part.part}`" for part in summary.parts if part.as_in_arm]
    as_in_arm = f" As in the arm, so no part of what it does: {', '.join(same)}." if same else ""
    note = f"{worlds}; \\* shown after Holm's adjustment.{as_in_arm}"
    return "\n\n".join(
        [of(_effects(summary), "effect"), of(_changes(summary), "by how much that changes"), note]
    )


def _changes(summary: AblationSummary) -> Iterator[tuple[str, PartEffects]]:
    for one in summary.conditions:
        yield f"where {one.condition}", one.change


def _effects(summary: AblationSummary) -> Iterator[tuple[str, PartEffects]]:
    yield "the whole measure", summary.whole
    for part in summary.parts:
        if part.alone is not None:
            yield f"only `{part.part}`", part.alone
    for one in summary.conditions:
        yield f"whole, where {one.condition}", one.where


def _marked(effect: PartEffect, outcome: Outcome) -> str:
    return _both(effect, outcome) + (" \\*" if effect.shown else "")


def _both(effect: Effect, outcome: Outcome) -> str:
    """An estimate with its interval; what is zero in every world has none."""
    if isinstance(effect, EffectSummary) and effect.higher == effect.lower == 0.0:
        return "0 in every world"
    return f"{effect_text(effect, outcome)} ({told_interval(effect, outcome)})"
