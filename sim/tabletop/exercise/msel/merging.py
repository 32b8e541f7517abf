"""What an edited list of events changes in a scenario, as a scenario that extends it.

A line is known again by its name. What a cell leaves as it was changes nothing, so a list that goes
out and comes in again is the same. A line with an event of the model is an inject; any other is
given by hand, and no world knows of it.
"""

from __future__ import annotations

import re
from typing import Any, Final

from sim.domain.inputs.injects import INJECT_TYPES
from sim.domain.inputs.setting import Scenario, Setting
from sim.scenario.schema.entry_names import NAME
from sim.scenario.schema.leaves import nearest, one_of
from sim.scenario.schema.quantities import Unreadable
from sim.scenario.schema.quantity_text import write_moment
from sim.tabletop.exercise.msel.lines import USES, MselLine, lines
from sim.tabletop.exercise.msel.overlay import Changes
from sim.tabletop.exercise.msel.reading import Listed, Row, raise_all
from sim.tabletop.exercise.msel.sheets import Cell
from sim.tabletop.exercise.msel.times import clock_of, hour_of, on_day, unless_of

#: Field of a line -> what a scenario calls it in ``exercise.events``.
_SAID: Final = {
    "sender": "from",
    "to": "to",
    "method": "method",
    "expects": "expects",
    "notes": "notes",
}
#: Fields that a cell may leave empty without saying that there is nothing.
_DERIVED: Final = frozenset({"sender", "to", "method"})
_WITHOUT: Final = Cell(value=None, place="")
_ADDRESSED: Final = frozenset({"report", "news"})


