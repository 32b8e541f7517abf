"""Random numbers that depend on what they decide, and on nothing else.

The law: a draw is a function of (seed, replication, name, draw key). The name says what is decided
("misreading"), the draw key what it belongs to ("message 12"). Arm, order of calls, process and
machine are not in the key, so the same replication in two arms is the same world until a decision
differs, and a draw that one arm skips shifts no other.

The key is the text ``<kind>/<seed>/<replication>/<length of name>:<name><draw key>`` in UTF-8; the
length keeps apart what would run together. One 64-byte BLAKE2b digest of it is read as eight
little-endian integers x of 64 bits, and ``((x >> 12) + 1/2) / 2**52`` is a uniform number inside
the open interval (0, 1). Kind is ``b`` for the block of a draw key, ``s`` for an endless sequence
(the draw key is the number of the block), ``n`` for long runs of numbers, where the digest seeds
Python's Mersenne twister, whose ``random()`` is the same on all versions and platforms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import accumulate, chain, count, islice
from math import log
from random import Random
from struct import Struct
from typing import Any, Final, Generic, TypeVar

from sim.domain.distributions.families import Law, exponential, sampler

#: Eight uniform numbers, those of one digest.
Block = tuple[float, float, float, float, float, float, float, float]

#: A candidate of a thinned process: hours since the last, and the rate up to which it comes to
#: nothing.
Candidate = tuple[float, float]
T = TypeVar("T")

_EIGHT = Struct("<8Q").unpack
_CELL = 2.0**-52
_TINY = 2.0**-54
_RUN = 32
_BATCH: Final = 16


class Streams:
    """All random numbers of one replication. Arms may share the object: what is drawn twice is
    computed once.
    """

    __slots__ = ("_blocks", "_firsts", "_kept", "_root", "_runs", "_traffic", "replication", "seed")

    def __init__(self, seed: int, replication: int) -> None:
        self.seed = seed
        self.replication = replication
        self._root = f"{seed}/{replication}"
        self._blocks: dict[tuple[str, str], Block] = {}
        self._firsts: dict[tuple[str, str], float] = {}
        self._runs: dict[str, Run] = {}
        self._traffic: dict[tuple[str, float, Law], Traffic] = {}
        self._kept: dict[object, Kept[Any]] = {}

    def block(self, name: str, draw_key: str = "") -> Block:
        """Eight uniform numbers for what a draw key names."""
        key = name, draw_key
        cached = self._blocks.get(key)
        if cached is None:
            cached = self._blocks[key] = _uniform(self._digest("b", name, draw_key))
        return cached

    def uniform(self, name: str, draw_key: str = "") -> float:
        """The first number of the block, where one is enough."""
        key = name, draw_key
        cached = self._firsts.get(key)
        if cached is None:
            first = int.from_bytes(self._digest("b", name, draw_key)[:8], "little")
            cached = self._firsts[key] = ((first >> 12) + 0.5) * _CELL
        return cached

    def sequence(self, name: str) -> Iterator[float]:
        """An endless stream of uniform numbers, from the beginning."""
        for number in count():
            yield from _uniform(self._digest("s", name, str(number)))

    def numbers(self, name: str, n: int) -> list[float]:
        """The first ``n`` numbers (at least) of a long run; do not change the list."""
        run = self._runs.get(name)
        if run is None:
            run = self._runs[name] = Run(self._digest("n", name, ""))
        return run.first(n)

    def routine(self, desk: str, rate: float, work: Law) -> Iterator[tuple[float, float]]:
        """Routine items of a desk, (hour of arrival, hours of work), from hour 0 without end: a
        Poisson stream.

        Rate (per hour, above zero) and law only scale what chance gives: the n-th item of a desk
        has the same luck under any rate and law.
        """
        key = desk, rate, work
        traffic = self._traffic.get(key)
        if traffic is None:
            traffic = self._traffic[key] = Traffic(self, desk, rate, work)
        return chain.from_iterable(traffic.blocks())

    def candidates(self, name: str, bound: float) -> Iterator[Candidate]:
        """Candidates of a Poisson process at ``bound`` per hour, from the first: two numbers of a
        sequence for each.
        """
        return self.shared_items((name, bound), lambda: _candidates(self, name, bound))

    def shared_items(self, key: object, make: Callable[[], Iterator[T]]) -> Iterator[T]:
        """The items of an endless iterator, from the first; all who ask with the same key share the
        work of making them.

        They must follow from chance and from what the key tells, and from nothing else.
        """
        shared: Kept[T] | None = self._kept.get(key)
        if shared is None:
            shared = self._kept[key] = Kept(make())
        return iter(shared)

    def turn(self, branch: str) -> None:
        """From now on draw from other chance, that of a branch. The blocks of things that have been
        drawn stay: they are the past. Runs, traffic and whatever is kept ahead begin anew.
        """
        self._root = f"{self.seed}/{self.replication}~{branch}"
        self._runs, self._traffic, self._kept = {}, {}, {}

    def _digest(self, kind: str, name: str, draw_key: str) -> bytes:
        key = f"{kind}/{self._root}/{len(name)}:{name}{draw_key}"
        return blake2b(key.encode()).digest()


class Kept(Generic[T]):
    """Items that are made as far as somebody asks, and kept for who asks next."""

    __slots__ = ("_batches", "_source")

    def __init__(self, source: Iterator[T]) -> None:
        self._source = source
        self._batches: list[list[T]] = []

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self._all())

    def _all(self) -> Iterator[list[T]]:
        for number in count():
            if number == len(self._batches):
                self._batches.append(list(islice(self._source, _BATCH)))
            yield self._batches[number]


class Run:
    """A long run of uniform numbers, drawn as far as asked."""

    __slots__ = ("_drawn", "_random")

    def __init__(self, digest: bytes) -> None:
        self._random = Random(int.from_bytes(digest, "little")).random
        self._drawn: list[float] = []

    def first(self, n: int) -> list[float]:
        """The first ``n`` numbers, and perhaps more."""
        short = n - len(self._drawn)
        if short > 0:
            draw = self._random
            self._drawn += [draw() or _TINY for _ in range(short)]
        return self._drawn


class Traffic:
    """The routine items of one desk under one rate and one law, made block by block and kept for
    all arms.
    """

    __slots__ = ("_arrivals", "_blocks", "_clock", "_draw", "_rate", "_streams", "_works")

    def __init__(self, streams: Streams, desk: str, rate: float, work: Law) -> None:
        self._streams = streams
        self._arrivals = f"routine arrivals at {desk}"
        self._works = f"routine work at {desk}"
        self._rate = rate
        self._draw = sampler(work)
        self._clock = 0.0  # arrival of the last item, in mean gaps between arrivals
        self._blocks: list[list[tuple[float, float]]] = []

    def blocks(self) -> Iterator[list[tuple[float, float]]]:
        """All blocks of items, from the first."""
        for number in count():
            if number == len(self._blocks):
                self._blocks.append(self._block(number * _RUN))
            yield self._blocks[number]

    def _block(self, first: int) -> list[tuple[float, float]]:
        last = first + _RUN
        gaps = map(exponential, self._streams.numbers(self._arrivals, last)[first:last])
        clocks = list(accumulate(gaps, initial=self._clock))[1:]
        self._clock = clocks[-1]
        works = map(self._draw, self._streams.numbers(self._works, last)[first:last])
        return [(clock / self._rate, work) for clock, work in zip(clocks, works, strict=True)]


def _candidates(streams: Streams, name: str, bound: float) -> Iterator[Candidate]:
    luck = streams.sequence(name)
    for gap, chance in zip(luck, luck, strict=False):  # one and the same: by twos
        yield -log(gap) / bound, chance * bound


def _uniform(digest: bytes) -> Block:
    a, b, c, d, e, f, g, h = _EIGHT(digest)
    return (
        ((a >> 12) + 0.5) * _CELL,
        ((b >> 12) + 0.5) * _CELL,
        ((c >> 12) + 0.5) * _CELL,
        ((d >> 12) + 0.5) * _CELL,
        ((e >> 12) + 0.5) * _CELL,
        ((f >> 12) + 0.5) * _CELL,
        ((g >> 12) + 0.5) * _CELL,
        ((h >> 12) + 0.5) * _CELL,
    )
