"""Maximum likelihood for many samples at once: a damped Newton search in which every sample takes
its own steps.

SciPy's ``fit`` of ``CensoredData`` gives the same estimates (the tests hold the two against each
other) one sample at a time; a bootstrap needs thousands, and the mixture is not among SciPy's laws.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.experiment.fitting.families import LawFamily, moments
from sim.experiment.fitting.times import Floats, Times, Whole

_STEP: Final = 1e-3  # of the differences, on scales where one is much
_LONGEST: Final = 2.0  # step of the search: a factor of seven in a median or a shape
_ENOUGH: Final = 1e-8  # gain in log-likelihood that is not worth another step
_MOST_STEPS: Final = 80
_HALVINGS: Final = 12


class Likelihood:
    """Log-likelihood of parameters, a row a sample, given samples; and each wait's part in it."""

    def __init__(self, family: LawFamily, times: Times) -> None:
        self.family = family
        self.times = times
        self._ends = times.log_ends()
        self._starts = times.log_starts() if times.width else None
        self._scale = moments(times)[1] if family.shares else None

    def __call__(self, theta: Floats, *, penalised: bool = False) -> Floats:
        total: Floats = (self.times.ended * self.of_ended(theta)).sum(axis=1)
        if self.times.has_censoring:
            total += (self.times.waiting * self.family.log_survival(theta, self._ends)).sum(axis=1)
        return total + self._penalty(theta) if penalised else total

    def of_ended(self, theta: Floats) -> Floats:
        """Log-likelihood of one wait that ended at each place."""
        if self._starts is None:
            return self.family.log_density(theta, self._ends) - self._ends
        return self.family.log_mass(theta, self._starts, self._ends)

    def of_waiting(self, theta: Floats) -> Floats:
        """Log-likelihood of one wait that was still going on at each place."""
        return self.family.log_survival(theta, self._ends)

    def _penalty(self, theta: Floats) -> Floats:
        """Keeps a part of a mixture from shrinking onto one value, where the likelihood has no
        bound, or to no share.

        Chen, Tan and Zhang 2008 (Statistica Sinica 18:443): with a weight of 1/n, too little for
        any other estimate to feel.
        """
        if self._scale is None:
            return np.zeros(len(theta))
        logs = theta[:, [2, 4]]
        narrow: Floats = (self._scale[:, None] * np.exp(-2 * logs) + 2 * logs).sum(axis=1)
        lopsided = np.logaddexp(0.0, theta[:, 0]) + np.logaddexp(0.0, -theta[:, 0])
        penalty: Floats = -(narrow + lopsided) / self.times.n
        return penalty

    def among(self, samples: Whole) -> Likelihood:
        """That of some of the samples."""
        return Likelihood(self.family, self.times.of(samples))


def maximum_likelihood(family: LawFamily, times: Times, start: Floats) -> tuple[Floats, Floats]:
    """The likeliest parameters of each sample, searched from ``start`` (a row a sample), and their
    log-likelihood.
    """
    likelihood = Likelihood(family, times)
    theta = family.clipped(start)
    value = likelihood(theta, penalised=True)
    active = np.arange(len(theta))
    here = likelihood
    for _ in range(_MOST_STEPS):
        if not len(active):
            break
        theta[active], gained = _newton_step(here, theta[active], value[active])
        value[active] += gained
        going = gained > _ENOUGH
        if not going.all():
            active = active[going]
            here = likelihood.among(active)
    return theta, likelihood(theta)


def _newton_step(likelihood: Likelihood, theta: Floats, value: Floats) -> tuple[Floats, Floats]:
    """One step uphill for each sample, half as long until it gains, and what it gained."""
    slope, bend = slopes(likelihood, theta, value)
    step = _uphill(slope, bend)
    family = likelihood.family
    reached, gained = theta.copy(), np.zeros(len(theta))
    waiting = np.arange(len(theta))
    for halving in range(_HALVINGS):
        tried = family.clipped(theta[waiting] + step[waiting] * 0.5**halving)
        here = likelihood if len(waiting) == len(theta) else likelihood.among(waiting)
        gain = here(tried, penalised=True) - value[waiting]
        better = gain > 0
        reached[waiting[better]], gained[waiting[better]] = tried[better], gain[better]
        waiting = waiting[~better]
        if not len(waiting):
            break
    return reached, gained


def slopes(likelihood: Likelihood, theta: Floats, value: Floats) -> tuple[Floats, Floats]:
    """First and second derivatives of the log-likelihood, by differences."""
    size = theta.shape[1]
    moves = np.eye(size) * _STEP
    up = np.stack([likelihood(theta + move, penalised=True) for move in moves], axis=1)
    down = np.stack([likelihood(theta - move, penalised=True) for move in moves], axis=1)
    bend = np.empty((len(theta), size, size))
    for i in range(size):
        bend[:, i, i] = (up[:, i] - 2 * value + down[:, i]) / _STEP**2
        for j in range(i):
            both = likelihood(theta + moves[i] + moves[j], penalised=True)
            bend[:, i, j] = bend[:, j, i] = (both - up[:, i] - up[:, j] + value) / _STEP**2
    return (up - down) / (2 * _STEP), bend


def _uphill(slope: Floats, bend: Floats) -> Floats:
    """Newton's step where the likelihood is hollow from above; elsewhere along its axes, uphill in
    each.
    """
    curvature, axes = np.linalg.eigh(-bend)
    curvature = np.maximum(
        np.abs(curvature), 1e-6 * np.abs(curvature).max(axis=1, keepdims=True) + 1e-12
    )
    along = np.einsum("sij,si->sj", axes, slope) / curvature
    step = np.einsum("sij,sj->si", axes, along)
    longest = np.abs(step).max(axis=1, keepdims=True)
    shortened: Floats = step * np.minimum(1.0, _LONGEST / np.maximum(longest, 1e-300))
    return shortened
