"""What makes an exercise of a scenario: objectives, what each seat is told, the events of its list.

It changes nothing in a world and lies outside the digest, as checks do. An objective is a predicate
over a log, so that it holds for a game, for its replay and for any number of simulated worlds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.domain.decisions.views import Role
from sim.domain.events import EVENTS
from sim.domain.inputs.checks import Amount
from sim.domain.inputs.parameter import given, part, required

#: What an event of the list is for: it sets the scene, asks for an action, is kept in reserve, or
#: is of the exercise itself (its start, a break, its end).
EventUse = Literal["contextual", "expected_action", "contingency", "administrative"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """How soon after something else an event must come."""

    of: str = given("asked", "", "the kind of log entry from which is counted", among=EVENTS)
    hours: float = required("time", "how long after each of these it may come at the latest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What an exercise is to show. It is met by a kind of log entry that comes (or never comes), or
    by an outcome within a range; with neither it is rated by people alone.
    """

    says: str = required("", "what is to be achieved, in words")
    capability: str = given("", "", "the core capability that it exercises")
    event: str | None = given(None, "", "the kind of log entry that meets it", among=EVENTS)
    by: Role | None = given(None, "", "whose entry it must be; anybody's when left out")
    option: str = given(
        "",
        "",
        "of a decision or an answer: what is chosen, such as strike or green; any when empty",
    )
    until: float | None = given(None, "moment", "the latest hour at which it may come")
    within: Within | None = given(None, "", "how soon after something else it must come")
    never: bool = given(False, "", "whether it is met where such an entry does not come")
    outcome: str = given("", "", "instead of an event: the outcome that meets it")
    between: tuple[Amount, ...] = given(
        (), "amount", "with an outcome: lowest and highest value that meet it"
    )
    tasks: tuple[str, ...] = given((), "", "critical tasks, which an evaluator watches for")

    @property
    def is_measured(self) -> bool:
        """Whether a log can tell if it is met."""
        return self.event is not None or bool(self.outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatText:
    """What who sits in a seat is told on a card of its own."""

    title: str = given("", "", "whose seat it is, such as Prime Minister and cabinet")
    brief: str = given("", "", "the situation as this seat sees it")
    aims: tuple[str, ...] = given((), "", "what this seat wants")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseEvent:
    """A line of the master scenario events list. One with the name of an inject says more of it and
    has its hour from it; any other is given by hand, and no world knows of it.
    """

    at: float | None = given(
        None, "moment", "when it is given; by hand, whenever it fits, when left out"
    )
    use: EventUse = given("contextual", "", "what it is for")
    from_: str = given("", "", "who sends it, as players see it")
    to: str = given("", "", "who is given it")
    method: str = given("", "", "how it is given: by telephone, on paper, read out")
    text: str = given("", "", "what players are told")
    expects: str = given("", "", "the action that is expected of players")
    objective: str = given("", "", "the objective that it serves, by its name")
    notes: str = given("", "", "for those who run the exercise")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What was learnt in a game, and what is done about it; a check of the same name says by what
    later runs must show it.
    """

    says: str = required("", "what was seen")
    capability: str = given("", "", "the core capability that it concerns")
    action: str = given("", "", "the corrective action")
    owner: str = given("", "", "who sees to it")
    due: str = given("", "", "by when")
    game: str = given("", "", "in which game it was seen, with the entries of its log")


def default_feedback() -> tuple[str, ...]:
    """What participants are asked, as HSEEP's form does, where a file asks nothing else."""
    return (
        "The exercise was well structured and organised.",
        "The scenario was plausible and realistic.",
        "The messages and events gave me what I needed to decide.",
        "Taking part was right for somebody in my position.",
        "After this exercise I know better how the other capital decides.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """What is said of a scenario as an exercise."""

    name: str = given("", "", "name of the exercise, on each page; the scenario's title when empty")
    type: str = given("Tabletop exercise", "", "which kind of exercise it is")
    sponsor: str = given("", "", "who holds it")
    scope: str = given("", "", "who takes part, for how long, what is left out")
    mission_area: str = given("", "", "mission area: prevention, protection, response, recovery")
    threat: str = given("", "", "the threat or hazard that is exercised")
    length: float = given(3.0, "time", "time in the room, from the start to the end of play")
    briefing: str = given("", "", "what all players are told; the purpose when empty")
    assumptions: tuple[str, ...] = given((), "", "assumptions and artificialities")
    objectives: Mapping[str, Objective] = part(dict, "what the exercise is to show, by name")
    seats: Mapping[str, SeatText] = part(
        dict, "what each seat is told: frontline, patron, adversary, region"
    )
    events: Mapping[str, ExerciseEvent] = part(
        dict, "the list of events, by name; that of an inject says more of it"
    )
    questions: tuple[str, ...] = given((), "", "questions for the discussion afterwards")
    lessons: Mapping[str, Lesson] = part(dict, "what was learnt, by name")
    feedback: tuple[str, ...] = given(
        default_feedback(), "", "statements that participants agree with or not"
    )
