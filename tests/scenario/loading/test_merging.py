"""Files over files, arms over the base, the command line over all: what merges, what replaces, what
null takes away.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.domain.communication.channels import default_channels
from sim.domain.decisions.rules import ExpectedUtility, QuantalResponse, Threshold
from sim.domain.distributions.families import Exponential, Fixed, Lognormal, Mixture, Uniform
from sim.domain.inputs.setting import Scenario, Setting
from sim.errors import ScenarioError
from sim.scenario import load

HEAD = "schema: 1\ntitle: T\npurpose: P\nstart: 2026-03-02T06:00Z\n"
Make = Callable[..., Scenario]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes a scenario and loads it."""

    def make(text: str, *sets: str, **files: str) -> Scenario:
        for name, content in files.items():
            (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8")
        path = tmp_path / "x.yaml"
        path.write_text(text if text.startswith("schema") else HEAD + text, encoding="utf-8")
        return load(path, sets=sets)

    return make


def only(scenario: Scenario) -> Setting:
    """The inputs of the only arm."""
    (arm,) = scenario.arms.values()
    return arm.setting


def test_the_shortest_scenario_is_the_defaults(make: Make) -> None:
    setting = only(make(""))
    assert setting == Setting(start=setting.start)


def test_without_arms_there_is_one_named_after_the_protocol(make: Make) -> None:
    assert list(make("protocol: consult\n").arms) == ["consult"]


def test_the_first_arm_is_the_baseline_unless_said_otherwise(make: Make) -> None:
    assert make("arms: {b: {}, a: {}}\n").study.baseline == "b"
    assert make("arms: {b: {}, a: {}}\nstudy: {baseline: a}\n").study.baseline == "a"


def test_an_arm_without_a_title_is_titled_by_its_name(make: Make) -> None:
    arms = make("arms: {a: {title: The first}, b: {}}\n").arms
    assert {name: arm.title for name, arm in arms.items()} == {"a": "The first", "b": "b"}


def test_maps_merge_deep_and_keep_defaults_of_the_instance(make: Make) -> None:
    setting = only(
        make("channels: {cable: {security: 0.8}}\nallies: {patron: {intelligence: {noise: 0.3}}}\n")
    )
    cable = default_channels()["cable"]
    assert setting.channels["cable"].latency == cable.latency
    assert setting.channels["cable"].security == 0.8
    assert set(setting.channels) == {"cable", "courier"}
    assert setting.allies.patron.intelligence.interval == 18.0
    assert setting.allies.frontline.intelligence.noise == 0.45


def test_a_new_channel_takes_the_defaults_of_any_channel(make: Make) -> None:
    channel = only(make("channels: {phone: {latency: 5 min}}\n")).channels["phone"]
    assert channel.latency == Fixed(value=5 / 60)
    assert (channel.capacity, channel.fallback) == (2, None)


def test_lists_replace(make: Make) -> None:
    setting = only(make("allies: {patron: {outgoing: {any: [leader_office]}}}\n"))
    assert setting.allies.patron.outgoing["any"] == ("leader_office",)


def test_a_law_of_another_kind_replaces_and_one_of_the_same_kind_merges(make: Make) -> None:
    latency = (
        only(make("channels: {cable: {latency: {lognormal: {sigma: 0.9}}}}\n"))
        .channels["cable"]
        .latency
    )
    assert latency == Lognormal(median=61 / 60, sigma=0.9)
    latency = (
        only(make("channels: {cable: {latency: {uniform: {low: 1 h, high: 2 h}}}}\n"))
        .channels["cable"]
        .latency
    )
    assert latency == Uniform(low=1.0, high=2.0)


def test_short_ways_to_write_laws_and_rules(make: Make) -> None:
    text = """
allies:
  frontline: {drafting: 2 h, leader: {rule: expected_utility}}
  patron: {drafting: {exponential: 1 d}, council: {mixture: [[1, 2 h], [3, {fixed: 1 h}]]}}
"""
    allies = only(make(text)).allies
    assert allies.frontline.drafting == Fixed(value=2.0)
    assert allies.patron.drafting == Exponential(mean=24.0)
    assert allies.patron.council == Mixture(
        parts=((1.0, Fixed(value=2.0)), (3.0, Fixed(value=1.0)))
    )
    assert allies.frontline.leader.rule == ExpectedUtility()
    rule = only(
        make("allies: {patron: {leader: {rule: quantal_response}}}\n")
    ).allies.patron.leader.rule
    assert rule == QuantalResponse()


FIXED = (
    "2 h",
    "{value: 2 h, source: x}",
    "{fixed: 2 h}",
    "{fixed: {value: 2 h}}",
    "{fixed: {value: 2 h, source: x}}",
    "{fixed: 2 h, source: x}",
    "{fixed: {value: {value: 2 h, source: x}}}",
)


@pytest.mark.parametrize("law", FIXED)
def test_the_ways_to_write_a_fixed_time(make: Make, law: str) -> None:
    assert only(make(f"allies: {{patron: {{council: {law}}}}}\n")).allies.patron.council == Fixed(
        value=2.0
    )


def test_null_takes_an_entry_away_and_gives_an_input_its_default_again(make: Make) -> None:
    base = """schema: 1
horizon: 3 d
channels: {cable: {fallback: null}, phone: {latency: 1 h}}
allies: {patron: {intelligence: {interval: 1 h}}}
"""
    text = """
extends: base.yaml
horizon: null
channels: {courier: null, phone: null}
allies: {patron: {intelligence: {interval: null}}}
"""
    setting = only(make(text, base=base))
    assert setting.horizon == 720.0
    assert list(setting.channels) == ["cable"]
    assert setting.channels["cable"].fallback is None
    assert setting.allies.patron.intelligence.interval == 18.0


def test_a_file_extends_another_in_another_folder(make: Make, tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "grandparent.yaml").write_text(
        "schema: 1\ntitle: G\npurpose: P\nfollow_up: 4 d\nhorizon: 9 d\n"
    )
    (tmp_path / "lib" / "parent.yaml").write_text(
        "schema: 1\nextends: grandparent.yaml\nhorizon: 8 d\narms: {a: {}, b: {protocol: joint}}\n"
    )
    scenario = make(
        "schema: 1\nextends: lib/parent.yaml\nstart: 2026-03-02T06:00Z\narms: {a: null, c:"
        " {extends: b}}\n"
    )
    assert (scenario.title, list(scenario.arms)) == ("G", ["b", "c"])
    assert {
        (arm.setting.horizon, arm.setting.follow_up, arm.setting.protocol)
        for arm in scenario.arms.values()
    } == {(192.0, 96.0, "joint")}


def test_a_chain_of_files_has_an_end(make: Make) -> None:
    files = {f"f{number}": f"schema: 1\nextends: f{number + 1}.yaml\n" for number in range(10)}
    with pytest.raises(ScenarioError, match="more than 8 files extend one another"):
        make(HEAD + "extends: f0.yaml\n", **files)


def test_arms_stack(make: Make) -> None:
    text = """
terms: {notice: 1 h, promise: 1.1}
arms:
  first: {protocol: consult, with: {terms: {notice: 2 h, deadline: 3}}}
  second: {extends: first, with: {terms: {notice: 3 h}, allies: {patron: {leverage: 2}}}}
  third: {extends: second, protocol: joint}
"""
    arms = make(text).arms
    terms = {
        name: (
            arm.setting.protocol,
            arm.setting.terms.notice,
            arm.setting.terms.promise,
            arm.setting.terms.deadline,
        )
        for name, arm in arms.items()
    }
    assert terms == {
        "first": ("consult", 2.0, 1.1, 3.0),
        "second": ("consult", 3.0, 1.1, 3.0),
        "third": ("joint", 3.0, 1.1, 3.0),
    }
    assert [arm.setting.allies.patron.leverage for arm in arms.values()] == [1.0, 2.0, 2.0]


def test_sets_lie_over_the_file_in_order_and_below_the_arms(make: Make) -> None:
    text = "horizon: 3 d\narms: {a: {}, b: {with: {horizon: 5 d}}}\n"
    arms = make(text, "horizon=4 d", "horizon=6 d", "arms.b.with.follow_up=1 d").arms
    assert [(arm.setting.horizon, arm.setting.follow_up) for arm in arms.values()] == [
        (144.0, 336.0),
        (120.0, 24.0),
    ]


def test_a_set_may_reach_into_an_arm(make: Make) -> None:
    text = "arms: {a: {}, b: {with: {horizon: 5 d}}}\n"
    arms = make(
        text,
        "arms.a.with.terms.notice=3 h",
        "arms.b.with.channels.cable.security=0.9",
        "arms.a.with.channels.phone={latency: 1 h}",
    ).arms
    assert arms["a"].setting.terms.notice == 3.0
    assert arms["b"].setting.channels["cable"].security == 0.9
    assert "phone" in arms["a"].setting.channels
    assert "phone" not in arms["b"].setting.channels


def test_sets_take_any_yaml_value(make: Make) -> None:
    sets = (
        "channels.phone={latency: 5 min, capacity: 1}",
        "routes.objection=phone",
        "channels.courier=null",
        "channels.cable.fallback=null",
        'allies.frontline.precleared=[report, "clarified"]',
        "allies.patron.counter_offer=true",
        "channels.cable.latency.lognormal.median=2 h",
        "allies.patron.leader.rule={threshold: {probability: 20 %}}",
    )
    setting = only(make("", *sets))
    assert sorted(setting.channels) == ["cable", "phone"]
    assert setting.allies.frontline.precleared == ("report", "clarified")
    assert setting.allies.patron.counter_offer is True
    assert setting.allies.patron.leader.rule == Threshold(probability=0.2)
    assert setting.channels["cable"].latency == Lognormal(median=2.0, sigma=0.49)


def test_a_source_of_a_group_is_no_input(make: Make) -> None:
    sourced = make(
        "allies: {patron: {leverage: 0.5, source: me, leader: {rule: {threshold: {probability:"
        " 0.2}}}}}\n"
    )
    plain = make(
        "allies: {patron: {leverage: 0.5, leader: {rule: {threshold: {probability: 0.2}}}}}\n"
    )
    assert sourced.digest == plain.digest
    assert make("source: me\n").digest == make("").digest  # that of a whole file neither


def test_what_another_layer_made_wrong_says_which(make: Make) -> None:
    lower = HEAD + "channels: {a: {fallback: b}, b: {latency: 1 h}}\n"
    with pytest.raises(ScenarioError, match=r"x\.yaml changes makes it wrong"):
        make("schema: 1\nextends: lower.yaml\nchannels: {b: null}\n", lower=lower)
    with pytest.raises(ScenarioError, match="--set changes makes it wrong"):
        make(lower, "channels.b=null")
    middle = "schema: 1\nextends: lower.yaml\nchannels: {b: null}\n"
    with pytest.raises(ScenarioError, match=r"lower\.yaml is right here: what \S*middle\.yaml"):
        make("schema: 1\nextends: middle.yaml\n", lower=lower, middle=middle)
    with pytest.raises(ScenarioError) as own:  # a fault of its own blames nobody
        make("schema: 1\nextends: lower.yaml\n", lower=lower.replace("{latency: 1 h}", "null"))
    assert "makes it wrong" not in str(own.value)


def test_an_impossible_name_beside_all_that_are_like_it_is_told_of(make: Make) -> None:
    """What is looked at meanwhile in its stead has a name of its own, however many are taken."""
    names = ("A" * 61, "a" * 61, "a" * 50 + "_1", "a" * 60 + "_1")
    arms = "".join(f"  {name}: {{protocol: notify}}\n" for name in names)
    with pytest.raises(ScenarioError) as told:
        make(f"arms:\n{arms}")
    assert [one.path for one in told.value.problems] == [f"arms.{names[0]}"]
