"""Results as they would be had their worlds ended as planted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.experiment.comparison.summary import run_summary, run_tally, uncertain_summary
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.runs.plan import plan_of
from sim.scenario import Resolved

KESTREL = """\
schema: 1
title: Kestrel
purpose: Would a leaders' hotline prevent a strike without the other's word?
start: 2026-03-02T06:00+03:00
allies: {frontline: {name: Kestrel}, patron: {name: Albion}}
adversary: {name: the brigades}
arms:
  as_today: {title: Asks by the attaché net, protocol: consult}
  with_hotline: {title: Asks by a leaders' hotline, protocol: consult}
  never_asks: {title: Does not ask, protocol: unilateral}
study:
  baseline: as_today
  question: {outcome: unheard, arm: with_hotline, because: nobody is to strike unheard}
"""

#: By arm and outcome the values of all worlds; what is not planted is zero.
Planted = Mapping[tuple[str, str], np.ndarray]


def results_of(
    found: Resolved,
    planted: Planted,
    worlds: int = 400,
    *,
    asks: bool = True,
    drawn: int = 0,
    **looked: str,
) -> tuple[Any, Resolved]:
    """The results in a stand-in for their folder, with the scenario; without its question on
    request, or with inputs drawn for so many worlds each.
    """
    if not asks:
        study = replace(found.scenario.study, question=None)
        found = replace(found, scenario=replace(found.scenario, study=study))
    plan = plan_of(found.scenario, replications=worlds, against=looked.get("compared_with"))
    block = np.zeros((worlds, len(plan.arms), len(COLUMNS)))
    for (arm, name), values in planted.items():
        block[:, plan.arms.index(arm), COLUMNS.index(name)] = values
    columns = {
        name: {arm: block[:, at, place] for at, arm in enumerate(plan.arms)}
        for place, name in enumerate(COLUMNS)
    }
    results = SimpleNamespace(
        path=Path("nowhere"),
        arms=plan.arms,
        baseline=plan.baseline,
        summary=uncertain_summary(plan, drawn, [], [block])
        if drawn
        else run_summary(plan, run_tally(plan, [block])),
        manifest=SimpleNamespace(specification={"scenario": "kestrel.yaml"}, command="hotline"),
        rows=SimpleNamespace(columns=columns.__getitem__),
        looked_at=looked.get("looked_at", ""),
        compared_with=looked.get("compared_with", ""),
    )
    return results, found


def worlds(*counted: tuple[int, float]) -> np.ndarray:
    """So many worlds of each value, one after the other."""
    return np.concatenate([np.full(many, value) for many, value in counted])


#: 400 worlds in which a hotline removes 243 strikes unheard and brings 4; of the 243, 76 see no
#: strike, in 107 doubts were read, in 47 a no, in 13 a yes that was not meant.
UNHEARD: Planted = {
    ("as_today", "unheard"): worlds((304, 1.0), (96, 0.0)),
    ("with_hotline", "unheard"): worlds((61, 1.0), (243, 0.0), (4, 1.0), (92, 0.0)),
    ("as_today", "struck"): worlds((304, 1.0), (96, 0.0)),
    ("with_hotline", "struck"): worlds((61, 1.0), (76, 0.0), (167, 1.0), (4, 1.0), (92, 0.0)),
    ("with_hotline", "past_doubts"): worlds((137, 0.0), (107, 1.0), (156, 0.0)),
    ("with_hotline", "overridden"): worlds((244, 0.0), (47, 1.0), (109, 0.0)),
    ("with_hotline", "approved_strike"): worlds((291, 0.0), (13, 1.0), (96, 0.0)),
    ("with_hotline", "struck_on_misread_green"): worlds((291, 0.0), (13, 1.0), (96, 0.0)),
    ("as_today", "burden"): worlds((200, 0.0), (200, 100.0)),
    ("with_hotline", "burden"): worlds((200, 0.0), (200, 100.0)),
}
