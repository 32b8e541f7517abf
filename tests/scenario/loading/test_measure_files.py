"""Measures on arms: inputs only, in any order, and one clear error for each way of getting it
wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, permutations
from pathlib import Path

import pytest

from sim.domain.decisions.protocols import PROTOCOLS
from sim.errors import ScenarioError
from sim.scenario import load, resolve, scenario_yaml
from sim.scenario.loading.digest import digest
from sim.scenario.loading.measure_files import known_measures, read_measure
from sim.scenario.loading.measure_regimes import Regimes, measures_for, part_of
from tests.conftest import ROOT

NORTHERN = ROOT / "scenarios" / "northern-front.yaml"
SEVEN = (
    "crisis_framework",
    "encrypted_channels",
    "intelligence_sharing",
    "leader_dialogues",
    "liaison_team",
    "simulation_exercises",
    "working_groups",
)
HEAD = "schema: 1\ntitle: T\npurpose: P\nstart: 2026-03-02T06:00Z\nprotocol: consult\n"
MEASURE = """\
schema: 1
kind: measure
title: M
purpose: P
expected: {text: less of it, outcome: burden, direction: lower}
cost: {value: 2, source: judgement}
"""
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes a scenario and measures beside it."""

    def make(text: str, **measures: str) -> Path:
        (tmp_path / "measures").mkdir(exist_ok=True)
        for name, content in measures.items():
            whole = content if content.startswith("schema") else MEASURE + content
            (tmp_path / "measures" / f"{name}.yaml").write_text(whole, encoding="utf-8")
        path = tmp_path / "x.yaml"
        path.write_text(HEAD + text, encoding="utf-8")
        return path

    return make


def said(path: Path) -> list[str]:
    """What is wrong with a scenario."""
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return [f"{one.path}: {one.message}" for one in caught.value.problems]


# the seven that ship


def test_the_seven_ship_and_each_says_what_it_expects_and_costs() -> None:
    assert tuple(sorted(known_measures(ROOT / "scenarios"))) == SEVEN
    for one in measures_for(NORTHERN, ()):
        assert one.measure.cost > 0.0
        assert one.measure.expected.text


def test_they_change_no_arm_that_does_not_name_them_and_every_one_changes_something() -> None:
    regimes = Regimes(resolve(NORTHERN), "consult")
    plain = regimes.under([])
    assert plain == load(NORTHERN).arms["consult"].setting
    for one in measures_for(NORTHERN, ()):
        assert regimes.under([one]) != plain


def test_the_order_of_stacking_does_not_matter() -> None:
    """All orders of three of them at a time, and all rotations of the seven."""
    regimes = Regimes(resolve(NORTHERN), "consult")
    files = {one.name: one for one in measures_for(NORTHERN, ())}
    for three in combinations(SEVEN, 3):
        stacks = {
            digest({"x": regimes.under([files[name] for name in order])})
            for order in permutations(three)
        }
        assert len(stacks) == 1, three
    rotated = ((*SEVEN[at:], *SEVEN[:at]) for at in range(len(SEVEN)))
    orders = [order for one in rotated for order in (one, one[::-1])]
    assert (
        len({digest({"x": regimes.under([files[name] for name in order])}) for order in orders})
        == 1
    )


@pytest.mark.slow
def test_every_set_of_them_is_the_same_whatever_the_order() -> None:
    """Each two orders of a set are joined by swaps of neighbours, so it is enough that every swap
    changes nothing.
    """
    regimes = Regimes(resolve(NORTHERN), "consult")
    files = {one.name: one for one in measures_for(NORTHERN, ())}
    for size in range(2, len(SEVEN) + 1):
        for some in combinations(SEVEN, size):
            order = list(some)
            first = digest({"x": regimes.under([files[name] for name in order])})
            for at in range(size - 1):
                order[at], order[at + 1] = order[at + 1], order[at]
                assert digest({"x": regimes.under([files[name] for name in order])}) == first


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("scenario", ["northern-front", "strait", "two-desks"])
def test_all_of_them_together_fit_every_scenario_and_protocol(scenario: str, protocol: str) -> None:
    found = resolve(ROOT / "scenarios" / f"{scenario}.yaml", [f"protocol={protocol}"])
    setting = Regimes(found, next(iter(found.settings))).under(measures_for(NORTHERN, ()))
    assert setting.protocol == "joint"
    assert setting.yearly_cost == pytest.approx(28.2)


