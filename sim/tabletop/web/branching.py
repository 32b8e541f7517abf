"""Other lines of a game: what has happened is taken back, or a copy goes on from an earlier act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.errors import UsageError
from sim.tabletop.game.acts import Act
from sim.tabletop.game.branches import branch_folder
from sim.tabletop.game.journal import Record
from sim.tabletop.web import pace
from sim.tabletop.web.requests import Request

if TYPE_CHECKING:
    from sim.tabletop.web.room import Room

#: Whether chance goes on as it did, which those who have seen it know, or is drawn anew.
LUCKS: Final = ("new", "same")


def take_back(room: Room, request: Request, by: dict[str, str]) -> None:
    """Take back an act and all that followed it. The seats are told, and the table stands."""
    room.expect_not_over()
    if not room.held:
        raise UsageError("pause the game first: nobody acts while something is taken back")
    record, anew = _record(room, request), _is_anew(request)
    number = len(room.game.records)
    room.game.take_back(record)
    room.begin_line()
    date = room.control.capital.date(room.hour)
    if anew:
        room.game.play(Act(do="turn", data={"branch": f"line-{number}"}))
    said = (
        f"What has happened since {date} is taken back, and is played otherwise from there."
        f"{' Chance is another from there on.' if anew else ''}"
    )
    room.game.play(Act(do="broadcast", data={"to": "all"}), said, **by)
    room.stop(pace.TAKEN_BACK)


def fork(room: Room, request: Request, by: dict[str, str]) -> None:
    """Copy the game up to an act into a folder of its own, where others can go on with it."""
    room.expect_no_blank()
    record, anew = _record(room, request), _is_anew(request)
    to = branch_folder(room.game, record, f"line-{len(room.game.records)}" if anew else "")
    room.game.remark("fork", {"to": to.name, "before": record.n}, **by)
    room.control.forks.append(to.name)


def _record(room: Room, request: Request) -> Record:
    """The act before which another line begins."""
    number = request.data.get("before")
    found = next((one for one in room.game.standing if one.n == number), None)
    if found is None:
        raise UsageError("there is no act of that number that counts; look at the list anew")
    return found


def _is_anew(request: Request) -> bool:
    luck = request.data.get("luck", LUCKS[0])
    if luck not in LUCKS:
        raise UsageError(f"luck is {' or '.join(LUCKS)}")
    return str(luck) == LUCKS[0]
