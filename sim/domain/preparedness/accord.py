"""What two allies have agreed before a crisis: how fast the window closes, where the red lines lie,
what weighs how much.

Each share closes that part of the gap between the two, half from either side: 0 leaves both as they
are, 1 makes them agree.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from sim.domain.actors.allies import Allies
from sim.domain.actors.outlook import Weights
from sim.domain.inputs.parameter import given
from sim.domain.preparedness.assessment import drawn_together

#: Weights that only one side can have: its own public, its own dependence.
_OWN = frozenset({"alliance", "pressure"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Accord:
    """How much of each gap is closed."""

    growth: float = given(0.0, "share", "of the gap between the growth estimates", plausible=(0, 1))
    red_lines: float = given(0.0, "share", "of the gap between the red lines", plausible=(0, 1))
    weights: float = given(
        0.0, "share", "of the gap between the weights that both have", plausible=(0, 1)
    )


def allies_in_accord(allies: Allies, accord: Accord) -> Allies:
    """The allies with their gaps closed as far as agreed."""
    first, second = allies.frontline, allies.patron
    growth = drawn_together(first.intelligence.growth, second.intelligence.growth, accord.growth)
    lines = drawn_together(first.outlook.red_line, second.outlook.red_line, accord.red_lines)
    weights = _weights(first.outlook.weights, second.outlook.weights, accord.weights)
    return Allies(
        frontline=replace(
            first,
            intelligence=replace(first.intelligence, growth=growth[0]),
            outlook=replace(first.outlook, red_line=lines[0], weights=weights[0]),
        ),
        patron=replace(
            second,
            intelligence=replace(second.intelligence, growth=growth[1]),
            outlook=replace(second.outlook, red_line=lines[1], weights=weights[1]),
        ),
    )


def _weights(first: Weights, second: Weights, share: float) -> tuple[Weights, Weights]:
    names = [item.name for item in fields(Weights) if item.name not in _OWN]
    pairs = {
        name: drawn_together(getattr(first, name), getattr(second, name), share) for name in names
    }
    return (
        replace(first, **{name: pair[0] for name, pair in pairs.items()}),
        replace(second, **{name: pair[1] for name, pair in pairs.items()}),
    )
