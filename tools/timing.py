"""Response times out of the model beside those of the record: quantiles, distances with intervals,
a plot.

The reference laws are interval-censored fits to *International Crisis Behavior*, version 13
(Brecher, Wilkenfeld, Beardsley, James, Quinn), responses after 1945, in days; the raw data are not
shipped. Violent responses run at two speeds: retaliation after a direct attack, and a planned
strike without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import erf, exp, floor, inf, log, sqrt
from pathlib import Path
from typing import Any, Final

import numpy as np

from sim.domain.events import Retaliation, Strike
from sim.domain.events.log import ByKind, Log
from sim.domain.inputs.injects import Inject
from sim.domain.inputs.setting import Arm, Scenario
from sim.engine.session import Session
from sim.experiment.statistics.estimates import Floats
from sim.scenario import load
from tools.blocks import table

ROOT: Final = Path(__file__).parents[1]
SEED: Final = 1918
WORLDS: Final = 400
DAY: Final = 24.0
QUANTILES: Final = (0.1, 0.25, 0.5, 0.75, 0.9)
#: Kolmogorov distance up to which a comparison is called good, and from which it is called bad.
GOOD, BAD = 0.15, 0.30

Law = Callable[[float], float]
Worlds = tuple[Floats, ...]


def after_attack(days: float) -> float:
    """Share of violent responses to a direct attack that have come: Weibull(.452,
    5.12), n = 174.
    """
    return 1.0 - exp(-((days / 5.12) ** 0.452)) if days > 0.0 else 0.0


def planned(days: float) -> float:
    """Share of planned strikes that have come: .42 LN(1.08, .87) + .58 LN(3.67, .78), n = 133."""
    if days <= 0.0:
        return 0.0
    return 0.42 * _lognormal(days, 1.08, 0.87) + 0.58 * _lognormal(days, 3.67, 0.78)


def _lognormal(days: float, mu: float, sd: float) -> float:
    return 0.5 * (1.0 + erf((log(days) - mu) / (sd * sqrt(2.0))))


def within(law: Law, days: float) -> Law:
    """The law of those that come within so many days: what a model that is watched no longer can
    show.
    """
    return lambda t: law(min(t, days)) / law(days)


def quantile(law: Law, share: float, most: float) -> float:
    """Days by which a share has come, by halving."""
    low, high = 0.0, most
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (middle, high) if law(middle) < share else (low, middle)
    return high


def gaps(days: Floats, law: Law, most: float) -> Floats:
    """Distances between the shares that have come, at the end of each whole day: the record knows
    no finer time.
    """
    whole = np.arange(1.0, floor(most) + 1.0)
    come = np.searchsorted(np.sort(days), whole, side="right") / len(days)
    apart: Floats = np.abs(come - np.array([law(float(day)) for day in whole]))
    return apart


def kolmogorov(days: Floats, law: Law, most: float) -> float:
    """The greatest of these distances."""
    return float(gaps(days, law, most).max())


def wasserstein(days: Floats, law: Law, most: float) -> float:
    """Mean distance in days between what came at the same rank: the area between the two curves."""
    return float(gaps(days, law, most).sum())


def resampled(
    worlds: Worlds, statistic: Callable[[Floats], Any], draws: int = 300
) -> tuple[Floats, Floats]:
    """Central 95 % of a statistic over worlds drawn again with replacement; responses of one world
    stay together.
    """
    random = np.random.default_rng(SEED)
    again = (random.integers(len(worlds), size=len(worlds)) for _ in range(draws))
    found = np.array([statistic(np.concatenate([worlds[k] for k in drawn])) for drawn in again])
    low, high = np.quantile(found, (0.025, 0.975), axis=0)
    return low, high


def kolmogorov_interval(distance: float, worlds: int) -> tuple[float, float]:
    """95 % of a Kolmogorov distance, whatever the law (Dvoretzky, Kiefer, Wolfowitz; Massart's
    constant).

    Resampling would not do: a day on which no response came would have none in any sample drawn
    again. Responses of one world count as one, since they may be alike.
    """
    reach = sqrt(log(2.0 / 0.05) / (2.0 * worlds))
    return max(distance - reach, 0.0), min(distance + reach, 1.0)


def verdict(distance: float) -> str:
    """What a Kolmogorov distance is called, by the rule that the page states."""
    return "good" if distance <= GOOD else "bad" if distance > BAD else "fair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Times out of the model (days, one array a world that has any) beside a law.

    ``most`` is how long the model could show any.
    """

    name: str
    worlds: Worlds
    law: Law
    most: float

    @property
    def within_reach(self) -> Worlds:
        """The same of those worlds that have any within the time watched."""
        found = (days[days <= self.most] for days in self.worlds)
        return tuple(days for days in found if len(days))

    @property
    def days(self) -> Floats:
        """The times of all worlds, those within the time for which each is watched."""
        days: Floats = np.concatenate(self.worlds)
        return days[days <= self.most]

    @property
    def apart(self) -> float:
        """The Kolmogorov distance."""
        return kolmogorov(self.days, self.expected, self.most)

    @property
    def expected(self) -> Law:
        """The law of those within the time that the model is watched."""
        return within(self.law, self.most)


# what the model shows


def adversary_answers(log: Log) -> Iterator[float]:
    """Days from a strike to the adversary's retaliation for it."""
    found = ByKind(log)
    struck = {data.number: time for time, data in found.all(Strike)}
    yield from ((time - struck[data.strike]) / DAY for time, data in found.all(Retaliation))


