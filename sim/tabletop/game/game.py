"""A game that is played: its table in memory and its journal on disk, which never differ.

An act happens in memory first; then its record goes to disk, and only then is it shown. Whoever is
killed in between has lost nothing that was shown, and the journal holds nothing twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sim.domain.decisions.views import SEATS, Seat
from sim.errors import UsageError
from sim.output.storage.files import write
from sim.output.storage.safety import regular_files
from sim.output.storage.safety.game_files import DEBRIEF, JOURNAL, LOG, WORDS
from sim.tabletop.game.acts import ACTS, REMARKS, Act
from sim.tabletop.game.another_version import other_world
from sim.tabletop.game.folder import GameFolder, expect_opening, open_folder, opening_record, seal
from sim.tabletop.game.journal import Journal, Record, in_force, read_journal
from sim.tabletop.game.kept_log import KeptLog
from sim.tabletop.game.table import Stops, Table
from sim.tabletop.game.words import Words, acceptable_text
from sim.tabletop.seat.capital import Capital


class Game:
    """A game in its folder, open for playing; close it to let others open it."""

    __slots__ = ("_debrief", "_journal", "_log", "_standing", "folder", "table", "words")

    def __init__(self, path: Path) -> None:
        self.folder: GameFolder = open_folder(path)
        self._debrief = self.folder.manifest.content.get(DEBRIEF, "")
        self._journal = Journal(path / JOURNAL)
        self._log = KeptLog(path / LOG)
        try:
            self.words = Words(path / WORDS)
            expect_opening(self.folder, self._journal.records)
            if not self._journal.records:
                self._journal.append(opening_record(self.folder.opening, self.folder.manifest))
            self._standing = acts_that_count(self._journal.records)
            self.table = self._table_of(self.standing)
            # Only a game that can be played on is sealed anew: damage stays to be seen.
            seal(path, self.folder.manifest, growing=False)
        except BaseException:
            self._journal.close()
            raise

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.folder.path

    @property
    def records(self) -> list[Record]:
        """All records, with those that were taken back."""
        return self._journal.records

    @property
    def standing(self) -> list[Record]:
        """The acts that count, in order."""
        return self._standing

    def play(self, act: Act, text: str = "", *, mark: str = "", by: str = "") -> str:
        """Let an act happen, and put it on disk; a refused one leaves no trace. Returns the key of
        the message that it wrote, if it wrote one.
        """
        if self.table.over:
            raise UsageError("the game is over")
        words = acceptable_text(text)
        key = self.table.carry_out(act)
        digest = self.words.put(words) if words else ""
        self._put(
            Record(do=act.do, seat=act.seat, data=dict(act.data), message=key, words=digest),
            mark,
            by,
        )
        return key

    def step(self, to: float, *, mark: str = "", by: str = "") -> None:
        """Let the clock run to the next moment at which a person sees something, is asked, or the
        game is over; to an hour at most. On disk it is one advance.
        """
        if self.table.over:
            raise UsageError("the game is over")
        self.table.step(to)
        self._put(Record(do="advance", data={"to": self.table.session.now}), mark, by)

    def run_on(self, to: float, stops: Stops) -> list[Seat]:
        """Let the clock run as the table does; on disk it is one advance."""
        found = self.table.run_on(to, stops)
        self._put(Record(do="advance", data={"to": self.table.session.now}), "", "")
        return found

    def remark(
        self, do: str, data: Mapping[str, Any], text: str = "", *, mark: str = "", by: str = ""
    ) -> None:
        """Put on disk what was done at the table and changes nothing in the world."""
        assert do in REMARKS, "a journal is read again by these names"
        words = acceptable_text(text)
        digest = self.words.put(words) if words else ""
        self._put(Record(do=do, data=dict(data), words=digest), mark, by)

    def _put(self, record: Record, mark: str, by: str) -> None:
        table = self.table
        self._journal.append(
            replace(
                record,
                at=table.session.now,
                entries=table.entries,
                digest=table.digest,
                mark=mark,
                by=by,
            )
        )
        if record.do in ACTS:
            self._standing.append(self._journal.records[-1])
            self._log.follow(table.session.log)

    def sit(self, seat: Seat, program: str) -> None:
        """Note that a program takes a seat; it is no act, and the world knows nothing of it."""
        self.remark("program", {"seat": seat, "program": program})

    @property
    def programs(self) -> dict[Seat, str]:
        """The seats that programs hold, each with the command of the last one."""
        return {
            role: str(one.data.get("program"))
            for one in self.records
            for role in SEATS
            if one.do == "program" and one.data.get("seat") == role
        }

    def undo(self, seats: Collection[Seat] = SEATS) -> Record | None:
        """Take the last act of the people in some seats back, with all that followed: the world is
        that before it, with the same luck. Returns what was taken back.
        """
        last = next((one for one in reversed(self.standing) if one.seat in seats), None)
        if last is not None:
            self.take_back(last)
        return last

    def take_back(self, first: Record) -> None:
        """Take an act back, with all that followed: the world is that before it, with the same
        luck.
        """
        before = [one for one in self.standing if one.n < first.n]
        table = self._table_of(before)
        to = before[-1].n if before else 1
        self._journal.append(Record(do="undo", to=to, entries=table.entries, digest=table.digest))
        self.table, self._standing = table, before
        self._log.begin_anew(table.session.log)

    def restore(self) -> None:
        """The world as the journal has it: after an act that went wrong half-way."""
        self.table = self._table_of(self.standing)

    def _table_of(self, standing: list[Record]) -> Table:
        return _replay(self.folder, self._journal.records, standing)

    def words_of(self, record: Record) -> str:
        """What a person wrote beside an act."""
        return self.words.text(record.words)

    def words_of_message(self, key: str) -> str:
        """What a person wrote in a message."""
        found = (one for one in self.standing if one.message == key)
        return next(map(self.words_of, found), "")

    def keep_debrief(self, text: str) -> bool:
        """Write a debrief into the folder, unless one is there that is no longer as Hotline wrote
        it; returns whether it is there now.
        """
        path, content = self.path / DEBRIEF, text.encode()
        digest = sha256(content).hexdigest()
        there = regular_files.digest(path)
        if regular_files.exists(path) and there not in {self._debrief, digest}:
            return False
        write(path, content)
        self._debrief = digest
        return True

    def close(self) -> None:
        """Put the log beside the journal, seal the folder, and let others open it."""
        try:
            self._log.write_whole(self.table.session.log)
            seal(self.path, self.folder.manifest, growing=True, debrief=self._debrief)
        finally:
            self._journal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A game that is looked at and not played: others may be playing it."""

    folder: GameFolder
    standing: tuple[Record, ...]
    table: Table
    words: Words

    @property
    def acts(self) -> tuple[Act, ...]:
        """What was done, in order."""
        return tuple(map(_act, self.standing))

    def capital(self, seat: Seat) -> Capital:
        """Where a seat is."""
        return Capital(seat, self.table.setting)

    def words_of(self, record: Record) -> str:
        """What a person wrote beside an act."""
        return self.words.text(record.words)


