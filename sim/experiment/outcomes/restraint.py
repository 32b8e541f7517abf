"""What stood between a wish to strike and a strike: terms that the patron asked for, votes of the
cabinet.
"""

from __future__ import annotations

from typing import Final

from sim.domain.events import CabinetVote, TermAnswered, TermEnded
from sim.experiment.outcomes.ledger import Ledger

#: How a promise ends that was not kept: it was broken, or void since a rung or news had come.
_NOT_KEPT: Final = frozenset({"broken", "rung", "news"})


def terms_taken(ledger: Ledger) -> float:
    """How many terms the frontline promised to wait for."""
    return float(sum(data.taken for _, data in ledger.all(TermAnswered)))


def terms_kept(ledger: Ledger) -> float:
    """How many of them held: over, ended by a yes, a plan or an attack, or still in force."""
    lost = sum(data.why in _NOT_KEPT for _, data in ledger.all(TermEnded))
    return terms_taken(ledger) - lost


def ties(ledger: Ledger) -> float:
    """How often the cabinet was divided."""
    return float(sum(data.ayes == data.noes for _, data in ledger.all(CabinetVote)))