def test_a_cell_carries_top_secrets_only_with_the_encrypted_link_in_either_order() -> None:
    regimes = Regimes(resolve(NORTHERN), "consult")
    alone = regimes.under(measures_for(NORTHERN, ["liaison_team"]))
    both = regimes.under(measures_for(NORTHERN, ["encrypted_channels", "liaison_team"]))
    assert (alone.liaison.link, alone.liaison.terminal) == ("liaison_link", None)
    assert both.channels[both.liaison.terminal or ""].rating == "top_secret"
    assert (
        regimes.under(measures_for(NORTHERN, ["encrypted_channels"])).liaison.frontline_officers
        == 0
    )


# arms that name measures


def test_an_arm_stacks_measures_and_their_costs(make: Make) -> None:
    path = make(
        "yearly_cost: 1\narms: {plain: {}, both: {measures: [b, a]}}\n",
        a="with: {terms: {promise: 2}}\n",
        b="with: {liaison: {authority: 0.5}}\n",
    )
    both = load(path).arms["both"].setting
    assert (both.terms.promise, both.liaison.authority, both.yearly_cost) == (2.0, 0.5, 5.0)
    assert load(path).arms["plain"].setting.yearly_cost == 1.0


def test_measures_are_inherited_and_overrule_what_was_inherited(make: Make) -> None:
    arms = """\
arms:
  base: {with: {terms: {promise: 1.5}, liaison: {authority: 0.1}}}
  one: {extends: base, measures: [a]}
  two: {extends: one, title: Two}
  three: {extends: one, measures: []}
"""
    found = load(make(arms, a="with: {terms: {promise: 2}}\n")).arms
    assert {name: arm.setting.terms.promise for name, arm in found.items()} == {
        "base": 1.5,
        "one": 2.0,
        "two": 2.0,
        "three": 1.5,
    }
    assert found["two"].setting.liaison.authority == 0.1


def test_a_file_written_out_with_its_measures_is_the_same_scenario(
    make: Make, tmp_path: Path
) -> None:
    found = resolve(
        make(
            "arms: {plain: {}, one: {measures: [a]}}\n",
            a="with: {protocol: joint, terms: {promise: 2}}\n",
        )
    )
    again = tmp_path / "again.yaml"
    again.write_text(scenario_yaml(found), encoding="utf-8")
    assert load(again).digest == found.scenario.digest


# mistakes


def test_a_measure_stacked_twice(make: Make) -> None:
    assert said(make("arms: {x: {measures: [a, a]}}\n", a="")) == [
        ': the measure "a" is stacked twice'
    ]


def test_an_unknown_measure_names_the_nearest(make: Make) -> None:
    with pytest.raises(ScenarioError, match="there is no measure") as caught:
        load(make("arms: {x: {measures: [liason_team]}}\n"))
    (problem,) = caught.value.problems
    assert "liaison_team" in problem.hint
    assert (problem.line, problem.column) == (6, 23)


def test_two_measures_that_set_the_same_input(make: Make) -> None:
    path = make(
        "arms: {x: {measures: [a, b]}}\n",
        a="with: {terms: {promise: 2}}\n",
        b="with: {terms: {promise: 3}}\n",
    )
    assert said(path) == ["terms.promise: b and a both set this input, so they cannot be stacked"]


def test_what_one_measure_takes_away_another_may_not_fill(make: Make) -> None:
    path = make(
        "arms: {x: {measures: [a, b]}}\n",
        a="with: {channels: {phone: {latency: 5 min}}}\n",
        b="with: {channels: {phone: null}}\n",
    )
    assert said(path) == ["channels.phone: b and a both set this input, so they cannot be stacked"]


