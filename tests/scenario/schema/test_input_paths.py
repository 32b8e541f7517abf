"""One input by its path: found, named in full, changed without touching another; told in words when
it is not there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.domain.inputs.setting import Setting
from sim.scenario import ledger, load, resolve
from sim.scenario.schema.input_paths import checked_value, find_input, value_text, with_value
from sim.scenario.schema.quantities import Unreadable

_START = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def setting(tiny: Path) -> Setting:
    return load(tiny).arms["consult"].setting


def test_a_path_leads_to_the_number_and_what_is_known_of_it(setting: Setting) -> None:
    patience = find_input(setting, "terms.patience.base")
    assert (patience.value, patience.low, patience.high) == (62.0, 12, 168)
    assert patience.path == "terms.patience.base"


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("channels.cable.latency.median", "channels.cable.latency.lognormal.median"),
        ("channels.cable.latency.lognormal.median", "channels.cable.latency.lognormal.median"),
        (
            "allies.patron.leader.rule.precision",
            "allies.patron.leader.rule.quantal_response.precision",
        ),
        (" horizon ", "horizon"),
    ],
)
def test_inside_a_law_or_rule_its_kind_may_be_left_out(
    setting: Setting, short: str, full: str
) -> None:
    assert find_input(setting, short).path == full


def test_a_law_that_is_one_number_is_that_number(tiny: Path) -> None:
    fixed = load(tiny, sets=["channels.cable.latency=2 h"]).arms["consult"].setting
    assert find_input(fixed, "channels.cable.latency").path == "channels.cable.latency.fixed.value"
    assert find_input(fixed, "channels.cable.latency").value == 2.0


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("channels.cabel.capacity", 'no "cabel" in channels; did you mean "cable"?'),
        ("terms.notce", 'no "notce" in terms; did you mean "notice"?'),
        (
            "channels.cable.latency",
            (
                "is a law, not a number; one of its numbers may be:"
                " channels.cable.latency.lognormal.median"
            ),
        ),
        ("terms.patience", "is a group of inputs, not a number; it holds base"),
        ("channels", "is a group of inputs, not a number; it holds cable"),
        ("allies.frontline.name", "is not a number that can vary"),
        ("channels.cable.latency.mean", 'no "mean" in channels.cable.latency.lognormal'),
        ("channels.cable.outage.up.mean", "channels.cable.outage.up is absent here"),
        ("terms.notice.low", "is not a number that can vary"),
        ("", 'no ""'),
    ],
)
def test_a_path_that_leads_nowhere_says_what_would_be_right(
    setting: Setting, path: str, said: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        find_input(setting, path)
    assert said in str(caught.value)


def test_every_number_of_the_ledger_can_be_found_and_put_back(root: Path) -> None:
    whole = resolve(root / "scenarios" / "northern-front.yaml")
    arm = whole.scenario.arms["consult"].setting
    for assumption in ledger(arm, whole.settings["consult"]):
        if assumption.number is not None and assumption.unit != "moment":
            one = find_input(arm, assumption.path)
            assert (one.path, one.value, one.low) == (
                assumption.path,
                assumption.number,
                assumption.low,
            )
            assert with_value(arm, one.path, one.value) == arm


def test_a_change_is_what_set_makes_of_it(tiny: Path, setting: Setting) -> None:
    changed = with_value(setting, "channels.cable.latency.lognormal.median", 0.5)
    assert (
        changed
        == load(tiny, sets=["channels.cable.latency.lognormal.median=30 min"])
        .arms["consult"]
        .setting
    )
    staffed = with_value(setting, "allies.patron.offices.leader_office.staff", 3.0)
    assert (
        staffed
        == load(tiny, sets=["allies.patron.offices.leader_office.staff=3"]).arms["consult"].setting
    )
    assert type(staffed.allies.patron.offices["leader_office"].staff) is int


def test_a_value_that_no_file_could_give_is_refused(setting: Setting) -> None:
    share = find_input(setting, "allies.patron.assures").form
    assert checked_value(share, 0.3) == 0.3
    with pytest.raises(Unreadable, match=r"share within 0 and 1"):
        checked_value(share, 1.5)


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ("terms.notice", 0.25, "15 min"),
        ("terms.notice", 13.456, "13.5 h"),
        ("terms.notice", 96.0, "4 d"),
        ("terms.notice", 0.0, "0 h"),
        ("adversary.threat.growth", 0.07 / 24, "0.07 per d"),
        ("adversary.threat.readiness", 0.12345, "0.123"),
        ("ladder.retaliation.base", -1.2, "-1.2"),
        ("allies.patron.offices.leader_office.hours.opens", 8.5, "08:30"),
        ("terms.deadline", 1234.0, "1234"),
    ],
)
def test_values_are_told_with_their_unit_in_three_digits(
    setting: Setting, path: str, value: float, text: str
) -> None:
    assert value_text(find_input(setting, path).form, value) == text


@given(st.floats(1.0, 167.0))
def test_what_is_told_is_near_the_value(value: float) -> None:
    form = find_input(Setting(start=_START), "terms.patience.base").form
    number, unit = value_text(form, value).split()
    assert float(number) * {"h": 1, "d": 24, "min": 1 / 60}[unit] == pytest.approx(value, rel=0.006)
