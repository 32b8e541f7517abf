"""What stood between a wish to strike and a strike: terms that the patron asked for, votes of the
cabinet.
"""

from __future__ import annotations

from sim.domain.events import CabinetVote, TermAnswered, TermEnded
from sim.experiment.outcomes.ledger import Ledger


def terms_taken(ledger: Ledger) -> float:
    """How many terms the frontline promised to wait for."""
    return float(sum(data.taken for _, data in ledger.all(TermAnswered)))


def terms_kept(ledger: Ledger) -> float:
    """How many of them it did not break: over, void, ended by agreement, or still in force."""
    broken = sum(data.why == "broken" for _, data in ledger.all(TermEnded))
    return terms_taken(ledger) - broken


def ties(ledger: Ledger) -> float:
    """How often the cabinet was divided."""
    return float(sum(data.ayes == data.noes for _, data in ledger.all(CabinetVote)))
