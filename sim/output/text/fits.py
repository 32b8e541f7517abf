"""Fitted laws in words and tables: how they rank, what their parameters are, how they stand against
the data, what to beware.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import Final

import numpy as np

from sim.experiment.fitting.families import FAMILIES
from sim.experiment.fitting.fits import (
    CONFIDENCE,
    LEAST_FOR_MIXTURE,
    SUBSTANTIAL,
    Fit,
    Fits,
    FittedParameter,
    laws_for,
    observed_quantile,
    resting_on,
    suits_mixture,
)
from sim.experiment.fitting.table.data import MeasuredWaits
from sim.output.text.comparison_table import NONE
from sim.output.text.grid import Grid
from sim.output.words import level_text

SHARES: Final = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
_DOUBT: Final = (
    0.05  # a law that fewer of its own samples than this are as far from is no good description
)
_FEW: Final = 3.5  # waits, of which no part of a mixture can be told
_FEW_ROWS: Final = 30
_ONE_VALUE: Final = 0.05  # a sigma below it: 95 % within a tenth of the median


def ranking(fits: Fits) -> Grid:
    """The laws, best described first."""
    rows = tuple(
        (
            fit.title,
            str(len(fit.theta)),
            f"{fit.log_likelihood:.1f}",
            f"{fit.aicc:.1f}",
            f"{fit.delta:.1f}",
            _share(fit.weight),
            _p(fit),
        )
        for fit in fits.fits
    )
    header = ("", "free", "log-lik.", "AICc", "delta", "weight", "goodness of fit, p")
    return Grid(
        title="Laws, the best described first",
        header=header,
        align="lrrrrrl",
        rows=rows,
        strong=frozenset({0}),
    )


def _p(fit: Fit) -> str:
    return NONE if isnan(fit.p) else f"{fit.p:.3f} +- {fit.p_error:.3f}"


def parameters(fits: Fits, unit: str) -> Grid:
    """Every law's parameters with their intervals."""
    rows = tuple(
        (fit.title if not at else "", *_estimate(one, unit))
        for fit in fits.fits
        for at, one in enumerate(fit.estimates)
    )
    title = (
        "Parameters"
        if not fits.bootstrap
        else f"Parameters with {level_text(CONFIDENCE)} bootstrap intervals"
    )
    return Grid(title=title, header=("", "", "estimate", "interval"), align="llrl", rows=rows)


def _estimate(one: FittedParameter, unit: str) -> tuple[str, str, str]:
    said = f" {unit}" if one.in_units else ""
    interval = NONE if isnan(one.low) else f"{number(one.low)} to {number(one.high)}{said}"
    return one.name, f"{number(one.value)}{said}", interval


def against_data(fits: Fits, unit: str) -> Grid:
    """Quantiles of the data and of the laws."""
    rows = tuple(
        (
            f"{share:.0%}".replace("%", " %"),
            _observed_text(fits, share),
            *(number(fit.quantile(share)) for fit in fits.fits),
        )
        for share in SHARES
    )
    header = ("ended by then", "observed", *(fit.title for fit in fits.fits))
    return Grid(title=f"Quantiles, {unit}", header=header, align="r" * len(header), rows=rows)


def _observed_text(fits: Fits, share: float) -> str:
    found = observed_quantile(fits.times, share)
    if found is None:
        return "not reached"
    return number(found[1]) if not fits.times.width else f"{number(found[0])} to {number(found[1])}"


def number(value: float) -> str:
    """Three digits, and no exponent where one can do without."""
    if value != 0 and not 1e-4 <= abs(value) < 1e7:
        return f"{value:.2e}"
    return f"{float(f'{value:.3g}'):,.10g}"


def _share(value: float) -> str:
    return f"{value:.3f}"


def sample(found: MeasuredWaits) -> list[str]:
    """What the laws were fitted to."""
    times = found.times
    count, waiting = int(times.n[0]), int(times.waiting.sum())
    known = (
        f"a value k means more than k - {times.width:g} and at most k"
        if times.width
        else "taken as exact"
    )
    lines = [f"{count} waits; times in {found.unit}, {known}"]
    if found.still:
        longer = " (their real time is longer)" if waiting else ""
        lines.append(
            f"{waiting} of {count} rows are censored on the right, where {found.still} is"
            f" true{longer}"
        )
    counts = (
        (found.left_out, "not asked for"),
        (found.gaps, "without a value"),
        (len(found.totals), "that sum others up"),
    )
    left = [f"{many} {what}" for many, what in counts if many]
    return [*lines, f"rows left out: {', '.join(left)}"] if left else lines


def cautions(found: MeasuredWaits, fits: Fits, *, asked: bool) -> list[str]:
    """What a reader should not overlook."""
    return [
        *found.doubts,
        *_of_data(found, fits, asked=asked),
        *_of_best(fits),
        *_of_mixture(found, fits),
        *_of_its_doubt(fits.recommendation),
        *_of_intervals(fits),
    ]


