"""Who knew what, when: the estimates at each decision beside the truth, and the hour at which each
fact reached each side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import inf

from sim.domain.events import (
    Asked,
    Decision,
    HourLearnt,
    Leak,
    Learnt,
    News,
    Preparation,
    Recall,
    StanceGiven,
    StanceRead,
    Strike,
    before_strike,
)
from sim.output.evidence.traced_world import Traced
from sim.output.story.layout import heading, paragraph, table
from sim.output.story.selection import decision as counts
from sim.output.story.sentences.dates import duration_text, since
from sim.output.story.sentences.decisions import estimate, leads_to
from sim.output.story.sentences.vocabulary import READ_AS, percent, plainly
from sim.output.words import as_list

#: More decisions than that tell no more.
_MOST = 24
_COURSES = {"strike": "to strike", "hold": "to hold back", "pressure": "diplomatic pressure"}


def knowledge_text(world: Traced) -> list[str]:
    """Both tables as text."""
    lines = heading("Who knew what, when")
    estimates = list(_estimates(world))
    if estimates:
        header = ("T+", "decision", world.name("frontline"), world.name("patron"), "truth")
        lines += [
            *paragraph(
                f"Readiness of {world.adversary} as each side reckoned it, at the decisions that"
                " count:"
            ),
            "",
        ]
        lines += [*table([header, *estimates[:_MOST]], "rlrrr"), ""]
    reached = facts(world)
    if reached:
        knew = (
            "T+",
            "what came about",
            f"{world.name('frontline')} knew",
            f"{world.name('patron')} knew",
        )
        lines += table([knew, *map(_row, reached)], "rlll")
    return lines if estimates or reached else []


def _estimates(world: Traced) -> Iterator[tuple[str, ...]]:
    for t, data in world.all(Decision):
        if counts(world, t, data):
            what = f"{world.name(data.ally)}: {_choice_text(world, t, data)}"
            shares = (estimate(data, "frontline"), estimate(data, "patron"), data.readiness)
            yield (f"{t:.1f}", what, *map(percent, shares))


def _choice_text(world: Traced, t: float, data: Decision) -> str:
    if data.asks == "stance":
        return READ_AS[data.option]
    if data.option == "strike" and data.state == "watching" and leads_to(world, t) != "preparing":
        return "wishes to strike"
    return _COURSES[data.option]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that came about, and the hour at which each ally knew of it, ``None`` for never;
    ``how`` adds words to that.
    """

    t: float
    what: str
    frontline: float | None
    patron: float | None
    how: Mapping[str, str] = field(default_factory=dict)

    def known_at(self, role: str) -> float | None:
        """When an ally knew."""
        return self.frontline if role == "frontline" else self.patron


def facts(world: Traced) -> list[Fact]:
    """All facts of a world, in the order in which they came about."""
    found = [*_questions(world), *_plans(world), *_strikes(world), *_leaks(world)]
    return sorted(found, key=lambda fact: fact.t)


def numbered_names(found: list[Fact]) -> list[str]:
    """What came about, numbered where it came about again."""
    names = [fact.what for fact in found]
    return [
        f"{name} ({names[: at + 1].count(name)})" if names.count(name) > 1 else name
        for at, name in enumerate(names)
    ]


def _row(fact: Fact) -> tuple[str, ...]:
    return f"{fact.t:.1f}", fact.what, _cell(fact, "frontline"), _cell(fact, "patron")


def reach_text(fact: Fact, names: Mapping[str, str]) -> str:
    """When a fact was known to whom it does not come from; ``names`` by role."""
    hours = [(who, fact.known_at(role)) for role, who in names.items()]
    told = [
        f"of which {who} never learnt" if t is None else f"which {who} knew at {since(t)}"
        for who, t in hours
        if t != fact.t
    ]
    return as_list(told) if told else "which both knew at once"


def _cell(fact: Fact, role: str) -> str:
    """When something reached a side, in words."""
    t, how = fact.known_at(role), fact.how.get(role, "")
    if t is None:
        return "never"
    if t == fact.t:
        return how or "at once"
    return (
        f"before, at {since(t)}"
        if t < fact.t
        else f"{since(t)} (+{duration_text(t - fact.t)}){how}"
    )


def _questions(world: Traced) -> Iterator[Fact]:
    """The questions and the patron's stances."""
    for t, data in world.all(Asked):
        what = f"{world.name('frontline')} wishes to strike and asks"
        yield Fact(t=t, what=what, frontline=t, patron=world.journeys[data.message].read)
    for t, stance in world.all(StanceGiven):
        first = world.about(StanceRead, stance.message)
        how = {"frontline": f", as {READ_AS[first[1].read]}"} if first else {}
        what = f"{world.name('patron')} gives {READ_AS[stance.given]}"
        yield Fact(t=t, what=what, frontline=first[0] if first else None, patron=t, how=how)


def _plans(world: Traced) -> Iterator[Fact]:
    """Each preparation by itself: a plan that was called off may be taken up again."""
    for t, data in world.all(Preparation):
        known, how = _learnt_of(world, t, data.plan)
        what = f"{world.name('frontline')} begins to prepare"
        words = {"patron": f", {plainly(how)}"} if how and known != t else {}
        yield Fact(t=t, what=what, frontline=t, patron=known, how=words)


def _learnt_of(world: Traced, t: float, plan: str) -> tuple[float | None, str]:
    """When and how the patron learnt of the preparation of a plan that began at an hour: since the
    plan was last called off, and before it was called off again.
    """
    recalls = [at for at, one in world.all(Recall) if one.plan == plan]
    since = max((at for at in recalls if at < t), default=-inf)
    until = min((at for at in recalls if at >= t), default=inf)
    signs: list[tuple[float, Learnt | HourLearnt]] = [*world.all(Learnt), *world.all(HourLearnt)]
    learnt = [(at, one.how) for at, one in signs if one.plan == plan and since < at <= until]
    return min(learnt, default=(None, ""))


def _strikes(world: Traced) -> Iterator[Fact]:
    news = [at for at, data in world.all(News) if data.what == "strike"]
    for t, data in world.all(Strike):
        joint = data.course == "joint"
        hour = before_strike.known(world.found, data.plan).hour
        public = next((at for at in news if at >= t), None)
        yield Fact(
            t=t,
            what="the strike",
            frontline=t,
            patron=t if joint else public if hour == inf else hour,
            how={"patron": "took part"} if joint else {},
        )


def _leaks(world: Traced) -> Iterator[Fact]:
    for t, data in world.all(Leak):
        yield Fact(t=t, what=f"a leak in {world.name(data.side)}", frontline=t, patron=t)
