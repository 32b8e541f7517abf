"""What each option would set going, and when: from the rules that are agreed and the laws of delay
that the seat knows; and what its advisers make of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite, sqrt
from types import MappingProxyType
from typing import Final

from sim.domain.actors.adversary import sigma
from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.decisions.rules import chance_beyond
from sim.domain.decisions.states import STATES
from sim.domain.decisions.views import AnyView, OutsideView, View
from sim.engine.expected_reading import (
    Between,
    answer_range,
    delivered_range,
    first_channel,
    preparation_range,
    reading_range,
)
from sim.engine.session import Session
from sim.errors import UsageError
from sim.output.story.sentences.dates import duration_text
from sim.output.story.sentences.vocabulary import percent
from sim.output.words import as_list
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.outside import outside_lines
from sim.tabletop.seat.situation import Letter

#: Two thirds of what is believed lies within one standard deviation, nine tenths within this many.
_NINE_TENTHS: Final = 1.645
_AFTER_A_WORD: Final = frozenset({"answer", "objection"})
_CARRIES: Final[Mapping[str, str]] = MappingProxyType(
    {"green": "concurrence", "amber": "counter_offer", "red": "objection"}
)
_MEANS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "red": "say no",
        "amber": "voice doubts, neither yes nor no",
        "green": "say yes, and stand by it",
    }
)
#: Below this distance in worth the advisers do not say which is better.
_CLOSE: Final = 0.02


def range_text(capital: Capital, between: Between) -> str:
    """A range of hours as dates: between Tue 3 Mar 14:10 and Wed 4 Mar 03:40."""
    return f"between {capital.date(between.early)} and {capital.date(between.late)}"


def option_lines(session: Session, view: AnyView, capital: Capital) -> dict[str, str]:
    """What each option of a question leads to, by option in their order."""
    if isinstance(view, OutsideView):
        return outside_lines(session.prepared, view, capital)
    tell = _stance_line if view.asks == "stance" else _course_line
    return {option: tell(session, view, capital, option) for option in view.options}


def _stance_line(session: Session, view: View, capital: Capital, option: str) -> str:
    kind = _CARRIES[option]
    beside = _beside_a_stance(session, capital, option)
    if view.trigger == "meeting":
        return f"{_MEANS[option]}, face to face{beside}"
    channel = first_channel(session.prepared, kind)
    between = reading_range(session.prepared, "patron", kind, channel, view.time)
    read = range_text(capital, between)
    return f"{_MEANS[option]}: {capital.them} reads it {read} (eight in ten){beside}"


def _beside_a_stance(session: Session, capital: Capital, option: str) -> str:
    """What the staff adds to a stance by the file, unasked: a term, an assurance, an offer."""
    if option == "green":
        return ""
    setting = session.prepared.setting
    waiting, ally = setting.terms.waiting, setting.allies.patron
    low, high = (duration_text(waiting.length.quantile(share)) for share in (0.1, 0.9))
    length = low if low == high else f"{low} to {high}"
    adds = (
        (waiting.chance, f"asks {capital.them} to wait {length}"),
        (ally.assures, "gives an assurance"),
        (float(ally.counter_offer), "offers to press together"),
    )
    texts = [
        text if chance >= 1.0 else f"{text} (chance {percent(chance)})"
        for chance, text in adds
        if chance > 0.0
    ]
    return f"; beside it your staff {as_list(texts)}" if texts else ""


def _course_line(session: Session, view: View, capital: Capital, option: str) -> str:
    if option == "pressure":
        return "run sanctions and diplomatic pressure from now on; they bite slowly, and go on"
    if view.state == "preparing":
        return _in_preparation(session, option)
    if option == "hold":
        return _hold_line(session, view)
    return _strike_line(session, view, capital)


def _in_preparation(session: Session, option: str) -> str:
    if option == "strike":
        return "keep to it: what you have read does not stop the strike"
    pause = duration_text(session.prepared.setting.allies.frontline.leader.pause)
    return f"call the strike off, and none is decided for {pause} unless you are hit hard"


def _hold_line(session: Session, view: View) -> str:
    if view.trigger not in _AFTER_A_WORD or view.seat == "patron":
        return "wait; you are asked again when something has come in"
    pause = duration_text(session.prepared.setting.allies.frontline.leader.pause)
    return f"give it up for now: no strike is decided for {pause}, unless you are hit hard"


def _strike_line(session: Session, view: View, capital: Capital) -> str:
    """What choosing to strike sets going, in the words of the state to which it leads."""
    after = session.strike_leads_to()
    if after is None:
        return "wish to strike; what is agreed binds you not to, as things stand"
    return STATES[after].seat.option.format_map(_Figures(session, view, capital))


class _Figures:
    """The figures that the words of a state may name, each worked out only where it is named."""

    __slots__ = ("_capital", "_session", "_view")

    def __init__(self, session: Session, view: View, capital: Capital) -> None:
        self._session, self._view, self._capital = session, view, capital

    def __getitem__(self, name: str) -> str:
        return FIGURES[name](self._session, self._view, self._capital)


def _answer_hours(session: Session, view: View) -> Between:
    kind = "joint_plan" if session.prepared.protocol.plans_jointly else "consultation_request"
    asked = session.acts.asked_at()
    return answer_range(session.prepared, kind, view.time if asked is None else asked)


def _asking(session: Session, _view: View, capital: Capital) -> str:
    """A wish awaits the answer to a question that was put early, and puts none beside it."""
    asked = session.acts.asked_at()
    if asked is None:
        return f"ask {capital.them} first: the answer is read"
    put = f"put on {capital.date(asked)}"
    return f"await the answer of {capital.them} to the question {put}: it was to be read"


def _too_short(session: Session, view: View, _capital: Capital) -> str:
    """Said where patience ends before an answer can come."""
    ends = view.time + session.patience_at(view)
    return ", less than it takes" if ends < _answer_hours(session, view).early else ""


def _strike_hours(session: Session, view: View) -> Between:
    return preparation_range(
        session.prepared,
        view.time,
        under_fire=view.under_fire,
        waited=session.hours_waited,
        blows=session.blows,
    )


def _no_return(session: Session) -> float:
    return session.prepared.setting.allies.frontline.preparation.no_return


def _haste(session: Session, view: View, _capital: Capital) -> str:
    """Said where the strike may fall so soon that it can hardly be called off."""
    near = _strike_hours(session, view).early <= view.time + _no_return(session)
    return ", and may be too near for that at once" if near else ""


#: What the words of a state may name (``AtSeat.option``).
FIGURES: Final[Mapping[str, Callable[[Session, View, Capital], str]]] = MappingProxyType(
    {
        "them": lambda _session, _view, capital: capital.them,
        "asking": _asking,
        "answer": lambda session, view, capital: range_text(capital, _answer_hours(session, view)),
        "patience": lambda session, view, _: duration_text(session.patience_at(view)),
        "too_short": _too_short,
        "diplomacy": lambda session, _view, _: duration_text(
            session.prepared.setting.terms.diplomacy
        ),
        "strike": lambda session, view, capital: range_text(capital, _strike_hours(session, view)),
        "middle": lambda session, view, capital: capital.date(_strike_hours(session, view).middle),
        "no_return": lambda session, _view, _: duration_text(_no_return(session)),
        "haste": _haste,
    }
)


def advice(session: Session, view: AnyView, capital: Capital) -> list[str]:
    """What the advisers of a seat would say: by the weights of its file, without the leader's mood
    of the hour.
    """
    if isinstance(view, OutsideView):
        raise UsageError("nobody advises this seat: the file has no weights for it")
    worth = view.options
    order = sorted(worth, key=worth.__getitem__, reverse=True)
    figures = as_list([f"{option} {worth[option]:.2f}" for option in order])
    best = leaning(worth)
    lean = f"We lean to {best[0]}." if len(best) == 1 else f"It is close between {as_list(best)}."
    say: list[Callable[[], str]] = [
        lambda: lean,
        lambda: f"Worth to us, by our own weights: {figures}.",
        lambda: _threat(view, capital),
        lambda: _reckoning(session, view, capital),
    ]
    return [text for one in say if (text := one())]


def leaning(worth: Mapping[str, float]) -> list[str]:
    """The option that is worth most, with those that come close to it."""
    most = max(worth.values())
    return [option for option, value in worth.items() if most - value < _CLOSE]


def _threat(view: View, capital: Capital) -> str:
    spread = _NINE_TENTHS * sqrt(view.variance)
    low, high = sigma(view.mean - spread), sigma(view.mean + spread)
    return (
        f"We reckon {capital.adversary} {percent(sigma(view.mean))} ready (nine in ten: between"
        f" {percent(low)} and {percent(high)}); that our red line of {percent(view.red_line)} is"
        f" passed we believe with {percent(chance_beyond(view))}."
    )


def _reckoning(session: Session, view: View, capital: Capital) -> str:
    if view.asks == "stance":
        return "A yes would bring our support to the strike; a no is remembered if it falls."
    if view.stance != "none":
        return ""
    reckoning = PROTOCOLS[session.prepared.setting.protocol].reckoning
    return f"How we count a strike now: {reckoning}." if capital.seat == "frontline" else ""


def letter_expectation(session: Session, letter: Letter, capital: Capital, chosen: str = "") -> str:
    """When a message of the seat's own will have been read; empty where no channel may carry it,
    and once those hours are past.
    """
    between = letter_hours(session, letter, capital, chosen)
    return hours_ahead(between, session.now, capital)


def letter_hours(
    session: Session, letter: Letter, capital: Capital, chosen: str = ""
) -> Between | None:
    """Between which hours a message of the seat's own will have been read, by what was known when
    it was begun, or once it has gone out, by that. The channel is the one by which it went out, or
    else the one that was ``chosen`` for it, or that is tried first.
    """
    channel = letter.channel or chosen or first_channel(session.prepared, letter.kind)
    if letter.called_back or not channel:
        return None
    way = (session.prepared, capital.role, letter.kind, channel)
    gone_out = isfinite(letter.sent)
    return delivered_range(*way, letter.sent) if gone_out else reading_range(*way, letter.at)


def hours_ahead(between: Between | None, now: float, capital: Capital) -> str:
    """Hours of reading as a page has them, as long as they are not past."""
    if between is None or between.late < now:
        return ""
    return f"to be read {range_text(capital, between)} (eight in ten)"
