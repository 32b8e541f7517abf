"""Studies of every kind with planted numbers, and two arms of one kept world, as charts
see them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from sim.domain.events.codec import event
from sim.domain.events.log import Log
from sim.experiment.comparison.summary_parts import ScenarioSummary
from sim.experiment.discovery.discovery_summary import DiscoverySummary
from sim.experiment.outcomes.definitions import OUTCOMES, plain_outcome
from sim.experiment.sensitivity.sensitivity_summary import SensitivitySummary
from sim.experiment.sweeps.sweep_summary import (
    BreakEvenSummary,
    Cells,
    ComparisonRows,
    EstimateRows,
    LeverSummary,
    SweepSummary,
    TitleSummary,
)
from sim.output.charts.studies.study_evidence import Studied
from sim.output.charts.sweeps.sweep_evidence import Swept, swept
from sim.output.evidence.traced_world import Traced
from sim.output.storage.codec import typed_object
from sim.scenario import load
from tests.summaries import altered, planted

DATA = Path(__file__).parents[1] / "data"
NAMES = ("burden", "trust_of_patron", "strike_h")
PATHS = ("terms.patience.base", "channels.cable.latency.lognormal.median")
LONG = "allies.frontline.outlook.weights.deterrence"
RANGE = {
    "path": "growth",
    "meaning": "growth",
    "law": "uniform",
    "value": 2.0,
    "low": 1.0,
    "high": 5.0,
    "told": {"value": "2", "low": "1", "high": "5"},
}
FACTOR = {**RANGE, "moved": ["1 d", "5 d"]}
HEADING: dict[str, Any] = {
    "outcomes": {name: plain_outcome(OUTCOMES[name]) for name in ("burden", "unilateral_strike")}
}


def change(value: float, half: float = 5.0) -> dict[str, float]:
    return {"value": value, "low": value - half, "high": value + half}


def swing(down: float, up: float, *, shown: bool) -> dict[str, Any]:
    return {
        "down": change(down),
        "up": change(up),
        "across": change(up - down),
        "p": 0.01 if shown else 0.6,
        "shown": shown,
    }


def band(effect: float, verdict: str) -> dict[str, Any]:
    return {
        "effect": effect,
        "low": 0.8 * effect if verdict != "cannot be told" else 0.0,
        "high": 1.2 * effect + 2.0,
        "p": 0.01 if verdict != "cannot be told" else 0.6,
        "means": [120.0 + effect * at / 5 for at in range(6)],
        "course": "rises" if verdict != "cannot be told" else "",
        "verdict": verdict,
    }


def index(size: float, *, shown: bool) -> dict[str, Any]:
    return {
        "size": size,
        "low": 0.8 * size,
        "high": 1.2 * size,
        "other": size / 2,
        "chance": 0.1,
        "p": 0.01,
        "change": 60.0 if shown else 0.0,
        "shown": shown,
        "above": shown,
    }


def sensitive() -> Studied[SensitivitySummary]:
    """One input that matters, one that hardly does, and one that does nothing."""
    swings = {
        "here": 120.0,
        "factors": {
            LONG: swing(-60.0, 90.0, shown=True),
            "b.c": swing(2.0, 0.0, shown=False),
            "idle": swing(0, 0, shown=False),
        },
    }
    screening = {
        "here": 150.0,
        "factors": {
            LONG: band(80.0, "matters"),
            "b.c": band(3.0, "cannot be told"),
            "idle": band(0.0, "cannot be told"),
        },
        "power": {"worlds": 4000, "reach": 25.0, "needed": 6000},
        "doubt": {"luck": 4.0, "tau": 30.0, "low": 20.0, "high": 38.0, "additive": 0.7},
    }
    return Studied(
        summary=planted(
            SensitivitySummary,
            **HEADING,
            arm="consult",
            against="unilateral",
            samples=800,
            response="consult less unilateral, in the same worlds",
            method="bands",
            percent=None,
            points={"alone": 7, "together": 800},
            first_world={"alone": 0, "together": 20},
            sampled_arms=["unilateral", "consult", "joint"],
            factors=dict.fromkeys((LONG, "b.c", "idle"), FACTOR),
            together=[LONG, "b.c"],
            swings={"burden": swings},
            screening={"burden": screening},
            indices={},
            information=None,
            left_out=None,
        )
    )


def apportioned() -> Studied[SensitivitySummary]:
    """The same by Sobol's indices."""
    indices = {
        "factors": {
            LONG: index(0.6, shown=True),
            "b.c": index(0.03, shown=False),
            "idle": index(0.0, shown=False),
        },
        "dummy": index(0.01, shown=False),
    }
    return Studied(
        summary=altered(
            sensitive().summary,
            method="sobol",
            samples=64,
            points={"alone": 7, "together": 384},
            screening={},
            indices={"burden": indices},
        )
    )


