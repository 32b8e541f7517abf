"""What a page hears: each entry once, by number, and beside them the clock and the state of things.

An entry has the number of the seat's own, so whoever comes back says the last one that he had, and
misses nothing and hears nothing twice, even if the server was killed meanwhile. Clock and state
have none: only the latest counts, and a slow reader is spared the others.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from re import ASCII
from re import compile as pattern
from time import monotonic
from typing import Any, Final

from sim.tabletop.game.control_acts import FACILITATOR
from sim.tabletop.web.host import Host

#: Seconds after which a line is sent that says no more than that there is one.
BEAT: Final = 10.0
#: Seconds between two frames of the clock while nothing else happens.
_CLOCK: Final = 1.0
_POINT: Final = pattern(r"(\d{1,6})\.(\d{1,9})", ASCII)


@dataclass(frozen=True, slots=True)
class Point:
    """A point in a stream: which line of the game, and the last entry of it that was had."""

    epoch: int
    number: int


def point(text: str) -> Point | None:
    """The point that a page says that it has come to."""
    found = _POINT.fullmatch(text)
    return None if found is None else Point(int(found[1]), int(found[2]))


def frame(event: str, content: Any, number: str = "") -> bytes:  # noqa: ANN401 - what JSON can hold
    """A frame of a stream. JSON of ASCII has no line ends of its own."""
    head = f"id: {number}\n" if number else ""
    return f"{head}event: {event}\ndata: {json.dumps(content, allow_nan=False)}\n\n".encode("ascii")


def made(host: Host, place: str, event: str, content: object, number: str = "") -> bytes:
    """The same frame, made once for all the pages of a place."""
    found = host.latest.get((place, event))
    if found is None or found[0] is not content:
        found = host.latest[place, event] = content, frame(event, content, number)
    return found[1]


async def frames(host: Host, place: str, since: Point | None) -> AsyncIterator[bytes]:
    """All that a place hears from a point on; ends when the table closes."""
    hearing = _Hearing(host, place)
    host.hang(hearing.bell)
    host.streams[place] += 1
    try:
        if since is not None and not hearing.go_on_from(since):
            yield frame("reset", {})
        while not host.closed:
            hearing.bell.clear()
            for one in hearing.news():
                yield one
            if not await _rings(hearing.bell):
                yield frame("beat", {"stamp": host.room.stamp})
        yield frame("closed", {})
    finally:
        host.take_down(hearing.bell)
        host.streams[place] -= 1


def news_by_now(host: Host, place: str, since: Point | None) -> bytes:
    """The same for a page that asks now and then, as its browser has too many streams open."""
    hearing = _Hearing(host, place)
    goes_on = since is None or hearing.go_on_from(since)
    return b"".join([*([] if goes_on else [frame("reset", {})]), *hearing.news()])


class _Hearing:
    """How far one stream has come."""

    __slots__ = ("_clock", "_epoch", "_host", "_mode", "_number", "_place", "_version", "bell")

    def __init__(self, host: Host, place: str) -> None:
        self._host = host
        self._place = place
        self._epoch = host.room.epoch
        self._number = 0
        self._version = -1
        self._mode = ""
        self._clock = 0.0
        self.bell = asyncio.Event()

    def go_on_from(self, since: Point) -> bool:
        """Go on after an entry, if it is one of this line of the game."""
        room = self._host.room
        if since.epoch != room.epoch or since.number > room.pages[self._place].total:
            return False
        self._number = since.number
        return True

    def news(self) -> Iterator[bytes]:
        """The entries, state and clock that have not been heard."""
        host, page, place = self._host, self._host.room.pages[self._place], self._place
        if self._epoch != host.room.epoch:
            self._epoch, self._number, self._version = host.room.epoch, 0, -1
            yield frame("reset", {})
        if host.room.blank and place != FACILITATOR:
            yield from self._clock_frame()
            return
        for item in page.after(self._number):
            self._number = item["n"]
            yield made(host, place, "entry", item, f"{host.room.epoch}.{self._number}")
        if self._version != host.versions[place]:
            self._version = host.versions[place]
            yield made(host, place, "state", page.state)
        yield from self._clock_frame()

    def _clock_frame(self) -> Iterator[bytes]:
        host = self._host
        if self._mode != host.room.mode or monotonic() - self._clock >= _CLOCK:
            self._mode, self._clock = host.room.mode, monotonic()
            yield frame("clock", host.clock(self._place))


async def _rings(bell: asyncio.Event) -> bool:
    """Whether there was news before the next beat was due."""
    try:
        await asyncio.wait_for(bell.wait(), BEAT)
    except TimeoutError:
        return False
    return True
