"""Events of a changing rate: a Poisson process of candidates of which each is kept or not."""

from __future__ import annotations

from collections.abc import Callable

from sim.engine.random_streams import Block, Streams
from sim.engine.scheduler import Kernel


class Thinned:
    """A Poisson process of candidates under way: each is kept or not at its time, by the rate at
    that time.
    """

    __slots__ = (
        "_act",
        "_block",
        "_bound",
        "_coming",
        "_env",
        "_later",
        "_limit",
        "_name",
        "_number",
        "_rate",
        "_streams",
    )

    def __init__(
        self,
        env: Kernel,
        streams: Streams,
        name: str,
        bound: float,
        rate: Callable[[], float],
        act: Callable[[str, Block], None],
    ) -> None:
        self._env = env
        self._streams = streams
        self._bound = bound
        self._later = env.later
        self._block = streams.block
        self._name = name
        self._coming = streams.candidates(name, bound)
        self._rate = rate
        self._act = act
        self._number = -1
        self._await()

    def _await(self) -> None:
        self._number += 1
        gap, self._limit = next(self._coming)
        self._later(gap, self._arrive)

    def turn(self) -> None:
        """The coming candidate is forgotten and waited for anew, by other chance: a Poisson process
        has no memory.
        """
        self._env.drop(self._arrive)
        self._coming = self._streams.candidates(self._name, self._bound)
        self._await()

    def _arrive(self) -> None:
        if self._limit < self._rate():
            number = str(self._number)
            self._act(number, self._block(self._name, number))
        self._await()
