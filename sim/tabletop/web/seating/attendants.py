"""Who sits beside a seat, each by a link of their own: observers, who see what it sees and do
nothing, and deputies, who propose, and act for it where its leader lets them, or is away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from sim.domain.decisions.views import SEATS, Seat
from sim.errors import UsageError, did_you_mean
from sim.output.words import as_list
from sim.tabletop.game.game import Game
from sim.tabletop.game.journal import Record
from sim.tabletop.seat.capital import Capital
from sim.tabletop.web import seat_desk
from sim.tabletop.web.parts import Entry, Part, SeatState
from sim.tabletop.web.requests import Request
from sim.tabletop.web.seat_page import SeatPage

if TYPE_CHECKING:
    from sim.tabletop.web.room import Room

#: What everybody sees: neither the allies' own, nor the adversary's.
PUBLIC: Final = "public"
SIGHTS: Final = (*SEATS, PUBLIC)
#: What a leader may let a deputy do without asking, by seat; the gravest acts stay the leader's.
_OF_ALLY: Final = ("answer", "write", "share", "ask", "clarify", "call_back")
DELEGABLE: Final[Mapping[Seat, Sequence[str]]] = MappingProxyType(
    {
        "frontline": _OF_ALLY,
        "patron": ("answer", "write", "share", "call_back"),
        "adversary": ("answer", "provoke"),
        "region": ("answer", "mediate", "warn"),
    }
)
#: Proposals that a page shows.
_LATEST: Final = 5


@dataclass(frozen=True, slots=True)
class Attendant:
    """Somebody beside a seat, or among the public."""

    kind: Literal["observer", "deputy"]
    beside: str

    @property
    def place(self) -> str:
        """By what addresses and links call it."""
        return f"{self.kind}-{self.beside}"

    @property
    def sight(self) -> Seat:
        """Whose sight it is; the region sees what is public."""
        return next((seat for seat in SEATS if seat == self.beside), "region")


def attendants(
    observers: Sequence[str], deputies: Sequence[str], seats: Sequence[Seat]
) -> tuple[Attendant, ...]:
    """Those who are to sit beside others; ``seats`` are those with people."""
    for sight in observers:
        if sight not in SIGHTS:
            near = did_you_mean(sight, SIGHTS)
            raise UsageError(f"--observer {sight}: there are {as_list(SIGHTS)}. {near}".rstrip())
    for seat in deputies:
        if seat not in seats:
            near = did_you_mean(seat, seats)
            there = f"people sit with the {as_list(list(seats))}" if seats else "no person sits"
            raise UsageError(f"--deputy {seat}: {there}. {near}".rstrip())
    return (
        *(Attendant("observer", sight) for sight in dict.fromkeys(observers)),
        *(Attendant("deputy", seat) for seat in dict.fromkeys(deputies)),
    )


class BesidePage:
    """The page of an attendant: that of the seat, without what only its leader has."""

    __slots__ = ("_is_own", "page", "who")

    def __init__(self, who: Attendant, page: SeatPage, *, is_own: bool) -> None:
        self.who = who
        self.page = page
        #: Whether nobody else brings the page up to date.
        self._is_own = is_own

    @property
    def capital(self) -> Capital:
        """Where it is."""
        return self.page.capital

    @property
    def name(self) -> str:
        """Who sits there, in words."""
        if self.who.beside == PUBLIC:
            return "the public"
        return f"{self.who.kind} of {self.capital.us}"

    @property
    def items(self) -> list[Entry]:
        """The entries that the seat sees."""
        return self.page.items

    @property
    def total(self) -> int:
        """The number of the latest entry."""
        return self.page.total

    def after(self, number: int) -> list[Entry]:
        """The entries that come after one of a number."""
        return self.page.after(number)

    def renew(self, record: Record | None = None) -> bool:
        """Go on with what has been seen since."""
        return self._is_own and self.page.renew(record)

    @property
    def state(self) -> SeatState:
        """What it shows beside its entries."""
        state = self.page.state
        if self.who.kind == "deputy" or not state:
            return state
        asked = state["question"]
        public = self.who.beside == PUBLIC
        told = [] if asked is None or public else [f"asked: {asked['title']}"]
        return {
            **state,
            "question": None,
            "may": [],
            "partners": [],
            "sent": [{**one, "may_call_back": False} for one in state["sent"]],
            "under_way": [*state["under_way"], *told],
        }


def pages_beside(
    game: Game, seats: Mapping[Seat, SeatPage], who: Sequence[Attendant]
) -> dict[str, BesidePage]:
    """The page of each attendant. A sight at which nobody sits has a page of its own."""
    found: dict[str, BesidePage] = {}
    for one in who:
        public = one.beside == PUBLIC
        page = None if public else seats.get(one.sight)
        is_own = page is None
        page = page or SeatPage(game, one.sight, public=public)
        found[one.place] = BesidePage(one, page, is_own=is_own)
    for record in game.records:
        note_proposal(game, seats, record)
    return found


def note_proposal(game: Game, seats: Mapping[Seat, SeatPage], record: Record) -> None:
    """Put what a deputy has proposed on the page of the seat."""
    page = next((one for seat, one in seats.items() if seat == record.data.get("seat")), None)
    if record.do == "propose" and page is not None:
        said: Part = {"date": page.capital.date(record.at), "text": game.words_of(record)}
        page.proposals = [*page.proposals, said][-_LATEST:]


def attend(room: Room, page: BesidePage, request: Request) -> None:
    """An act of an attendant."""
    who = page.who
    if who.kind == "observer":
        raise UsageError("an observer looks on, and does nothing")
    room.expect_not_over()
    if request.do == "propose":
        if not request.text.strip():
            raise UsageError("what is proposed has words")
        data = {"seat": who.sight}
        room.game.remark("propose", data, request.text, mark=request.mark, by=who.place)
        note_proposal(room.game, room.seats, room.game.records[-1])
        return
    if request.do not in room.delegated.get(who.sight, ()) and not room.is_away(who.sight):
        raise UsageError("your leader has not let you do that, and is here: propose it")
    seat_desk.play(room, page.page, request, by=who.place)


def delegate(room: Room, page: SeatPage, request: Request) -> None:
    """What a leader lets the deputy do without asking, from now on."""
    acts, may = request.data.get("acts"), DELEGABLE[page.seat]
    if not isinstance(acts, list) or not all(one in may for one in acts):
        raise UsageError(f"a deputy may be let {', '.join(may)}, and nothing else")
    data = {"seat": page.seat, "acts": acts}
    room.game.remark("delegate", data, mark=request.mark, by=page.seat)
    room.delegated[page.seat] = tuple(acts)


def told_of(who: Sequence[Attendant]) -> Iterator[tuple[str, str]]:
    """Each place with what its link is for."""
    for one in who:
        if one.kind == "deputy":
            yield (one.place, f"proposes to the {one.beside}, acts where it is let or in absence")
        else:
            sees = "what is public" if one.beside == PUBLIC else f"what the {one.beside} sees"
            yield one.place, f"{sees}, and nothing to press"
