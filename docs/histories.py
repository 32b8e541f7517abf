"""Documented cases out of the model beside the record: how often its worlds agree, and on what a disagreement hangs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from docs.blocks import table
from sim.experiment.checks import TOGETHER, Agreement, agreements, levers
from sim.experiment.executor import finished, usable_cores
from sim.experiment.outcomes import COLUMNS, OUTCOMES
from sim.experiment.plan import planned
from sim.experiment.statistics import Floats
from sim.output.checked import amount, between, sentence
from sim.scenario import Resolved, resolved

FOLDER: Final = Path(__file__).parents[1] / "scenarios" / "history"
SEED: Final = 1
WORLDS: Final = 200
#: In the order of time.
CASES: Final = ("suez-1956", "cuba-1962-uk", "june-1967", "osirak-1981", "al-kibar-2007", "damascus-2024")


def case(name: str) -> Resolved:
    """A case as its file has it."""
    return resolved(FOLDER / f"{name}.yaml")


def agreement(found: Resolved, worlds: int, seed: int = SEED) -> list[Agreement]:
    """How often the worlds of a case agree with each of its checks."""
    scenario = found.scenario
    plan = planned(scenario, replications=worlds, seed=seed)
    blocks = [np.frombuffer(chunk.values, dtype="<f8") for chunk in finished(plan, jobs=usable_cores())]
    values: Floats = np.concatenate(blocks).reshape(worlds, len(plan.arms), len(COLUMNS))
    columns = {
        name: values[:, plan.arms.index(check.arm or plan.baseline), COLUMNS.index(check.outcome)]
        for name, check in scenario.checks.items()
    }
    return agreements(scenario, columns, scenario.study.confidence)


def chapter(name: str) -> str:
    """A case: its table, and what its disagreements hang on."""
    found = case(name)
    rows = agreement(found, WORLDS)
    lines = [
        f"### {found.scenario.title}",
        "",
        f"`scenarios/history/{name}.yaml`, digest `{found.scenario.digest[:12]}`",
        "",
    ]
    lines.append(
        table(("check", "the record", "agrees", "model's median", "share of worlds", "95 %"), _rows(found, rows))
    )
    doubtful = [one for one in rows if not one.mostly and one.name != TOGETHER]
    moved = levers(found, rows[0].arm, seed=SEED, jobs=usable_cores()) if doubtful else []
    lines += [f"\n- {sentence(one.name, moved)}" for one in doubtful]
    return "\n".join(lines)


def _rows(found: Resolved, rows: list[Agreement]) -> list[tuple[str, ...]]:
    return [_row(found, one) for one in rows]


def _row(found: Resolved, one: Agreement) -> tuple[str, ...]:
    share = f"{one.share:.2f}", f"{one.low:.2f} to {one.high:.2f}"
    check = found.scenario.checks.get(one.name)
    if check is None:
        return one.name, "", "", "", *share
    outcome = OUTCOMES[check.outcome]
    return (
        one.name,
        check.says,
        f"{outcome.title} {between(check)}",
        amount(one.median, timed=outcome.unit == "h"),
        *share,
    )


def chapters() -> str:
    """All cases."""
    return "\n\n".join(chapter(name) for name in CASES)
