"""Questions to people: what a seat sees, what it may answer, and what must happen then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.domain.decisions.views import PERSON, AnyView, Choice
from sim.errors import UsageError


@dataclass(slots=True)
class Pending:
    """A question to a person, with what must happen once it is answered."""

    view: AnyView
    enact: Callable[[Choice], None]
    still: Callable[[], Sequence[str]]
    #: What the rule of the seat would choose, or what chance has.
    rule: Callable[[], Choice]
    #: What it means that nobody answers; empty where nothing follows.
    silence: str = ""
    #: Whether the world cannot go on without an answer.
    stops: bool = False

    def lapse(self) -> None:
        """Nobody answers."""
        if self.silence:
            self.enact(Choice(self.silence, PERSON))

    def options(self) -> tuple[str, ...]:
        """What may still be answered; nothing once the question is overtaken."""
        still = self.still()
        return tuple(option for option in self.view.options if option in still)


class Question:
    """A decision that a person must take: what the seat sees, and a place for the answer."""

    __slots__ = ("_pending", "choice")

    def __init__(self, pending: Pending) -> None:
        self._pending = pending
        self.choice: Choice | None = None

    @property
    def view(self) -> AnyView:
        """All that the seat knows."""
        return self._pending.view

    def answer(self, choice: Choice | str, reason: str = "said so") -> None:
        """Answer with one of the view's options. A refused answer leaves the question open."""
        answer = Choice(choice, reason) if isinstance(choice, str) else choice
        if answer.option not in self.view.options:
            among = ", ".join(self.view.options)
            raise UsageError(f"{answer.option!r} is not among the options: {among}")
        self.choice = answer

    def answer_given(self) -> Choice:
        """The answer, which must have been given."""
        if self.choice is None:
            among = ", ".join(self.view.options)
            raise UsageError(f"the {self.view.seat} has not answered: one of {among}")
        return self.choice
