"""Where a game stands: beside the same world by rules, and among many simulated ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from sim.domain.events import (
    Asked,
    Attack,
    DrawnIn,
    Event,
    Recall,
    RungChange,
    Strike,
    SupportSuspended,
    TrustChange,
)
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.dates import since
from sim.output.story.sentences.phrases import phrase
from sim.output.story.sentences.vocabulary import percent
from sim.output.story.world_outcomes import differing_outcomes, value
from sim.tabletop.debrief.action_report.account import Account
from sim.tabletop.debrief.action_report.sourced_text import Linked, LinkedRow, Places
from sim.tabletop.debrief.rank_among_games import HOLLOW, Rank, hollow_text, ranks
from sim.tabletop.debrief.twin import parting

#: Outcomes of which entries of a kind tell; all others are worked out from the whole log.
_TOLD_BY: Final[Mapping[str, type[Event]]] = MappingProxyType(
    {
        "struck": Strike,
        "strike_h": Strike,
        "unheard": Strike,
        "unilateral_strike": Strike,
        "attacked": Attack,
        "peak_rung": RungChange,
        "trust_of_patron": TrustChange,
        "trust_of_frontline": TrustChange,
        "recalls": Recall,
        "drawn_in": DrawnIn,
        "asked": Asked,
        "suspended": SupportSuspended,
    }
)


def basis(places: Places, outcome: str) -> tuple[int, ...]:
    """The entries that tell of an outcome, where some do."""
    kind = _TOLD_BY.get(outcome)
    return () if kind is None else tuple(place for place, _, _ in places.kinds(kind))


def parting_sentences(account: Account) -> Iterator[Linked]:
    """Until when the game and the same world by rules are one, and what each has there."""
    found = parting(account.log, account.by_rules.log)
    if found is None:
        text = "What was decided is what the rules of the file would have decided: it is the same"
        yield Linked(text=f"{text} world to its end.")
        return
    world = account.world
    here = account.places.of(found.played)
    yield Linked(
        text=f"Until {since(found.at)} ({world.clocks.date(found.at)}) both are the same world.",
        entries=here,
    )
    yield Linked(text=f"In this game: {_event_text(world, found.at, found.played)}", entries=here)
    yield Linked(text=f"By rules: {_event_text(account.by_rules, found.at, found.by_rule)}")


def _event_text(world: Traced, at: float, event: Event | None) -> str:
    said = "" if event is None else phrase(world, at, event)
    return said or "nothing of that kind."


def twin_rows(account: Account) -> list[LinkedRow]:
    """The outcomes in which the game and the same world by rules differ."""
    named = {outcome.title: name for name, outcome in OUTCOMES.items()}
    return [
        LinkedRow(cells=row[:3], entries=basis(account.places, named[row[0]]))
        for row in differing_outcomes(account.world, account.by_rules)
    ]


def rank_rows(account: Account) -> list[LinkedRow]:
    """The game's place by each outcome among the simulated ones."""
    mark = hollow_mark(account)
    return [
        LinkedRow(
            cells=(
                OUTCOMES[one.name].title,
                value(OUTCOMES[one.name], one.value),
                f"{mark}{place_text(one)}",
            ),
            entries=basis(account.places, one.name),
        )
        for one in ranks(account.outcomes, account.simulated.rows)
    ]


def why_hollow(account: Account) -> str:
    """Why the game lies hollow beside others; empty where it does not."""
    return hollow_text(account.played.standing, account.world.name)


def hollow_mark(account: Account) -> str:
    """What stands before the figures of a game that lies hollow beside others."""
    return HOLLOW if why_hollow(account) else ""


def place_text(one: Rank) -> str:
    """As in, or above, what share of simulated games."""
    between = f"{percent(one.low)} to {percent(one.high)}"
    how = "as in" if OUTCOMES[one.name].kind == "share" else "above"
    return f"{how} {percent(one.share)} of {one.n:,} ({between})"
