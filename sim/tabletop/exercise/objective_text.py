"""In words: by what in a log an objective is met."""

from __future__ import annotations

from typing import Final

from sim.domain.inputs.checks import Amount
from sim.domain.inputs.exercise import Objective
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.output.story.sentences.dates import duration_text
from sim.scenario.schema.quantity_text import write_amount, write_moment
from sim.tabletop.seat.capital import Capital

#: Kinds of entry as one would say them.
_KINDS: Final[dict[str, str]] = {
    "asked": "a question",
    "stance_read": "an answer that is read",
    "answered": "an answer",
    "stance": "an answer that is given",
    "learnt": "word of a strike being prepared",
    "decision": "a decision",
    "prepare": "a strike that begins to be prepared",
    "no_return": "a point of no return",
    "recall": "a strike called off",
    "strike": "a strike",
    "retaliation": "a retaliation",
    "posted": "a message begun",
    "sent": "a message sent",
    "read": "a message read",
    "expired": "an end of patience",
    "rung": "a change of rung",
    "provocation": "a provocation",
    "attack": "an attack",
}


def measure_text(objective: Objective, capital: Capital) -> str:
    """How a log tells whether an objective is met; that people rate it, where none can."""
    if objective.outcome:
        return _outcome_text(objective)
    if objective.event is None:
        return "No log can tell; it is rated by those who watched."
    parts = [_kind(objective.event)]
    if objective.by is not None:
        parts.append(f"of {capital.name(objective.by)}")
    if objective.option:
        parts.append(f"({objective.option})")
    if objective.within is not None:
        after = duration_text(objective.within.hours)
        parts.append(f"within {after} after {_kind(objective.within.of)}, each time")
    if objective.until is not None:
        parts.append(f"by {write_moment(objective.until)}")
    begins = "Met where there is never" if objective.never else "Met by"
    return f"{begins} {' '.join(parts)}."


def _outcome_text(objective: Objective) -> str:
    outcome = OUTCOMES[objective.outcome]
    low, high = objective.between
    if outcome.unit == "share" and low.number == high.number:
        return f"Met where this is {'true' if low.number else 'not true'}: {outcome.title}."
    between = amount_text(low) if low == high else f"{amount_text(low)} to {amount_text(high)}"
    return f"Met where this is {between}: {outcome.title}."


def amount_text(amount: Amount) -> str:
    """An amount as a file says it, in few digits."""
    said = write_amount(amount)
    return said if isinstance(said, str) else f"{said:g}"


def _kind(kind: str) -> str:
    return _KINDS.get(kind, f"an entry of the kind {kind}")
