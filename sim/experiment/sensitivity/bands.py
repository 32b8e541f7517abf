"""Screening by bands: the range of each input is cut into six equal parts, and the means of the
response in them are compared.

The effect of an input is the difference of the highest and the lowest of its means, so it is in the
unit of the outcome, and humps and narrow stretches are seen as well as slopes. Its interval is that
of Tukey and Kramer with a variance for each band (Games and Howell 1976), its p that of the
studentized range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from sim.experiment.sensitivity.studentized_range import range_quantile, range_tail
from sim.experiment.statistics.estimates import Floats

BANDS: Final = 6
#: Fewer draws that differ from all others show nothing, whatever test is taken.
FEWEST_DIFFERENT: Final = 6

Course = Literal["rises", "falls", "turns", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Banded:
    """What the response does along the range of an input: the mean in each band, the largest
    difference of two of them with its interval.

    ``p`` is of no difference at all, ``p_beyond`` of none larger than what matters; neither is
    adjusted. ``course`` is how the means go as far as their differences are shown.
    """

    means: Floats
    effect: float
    low: float
    high: float
    p: float
    p_beyond: float
    course: Course


def bands_of(cube: Floats, counts: Sequence[int]) -> NDArray[np.int64]:
    """In which band of each input a draw lies: an input of fewer values than bands has one a
    value.
    """
    found = np.floor(cube * np.array(counts)).astype(np.int64)
    inside: NDArray[np.int64] = np.minimum(found, np.array(counts) - 1)
    return inside


def screened(
    bands: NDArray[np.int64],
    counts: Sequence[int],
    values: Floats,
    *,
    matters: float,
    span: float = inf,
    confidence: float = 0.95,
) -> list[Banded]:
    """Each input, from the ``bands`` of the draws (draws x inputs) and the response of each draw.

    ``span`` is by how much two values of the response can differ at most.
    """
    found = [
        _differences(bands[:, at], count, values) for at, count in enumerate(counts)
    ]  # means, differences and their errors
    largest = np.array([_largest(two, error) for _, two, error in found])
    beyond = np.array([_largest(np.abs(two) - matters, error) for _, two, error in found])
    freedom = [freedom_of(len(values), count) for count in counts]
    p, p_beyond = (_tails(each, counts, freedom) for each in (largest, beyond))
    return [
        _band(one, range_quantile(confidence, counts[at], freedom[at]), span, p[at], p_beyond[at])
        for at, one in enumerate(found)
    ]


def freedom_of(draws: int, count: int) -> int:
    """Degrees of freedom of a difference of two bands, each with a variance of its own (Welch): of
    all draws together would be too many where draws are few.
    """
    return max(1, 2 * (draws // count - 1))


def _band(
    found: tuple[Floats, ...], quantile: float, span: float, p: float, p_beyond: float
) -> Banded:
    means, differences, errors = found
    half = quantile / np.sqrt(2) * errors
    later = np.triu(np.ones_like(differences, dtype=bool), 1)
    up = later & (differences < -half)  # from the earlier to the later band
    down = later & (differences > half)
    course: Course = "turns" if up.any() and down.any() else ""
    return Banded(
        means=means,
        effect=float(means.max() - means.min()),
        low=max(0.0, float((differences - half).max())),
        high=min(span, float((differences + half).max())),
        p=float(p),
        p_beyond=float(p_beyond),
        course=course or ("rises" if up.any() else "falls" if down.any() else ""),
    )


def _differences(band: NDArray[np.int64], count: int, values: Floats) -> tuple[Floats, ...]:
    """The mean in each band, the difference of each two, and its standard error."""
    size = np.bincount(band, minlength=count)
    means = np.bincount(band, values, minlength=count) / np.maximum(size, 1)
    squares = np.bincount(band, (values - means[band]) ** 2, minlength=count)
    variance = squares / np.maximum(size - 1, 1) / np.maximum(size, 1)
    return (means, means[:, None] - means, np.sqrt(variance[:, None] + variance))


def _largest(differences: Floats, errors: Floats) -> float:
    """The largest difference in units of its error: nothing where none is above zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(differences > 0, differences / errors, 0.0)
    return float(ratio.max())


def _tails(largest: Floats, counts: Sequence[int], freedom: Sequence[int]) -> Floats:
    p, of = np.ones(len(counts)), np.array(counts)
    for count, free in set(zip(counts, freedom, strict=True)):
        alike = of == count
        p[alike] = range_tail(np.sqrt(2) * largest[alike], count, free)
    return p
