"""What a seat is told of its own side: why it trusts, what became of a promise, who drafts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.output.story.sentences.vocabulary import KINDS
from sim.tabletop.seat.capital import Capital

TERM_ENDS: Final[Mapping[str, str]] = {
    "over": "The term that you agreed to is over, and was kept.",
    "broken": "The strike breaks your promise to wait.",
    "rung": "Your promise to wait is void: the crisis has climbed since.",
    "news": "Your promise to wait is void: what is known of the threat has changed since.",
    "green": "Your promise to wait ends: {them} agrees.",
    "plan": "Your promise to wait ends: you will act together.",
    "attack": "Your promise to wait is void: the attack has come.",
}
#: Why one's own trust has changed, where the story names the ally that one is.
OWN_TRUST: Final[Mapping[str, str]] = {
    "timely_notice": "you knew of the strike in time",
    "answer_in_time": "you were answered in time",
    "joint_action": "you acted together",
    "assurance_delivered": "you were given an assurance",
    "surprise": "you were surprised by the strike",
    "strike_against_red": "the strike went against your no",
    "stood_by": "you were stood by after a blow",
    "left_alone": "you were left alone after a blow",
    "request_unanswered": "your request was left without an answer",
}
#: What follows from one's own decisions; what else is drafted unasked, the staff drafts.
_DECIDED: Final = frozenset(
    {
        "consultation_request",
        "joint_plan",
        "concurrence",
        "objection",
        "counter_offer",
        "recall_request",
    }
)


def is_by_staff(kind: str, *, by_hand: bool) -> bool:
    """Whether a message of one's own side was begun by the staff, without being told to."""
    return not by_hand and kind not in _DECIDED


def post_line(
    _capital: Capital,
    _t: float,
    *,
    message_kind: str,
    message: int,
    by_hand: bool = False,
    **_: object,
) -> str:
    """Who begins to draft a message: the one who decided or wrote, or the staff by itself."""
    by_staff = is_by_staff(message_kind, by_hand=by_hand)
    who = "Your staff begins by itself" if by_staff else "You begin"
    return f"{who} to draft {KINDS[message_kind]} (message {message})."
