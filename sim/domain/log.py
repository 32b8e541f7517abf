"""The event log: append-only, complete, and all that remains of a world.

An entry is ``(hours since start, kind, data)``. ``ENTRIES`` lists the kinds with their fields; entries marked in ``TRACE_ONLY``
are written only when a world is traced in full, and no outcome may read them. Outcomes, charts, delay budgets, stories and
debriefings are views of the log; nothing is counted inside a process.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

Entry = tuple[float, str, dict[str, Any]]
Log = list[Entry]

ENTRIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "begin": ("arm", "replication", "seed", "protocol", "rung", "readiness", "fronts"),
        # intelligence and belief
        "report": ("ally", "number", "observed", "error", "shared", "mean", "variance"),
        # the crisis
        "provocation": ("number", "severity"),
        "rung": ("before", "after", "cause"),
        "pressure": ("value", "cause"),
        "deterrence": ("value", "cause"),
        "trust": ("ally", "value", "cause"),
        "track": ("allies", "cause"),
        "concession": ("readiness",),
        "ceasefire": ("front", "cause"),
        "concern": ("partner",),
        "mediation": ("partner", "until"),
        "withdrawn": ("partner",),
        "alert": ("value", "cause"),
        "inject": ("name", "event", "to", "text"),
        "news": ("what",),
        # decisions of the leaders
        "decision": ("ally", "asks", "trigger", "state", "option", "reason", "values", "means", "stance", "readiness"),
        "state": ("before", "event", "after"),
        # messages: transport, questions, exchanges
        "posted": ("message", "kind", "sender", "about", "precedence", "sensitivity"),
        "drafted": ("message",),
        "cleared": ("message", "desks"),
        "queued": ("message", "channel"),
        "sent": ("message", "channel", "at"),
        "failed": ("message", "channel"),
        "lost": ("message",),
        "delivered": ("message", "channel"),
        "read": ("message", "kind", "sender", "stages"),
        "asked": ("message", "patience"),
        "expired": ("message",),
        "answered": ("message", "answer", "hours", "late", "stages"),
        "stance": ("message", "plan", "given", "strength"),
        "stance_read": ("message", "plan", "given", "read", "strength", "repaired"),
        "meeting": ("meeting", "question"),
        "leak": ("message", "side", "what"),
        # the strike and what follows
        "prepare": ("plan", "stance", "course", "strike_at", "no_return_at", "under_fire"),
        "no_return": ("plan",),
        "recall": ("plan", "trigger"),
        "learnt": ("plan", "how"),
        "strike": (
            "number",
            "plan",
            "course",
            "stance",
            "effect",
            "readiness_before",
            "readiness_after",
            "surprised_region",
            "supported",
        ),
        "retaliation": ("strike", "rungs"),
        "support": ("suspended", "until"),
        "drawn_in": ("strike",),
        "window_closed": (),
        "end": ("readiness", "trust_frontline", "trust_patron", "deterrence", "pressure", "rung", "desks", "events"),
    }
)

#: Written only in a full trace. No outcome depends on them.
TRACE_ONLY: Final = frozenset(
    {"report", "pressure", "trust", "deterrence", "drafted", "cleared", "queued", "delivered", "concern", "alert"}
)


def by_kind(log: Log) -> dict[str, list[tuple[float, dict[str, Any]]]]:
    """The entries sorted into kinds, each in order of time."""
    found: dict[str, list[tuple[float, dict[str, Any]]]] = {}
    for time, kind, data in log:
        if kind in found:
            found[kind].append((time, data))
        else:
            found[kind] = [(time, data)]
    return found


def story(log: Log, subject: str) -> Log:
    """The entries that mention one message, plan or ally: the life of one thing."""
    return [entry for entry in log if subject in entry[2].values()]
