"""A law that says to how many times it was fitted: read with it, kept in the resolved file, gone as
soon as another file or the command line changes its numbers, and drawn whole.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.domain.distributions.families import Lognormal
from sim.domain.distributions.fit_record import Fitted
from sim.errors import ScenarioError
from sim.scenario import ledger, resolve, scenario_yaml
from sim.scenario.assumptions.fitted_laws import fitted_laws

CABLE = "channels.cable.latency"
FITTED = (
    "channels: {cable: {latency: {lognormal: {median: 61 min, sigma: 0.5}, source: x, fitted:"
    " {rows: 31}}}}\n"
)


@pytest.fixture
def fitted(tiny: Path, tmp_path: Path) -> Path:
    path = tmp_path / "fitted.yaml"
    path.write_text(tiny.read_text(encoding="utf-8") + FITTED, encoding="utf-8")
    return path


def test_it_is_one_law_in_all_arms_and_changes_no_world(fitted: Path, tmp_path: Path) -> None:
    found = resolve(fitted)
    (law,) = fitted_laws(found, tuple(found.scenario.arms))
    assert (law.path, law.target) == (CABLE, CABLE)
    assert law.arms == tuple(found.scenario.arms)
    assert law.fitted == Fitted(rows=31)
    assert isinstance(law.law, Lognormal)
    without = tmp_path / "without.yaml"
    text = fitted.read_text(encoding="utf-8").replace(", fitted: {rows: 31}", "")
    without.write_text(text, encoding="utf-8")
    assert resolve(without).scenario.digest == found.scenario.digest
    (row,) = (
        one
        for one in ledger(found.scenario.arms["consult"].setting, found.settings["consult"])
        if one.path == CABLE
    )
    assert row.plausible.endswith("; fitted to 31 times")
    assert "fitted" not in row.value
    again = tmp_path / "again.yaml"
    again.write_text(scenario_yaml(found), encoding="utf-8")
    assert fitted_laws(resolve(again), ("consult",))[0].fitted == Fitted(rows=31)


@pytest.mark.parametrize(
    "change",
    [
        f"{CABLE}.lognormal.sigma=0.6",
        f"{CABLE}={{lognormal: {{median: 61 min, sigma: 0.5}}}}",
        f"{CABLE}.fitted=null",
    ],
)
def test_it_vouches_for_its_own_numbers_alone(fitted: Path, change: str) -> None:
    found = resolve(fitted, [change])
    assert fitted_laws(found, tuple(found.scenario.arms)) == ()


def test_arms_that_differ_have_data_of_their_own(fitted: Path) -> None:
    law = "{lognormal: {median: 2 h, sigma: 0.5}, fitted: {rows: 9}}"
    found = resolve(fitted, [f"arms.consult.with.{CABLE}={law}"])
    paths = [one.path for one in fitted_laws(found, ("unilateral", "consult"))]
    assert paths == [f"arms.unilateral.{CABLE}", f"arms.consult.{CABLE}"]


def test_its_numbers_are_not_drawn_a_second_time(fitted: Path) -> None:
    more = f"uncertainties: {{{CABLE}.median: {{low: 1 h, high: 2 h, source: x}}}}\n"
    fitted.write_text(fitted.read_text(encoding="utf-8") + more, encoding="utf-8")
    with pytest.raises(ScenarioError, match="is drawn whole, as it was fitted"):
        resolve(fitted)
    found = resolve(fitted, [f"{CABLE}.lognormal.median=2 h"])
    assert fitted_laws(found, ("consult",)) == (), "it is fitted no more, and may be drawn"