class _Merging:
    """One list against one scenario."""

    def __init__(self, scenario: Scenario, arm: str, listed: Listed) -> None:
        self._exercise = scenario.exercise
        self._setting: Setting = scenario.arms[arm].setting
        self._listed = listed
        self._old = {line.name: line for line in lines(scenario, arm)}
        self._by_text = {line.text: line.name for line in self._old.values()}
        self._names: dict[str, str] = {}
        self.changes = Changes(notes=list(listed.notes))

    def merge(self) -> Changes:
        for row in self._listed.rows:
            self._row(row)
        gone = [name for name in self._old if name not in self._names]
        if gone and self._listed.names:
            self._take_out(gone)
        elif gone:
            self.changes.notes.append(f"lines that stay, as the list names none: {', '.join(gone)}")
        raise_all(self.changes.problems)
        return self.changes

    def _take_out(self, gone: list[str]) -> None:
        for name in gone:
            if name in self._setting.injects:
                self.changes.injects[name] = None
            if name in self._exercise.events:
                self.changes.events[name] = None
        self.changes.notes.append(f"lines taken out: {', '.join(gone)}")

    def _problem(self, cell: Cell, message: str, hint: str = "") -> None:
        self.changes.problems.append(cell.problem(self._listed.file, message, hint))

    def _row(self, row: Row) -> None:
        if not row["text"].text:
            self._problem(row["text"], "is empty: expected what players are told")
            return
        name = self._name(row)
        old = self._old.get(name)
        try:
            hour, moved = self._hour(row, old)
        except Unreadable as error:
            self._problem(row.get("time") or row["date"], str(error))
            return
        if self._is_inject(row, name):
            self._inject(row, name, old, hour, moved=moved)
        else:
            self._by_hand(row, name, old, hour, moved=moved)
        self._said(row, name, old)

    # which line

    def _name(self, row: Row) -> str:
        cell = row.get("name")
        name = cell.text if cell is not None else self._by_text.get(row["text"].text, "")
        if cell is not None and not NAME.fullmatch(name):
            self._problem(cell, f"the name {name[:64]!r} must be of a-z, 0-9, _ and -")
        if cell is not None and name in self._names:
            self._problem(cell, f"the name {name} is that of {self._names[name]} already")
        if not name or (cell is None and name in self._names):
            name = self._free_name(row["text"].text)
        self._names[name] = (cell or row["text"]).place
        return name

    def _free_name(self, text: str) -> str:
        words = re.findall(r"[a-z0-9]+", text.lower())[:4]
        stem, number = "_".join(words)[:48] or "event", 2
        name = stem
        while name in self._names or name in self._old:
            name, number = f"{stem}_{number}", number + 1
        return name

    # when

    def _hour(self, row: Row, old: MselLine | None) -> tuple[float | None, bool]:
        """The hour of a line, and whether it is another than before."""
        time, date = row.get("time", _WITHOUT), row.get("date", _WITHOUT)
        moved = time.text != (old.time if old else "")
        dated = _date_text(date) != (old.date if old else "")
        if not (moved or dated) or not (time.text or date.text):
            return None, False
        unless = unless_of(time.text)
        if unless and unless != unless_of(old.time if old else ""):
            raise Unreadable(
                "what leaves an inject out is not read from a list: write it as injects.NAME.unless"
            )
        calendars = self._listed.calendars
        clock = clock_of(time.value)
        if clock is not None:
            hour = on_day(date.value, clock, calendars["date"])
            if hour is None:
                raise Unreadable(f"{time.text} is a time of day, and no day stands beside it")
            return hour, True
        hours = [hour_of(time.value, calendars["time"])] if moved and time.text else []
        hours += [hour_of(date.value, calendars["date"])] if dated and date.text else []
        if len(hours) == 2 and None not in hours and not _alike(hours):
            raise Unreadable(
                f"{time.text} and {date.text} ({date.place}) are two hours: leave one empty"
            )
        return (
            (next((one for one in hours if one is not None), None), True)
            if hours
            else (None, False)
        )

    # what

    def _is_inject(self, row: Row, name: str) -> bool:
        cell = row.get("model")
        if cell is not None and cell.text not in INJECT_TYPES:
            hint = nearest(cell.text, INJECT_TYPES) or f"There are {one_of(INJECT_TYPES)}."
            self._problem(cell, f"there is no event of the model {cell.text[:64]!r}", hint)
        if cell is None and name in self._setting.injects:
            return True
        return cell is not None and cell.text in INJECT_TYPES

    def _inject(
        self, row: Row, name: str, old: MselLine | None, hour: float | None, *, moved: bool
    ) -> None:
        model = row["model"].text if "model" in row else None
        if old is None or name not in self._setting.injects:
            self._new_inject(row, name, model or "", hour)
            return
        if moved and hour is None:
            self._problem(row.get("time", row["text"]), "an inject of the model needs an hour")
        elif moved:
            self.changes.inject(name).update({"at": write_moment(hour or 0.0), "when": None})
        if model is not None and model != old.model:
            self.changes.inject(name)["event"] = model
        if row["text"].text != old.text:
            self.changes.inject(name)["text"] = row["text"].text

    def _new_inject(self, row: Row, name: str, model: str, hour: float | None) -> None:
        needs = INJECT_TYPES[model].needs
        if needs:
            told = f"a new {model} also needs {', '.join(needs)}, which a list does not say"
            self._problem(row["model"], told, f"Write it as injects.{name} in a scenario.")
        if hour is None:
            self._problem(
                row.get("time", row["text"]), "a new inject needs an hour, such as T+36 h"
            )
            return
        said = self.changes.inject(name)
        said.update({"at": write_moment(hour), "event": model, "text": row["text"].text})
        if model in _ADDRESSED and "to" in row:
            said["to"] = self._seat(row["to"].text)

    def _seat(self, text: str) -> str:
        allies = self._setting.allies
        for seat, ally in (("frontline", allies.frontline), ("patron", allies.patron)):
            if text.casefold() in (seat, ally.name.casefold()):
                return seat
        return "both"

    def _by_hand(
        self, row: Row, name: str, old: MselLine | None, hour: float | None, *, moved: bool
    ) -> None:
        said: dict[str, Any] = {}
        if moved or old is None:
            said["at"] = None if hour is None else write_moment(hour)
        if old is None or row["text"].text != old.text:
            said["text"] = row["text"].text
        if said:
            self.changes.event(name).update(said)

    def _said(self, row: Row, name: str, old: MselLine | None) -> None:
        """What stands in the other columns, where it is another than before."""
        for column, key in _SAID.items():
            before = getattr(old, column) if old else ""
            now = row[column].text if column in row else before
            if column not in row and column not in _DERIVED and self._has(column):
                now = ""
            if now != before:
                self.changes.event(name)[key] = now
        self._use(row, name, old)
        self._objective(row, name, old)

    def _has(self, column: str) -> bool:
        return any(column in row for row in self._listed.rows)

    def _use(self, row: Row, name: str, old: MselLine | None) -> None:
        cell = row.get("use")
        if cell is None or cell.text == (old.use if old else ""):
            return
        known = {text.casefold(): use for use, text in USES.items()}
        said = cell.text.casefold().replace("_", " ").replace("-", " ")
        use = known.get(said) or next((one for text, one in known.items() if text in said), None)
        if use is None:
            self.changes.notes.append(f"{cell.place}: type {cell.text!r} is taken as contextual")
            use = "contextual"
        self.changes.event(name)["use"] = use

    def _objective(self, row: Row, name: str, old: MselLine | None) -> None:
        cell = row.get("objective")
        if cell is None or cell.text == (old.objective if old else ""):
            return
        known = {one.says.casefold(): key for key, one in self._exercise.objectives.items()}
        known |= {key: key for key in (*self._exercise.objectives, *self.changes.objectives)}
        known |= {one["says"].casefold(): key for key, one in self.changes.objectives.items()}
        found = known.get(cell.text) or known.get(cell.text.casefold())
        if found is None:
            found = self._new_objective(row, cell)
        self.changes.event(name)["objective"] = found

    def _new_objective(self, row: Row, cell: Cell) -> str:
        words = re.findall(r"[a-z0-9]+", cell.text.lower())[:4]
        name, taken = "_".join(words)[:48] or "objective", self._exercise.objectives
        while name in taken or name in self.changes.objectives:
            name += "_2"
        said = {"says": cell.text}
        if "capability" in row:
            said["capability"] = row["capability"].text
        self.changes.objectives[name] = said
        self.changes.notes.append(f"{cell.place}: a new objective, {name}: {cell.text}")
        return name


def _date_text(date: Cell) -> str:
    """A date as a list shows it, also where a spreadsheet has made one of it."""
    value = date.value
    return (
        f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "hour") and hasattr(value, "day") else date.text
    )


def _alike(hours: list[float | None]) -> bool:
    first, second = (one or 0.0 for one in hours)
    return abs(first - second) < 1.0 / 60.0


def changes_of(scenario: Scenario, arm: str, listed: Listed) -> Changes:
    """What a list changes in a scenario; ``ScenarioError`` with all that is wrong in it."""
    return _Merging(scenario, arm, listed).merge()
