"""Sentences about messages: what goes out, by which way it arrives, and how it is read."""

from __future__ import annotations

from collections.abc import Sequence

from sim.domain.events import (
    Answered,
    Asked,
    CalledBack,
    Cleared,
    Decision,
    Delivered,
    Drafted,
    EnvoyBack,
    EnvoySent,
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
    Told,
    TransmissionFailed,
)
from sim.domain.events.log import Entry
from sim.output.evidence.traced_world import Journey, Traced
from sim.output.story.sentences.dates import duration_text
from sim.output.story.sentences.lateness import hours_late, is_early, overtaken_by
from sim.output.story.sentences.vocabulary import (
    KINDS,
    READ_AS,
    SECRECY,
    URGENCY,
    definite,
    plainly,
    sentence,
    strong,
)
from sim.output.words import as_list, count_text


def posting_sentence(world: Traced, _t: float, data: Posted) -> str:
    asks, gives = world.about(Asked, data.message), world.about(StanceGiven, data.message)
    if asks is not None or gives is not None:
        return ""  # the question or the stance is told, and that with it
    journey = world.journeys[data.message]
    return (
        f"{sentence(world.name(journey.sender))} begins to draft {KINDS[journey.kind]}"
        f" ({_handling_clause(journey)})."
    )


def _handling_clause(journey: Journey) -> str:
    return f"{URGENCY[journey.precedence]}, {SECRECY[journey.sensitivity]}"


def question_sentence(world: Traced, t: float, data: Asked) -> str:
    journey = world.journeys[data.message]
    until = world.clocks.date(t + data.patience, t)
    drafts = (
        f"{sentence(world.name('frontline'))} drafts {KINDS[journey.kind]} to"
        f" {world.name('patron')} ({_handling_clause(journey)})."
    )
    if is_early(world, data.message):
        return drafts
    return f"{drafts} Its patience will last {duration_text(data.patience)}, until {until}."


def reading_sentence(world: Traced, t: float, data: Read) -> str:
    journey = world.journeys[data.message]
    hours = duration_text(t - journey.posted)
    who = sentence(world.name(journey.receiver))
    return (
        f"{who} reads {definite(journey.kind)}, {hours} after its drafting began, {way(journey)}."
    )


def way(journey: Journey) -> str:
    """By which channel a message came, and after which ones failed."""
    failed = [plainly(channel) for channel, _ in journey.tried[: journey.failures]]
    text = f"by {plainly(journey.channel)}"
    return f"{text} after {as_list(failed)} failed" if failed else text


def answer_sentence(world: Traced, t: float, data: Answered) -> str:
    question = world.about(Asked, data.message)
    hours = f"It has taken {duration_text(data.hours)} from the decision to ask"
    if question is None:
        return f"{hours}."
    late = hours_late(world, t, data.message)
    if late is not None:
        return f"{hours}: too late by {duration_text(late)}."
    overtaken = overtaken_by(world, t, data.message)
    if overtaken:
        return f"{hours}; by then {overtaken} had overtaken the question."
    if is_early(world, data.message):
        return f"{hours}."
    return f"{hours}, of {duration_text(question[1].patience)} of patience."


def desk_sentence(world: Traced, _t: float, data: Told) -> str:
    journey = world.journeys[data.message]
    return f"A manned desk of {world.name(journey.receiver)} has {definite(journey.kind)}."


def meeting(_world: Traced, _t: float, data: Meeting) -> str:
    how = (
        "The leaders speak on the phone"
        if data.meeting.kind == "call"
        else "The leaders meet as scheduled"
    )
    return f"{how}{', and the question is put' if data.question else ''}."


def stance(world: Traced, t: float, data: StanceGiven) -> str:
    """What the patron writes; where no decision of its own is told before, it is named."""
    journey = world.journeys.get(data.message)
    if journey is None:
        return f"It is said face to face, as {_meaning_clause(data)}."
    what = "a request to call it off" if journey.kind == "recall_request" else KINDS[journey.kind]
    decided = any(at == t and one.ally == "patron" for at, one in world.all(Decision))
    who = "It" if decided else sentence(world.name("patron"))
    return f"{who} drafts {what} ({_handling_clause(journey)}), meant as {_meaning_clause(data)}."


def _meaning_clause(data: StanceGiven) -> str:
    firmly = strong(data.strength)
    return {
        "green": f"a {firmly} yes (green)",
        "amber": f"{firmly} doubts (amber)",
        "red": f"a {firmly} no (red)",
    }[data.given]


