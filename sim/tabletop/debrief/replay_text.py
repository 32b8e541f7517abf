"""What futures of a game say, in sentences and rows: other ways of going on, luck and choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.outcomes.outcome import Outcome
from sim.experiment.outcomes.shares import percent
from sim.output.story.sentences.dates import since
from sim.output.story.world_outcomes import value
from sim.output.text.grid import Grid
from sim.output.words import as_list, count_text
from sim.tabletop.debrief.control_text import moved_by_control, ruled_by_control
from sim.tabletop.debrief.futures import Fork
from sim.tabletop.debrief.luck_and_choice import Apart, Moved
from sim.tabletop.game.acts import Act
from sim.tabletop.game.game import Played
from sim.tabletop.seat import page
from sim.tabletop.seat.capital import Capital

_KEPT: Final = {
    "hold": "held back",
    "pressure": "turned to pressure",
    "strike": "struck or gone on with it",
    "red": "said no",
    "amber": "voiced doubts",
    "green": "said yes",
    "attack": "attacked on every occasion",
    "restrain": "let every occasion to provoke pass",
    "provoke": "provoked on every occasion",
    "none": "borne every blow",
    "one": "hit back by one rung",
    "two": "hit back by two rungs",
    "abstain": "not mediated",
    "mediate": "mediated",
    "stay": "stayed",
    "leave": "withdrawn support",
}
_DID: Final[Mapping[str, str]] = MappingProxyType(
    {
        "answer": "{option}",
        "write": "writes: {kind}",
        "ask": "asks early",
        "clarify": "asks what was meant",
        "share": "shares a report",
        "call_back": "wants a message back",
        "defy": "defies",
        "withdraw": "withdraws",
        "reconsider": "thinks again",
        "attack": "attacks unasked",
        "provoke": "provokes unasked",
        "mediate": "mediates unasked",
        "leave": "withdraws support",
        "warn": "says in public: {stance}",
        "lapse": "no answer",
    }
)
NOT_TOLD: Final = "Not told: other people's answers, and what the model leaves out."


def futures_text(
    fork: Fork, capital: Capital, keep: str, summary: RunSummary, width: int
) -> list[str]:
    """The futures in sentences: what share of them ended with a strike, by way of going on, and
    which of them these futures cannot tell apart.
    """
    parts = []
    for name, estimates in summary.estimates.items():
        found = estimates["struck"]
        if found.estimate is None or found.low is None or found.high is None:
            continue
        between = f"{percent(found.low)} to {percent(found.high)}"
        done = f"{capital.us} {_KEPT.get(name) or _KEPT[fork.taken]} for {keep}"
        under = "" if name in _KEPT else f" under {name}"
        parts.append(f"{percent(found.estimate)} ended with a strike had {done}{under} ({between})")
    text = (
        f"In {summary.replications:,} futures with this same past (until"
        f" {capital.date(fork.view.time)}), {as_list(parts)}. What was under way then keeps its"
        f" hours. In the game: {fork.taken}. {NOT_TOLD}"
    )
    lines = page.paragraph("", text, width)
    for told in _not_told_apart(summary):
        lines += page.paragraph("", told, width)
    return lines


def _not_told_apart(summary: RunSummary) -> Iterator[str]:
    """Ways whose shares of strikes differ by less than twice the interval's half-width."""
    for name, outcomes in summary.comparisons.items():
        found = outcomes["struck"]
        if found.difference is None or found.low is None or found.high is None:
            continue
        if abs(found.difference) < found.high - found.low:
            yield (
                f"By the share that ended with a strike, {name} and {summary.baseline} cannot be"
                f" told apart at n = {summary.replications:,}."
            )


# luck and choice


def luck_grid(played: Played, found: Apart) -> Grid:
    """Each act: where the outcome was to be expected before it, what chance had brought since the
    act before, and what the act moved it by.
    """
    outcome = OUTCOMES[found.outcome]
    rows = [
        (
            *_act_cells(played, step.acts),
            _level(outcome, step.before),
            _change(outcome, step.chance),
            _change(outcome, step.choice),
        )
        for step in found.steps
        if step.chance.value or step.choice.value
    ]
    title = f"{outcome.title}: means of {found.n:,} futures before and after each act"
    header = ("when", "who", "act", "expected before", "chance since", "by the act")
    return Grid(title=title, header=header, rows=tuple(rows), align="rllrrr")


def still_text(found: Apart) -> str:
    """How many moments are left out of the table, since nothing moved at them."""
    still = sum(not step.chance.value and not step.choice.value for step in found.steps)
    return f"Left out, as no mean moved there: {count_text(still, 'moment')}." if still else ""


def _act_cells(played: Played, places: range) -> tuple[str, str, str]:
    seat = played.acts[places.start].seat
    assert seat is not None, "acts of somebody in a seat"
    did = ", ".join(act_text(played.acts[at]) for at in places)
    return f"{since(played.standing[places.start].at)} h", played.capital(seat).us, did


def act_text(act: Act) -> str:
    """What was done, in a few words."""
    return _DID.get(act.do, act.do).format_map(act.data)


def luck_text(played: Played, found: Apart, width: int) -> list[str]:
    """Luck and choice of the whole game, in sentences."""
    outcome = OUTCOMES[found.outcome]
    over = played.table.session.over
    end = _end(outcome, found.end.value) if over else f"{_level(outcome, found.end)} on average"
    text = (
        f"{outcome.title}: at the start {_level(outcome, found.start)} was to be expected, in the"
        f" end it was {end}. What people did moved it by {_change(outcome, found.choice)}, what"
        f" {_not_by_seats(played)} brought by {_change(outcome, found.chance)}, of which"
        f" {_change(outcome, found.rest)} came after the last act; both together make the whole"
        f" way. {_verdict(found)} In brackets: 95 % intervals of means of {found.n:,} futures with"
        f" the rules of the file in all seats. {NOT_TOLD}"
    )
    return page.paragraph("", text, width)


def _end(outcome: Outcome, found: float) -> str:
    if outcome.kind == "share":
        return "so" if found else "not so"
    return value(outcome, found)


def _verdict(found: Apart) -> str:
    if found.choice.is_told_apart:
        return ""
    return f"What people did cannot be told apart from nothing at n = {found.n:,}."


def _level(outcome: Outcome, moved: Moved) -> str:
    if outcome.proportion:
        return f"{percent(moved.value)} ({_whole(moved.low)} to {_whole(moved.high)})"
    return f"{moved.value:.3g} ({moved.low:.3g} to {moved.high:.3g})"


def _not_by_seats(played: Played) -> str:
    """What moved an outcome beside the people in the seats."""
    by_control = {
        "the facilitator's injects": moved_by_control(played.standing),
        "the facilitator's rulings": ruled_by_control(played.standing),
    }
    return as_list(["chance", *(what for what, there in by_control.items() if there)])


def _whole(share: float) -> str:
    return f"{100 * min(max(share, 0.0), 1.0):.0f}"


def _change(outcome: Outcome, moved: Moved) -> str:
    """A change with its interval; of a share in points of a hundred."""
    scale, form = (100.0, "+.0f") if outcome.proportion else (1.0, "+.3g")
    value_, low, high = (
        _signed_number(scale * one, form) for one in (moved.value, moved.low, moved.high)
    )
    return f"{value_} ({low} to {high})"


def _signed_number(number: float, form: str) -> str:
    text = format(number, form)
    return text if any(mark in "123456789" for mark in text) else "0"
