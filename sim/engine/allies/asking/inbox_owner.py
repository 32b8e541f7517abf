"""What the inbox may know and ask of the frontline that reads it."""

from __future__ import annotations

from typing import Protocol

from sim.domain.actors.allies import Ally
from sim.domain.decisions.states import State, StateEvent
from sim.engine.allies.asking.waiting_term import WaitingTerm
from sim.engine.allies.leader import Mind


class Owner(Protocol):
    """What the inbox needs of the frontline."""

    @property
    def ally(self) -> Ally:
        """The ally that reads."""
        ...

    @property
    def mind(self) -> Mind:
        """Its mind."""
        ...

    @property
    def term(self) -> WaitingTerm:
        """The term that it has promised to wait for, if any."""
        ...

    @property
    def state(self) -> State:
        """The state of the protocol."""
        ...

    def move(self, event: StateEvent) -> bool:
        """Let an event change the state."""
        ...

    def patience(self) -> float:
        """Hours that it waits for an answer."""
        ...

    def plan_key(self) -> str:
        """The name of the plan under discussion or in preparation."""
        ...

    def new_plan(self) -> str:
        """The name of a new plan."""
        ...
