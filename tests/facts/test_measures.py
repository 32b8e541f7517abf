"""Facts on measures: each moves what its mechanism moves, exercises pay less and less, a cell needs
a link that is rated.

On fresh seeds and the shipped reference scenario, by intervals of paired differences. What the
measures do to strikes and to escalation is a result and not tested here.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from sim.domain.inputs.setting import Arm, Scenario, Setting
from sim.scenario import load, resolve
from sim.scenario.loading.measure_regimes import Regimes, measures_for
from tests.facts.worlds import REFERENCE, UNWARNED, World, difference, mean, worlds

QUICK = 90
#: What each measure's mechanism moves, and which way.
MOVES = (
    ("liaison_team", "round_trip_h", "down"),
    ("encrypted_channels", "round_trip_h", "down"),
    ("simulation_exercises", "round_trip_h", "down"),
    ("leader_dialogues", "round_trip_h", "down"),
    ("working_groups", "round_trip_h", "down"),
    ("intelligence_sharing", "divergence", "down"),
    ("working_groups", "misreadings", "down"),
    ("liaison_team", "misreadings", "down"),
    ("encrypted_channels", "leaks", "down"),
    ("crisis_framework", "force_first", "down"),
    ("leader_dialogues", "trust_of_patron", "up"),
    ("leader_dialogues", "trust_of_frontline", "up"),
)
STRIKES = ("struck", "strike_h", "unilateral_strike", "first_decision_h", "threat_left")


def measured(arm: str, *names: str, sets: tuple[str, ...] = ()) -> dict[str, Setting]:
    """The arm without measures (``plain``) and with each of these."""
    regimes = Regimes(resolve(REFERENCE, (*UNWARNED, *sets)), arm)
    files = measures_for(REFERENCE, names)
    return {"plain": regimes.under([]), **{one.name: regimes.under([one]) for one in files}}


def scenario(settings: dict[str, Setting]) -> Scenario:
    arms = {name: Arm(name=name, title=name, setting=setting) for name, setting in settings.items()}
    return replace(load(REFERENCE), arms=arms)


def run(settings: dict[str, Setting], n: int) -> dict[str, list[World]]:
    return worlds(scenario(settings), tuple(settings), n)


@pytest.fixture(scope="module")
def added() -> dict[str, list[World]]:
    """Each measure added to an arm that asks."""
    return run(measured("consult"), QUICK)


# Fact 5


@pytest.mark.parametrize(
    ("measure", "outcome", "way"), MOVES, ids=[f"{one}-{outcome}" for one, outcome, _ in MOVES]
)
def test_a_measure_moves_what_its_mechanism_moves(
    added: dict[str, list[World]], measure: str, outcome: str, way: str
) -> None:
    moved = difference(added[measure], added["plain"], outcome)
    assert moved.high < 0.0 if way == "down" else moved.low > 0.0


@cache
def many(arm: str, measure: str, n: int) -> list[World]:
    """Many worlds of an arm with a measure, or ``plain``; run once for all that is read of them."""
    names = () if measure == "plain" else (measure,)
    return run({measure: measured(arm, *names)[measure]}, n)[measure]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("measure", "outcome", "way"), MOVES, ids=[f"{one}-{outcome}" for one, outcome, _ in MOVES]
)
def test_it_does_so_in_many_worlds_and_under_concurrence_too(
    measure: str, outcome: str, way: str
) -> None:
    """But for strikes before diplomacy under concurrence: there one world in nine has a strike at
    all, next to none before diplomacy, and a framework, which makes joint strikes possible, brings
    more strikes of every kind (49 of 120 worlds instead of 14).
    """
    for arm, n in (("consult", 500), ("concurrence", 300)):
        if (arm, outcome) == ("concurrence", "force_first"):
            continue
        moved = difference(many(arm, measure, n), many(arm, "plain", n), outcome)
        if arm == "consult" or moved.n > 100:
            assert moved.value < 0.0 if way == "down" else moved.value > 0.0
        if arm == "consult":
            assert moved.high < 0.0 if way == "down" else moved.low > 0.0


def test_links_change_no_strike_of_one_who_tells_nobody() -> None:
    """Where the patron cannot find out by itself and nothing leaks, no message crosses before the
    strike.
    """
    sets = (
        "allies.patron.intelligence.detection=0 / h",
        "public.leak_rate=0",
        "injects.unnamed_sources=null",
    )
    found = run(
        measured(
            "unilateral", "liaison_team", "encrypted_channels", "simulation_exercises", sets=sets
        ),
        40,
    )
    for name, some in found.items():
        for world, plain in zip(some, found["plain"], strict=True):
            for outcome in STRIKES:
                assert world[outcome] == plain[outcome] or world[outcome] != world[outcome], (
                    name,
                    outcome,
                )


# Fact 8: exercises


def practised(rounds: float) -> Setting:
    sets = (f"practice.civilian={rounds}", f"practice.military={rounds}")
    return Regimes(resolve(REFERENCE, sets), "consult").under([])


def test_exercises_pay_less_and_less() -> None:
    rounds = (0, 1, 2, 4, 8)
    found = run({f"p{held}": practised(held) for held in rounds}, 60)
    trips = [mean(found[f"p{held}"], "round_trip_h") for held in rounds]
    steps = zip(pairwise(trips), pairwise(rounds), strict=True)
    saved = [(before - after) / (more - held) for (before, after), (held, more) in steps]
    assert trips == sorted(trips, reverse=True)
    assert saved == sorted(saved, reverse=True)


# Fact 8: a cell and its link

CELL = "frontline_officers: 6, patron_officers: 6, authority: 0.5"
LINK = "latency: {lognormal: {median: 8 min, sigma: 0.7}}, fallback: cable"
ARMS = f"""\
schema: 1
extends: {REFERENCE}
allies: {{frontline: {{reading: {{liaison: 0}}}}, patron: {{reading: {{liaison: 0}}}}}}
channels: {{plain: {{rating: open, {LINK}}}, rated: {{rating: top_secret, {LINK}}}}}
arms:
  cell: {{extends: consult, with: {{liaison: {{{CELL}, link: plain}}}}}}
  link: {{extends: consult, with: {{routes: {{any: rated}}, liaison: {{link: rated}}}}}}
  both: {{extends: consult, with: {{routes: {{any: rated}}, liaison: {{{CELL}, link: rated}}}}}}
