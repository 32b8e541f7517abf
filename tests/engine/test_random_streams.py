"""Random numbers belong to what they decide: not to who asks, when, where or in which order."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.domain.distributions.families import Exponential, Law, Lognormal, exponential
from sim.engine.random_streams import Streams

names = st.text(max_size=12)
WORK = Lognormal(median=0.9, sigma=0.65)


def items(
    streams: Streams, desk: str, rate: float, work: Law, n: int = 300
) -> list[tuple[float, float]]:
    return list(islice(streams.routine(desk, rate, work), n))


def test_the_numbers_never_change() -> None:
    """These are promised: a result with a seed must come out the same next year, on any machine."""
    streams = Streams(7, 3)
    assert streams.block("misreading", "message 12") == (
        0.42793008956991707,
        0.5165809358127457,
        0.6352442725485977,
        0.3120420213919325,
        0.5690134436665789,
        0.22899272165892037,
        0.9582834002309709,
        0.20382909390100934,
    )
    assert list(islice(streams.sequence("reports"), 7, 10)) == [
        0.46910493879895865,
        0.12317841795930085,
        0.6505796704899963,
    ]
    assert streams.numbers("routine", 3)[:3] == [
        0.9507624654319314,
        0.4265467997838105,
        0.07073337215054532,
    ]
    arrivals = np.array(items(streams, "registry", 0.35, Exponential(mean=1), 2))
    assert arrivals == pytest.approx(
        np.array([[2.77069194195572, 1.0253943187868], [8.55384588153213, 2.32515608154167]])
    )


def test_the_numbers_do_not_hang_on_the_hash_seed() -> None:
    code = (
        "from sim.engine.random_streams import Streams; s = Streams(1, 2); "
        "print(s.block('a', 'b'), s.numbers('c', 2), next(s.sequence('d')))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "random")
    }
    assert len(outputs) == 1


@given(name=names, thing=names, other_name=names, other_thing=names)
def test_no_two_keys_run_together(name: str, thing: str, other_name: str, other_thing: str) -> None:
    streams = Streams(1, 1)
    same = (name, thing) == (other_name, other_thing)
    assert (streams.block(name, thing) == streams.block(other_name, other_thing)) is same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("1:a", ""), ("1", ":a")),
        (("a", "1"), ("a1", "")),
        (("", "b/1/2"), ("b/1/2", "")),
    ],
)
def test_names_that_look_alike_are_apart(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert Streams(1, 1).block(*one) != Streams(1, 1).block(*other)


def test_blocks_sequences_and_runs_of_one_name_are_apart() -> None:
    streams = Streams(1, 1)
    seen = {
        streams.block("a", "0"),
        tuple(islice(streams.sequence("a"), 8)),
        tuple(streams.numbers("a", 8)[:8]),
    }
    assert len(seen) == 3
    assert not set(streams.block("a")) & set(streams.numbers("a", 8))


def test_every_part_of_the_key_matters() -> None:
    blocks = [
        Streams(seed, replication).block(name, thing)
        for seed in (1, 11)
        for replication in (1, 11)
        for name in ("a", "b")
        for thing in ("", "x")
    ]
    assert len({number for block in blocks for number in block}) == 8 * 16


@given(order=st.permutations(range(6)))
def test_the_order_of_asking_does_not_matter(order: list[int]) -> None:
    fresh, used = Streams(5, 5), Streams(5, 5)
    for n in order:
        used.block("a", str(n))
        used.numbers(f"run {n}", 40 * n + 1)
        items(used, "desk", 1 + n, WORK, 100 * n)
    for n in range(6):
        assert used.block("a", str(n)) == fresh.block("a", str(n))
        assert used.numbers(f"run {n}", 200)[:200] == Streams(5, 5).numbers(f"run {n}", 200)[:200]
        assert items(used, "desk", 1 + n, WORK) == items(Streams(5, 5), "desk", 1 + n, WORK)


def test_what_is_asked_twice_is_computed_once() -> None:
    streams = Streams(5, 5)
    assert streams.block("a", "1") is streams.block("a", "1")
    assert streams.uniform("a", "1") == streams.block("a", "1")[0]
    assert streams.numbers("a", 5) is streams.numbers("a", 3)
    first, second = (items(streams, "desk", 2, WORK) for _ in range(2))
    assert all(one is other for one, other in zip(first, second, strict=True))


def test_two_arms_may_read_the_same_traffic_in_turns() -> None:
    streams = Streams(5, 5)
    one, other = streams.routine("desk", 2, WORK), streams.routine("desk", 2, WORK)
    got = [(next(one), next(other)) for _ in range(200)] + [(next(one), None) for _ in range(200)]
    assert [first for first, _ in got] == items(Streams(5, 5), "desk", 2, WORK, 400)
    assert [second for _, second in got[:200]] == items(Streams(5, 5), "desk", 2, WORK, 200)


def test_a_measure_that_changes_law_or_rate_keeps_the_luck() -> None:
    streams = Streams(9, 0)
    before = items(streams, "desk", 2, WORK)
    after = items(streams, "desk", 4, WORK.scaled(0.5))
    assert [2 * arrival for arrival, _ in after] == pytest.approx(
        [arrival for arrival, _ in before]
    )
    assert [2 * work for _, work in after] == pytest.approx([work for _, work in before])


def test_routine_traffic_is_a_poisson_stream_with_its_law() -> None:
    traffic = items(Streams(2, 0), "desk", 0.35, WORK, 6000)
    arrivals, works = np.array(traffic).T
    gaps = np.diff(arrivals, prepend=0)
    assert stats.kstest(gaps, stats.expon(scale=1 / 0.35).cdf).pvalue > 0.001
    assert stats.kstest(works, stats.lognorm(0.65, scale=0.9).cdf).pvalue > 0.001
    assert abs(stats.spearmanr(gaps[:-1], gaps[1:]).statistic) < 0.04
    assert abs(stats.spearmanr(gaps, works).statistic) < 0.04


SOURCES = {
    "things": [number for n in range(1000) for number in Streams(3, 0).block("a", str(n))],
    "replications": [number for n in range(1000) for number in Streams(3, n).block("a")],
    "seeds": [number for n in range(1000) for number in Streams(n, 0).block("a")],
    "sequence": list(islice(Streams(3, 0).sequence("a"), 8000)),
    "run": Streams(3, 0).numbers("a", 8000)[:8000],
}


@pytest.mark.parametrize("source", SOURCES)
def test_numbers_are_uniform_and_neighbours_independent(source: str) -> None:
    numbers = np.array(SOURCES[source])
    assert stats.kstest(numbers, "uniform").pvalue > 0.001
    for lag in (1, 2, 8):
        assert abs(np.corrcoef(numbers[:-lag], numbers[lag:])[0, 1]) < 3.5 / np.sqrt(len(numbers))


def test_numbers_lie_inside_the_open_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    streams = Streams(1, 1)
    for digest, number in ((bytes(64), 2.0**-53), (b"\xff" * 64, 1 - 2.0**-53)):
        monkeypatch.setattr(Streams, "_digest", lambda *_, digest=digest: digest)
        assert set(streams.block("end", digest.hex())) == {number}
    run = streams.numbers("ends", 1)
    assert 0 < run[0] < 1
    zeros = iter([0.0, 0.5])
    monkeypatch.setattr(streams._runs["ends"], "_random", lambda: next(zeros))
    assert 0 < exponential(streams.numbers("ends", 3)[1]) < 1e-15


def test_one_number_of_a_thing_is_the_first_of_its_block() -> None:
    assert Streams(3, 4).uniform("misreading", "12") == Streams(3, 4).block("misreading", "12")[0]


def test_candidates_are_the_same_whoever_asked_before() -> None:
    alone, shared = Streams(3, 4), Streams(3, 4)
    list(islice(shared.candidates("cooling", 0.1), 50))
    assert list(islice(shared.candidates("cooling", 0.1), 70)) == list(
        islice(alone.candidates("cooling", 0.1), 70)
    )


def test_a_bound_only_scales_its_candidates() -> None:
    slow, quick = Streams(3, 4).candidates("cooling", 0.1), Streams(3, 4).candidates("cooling", 0.2)
    for (gap, limit), (shorter, higher) in islice(zip(slow, quick, strict=False), 40):
        assert gap == pytest.approx(2 * shorter)
        assert limit == pytest.approx(higher / 2)
        assert 0.0 < limit < 0.1


def test_what_is_kept_is_made_once() -> None:
    streams, made = Streams(3, 4), []

    def numbers() -> Iterator[int]:
        for number in range(1000):
            made.append(number)
            yield number

    assert list(islice(streams.shared_items("numbers", numbers), 100)) == list(
        islice(streams.shared_items("numbers", numbers), 100)
    )
    assert len(made) == len(set(made))
