"""What the seats of adversary and region are shown: their situation, their occasions, what each
answer leads to, and sentences for what they alone see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sim.domain.actors.escalation import STRIKE_RUNG
from sim.domain.decisions.views import OutsideView
from sim.engine.compiled import Prepared
from sim.output.story.sentences.dates import NO_BREAK, duration_text
from sim.output.story.sentences.vocabulary import percent, rung, sentence
from sim.output.words import as_list
from sim.tabletop.seat.capital import Capital

if TYPE_CHECKING:
    from sim.tabletop.seat.situation import Situation

#: On what occasion an outsider is asked.
OCCASION_TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "attack": "with an occasion to attack",
        "provocation": "with an occasion to provoke",
        "retaliation": "having been struck",
        "mediation": "as mediators are wanted",
        "withdrawal": "not having been told of the strike",
    }
)


def glance(capital: Capital, now: Situation) -> tuple[list[str], list[str]]:
    """The state of things in a few words each, and what is under way."""
    return [f"crisis at {rung(now.rung)}", *_own(capital, now)], list(_under_way(capital, now))


def _own(capital: Capital, now: Situation) -> Iterator[str]:
    if now.readiness is not None:
        yield f"you were {percent(now.readiness)} ready {capital.date(now.reported_at)}"
    if now.alarmed_at is not None:
        yield f"you saw a strike being prepared {capital.date(now.alarmed_at)}"
    if now.pressing:
        yield f"sanctions run by {' and '.join(map(capital.name, now.pressing))}"


def _under_way(capital: Capital, now: Situation) -> Iterator[str]:
    if now.strikes:
        whose = f" by {capital.name('frontline')}"
        yield f"{now.strikes} strike{'s' if now.strikes > 1 else ''}{whose}"
    if now.attacks:
        yield f"{now.attacks} attack{'s' if now.attacks > 1 else ''} by {capital.adversary}"


def question_text(view: OutsideView, capital: Capital) -> str:
    """What is asked, and on what occasion."""
    about = capital.partner(view.about) if view.about else "you"
    occasion = OCCASION_TEXT[view.asks]
    ready = "" if view.readiness is None else f" You are {percent(view.readiness)} ready."
    return f"{occasion}: What will {about} do?{ready}".replace(NO_BREAK, " ")


def outside_lines(prepared: Prepared, view: OutsideView, capital: Capital) -> dict[str, str]:
    """What each option leads to, by option in their order."""
    return dict(zip(view.options, _LINES[view.asks](prepared, view, capital), strict=True))


def _attack(_prepared: Prepared, view: OutsideView, capital: Capital) -> Sequence[str]:
    after = rung(max(view.rung, STRIKE_RUNG))
    return (
        "let it pass",
        (
            f"attack {capital.them}: the crisis climbs to {after} or a rung more, pressure there to"
            f" act rises, and {capital.name('patron')} is asked to stand by {capital.them}"
        ),
    )


def _provocation(prepared: Prepared, view: OutsideView, _capital: Capital) -> Sequence[str]:
    law, severity = prepared.setting.adversary.provocations, view.severity or 0.0
    climbs = law.escalation * severity if view.rung < law.highest_rung else 0.0
    return (
        "let it pass",
        (
            f"a blow below the red line, of severity {severity:.2f}; the crisis climbs a rung for"
            f" it with a chance of {percent(min(climbs, 1.0))}"
        ),
    )


def _retaliation(_prepared: Prepared, _view: OutsideView, capital: Capital) -> Sequence[str]:
    rungs = "and the crisis climbs by"
    hits = f"hit back at {capital.them} within hours or days"
    return "bear it", f"{hits}, {rungs} one rung", f"{hits}, {rungs} two rungs"


def _mediation(prepared: Prepared, _view: OutsideView, _capital: Capital) -> Sequence[str]:
    hold = duration_text(prepared.setting.region.mediation.hold)
    return "let the parties be", f"mediate for {hold}, which helps a crisis to cool"


def _withdrawal(_prepared: Prepared, _view: OutsideView, _capital: Capital) -> Sequence[str]:
    return "remain, and be there to mediate", "withdraw support for good, and mediate no more"


_LINES: Final[Mapping[str, Callable[[Prepared, OutsideView, Capital], Sequence[str]]]] = (
    MappingProxyType(
        {
            "attack": _attack,
            "provocation": _provocation,
            "retaliation": _retaliation,
            "mediation": _mediation,
            "withdrawal": _withdrawal,
        }
    )
)


# sentences


def _begin(
    capital: Capital,
    _t: float,
    *,
    fronts: Sequence[str],
    rung: int,
    readiness: float | None = None,
    **_: object,
) -> str:
    from sim.output.story.sentences.vocabulary import rung as rung_name

    peace = f" Ceasefires in force: {as_list(list(map(capital.front, fronts)))}." if fronts else ""
    ready = "" if readiness is None else f" You are {percent(readiness)} ready."
    return f"The crisis stands at {rung_name(rung)}.{peace}{ready}"


def _strike(
    capital: Capital,
    _t: float,
    *,
    readiness_before: float | None = None,
    readiness_after: float = 0.0,
    **_: object,
) -> str:
    falls = f"{sentence(capital.name('frontline')).upper()} STRIKES"
    if readiness_before is None:
        return f"{falls}."
    return (
        f"{falls}: you were {percent(readiness_before)} ready, and are {percent(readiness_after)}."
    )


#: What a seat outside the alliance sees otherwise, or alone.
OUTSIDE: Final[Mapping[str, Callable[..., str]]] = MappingProxyType(
    {
        "begin": _begin,
        "strike": _strike,
        "alarm": lambda _, __, **___: "You see that a strike against you is being prepared.",
        "alert": lambda _, __, value, **___: f"Your forces are alert (now {value:.2f}).",
        "concession": lambda _, __, readiness, **___: (
            f"You give way to diplomatic pressure, and are {percent(readiness)} ready."
        ),
    }
)