"""


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[World]]:
    """A cell on a link that may carry nothing secret, a rated link without a cell, and both;
    officers who read no better.
    """
    path: Path = tmp_path_factory.mktemp("cells") / "cells.yaml"
    path.write_text(ARMS, encoding="utf-8")
    return worlds(load(path), ("consult", "cell", "link", "both"), QUICK)


def test_a_cell_without_a_rated_link_saves_no_round_trip(cells: dict[str, list[World]]) -> None:
    assert [world["round_trip_h"] for world in cells["cell"]] == pytest.approx(
        [world["round_trip_h"] for world in cells["consult"]], nan_ok=True
    )


def test_a_rated_link_between_slow_bureaucracies_saves_little(
    cells: dict[str, list[World]],
) -> None:
    saved = difference(cells["link"], cells["consult"], "round_trip_h")
    assert -0.1 * mean(cells["consult"], "round_trip_h") < saved.low < saved.high < 0.0


def test_the_two_together_save_more_than_the_sum(cells: dict[str, list[World]]) -> None:
    both, cell, link, plain = (cells[name] for name in ("both", "cell", "link", "consult"))
    sums = [
        {"round_trip_h": b["round_trip_h"] - c["round_trip_h"] - a["round_trip_h"]}
        for b, c, a in zip(both, cell, link, strict=True)
    ]
    lost = [{"round_trip_h": -world["round_trip_h"]} for world in plain]
    assert difference(sums, lost, "round_trip_h").high < -3.0
