"""What was written down of a game on paper, as rows: when, who, what happened, of which kind.

The engine was not there, so nothing follows from the rows but what they say. They are read as a
list of events is, by the same names of columns and the same ways to write an hour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from sim.domain.inputs.exercise import Objective
from sim.domain.inputs.setting import Scenario, Setting
from sim.errors import Problem
from sim.scenario.schema.leaves import nearest, one_of
from sim.scenario.schema.quantities import Unreadable
from sim.tabletop.exercise.msel.columns import WITH_RATING
from sim.tabletop.exercise.msel.reading import Listed, Row, raise_all, read_list
from sim.tabletop.exercise.msel.sheets import Cell
from sim.tabletop.exercise.msel.times import Calendar, clock_of, hour_of, on_day

Kind = Literal["event", "decision", "message", "inject", "note", "strength", "area", "rating"]

_KINDS: Final[Mapping[str, Kind]] = {
    "": "event",
    "event": "event",
    "decision": "decision",
    "message": "message",
    "inject": "inject",
    "note": "note",
    "observation": "note",
    "strength": "strength",
    "area": "area",
    "area for improvement": "area",
    "improvement": "area",
    "rating": "rating",
}
RATINGS: Final = ("P", "S", "M", "U", "-")
_WITHOUT: Final = Cell(value=None, place="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A row: the hour of the crisis where one was noted; who and to whom; the objective by its
    name; a rating from P to U, or a dash for not observed.
    """

    hour: float | None
    who: str
    to: str
    text: str
    kind: Kind
    objective: str
    rating: str
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """All rows of a game on paper, in their order, and what was left aside in reading them."""

    name: str
    rows: tuple[Written, ...]
    notes: tuple[str, ...]


def read_transcript(path: Path, sheet: str | None, scenario: Scenario, arm: str) -> Transcript:
    """A game on paper from a file; ``ScenarioError`` with all that is missing or odd in it."""
    setting = scenario.arms[arm].setting
    listed = read_list(path, sheet, _calendar(setting), fields=WITH_RATING)
    reading = _Reading(listed, scenario.exercise.objectives)
    rows = tuple(reading.rows())
    raise_all(reading.problems)
    return Transcript(name=path.stem, rows=rows, notes=listed.notes)


def _calendar(setting: Setting) -> Calendar:
    return Calendar(start=setting.start, zone=setting.allies.frontline.zone)


class _Reading:
    """One transcript, with all that is wrong in it."""

    def __init__(self, listed: Listed, objectives: Mapping[str, Objective]) -> None:
        self._listed = listed
        self._objectives = {name.casefold(): name for name in objectives}
        self._objectives |= {one.says.casefold(): name for name, one in objectives.items()}
        self._names = tuple(objectives)
        self.problems: list[Problem] = []

    def rows(self) -> Iterator[Written]:
        for row in self._listed.rows:
            if not row["text"].text:
                self._problem(row["text"], "is empty: expected what happened")
                continue
            yield Written(
                hour=self._hour(row),
                who=_text(row, "sender"),
                to=_text(row, "to"),
                text=row["text"].text,
                kind=self._kind(row),
                objective=self._objective(row),
                rating=self._rating(row),
                notes=_text(row, "notes"),
            )

    def _problem(self, cell: Cell, message: str, hint: str = "") -> None:
        self.problems.append(cell.problem(self._listed.file, message, hint))

    def _hour(self, row: Row) -> float | None:
        time, date = row.get("time", _WITHOUT), row.get("date", _WITHOUT)
        calendars = self._listed.calendars
        try:
            clock = clock_of(time.value)
            if clock is not None and date.text:
                return on_day(date.value, clock, calendars["date"])
            if time.text:
                return hour_of(time.value, calendars["time"])
            return hour_of(date.value, calendars["date"])
        except Unreadable as error:
            self._problem(time if time.text else date, str(error))
            return None

    def _kind(self, row: Row) -> Kind:
        cell = row.get("use", _WITHOUT)
        said = cell.text.casefold()
        if said not in _KINDS and said != "administrative":
            known = tuple(kind for kind in _KINDS if kind)
            hint = nearest(said, known) or f"There are {one_of(known)}."
            self._problem(cell, f"there is no type of row {cell.text[:40]!r}", hint)
        return _KINDS.get(said, "event")

    def _objective(self, row: Row) -> str:
        cell = row.get("objective", _WITHOUT)
        found = self._objectives.get(cell.text.casefold(), "")
        if cell.text and not found:
            hint = nearest(cell.text, self._names)
            there_are = f"There are {one_of(self._names)}." if self._names else "It names none."
            told = f"the scenario has no objective {cell.text[:64]!r}"
            self._problem(cell, told, hint or there_are)
        return found

    def _rating(self, row: Row) -> str:
        cell = row.get("rating", _WITHOUT)
        if cell.text and cell.text.upper() not in RATINGS:
            self._problem(cell, f"expected P, S, M, U or -, got {cell.text[:40]!r}")
        if cell.text and not _text(row, "objective"):
            self._problem(cell, "a rating needs the objective that it is of")
        return cell.text.upper()


def _text(row: Row, name: str) -> str:
    return row.get(name, _WITHOUT).text
