"""What those who run an exercise need: how the day goes, the clock, what each seat has to do, and
what no player may see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sim.domain.inputs.exercise import Exercise
from sim.domain.inputs.setting import Scenario, Setting
from sim.output.story.sentences.dates import duration_text
from sim.output.story.sentences.vocabulary import percent
from sim.tabletop.exercise.seat_load import SeatLoad
from sim.tabletop.seat.capital import Capital

Fact = tuple[str, str]
Row = tuple[str, ...]

_WELCOME, _READING, _HOT_WASH, _FEEDBACK = 15, 20, 40, 10

ROLES: Final[tuple[Fact, ...]] = (
    ("Players", "Sit in a seat, decide with what they have been given, and say why."),
    (
        "Facilitator",
        "Runs the clock and the list of events; answers questions on how to play, and no others.",
    ),
    ("Evaluators", "Watch one seat each, note what was seen and when, and rate each objective."),
    ("Observers", "Watch, and take no part."),
)
RULES: Final[tuple[str, ...]] = (
    "This is an open, no-fault exercise: it tests what has been agreed, not persons.",
    "Players answer as the office that they hold would, with its knowledge and no other.",
    "Nobody looks at another seat's screen or card. Whoever has seen what it should not says so.",
    "A real event ends play at once: the facilitator says NO PLAY, and means it.",
)


def overview(scenario: Scenario, exercise_name: str) -> list[Fact]:
    """The overview of an exercise, as HSEEP's plans have it on the first page."""
    exercise = scenario.exercise
    capabilities = dict.fromkeys(
        one.capability for one in exercise.objectives.values() if one.capability
    )
    told = (
        ("Exercise", exercise_name),
        ("Type", exercise.type),
        ("Sponsor", exercise.sponsor),
        ("Scope", exercise.scope),
        ("Mission area", exercise.mission_area),
        ("Core capabilities", ", ".join(capabilities)),
        ("Threat or hazard", exercise.threat),
        ("Scenario", scenario.title or scenario.name),
    )
    return [fact for fact in told if fact[1]]


def schedule(exercise: Exercise) -> list[Row]:
    """How the day goes, in minutes from its start."""
    play = round(exercise.length * 60.0)
    steps = (
        ("Welcome, rules, safety", _WELCOME),
        ("Reading: briefing and cards; each seat agrees who decides", _READING),
        ("STARTEX to ENDEX: play", play),
        ("Hot wash: the questions for discussion, with the debrief on the screen", _HOT_WASH),
        ("Feedback forms; evaluators compare notes", _FEEDBACK),
    )
    at = 0
    rows: list[Row] = []
    for what, minutes in steps:
        rows.append((_clock(at), _clock(at + minutes), what))
        at += minutes
    return rows


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def clock_facts(setting: Setting, exercise: Exercise) -> list[Fact]:
    """How the clock of the crisis goes against that of the room."""
    factor = setting.horizon / exercise.length
    minute = duration_text(factor / 60.0)
    pace = f"{factor:,.0f} times as fast as life: a minute in the room is {minute} of the crisis"
    return [
        ("The crisis begins", Capital("frontline", setting).both_dates(0.0)),
        (
            "Decision window",
            f"{duration_text(setting.horizon)}; no page of a player says when it ends",
        ),
        ("In the room", duration_text(exercise.length)),
        ("Pace", pace),
    ]


def truth(setting: Setting) -> list[Fact]:
    """What is true and no player knows."""
    threat, attack = setting.adversary.threat, setting.adversary.attack
    return [
        ("Adversary's readiness at the start", percent(threat.readiness)),
        ("Its growth", f"{threat.growth * 24.0:g} a day in log odds"),
        ("Chance that it means to attack", percent(attack.intent.share)),
        ("First attacks", f"{attack.rate * 24.0:g} a day on average"),
    ]


def load_rows(loads: Sequence[SeatLoad], setting: Setting) -> list[Row]:
    """What the first world would ask of each seat."""
    capital = Capital("frontline", setting)
    return [
        (
            capital.name(one.seat),
            str(one.questions),
            str(one.read),
            str(one.busiest),
            duration_text(one.silence),
        )
        for one in loads
    ]


def pace_warnings(loads: Sequence[SeatLoad], setting: Setting, exercise: Exercise) -> Iterator[str]:
    """Where the pace leaves a seat without anything to do, or with no time for a question."""
    factor = setting.horizon / exercise.length
    capital = Capital("frontline", setting)
    for one in loads:
        name = capital.name(one.seat)
        minutes = exercise.length * 60.0 / one.questions if one.questions else 0.0
        if one.questions and minutes < 2.0:
            yield (
                f"{name} has {minutes:.1f} min a decision: a longer exercise, or a turn at a time,"
                " is fairer."
            )
        idle = one.silence / factor * 60.0
        if idle > exercise.length * 15.0:
            yield (
                f"{name} may wait {idle:.0f} min in the room without anything new: have an event of"
                " the list ready."
            )
