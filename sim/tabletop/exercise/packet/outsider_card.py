"""The cards of the seats outside the alliance: what adversary and region may do, and what follows.

They hold what is public and what the file says of the seat's own means. How ready the adversary is,
whether it means to attack, what is to come and what the allies think or agree are not on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from sim.domain.decisions.views import Outsider
from sim.domain.distributions.families import Law
from sim.domain.inputs.setting import Setting
from sim.output.story.sentences.dates import duration_text
from sim.output.story.sentences.vocabulary import percent, rung
from sim.output.words import as_list
from sim.tabletop.seat.capital import Capital

Told = Callable[[Setting, Capital], Iterator[str]]
_NO_AIMS: Final = "The file gives this seat no aims of its own: agree them with the facilitator."


def outsider_aims() -> tuple[str, ...]:
    """What an outsider wants where the file does not say it: no weights stand in it for one."""
    return (_NO_AIMS,)


def outsider_may(setting: Setting, seat: Outsider) -> tuple[str, ...]:
    """What a seat outside the alliance may do, asked or not."""
    return tuple(_MAY[seat](setting, Capital(seat, setting)))


def outsider_facts(setting: Setting, seat: Outsider) -> tuple[str, ...]:
    """What follows from it, and what the seat sees and does not see."""
    return tuple(_FACTS[seat](setting, Capital(seat, setting)))


def _adversary_may(_setting: Setting, capital: Capital) -> Iterator[str]:
    yield f"strike the first blow at {capital.them}, when an occasion comes or of your own motion"
    yield "provoke: a blow short of an attack, as grave as you like, asked or of your own motion"
    yield "after a strike bear it, or hit back so that the crisis climbs one rung or two"


def _adversary_facts(setting: Setting, capital: Capital) -> Iterator[str]:
    law = setting.adversary.provocations
    yield (
        f"A provocation adds to the pressure in {capital.them} to act; at the gravest the crisis"
        f" climbs a rung for it with a chance of {percent(min(law.escalation, 1.0))}, up to"
        f" {rung(law.highest_rung)}."
    )
    yield f"What you hit back with falls {_range(setting.ladder.retaliation.delay)} after a strike."
    yield (
        "You see what is public, how ready you are, whether a strike is being prepared that you"
        " notice, and what one did to you. What the allies believe, agree, write or plan you never"
        " see."
    )
    yield "Silence is restraint: an occasion that nobody answers passes."


def _region_may(setting: Setting, capital: Capital) -> Iterator[str]:
    partners = setting.region.partners
    names = [capital.partner(key) for key in partners]
    mediators = [capital.partner(key) for key, one in partners.items() if one.mediates]
    if mediators:
        yield f"mediate, by {as_list(mediators, 'or')}"
    if names:
        yield f"withdraw the support of {as_list(names, 'or')}, for good"
        yield "say in public what one of them thinks of a strike: yes, doubts or no, how strongly"


def _region_facts(setting: Setting, _capital: Capital) -> Iterator[str]:
    law = setting.region.mediation
    yield (
        f"Mediators are wanted from {rung(law.rung)} on; they stay at work for"
        f" {duration_text(law.hold)}, which helps a crisis to cool."
    )
    yield "A partner that has withdrawn mediates no more, and says nothing more."
    yield "You see what is public. What the allies believe, agree, write or plan you never see."
    yield "Silence is restraint: nobody mediates, and a partner stays."


def _range(law: Law) -> str:
    early, late = (duration_text(law.quantile(share)) for share in (0.1, 0.9))
    return f"{early} to {late}"


_MAY: Final[Mapping[Outsider, Told]] = MappingProxyType(
    {"adversary": _adversary_may, "region": _region_may}
)
_FACTS: Final[Mapping[Outsider, Told]] = MappingProxyType(
    {"adversary": _adversary_facts, "region": _region_facts}
)
