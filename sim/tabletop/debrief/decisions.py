"""The decisions of a game one by one: when, who, what was asked and chosen, and what the seat then
had before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sim.domain.decisions.views import AnyView, OutsideView
from sim.errors import UsageError
from sim.output.story.sentences.dates import since
from sim.output.story.sentences.vocabulary import TRIGGERS
from sim.tabletop.game.game import Played
from sim.tabletop.game.journal import Record, words_said
from sim.tabletop.game.table import Table
from sim.tabletop.seat import page
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.options import option_lines
from sim.tabletop.seat.outside import OCCASION_TEXT
from sim.tabletop.seat.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A decision: its number from 1, the table as it stood, what was asked and what was chosen."""

    number: int
    table: Table
    view: AnyView
    capital: Capital
    record: Record
    option: str

    @property
    def when(self) -> str:
        """Day and time in the capital of who decided, and hours since the start."""
        return f"{self.capital.date(self.view.time)}, {since(self.view.time)}"

    @property
    def who(self) -> str:
        """Whose decision it was."""
        return self.capital.us

    @property
    def asked(self) -> str:
        """On what occasion it was asked."""
        if isinstance(self.view, OutsideView):
            return OCCASION_TEXT[self.view.asks]
        trigger = TRIGGERS.get(self.view.trigger, self.view.trigger)
        return trigger.format(patron=self.capital.name("patron"))


def decisions(played: Played) -> Iterator[Made]:
    """The decisions of a game in order. The table of each stands as it did only until the next one
    is asked for.
    """
    table = Table(played.folder.scenario, played.folder.opening)
    number = 0
    for record, act in zip(played.standing, played.acts, strict=True):
        view = table.asked(act)
        if view is not None:
            number += 1
            yield Made(
                number=number,
                table=table,
                view=view,
                capital=played.capital(view.seat),
                record=record,
                option=str(next(iter(act.data.values()))),
            )
        table.carry_out(act)


def luck_taken_back(records: Iterable[Record]) -> str:
    """With what luck a game was played on after something had been taken back."""
    done = [record.do for record in records]
    if "turn" not in done:
        return "with the same luck: who plays on then knows something of what comes"
    if done.count("turn") < done.count("undo"):
        return "at times with the same luck: who plays on then knows something of what comes"
    return "and chance was another from there on"


def page_at(played: Played, number: int, width: int) -> list[str]:
    """What the seat had before it at the decision of a number, and what was chosen."""
    for one in decisions(played):
        if one.number == number:
            said = words_said(played.standing, played.words_of)
            return page_of(one, played.words_of(one.record), width, said)
    raise UsageError(f"--at {number}: the game has no decision of that number")


def page_of(one: Made, words: str, width: int, said: Sequence[str] = ()) -> list[str]:
    """What the seat had before it at a decision, and what was chosen, with the reason; ``said`` is
    what the facilitator says in the whole game.
    """
    seen = one.table.feeds[one.view.seat].seen
    hour, capital = one.view.time, one.capital
    options = option_lines(one.table.session, one.view, capital)
    reason = f" “{words}”" if words else ""
    return [
        page.head(capital, hour, width),
        *page.situation_lines(capital, Situation().take(seen), hour, width),
        *page.news_lines(capital, seen, width, most=20, said=said),
        "",
        *page.decision_lines(one.number, one.view, capital, options, width),
        *page.paragraph("Chosen: ", f"{one.option}.{reason}", width),
    ]
