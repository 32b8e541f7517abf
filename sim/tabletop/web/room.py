"""The room in which a game is played: acts one after the other, the clock, and a page for each.

Everything here happens in one thread, one thing after the other. What an act changes is on disk
before a page shows it; an act that goes wrong half-way is as if it had never been tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, TypeVar

from sim.domain.decisions.views import Seat
from sim.errors import HotlineError, UsageError
from sim.tabletop.game.acts import Act
from sim.tabletop.game.control_acts import FACILITATOR
from sim.tabletop.game.game import Game
from sim.tabletop.game.journal import Record
from sim.tabletop.web import pace, seat_desk
from sim.tabletop.web.control_desk import CONTROL
from sim.tabletop.web.control_page import ControlPage
from sim.tabletop.web.pace import Pace, unbroken_seconds
from sim.tabletop.web.parts import Part
from sim.tabletop.web.replies import DONE, REFUSED, Replies, Reply, acknowledgement
from sim.tabletop.web.requests import Request
from sim.tabletop.web.seat_page import SeatPage, head
from sim.tabletop.web.seating import attendants
from sim.tabletop.web.seating.attendants import Attendant, BesidePage

T = TypeVar("T")
#: Seconds after which what was pressed is not done any more without asking.
LATE: Final = 10.0
#: Seconds of running between two marks of the clock on disk, and between two looks at all pages.
_MARK: Final = 2.0
_LOOK: Final = 1.0


class Room:
    """A game that is played in browsers. ``wall`` is a clock in seconds that no one sets."""

    def __init__(
        self,
        game: Game,
        wall: Callable[[], float] = unbroken_seconds,
        beside: Sequence[Attendant] = (),
    ) -> None:
        self.game = game
        self.wall = wall
        self.pace = Pace(seen=wall())
        self.held = True
        self.fault = ""
        self.hour = game.table.session.now
        self.blank = self.acts_in_pause = False
        self.attendants = beside
        #: What leaders let their deputies do, and whether nobody is at a place.
        self.delegated: dict[Seat, tuple[str, ...]] = {}
        self.is_away: Callable[[str], bool] = lambda _: False
        self.limits: dict[Seat, float] = {}
        self._left: dict[Seat, tuple[str, float]] = {}
        #: Which line of the game it is, and when it began: acts for another are not taken.
        self.epoch = sum(record.do == "undo" for record in game.records)
        self.line_began = 0
        self._replies = Replies(game.records)
        self._marked = self._looked = self._began = self._ticked = wall()
        self.seats: dict[Seat, SeatPage] = {}
        self._sit_down()
        for record in game.records:
            self._remember(record)
        if game.standing:
            self.pace.stand(pace.REAL if self.blank else pace.OPENED_AGAIN)
        self.renew()

    def _remember(self, record: Record) -> None:
        """What was settled at the table before it was opened again."""
        match record.do:
            case "limit":
                self.limits[self.page_of(record.data["seat"]).seat] = record.data["minutes"] * 60.0
            case "delegate":
                self.delegated[self.page_of(record.data["seat"]).seat] = tuple(record.data["acts"])
            case "acts_in_pause":
                self.acts_in_pause = record.data["allowed"]
            case "blank":
                self.blank = record.data["blank"]
            case "clock":
                self.pace.factor = record.data.get("factor", self.pace.factor)

    def _sit_down(self) -> None:
        """Pages for all, from the beginning."""
        game = self.game
        self.seats = {seat: SeatPage(game, seat) for seat in game.table.opening.seats}
        self.beside = attendants.pages_beside(game, self.seats, self.attendants)
        self.control = ControlPage(game)

    # what pages show

    @property
    def pages(self) -> Mapping[str, SeatPage | BesidePage | ControlPage]:
        """The page of each place."""
        seats: dict[str, SeatPage | BesidePage | ControlPage] = dict(self.seats.items())
        return {**seats, **self.beside, FACILITATOR: self.control}

    @property
    def stamp(self) -> int:
        """Milliseconds since the room was opened: what was pressed carries it back."""
        return int((self.wall() - self._began) * 1000)

    @property
    def mode(self) -> str:
        """How the table stands: ``paused`` (by hand, or for a reason), ``waiting`` for a decision,
        ``running``, ``standing`` between two steps, ``over``; ``blank`` for something real.
        """
        if self.blank:
            return "blank"
        if self.game.table.over:
            return "over"
        if self.held:
            return "paused"
        if self.game.table.session.question is not None:
            return "waiting"
        return "running" if self.pace.runs else "standing"

    def clock(self, place: str) -> Part:
        """What the clock of a place shows."""
        capital = self.pages[place].capital
        said = {"mode": self.mode, "why": self.pace.why if self.held else ""}
        left = [left for seat, (_, left) in self._left.items() if seat == place]
        now = {**head(capital, self.hour), "left": max(left) if left else None}
        return {**said, **now, "factor": self.pace.factor, "hour": self.hour, "stamp": self.stamp}

    def renew(self, record: Record | None = None) -> bool:
        """Bring all pages up to date; whether any has changed."""
        self._looked = self.wall()
        changed = [page.renew(record) for page in self.seats.values()]
        changed += [page.renew(record) for page in self.beside.values()]
        return any([*changed, self.control.renew(self.limits, self.seats)])

    def page_of(self, seat: object) -> SeatPage:
        """The page of a seat with a person."""
        for role, page in self.seats.items():
            if role == seat:
                return page
        raise UsageError(f"there are seats for {' and '.join(self.seats)}; not {seat!r:.40}")

    def expect_no_blank(self) -> None:
        """Nothing is played while pages are blank."""
        if self.blank:
            raise UsageError(f"the game stands: {pace.REAL}")

    def expect_not_over(self) -> None:
        """Nothing is played, or settled for playing, once the game is over or pages are blank."""
        self.expect_no_blank()
        if self.game.table.over:
            raise UsageError("the game is over")

    # time

    def tick(self) -> bool:
        """Let as much of the game pass as has passed of the room; whether a page has changed."""
        if self.fault:
            return False
        try:
            return self._tick()
        except HotlineError:
            return self.renew()  # taken back, and the table stands: the page says why

    def _tick(self) -> bool:
        lapsed = self._watch_limits()
        passed = self.pace.hours_since(self.wall())
        session, table = self.game.table.session, self.game.table
        if not self.pace.runs and not self.held and self.pace.why:
            self.held = True
        if not passed or table.over or session.question is not None:
            return lapsed
        self.hour += passed
        due = session.control.next_at() <= self.hour
        if due or self.wall() - self._marked >= _MARK:
            self.safely(lambda: self._advance(self.hour))
        if self.wall() - self._looked >= _LOOK or due:
            return self.renew()
        return lapsed

    def _watch_limits(self) -> bool:
        """Let questions lapse for which the room's time is over; whether one did. A limit stands
        while the game is paused, or stands for another seat.
        """
        passed, self._ticked = self.wall() - self._ticked, self.wall()
        waits_for = self.game.table.session.question
        lapsed = False
        for seat, page in self.seats.items():
            key, limit = page.open_key, self.limits.get(seat, 0.0)
            known, left = self._left.pop(seat, ("", 0.0))
            if not key or not limit or self.game.table.over:
                continue
            left = left if known == key else limit
            stands = self.held or (waits_for is not None and waits_for.seat != seat)
            self._left[seat] = key, left - (0.0 if stands else min(passed, pace.MOST))
            if self._left[seat][1] <= 0.0:
                del self._left[seat]
                self.safely(partial(self._lapse, seat))
                lapsed = True
        return lapsed and self.renew()

    def _lapse(self, seat: Seat) -> None:
        self.catch_up()
        minutes = self.limits[seat] / 60.0
        why = f"the {minutes:g} minutes for it were over"
        self.game.play(Act(do="lapse", seat=seat, data={"why": why}), by="table")

    def _advance(self, to: float | None) -> None:
        self.game.play(Act(do="advance", data={"to": to}))
        self._marked = self.wall()
        self.hour = self.game.table.session.now

    def catch_up(self) -> None:
        """Bring the game to the hour that the clocks show."""
        if self.hour > self.game.table.session.now and not self.game.table.over:
            self._advance(self.hour)

    # acts

    def act(self, place: str, request: Request) -> Reply:
        """Let somebody act; what is sent again is not done again, and answered as before."""
        key = place, request.mark
        given = self._replies.given(key)
        if given is not None:
            return given
        reply = self._reply(place, request)
        # before a page is made of it: what has been done is not done again if that fails
        self._replies.keep(key, reply)
        if reply[0] == DONE:
            self.renew(self.game.records[-1])
        return reply

    def _reply(self, place: str, request: Request) -> Reply:
        try:
            self.safely(lambda: self._do(place, request))
        except HotlineError as error:
            return REFUSED, {"refused": str(error)}
        return acknowledgement(self.game.records[-1])

    def _do(self, place: str, request: Request) -> None:
        if self.fault:
            raise UsageError(f"the table is stuck: {self.fault}")
        if (self.stamp - request.stamp) / 1000.0 > LATE:
            raise UsageError("that was pressed too long ago, and has not been done; press again")
        if place == FACILITATOR:
            self._control(request)
        elif place in self.beside:
            attendants.attend(self, self.beside[place], request)
        elif request.do == "delegate":
            attendants.delegate(self, self.page_of(place), request)
        else:
            seat_desk.play(self, self.page_of(place), request)

    def _control(self, request: Request) -> None:
        if request.do not in CONTROL:
            raise UsageError(f"there is no {request.do}: there are {', '.join(CONTROL)}")
        CONTROL[request.do](self, request)
        self.hour = max(self.hour, self.game.table.session.now)

    def safely(self, act: Callable[[], T]) -> T:
        """Do something; where it fails half-way the world is again what the journal says."""
        try:
            return act()
        except UsageError:
            raise
        except Exception as error:
            self.stop(f"something went wrong, and was taken back: {error}")
            self._restore()
            if not isinstance(error, HotlineError):
                raise UsageError("something went wrong, and was taken back") from error
            raise

    def _restore(self) -> None:
        """The world as the journal has it. Where even that fails nothing more is done here: an act
        on half a world would make a journal that nobody can read.
        """
        self.fault = "close it, and open it again"
        self.game.restore()
        self._begin_anew()
        self.renew()
        self.fault = ""

    def begin_line(self) -> None:
        """Go on after something has been taken back: what pages showed counts no more."""
        self.epoch += 1
        self.line_began = self.stamp
        self._begin_anew()

    def _begin_anew(self) -> None:
        self.hour = self.game.table.session.now
        self._left = {}
        self._sit_down()

    def stop(self, why: str) -> None:
        """The game stands until somebody lets it go on."""
        self.held = True
        self.pace.stand(why)
