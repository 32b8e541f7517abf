"""Sentences about messages: what goes out, by which way it arrives, and how it is read."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.events import (
    Answered,
    Asked,
    Cleared,
    Delivered,
    Drafted,
    Lost,
    Meeting,
    OfMessage,
    PatienceExpired,
    Posted,
    Queued,
    Read,
    Sent,
    StanceGiven,
    StanceRead,
    TransmissionFailed,
)
from sim.domain.log import Entry
from sim.output.story.traced import Journey, Traced
from sim.output.story.when import lasting
from sim.output.story.words import (
    KINDS,
    READ_AS,
    SECRECY,
    URGENCY,
    counted,
    definite,
    listed,
    plainly,
    sentence,
    strong,
)


def posted(world: Traced, _t: float, data: Posted) -> str:
    asks, gives = world.about(Asked, data.message), world.about(StanceGiven, data.message)
    if asks is not None or gives is not None:
        return ""  # the question or the stance is told, and that with it
    journey = world.journeys[data.message]
    return f"{sentence(world.name(journey.sender))} begins to draft {KINDS[journey.kind]} ({_handling(journey)})."


def _handling(journey: Journey) -> str:
    return f"{URGENCY[journey.precedence]}, {SECRECY[journey.sensitivity]}"


def asked(world: Traced, t: float, data: Asked) -> str:
    journey = world.journeys[data.message]
    until = world.clocks.date(t + data.patience)
    return (
        f"It drafts {KINDS[journey.kind]} to {world.name('patron')} ({_handling(journey)}). "
        f"Its patience will last {lasting(data.patience)}, until {until}."
    )


def read(world: Traced, t: float, data: Read) -> str:
    journey = world.journeys[data.message]
    hours = lasting(t - journey.posted)
    who = sentence(world.name(journey.receiver))
    return f"{who} reads {definite(journey.kind)}, {hours} after its drafting began, {way(journey)}."


def way(journey: Journey) -> str:
    """By which channel a message came, and after which ones failed."""
    failed = [plainly(channel) for channel, _ in journey.tried[: journey.failures]]
    text = f"by {plainly(journey.channel)}"
    return f"{text} after {listed(failed)} failed" if failed else text


def answered(world: Traced, t: float, data: Answered) -> str:
    question = world.about(Asked, data.message)
    hours = f"It has taken {lasting(data.hours)} from the decision to ask"
    if question is None:
        return f"{hours}."
    limit = question[0] + question[1].patience
    if data.late:
        return f"{hours}: too late by {lasting(t - limit)}."
    return f"{hours}, of {lasting(question[1].patience)} of patience."


def meeting(_world: Traced, _t: float, data: Meeting) -> str:
    how = "The leaders speak on the phone" if data.meeting.kind == "call" else "The leaders meet as scheduled"
    return f"{how}{', and the question is put' if data.question else ''}."


def stance(world: Traced, _t: float, data: StanceGiven) -> str:
    journey = world.journeys.get(data.message)
    if journey is None:
        return f"It is said face to face, as {_meant(data)}."
    what = "a request to call it off" if journey.kind == "recall_request" else KINDS[journey.kind]
    return f"It drafts {what} ({_handling(journey)}), meant as {_meant(data)}."


def _meant(data: StanceGiven) -> str:
    firmly = strong(data.strength)
    return {"green": f"a {firmly} yes (green)", "amber": f"{firmly} doubts (amber)", "red": f"a {firmly} no (red)"}[
        data.given
    ]


def stance_read(world: Traced, _t: float, data: StanceRead) -> str:
    who = sentence(world.name("frontline"))
    if data.repaired:
        return f"{who} now knows what was meant: {READ_AS[data.given]}."
    if data.read == data.given:
        return f"{who} takes it as {READ_AS[data.read]} [which is what was meant]."
    return f"{who} takes it as {READ_AS[data.read]} [a misreading: {world.name('patron')} meant {READ_AS[data.given]}]."


def expired(world: Traced, t: float, data: PatienceExpired) -> str:
    return f"{sentence(world.name('frontline'))} has no answer when its patience ends {whereabouts(world, t, data.message)}."


def whereabouts(world: Traced, t: float, question: str) -> str:
    """Where an unanswered question or its answer is at a time: the narrator's knowledge."""
    patron, journey, answer = world.name("patron"), world.journeys[question], world.answer_to(question)
    if journey.lost is not None and journey.lost <= t:
        return "[the request was lost]"
    if journey.read is None or journey.read > t:
        return f"[the request has not yet been read by {patron}]"
    if answer is None or answer.posted > t:
        return f"[{patron} has read the request {lasting(t - journey.read)} ago and is still deliberating]"
    if answer.read is None:
        return "[the answer is under way and will not arrive]"
    return f"[the answer is under way and will be read in {lasting(answer.read - t)}]"


def drafted(_world: Traced, _t: float, data: Drafted) -> str:
    return f"{_named(_world, data)} is drafted."


def cleared(world: Traced, _t: float, data: Cleared) -> str:
    desks = [plainly(desk) for desk in data.desks]
    return f"{_named(world, data)} is cleared{f' by {listed(desks)}' if desks else ' within delegated authority'}."


def queued(world: Traced, _t: float, data: Queued) -> str:
    return f"{_named(world, data)} is handed to the {plainly(data.channel)}."


def sent(world: Traced, t: float, data: Sent) -> str:
    return f"{_named(world, data)} was {lasting(t - data.at)} on the {plainly(data.channel)}."


def failed(world: Traced, _t: float, data: TransmissionFailed) -> str:
    return f"The {plainly(data.channel)} fails with {_named(world, data, begins=False)} on its way."


def lost(world: Traced, _t: float, data: Lost) -> str:
    return f"{_named(world, data)} is lost [nobody knows yet]."


def delivered(world: Traced, _t: float, data: Delivered) -> str:
    journey = world.journeys[data.message]
    return f"{_named(world, data)} is delivered to the desks of {world.name(journey.receiver)}."


def _named(world: Traced, data: OfMessage, *, begins: bool = True) -> str:
    journey = world.journeys[data.message]
    text = f"{definite(journey.kind)} of {world.name(journey.sender)}"
    return sentence(text) if begins else text


def dialogue(world: Traced, entries: Sequence[Entry]) -> str:
    """The messages of regular dialogue among some entries, in one line; empty where there is none."""
    written = [event.message for _, event in entries if isinstance(event, Posted) and event.message_kind == "dialogue"]
    if not written:
        return ""
    journeys = [world.journeys[key] for key in written]
    hours = [journey.read - journey.posted for journey in journeys if journey.read is not None]
    many = f"{counted(len(written), 'message')} of regular dialogue"
    if not hours:
        return f"{many} (never read)"
    mean = lasting(sum(hours) / len(hours))
    if len(written) == 1:
        return f"{many} (read after {mean})"
    return f"{many} ({'all' if len(hours) == len(written) else len(hours)} of them read, after {mean} on average)"
