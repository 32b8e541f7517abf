"""Sentences about what stands between a wish to strike and a strike: an early question, a term to
wait for, a cabinet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.domain.events import (
    CabinetVote,
    MotionPut,
    TermAnswered,
    TermAsked,
    TermEnd,
    TermEnded,
    ThreatFound,
)
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.dates import duration_text
from sim.output.story.sentences.vocabulary import sentence
from sim.output.words import as_list

_ENDS: Final[Mapping[TermEnd, str]] = {
    "over": "The agreed term is over, and was kept.",
    "broken": "The strike breaks the promise to wait.",
    "rung": "The promise to wait is void: the crisis has climbed since.",
    "news": "The promise to wait is void: what is known of the threat has changed since.",
    "green": "The promise to wait ends: {patron} agrees.",
    "plan": "The promise to wait ends: both will act together.",
    "attack": "The promise to wait is void: the attack has come.",
}


def early_question_sentence(world: Traced, _t: float, data: ThreatFound) -> str:
    because = {
        "hour": "the hour set for it has come",
        "belief": "its estimate has passed the line set for it",
    }[data.why]
    who = sentence(world.name("frontline"))
    return f"{who} asks before it wishes to strike: {because}."


def term_sentence(world: Traced, _t: float, data: TermAsked) -> str:
    law = world.setting.terms.waiting
    offers = (
        ("an assurance", law.relief > 0.0),
        ("a show of support", law.reassurance > 0.0),
        ("pressure run together", law.together),
    )
    offered = [text for text, given in offers if given]
    against = f" It offers {as_list(offered)} for as long." if offered else ""
    who = sentence(world.name("patron"))
    return f"{who} asks it to wait for {duration_text(data.hours)}.{against}"


def promise_sentence(world: Traced, t: float, data: TermAnswered) -> str:
    who = sentence(world.name("frontline"))
    if not data.taken:
        return f"{who} does not promise to wait."
    return f"{who} promises to wait until {world.clocks.date(data.until, t)}."


def term_end_sentence(world: Traced, _t: float, data: TermEnded) -> str:
    return _ENDS[data.why].format(patron=world.name("patron"))


def motion_sentence(world: Traced, t: float, data: MotionPut) -> str:
    return f"The leader puts it to the cabinet, which meets {world.clocks.date(data.meets, t)}."


def vote_sentence(_world: Traced, _t: float, data: CabinetVote) -> str:
    count = f"{data.ayes} to {data.noes}"
    if data.ayes == data.noes:
        return f"The cabinet is divided, {count}: it will be asked again."
    return f"The cabinet votes {'for' if data.ayes > data.noes else 'against'} the strike, {count}."


def promise_step(world: Traced, t: float, data: TermAnswered) -> str:
    """The same in a few words, for two arms side by side."""
    who = sentence(world.name("frontline"))
    if not data.taken:
        return f"{who} does not promise to wait"
    return f"{who} promises to wait {duration_text(data.until - t)}"


def term_end_step(world: Traced, t: float, data: TermEnded) -> str:
    """The same without its full stop."""
    return term_end_sentence(world, t, data)[:-1]


def vote_step(world: Traced, t: float, data: CabinetVote) -> str:
    """The same without its full stop."""
    return vote_sentence(world, t, data)[:-1]


def promised_until(world: Traced, t: float) -> float:
    """The hour until which a promise to wait holds that is in force at an hour; that hour itself
    where none is.
    """
    promises = [(at, data.until) for at, data in world.all(TermAnswered) if at <= t and data.taken]
    ended = bool(promises) and any(promises[-1][0] < at <= t for at, _ in world.all(TermEnded))
    return promises[-1][1] if promises and not ended else t


def motion_is_pending(world: Traced, t: float) -> bool:
    """Whether a strike lies with the cabinet at an hour, or was put to it then."""
    put = [at for at, _ in world.all(MotionPut) if at <= t]
    return bool(put) and not any(put[-1] < at <= t for at, _ in world.all(CabinetVote))
