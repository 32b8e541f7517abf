"""Factors of a study: inputs that vary together in all arms that share them, each over a range or
by a law.

Where nothing else is said the range is the plausible one of the ledger. An input on which the arms
differ is what the arms are about, not a factor; it may still be varied in one arm by name:
``arms.consult.terms.promise``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from math import floor
from typing import Any

from sim.domain.distributions.families import Law
from sim.domain.inputs.setting import Setting
from sim.errors import UsageError
from sim.experiment.comparison.summary_parts import FactorSummary, ToldRange
from sim.scenario import Resolved, ledger
from sim.scenario.assumptions.drawable_inputs import WATCHED, difference_of_arms
from sim.scenario.assumptions.uncertainties import (
    LAWS_OF_TIME,
    TAIL,
    Uncertainty,
    between,
    declared_uncertainties,
    from_text,
    located_inputs,
    uncertainty,
)
from sim.scenario.schema.forms import Leaf
from sim.scenario.schema.input_paths import Input, digits_apart, value_text
from sim.scenario.schema.quantities import Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """An input that varies: ``path`` as people say it, ``target`` its path within each of ``arms``;
    code units. With ``laws`` it is the multiplier of the laws of time at these paths.
    """

    path: str
    target: str
    arms: tuple[str, ...]
    form: Leaf
    meaning: str
    value: float
    low: float
    high: float
    law: Law | None = None
    laws: tuple[str, ...] = ()

    def at(self, place: float) -> float:
        """The value at a place in 0..1 of the range, evenly or as the law says."""
        if self.law is not None:
            value = self.law.quantile(TAIL + place * (1 - 2 * TAIL))
            return float(round(value)) if self.form.reads == "count" else value
        if self.laws:  # twice is as far as half
            return self.low * float((self.high / self.low) ** place)
        if self.form.reads == "count":  # each whole number has the same part of the range
            return min(self.high, floor(self.low + place * (self.high - self.low + 1)))
        return self.low + place * (self.high - self.low)

    def value_text(self, value: float, *others: float) -> str:
        """A value with its unit, in digits that tell it from ``others``."""
        return value_text(self.form, value, digits=digits_apart(self.form, (value, *others)))

    def plain_data(self) -> FactorSummary:
        """As summaries have it."""
        ends = own, low_end, high_end = self.value, self.low, self.high
        value, low, high = (float(f"{one:.12g}") for one in ends)
        return FactorSummary(
            path=self.path,
            meaning=self.meaning,
            law=type(self.law).__name__.lower()
            if self.law
            else "loguniform"
            if self.laws
            else "uniform",
            value=value,
            low=low,
            high=high,
            told=ToldRange(
                value=self.value_text(own, *ends),
                low=self.value_text(low_end, *ends),
                high=self.value_text(high_end, *ends),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which factors were asked for: ``paths`` may hold patterns such as ``adversary.*``; ``ranges``
    are ``PATH=LOW..HIGH``.
    """

    paths: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()


def all_factors(found: Resolved, arms: Sequence[str], asked: Asked) -> tuple[Factor, ...]:
    """What was asked for; else all that the file calls uncertain and all that has a plausible
    range.
    """
    return _chosen_factors(found, arms, asked, lambda _: True)


def uncertain(found: Resolved, arms: Sequence[str], asked: Asked) -> tuple[Factor, ...]:
    """What was asked for; else what the file calls uncertain; else the numbers with a plausible
    range that the file gives.
    """
    said = bool(declared_uncertainties(found.base))
    return _chosen_factors(found, arms, asked, lambda given: given and not said)


def _chosen_factors(
    found: Resolved, arms: Sequence[str], asked: Asked, wanted: Callable[[bool], bool]
) -> tuple[Factor, ...]:
    settings = {arm: found.scenario.arms[arm].setting for arm in arms}
    ranges = ranges_by_path(asked.ranges)
    stated: dict[str, Any] = {
        path: given
        for path, given in declared_uncertainties(found.base).items()
        if _concerns_study(path, arms)
    }
    known = _known_inputs(found, arms)
    if asked.paths:
        paths = [
            path for pattern in asked.paths for path in _matching_paths(pattern, (*stated, *known))
        ]
    else:
        own = [path for path, given in known.items() if wanted(given)]
        paths = [*ranges] if ranges and not own and not stated else [*stated, *own]
    factors = [
        _factor_at(path, settings, ranges.get(path), stated.get(path))
        for path in dict.fromkeys([*paths, *ranges])
    ]
    unique = {(one.target, one.arms): one for one in reversed(factors)}
    if not unique:
        raise UsageError(_nothing_varies(found.files[0]))
    return tuple(reversed(unique.values()))


