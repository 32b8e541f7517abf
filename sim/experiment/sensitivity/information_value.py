"""What it would be worth to know an input before one chooses an arm: the expected value of partial
perfect information (Strong, Oakley and Brennan 2014, Medical Decision Making 34:311), from the
uncertain sample.

Each arm's utility is smoothed over the input by a natural cubic spline. Who knows the input takes
the arm that is best there; who does not takes the one that is best on average. The mean difference
is above zero by luck alone, so what is left of it when the rows of the utilities are exchanged at
random is taken off. The exchanges are the same for all inputs, and the largest value of any input
in them gives each input's p, adjusted for all (Westfall and Young 1993).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.null_reference import arrangements

EXCHANGES: Final = 199


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of an input's range, as places from 0 to 1, in which an arm is best."""

    arm: int
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What knowing an input is worth, in the unit of the utility, with its interval; ``p`` is
    adjusted for all inputs, and ``rule`` says which arm one would take where.
    """

    value: float
    low: float
    high: float
    p: float
    rule: tuple[Stretch, ...]


def columns_for(draws: int) -> int:
    """Columns of a spline: more draws bear more of them."""
    return 5 if draws < 600 else 8 if draws < 2500 else 12


def worths(cube: Floats, utilities: Floats, *, confidence: float, seed: int) -> list[Worth]:
    """Each input, from the places of the draws and the utilities of the arms (draws x arms), the
    more the better.
    """
    draws, inputs = cube.shape
    columns = columns_for(draws)
    bases = [_basis(cube[:, at], columns) for at in range(inputs)]
    centred = utilities - utilities.mean(axis=0)
    level = utilities.mean(axis=0)
    best = int(level.argmax())
    fits = [basis @ (basis.T @ centred) + level for basis in bases]
    observed = np.array([_gain(fit, best) for fit in fits])
    exchanges = arrangements(EXCHANGES, 1.0 - confidence)
    null = _exchanged_gains(bases, centred, level, np.random.default_rng([seed, 0xE55]), exchanges)
    largest = (null - null.mean(axis=0)).max(axis=1)
    values = observed - null.mean(axis=0)
    return [
        _worth(fit, utilities, best, float(value), largest, confidence, cube[:, at])
        for at, (fit, value) in enumerate(zip(fits, values, strict=True))
    ]


def worth_of_all(values: Floats) -> float:
    """What knowing all inputs is worth at most: the mean of the best arm of each draw less the best
    mean, which luck makes too large.
    """
    return float(values.max(axis=1).mean() - values.mean(axis=0).max())


def _basis(places: Floats, columns: int) -> Floats:
    """An orthonormal basis of natural cubic splines with knots at even shares of the draws."""
    from scipy.interpolate import CubicSpline

    knots = np.linspace(0.0, 1.0, columns)
    spline = CubicSpline(knots, np.eye(columns), bc_type="natural")
    found, _ = np.linalg.qr(spline(places) - spline(places).mean(axis=0))
    return np.asarray(found[:, : columns - 1], dtype=np.float64)


def _gain(fit: Floats, best: int) -> float:
    """How much better than the arm that is best on average one does with the best where one is."""
    return float((fit.max(axis=1) - fit[:, best]).mean())


def _exchanged_gains(
    bases: list[Floats], centred: Floats, level: Floats, luck: np.random.Generator, exchanges: int
) -> Floats:
    """The gain of each input when the rows of the utilities are exchanged: exchanges x inputs."""
    best, found = int(level.argmax()), np.empty((exchanges, len(bases)))
    for at in range(exchanges):
        mixed = centred[luck.permutation(len(centred))]
        for number, basis in enumerate(bases):
            found[at, number] = _gain(basis @ (basis.T @ mixed) + level, best)
    return found


def _worth(
    fit: Floats,
    utilities: Floats,
    best: int,
    value: float,
    largest: Floats,
    confidence: float,
    places: Floats,
) -> Worth:
    """An input's value. That the arm was chosen by the same draws costs the interval nothing at
    first order: it is that of a mean difference of two arms.
    """
    from scipy.special import ndtri

    chosen = np.take_along_axis(utilities, fit.argmax(axis=1)[:, None], axis=1)[:, 0]
    error = float((chosen - utilities[:, best]).std(ddof=1)) / np.sqrt(len(fit))
    half = float(ndtri((1 + confidence) / 2)) * error
    reached = int((largest >= value).sum()) if value > 0 else len(largest)
    return Worth(
        value=max(0.0, value),
        low=max(0.0, value - half),
        high=max(0.0, value + half),
        p=(1 + reached) / (1 + len(largest)),
        rule=_rule(fit, places),
    )


def _rule(fit: Floats, places: Floats) -> tuple[Stretch, ...]:
    """The best arm along the range, low end first."""
    order = places.argsort(kind="stable")
    best, where = fit[order].argmax(axis=1), places[order]
    turns = [0, *(int(at) + 1 for at in np.flatnonzero(np.diff(best))), len(best)]
    edges = [0.0, *(float(where[at - 1] + where[at]) / 2 for at in turns[1:-1]), 1.0]
    return tuple(
        Stretch(arm=int(best[start]), low=edges[at], high=edges[at + 1])
        for at, start in enumerate(turns[:-1])
    )