def read_game(path: Path) -> Played:
    """A game as its journal has it."""
    folder = open_folder(path)
    found = read_journal(path / JOURNAL)
    expect_opening(folder, found)
    standing = acts_that_count(found)
    return Played(
        folder=folder,
        standing=tuple(standing),
        table=_replay(folder, found, standing),
        words=Words(path / WORDS),
    )


def acts_that_count(found: list[Record]) -> list[Record]:
    """The acts of a journal without what was taken back."""
    return [record for record in in_force(found) if record.do in ACTS]


def _replay(folder: GameFolder, found: list[Record], standing: list[Record]) -> Table:
    """The table that these acts make; an error from the first one on after which the world is not
    what it was when it was played.
    """
    table = Table(folder.scenario, folder.opening)
    for record in standing:
        try:
            key = table.carry_out(_act(record))
        except (UsageError, LookupError, TypeError, ValueError) as error:
            raise other_world(folder.path, found[0], record, str(error)) from error
        made = Record(
            do=record.do,
            at=table.session.now,
            message=key,
            entries=table.entries,
            digest=table.digest,
        )
        if _traces(made) != _traces(record):
            raise other_world(folder.path, found[0], record, "the world is another after it")
    return table


def _traces(record: Record) -> tuple[object, ...]:
    """What an act leaves behind, which is the same whenever it is done again."""
    return record.at, record.message, record.entries, record.digest


def _act(record: Record) -> Act:
    if record.seat is not None and record.seat not in SEATS:
        raise ValueError(f"there is no seat {record.seat!r}")
    return Act(do=record.do, seat=record.seat, data=record.data)
