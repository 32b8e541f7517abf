"""A fit as a JSON document."""

from __future__ import annotations

from math import isnan
from typing import Any

from sim.experiment.fitting.families import FAMILIES
from sim.experiment.fitting.fits import Fit, Fits, observed_quantile
from sim.experiment.fitting.table.data import MeasuredWaits
from sim.output.text.fits import SHARES


def document(found: MeasuredWaits, fits: Fits, lines: dict[str, str]) -> dict[str, Any]:
    """All of it as plain values; ``lines`` are what to paste, by law."""
    times = found.times
    return {
        "sample": {
            "n": int(times.n[0]),
            "still_going_on": int(times.waiting.sum()),
            "unit": found.unit,
            "interval": times.width,
            "rows": found.rows,
            "not_asked_for": found.left_out,
            "without_value": found.gaps,
            "sums": list(found.totals),
        },
        "bootstrap": fits.bootstrap,
        "seed": fits.seed,
        "recommended": fits.recommendation.name,
        "laws": [{**_fit(fit), "yaml": lines[fit.name]} for fit in fits.fits],
        "quantiles": [_quantile(fits, share) for share in SHARES],
    }


def _fit(fit: Fit) -> dict[str, Any]:
    return {
        "law": fit.name,
        "parameters": {
            one.name: {
                "value": one.value,
                "low": number_or_none(one.low),
                "high": number_or_none(one.high),
            }
            for one in fit.estimates
        },
        "free": len(FAMILIES[fit.name].parameters),
        "log_likelihood": fit.log_likelihood,
        "aic": fit.aic,
        "aicc": fit.aicc,
        "delta": fit.delta,
        "weight": fit.weight,
        "goodness_of_fit": {
            "distance": fit.distance,
            "p": number_or_none(fit.p),
            "p_error": number_or_none(fit.p_error),
        },
    }


def _quantile(fits: Fits, share: float) -> dict[str, Any]:
    between = observed_quantile(fits.times, share)
    return {
        "share": share,
        "observed": between,
        "fitted": {fit.name: fit.quantile(share) for fit in fits.fits},
    }


def number_or_none(value: float) -> float | None:
    """What is not known is null."""
    return None if isnan(value) else value
