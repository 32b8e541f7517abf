"""Results to draw: five arms with plausible numbers, and folders made from any table of worlds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.domain.communication.messages import STAGES
from sim.domain.inputs.setting import Arm, Scenario, Setting, Study
from sim.experiment.comparison.summary import run_summary, run_tally
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.outcomes.paths import LOOKS, Paths
from sim.experiment.outcomes.paths import WORLDS as KEPT
from sim.experiment.runs.plan import Plan
from sim.experiment.statistics.tally import BLOCK
from sim.output.charts.base import style
from sim.output.charts.base.chart import Evidence
from sim.output.charts.base.evidence import evidence_of
from sim.output.storage import canonical_json, manifest, outcome_rows, path_table
from sim.output.storage.codec import plain
from sim.output.storage.manifest import Circumstances
from sim.output.storage.outcome_rows import RowWriter
from sim.output.storage.run_folder import SUMMARY, RunFolder, open_run
from tests.output.charts.planted_answer import resolved, shown_at

Columns = dict[str, NDArray[np.float64]]
Worlds = dict[str, Columns]
MakeRun = Callable[..., RunFolder]
MakeEvidence = Callable[..., Evidence]

# By arm: struck, approved, joint, on amber, on silence, against a red, asked, margin of the
# objection (mean hours).
PROFILES: Mapping[str, tuple[float, ...]] = {
    "unilateral": (0.95, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -30.0),
    "notify": (0.95, 0.0, 0.0, 0.03, 0.02, 0.04, 0.0, -6.0),
    "consult": (0.64, 0.07, 0.0, 0.1, 0.3, 0.17, 1.0, 20.0),
    "concurrence": (0.17, 0.17, 0.0, 0.0, 0.0, 0.0, 1.0, 45.0),
    "joint": (0.62, 0.01, 0.6, 0.0, 0.01, 0.0, 1.0, 60.0),
}
HOURS = tuple(1056.0 * at / (LOOKS - 1) for at in range(LOOKS))
STAGE_MEANS = (3.0, 5.5, 2.4, 0.8, 1.2, 3.1, 9.4, 2.2, 1.4, 11.5, 5.0, 0.0)


def nowhere(worlds: int) -> NDArray[np.float64]:
    return np.full(worlds, np.nan)


LONE = ("struck_on_amber", "struck_on_silence", "struck_against_red")


def plausible(profile: tuple[float, ...], worlds: int, draws: np.random.Generator) -> Columns:
    """One arm, with the numbers of a trial."""
    columns = {name: nowhere(worlds) for name in COLUMNS}
    columns |= courses_of(profile, draws.uniform(size=worlds))
    when = draws.gamma(4.0, 60.0, worlds)
    columns |= race_of(profile, columns["struck"] > 0, when, draws)
    columns |= aftermath_of(profile[0], columns["struck"] > 0, when, draws)
    columns["suspended_h"] = np.where(
        columns["struck_against_red"] > 0, draws.gamma(3.0, 60.0, worlds), 0.0
    )
    return columns | exchange_of(bool(profile[6]), worlds, draws)


def courses_of(profile: tuple[float, ...], luck: NDArray[np.float64]) -> Columns:
    """Which course each world took."""
    struck_p, approved, joint, amber, silence, red = profile[:6]
    struck = luck < struck_p
    band = np.searchsorted(np.cumsum([joint, approved, amber, silence, red]), luck, side="right")
    taken = {
        name: ((band == at) & struck).astype(float)
        for at, name in enumerate(("joint_strike", "approved_strike", *LONE))
    }
    return taken | {
        "struck": struck.astype(float),
        "unilateral_strike": (struck & (band > 1)).astype(float),
    }


def race_of(
    profile: tuple[float, ...],
    struck: NDArray[np.bool_],
    when: NDArray[np.float64],
    draws: np.random.Generator,
) -> Columns:
    """When the objection was read, and when it was too late for it."""
    worlds, asked, margin = len(when), profile[6], profile[7]
    objects = draws.uniform(size=worlds) < (0.8 if asked else 0.35)
    read = np.where(struck, when - 4.0 - draws.normal(margin, 28.0, worlds), when)
    no_return, objection = np.where(struck, when - 4.0, np.nan), np.where(objects, read, np.nan)
    notice = np.where(struck, draws.normal(margin, 20.0, worlds), np.nan)
    return {
        "strike_h": np.where(struck, when, np.nan),
        "unstruck_h": np.where(struck, when, 720.0),
        "no_return_h": no_return,
        "objection_read_h": objection,
        "objection_margin_h": no_return - objection,
        "objection_in_time": (objects & ((read < when - 4.0) | ~struck)).astype(float),
        "notice_h": notice,
        "surprise": (struck & (notice < 6.0)).astype(float),
    }


def aftermath_of(
    struck_p: float,
    struck: NDArray[np.bool_],
    when: NDArray[np.float64],
    draws: np.random.Generator,
) -> Columns:
    """What followed."""
    worlds = len(when)
    escalation, calm = (
        draws.exponential(60.0 / (0.4 + 0.6 * struck_p), worlds),
        draws.gamma(3.0, 45.0, worlds),
    )
    watched = np.where(struck, np.minimum(336.0, 1056.0 - when), np.nan)
    return {
        "watched_h": watched,
        "escalated_after_h": np.where(struck & (escalation < 120), escalation, np.nan),
        "settled_after_h": np.where(struck & (calm < watched), calm, np.nan),
        "deescalation_h": np.where(struck, np.minimum(calm, 336.0), np.nan),
        "unsettled_h": np.where(struck, np.minimum(calm, 336.0), 0.0),
        "peak_rung": np.clip(np.rint(1.0 + 3.5 * struck + draws.normal(0.3, 0.8, worlds)), 1, 6),
        "burden": draws.gamma(4.0, 40.0 + 80.0 * struck_p, worlds),
        "threat_end": draws.beta(3.0, 6.0 + 4.0 * struck_p, worlds),
        "trust_of_patron": np.clip(draws.normal(0.68 - 0.2 * struck_p, 0.08, worlds), 0, 1),
        "drawn_in": (draws.uniform(size=worlds) < 0.25 * struck_p).astype(float),
    }


def exchange_of(asked: bool, worlds: int, draws: np.random.Generator) -> Columns:
    """Where the hours of an answered question went."""
    answered = (draws.uniform(size=worlds) < 0.92) & asked
    stages = {
        f"delay_{stage}": np.where(answered, draws.gamma(2.0, mean / 2.0, worlds), np.nan)
        for stage, mean in zip(STAGES, STAGE_MEANS, strict=True)
    }
    return stages | {"round_trip_h": np.sum(list(stages.values()), axis=0)}


def five_arms(
    worlds: int = 400, seed: int = 7, profiles: Mapping[str, tuple[float, ...]] = PROFILES
) -> Worlds:
    return {
        arm: plausible(profile, worlds, np.random.default_rng(seed))
        for arm, profile in profiles.items()
    }


def plan_of(worlds: Worlds, title: str) -> Plan:
    setting = Setting(start=datetime(2026, 3, 2, 6, tzinfo=UTC))
    arms = {arm: Arm(name=arm, title=arm, setting=setting) for arm in worlds}
    replications = len(next(iter(next(iter(worlds.values())).values())))
    scenario = Scenario(
        name="northern-front",
        title=title,
        purpose="to be drawn",
        sources=(),
        arms=arms,
        digest="0123456789abcdef" * 4,
        study=Study(replications=replications),
    )
    return Plan(
        scenario=scenario,
        seed=7,
        replications=replications,
        arms=tuple(worlds),
        baseline=next(iter(worlds)),
    )


def paths_of(worlds: Worlds, replications: int) -> Paths:
    """Paths of the first worlds, where it is known when they struck: calm before the first strike,
    violence after it.
    """
    at = np.array(
        [columns.get("strike_h", nowhere(replications))[:KEPT] for columns in worlds.values()]
    ).T
    known = all("strike_h" in columns for columns in worlds.values())
    struck = np.array(HOURS) >= np.nan_to_num(at, nan=np.inf)[:, :, None]
    states = [
        np.where(struck, after, before)
        for before, after in ((1, 4), (120, 80), (130, 60), (60, 25), (70, 10))
    ]
    return np.stack(states, axis=2).astype(np.uint8)[: None if known else 0]


def write_run(
    place: Path, worlds: Worlds, title: str = "Northern front", size: int = BLOCK
) -> RunFolder:
    """A results folder whose worlds say what ``worlds`` says; columns that it leaves out do not
    exist anywhere.
    """
    plan = plan_of(worlds, title)
    missing = nowhere(plan.replications)
    block = np.array(
        [[worlds[arm].get(name, missing) for name in COLUMNS] for arm in plan.arms]
    ).transpose(2, 0, 1)
    place.mkdir(parents=True, exist_ok=True)
    with (place / outcome_rows.FILE).open("wb") as file:
        writer = RowWriter(file, plan.arms, COLUMNS, {})
        for start in range(0, len(block), size):
            writer.add(block[start : start + size])
        writer.close()
    path_table.write_paths(
        place, dict.fromkeys(plan.arms, HOURS), paths_of(worlds, plan.replications), {}
    )
    (place / SUMMARY).write_bytes(
        canonical_json.text_of(plain(run_summary(plan, run_tally(plan, [block]))))
    )
    circumstances = Circumstances(
        specification={}, command="hotline run", started="2026-03-02T06:00:00Z", seconds=1.0
    )
    about = replace(
        manifest.manifest_of_plan(plan, circumstances), content={manifest.ALL: "0" * 64}
    )
    (place / manifest.FILE).write_bytes(canonical_json.text_of(plain(about)))
    return open_run(place)


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """Five arms, 400 worlds. Nothing may be written into it."""
    return write_run(tmp_path_factory.mktemp("results") / "run", five_arms())


@pytest.fixture(scope="session")
def write_blocks() -> MakeRun:
    """Makes a folder at a place, from worlds written in blocks of a size."""

    def make(place: Path, worlds: Worlds, size: int) -> RunFolder:
        return write_run(place, worlds, size=size)

    return make


@pytest.fixture(scope="session")
def evidence(run: RunFolder) -> Evidence:
    return evidence_of(run)


@pytest.fixture(scope="session")
def answered(evidence: Evidence, tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """A run whose question is answered, with all that its first page shows."""
    shown = shown_at(resolved(tmp_path_factory.mktemp("kestrel")))
    return replace(evidence, shown=lambda: shown)


@pytest.fixture
def run_of(tmp_path: Path) -> MakeRun:
    """Makes a folder from worlds and a title."""

    def make(worlds: Worlds, title: str = "Northern front") -> RunFolder:
        return write_run(tmp_path / "run", worlds, title)

    return make


@pytest.fixture
def evidence_from(run_of: MakeRun) -> MakeEvidence:
    """Makes what charts see from worlds and a title."""

    def make(worlds: Worlds, title: str = "Northern front") -> Evidence:
        return evidence_of(run_of(worlds, title))

    return make


@pytest.fixture
def small_run(run_of: MakeRun) -> Callable[[Mapping[str, Mapping[str, list[float]]]], Evidence]:
    """Makes what charts see from a few worlds written out by hand."""

    def make(table: Mapping[str, Mapping[str, list[float]]]) -> Evidence:
        worlds = {
            arm: {name: np.array(values, float) for name, values in columns.items()}
            for arm, columns in table.items()
        }
        return evidence_of(run_of(worlds))

    return make


@pytest.fixture(scope="session")
def worlds_of() -> Callable[..., Worlds]:
    """Five arms with plausible numbers, or those of other profiles."""
    return five_arms


@pytest.fixture(autouse=True)
def in_style() -> Iterator[None]:
    """As a chart is always drawn."""
    with style.in_style():
        yield
