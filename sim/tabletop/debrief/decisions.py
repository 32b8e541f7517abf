"""The decisions of a game one by one: when, who, what was asked and chosen, and what the seat then
had before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.domain.decisions.views import View
from sim.errors import UsageError
from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.outcomes.shares import percent
from sim.output.story.sentences.dates import since
from sim.output.story.sentences.vocabulary import TRIGGERS
from sim.output.words import as_list
from sim.tabletop.debrief.futures import Fork
from sim.tabletop.game.game import Played
from sim.tabletop.game.journal import Record
from sim.tabletop.game.table import Table
from sim.tabletop.seat import page
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.options import option_lines
from sim.tabletop.seat.situation import Situation

_KEPT = {
    "hold": "held back",
    "pressure": "turned to pressure",
    "strike": "struck or gone on with it",
    "red": "said no",
    "amber": "voiced doubts",
    "green": "said yes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A decision: its number from 1, the table as it stood, what was asked and what was chosen."""

    number: int
    table: Table
    view: View
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


def page_at(played: Played, number: int, width: int) -> list[str]:
    """What the seat had before it at the decision of a number, and what was chosen."""
    for one in decisions(played):
        if one.number == number:
            seen = one.table.feeds[one.view.seat].seen
            hour, capital = one.view.time, one.capital
            options = option_lines(one.table.session, one.view, capital)
            return [
                page.head(capital, hour, width),
                *page.situation_lines(capital, Situation().take(seen), hour, width),
                *page.news_lines(capital, seen, width, most=20),
                "",
                *page.decision_lines(number, one.view, capital, options, width),
                f"Chosen: {one.option}.",
            ]
    raise UsageError(f"--at {number}: the game has no decision of that number")


def futures_text(
    fork: Fork, capital: Capital, keep: str, summary: RunSummary, width: int
) -> list[str]:
    """The futures in a sentence: what share of them ended with a strike, by option."""
    parts = []
    for option in summary.estimates:
        found = summary.estimates[option]["struck"]
        if found.estimate is None or found.low is None or found.high is None:
            continue
        between = f"{percent(found.low)} to {percent(found.high)}"
        parts.append(
            f"{percent(found.estimate)} ended with a strike had {capital.us} {_KEPT[option]} for"
            f" {keep} ({between})"
        )
    text = (
        f"In {summary.replications:,} futures with the past that this game had until"
        f" {capital.date(fork.view.time)}: {as_list(parts)}. What was under way then keeps its"
        f" hours. In the game: {fork.taken}. Not told: other people's answers, and what the model"
        " leaves out."
    )
    return page.paragraph("", text, width)
