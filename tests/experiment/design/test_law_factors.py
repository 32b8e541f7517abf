"""Multipliers of laws of time: one law, a family, half to twice; every law of a scenario is among
the inputs.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ScenarioError, UsageError
from sim.experiment.design.factors import Asked, uncertain
from sim.experiment.design.feasibility import expect_possible, setting_with_values
from sim.experiment.design.law_factors import inputs_and_laws, law_factor, left_out
from sim.experiment.design.uncertain_sample import everywhere
from sim.scenario import Resolved, resolve
from sim.scenario.schema.law_paths import law_at, time_laws

ARMS = ("unilateral", "consult")


@pytest.fixture(scope="module")
def found(tiny: Path) -> Resolved:
    return resolve(tiny)


def test_every_delay_law_is_among_the_inputs(found: Resolved) -> None:
    factors = inputs_and_laws(found, ARMS, Asked())
    paths = {factor.path for factor in factors}
    for law in (
        "allies.patron.council",
        "allies.patron.drafting",
        "allies.patron.leader.reading",
        "channels.cable.latency",
        "allies.patron.offices.foreign_ministry.work",
    ):
        assert f"laws.{law}" in paths
    laws = time_laws(found.scenario.arms["consult"].setting)
    assert {f"laws.{law.path}" for law in laws} <= paths
    expect_possible(factors, {arm: found.scenario.arms[arm].setting for arm in ARMS})


def test_half_to_twice_is_even_in_logarithms(found: Resolved) -> None:
    setting = found.scenario.arms["consult"].setting
    one = law_factor("laws.allies.patron.council", {"consult": setting})
    assert [one.at(place) for place in (0.0, 0.5, 1.0)] == pytest.approx([0.5, 1.0, 2.0])
    assert one.plain_data().law == "loguniform"
    changed = setting_with_values(setting, "consult", [(one, 2.0)])
    before, after = (law_at(each, "allies.patron.council") for each in (setting, changed))
    assert after == before.scaled(2.0)  # type: ignore[attr-defined]
    assert setting_with_values(setting, "unilateral", [(one, 2.0)]) == setting


def test_a_family_moves_by_one_multiplier_and_nothing_else_does(found: Resolved) -> None:
    setting = found.scenario.arms["consult"].setting
    family = law_factor("laws.patron.*", {"consult": setting}, "0.8..3")
    assert (family.low, family.high) == (0.8, 3.0)
    changed = setting_with_values(setting, "consult", [(family, 3.0)])
    for law in time_laws(setting):
        before, after = law_at(setting, law.path), law_at(changed, law.path)
        assert (before != after) == law.path.startswith("allies.patron."), law.path
    assert changed.allies.frontline == setting.allies.frontline
    assert changed.channels == setting.channels


def test_a_law_of_which_a_number_varies_is_not_multiplied_as_well(found: Resolved) -> None:
    span = ("channels.cable.latency.median=15 min..4 h", "laws.patron.*=0.5..2")
    factors = inputs_and_laws(found, ARMS, Asked(ranges=span))
    paths = [factor.path for factor in factors]
    assert "laws.channels.cable.latency" not in paths
    assert "laws.patron.*" in paths
    assert "laws.allies.patron.council" not in paths, "it moves with its family"
    named = inputs_and_laws(found, ARMS, Asked(paths=("laws.patron.*", "terms.patience.base")))
    assert [factor.path for factor in named] == ["terms.patience.base", "laws.patron.*"]


def test_an_arm_with_a_law_of_its_own_keeps_it(tiny: Path) -> None:
    found = resolve(tiny, ["arms.joint.with.allies.patron.council.lognormal.median=90 h"])
    settings = {arm: found.scenario.arms[arm].setting for arm in ARMS}
    council, reading = (
        law_factor(f"laws.allies.patron.{law}", settings) for law in ("council", "leader.reading")
    )
    moved = everywhere((council, reading), found.scenario, (*ARMS, "joint"))
    assert [factor.arms for factor in moved] == [ARMS, (*ARMS, "joint")]
    both = inputs_and_laws(found, ("consult", "joint"), Asked())
    assert "laws.allies.patron.council" not in [factor.path for factor in both]


def test_what_is_left_out_is_counted(tiny: Path) -> None:
    found = resolve(tiny, ["arms.consult.with.terms.promise=2"])
    factors = inputs_and_laws(found, ARMS, Asked())
    left = left_out(found, ARMS, Asked(), factors)
    assert "terms.promise" in left.differing
    assert left.unranged > 0
    assert not left.named


@pytest.mark.parametrize(
    ("path", "span", "said"),
    [
        ("laws.patron.counsil", None, r"laws.patron.counsil: no law of time is called so; did you"),
        ("laws.channels.cable.latency", "0..2", "a multiplier of a law is above zero"),
        ("laws.channels.cable.latency", "1..1e300", "a multiplier of a law is at most 1000"),
        ("laws.channels.cable.latency", "2..1", "reversed"),
    ],
)
def test_what_is_no_law_or_no_multiplier_is_told(
    found: Resolved, path: str, span: str | None, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        law_factor(path, {"consult": found.scenario.arms["consult"].setting}, span)


def declared(tiny: Path, folder: Path, said: str) -> Path:
    path = folder / "laws.yaml"
    text = tiny.read_text(encoding="utf-8")
    path.write_text(f"{text}uncertainties:\n  {said}\n", encoding="utf-8")
    return path


def test_a_file_may_declare_how_uncertain_laws_are(tiny: Path, tmp_path: Path) -> None:
    said = "laws.patron.*: {low: 0.8, high: 1.5, source: judgement}"
    found = resolve(declared(tiny, tmp_path, said))
    [factor] = uncertain(found, ARMS, Asked())
    assert (factor.path, factor.low, factor.high) == ("laws.patron.*", 0.8, 1.5)
    assert "allies.patron.council" in factor.laws
    others = inputs_and_laws(found, ARMS, Asked())
    assert "laws.allies.patron.council" not in {one.path for one in others}, "it moves already"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("laws.nonsense: {low: 0.5, high: 2, source: judgement}", "no law of time is called so"),
        ("laws.patron.*: {low: 0, high: 2, source: judgement}", "a multiplier of a law is above"),
        ("laws.patron.*: {low: 1, high: 1e300, source: judgement}", "of a law is at most 1000"),
        ("laws.patron.*: {low: 2, high: 1, source: judgement}", "is reversed"),
    ],
)
def test_what_is_wrong_with_them_is_told_with_its_place(
    tiny: Path, tmp_path: Path, said: str, why: str
) -> None:
    with pytest.raises(ScenarioError, match=rf"laws\.yaml:\d+:3: uncertainties\.laws.*{why}"):
        resolve(declared(tiny, tmp_path, said))
