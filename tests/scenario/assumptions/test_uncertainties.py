"""What a file says of its uncertainties: ranges and laws, read when the file is; kept in the
resolved file, not in the digest.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.domain.distributions.families import Triangular
from sim.domain.inputs.setting import Setting
from sim.scenario import load, resolve, scenario_yaml
from sim.scenario.assumptions.uncertainties import (
    Uncertainty,
    declared_uncertainties,
    from_text,
    located_inputs,
    uncertainty,
)
from sim.scenario.schema.input_paths import find_input
from sim.scenario.schema.quantities import Unreadable

SECTION = """\
uncertainties:
  adversary.threat.growth: {low: 0.02 / d, high: 0.1 / d, source: judgement}
  terms.patience.base: {triangular: {low: 1 d, mode: 60 h, high: 5 d}}
  arms.consult.terms.promise: {low: 1, high: 2}
"""


@pytest.fixture
def doubtful(tiny: Path, tmp_path: Path) -> Path:
    path = tmp_path / "doubtful.yaml"
    path.write_text(tiny.read_text(encoding="utf-8") + SECTION, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def setting(tiny: Path) -> Setting:
    return load(tiny).arms["consult"].setting


def test_a_file_declares_what_it_does_not_know(doubtful: Path, tiny: Path) -> None:
    found_there = resolve(doubtful)
    assert list(declared_uncertainties(found_there.base)) == [
        "adversary.threat.growth",
        "terms.patience.base",
        "arms.consult.terms.promise",
    ]
    assert found_there.scenario.digest == load(tiny).digest, (
        "doubt about an input does not change a world"
    )
    assert declared_uncertainties(resolve(tiny).base) == {}


def test_the_resolved_file_keeps_them(doubtful: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.yaml"
    again.write_text(scenario_yaml(resolve(doubtful)), encoding="utf-8")
    assert declared_uncertainties(resolve(again).base) == declared_uncertainties(
        resolve(doubtful).base
    )


def test_a_file_that_extends_another_may_take_one_back(doubtful: Path) -> None:
    child = doubtful.with_name("child.yaml")
    child.write_text(
        "schema: 1\nextends: doubtful.yaml\nuncertainties:\n  terms.patience.base: null\n"
        "  adversary.threat.growth: {low: 0.04 / d, high: 0.06 / d}\n",
        encoding="utf-8",
    )
    assert declared_uncertainties(resolve(child).base) == {
        "adversary.threat.growth": {"low": "0.04 / d", "high": "0.06 / d"},
        "arms.consult.terms.promise": {"low": 1, "high": 2},
    }


def test_a_range_is_read_in_the_units_of_its_input(setting: Setting) -> None:
    growth = find_input(setting, "adversary.threat.growth").form
    assert uncertainty(growth, {"low": "0.24 / d", "high": "0.02 per h"}) == Uncertainty(
        low=0.01, high=0.02
    )
    latency = find_input(setting, "channels.cable.latency.median").form
    assert from_text(latency, "15 min..24 h") == Uncertainty(low=0.25, high=24.0)
    assert from_text(latency, "{low: 1 h, high: 2 h}") == Uncertainty(low=1.0, high=2.0)


def test_a_law_spans_its_central_part(setting: Setting) -> None:
    patience = find_input(setting, "terms.patience.base").form
    given = uncertainty(patience, {"triangular": {"low": "1 d", "mode": "60 h", "high": "5 d"}})
    assert given.law == Triangular(low=24.0, mode=60.0, high=120.0)
    assert 24.0 < given.low < 35.0
    assert 110.0 < given.high < 120.0


def test_a_law_of_rates_is_in_rates(setting: Setting) -> None:
    rate = find_input(setting, "adversary.provocations.rate").form
    law = uncertainty(rate, {"uniform": {"low": "0.24 / d", "high": "0.48 / d"}}).law
    assert law is not None
    assert law.mean == pytest.approx(0.015)


def test_one_arm_alone_may_be_meant(tiny: Path) -> None:
    settings = {name: arm.setting for name, arm in load(tiny).arms.items()}
    assert list(located_inputs("terms.promise", settings)) == ["unilateral", "consult", "joint"]
    assert list(located_inputs("arms.consult.terms.promise", settings)) == ["consult"]
    assert list(located_inputs("arms.consult.with.terms.promise", settings)) == ["consult"]
    with pytest.raises(Unreadable, match="no arm"):
        located_inputs("arms", settings)


@pytest.mark.parametrize("text", ["", "3", "1..", "..3", "{low: 1", "1..2..3", "low"])
def test_what_is_no_range_is_refused(setting: Setting, text: str) -> None:
    with pytest.raises(Unreadable):
        from_text(find_input(setting, "terms.promise").form, text)


@pytest.mark.parametrize("name", ["northern-front", "strait", "two-desks"])
def test_what_ships_says_what_is_uncertain_and_why(name: str, root: Path) -> None:
    """So that studies of what matters work on it as it is; each range holds the value that the file
    takes.
    """
    found = resolve(root / "scenarios" / f"{name}.yaml")
    settings = {arm: one.setting for arm, one in found.scenario.arms.items()}
    said = declared_uncertainties(found.base)
    assert len(said) >= 4
    for path, given in said.items():
        assert given["source"], path
        for place in located_inputs(path, settings).values():
            doubt = uncertainty(place.form, given)
            assert doubt.low <= place.value <= doubt.high, path
