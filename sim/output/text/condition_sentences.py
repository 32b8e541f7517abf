"""What a discovery says of a question, in sentences: how often it is so, and the condition that
fresh worlds confirm, if any.
"""

from __future__ import annotations

from math import floor, log10
from typing import Final

from sim.experiment.discovery.discovery_summary import (
    BoxSummary,
    DiscoverySummary,
    FreshSummary,
    QuestionSummary,
    SideSummary,
)
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.outcomes.shares import percent
from sim.experiment.statistics.verdicts import UNSEEN
from sim.output.words import count_text, fixed_text

#: Why no condition was proposed.
NO_BOX: Final = {
    "never": "Never in what was sampled.",
    "none": "No condition sets these samples apart.",
}
_LEAST_P: Final = 0.001
_MOST_ODDS: Final = 100.0


def condition_sentence(found: QuestionSummary, study: DiscoverySummary) -> str:
    """All that is said of a question of a study, first in how many samples it is so."""
    about = (
        f"in {found.cases} of {count_text(study.samples, 'sample')} of"
        f" {count_text(study.replications, 'world')} each"
    )
    where = f"{found.rule}: {about} ({percent(found.share)})."
    box, fresh = found.box, found.fresh
    if box is None or fresh is None:
        return f"{where} {NO_BOX[found.verdict]}"
    if found.verdict == "not confirmed":
        return f"{where} {_not_confirmed(fresh)}"
    return " ".join((where, *confirmed_sentences(found, box, fresh)))


def _not_confirmed(fresh: FreshSummary) -> str:
    return (
        f"The condition that the search proposed was not confirmed in {fresh.worlds} fresh worlds"
        f" ({_p(fresh.p)}), so none is told."
    )


def confirmed_sentences(
    found: QuestionSummary, box: BoxSummary, fresh: FreshSummary
) -> tuple[str, ...]:
    """The condition, both means, what they come to, and what of the proposal was not confirmed."""
    when = condition(box)
    inside, outside = side_text(found, fresh.inside), side_text(found, fresh.outside)
    subject = found.arm if found.against else f"{OUTCOMES[found.outcome].title} of {found.arm}"
    told = (
        f"{subject} was {outside}, except when {when}: there {inside}."
        if box.downward
        else f"{subject} was {inside} when {when}, and {outside} outside."
    )
    first = f"In {fresh.worlds} fresh worlds at fresh samples {told}"
    side = fresh.outside if box.downward else fresh.inside
    return (first, *_size(found, side, fresh.worlds), _shares(fresh), *_unconfirmed_sentences(box))


def condition(box: BoxSummary) -> str:
    """The bounds that fresh worlds confirm."""
    return " and ".join(f"{limit.path} is {limit.told}" for limit in box.shown_limits)


def side_text(found: QuestionSummary, side: SideSummary) -> str:
    """The mean on one side of a box with its interval, and which way it points."""
    better = found.against is not None and side.mean < 0.0
    ends = (-side.mean, -side.high, -side.low) if better else (side.mean, side.low, side.high)
    mean, low, high = (_number(found.outcome, one) for one in ends)
    amount = f"{mean} {_unit(found.outcome)} ({low} to {high})"
    return amount if found.against is None else f"{'better' if better else 'worse'} by {amount}"


def _unit(name: str) -> str:
    outcome = OUTCOMES[name]
    return "in a hundred worlds" if outcome.kind == "share" else outcome.unit


def _number(name: str, value: float) -> str:
    outcome = OUTCOMES[name]
    scale = 100.0 if outcome.kind == "share" else 1.0
    decimals = max(0, 1 - floor(log10(scale * outcome.matters)))
    return fixed_text(scale * value, decimals)


def _size(found: QuestionSummary, side: SideSummary, worlds: int) -> tuple[str, ...]:
    """Whether what is shown is as much as matters: by the interval, not by the estimate, and less
    only where so many worlds would have shown an event that is not.
    """
    if found.against is None:
        return ()
    outcome = OUTCOMES[found.outcome]
    matters = f"{_number(found.outcome, outcome.matters)} {_unit(found.outcome)}"
    if side.low > outcome.matters:
        return (f"That is more than the {matters} that matter.",)
    enough = worlds * outcome.matters >= UNSEEN * (outcome.high - outcome.low)
    if side.high < outcome.matters and enough:
        return (f"That is less than the {matters} that matter.",)
    none = " The interval, which is two-sided, holds none; the test is one-sided."
    return (f"That may be less than the {matters} that matter.{none if side.low <= 0.0 else ''}",)


def _shares(fresh: FreshSummary) -> str:
    within = percent(fresh.inside.worse), percent(fresh.outside.worse)
    return (
        f"So it was in {within[0]} of the worlds inside and {within[1]} outside (odds ratio"
        f" {_odds(fresh.odds_ratio)}); {percent(fresh.space)} of the space of inputs lies inside;"
        f" {_p(fresh.p)}."
    )


def _odds(ratio: float) -> str:
    if ratio > _MOST_ODDS:
        return f"above {_MOST_ODDS:g}"
    return f"below {1 / _MOST_ODDS:g}" if ratio < 1 / _MOST_ODDS else f"{ratio:.2g}"


def _unconfirmed_sentences(box: BoxSummary) -> tuple[str, ...]:
    rest = [limit for limit in box.limits if not limit.shown]
    if not rest:
        return ()
    also = " and ".join(f"{limit.path} {limit.told}" for limit in rest)
    return (f"These worlds lay at {also} too, which was not shown to be needed.",)


def _p(p: float) -> str:
    return f"p < {_LEAST_P:g}" if p < _LEAST_P else f"p = {p:.2g}"
