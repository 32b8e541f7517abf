"""The resolved file is the same scenario again, says of each value who gave it, and its digest sees
inputs only.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sim.characters import HIDDEN, HIDDEN_IN_NAMES
from sim.domain.inputs.setting import Scenario, Setting
from sim.errors import ScenarioError
from sim.scenario import ledger, load, resolve, scenario_yaml, setting_written
from sim.scenario.text.tree import dotted_path, leaves
from sim.scenario.text.writer import quoted_text

SAMPLE = Path(__file__).parents[1] / "data" / "sample.yaml"
HEAD = "schema: 1\ntitle: T\npurpose: P\nstart: 2026-03-02T06:00Z\n"


def settings(scenario: Scenario) -> Mapping[str, Setting]:
    """The inputs of all arms."""
    return {name: arm.setting for name, arm in scenario.arms.items()}


def shipped() -> list[Path]:
    """All scenario files of the checkout that can be loaded by themselves."""
    folder = Path(__file__).parents[3] / "scenarios"
    return [SAMPLE, *sorted(folder.glob("*.yaml"))]


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_the_resolved_file_is_the_same_scenario(path: Path, tmp_path: Path) -> None:
    found = resolve(path)
    again = tmp_path / path.name
    again.write_text(scenario_yaml(found), encoding="utf-8")
    scenario = load(again)
    assert scenario == found.scenario
    assert scenario_yaml(resolve(again)).count("\n") == scenario_yaml(found).count("\n")


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_what_is_changed_is_enough(path: Path, tmp_path: Path) -> None:
    found = resolve(path)
    again = tmp_path / path.name
    again.write_text(scenario_yaml(found, only_changed=True), encoding="utf-8")
    assert load(again) == found.scenario


def test_a_group_that_is_given_without_a_word_stays_given(tmp_path: Path) -> None:
    """An empty map says that the group is there; a key without one would take it away."""
    path = tmp_path / "group.yaml"
    path.write_text(f"{HEAD}horizon: 3 d\nallies: {{patron: {{punishment: {{}}}}}}\n")
    found = resolve(path)
    path.write_text(scenario_yaml(found, only_changed=True), encoding="utf-8")
    assert "punishment: {}" in path.read_text(encoding="utf-8")
    assert load(path) == found.scenario


def test_resolved_with_sets_is_the_same_scenario(tmp_path: Path) -> None:
    found = resolve(
        SAMPLE,
        [
            "horizon=5 d",
            "channels.phone.security=0.123456789012345",
            "arms.asks.with.terms.notice={value: 1 h, source: 'x\"#'}",
        ],
    )
    again = tmp_path / "sample.yaml"
    again.write_text(scenario_yaml(found), encoding="utf-8")
    assert load(again).digest == found.scenario.digest != load(SAMPLE).digest


def test_the_resolved_file_means_the_same_to_other_yaml_readers() -> None:
    read: Any = yaml.safe_load(scenario_yaml(resolve(SAMPLE)))
    assert read["start"] == "2026-03-02T06:00 Asia/Jerusalem"
    assert read["allies"]["frontline"]["leader"]["asleep"]["opens"] == {
        "value": "22:30",
        "source": "judgement",
    }
    assert read["purpose"] == 'Tests: quotes " and backslashes \\ survive'
    assert read["channels"]["courier"] is None


TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30).map(
    lambda text: HIDDEN.sub("", text)
)
#: A title is on one line.
LINES = TEXTS.map(lambda text: HIDDEN_IN_NAMES.sub("", text))


@given(
    title=LINES,
    source=TEXTS,
    names=st.lists(
        st.from_regex(r"[a-z0-9][a-z0-9_-]{0,9}", fullmatch=True), unique=True, max_size=4
    ),
)
def test_any_text_and_any_name_survive(
    tmp_path_factory: pytest.TempPathFactory, title: str, source: str, names: list[str]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    path = folder / "texts.yaml"
    found = resolve(SAMPLE)
    arms = "".join(f"  {name!r}: {{}}\n" for name in names)
    text = (
        HEAD.replace("title: T", f"title: {quoted_text(title)}")
        + f"horizon: {{value: 3 d, source: {quoted_text(source)}}}\n"
    )
    path.write_text(text + (f"arms:\n{arms}" if arms else ""), encoding="utf-8", newline="\n")
    found = resolve(path)
    assert found.scenario.title == title
    path.write_text(scenario_yaml(found), encoding="utf-8", newline="\n")
    assert load(path) == found.scenario


@st.composite
def reordered(draw: st.DrawFn, node: object) -> object:
    """The same values with the keys of every map but ``arms`` in another order."""
    if isinstance(node, dict):
        keys = list(node) if "asks" in node else draw(st.permutations(list(node)))
        return {key: draw(reordered(node[key])) for key in keys}
    return node


@given(st.data())
def test_the_digest_does_not_see_the_order_of_keys(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    # BaseLoader makes texts only.
    plain: Any = yaml.load(SAMPLE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    path = tmp_path_factory.getbasetemp() / "reordered.yaml"
    path.write_text(_dumped(data.draw(reordered(plain))), encoding="utf-8")
    assert settings(load(path)) == settings(load(SAMPLE))
    assert load(path).digest == load(SAMPLE).digest


def _dumped(node: object) -> str:
    """Flow style, with plain scalars as they were, so that numbers stay numbers."""
    if isinstance(node, dict):
        return "{" + ", ".join(f"{key}: {_dumped(value)}" for key, value in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(map(_dumped, node)) + "]"
    text = str(node)
    return text if re.fullmatch(r"[\w. +%/-]+", text) else quoted_text(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("horizon: {value: 21 d, source: judgement}", "horizon: 3 wk # a comment"),
        ("2026-03-02T06:00 Asia/Jerusalem", "2026-03-02T04:00Z"),
        ("title: A sample", "title: Another"),
        ("assures: 35 %", "assures: 0.35"),
        ("0.75 / d", "3 per 4 d"),
        ("sources: [none", "sources: [some"),
        ("seed: 7", "seed: 8"),
        ("once per 3 h", "{value: 8 per d, source: counted}"),
        ("rule: expected_utility", "rule: {expected_utility: {}}"),
    ],
)
def test_the_digest_does_not_see_how_it_is_written(old: str, new: str, tmp_path: Path) -> None:
    assert digest_with(old, new, tmp_path) == load(SAMPLE).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("21 d", "22 d"),
        ("Asia/Jerusalem\nhorizon", "Asia/Tehran\nhorizon"),
        ("stance: green}", "stance: red}"),
        ("[3 min, 5 min, 45 s]", "[3 min, 45 s, 5 min]"),
        ("  asks_by_wire", "  asks_by_other"),
        ("severity: {value: 0.6", "severity: {value: 0.61"),
    ],
)
def test_the_digest_sees_every_input(old: str, new: str, tmp_path: Path) -> None:
    assert digest_with(old, new, tmp_path) != load(SAMPLE).digest


def digest_with(old: str, new: str, folder: Path) -> str:
    """The digest of the sample with one piece of text replaced, which must be there."""
    text = SAMPLE.read_text(encoding="utf-8")
    assert old in text
    path = folder / "changed.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load(path).digest


def test_a_scenario_travels_to_other_processes() -> None:
    scenario = load(SAMPLE)
    assert pickle.loads(pickle.dumps(scenario)) == scenario  # noqa: S301 - our own bytes


def test_maps_of_inputs_come_in_one_order() -> None:
    assert list(load(SAMPLE).arms["asks"].setting.channels) == ["cable", "phone", "wire"]


def test_every_value_has_an_origin() -> None:
    found = resolve(SAMPLE, ["terms.notice=2 h"])
    origins = {dotted_path(path): leaf.origin for path, leaf in leaves(found.settings["asks"])}
    text = SAMPLE.read_text(encoding="utf-8").splitlines()
    assert str(origins["terms.notice"]) == "--set terms.notice=2 h"
    assert text[origins["terms.promise"].line - 1].lstrip().startswith("asks: {")
    assert text[origins["channels.wire.latency.empirical.2"].line - 1].lstrip().startswith("wire:")
    assert origins["allies.patron.trust.half_life"].kind == "default"
    assert str(origins["allies.patron.leader.reading.lognormal.median"]).startswith("default: FRUS")
    assert all(origin.line for origin in origins.values() if origin.kind == "file")


def test_the_inputs_of_one_arm_can_be_written() -> None:
    found = resolve(SAMPLE)
    read: Any = yaml.safe_load(setting_written(found.settings["asks_by_wire"]))
    assert read["liaison"]["link"] == "wire"
    assert read["terms"]["promise"] == 1.0
    changed: Any = yaml.safe_load(setting_written(found.settings["alone"], only_changed=True))
    assert set(changed) < set(read)


def test_a_comment_says_where_a_value_is_from() -> None:
    lines = scenario_yaml(resolve(SAMPLE, ["horizon=9 d"])).splitlines()
    assert "horizon: 9 d  # --set horizon=9 d" in lines
    assert any(re.fullmatch(r"follow_up: 1 wk 12 h  # .*sample\.yaml:8", line) for line in lines)
    assert "  bite: 4 d  # default: judgement" in lines


def test_the_ledger_names_every_number_once() -> None:
    found = resolve(SAMPLE)
    rows = ledger(found.scenario.arms["asks"].setting, found.settings["asks"])
    paths = [row.path for row in rows]
    assert len(paths) == len(set(paths))
    assert numbers(found.scenario.arms["asks"].setting) <= set(paths)


def numbers(value: object, path: str = "") -> set[str]:
    """The paths of all plain numbers in inputs, but for those inside laws, rules and lists, which
    the ledger takes whole.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return {path}
    if isinstance(value, Mapping):
        return set().union(
            *(numbers(below, f"{path}.{key}".lstrip(".")) for key, below in value.items())
        )
    if (
        not is_dataclass(value)
        or isinstance(value, type)
        or hasattr(value, "quantile")
        or hasattr(value, "choose")
    ):
        return set()
    return set().union(
        *(
            numbers(getattr(value, item.name), f"{path}.{item.name}".lstrip("."))
            for item in fields(value)
        )
    )


