"""What a seat sees when it must decide, and what it may answer. An ally sees its view, never the
world.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, Protocol

from sim.domain.actors.preferences import Valuation
from sim.domain.decisions.protocols import State

Role = Literal["frontline", "patron"]
ROLES: tuple[Role, Role] = ("frontline", "patron")
Asks = Literal["course", "stance"]
#: On what a choice rests: the worth of the options, or a line of a rule or a person's own word.
Basis = Literal["worth", "rule"]

#: The reason that a person's decision has in a log; what the person says of it stands elsewhere.
PERSON: Final = "a person decided"

#: What may be answered to each question, in the order in which ties are broken: restraint first.
COURSES = ("hold", "pressure", "strike")
STANCES = ("red", "amber", "green")


class View(NamedTuple):
    """All that a seat knows at a decision. Times are hours since the start, values in the units of
    the weights.

    ``options`` maps each admissible answer to its value by the seat's own lights; ``noise`` maps it
    to a standard Gumbel draw that holds for the present epoch, so that more triggers do not mean
    more chances.
    """

    seat: Role
    asks: Asks
    time: float
    trigger: str
    state: State
    options: Mapping[str, float]
    noise: Mapping[str, float]
    valuation: Valuation
    mean: float
    variance: float
    red_line: float
    rung: int
    stance: str
    stance_age: float
    pressure: float
    deterrence: float
    trust: float
    under_fire: bool
    window_left: float


class Choice(NamedTuple):
    """An answer to a question: one of the view's options, and why, in words for the log."""

    option: str
    reason: str
    basis: Basis = "rule"


class Rule(Protocol):
    """A decision rule: a small frozen dataclass of parameters with one method."""

    def choose(self, view: View) -> Choice:
        """One of ``view.options``; must not depend on anything but the view and the rule's
        parameters.
        """
        ...
