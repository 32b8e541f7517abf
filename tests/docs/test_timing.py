"""The yardstick of response times: laws as published, distances as defined, a page that says what
fresh worlds say.
"""

from __future__ import annotations

import csv
from math import exp
from pathlib import Path

import numpy as np
import pytest

from sim.domain.events import Retaliation, Strike
from sim.domain.events.log import Log
from tests.conftest import ROOT
from tests.entries import at
from tests.facts.worlds import reference
from tools.timing import (
    Comparison,
    _distance_row,
    adversary_answers,
    after_attack,
    first_strike,
    frontline_answers,
    kolmogorov,
    kolmogorov_interval,
    planned,
    quantile,
    resampled,
    times,
    told,
    under_attack,
    verdict,
    wasserstein,
    within,
)
from tools.timing_plot import draw

PAGE = ROOT / "docs" / "validation.md"


def test_the_laws_are_the_published_ones() -> None:
    assert after_attack(1.0) == pytest.approx(0.38, abs=0.005)
    assert quantile(after_attack, 0.5, 100.0) == pytest.approx(2.3, abs=0.1)
    assert planned(0.0) == 0.0
    assert 14.0 < quantile(planned, 0.5, 400.0) < 22.0


def test_the_laws_lie_near_the_counts(measured: Path) -> None:
    with (measured / "icb_response_cdf.csv").open(encoding="utf-8") as file:
        rows = {row["group"]: row for row in csv.DictReader(file)}
    attacked = rows["violent resp | direct-violent trigger, post45"]
    unprovoked = rows["violent resp | no direct-violent trigger, post45"]
    for days in (1, 3, 7, 14, 30, 60):
        assert after_attack(days) == pytest.approx(float(attacked[f"d{days}"]), abs=0.06)
        assert planned(days) == pytest.approx(float(unprovoked[f"d{days}"]), abs=0.06)


def test_what_came_later_than_one_watches_is_left_out() -> None:
    law = within(after_attack, 14.0)
    assert law(14.0) == law(30.0) == 1.0
    assert law(1.0) == pytest.approx(after_attack(1.0) / after_attack(14.0))


def exponential(days: float) -> float:
    return 1.0 - exp(-days)


def test_distances_of_a_sample_from_its_own_law_are_small_and_from_another_are_not() -> None:
    n = 400
    own = np.array([quantile(exponential, (k + 0.5) / n, 50.0) for k in range(n)])
    assert kolmogorov(own, exponential, 50.0) < 1.0 / n
    assert wasserstein(own, exponential, 50.0) < 0.01
    later = own + 1.0  # at the end of day k what should have come by then has come a day later
    assert kolmogorov(later, exponential, 50.0) == pytest.approx(1.0 - exp(-1.0), abs=0.01)
    assert wasserstein(later, exponential, 50.0) == pytest.approx(1.0, abs=0.01)
    assert kolmogorov(own + 100.0, exponential, 50.0) == pytest.approx(1.0)


def test_what_happens_within_a_day_is_not_compared() -> None:
    early, late = np.full(50, 0.01), np.full(50, 0.99)
    assert kolmogorov(early, after_attack, 14.0) == kolmogorov(late, after_attack, 14.0)


def test_a_bootstrap_interval_holds_the_mean_of_what_it_resamples() -> None:
    sample = np.arange(100.0)
    low, high = resampled(tuple(sample.reshape(-1, 1)), lambda days: float(days.mean()))
    assert low < sample.mean() < high
    assert high - low == pytest.approx(2 * 1.96 * sample.std() / 10.0, rel=0.15)


def test_responses_of_one_world_are_drawn_together() -> None:
    values = np.arange(100.0)
    apart = resampled(tuple(values.reshape(-1, 1)), lambda days: float(days.mean()))
    alike = resampled(tuple(np.repeat(values, 4).reshape(-1, 4)), lambda days: float(days.mean()))
    assert alike[1] - alike[0] == pytest.approx(apart[1] - apart[0]), (
        "four times the same says nothing more"
    )


def test_the_interval_of_a_distance_holds_the_distance_of_the_law() -> None:
    """Also where no response came on a day, of which resampling would know nothing."""
    random, held = np.random.default_rng(5), 0
    for _ in range(200):
        sample = 1.0 + random.exponential(
            1.0, 60
        )  # nothing on the first day, at whose end the record has 1 - 1/e
        low, high = kolmogorov_interval(kolmogorov(sample, exponential, 50.0), 60)
        held += low <= 1.0 - exp(-1.0) <= high
    assert held >= 0.95 * 200
    low, high = kolmogorov_interval(0.48, 117)
    assert high - low > 0.2, "a point would claim to be certain"