def _nothing_varies(file: str) -> str:
    return f"""\
{file} does not say what is uncertain, and gives no number that has a plausible range. Write in \
it, for example:
    uncertainties:
      terms.patience.base: {{low: 1 d, high: 5 d, source: judgement}}
      adversary.threat.growth: {{low: 0.02 / d, high: 0.1 / d, source: judgement}}
or say it here with --range PATH=LOW..HIGH. Of what ships, scenarios/northern-front.yaml declares \
the most."""


def path_and_range(text: str) -> tuple[str, str]:
    """What ``--range`` says: the path, and the range or law as it is written."""
    path, equals, span = text.partition("=")
    if not equals or not path.strip() or not span.strip():
        raise UsageError(
            f"--range {text}: expected PATH=LOW..HIGH, such as terms.patience.base=1 d..5 d"
        )
    return path.strip(), span.strip()


def ranges_by_path(texts: Sequence[str]) -> dict[str, str]:
    """What every ``--range`` says, by path; an error where two say another range of one input."""
    found: dict[str, str] = {}
    for path, span in map(path_and_range, texts):
        if found.setdefault(path, span) != span:
            raise UsageError(
                f"--range {path}={found[path]} and --range {path}={span}: which of the two?"
            )
    return found


def _concerns_study(path: str, arms: Sequence[str]) -> bool:
    """Whether what a file says of an arm concerns this study at all."""
    steps = path.split(".")
    return steps[0] != "arms" or steps[1] in arms


def _known_inputs(found: Resolved, arms: Sequence[str]) -> dict[str, bool]:
    """Inputs with a plausible range and one value in all arms that have them; and whether the file
    gives them.
    """
    seen: dict[str, list[tuple[float | None, bool]]] = {}
    for arm in arms:
        for one in ledger(found.scenario.arms[arm].setting, found.settings[arm]):
            if (
                one.low is not None
                and one.high is not None
                and one.low < one.high
                and one.unit != "time of day"
            ):
                seen.setdefault(one.path, []).append((one.number, one.is_given))
    return {
        path: any(given for _, given in places)
        for path, places in seen.items()
        if path not in WATCHED and len({number for number, _ in places}) == 1
    }


def _matching_paths(pattern: str, known: Sequence[str]) -> list[str]:
    if "*" not in pattern:
        return [pattern]
    paths = [
        path for path in known if fnmatchcase(path, pattern) or fnmatchcase(path, f"{pattern}.*")
    ]
    if not paths:
        ends = [path for path in known if fnmatchcase(path, f"*.{pattern}")]
        hint = f" It belongs elsewhere: '*.{pattern}' means {', '.join(ends[:3])}." if ends else ""
        raise UsageError(f"--paths {pattern}: no input with a plausible range is called so.{hint}")
    return paths


def _factor_at(
    path: str, settings: Mapping[str, Setting], span: str | None, stated: object
) -> Factor:
    """A number, or a multiplier of laws of time."""
    from sim.experiment.design.law_factors import law_factor

    make = law_factor if path.startswith(LAWS_OF_TIME) else _factor
    return make(path, settings, span, stated)


def _factor(path: str, settings: Mapping[str, Setting], span: str | None, stated: object) -> Factor:
    try:
        places = located_inputs(path, settings)
        one = _same(path, places)
        doubt = _doubt(one, path, span, stated)
    except Unreadable as error:
        flag = f"--range {path}={span}" if span else path
        raise UsageError(f"{flag}: {error}") from error
    alone = path.startswith("arms.")
    return Factor(
        path=f"arms.{next(iter(places))}.{one.path}" if alone else one.path,
        target=one.path,
        arms=tuple(places),
        form=one.form,
        meaning=one.meaning,
        value=one.value,
        low=doubt.low,
        high=doubt.high,
        law=doubt.law,
    )


def _same(path: str, places: Mapping[str, Input]) -> Input:
    """The input, which must be the same in all arms that have it."""
    if wrong := difference_of_arms(path, places):
        raise Unreadable(wrong)
    return next(iter(places.values()))


def _doubt(one: Input, path: str, span: str | None, stated: object) -> Uncertainty:
    if span is not None:
        return from_text(one.form, span)
    if stated is not None:
        return uncertainty(one.form, stated)
    if one.low is None or one.high is None:
        raise Unreadable(
            f"has no plausible range; give one with --range '{path}=LOW..HIGH' or in the file's"
            " uncertainties"
        )
    return between(
        one.low, one.high, f"{value_text(one.form, one.low)} to {value_text(one.form, one.high)}"
    )
