"""The vocabulary of the story: plain words for what the log names by key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.domain.actors.escalation import RUNGS
from sim.domain.communication.messages import Precedence, Sensitivity
from sim.output.story.sentences.dates import NO_BREAK

#: Messages by kind: article and noun.
_NOUNS: Final[Mapping[str, tuple[str, str]]] = {
    "report": ("an", "intelligence report"),
    "notification": ("a", "notice of the coming strike"),
    "announcement": ("a", "message that it has struck"),
    "consultation_request": ("a", "request for consultation"),
    "concurrence": ("a", "yes"),
    "objection": ("an", "objection"),
    "counter_offer": ("an", "answer with doubts"),
    "assurance": ("an", "assurance"),
    "joint_plan": ("a", "proposal to plan together"),
    "recall_request": ("an", "urgent request to call the strike off"),
    "clarification": ("a", "question about what was meant"),
    "clarified": ("a", "reply on what was meant"),
    "mediation": ("a", "message about mediation"),
    "dialogue": ("a", "message of the regular dialogue"),
}
#: Messages by kind, as they are first spoken of.
KINDS: Final[Mapping[str, str]] = {
    kind: f"{article} {noun}" for kind, (article, noun) in _NOUNS.items()
}
READ_AS: Final[Mapping[str, str]] = {"green": "a yes", "amber": "doubts", "red": "a no"}
#: On what a strike rests.
RESTS_ON: Final[Mapping[str, str]] = {
    "unasked": "without having asked {patron}",
    "told": "after telling {patron}",
    "silence": "with no answer from {patron}",
    "amber": "on an answer with doubts from {patron}",
    "red": "against the no of {patron}",
    "green": "with the yes of {patron}",
}
COURSES: Final[Mapping[str, str]] = {
    "strike": "striking",
    "hold": "holding back",
    "pressure": "diplomatic pressure",
}
#: What made a leader think.
TRIGGERS: Final[Mapping[str, str]] = {
    "report": "after an intelligence report",
    "provocation": "after a provocation",
    "retaliation": "under fire",
    "attack": "having been attacked",
    "stood_by": "the word of {patron} in hand",
    "deadline": "the agreed time of diplomacy being over",
    "term": "the agreed term being over",
    "silence": "having had no answer",
    "answer": "the answer in hand",
    "objection": "having read what {patron} thinks of it",
    "news": "after the news",
    "warning": "after a warning in public",
    "assessment": "after the joint assessment",
    "consultation_request": "having been asked",
    "joint_plan": "having been asked to plan together",
    "notification": "having been told",
    "found_out": "having found out",
    "leak": "having read a leak",
    "meeting": "asked face to face",
    "own motion": "of its own motion",
}
#: Why an ally trusts the other more or less.
TRUST: Final[Mapping[str, str]] = {
    "ruling": "the facilitator ruled so",
    "timely_notice": "it knew of the strike in time",
    "answer_in_time": "it was answered in time",
    "joint_action": "they acted together",
    "assurance_delivered": "it was given an assurance",
    "restraint_kept": "the strike was called off",
    "dialogue": "the leaders spoke",
    "surprise": "it was surprised by the strike",
    "strike_against_red": "the strike went against its no",
    "strike_without_consent": "of how the strike was made",
    "leak": "of the leak",
    "stood_by": "it was stood by after a blow",
    "left_alone": "it was left alone after a blow",
    "request_unanswered": "its request was left without an answer",
    "support_suspended": "support was suspended",
    "term_kept": "the agreed term was kept",
    "term_broken": "the strike came within the agreed term",
}
STAGES: Final[Mapping[str, str]] = {
    "drafting": "drafting",
    "clearance_queue": "waiting to be cleared",
    "clearance": "clearance",
    "channel_wait": "waiting for a channel",
    "channel_queue": "waiting for a free line",
    "transmission": "transmission",
    "inbound_queue": "waiting to be received",
    "inbound": "receipt",
    "reading": "reaching the leader",
    "council": "council",
    "deliberation": "the leader's deliberation",
    "meeting": "until the leaders spoke",
}
URGENCY: Final = tuple(member.name.lower() for member in Precedence)
SECRECY: Final = tuple(member.name.lower().replace("_", " ") for member in Sensitivity)


def plainly(key: str) -> str:
    """A key of the scenario as one would say it."""
    return key.replace("_", " ")


def sentence(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def percent(share: float) -> str:
    """A share in whole per cent."""
    return f"{100.0 * share:.0f}{NO_BREAK}%"


def rung(number: int) -> str:
    """A rung of the ladder with its name."""
    return f"{RUNGS[number]} (rung {number})"


def times(number: int) -> str:
    """How often something happened."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def definite(kind: str) -> str:
    """A kind of message that was spoken of before."""
    return f"the {_NOUNS[kind][1] if kind in _NOUNS else plainly(kind)}"


def strong(strength: float) -> str:
    """How firmly a stance is meant."""
    return "weak" if strength < 0.35 else "clear" if strength < 0.7 else "firm"