def discovered() -> Studied[DiscoverySummary]:
    """One question that has a box, and one that has none."""
    limit = {
        "path": LONG,
        "low": 2.0,
        "high": None,
        "told": "at least 2 d",
        "p": 0.0004,
        "shown": True,
    }
    step = {"coverage": 1.0, "density": 0.2, "mass": 1.0, "inputs": 0}
    box = {
        "coverage": 0.62,
        "density": 0.81,
        "mass": 0.2,
        "inputs": 1,
        "points": 40,
        "downward": False,
        "limits": [limit],
    }
    side = {"mean": 98.0, "low": 76.0, "high": 120.0, "worse": 0.63}
    fresh = {
        "worlds": 240,
        "first_world": 4,
        "points": 3,
        "p": 0.0002,
        "space": 0.2,
        "inside": side,
        "outside": {"mean": -12.0, "low": -30.0, "high": 6.0, "worse": 0.4},
        "odds_ratio": 2.5,
    }
    asked = {
        "arm": "consult",
        "against": "unilateral",
        "outcome": "burden",
        "rule": "consult does worse than unilateral",
        "cases": 50,
        "share": 0.2,
    }
    arm = {"max": 300.0, "mean": 120.0, "p90": 250.0, "satisfactory": 0.25, "best": 0.1}
    none = {"max": 0.0, "mean": 0.0, "p90": 0.0, "satisfactory": 1.0, "best": 1.0}
    last = {name: box[name] for name in step}
    return Studied(
        summary=planted(
            DiscoverySummary,
            **HEADING,
            samples=200,
            fill="latin",
            factors={LONG: RANGE},
            regret={"burden": {"unilateral": arm, "consult": none}},
            questions=[
                {**asked, "box": box, "fresh": fresh, "tradeoff": [step, last]},
                {**asked, "arm": "joint", "box": None, "fresh": None},
            ],
        )
    )


def lever(path: str, steps: int = 2) -> dict[str, Any]:
    return {
        "path": path,
        "meaning": "a lever",
        "unit": "time",
        "values": [float(at) for at in range(1, steps + 1)],
        "told": [f"{at} h" for at in range(1, steps + 1)],
        "log": False,
        "now": 1.0,
        "now_told": "1 h",
        "differs": False,
    }


def break_evens(levers: int) -> list[dict[str, Any]]:
    """The same one, at each value of the second lever if there is one."""
    one = {
        "outcome": NAMES[0],
        "arm": "asks",
        "verdict": "stops",
        "cells": [
            {"turn": "stops", "low": 1.0, "high": 1.5, "low_told": "1 h", "high_told": "1.5 h"}
        ],
        "tried": [
            _tried(1.0, "better", -1.0),
            _tried(1.5, "worse", 0.5, fresh=True),
            _tried(2.0, "worse", 1.0),
        ],
        "value": 1.5,
        "low": 1.0,
        "high": None,
        "monotone": True,
        "curve": [1.0, -1.0],
        "told": {"value": "1.5 h", "low": "1 h", "high": None},
    }
    return [{**one, "at": at} for at in ([None] if levers == 1 else [1.0, 2.0])]


def _tried(value: float, sign: str, difference: float, *, fresh: bool = False) -> dict[str, Any]:
    return {
        "value": value,
        "told": f"{value:g} h",
        "sign": sign,
        "difference": difference,
        "p": 0.01,
        "fresh": fresh,
    }


def sweep(levers: int, *, asked: bool = False, steps: int = 2, shown: bool = True) -> Swept:
    """Two arms; the other is lower by one at the first point and higher by one at the last, in
    every outcome.

    ``asked`` is whether its break-even in the first of them was asked for, ``steps`` how many
    values a lever has, ``shown`` whether every difference is.
    """
    points = steps**levers
    line = np.linspace(-1.0, 1.0, points).tolist()
    compared = {
        "difference": line,
        "low": line,
        "high": line,
        "pairs": [9] * points,
        "better": [0.5] * points,
        "p": [0.01] * points,
        "shown": [shown] * points,
    }
    estimates = {"estimate": line, "low": line, "high": line, "n": [9] * points}
    return swept(
        SweepSummary(
            schema=1,
            kind="sweep",
            scenario=ScenarioSummary(name="tiny", title="Tiny", purpose="", digest="ab" * 32),
            arms=dict.fromkeys(("alone", "asks"), TitleSummary(title="")),
            baseline="alone",
            seed=1,
            replications=9,
            confidence=0.95,
            levers=tuple(
                typed_object(LeverSummary, lever(path, steps), "planted") for path in PATHS[:levers]
            ),
            outcomes={name: plain_outcome(OUTCOMES[name]) for name in NAMES},
            break_even=tuple(
                typed_object(BreakEvenSummary, one, "planted") for one in break_evens(levers)
            )
            if asked
            else (),
            points=((1.0,) * levers,) * points,
            comparisons={
                "asks": dict.fromkeys(NAMES, typed_object(ComparisonRows, compared, "planted"))
            },
            estimates=dict.fromkeys(
                ("alone", "asks"),
                dict.fromkeys(NAMES, typed_object(EstimateRows, estimates, "planted")),
            ),
            family=Cells(method="holm", cells=points),
        )
    )


def log(arm: str) -> Log:
    """What happened in the kept world under an arm."""
    lines = (DATA / f"story-{arm}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(t, event(kind, data)) for t, kind, data in map(json.loads, lines)]


def told(arm: str, path: Path = DATA / "story.yaml") -> Traced:
    """The kept world under an arm."""
    return Traced.of(load(path), arm, log(arm))
