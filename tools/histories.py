"""Documented cases out of the model beside the record: how often its worlds agree, and on what a
disagreement hangs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from sim.experiment.checks.agreement import Agreement, agreements
from sim.experiment.checks.decisive_inputs import hardly, levers, under_others
from sim.experiment.outcomes.definitions import COLUMNS, OUTCOMES
from sim.experiment.runs.executor import finished_chunks, usable_cores
from sim.experiment.runs.plan import plan_of
from sim.experiment.statistics.estimates import Floats
from sim.output.text.agreement import agreement_cells, amount, between, otherwise, sentence
from sim.scenario import Resolved, resolve
from tools.blocks import table

FOLDER: Final = Path(__file__).parents[1] / "scenarios" / "history"
SEED: Final = 1
WORLDS: Final = 200
#: In the order of time.
CASES: Final = (
    "suez-1956",
    "cuba-1962-uk",
    "june-1967",
    "korea-1968",
    "october-1973",
    "lebanon-1981",
    "osirak-1981",
    "al-kibar-2007",
    "damascus-2024",
)


def case(name: str) -> Resolved:
    """A case as its file has it."""
    return resolve(FOLDER / f"{name}.yaml")


def agreement(found: Resolved, worlds: int, seed: int = SEED) -> list[Agreement]:
    """How often the worlds of a case agree with each of its checks."""
    scenario = found.scenario
    plan = plan_of(scenario, replications=worlds, seed=seed)
    blocks = [
        np.frombuffer(chunk.values, dtype="<f8")
        for chunk in finished_chunks(plan, jobs=usable_cores())
    ]
    values: Floats = np.concatenate(blocks).reshape(worlds, len(plan.arms), len(COLUMNS))

    def column(arm: str, outcome: str) -> Floats:
        return values[:, plan.arms.index(arm), COLUMNS.index(outcome)]

    return agreements(scenario, column, scenario.study.confidence)


def chapter(name: str) -> str:
    """A case: its tests, what inputs give, and what its disagreements hang on."""
    found = case(name)
    rows = agreement(found, WORLDS)
    parts = [
        f"### {found.scenario.title}",
        f"`scenarios/history/{name}.yaml`, digest `{found.scenario.digest[:12]}`",
        _table(found, [one for one in rows if one.tests]),
    ]
    given = [one for one in rows if not one.tests]
    parts += ["Given by inputs, not a test:", _table(found, given)] if given else []
    return "\n\n".join([*parts, *_hangs_on(found, rows)])


def _hangs_on(found: Resolved, rows: list[Agreement]) -> list[str]:
    doubtful = [one for one in rows if one.doubtful]
    if not doubtful:
        return []
    names = [one.name for one in doubtful]
    arm, jobs = doubtful[0].arm, usable_cores()
    moved = levers(found, arm, names, seed=SEED, jobs=jobs)
    others, own = (
        under_others(found, arm, hardly(doubtful), seed=SEED, jobs=jobs),
        found.scenario.arms[arm].setting.protocol,
    )
    return [
        "\n".join(
            f"- {sentence(name, moved)} {otherwise(name, own, others)}".rstrip() for name in names
        )
    ]


def _table(found: Resolved, rows: list[Agreement]) -> str:
    header = ("check", "the record", "where", "agrees", "model's median", "worlds", "share", "95 %")
    return table(header, [_row(found, one) for one in rows])


def _row(found: Resolved, one: Agreement) -> tuple[str, ...]:
    check = found.scenario.checks.get(one.name)
    if check is None:
        return one.name, "", "", "", "", *agreement_cells(one)
    outcome = OUTCOMES[check.outcome]
    says = f"{check.says}; given by {check.given_by}" if check.given_by else check.says
    where = OUTCOMES[check.where].title if check.where else ""
    agrees = f"{outcome.title} {between(check)}"
    return (
        one.name,
        says,
        where,
        agrees,
        amount(one.median, timed=outcome.unit == "h"),
        *agreement_cells(one),
    )


def chapters() -> str:
    """All cases."""
    return "\n\n".join(chapter(name) for name in CASES)
