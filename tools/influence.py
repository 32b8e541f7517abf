"""Which assumptions matter: the ten inputs that move each headline outcome most, from one screening
of all of them.

Every input with a plausible range goes to both ends of it, one at a time, all others in place, in
the same worlds; the median or mean of a law of time does too. An outcome that does not exist in
every world is compared over the worlds that have it both ways. A move is told apart from chance by
a test of the pairs, adjusted by Holm over all moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import nan
from pathlib import Path
from typing import Final

import numpy as np

from sim.domain.inputs.setting import Arm
from sim.experiment.comparison.summary import HEADLINES
from sim.experiment.design.factors import Asked, Factor, all_factors
from sim.experiment.design.feasibility import setting_with_values
from sim.experiment.outcomes.definitions import COLUMNS, OUTCOMES
from sim.experiment.runs.executor import finished_chunks, usable_cores
from sim.experiment.runs.plan import Plan
from sim.experiment.statistics import estimates as by
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.mean_intervals import mean_p
from sim.experiment.statistics.moments import sums_of
from sim.scenario import Resolved, ledger, resolve
from sim.scenario.assumptions.ledger import LAW_SPANS
from sim.scenario.assumptions.uncertainties import declared_uncertainties
from sim.scenario.schema.input_paths import find_input as found_input
from tools.blocks import table

ROOT: Final = Path(__file__).parents[1]
SEED: Final = 1
WORLDS: Final = 60
TEN: Final = 10
ALPHA: Final = 0.05
#: Where a course is chosen and can be answered; the others differ from it in what an arm is about.
ARM: Final = "consult"
#: What says where a law lies, by its kind. Others have no single number that does.
_CENTRES: Final = {"lognormal": "median", "exponential": "mean"}
_OWN: Final = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an outcome does when an input goes to one end of its range: mean paired difference, and
    whether beyond chance.
    """

    mean: float
    pairs: int
    p: float

    @property
    def shown(self) -> bool:
        """Whether it is told apart from no change."""
        return self.p < ALPHA


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """One input and one outcome: the change at the low and at the high end; where the input already
    is there, none.
    """

    factor: Factor
    low: Change
    high: Change

    @property
    def shown(self) -> bool:
        """Whether either end is told apart from no change."""
        return self.low.shown or self.high.shown

    @property
    def reach(self) -> float:
        """The longer of the moves that are told apart."""
        return max((abs(one.mean) for one in (self.low, self.high) if one.shown), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """What was found: each outcome as it is, and what each input does to it, the most influential
    first.
    """

    here: Mapping[str, float]
    found: Mapping[str, Sequence[Influence]]
    inputs: int
    worlds: int

    def foremost(self, outcome: str) -> list[Influence]:
        """The ten inputs that move an outcome most, of those that move it beyond chance."""
        return [one for one in self.found[outcome] if one.shown][:TEN]


# the inputs


def varied(found: Resolved, arm: str = ARM) -> tuple[Factor, ...]:
    """Everything with a range: declared by the file, plausible by the ledger, or of a law, half to
    twice as long.
    """
    return all_factors(found, (arm,), Asked(ranges=tuple(_law_ranges(found, arm))))


def _law_ranges(found: Resolved, arm: str) -> Iterator[str]:
    setting = found.scenario.arms[arm].setting
    said = {found_input(setting, path).path for path in declared_uncertainties(found.base)}
    low, high = LAW_SPANS["law of time"]
    for one in ledger(setting, found.settings[arm]):
        kind = one.value.strip("{").partition(":")[0]
        if one.unit != "law of time" or kind not in _CENTRES:
            continue
        centre = found_input(setting, f"{one.path}.{kind}.{_CENTRES[kind]}")
        if centre.path not in said:
            yield f"{centre.path}={centre.value * low:.9g} h..{centre.value * high:.9g} h"


# the worlds


def screened(
    scenario: str = "northern-front", worlds: int = WORLDS, paths: tuple[str, ...] = ()
) -> Screening:
    """All inputs, or those at ``paths``, one at a time to either end, in the same worlds."""
    found = resolve(ROOT / "scenarios" / f"{scenario}.yaml")
    factors = tuple(one for one in varied(found) if not paths or one.path in paths)
    setting = found.scenario.arms[ARM].setting
    settings = {_OWN: setting}
    for at, factor in enumerate(factors):
        settings[f"{at}-low"] = setting_with_values(setting, ARM, [(factor, factor.low)])
        settings[f"{at}-high"] = setting_with_values(setting, ARM, [(factor, factor.high)])
    arms = {name: Arm(name=name, title=name, setting=one) for name, one in settings.items()}
    plan = Plan(
        scenario=replace(found.scenario, arms=arms),
        seed=SEED,
        replications=worlds,
        arms=tuple(arms),
        baseline=_OWN,
    )
    blocks = [
        np.frombuffer(chunk.values, dtype="<f8")
        for chunk in finished_chunks(plan, jobs=usable_cores())
    ]
    values: Floats = np.concatenate(blocks).reshape(worlds, len(arms), len(COLUMNS))
    here = {name: float(np.nanmean(values[:, 0, COLUMNS.index(name)])) for name in HEADLINES}
    ranked = {
        name: influences(factors, values[:, :, COLUMNS.index(name)], name) for name in HEADLINES
    }
    return Screening(here=here, found=ranked, inputs=len(factors), worlds=worlds)


def influences(factors: Sequence[Factor], values: Floats, outcome: str) -> list[Influence]:
    """One outcome (worlds x points: as it is, then the two ends of each input), the longest move
    beyond chance first.
    """
    share = OUTCOMES[outcome].kind == "share"
    raw = [_change(values[:, at] - values[:, 0], share=share) for at in range(1, values.shape[1])]
    adjusted = by.holm([one.p for one in raw])
    ends = [replace(one, p=float(p)) for one, p in zip(raw, adjusted, strict=True)]
    rows = [
        Influence(factor=factor, low=ends[2 * at], high=ends[2 * at + 1])
        for at, factor in enumerate(factors)
    ]
    return sorted(rows, key=lambda one: -one.reach)


def _change(differences: Floats, *, share: bool) -> Change:
    there = differences[~np.isnan(differences)]
    n = len(there)
    if n < 2:
        return Change(mean=nan, pairs=n, p=nan)
    mean = float(there.mean())
    p = (
        by.mcnemar_exact_p((there > 0).sum(), (there < 0).sum())
        if share
        else mean_p(sums_of(there[:, None]))[0]
    )
    return Change(mean=mean, pairs=n, p=float(p))


# as a chapter


def chapter(screening: Screening) -> str:
    """The inputs by outcome, and those that come back most often."""
    parts = [
        f"{screening.inputs} inputs, {screening.worlds} worlds, seed {SEED}.",
        _often(screening),
    ]
    for outcome, here in screening.here.items():
        title = (
            f"**{OUTCOMES[outcome].title}** (`{outcome}`, {here:.3g} {OUTCOMES[outcome].unit} as"
            " it is)"
        )
        rows = [_row(one) for one in screening.foremost(outcome)]
        header = ("input", "from", "to", "at the low end", "at the high end", "worlds")
        parts.append(
            f"{title}\n\n{table(header, rows) if rows else 'None stands out from chance.'}"
        )
    return "\n\n".join(parts)


def _row(one: Influence) -> tuple[str, ...]:
    pairs = sorted({one.low.pairs, one.high.pairs})
    ends = (
        f"`{one.factor.path}`",
        one.factor.value_text(one.factor.low),
        one.factor.value_text(one.factor.high),
    )
    return *ends, _told(one.low), _told(one.high), " and ".join(map(str, pairs))


def _told(change: Change) -> str:
    """A change; what is not told apart from chance stands in brackets."""
    if not change.pairs:
        return "-"
    said = f"{float(f'{change.mean:.2g}'):+,.10g}" if change.mean else "0"
    return said if change.shown else f"({said})"


def _often(screening: Screening) -> str:
    named = Counter(
        one.factor.path for outcome in screening.found for one in screening.foremost(outcome)
    )
    most = [
        f"`{path}` ({times})"
        for path, times in sorted(named.items(), key=lambda one: (-one[1], one[0]))[:TEN]
    ]
    return f"Among the ten of most outcomes (of {len(screening.found)}): {', '.join(most)}."
