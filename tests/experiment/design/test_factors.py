"""Factors: what varies, over which range, in which arms; told what is wrong before anything is
simulated.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import UsageError
from sim.experiment.design.factors import Asked, Factor, all_factors, uncertain
from sim.experiment.design.feasibility import expect_possible, setting_with_values
from sim.scenario import Resolved, resolve

ARMS = ("unilateral", "consult", "joint")
GROWTH, PATIENCE, STAFF = (
    "adversary.threat.growth",
    "terms.patience.base",
    "allies.patron.offices.leader_office.staff",
)


@pytest.fixture(scope="module")
def found(tiny: Path) -> Resolved:
    return resolve(tiny)


def said(found: Resolved, *paths: str, ranges: tuple[str, ...] = ()) -> tuple[Factor, ...]:
    return all_factors(found, ARMS, Asked(paths=paths, ranges=ranges))


def with_section(tiny: Path, place: Path, section: str) -> Resolved:
    path = place / "doubtful.yaml"
    path.write_text(tiny.read_text(encoding="utf-8") + section, encoding="utf-8")
    return resolve(path)


def test_a_range_is_the_plausible_one_unless_something_else_is_said(found: Resolved) -> None:
    [patience] = said(found, PATIENCE)
    assert (patience.value, patience.low, patience.high) == (62.0, 12.0, 168.0)
    [patience] = said(found, PATIENCE, ranges=(f"{PATIENCE}=1 d..2 d",))
    assert (patience.low, patience.high) == (24.0, 48.0)


def test_everything_with_a_range_may_matter_but_for_how_long_is_watched(found: Resolved) -> None:
    paths = {factor.path for factor in said(found)}
    assert {GROWTH, PATIENCE, "ladder.cooling.rate"} <= paths
    assert not paths & {"horizon", "follow_up", "yearly_cost", "allies.patron.leader.asleep.opens"}
    assert len(paths) > 150


def test_a_pattern_means_all_below_it(found: Resolved) -> None:
    paths = [factor.path for factor in said(found, "adversary.threat.*")]
    assert GROWTH in paths
    assert all(path.startswith("adversary.threat.") for path in paths)


def test_what_a_file_calls_uncertain_is_where_discovery_looks(tiny: Path, tmp_path: Path) -> None:
    section = (
        f"uncertainties:\n  {GROWTH}: {{low: 0.24 / d, high: 0.48 / d}}\n"
        "  arms.joint.terms.diplomacy: {low: 1 d, high: 9 d}\n"
    )
    doubtful = with_section(tiny, tmp_path, section)
    growth, diplomacy = uncertain(doubtful, ARMS, Asked())
    assert (growth.low, growth.high, growth.arms) == (0.01, 0.02, ARMS)
    assert (diplomacy.path, diplomacy.target, diplomacy.arms) == (
        "arms.joint.terms.diplomacy",
        "terms.diplomacy",
        ("joint",),
    )
    assert [factor.path for factor in uncertain(doubtful, ("consult",), Asked())] == [GROWTH], (
        "an arm left out is left out"
    )
    wide = {factor.path: factor for factor in all_factors(doubtful, ARMS, Asked())}
    assert (wide[GROWTH].low, PATIENCE in wide) == (0.01, True), (
        "sensitivity looks everywhere, but there as the file says"
    )


def test_a_file_that_calls_nothing_uncertain_is_doubted_where_it_speaks(
    tiny: Path, tmp_path: Path
) -> None:
    path = tmp_path / "doubtful.yaml"
    text = tiny.read_text(encoding="utf-8")
    path.write_text(text.replace("line: null", "line: null, growth: 0.05 / d"), encoding="utf-8")
    spoken = resolve(path)
    assert [factor.path for factor in uncertain(spoken, ARMS, Asked())] == [GROWTH]
    with pytest.raises(UsageError, match="does not say what is uncertain"):
        uncertain(resolve(tiny), ARMS, Asked())


def test_places_in_a_range_are_even_or_as_the_law_says(found: Resolved) -> None:
    [patience] = said(found, PATIENCE, ranges=(f"{PATIENCE}=1 d..3 d",))
    assert [patience.at(place) for place in (0.0, 0.25, 1.0)] == [24.0, 36.0, 72.0]
    [staff] = said(found, STAFF, ranges=(f"{STAFF}=1..3",))
    assert [staff.at(place) for place in (0.0, 0.3, 0.5, 0.7, 1.0)] == [1.0, 1.0, 2.0, 3.0, 3.0]
    [drawn] = said(
        found, PATIENCE, ranges=(f"{PATIENCE}={{triangular: {{low: 1 d, mode: 2 d, high: 3 d}}}}",)
    )
    assert drawn.at(0.5) == pytest.approx(48.0)
    assert [drawn.at(0.0), drawn.at(1.0)] == pytest.approx([drawn.low, drawn.high])


def test_a_change_reaches_the_arms_of_the_factor_and_no_others(tiny: Path) -> None:
    doubtful = resolve(tiny)
    [only] = all_factors(doubtful, ARMS, Asked(paths=("arms.consult.terms.promise",)))
    settings = {name: arm.setting for name, arm in doubtful.scenario.arms.items()}
    assert setting_with_values(settings["consult"], "consult", [(only, 2.0)]).terms.promise == 2.0
    assert setting_with_values(settings["joint"], "joint", [(only, 2.0)]) == settings["joint"]
    assert (
        setting_with_values(settings["consult"], "consult", [(only, float("nan"))])
        == settings["consult"]
    )


@pytest.mark.parametrize(
    ("paths", "ranges", "told"),
    [
        (("adversary.threat.grwth",), (), 'no "grwth" in adversary.threat; did you mean "growth"?'),
        (("adversry.*",), (), "no input with a plausible range is called so"),
        (("channels.cable.latency.median",), (), "has no plausible range; give one with --range"),
        (("yearly_cost",), (), "has no plausible range"),
        (("channels.cable.latency",), (), "is a law, not a number"),
        ((), (f"{PATIENCE}=3 d..1 d",), "is reversed"),
        ((), (f"{PATIENCE}=3 d..3 d",), "is empty"),
        ((), (f"{PATIENCE}=3..9",), "without a unit"),
        ((), (f"{PATIENCE}",), "expected PATH=LOW..HIGH"),
        ((), ("allies.patron.assures=0.5..1.5",), "expected a share within 0 and 1"),
        (("arms.nobody.terms.promise",), (), 'no arm "nobody"'),
    ],
)
def test_what_cannot_vary_is_told(
    found: Resolved, paths: tuple[str, ...], ranges: tuple[str, ...], told: str
) -> None:
    with pytest.raises(UsageError) as caught:
        said(found, *paths, ranges=ranges)
    assert told in str(caught.value)


def test_an_input_on_which_the_arms_differ_is_no_factor(root: Path) -> None:
    northern = resolve(root / "scenarios" / "northern-front.yaml")
    arms = ("unilateral", "concurrence")
    assert "terms.promise" not in {factor.path for factor in all_factors(northern, arms, Asked())}
    with pytest.raises(
        UsageError,
        match=r"the arms differ in it .* say whose is to vary: arms\.unilateral\.terms\.promise",
    ):
        all_factors(northern, arms, Asked(paths=("terms.promise",)))


def test_an_end_that_no_world_can_run_on_is_told_with_its_value(found: Resolved) -> None:
    factors = said(
        found,
        ranges=(
            "allies.patron.outlook.red_line=0.5..1",
            "adversary.provocations.rate=1 / d..9000 / s",
        ),
    )
    wrong = [
        factor
        for factor in factors
        if factor.path in {"allies.patron.outlook.red_line", "adversary.provocations.rate"}
    ]
    settings = {name: arm.setting for name, arm in found.scenario.arms.items()}
    with pytest.raises(UsageError) as caught:
        expect_possible(wrong, settings)
    first, second = str(caught.value).splitlines()
    assert (
        first
        == "allies.patron.outlook.red_line = 1, the high end of its range: must lie between 0 and 1"
        " and be neither"
    )
    assert "adversary.provocations.rate" in second
    assert "mind the unit" in second


def test_all_plausible_ranges_of_what_ships_are_possible(root: Path) -> None:
    for path in sorted((root / "scenarios").glob("*.yaml")):
        whole = resolve(path)
        arms = tuple(whole.scenario.arms)[-1:]
        settings = {name: whole.scenario.arms[name].setting for name in arms}
        expect_possible(all_factors(whole, arms, Asked()), settings)
