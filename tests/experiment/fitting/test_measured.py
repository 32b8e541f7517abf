"""The command's fits of measured response times give the published parameters, as far as the shared
part of the data can say.

The published fits are of the cases of 1918 to 2016; the file holds those to 1999. So they cannot
agree to the digit. The criterion: the published parameters lie in the joint 99 % likelihood region
of the file's fit, and those published for other groups do not. The file tells years, not months, so
groups that begin or end in 1963 take whole years.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from math import log
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.experiment.fitting.families import FAMILIES
from sim.experiment.fitting.fits import fit_times, likeliest
from sim.experiment.fitting.likelihood import Likelihood
from sim.experiment.fitting.table import data as fitting_data
from sim.experiment.fitting.table.data import FitRequest
from sim.experiment.fitting.table.rows import Where
from sim.experiment.fitting.times import Times, grouped_times, share_ended

TIMES = "icb_actor_times_to_1999.csv"
AFTER_1945 = "trigger_year>1945"
DIRECT = "trigger_type=direct violent"
RETALIATION = (AFTER_1945, "response_type=violent", DIRECT)
PLANNED = (AFTER_1945, "response_type=violent", "trigger_type!=direct violent")
CLIENTS = "client_of_great_power=True"


def lognormal(mu: float, sigma: float) -> tuple[str, list[float]]:
    return "lognormal", [mu, log(sigma)]


def weibull(shape: float, scale: float) -> tuple[str, list[float]]:
    return "weibull", [log(shape), log(scale)]


MIXTURE = ("mixture", [log(0.42 / 0.58), 1.08, log(0.87), 3.67, log(0.78)])

#: Conditions, and what was published for the group.
RESPONSES = {
    "all": ((), [lognormal(1.56, 1.75), weibull(0.563, 10.7)]),
    "direct violent trigger": ((DIRECT,), [lognormal(1.00, 1.92), weibull(0.49, 6.2)]),
    "violent response": (("response_type=violent",), [lognormal(1.57, 1.99), weibull(0.52, 11.7)]),
    "clients after 1945": ((CLIENTS, AFTER_1945), [lognormal(1.49, 1.70), weibull(0.57, 9.7)]),
    "1945 to 1963": (
        ("trigger_year>=1945", "trigger_year<=1963"),
        [lognormal(1.91, 1.48), weibull(0.66, 13.9)],
    ),
    "1963 to 1989": (
        ("trigger_year>=1963", "trigger_year<=1989"),
        [lognormal(1.52, 1.73), weibull(0.55, 10.1)],
    ),
    "retaliation": (RETALIATION, [weibull(0.452, 5.12)]),
    "planned strike": (PLANNED, [MIXTURE]),
}
LENGTHS = {"all": ((), weibull(0.783, 118)), "clients": ((CLIENTS,), weibull(0.89, 108))}
CASES = [
    pytest.param(conditions, one, id=f"{group}, {one[0]}")
    for group, (conditions, published) in RESPONSES.items()
    for one in published
]


def waits(data: Path, conditions: Sequence[str], column: str = "days_to_response") -> Times:
    path = data / TIMES
    asked = FitRequest(
        column=column, wheres=tuple(map(Where.read, conditions)), width=1.0, skip_gaps=True
    )
    return fitting_data.measured_times(path.read_text(encoding="utf-8"), path.name, asked).times


def beyond(times: Times, published: tuple[str, list[float]]) -> float:
    """How unlikely published parameters are against the best ones: p-value of the
    likelihood ratio.
    """
    name, parameters = published
    family = FAMILIES[name]
    _, best = likeliest(family, times)
    ratio = 2 * (best - float(Likelihood(family, times)(np.array([parameters]))[0]))
    return float(stats.chi2.sf(ratio, len(parameters)))


@pytest.mark.parametrize(("conditions", "published"), CASES)
def test_published_parameters_of_responses_are_found(
    measured: Path, conditions: tuple[str, ...], published: tuple[str, list[float]]
) -> None:
    assert beyond(waits(measured, conditions), published) > 0.01


@pytest.mark.parametrize("group", LENGTHS)
def test_published_parameters_of_lengths_are_found(measured: Path, group: str) -> None:
    conditions, published = LENGTHS[group]
    assert beyond(waits(measured, conditions, "days_to_termination"), published) > 0.01


def test_the_criterion_tells_groups_apart(measured: Path) -> None:
    """Else it would say nothing that the published parameters pass it."""
    assert beyond(waits(measured, PLANNED), weibull(0.452, 5.12)) < 1e-4
    assert beyond(waits(measured, RETALIATION), MIXTURE) < 1e-4
    assert beyond(waits(measured, (DIRECT,)), lognormal(1.57, 1.99)) < 0.01
    assert beyond(waits(measured, ()), lognormal(1.00, 1.92)) < 1e-4


def test_planned_strikes_run_at_two_speeds_and_retaliation_does_not(measured: Path) -> None:
    planned, retaliation = (
        fit_times(waits(measured, one), bootstrap=0) for one in (PLANNED, RETALIATION)
    )
    assert planned.best.name == "mixture"
    assert planned.fits[1].delta > 6
    assert planned.best.quantile(0.5) == pytest.approx(21, abs=6)  # "about three weeks"
    assert retaliation.best.name == "weibull"
    assert retaliation.best.quantile(0.5) == pytest.approx(3, abs=0.7)
    assert retaliation.best.share_by(np.array([1.0]))[0] == pytest.approx(0.38, abs=0.05)


@pytest.mark.parametrize(
    ("group", "conditions", "law"),
    [
        ("violent resp | direct-violent trigger, post45", RETALIATION, "weibull"),
        ("violent resp | no direct-violent trigger, post45", PLANNED, "mixture"),
        ("same, clients only", (*PLANNED, CLIENTS), "mixture"),
        ("violent | direct-violent, clients only", (*RETALIATION, CLIENTS), "weibull"),
        ("non-violent resp, post45", (AFTER_1945, "response_type!=violent"), "lognormal"),
        ("all post45", (AFTER_1945,), "lognormal"),
    ],
)
def test_fitted_laws_run_along_the_published_shares(
    measured: Path, group: str, conditions: tuple[str, ...], law: str
) -> None:
    """Within the band of Kolmogorov and Smirnov at 99 % of the file's number of cases."""
    with (measured / "icb_response_cdf.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["group"].strip() == group)
    days = np.array([float(name[1:]) for name in row if name.startswith("d")])
    published = np.array([float(row[f"d{day:g}"]) for day in days])
    times = waits(measured, conditions)
    band = 1.63 / times.n[0] ** 0.5
    fit = fit_times(times, laws=[law], bootstrap=0).best
    assert np.abs(fit.share_by(days) - published).max() < band
    observed = np.interp(days, times.t[0], share_ended(times)[0])
    assert np.abs(observed - published).max() < band


@pytest.mark.parametrize(
    ("file", "column", "longest", "n", "mu", "sigma"),
    [
        ("hotline_1967_messages.csv", "tx_to_rx_min", 60, 8, 1.88, 0.72),
        ("hotline_1967_messages.csv", "tx_to_final_translation_min", 600, 4, 4.49, 0.63),
        (
            "telegram_delay_sample.csv",
            "delay_min",
            120,
            7,
            4.08,
            0.49,
        ),  # short texts: one letter took nine hours
    ],
)
def test_published_parameters_of_channels_are_found(
    measured: Path, file: str, column: str, longest: float, n: int, mu: float, sigma: float
) -> None:
    """Too few for the command, not for the arithmetic: the published sigma divides by n - 1, the
    likeliest one by n.
    """
    with (measured / file).open(encoding="utf-8", newline="") as text:
        minutes = [float(row[column]) for row in csv.DictReader(text) if row[column]]
    times = grouped_times([one for one in minutes if one <= longest])
    theta, _ = likeliest(FAMILIES["lognormal"], times)
    assert times.n[0] == n
    assert theta[0, 0] == pytest.approx(mu, abs=0.006)
    assert np.exp(theta[0, 1]) * (n / (n - 1)) ** 0.5 == pytest.approx(sigma, abs=0.006)