def test_the_ledger_knows_sources_and_ranges() -> None:
    found = resolve(SAMPLE, ["allies.patron.leverage=9"])
    rows = {
        row.path: row for row in ledger(found.scenario.arms["asks"].setting, found.settings["asks"])
    }
    assert (rows["horizon"].source, rows["horizon"].number, rows["horizon"].plausible) == (
        "judgement",
        504.0,
        "3 d to 90 d",
    )
    assert rows["channels.phone.latency"].source == "FRUS: 1964-68, XIX"
    assert rows["channels.phone.latency"].value == "21 min"
    assert rows["allies.frontline.offices.foreign_ministry.staff"].source == "staff list"
    assert rows["allies.patron.council"].source == "two speeds"
    assert not rows["channels.phone.security"].has_source
    assert not rows["allies.patron.leverage"].plausibly
    assert rows["allies.patron.trust.gain"].source == "judgement"
    assert not rows["allies.patron.trust.gain"].is_given
    assert not rows["injects.first.at"].has_source, (
        "when an inject comes is an assumption like any other"
    )


def test_the_ledgers_paths_can_be_set(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(HEAD, encoding="utf-8")
    found = resolve(path)
    (name,) = found.settings
    sets = [
        f"{row.path}={row.value}"
        for row in ledger(found.scenario.arms[name].setting, found.settings[name])
    ]
    assert len(sets) > 200
    try:
        assert load(path, sets=sets) == found.scenario
    except ScenarioError as error:
        pytest.fail(str(error))