def test_the_rule_of_the_page() -> None:
    assert [verdict(distance) for distance in (0.1, 0.2, 0.4)] == ["good", "fair", "bad"]
    assert told(0.48, 0.34, 0.62) == "bad"
    assert told(0.26, 0.12, 0.39) == "fair; good to bad by its interval"


LOG: Log = [
    at(24.0, Strike, number=1),
    at(36.0, Retaliation, strike=1),
    at(60.0, Strike, number=2),
    at(84.0, Retaliation, strike=2),
]


def test_times_are_taken_from_the_log() -> None:
    assert list(adversary_answers(LOG)) == [0.5, 1.0]
    assert list(frontline_answers(LOG)) == [1.0]
    assert list(first_strike(LOG)) == [1.0]
    assert list(first_strike([])) == []


def test_an_attack_at_the_start_hastens_the_strike() -> None:
    scenario = reference()
    calm = times(scenario, "unilateral", 20, first_strike)
    attacked = times(under_attack(scenario, "unilateral"), "unilateral", 20, first_strike)
    assert np.concatenate(attacked).mean() < np.concatenate(calm).mean()


def test_the_page_says_what_fresh_worlds_say() -> None:
    page = (
        PAGE.read_text(encoding="utf-8")
        .partition("<!-- begin timing-distances -->")[2]
        .partition("<!-- end")[0]
    )
    rows = {
        row.split(" | ")[0].strip("| "): row.split(" | ")
        for row in page.splitlines()
        if row.startswith("| ")
    }
    scenario = reference()
    most = scenario.arms["unilateral"].setting.horizon / 24.0
    fresh = Comparison(
        name="", worlds=times(scenario, "unilateral", 60, first_strike), law=planned, most=most
    )
    printed = float(rows["planned first strike, `unilateral`"][2])
    assert fresh.apart == pytest.approx(printed, abs=0.15), "run `python -m tools.measure timing`"


def test_both_speeds_are_there_and_the_verdicts_are_printed() -> None:
    page = (
        PAGE.read_text(encoding="utf-8")
        .partition("<!-- begin timing-distances -->")[2]
        .partition("<!-- end")[0]
    )
    rows = [row.strip("| ").split(" | ") for row in page.splitlines()[4:] if row.startswith("| ")]
    assert len(rows) == 7
    assert all(row[-1].partition(";")[0] == verdict(float(row[2])) for row in rows)


def test_the_words_below_the_table_hold() -> None:
    page = PAGE.read_text(encoding="utf-8")
    table = page.partition("<!-- begin timing-distances -->")[2].partition("<!-- end")[0]
    verdicts = [
        row.strip("| ").split(" | ")[-1].partition(";")[0]
        for row in table.splitlines()[4:]
        if row.startswith("| ")
    ]
    assert "Three of the seven are good, three fair, one is bad" in page
    assert sorted(verdicts) == ["bad"] + ["fair"] * 3 + ["good"] * 3


def test_the_plot_stands_on_the_page_and_has_a_panel_for_every_row() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "](timing.svg)" in page
    shown = (PAGE.parent / "timing.svg").read_text(encoding="utf-8")
    table = page.partition("<!-- begin timing-distances -->")[2].partition("<!-- end")[0]
    rows = [row.strip("| ").split(" | ") for row in table.splitlines()[4:] if row.startswith("| ")]
    for name, _, apart, interval, *_, said in rows:
        assert f">{name.replace('`', '')}, n = " in shown
        assert f"Kolmogorov {apart} ({interval}): {said}" in shown


def test_the_plot_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    days = tuple(np.array([k / 7.0]) for k in range(1, 80))
    found = [Comparison(name=f"case {k}", worlds=days, law=planned, most=30.0) for k in range(3)]
    for name in ("a", "b"):
        draw(found, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").read_text(encoding="utf-8").count("Kolmogorov") == 3


def test_what_came_later_than_one_watches_is_in_no_interval() -> None:
    """A figure lies in its own interval, though most worlds come too late."""
    worlds = tuple(np.array([day]) for day in (*np.linspace(0.2, 9.8, 40), *np.full(200, 60.0)))
    one = Comparison(name="late", worlds=worlds, law=planned, most=10.0)
    cells = _distance_row(one)
    assert cells[1] == "40"
    low, high = (float(part) for part in cells[5].split(" to "))
    assert low <= float(cells[4]) <= high
