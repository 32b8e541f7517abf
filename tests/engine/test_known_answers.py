"""The whole engine against theory: scenarios in which all but one mechanism is switched off.

Shares are held to four standard errors, distributions to Kolmogorov and Smirnov at one in ten
thousand; worlds are seeded, so what passes once passes always.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from math import exp, inf, log, log1p, sqrt
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import linalg, stats

from sim.domain.actors.adversary import logit, sigma
from sim.domain.actors.attack import readiness_hours
from sim.domain.actors.perception import Belief, prediction, update
from sim.domain.events import (
    Answered,
    Asked,
    Attack,
    Cause,
    CeasefireBroken,
    Intent,
    Leak,
    Learnt,
    Lost,
    NoReturn,
    Posted,
    Provocation,
    Read,
    Report,
    Retaliation,
    RungChange,
    Sent,
    StanceRead,
    StandingBy,
    Strike,
    TransmissionFailed,
)
from sim.domain.events.log import Log
from sim.domain.inputs.setting import Setting
from sim.engine.session import Session
from tests.engine.worlds import KNOWN_ANSWERS, end, entries, first, known, of_message, times

SEED = 2026


@pytest.fixture(
    scope="module",
    params=[pytest.param(500, id="quick"), pytest.param(5000, marks=pytest.mark.slow, id="long")],
)
def number(request: pytest.FixtureRequest) -> int:
    """How many worlds."""
    worlds: int = request.param
    return worlds


@cache
def worlds(name: str, arm: str, number: int) -> tuple[Log, ...]:
    """Worlds of one arm of a scenario with a known answer."""
    place = known(name)
    return tuple(Session(place, seed=SEED, replication=r, arm=arm).run() for r in range(number))


@pytest.fixture(autouse=True, scope="module")
def forget() -> Iterable[None]:
    """Keep no worlds longer than this module runs."""
    yield
    worlds.cache_clear()


def setting_of(name: str, arm: str) -> Setting:
    return known(name).arms[arm].setting


def assert_share(hits: Iterable[bool], expected: float) -> None:
    """A share as theory has it, within four standard errors."""
    found = list(hits)
    error = sqrt(expected * (1 - expected) / len(found))
    assert np.mean(found) == pytest.approx(expected, abs=4 * error)


def assert_mean(values: Sequence[float], mean: float, sd: float) -> None:
    """A mean as theory has it, within four standard errors."""
    assert np.mean(values) == pytest.approx(mean, abs=4 * sd / sqrt(len(values)) + 1e-12)


def assert_law(values: Sequence[float], distribution: object) -> None:
    """Values that may come from a distribution."""
    assert len(values) > 50
    assert stats.kstest(values, distribution).pvalue > 1e-4


def sum_of_exponentials(means: Sequence[float], hours: float, steps: int) -> NDArray[np.float64]:
    """Distribution function of a sum of independent exponentials, by its phases, at ``steps`` equal
    steps up to ``hours``.
    """
    rates = 1 / np.array(means)
    onward = linalg.expm((np.diag(-rates) + np.diag(rates[:-1], 1)) * hours / steps)
    in_phase = np.eye(len(means))[0]
    reached = [0.0]
    for _ in range(steps):
        in_phase = in_phase @ onward
        reached.append(1 - float(in_phase.sum()))
    return np.array(reached)


def read_in_time(world: Log) -> bool:
    """Whether a stance was read before the point of no return."""
    passed = times(world, NoReturn)[0]
    return any(time < passed for time in times(world, StanceRead))


# the race


@pytest.mark.parametrize(("arm", "trip"), [("quick", 3), ("even", 12), ("slow", 48)])
def test_race_of_two_exponentials(number: int, arm: str, trip: float) -> None:
    logs = worlds("race-of-exponentials", arm, number)
    assert_share(map(read_in_time, logs), (1 / trip) / (1 / trip + 1 / 12))
    assert_law([times(world, NoReturn)[0] for world in logs], stats.expon(scale=12).cdf)
    assert_law(
        [min(times(world, NoReturn) + times(world, StanceRead)) for world in logs],
        stats.expon(scale=1 / (1 / trip + 1 / 12)).cdf,
    )


@pytest.mark.parametrize("notice", [6, 10, 16, 32])
def test_race_against_the_notice_follows_the_return_trip(number: int, notice: float) -> None:
    """Stylised fact: P(objection read in time | notice) is the distribution of the return trip,
    exactly.
    """
    logs = worlds("race-against-notice", f"notice-{notice}", number)
    assert_share(map(read_in_time, logs), sum_of_exponentials((2, 5, 2), notice - 4, 1)[-1])
    told = [first(world, Posted) for world in logs]
    assert {(time, data.message_kind) for time, data in told} == {(60 - notice, "notification")}


def test_a_longer_notice_is_never_worse_in_the_same_world(number: int) -> None:
    arms = [worlds("race-against-notice", f"notice-{notice}", number) for notice in (6, 10, 16, 32)]
    for same_world in zip(*arms, strict=True):
        heard = [read_in_time(world) for world in same_world]
        assert heard == sorted(heard)


def test_finding_out(number: int) -> None:
    logs = worlds("detection", "watched", number)
    found = [
        time for world in logs for time, data in entries(world, Learnt) if data.how == "found_out"
    ]
    assert_share(
        (data.how == "found_out" for world in logs for _, data in entries(world, Learnt)),
        1 - exp(-1.2),
    )
    assert_law(found, stats.truncexpon(b=1.2, scale=50).cdf)


# messages


def round_trips(arm: str, number: int) -> list[float]:
    return [first(world, Answered)[1].hours for world in worlds("round-trip", arm, number)]


STAGES = {
    "drafting": (1, 1.2),
    "clearance": (2, 2.5),
    "transmission": (0.5, 0.5),
    "inbound": (2, 0.8),
    "reading": (0.4, 0.3),
    "council": (8,),
    "deliberation": (0.7,),
}
MEANS = tuple(mean for means in STAGES.values() for mean in means)


def test_round_trip_without_chance_is_the_sum_of_its_stages() -> None:
    for world in worlds("round-trip", "fixed", 3):
        _, data = first(world, Answered)
        assert data.hours == pytest.approx(sum(MEANS))
        spent = {stage: [hours for name, hours in data.stages if name == stage] for stage in STAGES}
        assert {stage: pytest.approx(means) for stage, means in STAGES.items()} == {
            k: tuple(v) for k, v in spent.items()
        }


def test_round_trip_is_hypoexponential(number: int) -> None:
    hours = round_trips("exponential", number)
    sd = sqrt(sum(mean**2 for mean in MEANS))
    assert_mean(hours, sum(MEANS), sd)
    fourth = 3 * sd**4 + 6 * sum(mean**4 for mean in MEANS)  # of the sum: cumulants add up
    assert_mean([(hour - sum(MEANS)) ** 2 for hour in hours], sd**2, sqrt(fourth - sd**4))
    grid = np.linspace(0, 120, 481)
    theory = sum_of_exponentials(MEANS, 120, 480)
    for share in (0.05, 0.25, 0.5, 0.75, 0.95):
        quantile = float(np.interp(share, theory, grid))
        assert_share((hour <= quantile for hour in hours), share)
    assert_law(hours, lambda at: np.interp(at, grid, theory))


def test_stages_of_one_exchange_are_independent(number: int) -> None:
    per_stage = [
        [hours for _, hours in first(world, Answered)[1].stages]
        for world in worlds("round-trip", "exponential", number)
    ]
    correlation = np.corrcoef(np.array(per_stage).T) - np.eye(len(MEANS))
    assert np.abs(correlation).max() < 4.5 / sqrt(number)


WORK = {
    "exponential": (2.0, stats.expon(scale=0.5).cdf),
    "uniform": (4 / 3, None),
    "fixed": (1.0, stats.uniform(0, 0.5).cdf),
}


@pytest.mark.parametrize("arm", WORK)
def test_a_loaded_desk_in_the_chain_is_an_m_g_1(number: int, arm: str) -> None:
    """It waits with chance rho, for the residual of the item in hand (PASTA); E[W] = rho E[S2] / (2
    E[S]).
    """
    second, residual = WORK[arm]
    waits = [wait for world in worlds("loaded-desk", arm, number) for wait in queue_hours(world)]
    assert_share((wait > 0 for wait in waits), 0.6)
    rest = [wait for wait in waits if wait > 0]
    mean = second * 0.5 / 2
    assert_mean(rest, mean, float(np.std(rest)))
    assert_mean(waits, 0.6 * mean, float(np.std(waits)))
    if residual is not None:
        assert_law(rest, residual)


def queue_hours(world: Log) -> list[float]:
    """Hours in the queues of the two desks that the question passes."""
    stages = first(world, Answered)[1].stages
    return [
        sum(hours for name, hours in stages if name == queue)
        for queue in ("clearance_queue", "inbound_queue")
    ]


def down_at(hour: float) -> float:
    return 2 / 12 * (1 - exp(-(1 / 10 + 1 / 2) * hour))


def test_a_message_finds_a_channel_down_as_often_as_it_is(number: int) -> None:
    waits = [waited(world) for world in worlds("outages", "brief", number)]
    assert_share((wait > 0 for wait in waits), down_at(30))
    assert_law([wait for wait in waits if wait > 0], stats.expon(scale=2).cdf)


def waited(world: Log) -> float:
    return float(
        sum(hours for name, hours in first(world, Answered)[1].stages if name == "channel_wait")
    )


def test_a_transmission_fails_as_often_as_an_outage_comes_in_it(number: int) -> None:
    """The first attempt of the question, which begins while the channel is up."""
    logs = worlds("outages", "lengthy", number)
    fates = [transport(world, first(world, Asked)[1].message)[1] for world in logs]
    assert_share((fate == "failed" for fate in fates), 1 - exp(-5 / 10))


def transport(world: Log, message: str) -> list[str]:
    """What became of a message on its way."""
    steps = Sent | TransmissionFailed | Read | Lost
    return [event.kind for _, event in of_message(world, message) if isinstance(event, steps)]


@pytest.mark.parametrize(("arm", "given"), [("amber", 0.5), ("red", 0.3), ("green", 0.3)])
def test_misreading(number: int, arm: str, given: float) -> None:
    readings = [
        data.read
        for world in worlds("misreading", arm, number)
        for _, data in entries(world, StanceRead)
    ]
    assert len(readings) == number
    assert_share((read != arm for read in readings), given * 0.8 * 0.7 * 0.75)
    wrong = [read for read in readings if read != arm]
    if arm == "amber":
        assert_share((read == "green" for read in wrong), 0.75)
    else:
        assert set(wrong) == {"amber"}, "one step off, at the end of the scale towards the middle"


def test_leaks(number: int) -> None:
    logs = worlds("leaks", "insecure", number)
    for kind, handlers in (("consultation_request", 4), ("objection", 5)):
        leaked = [
            [time for time, data in entries(world, Leak) if data.message in sent_as(world, kind)]
            for world in logs
        ]
        assert_share(map(bool, leaked), 1 - exp(-0.1 * handlers * 0.6))
        assert_law([time for hours in leaked for time in hours], stats.expon(scale=24).cdf)
    assert not any(entries(world, Leak) for world in worlds("leaks", "secure", 200))


def sent_as(world: Log, kind: str) -> set[str]:
    return {data.message for _, data in entries(world, Posted) if data.message_kind == kind}


# the adversary


def times_of_provocations(arm: str, number: int) -> list[list[float]]:
    return [times(world, Provocation) for world in worlds("provocations", arm, number)]


def test_provocations_are_poisson(number: int) -> None:
    few = number // 5
    counts = [len(hours) for hours in times_of_provocations("steady", few)]
    assert_mean(counts, 100, 10)
    assert np.var(counts, ddof=1) / 100 == pytest.approx(1, abs=4 * sqrt(2 / (few - 1)))
    gaps = [
        later - sooner
        for hours in times_of_provocations("steady", few)
        for sooner, later in pairwise([0, *hours])
    ]
    assert_law(gaps[:5000], stats.expon(scale=12).cdf)


def test_provocations_keep_to_a_rate_that_changes(number: int) -> None:
    start = logit(0.1)

    def integrated(hours: float) -> float:
        days = hours / 24
        return 2 * 0.8 * (days + 4 / 0.1 * (log1p(exp(start + 0.1 * days)) - log1p(exp(start))))

    few = number // 5
    seen = times_of_provocations("growing", few)
    assert_mean([len(hours) for hours in seen], integrated(1200), sqrt(integrated(1200)))
    turned = [
        integrated(later) - integrated(sooner)
        for hours in seen
        for sooner, later in pairwise([0, *hours])
    ]
    assert_law(turned[:5000], stats.expon.cdf)


CHANCES = {"alone": 0.9, "surprising": 1.4, "supported": 0.0, "together": -0.8}


@pytest.mark.parametrize("arm", CHANCES)
def test_retaliation(number: int, arm: str) -> None:
    logs = worlds("retaliation", arm, number)
    blows = [entries(world, Retaliation) for world in logs]
    assert_share(map(bool, blows), sigma(-0.4 + CHANCES[arm] - 0.5))
    assert {data.course for world in logs for _, data in entries(world, Strike)} == {
        {"supported": "approved", "together": "joint"}.get(arm, "unilateral")
    }
    assert_share((data.rungs == 2 for found in blows for _, data in found), 0.3)
    delays = [
        found[0][0] - times(world, Strike)[0]
        for found, world in zip(blows, logs, strict=True)
        if found
    ]
    assert_law(delays, stats.expon(scale=20).cdf)


@pytest.mark.parametrize(("arm", "days"), [("at-once", 0), ("later", 10)])
def test_strike_effect(number: int, arm: str, days: float) -> None:
    struck = [first(world, Strike)[1] for world in worlds("strike-effect", arm, number)]
    theta = sigma(logit(0.3) + 0.1 * days)
    median = 2 * (1 - theta) ** 0.7
    assert_law([log(data.effect / median) / 0.3 for data in struck], stats.norm.cdf)
    for data in struck[:50]:
        assert data.readiness_before == pytest.approx(theta)
        assert data.readiness_after == pytest.approx(sigma(logit(theta) - data.effect))


# escalation and region


@pytest.mark.parametrize(("arm", "rate"), [("alone", 1 / 24), ("mediated", 1.7 / 24)])
def test_cooling_is_a_death_chain(number: int, arm: str, rate: float) -> None:
    logs = worlds("cooling", arm, number)
    steps = [entries(world, RungChange) for world in logs]
    assert all([data.after for _, data in found] == [4, 3, 2, 1, 0] for found in steps)
    to_calm = [found[-1][0] for found in steps]
    assert_mean(to_calm, 5 / rate, sqrt(5) / rate)
    assert_law(to_calm, stats.gamma(5, scale=1 / rate).cdf)
    sojourns = [
        [later - sooner for sooner, later in pairwise([0, *(time for time, _ in found)])]
        for found in steps
    ]
    for hours in zip(*sojourns, strict=True):
        assert_law(hours, stats.expon(scale=1 / rate).cdf)


def broken_by(arm: str, number: int) -> list[list[tuple[float, CeasefireBroken]]]:
    """For each world and front: when and by what its ceasefire broke, in one list."""
    logs = worlds("ceasefires", arm, number)
    return [
        [(time, data) for time, data in entries(world, CeasefireBroken) if data.front == front]
        for world in logs
        for front in ("north", "south")
    ]


@pytest.mark.parametrize(("arm", "rate"), [("eroding", 0.01), ("burning", 0.025)])
def test_ceasefires_erode(number: int, arm: str, rate: float) -> None:
    broken = broken_by(arm, number)
    assert_share(map(bool, broken), 1 - exp(-240 * rate))
    assert_law(
        [found[0][0] for found in broken if found],
        stats.truncexpon(b=240 * rate, scale=1 / rate).cdf,
    )


@pytest.mark.parametrize(("arm", "jump"), [("shaken", 0.4), ("told", 0.4 * 0.55)])
def test_ceasefires_are_shaken_by_a_strike(number: int, arm: str, jump: float) -> None:
    broken = broken_by(arm, number)
    assert_share(map(bool, broken), jump)
    assert {(time, data.cause) for found in broken for time, data in found} == {
        (0, Cause("strike", "1"))
    }
    both = [bool(north and south) for north, south in zip(broken[::2], broken[1::2], strict=True)]
    assert_share(both, jump**2)


# what an ally believes, and what fades


def test_the_filter_is_the_textbook_recursion(number: int) -> None:
    place = known("filter")
    laws = {
        "frontline": place.arms["watching"].setting.allies.frontline.intelligence,
        "patron": place.arms["watching"].setting.allies.patron.intelligence,
    }
    shared = 0
    for replication in range(number // 25):
        world = Session(place, seed=SEED, replication=replication, arm="watching", full=True).run()
        for role, law in laws.items():
            belief = Belief(logit(0.3) + law.bias, law.prior_variance, 0.0)
            for time, data in entries(world, Report):
                if data.ally != role:
                    continue
                shared += data.shared
                if not data.shared:
                    assert data.error == law.noise**2
                belief = prediction(belief, time, law.growth, law.process_noise)
                belief = update(belief, data.observed, data.error)
                assert (data.mean, data.variance) == pytest.approx((belief.m, belief.v), rel=1e-12)
    assert shared > 50


def test_reports_are_noisy_and_biased_as_declared(number: int) -> None:
    place, truth = known("filter"), logit(0.3)
    for role, bias, noise, interval in (("frontline", 0.4, 0.5, 9), ("patron", -0.3, 0.4, 14)):
        own: list[tuple[float, float]] = []
        gaps: list[float] = []
        for replication in range(number // 20):
            world = Session(
                place, seed=SEED, replication=replication, arm="watching", full=True
            ).run()
            found = [
                (time, data.observed)
                for time, data in entries(world, Report)
                if data.ally == role and not data.shared
            ]
            own += found
            gaps += [
                later - sooner for (sooner, _), (later, _) in pairwise([(0.0, 0.0), *found[:20]])
            ]
        assert_law(
            [(observed - truth - 0.03 / 24 * time - bias) / noise for time, observed in own[:5000]],
            stats.norm.cdf,
        )
        assert_law(gaps[:5000], stats.expon(scale=interval).cdf)


def test_what_was_stirred_up_fades_by_its_half_life() -> None:
    quiet = end(worlds("fading", "quiet", 1)[0])
    assert quiet.pressure == pytest.approx(0.8 * 0.5 ** (240 / 96))
    assert quiet.trust_frontline == pytest.approx(0.6 - 0.3 * 0.6 * 0.5 ** (240 / 120))
    assert quiet.trust_patron == pytest.approx(0.7 - 0.5 * 0.7 * 0.5 ** (240 / 60))
    assert quiet.deterrence == pytest.approx(0.4), "at its baseline it stays"
    struck = end(worlds("fading", "struck", 1)[0])
    assert struck.deterrence == pytest.approx(0.4 + 0.5 * 0.6 * 0.5 ** (240 / 480))
    assert struck.pressure == 0
    assert struck.trust_patron == pytest.approx(0.7 - 0.75 * 0.7 * 0.5 ** (240 / 60)), (
        "a leak and a surprise"
    )


@pytest.mark.parametrize("path", sorted(KNOWN_ANSWERS.glob("*.yaml")), ids=lambda path: path.stem)
def test_each_scenario_says_what_it_asks_and_what_theory_answers(path: Path) -> None:
    place = known(path.stem)
    assert place.purpose.endswith("?") or path.stem == "still"
    assert any(source.startswith("Theory: ") for source in place.sources) or path.stem == "still"


# the first attack


def first_attacks(arm: str, number: int) -> list[float]:
    """Hours of the first attack of worlds in which there was one."""
    return [
        times(world, Attack)[0]
        for world in worlds("first-attack", arm, number)
        if entries(world, Attack)
    ]


@pytest.mark.parametrize(
    ("arm", "a_day"), [("constant", 0.05), ("deterred", 0.05 * 1.4 * exp(-0.5))]
)
def test_a_constant_hazard_attacks_exponentially(number: int, arm: str, a_day: float) -> None:
    hours = first_attacks(arm, number)
    assert_share((at < inf for at in padded(hours, number)), 1 - exp(-44 * a_day))
    assert_law(hours, stats.truncexpon(b=44 * a_day, scale=24 / a_day).cdf)


def padded(hours: Sequence[float], number: int) -> list[float]:
    return [*hours, *[inf] * (number - len(hours))]


def test_the_hazard_follows_readiness(number: int) -> None:
    start = logit(0.2)

    def integrated(hours: float) -> float:
        days = hours / 24
        end_x = start + 0.06 * days
        rise = log1p(exp(end_x)) - sigma(end_x) - log1p(exp(start)) + sigma(start)
        return 0.05 * 4 * rise / 0.06

    hours = first_attacks("growing", number)
    whole = integrated(44 * 24)
    assert_share((at < inf for at in padded(hours, number)), 1 - exp(-whole))
    assert_law([integrated(at) for at in hours], stats.truncexpon(b=whole).cdf)


def test_two_kinds_of_crisis_are_a_mixture_of_two_exponentials(number: int) -> None:
    def chance(hours: NDArray[np.float64]) -> NDArray[np.float64]:
        days = hours / 24
        return 0.25 * (1 - np.exp(-0.06 * days)) + 0.75 * (1 - np.exp(-0.02 / 3 * days))

    hours = first_attacks("two-kinds", number)
    whole = float(chance(np.array(44 * 24.0)))
    assert_share((at < inf for at in padded(hours, number)), whole)
    assert_law(hours, lambda at: chance(at) / whole)


def intents(arm: str, number: int) -> list[tuple[bool, float, bool]]:
    """Of each world: whether it was meant, what the frontline believed, whether it came."""
    return [
        (found.meant, found.believed["frontline"], bool(entries(world, Attack)))
        for world in worlds("first-attack", arm, number)
        for _, found in entries(world, Intent)
    ]


@pytest.mark.parametrize("arm", ["two-kinds", "two-kinds-growing"])
def test_survival_lowers_suspicion_by_the_rule_of_bayes(number: int, arm: str) -> None:
    """All that held out to the end believe what the record of many such worlds would tell them."""
    law = setting_of("first-attack", arm).adversary
    start, growth = logit(law.threat.readiness), law.threat.growth
    hours = readiness_hours(start, growth, 44 * 24)
    kept = [0.25 * exp(-0.06 / 24 * hours), 0.75 * exp(-0.02 / 3 / 24 * hours)]
    spared = [one for one in intents(arm, number) if not one[2]]
    assert [one for _, one, _ in spared] == pytest.approx([kept[0] / sum(kept)] * len(spared))
    assert_share((meant for meant, _, _ in spared), kept[0] / sum(kept))


def test_an_attack_raises_suspicion_by_the_ratio_of_the_hazards(number: int) -> None:
    for world in worlds("first-attack", "two-kinds", number // 5):
        for at, _ in entries(world, Attack)[:1]:
            odds = logit(0.25) - (0.06 - 0.02 / 3) * at / 24 + log(9)
            found = first(world, Intent)[1].believed
            assert found["frontline"] == found["patron"] == pytest.approx(sigma(odds))


def test_what_reports_indicate_is_weighed_rightly(number: int) -> None:
    """Whatever an ally has seen, of those that believe alike the believed share is meant: with no
    bias its probability is calibrated, and on average what it was at first.
    """
    found = intents("indications", number)
    believed = [believed for _, believed, _ in found]
    assert_mean(believed, 0.25, float(np.std(believed)))
    for low, high in ((0.0, 0.1), (0.1, 0.4), (0.4, 1.0)):
        inside = [(meant, one) for meant, one, _ in found if low <= one < high]
        assert len(inside) > 20
        assert_share((meant for meant, _ in inside), float(np.mean([one for _, one in inside])))


def test_standing_by(number: int) -> None:
    logs = worlds("standing-by", "asked", number)
    words = [first(world, StandingBy) for world in logs]
    assert_share((data.stands for _, data in words), 0.7)
    for world, (time, data) in zip(logs, words, strict=True):
        assert time == times(world, Retaliation)[0]
        expected = 0.6 + 0.1 * 0.4 if data.stands else 0.6 * 0.7
        assert end(world).trust_frontline == pytest.approx(expected, abs=1e-4)
