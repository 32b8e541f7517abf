"""A table at which anything may be pressed in any order, and what must hold after it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from sim.domain.events import Injected
from sim.engine.session import Session
from sim.tabletop.game import acts
from sim.tabletop.game.acts import ACTS, Act
from sim.tabletop.game.control_acts import FACILITATOR
from sim.tabletop.game.game import Game, read_game
from sim.tabletop.game.journal import Record, in_force
from sim.tabletop.web.replies import DONE, Reply
from sim.tabletop.web.requests import Request
from sim.tabletop.web.room import Room
from tests.tabletop.web.browsers import Wall, card_at

#: What is done to a game that is over, or blank, and changes nothing in its world.
QUIET = {"note", "blank", "lift"}


class Pressed:
    """A room, what was acknowledged in it, and which injects must not happen by themselves."""

    def __init__(self, new_game: Path) -> None:
        self.folder = Path(shutil.copytree(new_game, Path(mkdtemp()) / "game"))
        self.wall = Wall()
        self.marks = count(1)
        self.done: dict[tuple[str, str], tuple[Request, Reply]] = {}
        #: After which record which injects must not happen by themselves.
        self.bars: list[tuple[int, frozenset[str]]] = [(0, frozenset())]
        self.open()

    def open(self) -> None:
        """Open the table, as it lies on disk."""
        self.game = Game(self.folder)
        self.room = Room(self.game, self.wall)

    @property
    def records(self) -> list[Record]:
        """The journal."""
        return self.game.records

    @property
    def barred(self) -> frozenset[str]:
        """The injects that must not happen by themselves."""
        return self.bars[-1][1]

    def bar(self, name: str) -> None:
        """An inject has been held, or left out."""
        self.bars.append((self.records[-1].n, self.barred | {name}))

    def free(self, name: str) -> None:
        """It may happen again."""
        self.bars.append((self.records[-1].n, self.barred - {name}))

    def take_back(self, before: int, luck: str) -> None:
        """The facilitator takes an act back."""
        if self.control("take_back", before=before, luck=luck):
            self.bars = [one for one in self.bars if one[0] < before]

    @property
    def injects(self) -> list[str]:
        """Which injects have happened, in order."""
        log = self.game.table.session.log
        return [event.name for _, event in log if isinstance(event, Injected)]

    def press(self, place: str, do: str, text: str = "", **data: Any) -> bool:  # noqa: ANN401
        """Somebody acts on a page that has shown everything; whether it was done."""
        page, seat = self.room.pages[place], data.get("seat", place)
        request = Request(
            mark=f"pressed-{next(self.marks)}",
            do=do,
            data=data,
            text=text,
            seen=page.total,
            stamp=self.room.stamp,
            question=self.question(seat),
        )
        before, stood, digest = len(self.records), self.room.mode, self.game.table.digest
        reply = self.room.act(place, request)
        new = self.records[before:]
        if reply[0] == DONE:
            self.done[place, request.mark] = request, reply
            self._expect_allowed(stood, do)
            return True
        assert {one.do for one in new} <= {"advance"}, f"{do} was refused: {reply}"
        if stood not in ("running", "standing"):
            assert (new, self.game.table.digest) == ([], digest), f"{do} was refused: {reply}"
        return False

    def control(self, do: str, text: str = "", **data: Any) -> bool:  # noqa: ANN401
        """The facilitator acts."""
        return self.press(FACILITATOR, do, text, **data)

    def question(self, place: str) -> str:
        """The key of what a place is asked."""
        found = card_at(self.room, place)
        return found["key"] if found else ""

    def _expect_allowed(self, stood: str, do: str) -> None:
        """That a game which is over, or blank, takes no act of its world."""
        if stood == "over":
            assert do in {*QUIET, "fork"}, f"{do} after the end"
        if stood == "blank":
            assert do in {*QUIET, "end"}, f"{do} while pages are blank"

    def again(self, key: tuple[str, str]) -> None:
        """What was sent is sent once more."""
        request, reply = self.done[key]
        before = list(self.records)
        assert self.room.act(key[0], request) == reply
        assert self.records == before

    def pass_time(self, seconds: float) -> None:
        """Time passes in the room."""
        stood, hour, before = self.room.mode, self.room.hour, len(self.records)
        self.wall.now += seconds
        self.room.tick()
        new = {one.do for one in self.records[before:]}
        assert new <= {"advance", "lapse"}
        if stood != "running":
            assert self.room.hour == hour, f"{stood}, and time has passed"
            assert new <= {"lapse"}
        if stood in ("paused", "over", "blank"):
            assert not new, stood

    # what goes wrong

    @contextmanager
    def disk_full(self) -> Iterator[None]:
        """Nothing reaches the disk."""

        def full(_descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        with self._taken_back("os.fdatasync", full):
            yield

    @contextmanager
    def breaking(self) -> Iterator[None]:
        """An act happens in the world, and then there is an error."""
        broken: list[str] = []

        def half(session: Session, act: Act) -> str:
            done = carry_out(session, act)
            if not broken:
                broken.append(act.do)
                raise ZeroDivisionError
            return done

        carry_out = acts.carry_out

        with self._taken_back("sim.tabletop.game.table.carry_out", half):
            yield

    @contextmanager
    def _taken_back(self, what: str, broken: Callable[..., object]) -> Iterator[None]:
        """While something is broken nothing is done, and afterwards all is as it was."""
        journal = (self.folder / "journal.jsonl").read_bytes()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(what, broken)
            yield
        assert (self.folder / "journal.jsonl").read_bytes() == journal

    def kill(self, torn: bytes) -> None:
        """The process is killed while it writes a line, and the table is opened again."""
        blank, acts_in_pause, over = self.room.blank, self.room.acts_in_pause, self.mode == "over"
        self.game._journal.close()
        with (self.folder / "journal.jsonl").open("ab") as file:
            file.write(torn)
        last = self.records[-1]
        self.open()
        assert self.records[-1] == last
        assert (self.room.blank, self.room.acts_in_pause) == (blank, acts_in_pause)
        assert self.mode in {"blank", "paused"} if not over or blank else {"over"}
        for key in list(self.done)[-3:]:
            self.again(key)

    @property
    def mode(self) -> str:
        """How the table stands."""
        return self.room.mode

    # what must hold

    def check(self) -> None:
        """What holds after whatever was pressed."""
        self._check_journal()
        happened = self.injects
        assert len(happened) == len(set(happened)), "an inject has happened twice"
        assert not self.barred & set(happened), "an inject happened that is held or left out"
        slots = self.game.table.session.control.injects.slots
        assert {name for name, one in slots.items() if one.standing == "done"} == set(happened)
        assert self.room.hour >= self.game.table.session.now
        for page in self.room.seats.values():
            numbers = [item["n"] for item in page.items]
            assert numbers == sorted(set(numbers))

    def _check_journal(self) -> None:
        """Each act once, in order, at hours that never go back, and none after the end."""
        hours = [one.at for one in in_force(self.records)]
        assert hours == sorted(hours)
        if self.game.standing:
            assert self.game.table.digest == self.game.standing[-1].digest
        marks = [(one.by or one.seat, one.mark) for one in self.records if one.mark]
        assert len(marks) == len(set(marks))
        assert set(marks) == self.done.keys()
        for (place, mark), (request, (_, said)) in self.done.items():
            record = self.records[said["n"] - 1]
            assert (record.mark, record.at) == (mark, said["at"]), (place, request.do)
        ends = [one.n for one in self.game.standing if one.do == "end"]
        assert not any(one.do in ACTS and one.n > n for one in self.game.standing for n in ends)

    def check_copy(self, before: int) -> None:
        """That a copy of the game is what the game was before an act."""
        copy = read_game(self.folder.with_name(self.room.control.forks[-1]))
        then = [one for one in in_force(self.records[: before - 1]) if one.do in ACTS]
        made = [one for one in copy.standing if one.n < before]
        assert [(one.n, one.digest) for one in made] == [(one.n, one.digest) for one in then]

    def close(self) -> None:
        """The game is left, and is the same when it is read."""
        digest, log = self.game.table.digest, list(self.game.table.session.log)
        self.game.close()
        read = read_game(self.folder)
        assert (read.table.digest, list(read.table.session.log)) == (digest, log)
        shutil.rmtree(self.folder.parent)
