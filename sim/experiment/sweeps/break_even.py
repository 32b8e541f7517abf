"""Break-even of a curve that runs one way: the value of a lever at which an arm stops, or starts,
doing better than another.

The paired difference at each value of the lever, turned so that above zero is better, is made
monotone by isotonic regression (Ayer and others, 1955; pool adjacent violators), in the direction
in which it runs overall; between the values it is a straight line, over the logarithm of a lever
that is stepped in ratios. The break-even is where that line meets zero. Its interval is a bootstrap
over worlds (Efron, 1979): a world is drawn with all its values of the lever, as they share its
luck. Where more than the tail of the bootstrap never meets zero within the range the interval is
open at that end.

Between two values nothing is known, so the interval is widened to values that were tried. And the
bootstrap cannot draw what no world showed: where few worlds differ it is far too sure. So an end of
the interval also rests on single values of the lever at which the arm is shown to be better, or not
to be, by a test that holds however few worlds differ: it lies no further in than one value beyond
the last of them, and without any is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite, isnan, nan
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.statistics.dust import without_dust
from sim.experiment.statistics.estimates import Floats
from sim.experiment.sweeps.crossings import sign_p

#: Draws of the bootstrap: the ends of a 95 % interval then rest on 50 draws each.
DRAWS: Final = 2000
#: Draws times worlds that are held at once.
_AT_ONCE: Final = 1 << 20
#: Standard errors by which a difference may lie off the monotone curve before it is said not to be
#: monotone.
OFF_CURVE: Final = 3.0

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """Where an arm whose benefit runs one way stops or starts doing better, in code units.

    ``value`` is NaN where the curve does not meet zero; infinite ends of the interval lie beyond
    the range of the lever. ``monotone`` is false where some difference lies clearly off the
    monotone curve: there may then be several break-evens. ``curve`` is the monotone benefit at the
    lever's values.
    """

    value: float
    low: float
    high: float
    monotone: bool
    curve: tuple[float, ...]


def break_even(
    x: Sequence[float],
    benefit: Floats,
    *,
    log: bool,
    share: bool = False,
    confidence: float = 0.95,
    seed: int = 0,
    draws: int = DRAWS,
) -> BreakEven:
    """From the benefit of an arm (worlds x values of the lever ``x``, above zero is better), every
    world at every value.

    ``share`` says that it is a difference of events: 1, 0 or -1 in each world.
    """
    place = np.log(x) if log else np.asarray(x, dtype=np.float64)
    mean, drawn = benefit.mean(axis=0), _bootstrap_means(benefit, seed, draws)
    down = _falls(place, mean)
    curve = _monotone(mean, down=down)
    roots = np.array([_root(place, _monotone(one, down=down), down=down) for one in drawn])
    root = _root(place, curve, down=down)
    low, high = _ends(roots, (1 - confidence) / 2)
    within, beyond = _limits(
        place, *_shown_flags(benefit, mean, 1 - confidence, share=share), down=down
    )
    low, high = _outward(place, min(low, root, within), max(high, root, beyond))
    back = np.exp if log else np.asarray
    error = (
        benefit.std(axis=0, ddof=1) / np.sqrt(len(benefit))
        if len(benefit) > 1
        else np.full(len(mean), inf)
    )
    return BreakEven(
        value=float(back(root)) if isfinite(root) else nan,
        low=float(back(low)) if isfinite(low) else low,
        high=float(back(high)) if isfinite(high) else high,
        monotone=bool((np.abs(mean - curve) <= OFF_CURVE * error + 1e-12).all()),
        curve=tuple(float(value) for value in curve),
    )


def benefit(name: str, differences: Floats) -> Floats:
    """Differences of an outcome, so that above zero is better."""
    better = OUTCOMES[name].better
    if better == "neither":
        raise UsageError(
            f"{name} has no break-even: neither direction of it is better. Take one that has, such"
            " as unilateral_strike."
        )
    apart = without_dust(differences, OUTCOMES[name].matters)
    return -apart if better == "lower" else apart


def _outward(place: Floats, low: float, high: float) -> tuple[float, float]:
    """The ends of an interval at the nearest values beyond them that were tried."""
    return (
        float(place[place <= low][-1]) if isfinite(low) else low,
        float(place[place >= high][0]) if isfinite(high) else high,
    )


def _bootstrap_means(benefit: Floats, seed: int, draws: int) -> Floats:
    """Means over worlds drawn with replacement, one row a draw; few enough draws at once that
    memory stays bounded.
    """
    worlds = len(benefit)
    chance, size = np.random.default_rng(seed), max(1, _AT_ONCE // worlds)
    even = np.full(worlds, 1 / worlds)
    sizes = [min(size, draws - at) for at in range(0, draws, size)]
    return np.concatenate(
        [chance.multinomial(worlds, even, size=many) @ benefit / worlds for many in sizes]
    )


def _shown_flags(
    benefit: Floats, mean: Floats, alpha: float, *, share: bool
) -> tuple[Flags, Flags]:
    """At which values of the lever the arm is shown to be better; and at which not to be, also by
    doing the very same.
    """
    shown = sign_p(benefit, share=share, level=alpha) < alpha
    return shown & (mean > 0), shown & (mean < 0) | ~benefit.any(axis=0)


def _limits(place: Floats, better: Flags, worse: Flags, *, down: bool) -> tuple[float, float]:
    """How far in the lower end of the interval may lie at most, and the upper end at least."""
    below, above = (better, worse) if down else (worse, better)
    fenced = np.concatenate([[-inf], place, [inf]])
    last = np.flatnonzero(below).max(initial=-2)
    first = np.flatnonzero(above).min(initial=len(place) + 1)
    return float(fenced[last + 2]), float(fenced[first])


def _falls(place: Floats, mean: Floats) -> bool:
    """Whether the benefit runs down as the lever goes up, by least squares."""
    return bool(((place - place.mean()) * mean).sum() <= 0)


def _monotone(values: Floats, *, down: bool) -> Floats:
    from scipy.optimize import isotonic_regression

    found: Floats = isotonic_regression(values, increasing=not down).x
    return np.where(np.abs(found) < 1e-12, 0.0, found)  # rounding makes no benefit


def _root(place: Floats, curve: Floats, *, down: bool) -> float:
    """Where the curve leaves the side above zero; infinite where it does so beyond the range.

    An arm that is never better has left it below the range of a falling curve, and will do so above
    that of a rising one.
    """
    better = np.flatnonzero(curve > 0)
    if len(better) == 0:
        return -inf if down else inf
    if len(better) == len(curve):
        return inf if down else -inf
    last, beyond = (better[-1], better[-1] + 1) if down else (better[0], better[0] - 1)
    part = curve[last] / (curve[last] - curve[beyond])
    return float(place[last] + part * (place[beyond] - place[last]))


def _ends(roots: Floats, tail: float) -> tuple[float, float]:
    """Quantiles that may be infinite: no interpolation between a finite and an infinite root."""
    ordered = np.sort(roots)
    at = int(np.floor(tail * len(ordered)))
    return float(ordered[at]), float(ordered[len(ordered) - 1 - at])


def finite(value: float) -> float | None:
    """Twelve digits; nothing where there is none, or it lies beyond the range of the lever."""
    return float(f"{value:.12g}") + 0.0 if isfinite(value) and not isnan(value) else None