def test_a_measure_that_needs_a_channel_that_the_scenario_lacks(make: Make) -> None:
    path = make("arms: {x: {measures: [a]}}\n", a="needs: {channels: [satellite]}\n")
    assert said(path) == [
        'needs.channels: a needs a channel "satellite", which this scenario lacks'
    ]
    own = (
        "needs: {channels: [satellite]}\nwith: {channels: {mine: {latency: 1 min}, cable: {latency:"
        " 5 min}}}\n"
    )
    with pytest.raises(ScenarioError) as caught:
        load(make("arms: {x: {measures: [a]}}\n", a=own))
    assert "cable" in caught.value.problems[0].hint
    assert "mine" not in caught.value.problems[0].hint, (
        "a measure's own channel is not the scenario's"
    )
    fine = make(
        "arms: {x: {measures: [a, b]}}\n",
        a="needs: {channels: [satellite]}\n",
        b="with: {channels: {satellite: {latency: 1 min}}}\n",
    )
    assert "satellite" in load(fine).arms["x"].setting.channels


def test_an_arm_that_says_what_its_measure_says(make: Make) -> None:
    measures = {"a": "with: {protocol: joint, terms: {promise: 2}}\n"}
    path = make(
        "arms: {x: {protocol: consult, measures: [a], with: {terms: {promise: 3}}}}\n", **measures
    )
    assert [one.split(": ")[0] for one in said(path)] == [
        "arms.x.protocol",
        "arms.x.with.terms.promise",
    ]


def test_a_mistake_in_a_measure_is_shown_in_its_file(make: Make, tmp_path: Path) -> None:
    path = make("arms: {x: {measures: [a]}}\n", a="with: {terms: {promize: 2}}\n")
    with pytest.raises(ScenarioError) as caught:
        load(path)
    (problem,) = caught.value.problems
    assert problem.file == str(tmp_path / "measures" / "a.yaml")
    assert (problem.line, "promise" in problem.hint) == (7, True)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (MEASURE.replace("kind: measure\n", ""), "is not a measure"),
        (MEASURE.replace("schema: 1", "schema: 2"), "expected schema 1"),
        (MEASURE.replace("title: M\n", ""), "`title` is missing"),
        (MEASURE.replace("direction: lower", "direction: down"), "expected lower or higher"),
        (MEASURE.replace("value: 2", "value: -2"), "cost"),
        (MEASURE + "with: {yearly_cost: 3}\n", "says what it costs under `cost`"),
        (MEASURE + "wiht: {}\n", 'the key "wiht" is not known'),
        ("schema: 1\nkind: measure\n", "`expected` is missing"),
    ],
)
def test_a_measure_file_that_is_wrong(tmp_path: Path, text: str, wrong: str) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_measure(path)
    assert wrong in str(caught.value)


def test_a_measure_is_no_scenario() -> None:
    with pytest.raises(ScenarioError, match="is a measure, not a scenario"):
        load(ROOT / "scenarios" / "measures" / "liaison_team.yaml")


# conditions and parts


def test_a_condition_has_the_last_word() -> None:
    (sharing,) = measures_for(NORTHERN, ["intelligence_sharing"])
    regimes = Regimes(resolve(NORTHERN), "consult")
    setting = regimes.of([sharing])(frozenset([sharing.name]), (sharing.name, "only_patron_sends"))
    shares = [
        ally.intelligence.shares for ally in (setting.allies.frontline, setting.allies.patron)
    ]
    assert shares == [False, True]


def test_a_measure_comes_apart_into_inputs_and_what_it_brings_in() -> None:
    (link,) = measures_for(NORTHERN, ["encrypted_channels"])
    regimes = Regimes(resolve(NORTHERN), "consult")
    parts = regimes.parts(link)
    assert sorted(parts) == ["channels.encrypted_link", "liaison.terminal", "routes.any"]
    assert regimes.with_paths(link, parts["routes.any"]) is None, (
        "a route without its channel cannot stand"
    )
    alone = regimes.with_paths(link, parts["channels.encrypted_link"])
    assert alone is not None
    assert alone.routes == {"any": "leader_phone"}
    assert part_of(link.overlay, ()).entries == {}