def frontline_answers(log: Log) -> Iterator[float]:
    """Days from a retaliation to the frontline's next strike, where there is one before another
    retaliation.
    """
    found = ByKind(log)
    blows = [time for time, _ in found.all(Retaliation)]
    strikes = [time for time, _ in found.all(Strike)]
    for at, blow in enumerate(blows):
        until = blows[at + 1] if at + 1 < len(blows) else inf
        yield from [(time - blow) / DAY for time in strikes if blow < time <= until][:1]


def first_strike(log: Log) -> Iterator[float]:
    """Days from the start of the crisis to the first strike."""
    yield from [time / DAY for time, _ in ByKind(log).all(Strike)][:1]


def under_attack(scenario: Scenario, arm: str) -> Scenario:
    """The same crisis, begun by an attack."""
    setting = scenario.arms[arm].setting
    blow = Inject(event="attack", at=0.0)
    attacked = replace(setting, injects={**setting.injects, "attack_at_the_start": blow})
    return replace(scenario, arms={arm: Arm(name=arm, title=arm, setting=attacked)})


def times(
    scenario: Scenario, arm: str, worlds: int, measure: Callable[[Log], Iterator[float]]
) -> Worlds:
    """What is measured in each of some worlds of an arm, without those that have nothing of it."""
    logs = (
        Session(scenario, seed=SEED, replication=replication, arm=arm).run()
        for replication in range(worlds)
    )
    return tuple(days for log in logs if len(days := np.array([*measure(log)])))


def comparisons(worlds: int = WORLDS) -> list[Comparison]:
    """All that is compared, in the reference scenario."""
    scenario = load(ROOT / "scenarios" / "northern-front.yaml")
    attacked = {arm: under_attack(scenario, arm) for arm in ("unilateral", "consult")}
    setting = scenario.arms["unilateral"].setting
    window, follow_up = setting.horizon / DAY, setting.follow_up / DAY
    cases: list[tuple[str, Scenario, str, Callable[[Log], Iterator[float]], Law, float]] = [
        (
            "adversary's retaliation after a strike",
            scenario,
            "unilateral",
            adversary_answers,
            after_attack,
            follow_up,
        ),
        (
            "frontline's strike after a retaliation",
            scenario,
            "unilateral",
            frontline_answers,
            after_attack,
            follow_up,
        ),
        (
            "frontline's strike after a retaliation, `consult`",
            scenario,
            "consult",
            frontline_answers,
            after_attack,
            follow_up,
        ),
        (
            "first strike, attacked at the start",
            attacked["unilateral"],
            "unilateral",
            first_strike,
            after_attack,
            window,
        ),
        (
            "first strike, attacked at the start, `consult`",
            attacked["consult"],
            "consult",
            first_strike,
            after_attack,
            window,
        ),
        (
            "planned first strike, `unilateral`",
            scenario,
            "unilateral",
            first_strike,
            planned,
            window,
        ),
        ("planned first strike, `consult`", scenario, "consult", first_strike, planned, window),
    ]
    return [
        Comparison(name=name, worlds=times(which, arm, worlds, measure), law=law, most=most)
        for name, which, arm, measure, law, most in cases
    ]


# as tables


def quantiles(found: list[Comparison]) -> str:
    """Model beside record, quantile by quantile."""
    header = ("days", "", "n", "on day 1", *(f"q{round(100 * share)}" for share in QUANTILES))
    return table(header, [row for one in found for row in _quantile_rows(one)])


def _quantile_rows(one: Comparison) -> Iterator[tuple[str, ...]]:
    model = [f"{value:.2g}" for value in np.quantile(one.days, QUANTILES)]
    record = [_day(quantile(one.expected, share, one.most)) for share in QUANTILES]
    yield one.name, "model", str(len(one.days)), f"{(one.days <= 1.0).mean():.2f}", *model
    yield "", "record", "", f"{one.expected(1.0):.2f}", *record


def _day(days: float) -> str:
    return f"{days:.2g}" if days >= 1.0 else "< 1"


def distances(found: list[Comparison]) -> str:
    """How far apart they are."""
    header = (
        "",
        "worlds",
        "Kolmogorov",
        "95 %",
        "mean distance, days",
        "95 %",
        "record beyond what is watched",
        "verdict",
    )
    return table(header, [_distance_row(one) for one in found])


def _distance_row(one: Comparison) -> tuple[str, ...]:
    apart = one.apart
    low, high = kolmogorov_interval(apart, len(one.within_reach))
    moved = wasserstein(one.days, one.expected, one.most)
    least, most = resampled(
        one.within_reach, lambda days: wasserstein(days, one.expected, one.most)
    )
    beyond = 1.0 - one.law(one.most)
    return (
        one.name,
        str(len(one.within_reach)),
        f"{apart:.2f}",
        f"{low:.2f} to {high:.2f}",
        f"{moved:.1f}",
        f"{least:.1f} to {most:.1f}",
        f"{beyond:.2f}",
        told(apart, low, high),
    )


def told(apart: float, low: float, high: float) -> str:
    """The verdict, and what it could be by the interval where that is not the same."""
    said, least, most = (verdict(round(distance, 2)) for distance in (apart, low, high))
    return said if least == most else f"{said}; {least} to {most} by its interval"
