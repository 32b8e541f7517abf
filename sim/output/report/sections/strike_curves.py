"""Whether arms strike by other hours than the baseline: curves of incidence over all worlds, each
arm paired with the baseline in the same worlds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sim.experiment.statistics.curves.paired_incidence import (
    SWAPS,
    PairedIncidence,
    paired_incidence,
)
from sim.experiment.statistics.estimates import holm
from sim.experiment.statistics.null_reference import arrangements
from sim.output.charts.base.chart import Evidence
from sim.output.words import p_text

HOUR: Final = "strike_h"
#: Worlds that are looked at, at most: beyond them nothing that matters hides in the curves.
MOST: Final = 20_000


def strike_curves(evidence: Evidence, horizons: Mapping[str, float]) -> list[str]:
    """A sentence for each arm but the baseline; none where the hour is not kept. ``horizons`` are
    the hours of the window, by arm.
    """
    if HOUR not in evidence.outcomes or not evidence.others:
        return []
    found = {arm: _paired_test(evidence, arm, horizons) for arm in evidence.others}
    return list(_sentences(evidence, found))


def _paired_test(evidence: Evidence, arm: str, horizons: Mapping[str, float]) -> PairedIncidence:
    first, second = (evidence.column(name, HOUR)[:MOST] for name in (arm, evidence.baseline))
    horizon = min(horizons[arm], horizons[evidence.baseline])
    return paired_incidence(
        first,
        second,
        horizon,
        seed=evidence.seed,
        swaps=arrangements(SWAPS, 1 - evidence.confidence, len(evidence.others)),
        together=max(evidence.drawn, 1),
    )


def _sentences(evidence: Evidence, found: Mapping[str, PairedIncidence]) -> Iterator[str]:
    adjusted = holm([one.p for one in found.values()])
    for (arm, one), p in zip(found.items(), adjusted, strict=True):
        if one.differ and one.least_p * len(found) >= 1 - evidence.confidence:
            yield f"{arm}: too few worlds differ in when it was struck for anything to be shown."
            continue
        if p >= 1 - evidence.confidence:
            yield f"{arm}: no other hours of strikes are shown (p = {p_text(p)})."
            continue
        more, longer = "more" if one.gap > 0 else "fewer", "more" if one.area > 0 else "fewer"
        yield (
            f"{arm} strikes by other hours (p = {p_text(p)}): at {one.at:.0f} h in"
            f" {100 * abs(one.gap):.0f} points {more} of worlds; over the window"
            f" {abs(one.area):.0f} hours {longer} after a strike, on average over all worlds."
        )