def stance_read(world: Traced, _t: float, data: StanceRead) -> str:
    who = sentence(world.name("frontline"))
    if data.repaired:
        return f"{who} now knows what was meant: {READ_AS[data.given]}."
    if data.read == data.given:
        return f"{who} takes it as {READ_AS[data.read]} [which is what was meant]."
    return (
        f"{who} takes it as {READ_AS[data.read]} [a misreading: {world.name('patron')} meant"
        f" {READ_AS[data.given]}]."
    )


def envoy_sentence(world: Traced, t: float, data: EnvoySent) -> str:
    return (
        f"{sentence(world.name('frontline'))} sends an envoy to {world.name('patron')} to hear what"
        f" was meant; he will be heard {duration_text(data.until - t)} from now."
    )


def envoy_return_sentence(world: Traced, _t: float, _data: EnvoyBack) -> str:
    return f"The envoy to {world.name('patron')} is back."


def expiry_sentence(world: Traced, t: float, data: PatienceExpired) -> str:
    return (
        f"{sentence(world.name('frontline'))} has no answer when its patience ends"
        f" {whereabouts(world, t, data.message)}."
    )


def whereabouts(world: Traced, t: float, question: str) -> str:
    """Where an unanswered question or its answer is at a time: the narrator's knowledge."""
    patron, journey, answer = (
        world.name("patron"),
        world.journeys[question],
        world.answer_to(question),
    )
    if journey.lost is not None and journey.lost <= t:
        return "[the request was lost]"
    if journey.read is None or journey.read > t:
        return f"[the request has not yet been read by {patron}]"
    if answer is None or answer.posted > t:
        return (
            f"[{patron} has read the request {duration_text(t - journey.read)} ago and is still"
            " deliberating]"
        )
    if answer.read is None:
        return "[the answer is under way and will not arrive]"
    return f"[the answer is under way and will be read in {duration_text(answer.read - t)}]"


def drafting_sentence(_world: Traced, _t: float, data: Drafted) -> str:
    return f"{_message_name(_world, data)} is drafted."


def clearance_sentence(world: Traced, _t: float, data: Cleared) -> str:
    desks = [plainly(desk) for desk in data.desks]
    return (
        f"{_message_name(world, data)} is"
        f" cleared{f' by {as_list(desks)}' if desks else ' within delegated authority'}."
    )


def queueing_sentence(world: Traced, _t: float, data: Queued) -> str:
    return f"{_message_name(world, data)} is handed to the {plainly(data.channel)}."


def sending_sentence(world: Traced, t: float, data: Sent) -> str:
    return (
        f"{_message_name(world, data)} was {duration_text(t - data.at)} on the"
        f" {plainly(data.channel)}."
    )


def failure_sentence(world: Traced, _t: float, data: TransmissionFailed) -> str:
    return (
        f"The {plainly(data.channel)} fails with {_message_name(world, data, begins=False)} on its"
        " way."
    )


def loss_sentence(world: Traced, _t: float, data: Lost) -> str:
    return f"{_message_name(world, data)} is lost [nobody knows yet]."


def call_back_sentence(world: Traced, _t: float, data: CalledBack) -> str:
    return f"{_message_name(world, data)} is called back before it has gone out."


def delivery_sentence(world: Traced, _t: float, data: Delivered) -> str:
    journey = world.journeys[data.message]
    return (
        f"{_message_name(world, data)} is delivered to the desks of {world.name(journey.receiver)}."
    )


def _message_name(world: Traced, data: OfMessage, *, begins: bool = True) -> str:
    journey = world.journeys[data.message]
    text = f"{definite(journey.kind)} of {world.name(journey.sender)}"
    return sentence(text) if begins else text


def dialogue(world: Traced, entries: Sequence[Entry]) -> str:
    """The messages of regular dialogue among some entries, in one line; empty where
    there is none.
    """
    written = [
        event.message
        for _, event in entries
        if isinstance(event, Posted) and event.message_kind == "dialogue"
    ]
    if not written:
        return ""
    journeys = [world.journeys[key] for key in written]
    hours = [journey.read - journey.posted for journey in journeys if journey.read is not None]
    many = f"{count_text(len(written), 'message')} of regular dialogue"
    if not hours:
        return f"{many} (never read)"
    mean = duration_text(sum(hours) / len(hours))
    if len(written) == 1:
        return f"{many} (read after {mean})"
    return (
        f"{many} ({'all' if len(hours) == len(written) else len(hours)} of them read, after {mean}"
        " on average)"
    )
