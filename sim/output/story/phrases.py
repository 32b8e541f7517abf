"""One sentence for each kind of entry: the table that turns a log into a story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sim.output.story import deciding, events, exchange
from sim.output.story.traced import Data, Traced

Phrase = Callable[[Traced, float, Data], str]

PHRASES: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "begin": events.begin,
        "report": events.report,
        "provocation": events.provocation,
        "rung": events.rungs,
        "pressure": events.pressure,
        "deterrence": events.deterrence,
        "trust": events.trust,
        "track": events.track,
        "concession": events.concession,
        "ceasefire": events.ceasefire,
        "concern": events.concern,
        "mediation": events.mediation,
        "withdrawn": events.withdrawn,
        "alert": events.alert,
        "inject": events.inject,
        "news": events.news,
        "decision": deciding.decision,
        "state": events.state,
        "posted": exchange.posted,
        "drafted": exchange.drafted,
        "cleared": exchange.cleared,
        "queued": exchange.queued,
        "sent": exchange.sent,
        "failed": exchange.failed,
        "lost": exchange.lost,
        "delivered": exchange.delivered,
        "read": exchange.read,
        "asked": exchange.asked,
        "expired": exchange.expired,
        "answered": exchange.answered,
        "stance": exchange.stance,
        "stance_read": exchange.stance_read,
        "meeting": exchange.meeting,
        "leak": events.leak,
        "prepare": events.prepare,
        "no_return": events.no_return,
        "recall": events.recall,
        "learnt": events.learnt,
        "strike": events.strike,
        "retaliation": events.retaliation,
        "support": events.support,
        "drawn_in": events.drawn_in,
        "window_closed": events.window_closed,
        "end": events.end,
    }
)


def phrase(world: Traced, t: float, kind: str, data: Data) -> str:
    """The sentence of an entry; empty where another entry of the same moment tells it."""
    return PHRASES[kind](world, t, data)
