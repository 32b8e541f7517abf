"""The adversary's first blow as a world's log tells it: whether and when it came, who struck first,
what it meant, and whether the patron stood by the ally that was hit.

Like in ``ledger``, each function takes a ledger and gives one number, NaN where the world has none.
"""

from __future__ import annotations

from math import inf, nan
from typing import Final

from sim.domain.events import Attack, Intent, StandingBy
from sim.experiment.outcomes.ledger import Ledger
from sim.experiment.outcomes.outcome import censored_outcome, outcome_row


def _first_attack(ledger: Ledger) -> float:
    """Hour of the first attack in the time that all worlds are watched; infinite without one."""
    limit = ledger.setting.horizon + ledger.setting.follow_up
    return next((time for time, _ in ledger.all(Attack) if time <= limit), inf)


def attacked(ledger: Ledger) -> float:
    """Whether the adversary attacked."""
    return float(_first_attack(ledger) < inf)


def attack_time(ledger: Ledger) -> float:
    """Hour of the first attack, cut at the end of window and follow-up."""
    return min(_first_attack(ledger), ledger.setting.horizon + ledger.setting.follow_up)


def attacked_first(ledger: Ledger) -> float:
    """Whether the adversary attacked before any strike."""
    attack = _first_attack(ledger)
    return float(attack < inf and (ledger.strike is None or attack < ledger.strike[0]))


def struck_first(ledger: Ledger) -> float:
    """Whether the frontline struck before any attack."""
    return float(ledger.strike is not None and not attacked_first(ledger))


def attack_meant(ledger: Ledger) -> float:
    """Whether the crisis is of the kind in which the adversary means to attack."""
    return float(any(data.meant for _, data in ledger.all(Intent)))


def defended(ledger: Ledger) -> float:
    """Whether the patron stood by the frontline after a blow; NaN where none fell, or none was
    answered for.
    """
    words = [data.stands for _, data in ledger.all(StandingBy)]
    return float(any(words)) if words else nan


#: The rows of the table of outcomes that are about it.
FIRST_BLOW: Final = (
    outcome_row("attacked", "attacked", "share", "lower", attacked,
        "the adversary attacked, whoever had struck before", matters=0.02),
    censored_outcome("the end of window and follow-up",
        outcome_row("attack_h", "hours without an attack", "h", "higher", attack_time,
            "hours until the adversary's first attack", matters=24.0)),
    outcome_row("attacked_first", "attacked first", "share", "lower", attacked_first,
        "the adversary attacked before the frontline had struck", matters=0.02),
    outcome_row("struck_first", "struck first", "share", "neither", struck_first,
        "the frontline struck before the adversary had attacked", matters=0.05),
    outcome_row("attack_meant", "attack was meant", "share", "neither", attack_meant,
        "the crisis is of the kind in which the adversary means to attack", matters=0.02),
    outcome_row("defended", "patron stood by its ally", "share", "higher", defended,
        "the patron stood by the frontline after a blow, an attack or a retaliation",
        matters=0.05, exists="blow"),
)  # fmt: skip  # one outcome a row
