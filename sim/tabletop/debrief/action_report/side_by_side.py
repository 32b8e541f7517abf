"""Several games of a class on one page: a table of them side by side, and how they spread."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from statistics import median
from typing import Final

from sim.experiment.outcomes.definitions import OUTCOMES
from sim.output.story.sentences.vocabulary import percent
from sim.output.story.world_outcomes import value
from sim.tabletop.debrief.action_report.account import Account
from sim.tabletop.debrief.action_report.decision_list import Decided
from sim.tabletop.debrief.action_report.game_rank import hollow_mark, why_hollow
from sim.tabletop.debrief.action_report.objectives import Result
from sim.tabletop.debrief.rank_among_games import PLACED

Row = tuple[str, ...]

_NOTHING: Final = "-"


def header(names: Sequence[str]) -> Row:
    """The headings: a column a game, then how they spread."""
    return ("", *names, "least", "middle", "most", "simulated games")


def outcome_rows(accounts: Sequence[Account]) -> list[Row]:
    """Outcome by outcome: each game, how those that have it spread, simulated games."""
    return [
        row for name in PLACED if name in OUTCOMES and (row := _row(name, accounts)) is not None
    ]


def _row(name: str, accounts: Sequence[Account]) -> Row | None:
    outcome = OUTCOMES[name]
    figures = [one.outcomes[name] if one.whole else float("nan") for one in accounts]
    known = sorted(figure for figure in figures if not isnan(figure))
    if not known:
        return None
    shown = [
        _NOTHING if isnan(one) else f"{hollow_mark(game)}{value(outcome, one)}"
        for one, game in zip(figures, accounts, strict=True)
    ]
    if outcome.kind == "share":
        spread: Row = ("", f"{percent(sum(known) / len(known))} of {len(known)}", "")
    else:
        spread = tuple(value(outcome, one) for one in (known[0], median(known), known[-1]))
    return (outcome.title, *shown, *spread, _simulated_text(name, accounts))


def _simulated_text(name: str, accounts: Sequence[Account]) -> str:
    """The same of the simulated games of the first arm, in the words of that outcome."""
    outcome = OUTCOMES[name]
    rows = accounts[0].simulated.rows
    known = sorted(row[name] for row in rows if not isnan(row[name]))
    if len(known) < 2:
        return _NOTHING
    if outcome.kind == "share":
        return f"{percent(sum(known) / len(known))} of {len(known):,}"
    low, high = known[len(known) // 10], known[-1 - len(known) // 10]
    middle = value(outcome, median(known))
    return f"{middle} (eight of ten: {value(outcome, low)} to {value(outcome, high)})"


def hollow_lines(names: Sequence[str], accounts: Sequence[Account]) -> list[str]:
    """Why games lie hollow beside the others, by their names."""
    found = zip(names, accounts, strict=True)
    return [f"{name}: {why}" for name, one in found if (why := why_hollow(one))]


def objective_rows(results: Sequence[Sequence[Result]]) -> list[Row]:
    """Objective by objective: what each game made of it, and in how many it is met."""
    rows: list[Row] = []
    for of_games in zip(*results, strict=True):
        judged = [one for one in of_games if one.met is not None]
        met = f"{sum(bool(one.met) for one in judged)} of {len(judged)}" if judged else ""
        first = of_games[0]
        rows.append((first.says, *(one.short for one in of_games), "", met, "", first.simulated))
    return rows


def choice_rows(found: Sequence[Sequence[Decided]]) -> list[Row]:
    """How often each option was chosen in each game."""
    options = dict.fromkeys(one.chosen for game in found for one in game)
    rows: list[Row] = []
    for option in options:
        counts = [sum(one.chosen == option for one in game) for game in found]
        ordered = sorted(counts)
        spread = (str(ordered[0]), f"{median(ordered):g}", str(ordered[-1]))
        rows.append((f"Chose {option}, times", *map(str, counts), *spread, ""))
    return rows