def _of_data(found: MeasuredWaits, fits: Fits, *, asked: bool) -> Iterator[str]:
    if found.whole and not found.times.width:
        yield (
            "All times are whole numbers. If they count units begun (the day of the trigger is day"
            " 1), --censoring interval says so; taken as exact, short times weigh too much."
        )
    if found.times.waiting.sum() > found.times.ended.sum():
        yield (
            f"More waits are censored than ended. If 1 in {found.still} means that the end of the"
            " wait was seen, it is the wrong way round: --censoring right:COLUMN takes a column"
            " that is 1 where the wait had not ended."
        )
    lacking = [
        FAMILIES[name].title
        for name in laws_for(fits.times)
        if name not in {fit.name for fit in fits.fits}
    ]
    if lacking and not asked:
        yield (
            "Not fitted, as its mean would have no number for times so far apart:"
            f" {', '.join(lacking)}."
        )
    if (
        not asked
        and not suits_mixture(fits.times)
        and "mixture" not in {fit.name for fit in fits.fits}
    ):
        yield (
            f"No mixture was tried: it takes {LEAST_FOR_MIXTURE} waits that ended, of six different"
            " lengths at least."
        )


def _of_best(fits: Fits) -> Iterator[str]:
    best = fits.best
    near = [fit.title for fit in fits.fits[1:] if fit.delta < SUBSTANTIAL]
    if near:
        yield (
            f"About as well supported as the first (delta below {SUBSTANTIAL:g}):"
            f" {', '.join(near)}. Of these the one with the fewest parameters stands above to be"
            " pasted; try the others too (--laws)."
        )
    if best.p < _DOUBT:
        yield (
            f"Of samples from the best law only a share of {best.p:.3f} lies as far from it as"
            " these data. Either it misses them, which the chart shows (then split the data, or"
            " use the laws `empirical` or `quantiles`), or the rows are not independent: several"
            " of one event, or times heaped on round numbers."
        )
    edges = [fit.title for fit in fits.fits if fit.at_edge]
    if edges:
        yield f"At the edge of what is searched, so not to be trusted: {', '.join(edges)}."


def _of_mixture(found: MeasuredWaits, fits: Fits) -> Iterator[str]:
    """A mixture is one law; its parts mean something of their own only where the data tell them
    apart.
    """
    mixture = next((fit for fit in fits.fits if fit.name == "mixture"), None)
    if mixture is None:
        return
    share, quick, quick_sigma, slow, slow_sigma = mixture.estimates
    narrow = min(quick_sigma.value, slow_sigma.value) < _ONE_VALUE
    if narrow and not fits.times.width and fits.times.ended.max() > 2:
        yield (
            "A part of the mixture stands on a single value that many rows repeat: no law of a"
            " delay."
        )
    for rests, median in zip(resting_on(mixture, fits.times), (quick, slow), strict=True):
        if rests < _FEW:
            many = "one wait" if rests < 1.5 else f"{rests:.0f} waits"
            yield (
                f"The part of the mixture about {number(median.value)} {found.unit} rests on"
                f" {many}: it is no law of its own."
            )
    simple = min((fit.aicc for fit in fits.fits if fit is not mixture), default=np.inf)
    if mixture.aicc > simple - SUBSTANTIAL:
        yield "The data do not ask for two parts: one law of two parameters says as much."
    elif quick.high >= slow.low or share.low < 0.05 or share.high > 0.95:
        yield (
            "The parts of the mixture cannot be told apart for sure: take the mixture as one law,"
            " do not read its parts."
        )


def _of_its_doubt(pasted: Fit) -> Iterator[str]:
    """That a mixture is pasted without what it may be instead, and what stands in for that."""
    if pasted.median_ratio is None:
        return
    low, high = (f"{end:.3g}" for end in pasted.median_ratio)
    yield (
        "Pasted, the mixture brings no doubt along: `hotline run --uncertain` takes it as it is, as"
        " a number of rows does not tell what it may be instead. Of the rows drawn anew its median"
        f" is {low} to {high} times as long: among the uncertainties of the scenario,"
        f" `laws.WHERE_IT_STANDS: {{low: {low}, high: {high}}}` draws the whole law by as much."
    )


def _of_intervals(fits: Fits) -> Iterator[str]:
    """How far intervals are to be trusted, of which the bootstrap draws the same few rows again."""
    ended = int(fits.times.ended.sum())
    if fits.bootstrap and ended < _FEW_ROWS:
        yield (
            f"{ended} waits that ended are few: bootstrap intervals are too narrow under"
            f" {_FEW_ROWS}. In trials with 10 to 20 waits, those of 95 % held the true parameter in"
            " 80 to 94 %; censored waits and mixtures were not tried."
        )
