"""The uncertain sample cut into bands, as a summary: what each input does, in which word, and what
these numbers could have shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf

import numpy as np
from numpy.typing import NDArray

from sim.experiment.design.factors import Factor
from sim.experiment.outcomes.definitions import OUTCOMES, Outcome
from sim.experiment.sensitivity.bands import BANDS, FEWEST_DIFFERENT, Banded, bands_of, screened
from sim.experiment.sensitivity.detectable import detectable
from sim.experiment.sensitivity.sensitivity_summary import (
    BandSummary,
    InputDoubtSummary,
    PowerSummary,
    Screening,
    Verdict,
)
from sim.experiment.statistics import estimates
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.luck_and_doubt import LuckAndDoubt, luck_and_doubt
from sim.experiment.statistics.rounding import twelve_digits

#: Beyond so many millions of worlds a number of them is no advice.
_ENDLESS = 10**9


def band_counts(factors: Sequence[Factor]) -> tuple[int, ...]:
    """Bands of each factor: six, or one a value where there are fewer values."""
    return tuple(_count(factor) for factor in factors)


def _count(factor: Factor) -> int:
    if factor.form.reads != "count" or factor.law is not None:
        return BANDS
    return max(2, min(BANDS, int(factor.high - factor.low) + 1))


def screening(
    factors: Sequence[Factor],
    cube: Floats,
    values: Floats,
    outcome: str,
    *,
    difference: bool,
    confidence: float,
) -> Screening:
    """Of one outcome, from the response (draws x worlds) at the places of ``cube``; ``difference``
    says that it is one of two arms.
    """
    of, counts = OUTCOMES[outcome], band_counts(factors)
    bands, means = bands_of(cube, counts), values.mean(axis=1)
    span = (of.high - of.low) * (2 if difference else 1)
    found = screened(bands, counts, means, matters=of.matters, span=span, confidence=confidence)
    rare = len(means) - np.unique(means, return_counts=True)[1].max() < FEWEST_DIFFERENT
    split, alpha = luck_and_doubt(values, confidence), 1 - confidence
    p = estimates.holm([one.p for one in found])
    beyond = estimates.holm([one.p_beyond for one in found])
    told = {
        factor.path: _summary(
            one,
            1.0 if rare else float(p[at]),
            "too rare" if rare else _word(one, float(p[at]), float(beyond[at]), alpha, of.matters),
            span,
        )
        for at, (factor, one) in enumerate(zip(factors, found, strict=True))
    }
    return Screening(
        here=twelve_digits(split.mean),
        factors=dict(sorted(told.items(), key=lambda item: (item[1].p, -item[1].effect))),
        power=_power(split.spread, values.shape, len(factors), alpha, of),
        doubt=_doubt(split, bands, counts, means),
    )


def _word(one: Banded, p: float, beyond: float, alpha: float, matters: float) -> Verdict:
    if beyond < alpha and one.low > matters:
        return "matters"
    return "may be small" if p < alpha else "cannot be told"


def _summary(one: Banded, p: float, word: Verdict, span: float) -> BandSummary:
    high = span if word == "too rare" else one.high
    return BandSummary(
        effect=twelve_digits(one.effect),
        low=0.0 if word == "too rare" else twelve_digits(one.low),
        high=None if isinf(high) else twelve_digits(high),
        p=twelve_digits(p),
        means=tuple(twelve_digits(float(mean)) for mean in one.means),
        course="" if word in ("too rare", "cannot be told") else one.course,
        verdict=word,
    )


def _power(
    spread: float, shape: tuple[int, ...], inputs: int, alpha: float, of: Outcome
) -> PowerSummary:
    draws, worlds = shape
    found = detectable(spread, draws, inputs, alpha, of.matters)
    return PowerSummary(
        worlds=draws * worlds,
        reach=twelve_digits(found.reach),
        needed=min(found.needed * worlds, _ENDLESS),
    )


def _doubt(
    split: LuckAndDoubt, bands: NDArray[np.int64], counts: Sequence[int], means: Floats
) -> InputDoubtSummary:
    """The spread that the inputs cause, and how much of its square they cause one by one."""
    additive = sum(_between(bands[:, at], count, means) for at, count in enumerate(counts))
    return InputDoubtSummary(
        luck=twelve_digits(split.luck),
        tau=twelve_digits(split.tau),
        low=twelve_digits(split.tau_low),
        high=twelve_digits(split.tau_high),
        additive=twelve_digits(min(1.0, max(0.0, additive / split.variance)))
        if split.shown
        else None,
    )


def _between(band: NDArray[np.int64], count: int, means: Floats) -> float:
    """Variance of the means of bands, less what their luck adds to it."""
    size = np.bincount(band, minlength=count)
    mean = np.bincount(band, means, minlength=count) / np.maximum(size, 1)
    within = float(((means - mean[band]) ** 2).sum()) / (len(means) - count)
    share = size / len(means)
    between = float((share * (mean - means.mean()) ** 2).sum())
    return between - (count - 1) * within / len(means)
