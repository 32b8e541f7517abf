"""Messages between the allies: kinds, precedence, sensitivity, and the life that each may lead.

A message is drafted, cleared, queued, sent, delivered and read, or lost; a question is then
answered or expires. Both lives are tables. The engine's events obey them, and a test walks every
log along them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Final, Literal

from sim.domain.inputs.parameter import given


class Precedence(IntEnum):
    """Order of service; a higher one is served first and nothing is interrupted (military message
    practice).
    """

    ROUTINE = 0
    PRIORITY = 1
    IMMEDIATE = 2
    FLASH = 3


class Sensitivity(IntEnum):
    """How secret a content is, and up to what a channel is rated."""

    OPEN = 0
    CONFIDENTIAL = 1
    SECRET = 2
    TOP_SECRET = 3


Level = Literal["open", "confidential", "secret", "top_secret"]
Urgency = Literal["routine", "priority", "immediate", "flash"]
Kind = Literal[
    "report",
    "notification",
    "announcement",
    "consultation_request",
    "concurrence",
    "objection",
    "counter_offer",
    "assurance",
    "joint_plan",
    "recall_request",
    "clarification",
    "clarified",
    "mediation",
    "dialogue",
]

#: The stages in which each hour of an exchange lies exactly once, in the order in which they come.
STAGES: Final = (
    "drafting",
    "clearance_queue",
    "clearance",
    "channel_wait",
    "channel_queue",
    "transmission",
    "inbound_queue",
    "inbound",
    "reading",
    "council",
    "deliberation",
    "meeting",
)

#: Stages of waiting before a desk, with the stage in which it then works.
QUEUES: Final = MappingProxyType({"clearance_queue": "clearance", "inbound_queue": "inbound"})
#: Stages in the hands of the sender, and those that lie with a channel; any other lies with the
#: receiver.
WITH_SENDER: Final = frozenset({"drafting", "clearance_queue", "clearance"})
ON_CHANNEL: Final = frozenset({"channel_wait", "channel_queue", "transmission"})

#: The transport of a message: state -> states that may follow. A failed transmission is queued
#: again, elsewhere or later; a person may call a message back that has not gone out.
LIFE: Final = MappingProxyType(
    {
        "new": frozenset({"drafted"}),
        "drafted": frozenset({"cleared"}),
        "cleared": frozenset({"queued", "lost", "called_back"}),
        "queued": frozenset({"sent"}),
        "sent": frozenset({"delivered", "failed"}),
        "failed": frozenset({"queued", "lost", "called_back"}),
        "delivered": frozenset({"read"}),
        "read": frozenset(),
        "lost": frozenset(),
        "called_back": frozenset(),
    }
)

#: A question that expects an answer. An answer may still come, and be read, after the asker stopped
#: waiting: late when patience is over; an attack, the patron standing by, or the answer to an
#: earlier question about the same may have overtaken it before.
QUESTION: Final = MappingProxyType(
    {
        "open": frozenset({"answered", "expired", "overtaken"}),
        "overtaken": frozenset({"answered", "answered_late"}),
        "expired": frozenset({"answered_late"}),
        "answered": frozenset(),
        "answered_late": frozenset(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """How a kind of message is handled."""

    precedence: Urgency = given("immediate", "", "order of service at desks and channels")
    sensitivity: Level = given("secret", "", "highest sensitivity of its content")
    council: bool = given(False, "", "whether the receiver's council meets before it is answered")
    answered: bool = given(False, "", "whether the sender expects an answer")


def default_handling() -> dict[str, Handling]:
    """The kinds of message and how each is handled unless a scenario says otherwise (judgement
    throughout).
    """
    return {
        "report": Handling(precedence="priority", sensitivity="top_secret"),
        "notification": Handling(precedence="flash", sensitivity="top_secret"),
        "announcement": Handling(precedence="flash", sensitivity="confidential"),
        "consultation_request": Handling(sensitivity="top_secret", council=True, answered=True),
        "concurrence": Handling(sensitivity="secret"),
        "objection": Handling(sensitivity="secret"),
        "counter_offer": Handling(sensitivity="secret"),
        "assurance": Handling(sensitivity="secret"),
        "joint_plan": Handling(sensitivity="top_secret", council=True, answered=True),
        "recall_request": Handling(precedence="flash", sensitivity="top_secret"),
        "clarification": Handling(sensitivity="secret", answered=True),
        "clarified": Handling(sensitivity="secret"),
        "mediation": Handling(precedence="priority", sensitivity="confidential"),
        "dialogue": Handling(precedence="priority", sensitivity="confidential"),
    }
