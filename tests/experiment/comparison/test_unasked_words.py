"""What an arm that never asks can have of the patron's word is decided by what its log can hold,
not by what its worlds happened to show.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.domain.decisions.protocols import PROTOCOLS
from sim.engine.session import Session
from sim.experiment.comparison.only_asking import OF_ANSWERS, arms_apart
from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.comparison.summary import run_summary, run_tally
from sim.experiment.comparison.unasked_words import unasked_outcomes
from sim.experiment.outcomes.definitions import COLUMNS, outcome_values
from sim.experiment.runs.plan import plan_of
from sim.output.answer.attainable_outcomes import can_have
from sim.output.storage.codec import plain, typed_object
from sim.scenario import load
from tests.conftest import ROOT

HEAD = "schema: 1\ntitle: T\npurpose: P\nstart: 2026-03-02T06:00Z\n"
DEAF = "allies: {patron: {intelligence: {detection: 0 / d}, stands_by: null}}\n"
TERMS = {"terms_asked", "terms_taken", "terms_kept"}
STANCES = OF_ANSWERS - TERMS - {"struck_on_silence"}
#: A scenario of one arm that never asks, and what it can have of a word of the patron.
ROWS = [
    (DEAF, set()),
    ("", STANCES | TERMS),
    (DEAF + "terms: {waiting: {chance: 0}}\nprotocol: notify\n", STANCES),
    (
        DEAF.replace("stands_by: null", "stands_by: 0.9"),
        set(),
    ),  # only who asks takes that as doubts
    (DEAF + "injects: {w: {event: warning, at: T+2 d, public: false}}\n", STANCES),
    (DEAF + "injects: {w: {event: warning, at: T+2 d}}\n", {"overridden"}),
    (DEAF + "injects: {w: {event: warning, at: T+2 d, stance: amber}}\n", {"past_doubts"}),
    (DEAF + "injects: {w: {event: warning, at: T+2 d, stance: green}}\n", set()),
    (DEAF + "injects: {w: {event: warning, at: T+2 d, from: frontline}}\n", set()),
    (DEAF + "injects: {w: {event: news, at: T+2 d}}\n", set()),
]


@pytest.mark.parametrize(("text", "can"), ROWS)
def test_what_reaches_who_never_asks(text: str, can: set[str], tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    (arm,) = load(path).arms.values()
    assert unasked_outcomes(arm.setting) == can


def test_none_of_200_is_a_nought_where_a_no_could_be_heard_and_never_asks_where_not(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.yaml"
    warned = "{with: {injects: {w: {event: warning, at: T+2 d}}}}"
    arms = f"arms: {{asks: {{protocol: consult}}, warned: {warned}, deaf: {{}}}}\n"
    path.write_text(HEAD + DEAF + arms, encoding="utf-8")
    plan = plan_of(load(path), replications=200)
    summary = run_summary(plan, run_tally(plan, [np.zeros((200, 3, len(COLUMNS)))]))
    assert can_have(summary, "warned", "overridden")
    assert not can_have(summary, "warned", "struck_on_silence")
    assert not can_have(summary, "deaf", "overridden")
    nothing = dict.fromkeys(OF_ANSWERS, 0.0)
    apart = arms_apart(plan, ["overridden"], dict.fromkeys(plan.arms, nothing))
    assert apart["warned"] == {"overridden": "no side"}
    assert apart["deaf"] == {"overridden": "not compared"}
    saved = typed_object(RunSummary, plain(summary), "summary.json")
    assert saved.arms["asks"].unasked is None
    assert (saved.arms["warned"].unasked, saved.arms["deaf"].unasked) == (("overridden",), ())


SILENT = ("allies.patron.intelligence.detection=0 / d", "allies.patron.stands_by=null")
QUIET = tuple(f"injects.{one}_warning=null" for one in ("public", "private", "second", "third"))


@pytest.mark.parametrize("sets", [(), SILENT, QUIET, (*SILENT, *QUIET)])
@pytest.mark.parametrize("arm", ["unilateral", "notify"])
def test_no_world_shows_what_its_log_cannot_hold(arm: str, sets: tuple[str, ...]) -> None:
    scenario = load(ROOT / "scenarios" / "northern-front.yaml", sets=sets)
    setting = scenario.arms[arm].setting
    assert not PROTOCOLS[setting.protocol].asks
    shown = set[str]()
    for replication in range(25):
        log = Session(scenario, seed=20_261_130, replication=replication, arm=arm).run()
        values = outcome_values(log, setting)
        shown |= {name for name in OF_ANSWERS if values[name] > 0.0}
    assert shown <= unasked_outcomes(setting)
    assert bool(shown) == bool(unasked_outcomes(setting))
