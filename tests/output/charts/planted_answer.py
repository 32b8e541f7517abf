"""Answers with all that their pictures show: of three ways or of five with long names, of many
worlds or few, of a share or of hours.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.output.answer.answer import answer_of
from sim.output.answer.pictures.picture_values import Shown, shown_of
from sim.scenario import Resolved, resolve
from tests.output.answer.planted import KESTREL, UNHEARD, Planted, results_of
from tests.output.answer.planted import worlds as counted

WORLDS = 400
#: Of sixty letters and more.
LONG = {
    "as_today": "Asks by the attachés' net of the two defence ministries, as it is today",
    "with_hotline": "Asks by a leaders' hotline with interpreters on both ends of the line",
    "never_asks": "Acts alone under the standing order and informs the ally an hour after",
    "yes_only": "Strikes only when both heads of government have said yes in writing to it",
    "joint": "Diplomacy first for ten days, and then together with the patron's forces",
}
_MORE = "  yes_only: {protocol: concurrence}\n  joint: {protocol: joint}\nstudy:\n"
#: Hours by stage under the net and under the hotline.
_HOURS = {"drafting": (9.0, 9.0), "clearance": (10.0, 10.0), "transmission": (22.0, 0.3)}
_HOURS |= {"reading": (7.0, 7.0), "deliberation": (16.0, 16.0)}


def resolved(place: Path, *, long: bool = False) -> Resolved:
    """Kestrel, or the same with two more arms and long names for all."""
    text = KESTREL.replace("study:\n", _MORE) if long else KESTREL
    path = place / "kestrel.yaml"
    path.write_text(text, encoding="utf-8")
    found = resolve(str(path))
    if not long:
        return found
    arms = {name: replace(arm, title=LONG[name]) for name, arm in found.scenario.arms.items()}
    return replace(found, scenario=replace(found.scenario, arms=arms))


def planted() -> Planted:
    """What a hotline does, with attacks and with the hours of answers."""
    meant = counted((32, 1.0), (368, 0.0))
    hours = {
        (arm, f"delay_{stage}"): np.full(WORLDS, both[at])
        for at, arm in enumerate(("as_today", "with_hotline"))
        for stage, both in _HOURS.items()
    }
    attacks = {
        **{(arm, "attack_meant"): meant for arm in ("as_today", "with_hotline", "never_asks")},
        ("as_today", "attacked"): counted((10, 1.0), (386, 0.0), (4, 1.0)),
        ("with_hotline", "attacked"): counted((20, 1.0), (376, 0.0), (4, 1.0)),
        ("as_today", "answered_in_time"): counted((88, 1.0), (312, 0.0)),
        ("with_hotline", "answered_in_time"): counted((340, 1.0), (60, 0.0)),
        ("as_today", "burden"): np.linspace(100.0, 700.0, WORLDS),
        ("with_hotline", "burden"): np.linspace(60.0, 600.0, WORLDS)[::-1],
        ("never_asks", "unheard"): np.ones(WORLDS),
        ("never_asks", "struck"): np.ones(WORLDS),
    }
    return {**UNHEARD, **hours, **attacks}


def shown_at(
    found: Resolved, *, worlds: int = WORLDS, outcome: str = "unheard", of: Planted | None = None
) -> Shown:
    """What the pictures show of the first ``worlds``; ``outcome`` is asked about."""
    study = found.scenario.study
    assert study.question is not None
    asked = replace(study, question=replace(study.question, outcome=outcome))
    found = replace(found, scenario=replace(found.scenario, study=asked))
    some = planted() if of is None else of
    few = {key: values[:: WORLDS // worlds][:worlds] for key, values in some.items()}
    results, scenario = results_of(found, few, worlds)
    answer = answer_of(results, scenario)
    assert answer is not None
    return shown_of(results, answer)
