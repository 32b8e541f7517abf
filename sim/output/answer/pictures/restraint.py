"""The price of restraint: strikes made and attacks suffered in crises of either kind, those in
which the adversary meant to attack and those in which it did not; and how much escalation a first
blow suffered would have to be worth for the order of the two ways to turn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.experiment.comparison.draws import draw_means
from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.fieller import Ratio, ratio_of_means
from sim.experiment.statistics.mean_intervals import mean_interval
from sim.experiment.statistics.moments import sums_of
from sim.output.answer.answer import Answer

_MEANT: Final = "attack_meant"
_ATTACKED: Final = "attacked"
_STRUCK: Final = "struck"
_BURDEN: Final = "burden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blows:
    """Of an arm, in how many ``worlds`` of a kind the frontline struck, and the adversary did."""

    title: str
    worlds: int
    struck: int
    attacked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The weight in rung-hours of one attack at which the order by escalation turns: ``lighter``
    is the arm that does better below it.
    """

    weight: Ratio
    lighter: str
    heavier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Escalation with attacks counted in at the ``worth`` that the scenario states: by how many
    rung-hours a world ``arm`` has more than ``against``, with its interval.
    """

    worth: float
    arm: str
    against: str
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Blows by arm where no attack was meant and where one was, of ``worlds`` in all."""

    calm: tuple[Blows, ...]
    meant: tuple[Blows, ...]
    worlds: int
    turn: Turn | None
    weighed: Weighed | None = None


def price_of(
    summary: RunSummary,
    found: Answer,
    by_arm: Callable[[str], Mapping[str, Floats]],
    worth: float | None = None,
) -> Price | None:
    """The price under the two arms that are compared; none where the adversary never attacked
    under either, or these results do not say. ``worth`` is that of an attack in rung-hours, where
    the scenario states one.
    """
    if not {_MEANT, _ATTACKED, _STRUCK} <= summary.outcomes.keys():
        return None
    ways = (found.contrast.against, found.contrast.arm)
    meant, attacked, struck = (
        {way.name: np.nan_to_num(by_arm(name)[way.name]) > 0.5 for way in ways}
        for name in (_MEANT, _ATTACKED, _STRUCK)
    )
    if not any(column.any() for column in attacked.values()):
        return None

    def blows(kind: bool) -> tuple[Blows, ...]:  # noqa: FBT001 - one of two kinds of crisis
        return tuple(
            _blows(way.title, meant[way.name] == kind, struck[way.name], attacked[way.name])
            for way in ways
        )

    return Price(
        calm=blows(False),
        meant=blows(True),
        worlds=found.contrast.worlds,
        turn=_turn(summary, found, by_arm, attacked),
        weighed=_weighed(summary, found, by_arm, attacked, worth),
    )


def _blows(
    title: str, of: NDArray[np.bool_], struck: NDArray[np.bool_], attacked: NDArray[np.bool_]
) -> Blows:
    return Blows(
        title=title,
        worlds=int(of.sum()),
        struck=int((struck & of).sum()),
        attacked=int((attacked & of).sum()),
    )


def _turn(
    summary: RunSummary,
    found: Answer,
    by_arm: Callable[[str], Mapping[str, Floats]],
    attacked: Mapping[str, NDArray[np.bool_]],
) -> Turn | None:
    """Where the order turns: only where one arm escalates less and is attacked more."""
    if _BURDEN not in summary.outcomes:
        return None
    arm, against = found.contrast.arm, found.contrast.against
    burden = by_arm(_BURDEN)
    saved = burden[against.name] - burden[arm.name]
    suffered = attacked[arm.name].astype(float) - attacked[against.name]
    if not float(np.nanmean(saved)) * float(suffered.mean()) > 0.0:
        return None
    spares = float(np.nanmean(saved)) > 0.0
    if drawn := found.contrast.drawn:  # worlds of a draw are alike
        by_draw = np.stack([saved, suffered], axis=1).reshape(-1, drawn, 2)
        saved, suffered = draw_means(by_draw).T
    weight = ratio_of_means(saved, suffered, summary.confidence)
    lighter, heavier = (arm, against) if spares else (against, arm)
    return Turn(weight=weight, lighter=lighter.title, heavier=heavier.title)


def _weighed(
    summary: RunSummary,
    found: Answer,
    by_arm: Callable[[str], Mapping[str, Floats]],
    attacked: Mapping[str, NDArray[np.bool_]],
    worth: float | None,
) -> Weighed | None:
    """The two ways at the worth of an attack that is stated."""
    if worth is None or _BURDEN not in summary.outcomes:
        return None
    arm, against = found.contrast.arm, found.contrast.against
    burden = by_arm(_BURDEN)
    more = burden[arm.name] - burden[against.name]
    more = more + worth * (attacked[arm.name].astype(float) - attacked[against.name])
    if drawn := found.contrast.drawn:  # worlds of a draw are alike
        more = draw_means(more.reshape(-1, drawn, 1))[:, 0]
    sums = sums_of(more[~np.isnan(more)][:, None])
    low, high = mean_interval(sums, (-np.inf, np.inf), summary.confidence)
    return Weighed(
        worth=worth,
        arm=arm.title,
        against=against.title,
        difference=float(sums.mean[0]),
        low=float(low[0]),
        high=float(high[0]),
    )
