"""The finding of a sensitivity study in words, outcome by outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import floor, log10, sqrt

from sim.experiment.design.uncertain_sample import WORLDS
from sim.experiment.outcomes.definitions import OUTCOMES, OutcomeSummary, plain_outcome
from sim.experiment.sensitivity.detectable import detectable, round_up
from sim.experiment.sensitivity.sensitivity import Sensitivity, response
from sim.experiment.sensitivity.sensitivity_summary import (
    IndexSummary,
    Screening,
    SensitivitySummary,
)
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.luck_and_doubt import doubt_quantile

_MANY = 10**8


def sentences(summary: SensitivitySummary) -> Iterable[str]:
    """The finding in words, outcome by outcome."""
    for name, found in summary.screening.items():
        outcome = summary.outcomes[name]
        doubt = _doubt(found, outcome, doubt_quantile(summary.confidence))
        said = f"{_of_bands(found)}; {power(summary, name)}.{doubt}"
        yield f"{outcome.title}: {said}"
    for name, indices in summary.indices.items():
        yield f"{summary.outcomes[name].title}: {_of_shares(indices.factors)}."


def _of_bands(found: Screening) -> str:
    by_word = {
        word: [path for path, one in found.factors.items() if one.verdict == word]
        for word in ("matters", "may be small", "cannot be told", "too rare")
    }
    clear, small = by_word["matters"], by_word["may be small"]
    parts = [
        f"{', '.join(clear)} matter{'s' if len(clear) == 1 else ''}" if clear else "",
        f"{', '.join(small)} {_are(small)} shown, may be small" if small else "",
        _rest(len(by_word["cannot be told"]), of=len(found.factors)),
        "too few draws differ to tell anything" if by_word["too rare"] else "",
    ]
    return "; ".join(filter(None, parts))


def _doubt(found: Screening, outcome: OutcomeSummary, reach: float) -> str:
    """How far the mean is uncertain by the luck of the worlds, and by doubt about the inputs: at
    most so far, where doubt is not shown.
    """
    doubt = found.doubt
    if not doubt.luck:
        return ""
    tau = doubt.tau if doubt.low else doubt.high
    half, low, high = (amount(reach * one, outcome) for one in (tau, doubt.low, doubt.high))
    together = amount(sqrt(doubt.luck**2 + (reach * tau) ** 2), outcome)
    said = f"+-{half} ({low} to {high})" if doubt.low else f"at most +-{half}"
    return (
        f" On average {amount(found.here, outcome)}: luck of the worlds"
        f" +-{amount(doubt.luck, outcome)}, doubt about the inputs {said}, together"
        f" {'' if doubt.low else 'at most '}+-{together}; more worlds shrink the luck alone."
    )


def _are(paths: list[str]) -> str:
    return "is" if len(paths) == 1 else "are"


def _rest(count: int, of: int) -> str:
    if not count:
        return ""
    return "none can be told at these numbers" if count == of else f"{count} cannot be told"


def power(summary: SensitivitySummary, name: str) -> str:
    """What the sample of an outcome could have shown, and how many worlds would show what
    matters.
    """
    outcome, could = summary.outcomes[name], summary.screening[name].power
    if not could.reach:
        return f"{could.worlds:,} worlds, in all of which it was the same"
    said = (
        f"{could.worlds:,} worlds show a range of {amount(could.reach, outcome)} or more in 8 of 10"
        " such studies"
    )
    if could.reach <= outcome.matters:
        return said
    about = f"about {round_up(could.needed):,}" if could.needed < _MANY else "more than 100 million"
    return f"{said}; for {outcome.matters:g}, the least that matters, it takes {about}"


def amount(value: float, outcome: OutcomeSummary) -> str:
    """A size in the unit of an outcome, with two digits of the smallest one that matters."""
    return f"{value:.{max(0, 1 - floor(log10(outcome.matters)))}f}"


def _of_shares(factors: Mapping[str, IndexSummary]) -> str:
    clear = [path for path, index in factors.items() if index.shown and index.above]
    small = [path for path, index in factors.items() if index.shown and not index.above]
    rest = sum(not index.shown for index in factors.values())
    parts = [
        f"{', '.join(clear)} matter{'s' if len(clear) == 1 else ''}" if clear else "",
        f"{', '.join(small)} {_are(small)} shown, may be small" if small else "",
        _rest(rest, of=len(factors)),
    ]
    return "; ".join(filter(None, parts))


def prospect(asked: Sensitivity, first: Floats) -> str:
    """What the uncertain sample will be able to show, by the spread of the responses to inputs that
    were moved alone.
    """
    found, alpha = response(asked, first), 1 - asked.scenario.study.confidence
    worlds = asked.samples * WORLDS
    parts = []
    for at, name in enumerate(asked.outcomes):
        of, values = plain_outcome(OUTCOMES[name]), found[:, :, at]
        spread = sqrt(float(values.mean(axis=1).var() + values.var(axis=1, ddof=1).mean() / WORLDS))
        could = detectable(spread, asked.samples, len(asked.factors), alpha, of.matters)
        needed = (
            ""
            if could.reach <= of.matters
            else (f" (for {of.matters:g} about {round_up(could.needed * WORLDS):,} worlds)")
        )
        parts.append(f"{of.title} {amount(could.reach, of)} {of.unit} or more{needed}")
    return (
        f"{worlds:,} worlds of {len(asked.factors)} inputs will show, in 8 of 10 such studies, a"
        f" range of: {'; '.join(parts)}"
    )
