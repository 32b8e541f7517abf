"""What an ally expects to lose, on its own red line, over the time that it looks ahead.

The loss at readiness x is ``sigma(slope (x - logit red_line))``. ``mean_loss`` averages its
expectation under a normal belief over a look-ahead in which x drifts: the expectation of a logistic
under a normal is taken as the logistic of the scaled mean (MacKay 1992; error below .015 within the
plausible ranges, below .003 at the start values), and the average over a linear drift then has a
closed form. Where there is a line beyond which a strike comes too late, passing it is a loss of its
own.

A ``Forecast`` has it for each course: if the ally holds, strikes now or after a wait, or presses.
It hangs on the ally's belief and on how much of its effect a course would have, and on nothing else
of a crisis: arms that have parted in all else may ask for the same.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, log1p, pi, sqrt
from typing import NamedTuple

from sim.domain.actors.adversary import PressureTrackLaw, Threat, logit, sigma, strike_effect
from sim.domain.actors.attack import readiness_hours
from sim.domain.actors.outlook import Outlook


class Line(NamedTuple):
    """The line as an ally believes in it, on the logit scale; ``loss`` is the share that lies
    there, ``slope`` how sharply.
    """

    x: float
    loss: float
    slope: float


#: A red line is one of a few numbers, and is asked for hundreds of times a world.
_red_line = lru_cache(maxsize=1024)(logit)


def believed_line(outlook: Outlook, threat: Threat, m: float, growth: float) -> Line | None:
    """The line of an ally that starts from the mean ``m`` and believes in ``growth``; ``None``
    where there is none.
    """
    known = outlook.too_late
    if known.at is not None:
        x = m + growth * known.at
    elif known.readiness is not None:
        x = logit(known.readiness)
    elif threat.line is not None:
        x = logit(threat.line)
    else:
        return None
    return Line(x, known.loss, 1.0 / max(known.width, 1e-9))


class LossCurve(NamedTuple):
    """The expected loss as it runs with the mean of a belief of one variance: about the red line,
    and for a share about the line beyond which it is too late.

    A decision reads it at a handful of courses, which differ in mean, drift and hours alone.
    """

    red_line: float
    slope: float
    share: float
    line: float
    line_slope: float

    def mean(self, m: float, growth: float, hours: float) -> float:
        """Averaged over the next ``hours``, from the mean ``m`` and a drift of ``growth``."""
        red_line, slope, share, line, line_slope = self
        rise = growth * hours
        loss = mean_sigmoid(m - red_line, rise, slope)
        if share == 0.0:
            return loss
        return (1.0 - share) * loss + share * mean_sigmoid(m - line, rise, line_slope)


def loss_curve(v: float, outlook: Outlook, line: Line | None = None) -> LossCurve:
    """The curve of an ally whose belief has the variance ``v``."""
    red_line, slope = _red_line(outlook.red_line), _steepness(v, outlook.loss_slope)
    if line is None or line.loss == 0.0:
        return LossCurve(red_line, slope, 0.0, 0.0, 0.0)
    return LossCurve(red_line, slope, line.loss, line.x, _steepness(v, line.slope))


def mean_loss(
    m: float, v: float, growth: float, hours: float, outlook: Outlook, line: Line | None = None
) -> float:
    """Expected loss averaged over the next ``hours`` under N(m, v) and a drift of ``growth`` per
    hour: on the red line, and for a share at the line beyond which it is too late.
    """
    return loss_curve(v, outlook, line).mean(m, growth, hours)


def _steepness(v: float, slope: float) -> float:
    """Slope of the expected loss in the mean of a belief of this variance: doubt flattens it
    (MacKay 1992).
    """
    return slope / sqrt(1.0 + pi * slope * slope * v / 8.0)


def mean_sigmoid(beyond: float, rise: float, slope: float) -> float:
    """The mean of ``sigma(slope x)`` as x goes from ``beyond`` by ``rise``."""
    first, rise = slope * beyond, slope * rise
    if -1e-6 < rise < 1e-6:
        return sigma(first)
    last = first + rise
    # log(1 + exp(x)) of both, without overflow; written out, because it is most of what a decision
    # costs
    until_last = log1p(exp(-last)) + last if last > 0.0 else log1p(exp(last))
    until_first = log1p(exp(-first)) + first if first > 0.0 else log1p(exp(first))
    return (until_last - until_first) / rise


class Exposure(NamedTuple):
    """Hours at readiness .5 within the look-ahead: if nothing is done, after a strike now, with one
    after the wait, and under pressure (none where nobody would press).
    """

    held: float
    struck: float
    waited: float
    pressed: float


class Forecast(NamedTuple):
    """The readiness of now, the expected loss of each course, and the exposure to a first blow,
    where there may be one.
    """

    readiness: float
    held: float
    struck: float
    waited: float
    pressed: float
    exposure: Exposure | None


def forecast(
    outlook: Outlook,
    threat: Threat,
    track: PressureTrackLaw,
    believed: tuple[float, float, float],
    courses: tuple[float, float, float],
    line: Line | None,
    *,
    exposed: bool,
) -> Forecast:
    """The forecast of a belief ``(m, v, growth)`` for courses ``(bonus, share, pressing)``: what is
    added to the effect of a strike, the share of it that a strike has, and the share of the full
    pressure track that would run.
    """
    (m, v, growth), (bonus, share, pressing) = believed, courses
    ahead, wait = outlook.look_ahead, min(outlook.wait, outlook.look_ahead)
    at, theta, theta_later = None if line is None else line.x, sigma(m), sigma(m + growth * wait)
    effect = share * strike_effect(threat, theta, bonus=bonus, alertness=0.0, line=at)
    later = share * strike_effect(threat, theta_later, bonus=bonus, alertness=0.0, line=at)
    curve = loss_curve(v, outlook, line)
    held = pressed = curve.mean(m, growth, ahead)
    if pressing > 0.0:
        pressed = pressed_loss(curve, m, growth, track, outlook, pressing)
    return Forecast(
        theta,
        held,
        curve.mean(m - effect, growth, ahead),
        loss_after_wait(curve, m, growth, later, outlook),
        pressed,
        _exposure(outlook, track, m, growth, (effect, later, pressing)) if exposed else None,
    )


def _exposure(
    outlook: Outlook,
    track: PressureTrackLaw,
    m: float,
    growth: float,
    courses: tuple[float, float, float],
) -> Exposure:
    """The exposure under a strike of an effect now, one of another effect after the wait, and a
    share of the full pressure track.
    """
    (effect, later, pressing), ahead = courses, outlook.look_ahead
    wait, pressed = min(outlook.wait, ahead), 0.0
    if pressing > 0.0:
        slowed = _growth_under_pressure(growth, track, outlook, pressing)
        pressed = readiness_hours(m, slowed, ahead)
    waited = readiness_hours(m, growth, wait)
    waited += readiness_hours(m + growth * wait - later, growth, ahead - wait)
    return Exposure(
        readiness_hours(m, growth, ahead),
        readiness_hours(m - effect, growth, ahead),
        waited,
        pressed,
    )


def loss_after_wait(
    curve: LossCurve, m: float, growth: float, effect: float, outlook: Outlook
) -> float:
    """Expected loss when the strike comes after the wait: the drift until then, the fall
    thereafter.
    """
    wait = min(outlook.wait, outlook.look_ahead)
    rest = outlook.look_ahead - wait
    before = curve.mean(m, growth, wait)
    after = curve.mean(m + growth * wait - effect, growth, rest) if rest > 0.0 else 0.0
    return (before * wait + after * rest) / outlook.look_ahead


def pressed_loss(
    curve: LossCurve,
    m: float,
    growth: float,
    track: PressureTrackLaw,
    outlook: Outlook,
    share: float,
) -> float:
    """Expected loss under a share of the full pressure track, as far as the ally believes in it."""
    slowed = _growth_under_pressure(growth, track, outlook, share)
    biting = max(outlook.look_ahead - track.bite, 0.0)
    conceded = 1.0 - exp(
        -track.concession_rate * outlook.believes_concession * share * biting / 2.0
    )
    return curve.mean(m - track.concession * conceded, slowed, outlook.look_ahead)


def _growth_under_pressure(
    growth: float, track: PressureTrackLaw, outlook: Outlook, share: float
) -> float:
    """Growth under a share of the pressure track, as far as the ally believes in it."""
    return growth * (1.0 - track.slowing * outlook.believes_slowing * share)
