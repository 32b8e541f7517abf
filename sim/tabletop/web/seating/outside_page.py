"""What the page of the adversary's seat, or the region's, shows otherwise than an ally's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.domain.actors.attack import is_possible
from sim.domain.decisions.views import OutsideView
from sim.engine.session import Session
from sim.output.story.sentences.dates import NO_BREAK
from sim.output.story.sentences.vocabulary import sentence
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.outside import outside_lines, question_text
from sim.tabletop.seat.situation import Situation
from sim.tabletop.web.parts import Card, Part

#: What may be done unasked.
MAY: Final = {"adversary": ("attack", "provoke"), "region": ("mediate", "leave", "warn")}


def may_unasked(capital: Capital, now: Situation) -> list[str]:
    """What may be done unasked, as far as the seat knows."""
    if capital.seat == "region":
        return list(MAY["region"]) if partners(capital, now) else []
    law = capital.setting.adversary
    first = is_possible(law.attack, law.threat) and now.rung <= law.attack.highest_rung
    return [one for one in MAY["adversary"] if one != "attack" or first]


def outside_card(session: Session, view: OutsideView, may: Sequence[str], capital: Capital) -> Card:
    """An occasion, with what each answer leads to."""
    options = outside_lines(session.prepared, view, capital)
    return {
        "key": f"{view.asks}-{view.about}-{view.time!r}",
        "asks": view.asks,
        "asked": capital.date(view.time),
        "title": sentence(question_text(view, capital)),
        "options": [{"name": one, "text": options[one].replace(NO_BREAK, " ")} for one in may],
        "deadline": None,
        "silence": f"If nothing is decided: {view.options[0]}.",
    }


def partners(capital: Capital, now: Situation) -> list[Part]:
    """The partners of the region that have not withdrawn, and whether they mediate."""
    there = capital.setting.region.partners if capital.seat == "region" else {}
    return [
        {"key": key, "name": capital.partner(key), "mediates": one.mediates}
        for key, one in there.items()
        if key not in now.withdrawn
    ]
