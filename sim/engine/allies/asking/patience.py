"""How long the frontline waits for an answer: longer with trust, shorter under pressure, as the
window closes, under fire.
"""

from __future__ import annotations

from sim.domain.inputs.setting import Setting


def hours_of_patience(
    setting: Setting,
    *,
    trust: float,
    pressure: float,
    cost_of_holding: float,
    assured: bool,
    under_fire: bool,
) -> float:
    """Hours; ``cost_of_holding`` is how far the window has closed in the frontline's own eyes."""
    law = setting.terms.patience
    bonus = law.assurance if assured else 0.0
    hours = law.base * (1.0 + law.trust * trust + bonus)
    hours *= (1.0 - law.pressure * pressure) * (1.0 - law.window * cost_of_holding)
    return hours * (setting.ladder.exchange.patience if under_fire else 1.0)
