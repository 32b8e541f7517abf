"""What is printed to paste is read by the door of scenarios as the law that was fitted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.domain.distributions.families import Exponential, Gamma, Law, Lognormal, Mixture, Weibull
from sim.experiment.fitting.paste import four_digits, law_line
from sim.experiment.fitting.times import grouped_times
from sim.scenario import ledger, resolve

HOURS = {"d": 24.0, "h": 1.0, "min": 1 / 60}
LAWS: dict[str, Law] = {
    "exponential": Exponential(mean=12345.678),
    "gamma": Gamma(shape=0.27212345, scale=52.234),
    "weibull": Weibull(shape=0.45212345, scale=5.1234),
    "lognormal": Lognormal(median=61.04, sigma=0.49123),
    "mixture": Mixture(
        parts=(
            (0.42, Lognormal(median=2.94, sigma=0.87)),
            (0.58, Lognormal(median=39.25, sigma=0.78)),
        )
    ),
}
SOURCE = 'fitted to "my" data.csv: n=7, interval-censored, AIC 61.3, date of data not known # {x}'


@pytest.mark.parametrize("unit", HOURS)
@pytest.mark.parametrize("name", LAWS)
def test_a_scenario_reads_it(name: str, unit: str, tiny: Path, tmp_path: Path) -> None:
    line = law_line(LAWS[name], unit, SOURCE, grouped_times(np.arange(1.0, 13.0)))
    path = tmp_path / "mine.yaml"
    path.write_text(
        f"{tiny.read_text(encoding='utf-8')}channels:\n  cable:\n    latency: {line}\n",
        encoding="utf-8",
    )
    found = resolve(path)
    setting = found.scenario.arms["consult"].setting
    latency = setting.channels["cable"].latency
    assert type(latency) is type(LAWS[name])
    for u in (0.1, 0.41, 0.7, 0.95):
        assert latency.quantile(u) == pytest.approx(LAWS[name].quantile(u) * HOURS[unit], rel=2e-3)
    assert SOURCE in {entry.source for entry in ledger(setting, found.settings["consult"])}


def test_it_is_one_line_of_four_digits() -> None:
    assert (
        law_line(LAWS["lognormal"], "min", "own")
        == '{lognormal: {median: 61.04 min, sigma: 0.4912}, source: "own"}'
    )
    assert "{mean: 12350 d}" in law_line(LAWS["exponential"], "d", "own")


def test_it_says_on_how_many_ended_times_it_rests_where_that_tells_what_it_may_be() -> None:
    times = grouped_times(np.arange(1.0, 13.0), [False] * 11 + [True])
    line = law_line(LAWS["lognormal"], "min", "own", times)
    assert line.endswith('source: "own", fitted: {rows: 11}}')
    assert "fitted" not in law_line(LAWS["mixture"], "min", "own", times)
    few = grouped_times(np.arange(1.0, 13.0), [False] * 4 + [True] * 8)
    assert "fitted" not in law_line(LAWS["lognormal"], "min", "own", few)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (12345.678, "12350"),
        (0.00012345, "0.0001234"),
        (1.0, "1"),
        (1234567.0, "1235000"),
        (1e-7, "1e-07"),
    ],
)
def test_numbers_have_four_digits(number: float, text: str) -> None:
    assert four_digits(number) == text
