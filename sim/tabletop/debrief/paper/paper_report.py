"""The after-action report of a game on paper: time line, objectives as people rated them, lessons.

Without the engine there is no world that the game could be held against, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sim import __version__
from sim.domain.inputs.exercise import Lesson
from sim.domain.inputs.setting import Scenario
from sim.output.story.sentences.dates import Clocks, since
from sim.output.words import as_list, count_text
from sim.tabletop.debrief.action_report.findings import Area
from sim.tabletop.debrief.action_report.report import Learnt, Step, overview, step_of
from sim.tabletop.debrief.action_report.sourced_text import Linked, LinkedRow
from sim.tabletop.debrief.paper.transcript import RATINGS, Transcript, Written
from sim.tabletop.handouts.page import Handout, page_of

_POOR: Final = frozenset({"M", "U"})
_MEANS: Final = {
    "P": "performed without challenges",
    "S": "performed with some challenges",
    "M": "performed with major challenges",
    "U": "unable to be performed",
    "-": "not observed",
}


def paper_page(scenario: Scenario, transcript: Transcript, learnt: Learnt) -> bytes:
    """The page of a game on paper."""
    exercise = scenario.exercise.name or scenario.title or scenario.name
    clocks = Clocks.of(next(iter(scenario.arms.values())).setting)
    places = list(enumerate(transcript.rows, start=1))
    found = areas(scenario, transcript)
    words: dict[str, Any] = {
        "overview": overview(scenario, (transcript.name,)),
        "objectives": [_objective_row(scenario, name, places) for name in _objectives(scenario)],
        "decisions": [
            LinkedRow(cells=(_hour(one), one.who, one.text, one.notes), entries=(place,))
            for place, one in places
            if one.kind == "decision"
        ],
        "strengths": [_sourced(place, one) for place, one in places if one.kind == "strength"],
        "areas": found,
        "plan": list(_plan(found, learnt)),
        "learnt": learnt,
        "questions": scenario.exercise.questions,
        "events": [
            (place, _hour(one), "" if one.hour is None else clocks.date(one.hour), _whole(one))
            for place, one in places
        ],
        "version": __version__,
    }
    readers = "For those who took part and those who are to see to what was learnt."
    title = "After-action report and improvement plan"
    about = Handout(title=title, exercise=exercise, readers=readers)
    return page_of("debrief_paper.html.j2", about, words)


def _objectives(scenario: Scenario) -> Sequence[str]:
    return tuple(scenario.exercise.objectives)


def _hour(one: Written) -> str:
    return "" if one.hour is None else since(one.hour)


def _sourced(place: int, one: Written) -> Linked:
    return Linked(text=one.text, entries=(place,))


def _whole(one: Written) -> str:
    """A row in a line."""
    way = " to ".join(filter(None, (one.who, one.to)))
    rating = f"[{one.objective}: {one.rating}]" if one.rating else ""
    kind = "" if one.kind == "event" else f"({one.kind})"
    told = f"{way}: {one.text}" if way else one.text
    return " ".join(filter(None, (told, kind, rating, one.notes)))


def _objective_row(scenario: Scenario, name: str, places: list[tuple[int, Written]]) -> LinkedRow:
    """An objective with the ratings that it was given, and the rows that speak of it."""
    objective = scenario.exercise.objectives[name]
    of_it = [(place, one) for place, one in places if one.objective == name]
    given = [one.rating for _, one in of_it if one.rating]
    rated = [
        f"{mark} ({_MEANS[mark]}): {count_text(given.count(mark), 'time')}"
        for mark in RATINGS
        if mark in given
    ]
    told = as_list(rated) if rated else "not rated"
    entries = tuple(place for place, _ in of_it)
    return LinkedRow(cells=(objective.says, objective.capability, told), entries=entries)


def areas(scenario: Scenario, transcript: Transcript) -> list[Area]:
    """What is to be improved: objectives that were rated M or U, then what was written down."""
    objectives = scenario.exercise.objectives
    places = list(enumerate(transcript.rows, start=1))
    found = []
    for name, objective in objectives.items():
        poor = [(n, one) for n, one in places if one.objective == name and one.rating in _POOR]
        if poor:
            marks = as_list(list(dict.fromkeys(_MEANS[one.rating] for _, one in poor)))
            seen = Linked(text=f"{objective.says}: {marks}.", entries=tuple(n for n, _ in poor))
            found.append(Area(name=name, seen=seen, capability=objective.capability))
    for place, one in places:
        if one.kind == "area":
            of = objectives.get(one.objective)
            capability = "" if of is None else of.capability
            area = Area(name=f"area_{place}", seen=_sourced(place, one), capability=capability)
            found.append(area)
    return found


def _plan(found: Sequence[Area], learnt: Learnt) -> Iterator[Step]:
    names = {area.name for area in found}
    for area in found:
        lesson = learnt.lessons.get(area.name, Lesson(says=""))
        yield step_of(area.seen, "", area.capability, lesson)
    for name, lesson in learnt.lessons.items():
        if name not in names:
            yield step_of(Linked(text=lesson.says), "", "", lesson)
