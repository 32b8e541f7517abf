"""One turn of a game as the page for players shows it, played from the scenario that ships."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sim.scenario import load
from sim.tabletop.game.acts import Act
from sim.tabletop.game.table import Opening, Table
from sim.tabletop.seat import page
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.options import advice, option_lines
from sim.tabletop.seat.situation import Situation

_SCENARIO: Final = Path(__file__).parents[1] / "scenarios" / "northern-front.yaml"
_WIDTH: Final = 100


def turn() -> str:
    """What is shown at the first question, and what the advisers say to it."""
    opening = Opening(seed=1, replication=0, arm="consult", seats=("frontline",), asks="news")
    table = Table(load(_SCENARIO), opening)
    table.carry_out(Act(do="advance", data={"to": None}))
    view = table.session.question
    assert view is not None, "the frontline is asked something in every world that ships"
    capital, seen = Capital("frontline", table.setting), table.feeds["frontline"].seen
    options = option_lines(table.session, view, capital)
    lines = [
        page.head(capital, view.time, _WIDTH),
        *page.situation_lines(capital, Situation().take(seen), view.time, _WIDTH),
        "NEW",
        *page.news_lines(capital, seen, _WIDTH),
        "",
        *page.decision_lines(1, view, capital, options, _WIDTH),
        "Your answer? [1-3, ? for help] advice",
        *page.advice_lines(advice(table.session, view, capital), _WIDTH),
    ]
    return "\n".join(["```text", *(line.rstrip() for line in lines), "```"])
