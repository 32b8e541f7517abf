"""What could not be run is refused where it is read: ends of ranges, confidence, how much there may
be; and percentages.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ScenarioError, UsageError
from sim.experiment.runs.plan import plan_of
from sim.experiment.sweeps.levers import levers
from sim.scenario import resolve
from sim.scenario.assumptions.uncertainties import from_text, located_inputs
from sim.scenario.schema.forms import Leaf
from sim.scenario.schema.quantities import Unreadable


def problems(tiny: Path, *sets: str) -> str:
    """What is said of a scenario with these changes; empty where it is sound."""
    try:
        resolve(tiny, sets)
    except ScenarioError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("path", "given", "said"),
    [
        (
            "allies.patron.outlook.red_line",
            "{low: 0, high: 0.6}",
            "red_line.low: 0, the low end of its range: must lie",
        ),
        (
            "allies.patron.outlook.red_line",
            "{low: 20 %, high: 1}",
            "red_line.high: 1, the high end of its range: must lie",
        ),
        (
            "arms.consult.adversary.threat.readiness",
            "{low: 0, high: 0.5}",
            "must lie between 0 and 1 and be neither",
        ),
        (
            "practice.half_life",
            "{low: 0 h, high: 5 d}",
            "0 h, the low end of its range: must be above zero",
        ),
        (
            "horizon",
            "{low: 1 d, high: 90000 d}",
            "the high end of its range: must be above zero and at most a hundred",
        ),
        (
            "adversary.provocations.severity.uniform.low",
            "{low: 0.1, high: 0.95}",
            "a uniform law needs low <= high",
        ),
        (
            "adversary.provocations.rate",
            "{low: 1 / d, high: 1000 / s}",
            "provocations in a world: mind the unit",
        ),
        ("allies.patron.outlook.option", "{uniform: {low: 20 %, high: 50 %}}", ""),
        ("allies.patron.outlook.red_line", "{low: 1 %, high: 99 %}", ""),
    ],
)
def test_both_ends_of_an_uncertainty_can_be_run(
    tiny: Path, path: str, given: str, said: str
) -> None:
    told = problems(tiny, f"uncertainties={{{path}: {given}}}")
    assert said in told
    assert bool(told) == bool(said)


def test_what_is_wrong_already_is_not_told_of_the_ends_again(tiny: Path) -> None:
    told = problems(
        tiny, "practice.half_life=0 h", "uncertainties={terms.patience.base: {low: 1 d, high: 2 d}}"
    )
    assert told.count("must be above zero") == 1
    assert "end of its range" not in told


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("study.confidence=0.9999999999999999", "study.confidence: must be at most 0.999999999"),
        ("study.confidence=1", "at most 0.999999999"),
        ("study.confidence=0", "study.confidence: must be at least 0.5"),
        ("study.confidence=1e-300", "at least 0.5"),
        ("study.confidence=0.05", "Did you mean 0.95?"),
        ("study.confidence=95", "write 0.95, or 95 %"),
        ("study.confidence=nan", "expected a share"),
        ("study.replications=1000000000000", "study.replications: must be at most 10000000"),
        ("study.max_worlds=1000000000000", "study.max_worlds: must be at most 10000000"),
        ("study.seed=-1", "not negative"),
        ("horizon=36500 d", "events, more than 250,000, mostly"),
        ("liaison.frontline_officers=100000", "at most 1000 officers"),
        ("allies.patron.intelligence.bias=-1e6", "it is in log odds"),
        ("allies.frontline.intelligence.noise=1e300", "a spread in log odds"),
        ("allies.patron.intelligence.prior_variance=1e300", "a spread in log odds"),
        ("allies.patron.intelligence.sanitised=1e300", "sanitised: must be at most"),
        ("adversary.threat.effect_spread=1e300", "effect_spread: must be at most"),
        ("study.confidence=95 %", ""),
        ("study.confidence=0.999999999", ""),
        ("horizon=3000 d", ""),
    ],
)
def test_what_could_not_be_run(tiny: Path, change: str, said: str) -> None:
    told = problems(tiny, change)
    assert said in told
    assert bool(told) == bool(said)


def test_thousands_of_offices_are_told_as_too_many(tiny: Path) -> None:
    named = ", ".join(f"desk-{number}: {{}}" for number in range(2000))
    assert "an ally has at most 200 offices" in problems(tiny, f"allies.patron.offices={{{named}}}")


def test_a_run_of_years_of_computing_is_refused_with_the_most_that_would_do(tiny: Path) -> None:
    scenario = resolve(tiny, ["horizon=3000 d"]).scenario
    with pytest.raises(UsageError, match=r"at most \d+ worlds can be run"):
        plan_of(scenario, replications=10_000_000)
    assert plan_of(scenario, replications=1000).replications == 1000


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("horizon=5 %", "horizon: expected a duration"),
        ("yearly_cost=5 %", "yearly_cost: expected a number"),
        ("study.replications=5 %", "expected a whole number"),
        ("adversary.threat.growth=5 %", "expected a rate"),
        ("allies.frontline.leader.asleep.opens=5 %", "expected a time of day"),
    ],
)
def test_a_percentage_where_there_is_no_share_says_so(tiny: Path, change: str, said: str) -> None:
    told = problems(tiny, change)
    assert said in told
    assert "this is no share, so % has no meaning here" in told


@pytest.mark.parametrize(
    "change",
    [
        "allies.patron.outlook.option=35%",
        "allies.patron.outlook.option={value: 35 %, source: judgement}",
        "channels.cable.latency={mixture: {parts: [[30 %, 2 h], [70 %, 4 h]]}}",
        "study.confidence=90 %",
    ],
)
def test_a_percentage_where_there_is_one(tiny: Path, change: str) -> None:
    assert problems(tiny, change) == ""


def test_a_share_in_hundredths_is_answered_with_what_was_meant(tiny: Path) -> None:
    assert "write 0.2, or 20 %" in problems(tiny, "allies.patron.outlook.option=20")


@pytest.mark.parametrize(
    "text", ["1h-2h", "1 h - 2 h", "1h to 2h", "1h:2h", "1h\u20132h", "1h...2h"]
)
def test_a_range_written_otherwise_is_answered_with_how_it_is_written(
    tiny: Path, text: str
) -> None:
    meant = "a range is written with two dots: "
    with pytest.raises(Unreadable, match=meant):
        from_text(Leaf(reads="time"), text)
    settings = {name: arm.setting for name, arm in resolve(tiny).scenario.arms.items()}
    with pytest.raises(UsageError, match=meant):
        levers(settings, [f"terms.patience.base={text}"])


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("patience.base", "it belongs elsewhere: terms.patience.base"),
        ("cable.latency.median", "it belongs elsewhere: channels.cable.latency.median"),
        ("red_line", "allies.frontline.outlook.red_line or allies.patron.outlook.red_line"),
        ("adversery.threat.growth", 'did you mean "adversary"?'),
    ],
)
def test_a_path_without_its_beginning_is_answered_with_the_whole(
    tiny: Path, path: str, said: str
) -> None:
    settings = {name: arm.setting for name, arm in resolve(tiny).scenario.arms.items()}
    with pytest.raises(Unreadable) as told:
        located_inputs(path, settings)
    assert said in str(told.value)


def test_an_unknown_arm_is_told_with_all_that_is_wrong(tiny: Path) -> None:
    told = problems(tiny, "study.baseline=nobody", "horizon=5", "allies.patron.outlook.option=20")
    assert all(said in told for said in ('no arm "nobody"', "horizon: expected", "write 0.2"))
