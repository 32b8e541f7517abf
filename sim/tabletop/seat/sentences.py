"""One sentence for each kind of thing that a seat sees, from what it sees and from nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from sim.domain.actors.adversary import sigma
from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.decisions.states import STATES, State
from sim.output.story.sentences.dates import duration_text
from sim.output.story.sentences.vocabulary import (
    KINDS,
    READ_AS,
    RESTS_ON,
    TRUST,
    definite,
    percent,
    plainly,
    sentence,
)
from sim.output.story.sentences.vocabulary import rung as rung_name
from sim.output.words import as_list
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.outside import OUTSIDE
from sim.tabletop.seat.own_words import OWN_TRUST, TERM_ENDS, post_line
from sim.tabletop.seat.sight import Seen

_IN_PRINT: Final[Mapping[str, str]] = {
    "strike": "The strike is in the news.",
    "plan": "Unnamed sources tell the press of a plan to strike.",
    "disagreement": "Unnamed sources tell the press of the disagreement between the allies.",
    "contacts": "The press prints what the allies wrote to each other.",
}
_SAYS: Final[Mapping[str, str]] = {
    "red": "warns in public against a strike",
    "amber": "voices doubts about a strike in public",
    "green": "stands by a strike in public",
}
_LEARNT: Final[Mapping[str, str]] = {
    "told": "You know now that {them} plans a strike.",
    "found_out": "Your intelligence has found out that {them} is preparing a strike.",
    "leak": "You learn of a plan of {them} to strike from a leak.",
    "news": "You learn of the strike of {them} from the news.",
}
#: On what a strike rests that has doubts in hand: an answer, or that the other stands by.
_NEITHER: Final = "with neither a yes nor a no from {patron}"
Tell = Callable[..., str]


def _begin(
    capital: Capital, _t: float, *, protocol: str, fronts: Sequence[str], rung: int, **_: object
) -> str:
    rules = PROTOCOLS[protocol].rules.format(
        frontline=capital.name("frontline"), patron=capital.name("patron")
    )
    fronts = [capital.front(name) for name in fronts]
    peace = f" Ceasefires in force: {as_list(fronts)}." if fronts else ""
    return f"The crisis stands at {rung_name(rung)}.{peace} What is agreed: {rules}"


def _report(
    capital: Capital, _t: float, *, shared: bool, observed: float, mean: float, **_: object
) -> str:
    whose = f"{sentence(capital.them)} shares a report" if shared else "Your intelligence"
    return f"{whose}: {percent(sigma(observed))} ready; you now reckon {percent(sigma(mean))}."


def _assessment(capital: Capital, _t: float, *, before: float, after: float, **_: object) -> str:
    return (
        f"Your analysts and those of {capital.them} assess the threat together: their estimates,"
        f" {before:.2f} apart in log odds, come to {after:.2f}."
    )


def _provocation(capital: Capital, _t: float, *, severity: float, **_: object) -> str:
    grave = "A grave" if severity >= 0.7 else "A minor" if severity < 0.35 else "A"
    return f"{grave} provocation by {capital.adversary} (severity {severity:.2f})."


def _rung(_capital: Capital, _t: float, *, after: int, before: int, **_: object) -> str:
    verb = "cools" if after < before else "climbs"
    return f"The crisis {verb} to {rung_name(after)}."


def _track(capital: Capital, _t: float, *, allies: Sequence[str], **_: object) -> str:
    run = as_list([capital.name(role) for role in allies])
    return f"Sanctions and diplomatic pressure are now run by {run}."


def _warning(capital: Capital, _t: float, *, by: str, stance: str, **_: object) -> str:
    if by == "frontline":
        return f"{sentence(capital.name(by))} says in public that it means to strike."
    who = capital.name(by) if by == "patron" else capital.partner(by)
    return f"{sentence(who)} {_SAYS[stance]}."


def _strike(capital: Capital, _t: float, *, course: str = "", stance: str = "", **_: object) -> str:
    if not course:
        return f"{sentence(capital.them).upper()} STRIKES."
    joint = course == "joint"
    rests = _NEITHER if stance == "amber" else RESTS_ON.get(stance, "")
    how = "together" if joint else rests.format(patron=capital.them)
    return f"YOUR STRIKE FALLS, {how}."


def _support(
    capital: Capital, _t: float, *, suspended: bool, until: float | None = None, **_: object
) -> str:
    verb = "suspends" if suspended else "takes up again"
    limit = "" if until is None else f" until {capital.date(until)}"
    return f"{sentence(capital.name('patron'))} {verb} its support{limit}."


def _standing_by(capital: Capital, _t: float, *, stands: bool, **_: object) -> str:
    verb = "stands by" if stands else "does not stand by"
    return f"{sentence(capital.name('patron'))} {verb} {capital.name('frontline')}."


def _trust(capital: Capital, _t: float, *, cause: str, value: float, **_: object) -> str:
    because = OWN_TRUST.get(cause, TRUST.get(cause, plainly(cause))).format(them=capital.them)
    return f"Your trust in {capital.them} is now {value:.2f}, as {because}."


_OWN_MOTION: Final = {
    "defies": "You set aside what is agreed, and prepare a strike.",
    "withdraws": "You take your wish to strike back.",
}


def _state(capital: Capital, _t: float, *, event: str, after: State, **_: object) -> str:
    if event == "override":
        return "You override what was agreed: the deadline and the line for it are passed."
    if event in _OWN_MOTION:
        return _OWN_MOTION[event]
    if event == "refused":
        return f"{sentence(capital.them)} does not join: there will be no joint plan."
    return STATES[after].seat.begins.format(them=capital.them)


def _question_line(
    capital: Capital, t: float, *, patience: float, message: int, **_: object
) -> str:
    if not capital.waits_for_answer(t, patience):
        return f"You ask {capital.them} (message {message}), and go on meanwhile."
    limit = capital.date(t + patience)
    return f"You ask {capital.them} (message {message}) and will wait until {limit}."


def _answer_line(_capital: Capital, _t: float, *, late: bool, hours: float, **_: object) -> str:
    note = ", too late" if late else ""
    return f"It took {duration_text(hours)} to be answered{note}."


def _stance_read(capital: Capital, _t: float, *, repaired: bool, read: str, **_: object) -> str:
    if repaired:
        return f"You now know what {capital.them} meant: {READ_AS[read]}."
    return f"You take the word of {capital.them} as {READ_AS[read]}."


def _prepare(
    capital: Capital, _t: float, *, strike_at: float, no_return_at: float, **_: object
) -> str:
    return (
        f"You begin to prepare the strike. It is set for {capital.date(strike_at)} and can"
        f" be called off until {capital.date(no_return_at)}."
    )


def _sending_line(_capital: Capital, _t: float, *, message: int, channel: str, **_: object) -> str:
    return f"Message {message} has gone out by the {plainly(channel)}."


def _failure_line(_capital: Capital, _t: float, *, channel: str, message: int, **_: object) -> str:
    return f"The {plainly(channel)} fails with message {message} on its way."


def _reading_line(capital: Capital, _t: float, *, message_kind: str, **_: object) -> str:
    return f"You read {KINDS.get(message_kind, definite(message_kind))} from {capital.them}."


def _learnt(capital: Capital, _t: float, *, how: str, **_: object) -> str:
    return _LEARNT[how].format(them=capital.them)


def _hour(capital: Capital, _t: float, *, strike_at: float | None = None, **_: object) -> str:
    if strike_at is None:
        return "You know the hour of the strike."
    return f"You know its hour: it is set for {capital.date(strike_at)}."


def _vote(_capital: Capital, _t: float, *, ayes: int, noes: int, **_: object) -> str:
    if ayes == noes:
        return f"Your cabinet is divided, {ayes} to {noes}: it will be asked again."
    return f"Your cabinet votes {'for' if ayes > noes else 'against'} the strike, {ayes} to {noes}."


def _term(capital: Capital, _t: float, *, taken: bool, until: float, **_: object) -> str:
    if not taken:
        return "You do not promise to wait."
    return (
        f"Your staff promises {capital.them} in your name to wait until {capital.date(until)}; to"
        " strike before would break it."
    )


def _meeting(_capital: Capital, _t: float, *, question: int, **_: object) -> str:
    put = ", and the question is put" if question else ""
    return f"The leaders speak{put}."


#: By kind. Where there is no sentence, another of the same moment says it.
SENTENCES: Final[Mapping[str, Tell]] = MappingProxyType(
    {
        "begin": _begin,
        "report": _report,
        "assessment": _assessment,
        "provocation": _provocation,
        "rung": _rung,
        "track": _track,
        "ceasefire": lambda capital, _, front, **___: (
            f"A ceasefire breaks: {capital.front(front)}."
        ),
        "concern": lambda capital, _, partner, **___: (
            f"{sentence(capital.partner(partner))} states its concern."
        ),
        "mediation": lambda capital, _, partner, **___: (
            f"{sentence(capital.partner(partner))} mediates."
        ),
        "withdrawn": lambda capital, _, partner, **___: (
            f"{sentence(capital.partner(partner))} withdraws its support."
        ),
        "attack": lambda capital, _, **___: f"ATTACK by {capital.adversary}.",
        "news": lambda _, __, what, **___: _IN_PRINT[what],
        "warning": _warning,
        "strike": _strike,
        "retaliation": lambda capital, _, **___: f"RETALIATION by {capital.adversary}.",
        "standing_by": _standing_by,
        "drawn_in": lambda capital, _, **___: (
            f"{sentence(capital.name('patron'))} is drawn into the fighting."
        ),
        "support": _support,
        "meeting": _meeting,
        "end": lambda _, __, rung, **___: f"The game ends at {rung_name(rung)}.",
        "inject": lambda _, __, text, **___: text,
        "trust": _trust,
        "state": _state,
        "motion": lambda capital, _, meets, **___: (
            f"You put it to the cabinet, which meets {capital.date(meets)}."
        ),
        "vote": _vote,
        "term_answered": _term,
        "term_ended": lambda capital, _, why, **___: TERM_ENDS[why].format(them=capital.them),
        "term_asked": lambda capital, _, hours, **___: (
            f"Your staff asks {capital.them} in your name to wait for {duration_text(hours)}."
        ),
        "threat_found": lambda capital, _, **___: (
            f"You ask {capital.them} before you wish to strike, as was set down for it."
        ),
        "asked": _question_line,
        "expired": lambda capital, _, **___: (
            f"Your patience ends without an answer of {capital.them}."
        ),
        "answered": _answer_line,
        "stance_read": _stance_read,
        "envoy": lambda _, t, until, **___: (
            f"You send an envoy, who will be heard in {duration_text(until - t)}."
        ),
        "envoy_back": lambda capital, _, **___: f"Your envoy to {capital.them} is back.",
        "prepare": _prepare,
        "no_return": lambda _, __, **___: "The point of no return is passed.",
        "recall": lambda _, __, **___: "You call the strike off.",
        "window_closed": lambda _, __, **___: (
            "No first strike can be decided from now on, unless you are under fire."
        ),
        "learnt": _learnt,
        "hour": _hour,
        "posted": post_line,
        "sent": _sending_line,
        "failed": _failure_line,
        "called_back": lambda _, __, message, **___: f"Message {message} is called back.",
        "read": _reading_line,
    }
)


def line(capital: Capital, seen: Seen) -> str:
    """What a seat has seen, in a sentence; empty where there is nothing to say."""
    own = {} if capital.is_ally else OUTSIDE
    tell = own.get(seen.kind) or SENTENCES.get(seen.kind)
    return "" if tell is None else tell(capital, seen.at, **seen.data)
