"""Outcomes as a sentence says them: a noun with the names of those whom it is about, how its levels
and differences are counted, and what its unit means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sim.experiment.outcomes.definitions import OutcomeSummary
from sim.scenario import Resolved


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the scenario calls those whom it is about."""

    frontline: str = "the frontline"
    patron: str = "the patron"
    adversary: str = "the adversary"


def names_of(found: Resolved | None) -> Names:
    """The names that a scenario gives; those of the defaults where it cannot be read."""
    if found is None:
        return Names()
    setting = next(iter(found.scenario.arms.values())).setting
    return Names(
        frontline=setting.allies.frontline.name,
        patron=setting.allies.patron.name,
        adversary=setting.adversary.name,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """An outcome in a sentence: ``noun``, whether it is ``many`` of something, whether that is
    ``hours``, and what is to be said ``beside`` its first use.
    """

    noun: str
    many: bool = False
    hours: bool = False
    beside: str = ""

    @property
    def explanation(self) -> str:
        """What its unit means, in brackets."""
        return f" ({self.beside})" if self.beside else ""

    @property
    def start(self) -> str:
        """The noun as a sentence begins with it."""
        return f"{self.noun[:1].upper()}{self.noun[1:]}"


#: Nouns of outcomes, with the names in them; those that are many of something first.
_MANY: Final[Mapping[str, str]] = {
    "struck": "strikes of any kind",
    "unilateral_strike": "strikes alone",
    "approved_strike": "strikes with {patron}'s yes in hand",
    "joint_strike": "strikes together",
    "struck_on_misread_green": "strikes on a yes that was not meant",
    "struck_on_amber": "strikes with {patron}'s doubts in hand",
    "struck_on_silence": "strikes with no answer to the last question",
    "struck_against_red": "strikes with {patron}'s no in hand",
    "force_first": "strikes before diplomacy",
    "unheard": "strikes without any word from {patron}",
    "overridden": "strikes over {patron}'s no",
    "past_doubts": "strikes past {patron}'s doubts",
    "past_promise": "strikes past the override line",
    "surprise": "strikes that surprise {patron}",
    "attacked": "attacks by {adversary}",
    "attacked_first": "attacks by {adversary} before any strike",
    "struck_first": "strikes before any attack",
    "attack_meant": "worlds in which {adversary} means to attack",
    "hit_back": "retaliations by {adversary}",
    "withheld": "worlds in which {patron} withholds support",
    "withheld_unasked": "worlds in which support is withheld because nobody asked",
    "withheld_hour_unknown": "worlds in which support is withheld, the hour not known",
    "withheld_red_read": "worlds in which support is withheld after a no",
    "drawn_in": "worlds in which {patron} is drawn into the fighting",
    "unstruck_h": "hours without a strike",
    "attack_h": "hours without an attack",
    "unsettled_h": "hours from a strike until things settle",
    "suspended_h": "hours of suspended support",
    "leaks": "leaks to the press",
    "misreadings": "misread answers",
    "recalls": "strikes called off",
    "ceasefires_broken": "broken ceasefires",
    "public_warnings": "public warnings by {patron}",
    "public_hesitations": "disagreements that come out in public",
    "terms_asked": "requests of {patron} to wait until a date",
    "terms_taken": "promises to wait until a date",
    "terms_kept": "kept promises to wait",
    "cabinet_votes": "votes of {frontline}'s cabinet",
    "cabinet_ties": "ties in {frontline}'s cabinet",
}
_ONE: Final[Mapping[str, str]] = {
    "peak_rung": "the highest rung of the ladder",
    "burden": "escalation",
    "threat_end": "the threat at the end",
    "trust_of_patron": "{patron}'s trust in {frontline}",
    "trust_of_frontline": "{frontline}'s trust in {patron}",
    "deterrence": "the credibility of {frontline}'s deterrence",
    "desk_load": "the load of the busiest desk",
    "desk_wait_h": "the wait of a message at a desk",
    "round_trip_h": "the time until an answer is read",
    "strike_h": "the hour of the strike",
    "first_decision_h": "the hour of the first decision to strike",
    "deescalation_h": "the time from a strike until things settle",
    "objection_in_time": "an objection in time",
    "notice_h": "the notice that {patron} has",
    "cost": "the yearly cost",
}
_RUNG_HOURS: Final = "an hour one step of the ladder above the start counts one"
_OF_UNIT: Final[Mapping[str, str]] = {
    "rung-hours": _RUNG_HOURS,
    "readiness": "0 none, 100 full readiness of {adversary}",
    "trust": "0 none, 100 full",
    "credibility": "0 none, 100 full",
    "rung": "the ladder has rungs from 0 to 6",
    "load": "1 is all hours of its staff",
}
_OF_OUTCOME: Final[Mapping[str, str]] = {
    "unstruck_h": "counted over all worlds; one without a strike counts the whole window",
    "attack_h": "counted over all worlds; one without an attack counts all hours watched",
    "unsettled_h": "counted over all worlds; one without a strike counts none",
    "suspended_h": "counted over all worlds",
}


def phrase_of(outcome: OutcomeSummary, names: Names) -> Phrase:
    """An outcome with these names in it; one that has no phrase here goes by its title."""
    given = {"frontline": names.frontline, "patron": names.patron, "adversary": names.adversary}
    many = outcome.name in _MANY
    text = _MANY.get(outcome.name) or _ONE.get(outcome.name) or f"“{outcome.title}”"
    beside = _OF_OUTCOME.get(outcome.name) or _OF_UNIT.get(outcome.unit, "")
    return Phrase(
        noun=text.format(**given),
        many=many,
        hours=many and outcome.unit == "h",
        beside=beside.format(**given),
    )
