"""What a seat sees when it must decide, and what it may answer. An ally sees its view, never the
world; what stands outside the alliance decides by chance, unless somebody sits there.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, Protocol

from sim.domain.actors.preferences import Valuation
from sim.domain.decisions.states import State

Role = Literal["frontline", "patron"]
ROLES: tuple[Role, Role] = ("frontline", "patron")
#: Who is no ally, and decides as well.
Outsider = Literal["adversary", "region"]
Seat = Literal["frontline", "patron", "adversary", "region"]
#: Where somebody may sit.
SEATS: Final[tuple[Seat, ...]] = (*ROLES, "adversary", "region")
Asks = Literal["course", "stance"]
#: On what a choice rests: the worth of the options, or a line of a rule or a person's own word.
Basis = Literal["worth", "rule"]

#: The reason that a person's decision has in a log; what the person says of it stands elsewhere.
PERSON: Final = "a person decided"

#: What may be answered to each question, in the order in which ties are broken: restraint first.
COURSES = ("hold", "pressure", "strike")
STANCES = ("red", "amber", "green")
Occasion = Literal["attack", "provocation", "retaliation", "mediation", "withdrawal"]
#: What may be answered on an occasion that chance brings an outsider, restraint first.
OCCASIONS: Final[Mapping[Occasion, tuple[str, ...]]] = MappingProxyType(
    {
        "attack": ("hold", "attack"),
        "provocation": ("restrain", "provoke"),
        "retaliation": ("none", "one", "two"),
        "mediation": ("abstain", "mediate"),
        "withdrawal": ("stay", "leave"),
    }
)
#: Answers that let things be.
RESTRAINT: Final = frozenset({COURSES[0], *(options[0] for options in OCCASIONS.values())})


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


class OutsideView(NamedTuple):
    """What an outsider knows on an occasion. ``readiness`` is the adversary's own, and its alone;
    ``severity`` is that of the provocation in question, ``about`` the partner.
    """

    seat: Outsider
    asks: Occasion
    time: float
    options: tuple[str, ...]
    rung: int
    readiness: float | None = None
    severity: float | None = None
    about: str = ""

    @property
    def trigger(self) -> str:
        """On what occasion it is asked."""
        return self.asks


AnyView = View | OutsideView


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
