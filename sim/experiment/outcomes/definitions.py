"""Outcomes: what is measured of a world, computed from its log alone.

``OUTCOMES`` lists them with unit, better direction, definition and the smallest effect that
matters. What only some worlds have (after a strike, a question, a wish) is NaN in the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import inf
from types import MappingProxyType
from typing import Final

from sim.domain.communication.messages import STAGES
from sim.domain.events import (
    CabinetVote,
    CeasefireBroken,
    DrawnIn,
    Hesitation,
    Leak,
    Recall,
    Retaliation,
    TermAsked,
)
from sim.domain.events.log import ByKind, Log
from sim.domain.inputs.setting import Setting
from sim.experiment.outcomes import aftermath as after
from sim.experiment.outcomes import alliance, restraint
from sim.experiment.outcomes import ledger as of
from sim.experiment.outcomes.first_blow import FIRST_BLOW
from sim.experiment.outcomes.ledger import Ledger
from sim.experiment.outcomes.outcome import FOLLOW_UP, Outcome, censored_outcome, outcome_row
from sim.experiment.outcomes.restricted_hours import UNSETTLED, UNSTRUCK

__all__ = [
    "COLUMNS",
    "MOMENTS",
    "OUTCOMES",
    "Outcome",
    "OutcomeSummary",
    "outcome_values",
    "plain_outcome",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeSummary:
    """An outcome as a results folder describes it, whatever this version of the model measures.

    ``least`` and ``most`` are what it could be in these worlds, where that is known; ``constant``
    is one that the inputs of an arm say by themselves.
    """

    name: str
    title: str
    unit: str
    better: str
    kind: str
    exists: str
    definition: str
    matters: float
    least: float | None = None
    most: float | None = None
    constant: bool = False

    @property
    def censoring_point(self) -> str:
        """At what its values are cut: then a mean is a restricted mean. Empty where
        they are not.
        """
        known = OUTCOMES.get(self.name)
        return f"cut at {known.censored_at}" if known and known.censored_at else ""


def _stage(stage: str) -> tuple[str, Outcome]:
    title = "delay: " + stage.replace("_", " ")
    text = f"hours per answered exchange that lie in the stage {stage.replace('_', ' ')}"
    name, outcome = outcome_row(
        f"delay_{stage}",
        title,
        "h",
        "lower",
        of.stage_hours(stage),
        text,
        matters=1.0,
        exists="question",
    )
    return name, replace(outcome, group="delay")


OUTCOMES: Final[Mapping[str, Outcome]] = MappingProxyType(dict([
    # the course taken
    outcome_row("struck", "struck", "share", "neither", of.strike_made,
        "the frontline struck at least once", matters=0.05),
    outcome_row("unilateral_strike", "struck alone", "share", "lower", of.course("unilateral"),
        "the first strike had neither a green in hand nor the patron in it", matters=0.05),
    outcome_row("approved_strike", "struck with a green", "share", "neither", of.course("approved"),
        "the first strike was the frontline's own, with a green in hand", matters=0.05),
    outcome_row("joint_strike", "struck together", "share", "neither", of.course("joint"),
        "the first strike was planned and carried out together", matters=0.05),
    outcome_row("struck_on_misread_green", "struck on a misread green", "share", "lower",
        of.misread_green, "the first strike went ahead on a green that the patron had not given or"
        " no longer stood by", matters=0.05),
    outcome_row("struck_on_amber", "struck on an amber", "share", "lower", of.stance("amber"),
        "the first strike went ahead on doubts, or while the patron stood by", matters=0.05),
    outcome_row("struck_on_silence", "struck on silence", "share", "lower", of.stance("silence"),
        "the first strike went ahead after patience ended without an answer", matters=0.05),
    outcome_row("struck_against_red", "struck against a red", "share", "lower", of.stance("red"),
        "the first strike went ahead with a no in hand", matters=0.05),
    outcome_row("force_first", "struck before diplomacy", "share", "lower", of.force_first,
        "the first strike came before both allies had pressed together, or without an answer from"
        " the patron", matters=0.05),
    outcome_row("first_decision_h", "first decision to strike", "h", "neither", of.first_wish,
        "time of the frontline leader's first choice to strike", matters=24.0, exists="wish"),
    outcome_row("strike_h", "time of the strike", "h", "neither", of.strike_time,
        "time of the first strike", matters=24.0, exists="strike"),
    UNSTRUCK,
    *FIRST_BLOW,
    # the allies' exchange
    outcome_row("round_trip_h", "round trip", "h", "lower", of.round_trip,
        "mean hours from the decision to ask to the answer read, over answered questions",
        matters=4.0, exists="question"),
    outcome_row("answered_in_time", "answered in time", "share", "higher", of.answered_in_time,
        "the first question was answered before the frontline's patience ended",
        matters=0.05, exists="question"),
    outcome_row("objection_in_time", "objection in time", "share", "higher", of.objection_in_time,
        "where the patron did not agree: a doubt or a no was read before the first point of no"
        " return", matters=0.05, exists="wish"),
    outcome_row("objection_margin_h", "margin of the objection", "h", "higher", of.objection_margin,
        "hours from the objection read to the point of no return of the first strike; negative"
        " when too late", matters=4.0, exists="strike", low=-inf),
    outcome_row("unheard", "struck unheard", "share", "lower", alliance.unheard,
        "struck, and no word of the patron on any plan (answer, call, public warning) had been"
        " read before the point of no return", matters=0.05),
    outcome_row("overridden", "struck over opposition", "share", "lower", alliance.overridden,
        "struck alone, though a no of the patron had been heard by any path before the point of no"
        " return, and no yes since", matters=0.05),
    outcome_row("past_doubts", "struck past doubts", "share", "lower", alliance.past_doubts,
        "struck alone, though doubts of the patron, but no no, had been heard before the point of"
        " no return, and no yes since", matters=0.05),
    outcome_row("past_promise", "override line passed", "share", "lower", alliance.past_promise,
        "the first strike was begun past the override line of a binding protocol", matters=0.05),
    outcome_row("public_warnings", "public warnings", "per world", "neither",
        alliance.public_warnings, "doubts and noes that the patron said in public", matters=0.1),
    outcome_row("public_hesitations", "hesitations in public", "per world", "lower",
        of.count(Hesitation), "times that the disagreement of the allies came out while the"
        " frontline had not struck", matters=0.1),
    outcome_row("forewarned", "patron forewarned", "share", "higher", alliance.forewarned,
        "the patron knew, timely hours before the first strike, that one was meant: asked, told,"
        " having found out, or by a leak", matters=0.05, exists="strike"),
    outcome_row("notice_h", "notice", "h", "higher", alliance.notice,
        "hours before the first strike at which the patron's leader learnt its hour, by any way;"
        " negative after it", matters=6.0, exists="strike", low=-inf),
    outcome_row("told_h", "told at a desk", "h", "higher", alliance.told_ahead,
        "hours before the first strike at which a manned desk of the patron had word of it from"
        " the frontline; negative after it", matters=6.0, exists="strike", low=-inf),
    outcome_row("told_before_news", "told before the news", "share", "higher",
        alliance.told_before_news, "a manned desk of the patron had word of the first strike from"
        " the frontline before the news of it", matters=0.05, exists="strike"),
    outcome_row("hour_from_news", "hour from the news", "share", "lower", alliance.hour_from_news,
        "the patron learnt the hour of the first strike from the news", matters=0.05,
        exists="strike"),
    outcome_row("learnt_told", "patron was told", "share", "higher", of.learnt("told"),
        "the patron learnt of the first strike from the frontline", matters=0.05, exists="strike"),
    outcome_row("learnt_found_out", "patron found out", "share", "neither", of.learnt("found_out"),
        "the patron learnt of the first strike by its own intelligence",
        matters=0.05, exists="strike"),
    outcome_row("learnt_leak", "patron read a leak", "share", "lower", of.learnt("leak"),
        "the patron learnt of the first strike by a leak", matters=0.05, exists="strike"),
    outcome_row("learnt_news", "patron heard the news", "share", "lower", of.learnt("news"),
        "the patron learnt of the first strike from the news", matters=0.05, exists="strike"),
    outcome_row("surprise", "patron surprised", "share", "lower", alliance.surprised,
        "struck, and the patron knew neither its hour nor that one was meant in time"
        " (allies.patron.timely)", matters=0.05),
    outcome_row("recalls", "recalls", "per world", "neither", of.count(Recall),
        "preparations called off before the point of no return", matters=0.1),
    outcome_row("terms_asked", "terms asked for", "per world", "neither", of.count(TermAsked),
        "answers with which the patron asked the frontline to wait until a date", matters=0.1),
    outcome_row("terms_taken", "terms promised", "per world", "neither", restraint.terms_taken,
        "terms that the frontline promised to wait for", matters=0.1),
    outcome_row("terms_kept", "terms kept", "per world", "higher", restraint.terms_kept,
        "promised terms that held: not broken, and not void by a higher rung or news",
        matters=0.1),
    outcome_row("cabinet_votes", "votes of the cabinet", "per world", "neither",
        of.count(CabinetVote), "votes of the frontline's cabinet on a strike", matters=0.1),
    outcome_row("cabinet_ties", "ties in the cabinet", "per world", "neither", restraint.ties,
        "votes on which the cabinet was divided, so that it held", matters=0.1),
    outcome_row("misreadings", "misread stances", "per world", "lower", of.misreadings,
        "stances read one step off and not repaired", matters=0.1),
    outcome_row("leaks", "leaks", "per world", "lower", of.count(Leak),
        "messages that reached the press, and leaks that the scenario brings in", matters=0.1),
    outcome_row("divergence", "divergence of estimates", "logit", "lower", of.divergence,
        "distance between the allies' estimates of readiness at the first decision to strike",
        matters=0.1, exists="wish", low=0.0),
    # escalation
    outcome_row("peak_rung", "peak rung", "rung", "lower", after.peak,
        "highest rung of the ladder reached", matters=0.25),
    outcome_row("burden", "escalation burden", "rung-hours", "lower", after.burden,
        "rung-hours above the starting rung, over window and follow-up", matters=40.0),
    outcome_row("hit_back", "hit back", "share", "lower", of.any_of(Retaliation),
        "the adversary hit back for a strike", matters=0.05),
    censored_outcome(FOLLOW_UP,
        outcome_row("deescalation_h", "time to de-escalation", "h", "lower", after.deescalation,
            "hours from the first strike until settled at or below the starting rung",
            matters=12.0, exists="strike")),
    UNSETTLED,
    outcome_row("settled", "settled", "share", "higher", after.de_escalated,
        "de-escalated within the follow-up of the first strike", matters=0.05, exists="strike"),
    outcome_row("ceasefires_broken", "ceasefires broken", "per world", "lower",
        of.count(CeasefireBroken), "ceasefires that broke", matters=0.1),
    # the threat
    outcome_row("threat_end", "threat at the end", "readiness", "lower", after.threat_end,
        "true readiness of the adversary at the end", matters=0.03),
    outcome_row("threat_left", "threat left by the strike", "readiness", "lower", after.threat_left,
        "true readiness just after the first strike", matters=0.03, exists="strike"),
    outcome_row("effect_given_up", "effect given up by waiting", "logit", "lower",
        after.effect_given_up, "median effect of a strike at the first decision less that at the"
        " first strike, same means", matters=0.1, exists="strike"),
    # the alliance
    outcome_row("trust_of_patron", "trust of the patron", "trust", "higher",
        after.final(lambda end: end.trust_patron), "the patron's trust in the frontline at the"
        " end", matters=0.03),
    outcome_row("trust_of_frontline", "trust of the frontline", "trust", "higher",
        after.final(lambda end: end.trust_frontline), "the frontline's trust in the patron at the"
        " end", matters=0.03),
    outcome_row("deterrence", "deterrence", "credibility", "higher",
        after.final(lambda end: end.deterrence), "credibility of the frontline's deterrence at the"
        " end", matters=0.03),
    censored_outcome("the end of the time watched",
        outcome_row("suspended_h", "support suspended", "h", "lower", after.hours_suspended,
            "hours of suspended support", matters=12.0)),
    outcome_row("suspension_h", "length of a suspension", "h", "lower", alliance.decided_length,
        "hours for which support was withheld, as decided, where it was", matters=12.0,
        exists="strike"),
    outcome_row("withheld", "support withheld", "share", "lower", alliance.withheld,
        "the patron withheld support at all", matters=0.05),
    outcome_row("withheld_unasked", "withheld, unasked", "share", "lower",
        alliance.withheld_where("unasked"), "support was withheld after a strike before which the"
        " patron had not been asked", matters=0.05),
    outcome_row("withheld_hour_unknown", "withheld, hour unknown", "share", "lower",
        alliance.withheld_where("hour_unknown"), "support was withheld after a strike whose hour"
        " the patron had not known in time", matters=0.05),
    outcome_row("withheld_red_read", "withheld, a no read", "share", "lower",
        alliance.withheld_where("red_read"), "support was withheld after a strike before which a"
        " no of the patron had been heard", matters=0.05),
    outcome_row("drawn_in", "patron drawn in", "share", "lower", of.any_of(DrawnIn),
        "the patron was drawn into the fighting", matters=0.05),
    # the machinery
    outcome_row("desk_load", "load of the busiest desk", "load", "neither", after.desk_load,
        "share of its staff hours for which the busiest desk worked, routine traffic included",
        matters=0.05),
    outcome_row("desk_wait_h", "waiting at desks", "h", "lower", after.desk_wait,
        "mean hours that a crisis message waited at a desk", matters=0.5),
    outcome_row("cost", "yearly cost", "million per year", "lower", after.cost,
        "stated yearly cost", matters=1.0, constant=True),
    *[_stage(stage) for stage in STAGES],
]))  # fmt: skip  # one outcome a row

#: Columns that charts need beside the outcomes: times in hours, NaN where they do not exist.
MOMENTS: Final[Mapping[str, Callable[[Ledger], float]]] = MappingProxyType(
    {
        "no_return_h": of.no_return_time,
        "objection_read_h": of.objection_time,
        "escalated_after_h": after.escalated_after,
        "settled_after_h": after.settled_after,
        "watched_h": after.hours_watched,
        "events": after.final(lambda end: end.events),
    }
)

COLUMNS: Final = (*OUTCOMES, *MOMENTS)


def outcome_values(log: Log, setting: Setting) -> dict[str, float]:
    """All outcomes and moments of one world, by column."""
    ledger = Ledger.of(ByKind(log), setting)
    values = {name: outcome.measure(ledger) for name, outcome in OUTCOMES.items()}
    for name, moment in MOMENTS.items():
        values[name] = moment(ledger)
    return values


def plain_outcome(
    outcome: Outcome, bounds: tuple[float, float] | tuple[None, None] = (None, None)
) -> OutcomeSummary:
    """An outcome as summaries and reports have it, with what it can be, if that is known."""
    return OutcomeSummary(
        name=outcome.name,
        title=outcome.title,
        unit=outcome.unit,
        better=outcome.better,
        kind=outcome.kind,
        exists=outcome.exists,
        definition=outcome.definition,
        matters=outcome.matters,
        least=bounds[0],
        most=bounds[1],
        constant=outcome.constant,
    )
