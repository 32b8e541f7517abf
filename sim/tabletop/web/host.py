"""The room among many connections: one thread has the game, and rings when there is news."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Final, TypeVar

from sim.tabletop.game.control_acts import FACILITATOR
from sim.tabletop.web import pace
from sim.tabletop.web.pace import TICK
from sim.tabletop.web.parts import Part
from sim.tabletop.web.replies import DONE, Reply
from sim.tabletop.web.requests import Request
from sim.tabletop.web.room import Room
from sim.tabletop.web.seating.program_seats import ProgramSeats

T = TypeVar("T")
#: Streams that one place may have open, and acts that it may send in a second.
STREAMS: Final = 40
ACTS: Final = 20
#: Seconds without a beat of any page after which a line is lost, somebody has left, and the game
#: does not go on without its facilitator.
LOST: Final = 25.0
GONE: Final = 60.0
TOO_MANY: Final = 429
#: Where a deputy acts for the leader.
AWAY: Final = ("nobody has come yet", "has left")


class Host:
    """Lets acts in one by one, and wakes whoever waits for what follows from them."""

    def __init__(self, room: Room, programs: ProgramSeats) -> None:
        self.room = room
        self.programs = programs
        room.is_away = lambda place: self.presence(place) in AWAY
        self.closed = self._left = False
        self.versions: Counter[str] = Counter()
        self.streams: Counter[str] = Counter()
        #: The last frame of each kind that a place was sent, and what it was made of.
        self.latest: dict[tuple[str, str], tuple[object, bytes]] = {}
        self._bells: set[asyncio.Event] = set()
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="game")
        self._acts: dict[str, list[float]] = {}
        self._here: dict[str, dict[str, tuple[float, bool]]] = {}

    async def call(self, act: Callable[[], T]) -> T:
        """Do something with the game, when its turn comes."""
        return await asyncio.get_running_loop().run_in_executor(self._hand, act)

    async def act(self, place: str, request: Request) -> Reply:
        """Let somebody act; the reply comes once it is on disk."""
        if not self._in_time(place):
            return TOO_MANY, {"refused": f"more than {ACTS} acts in a second; press again"}
        before = self._states()
        status, said = await self.call(lambda: self.room.act(place, request))
        if status == DONE or self.room.held:
            self._ring(before)
        return status, said

    async def run(self) -> None:
        """Let time pass until the room is closed."""
        while not self.closed:
            await asyncio.sleep(TICK)
            before = self._states()
            clock = self.room.mode, self.room.hour
            changed = await self.call(self._tick)
            if changed or clock != (self.room.mode, self.room.hour):
                self._ring(before)
        self.close()

    def _tick(self) -> bool:
        """Let time pass; a game that runs by itself does not go on without its facilitator."""
        if self.room.mode == "running" and self.presence(FACILITATOR) == "has left":
            self.room.stop(pace.UNWATCHED)
        ticked = self.room.tick()
        return self.programs.look() or ticked

    def clock(self, place: str) -> Part:
        """What the clock of a place shows; the facilitator is told as well who is here."""
        said = self.room.clock(place)
        if place != FACILITATOR:
            return said
        here = {one: self.presence(one) for one in self.room.seats}
        by_program = {seat: f"played by {program}" for seat, program in self.programs.seats.items()}
        return {**said, "here_now": {**here, **by_program}}

    def beat(self, place: str, page: str, *, hidden: bool) -> None:
        """A page says that its person is there, or has another window in front."""
        now = monotonic()
        pages = {key: one for key, one in self._here.get(place, {}).items() if now - one[0] < GONE}
        if page in pages or len(pages) < STREAMS:
            self._here[place] = {**pages, page: (now, hidden)}

    def presence(self, place: str) -> str:
        """Whether somebody is at a place, by what the pages there have said."""
        pages = self._here.get(place, {}).values()
        if not pages:
            return "nobody has come yet"
        last = monotonic() - max(at for at, _ in pages)
        if last > GONE:
            return "has left"
        if last > LOST:
            return "the line is lost"
        return "in another window" if all(hidden for _, hidden in pages) else "here"

    def close(self) -> None:
        """End all streams; what is under way is finished first."""
        self.closed = True
        for bell in tuple(self._bells):
            bell.set()

    def leave(self) -> None:
        """Let go of the game, and of the programs at its table."""
        if not self._left:
            self._hand.submit(self.programs.end)
        self._left = True
        self._hand.shutdown(wait=True)

    def hang(self, bell: asyncio.Event) -> None:
        """Ring this bell too, from now on."""
        self._bells.add(bell)

    def take_down(self, bell: asyncio.Event) -> None:
        """Ring it no more."""
        self._bells.discard(bell)

    def _states(self) -> dict[str, object]:
        return {place: page.state for place, page in self.room.pages.items()}

    def _ring(self, before: dict[str, object]) -> None:
        """Wake all streams; the state of a place is sent where it is another than before."""
        for place, page in self.room.pages.items():
            if page.state != before.get(place):
                self.versions[place] += 1
        for bell in tuple(self._bells):
            bell.set()

    def _in_time(self, place: str) -> bool:
        now = monotonic()
        recent = [at for at in self._acts.get(place, ()) if now - at < 1.0]
        self._acts[place] = [*recent, now]
        return len(recent) < ACTS
