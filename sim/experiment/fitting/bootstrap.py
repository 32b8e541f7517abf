"""Bootstrap for fitted laws: intervals of parameters from the rows drawn anew, goodness of fit from
samples of the law itself.

Intervals are bias-corrected and accelerated (Efron 1987): plain percentiles of a sigma or a shape
lie too low in small samples. How far a law is from the data is told by the distance of Anderson and
Darling, between the law and the Kaplan-Meier estimate, at the ends of intervals where times are
known by intervals (Choulakian, Lockhart and Stephens 1994): it looks at the whole law and weighs
the tails, where a delay law does its harm. It has no table once parameters are fitted, so its
p-value is that of samples from the law, fitted again (Stute, Gonzales Manteiga and Presedo
Quindimil 1993).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from sim.experiment.fitting.families import FAMILIES, LawFamily
from sim.experiment.fitting.likelihood import Likelihood, maximum_likelihood, slopes
from sim.experiment.fitting.times import Floats, Times, _group, share_ended, share_watched

ROWS, LENGTHS, WATCHES = range(3)  # what uniform numbers are for: each purpose has its own

_AT_ONCE: Final = 40_000  # waits worked on together: few enough for a processor's cache
_STEP: Final = 1e-3
_LEAST: Final = 2.0**-54

Told = Callable[[int], None]


def bootstrap_fits(
    family: LawFamily, theta: Floats, times: Times, samples: int, seed: int, told: Told
) -> tuple[Floats, Floats]:
    """Parameters from the rows drawn anew, and distances of the law from its own samples: one of
    each a bootstrap sample.
    """
    parameters, distances = [], []
    starts = np.concatenate((theta, family.starts(times)[1:2]))
    for numbers in _chunks(samples, int(times.n[0])):
        uniforms = [
            _uniforms(seed, purpose, numbers, int(times.n[0]))
            for purpose in (ROWS, LENGTHS, WATCHES)
        ]
        drawn = bootstrap_rows(times, uniforms[ROWS])
        parameters.append(_again(family, starts, drawn))
        made = simulated_samples(family, theta, times, uniforms[LENGTHS], uniforms[WATCHES])
        distances.append(distance(family, _again(family, starts, made), made))
        told(len(numbers))
    return np.concatenate(parameters), np.concatenate(distances)


def _chunks(samples: int, rows: int) -> Iterator[range]:
    size = max(1, _AT_ONCE // rows)
    yield from (range(start, min(start + size, samples)) for start in range(0, samples, size))


def _uniforms(seed: int, purpose: int, numbers: range, many: int) -> Floats:
    """Uniform numbers that belong to a bootstrap sample and a purpose, whatever is worked on
    together.
    """
    rows = [
        np.random.Generator(np.random.PCG64([seed, purpose, number])).random(many)
        for number in numbers
    ]
    return np.maximum(np.stack(rows), _LEAST)


def _again(family: LawFamily, starts: Floats, times: Times) -> Floats:
    """Fitted again, from where the original fit ended, and from one more start for a law that has
    several.
    """
    found, value = maximum_likelihood(
        family, times, np.repeat(starts[:1], len(times.ended), axis=0)
    )
    for start in starts[1:]:
        other, reached = maximum_likelihood(
            family, times, np.repeat(start[None, :], len(times.ended), axis=0)
        )
        better = reached > value
        found[better], value[better] = other[better], reached[better]
    return in_order(family, found)


def in_order(family: LawFamily, theta: Floats) -> Floats:
    """Parameters with the quicker part of a mixture first: which part is called the first is no
    fact.
    """
    if family is not FAMILIES["mixture"]:
        return theta
    swapped = np.concatenate((-theta[:, :1], theta[:, 3:5], theta[:, 1:3]), axis=1)
    return np.where(theta[:, 1:2] > theta[:, 3:4], swapped, theta)


def bootstrap_rows(times: Times, u: Floats) -> Times:
    """Rows drawn anew with replacement, one sample for each row of uniform numbers."""
    counts = np.concatenate((times.ended[0], times.waiting[0]))
    places = np.repeat(np.arange(len(counts)), counts.astype(np.int64))
    drawn = places[(u * len(places)).astype(np.int64)] + len(counts) * np.arange(len(u))[:, None]
    both = (
        np.bincount(drawn.ravel(), minlength=len(u) * len(counts))
        .reshape(len(u), -1)
        .astype(np.float64)
    )
    half = len(counts) // 2
    return replace(times, ended=both[:, :half], waiting=both[:, half:])


def simulated_samples(
    family: LawFamily, theta: Floats, times: Times, u: Floats, v: Floats
) -> Times:
    """Samples from a law, written down and cut short as the data were; watching stops by its own
    Kaplan-Meier estimate.
    """
    lengths = np.clip(family.draw(theta, u), times.t[0, 0] * 1e-9, times.t[0, -1] * 1e9)
    if times.width:
        lengths = np.maximum(np.ceil(lengths / times.width - 1e-12), 1.0) * times.width
    if not times.has_censoring:
        return _group(lengths, np.ones(lengths.shape, dtype=np.bool_), times.width)
    stops = np.append(times.t[0], np.inf)[np.searchsorted(1.0 - share_watched(times)[0], v)]
    return _group(np.minimum(lengths, stops), lengths <= stops, times.width)


def distance(family: LawFamily, theta: Floats, times: Times) -> Floats:
    """How far each sample is from its law: squared differences of shares ended, the tails weighted
    up, times n.
    """
    ended = share_ended(times)
    gain = np.diff(ended, axis=1, prepend=0.0)
    middle = ended if times.width else ended - gain / 2
    law = np.clip(family.share_by(theta, times.log_ends()), 1e-9, 1.0 - 1e-9)
    far: Floats = times.n * (gain * (middle - law) ** 2 / (law * (1.0 - law))).sum(axis=1)
    return far


def interval(
    theta: Floats, again: Floats, acceleration: Floats, confidence: float
) -> tuple[Floats, Floats]:
    """Bias-corrected and accelerated interval of each parameter of one sample, on the scale that it
    is given on.
    """
    from scipy.special import ndtr, ndtri

    many = len(again)
    below = ((again < theta).sum(axis=0) + (again == theta).sum(axis=0) / 2) / many
    bias = ndtri(np.clip(below, 0.5 / many, 1.0 - 0.5 / many))
    ends = []
    for tail in ((1 - confidence) / 2, (1 + confidence) / 2):
        z = bias + ndtri(tail)
        shares = ndtr(bias + z / np.maximum(1.0 - acceleration * z, 0.1))
        ends.append(
            np.array(
                [np.quantile(column, share) for column, share in zip(again.T, shares, strict=True)]
            )
        )
    return ends[0], ends[1]


def acceleration(family: LawFamily, theta: Floats, times: Times) -> Floats:
    """How fast the spread of each estimate changes with it, from the pull of each wait on the
    estimate.
    """
    likelihood = Likelihood(family, times)
    _, bend = slopes(likelihood, theta, likelihood(theta, penalised=True))
    pull = [
        -np.linalg.pinv(bend[0]) @ _scores(part, theta)
        for part in (likelihood.of_ended, likelihood.of_waiting)
    ]
    ended, waiting = times.ended[0], times.waiting[0]
    cubes = (ended * pull[0] ** 3 + waiting * pull[1] ** 3).sum(axis=1)
    squares = (ended * pull[0] ** 2 + waiting * pull[1] ** 2).sum(axis=1)
    pace: Floats = cubes / (6.0 * np.maximum(squares, 1e-300) ** 1.5)
    return pace


def _scores(logs: Callable[[Floats], Floats], theta: Floats) -> Floats:
    moves = np.eye(theta.shape[1]) * _STEP
    return np.concatenate(
        [(logs(theta + move) - logs(theta - move)) / (2 * _STEP) for move in moves]
    )
