"""The seats of a table that programs hold, beside people: looked at whenever time passes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from sim.domain.decisions.views import AnyView, Seat
from sim.errors import HotlineError
from sim.tabletop.game.acts import Act
from sim.tabletop.game.journal import Record
from sim.tabletop.game.table import Table
from sim.tabletop.programs.polled_seat import PolledSeat
from sim.tabletop.web.room import Room


class RoomGame:
    """The game of a room, as a program plays it: at the hour that the clocks show."""

    def __init__(self, room: Room) -> None:
        self._room = room

    @property
    def table(self) -> Table:
        """The table as it stands."""
        return self._room.game.table

    @property
    def standing(self) -> list[Record]:
        """The acts that count, in order."""
        return self._room.game.standing

    def play(self, act: Act, text: str = "") -> str:
        """Let an act happen, or say why not."""
        room = self._room
        room.catch_up()
        key = room.game.play(act, text)
        room.hour = room.game.table.session.now
        room.renew(room.game.records[-1])
        return key

    def words_of(self, record: Record) -> str:
        """What was written beside an act."""
        return self._room.game.words_of(record)


class ProgramSeats:
    """The programs of a room. They stand still while the game does."""

    def __init__(self, room: Room, programs: Mapping[Seat, str], limit: float) -> None:
        self._room = room
        self._seen = room.wall()
        self._table = room.game.table
        game = RoomGame(room)
        self._seats = [
            PolledSeat(game, seat, command, limit, partial(self._open_view, seat))
            for seat, command in programs.items()
        ]

    def start(self) -> None:
        """Start them, so that one that is not there is told before a link is given."""
        for one in self._seats:
            one.start()
            self._room.game.sit(one.seat, one.command)

    def look(self) -> bool:
        """Hear what they have said, and do it; whether anything has happened."""
        room = self._room
        passed, self._seen = room.wall() - self._seen, room.wall()
        if room.game.table is not self._table:  # something was taken back
            self._table = room.game.table
            for one in self._seats:
                one.restart()
        if room.fault or room.mode in ("paused", "blank", "over"):
            return False
        try:
            done = [room.safely(partial(one.look, passed)) for one in self._seats]
        except HotlineError:
            return room.renew()  # taken back, and the table stands: the page says why
        return any(done)

    def end(self) -> None:
        """Let them go."""
        why = "horizon" if self._room.game.table.session.over else "left"
        for one in self._seats:
            one.end("ended" if self._room.game.table.ended else why)

    @property
    def seats(self) -> Mapping[Seat, str]:
        """Where they sit, and what they are."""
        return {one.seat: one.command for one in self._seats}

    def _open_view(self, seat: Seat) -> AnyView | None:
        if self._room.game.table.over:
            return None
        found = self._room.seats[seat].question()
        return None if found is None else found[0]
