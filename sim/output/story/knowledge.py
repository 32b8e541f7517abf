"""Who knew what, when: the estimates at each decision beside the truth, and the hour at which each fact reached each side."""

from __future__ import annotations

from collections.abc import Iterator

from sim.output.story.deciding import estimate, leads_to
from sim.output.story.folding import decision as counts
from sim.output.story.page import heading, paragraph, table
from sim.output.story.traced import Data, Traced
from sim.output.story.when import lasting, since
from sim.output.story.words import READ_AS, percent, plainly

#: More decisions than that tell no more.
_MOST = 24
_COURSES = {"strike": "to strike", "hold": "to hold back", "pressure": "diplomatic pressure"}


def told(world: Traced) -> list[str]:
    """Both tables as text."""
    lines = heading("Who knew what, when")
    estimates = list(_estimates(world))
    if estimates:
        header = ("T+", "decision", world.name("frontline"), world.name("patron"), "truth")
        lines += [
            *paragraph(f"Readiness of {world.adversary} as each side reckoned it, at the decisions that count:"),
            "",
        ]
        lines += [*table([header, *estimates[:_MOST]], "rlrrr"), ""]
    facts = [*_questions(world), *_plans(world), *_strikes(world), *_leaks(world)]
    if facts:
        knew = ("T+", "what came about", f"{world.name('frontline')} knew", f"{world.name('patron')} knew")
        lines += table([knew, *(row for _, row in sorted(facts, key=lambda fact: fact[0]))], "rlll")
    return lines if estimates or facts else []


def _estimates(world: Traced) -> Iterator[tuple[str, ...]]:
    for t, data in world.all("decision"):
        if counts(world, t, data):
            what = f"{world.name(data['ally'])}: {_chosen(world, t, data)}"
            shares = (estimate(data, "frontline"), estimate(data, "patron"), data["readiness"])
            yield (f"{t:.1f}", what, *map(percent, shares))


def _chosen(world: Traced, t: float, data: Data) -> str:
    if data["asks"] == "stance":
        return READ_AS[data["option"]]
    if data["option"] == "strike" and data["state"] == "watching" and leads_to(world, t) != "preparing":
        return "wishes to strike"
    return _COURSES[data["option"]]


Fact = tuple[float, tuple[str, str, str, str]]


def _later(since_then: float, t: float | None) -> str:
    """When something reached a side."""
    if t is None:
        return "never"
    return "at once" if t == since_then else f"{since(t)} (+{lasting(t - since_then)})"


def _questions(world: Traced) -> Iterator[Fact]:
    """The questions and the patron's stances."""
    for t, data in world.all("asked"):
        read = world.journeys[data["message"]].read
        yield t, (f"{t:.1f}", f"{world.name('frontline')} wishes to strike and asks", "at once", _later(t, read))
    for t, data in world.all("stance"):
        first = world.about("stance_read", data["message"])
        read, as_what = (first[0], f", as {READ_AS[first[1]['read']]}") if first else (None, "")
        what = f"{world.name('patron')} gives {READ_AS[data['given']]}"
        yield t, (f"{t:.1f}", what, _later(t, read) + as_what, "at once")


def _plans(world: Traced) -> Iterator[Fact]:
    for t, data in world.all("prepare"):
        learnt = next(((at, one["how"]) for at, one in world.all("learnt") if one["plan"] == data["plan"]), None)
        who = f"{world.name('frontline')} begins to prepare"
        if learnt is None:
            yield t, (f"{t:.1f}", who, "at once", "never")
        elif learnt[0] < t:
            yield t, (f"{t:.1f}", who, "at once", f"before, at {since(learnt[0])}")
        else:
            yield t, (f"{t:.1f}", who, "at once", f"{_later(t, learnt[0])}, {plainly(learnt[1])}")


def _strikes(world: Traced) -> Iterator[Fact]:
    news = [at for at, data in world.all("news") if data["what"] == "strike"]
    for t, data in world.all("strike"):
        public = next((at for at in news if at >= t), None)
        known = "took part" if data["course"] == "joint" else _later(t, public)
        yield t, (f"{t:.1f}", "the strike", "at once", known)


def _leaks(world: Traced) -> Iterator[Fact]:
    for t, data in world.all("leak"):
        yield t, (f"{t:.1f}", f"a leak in {world.name(data['side'])}", "at once", "at once")
