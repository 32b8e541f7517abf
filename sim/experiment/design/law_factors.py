"""Factors that are multipliers of laws of time: all quantiles of a law, or of a family of laws,
scale together.

``laws.allies.patron.council`` is one law; ``laws.patron.*`` a family that moves by one multiplier,
``laws.*`` all of them. Half to twice, evenly on the scale of logarithms, where nothing else is
said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.domain.inputs.setting import Setting
from sim.errors import UsageError
from sim.experiment.design.factors import Asked, Factor, all_factors, path_and_range, ranges_by_path
from sim.scenario import Resolved, ledger
from sim.scenario.assumptions.law_multipliers import (
    FORM,
    is_law_path,
    laws_named,
    multiplier,
    possible_multiplier,
)
from sim.scenario.assumptions.uncertainties import (
    LAWS_OF_TIME,
    Uncertainty,
    between,
    declared_uncertainties,
    from_text,
)
from sim.scenario.schema.law_paths import law_at, time_laws
from sim.scenario.schema.quantities import Unreadable

_LOW, _HIGH = 0.5, 2.0


def inputs_and_laws(found: Resolved, arms: Sequence[str], asked: Asked) -> tuple[Factor, ...]:
    """What was asked for, multipliers of laws among it; else all that the file calls uncertain, all
    that has a plausible range, and every law of time.
    """
    settings = {arm: found.scenario.arms[arm].setting for arm in arms}
    ranges = ranges_by_path(asked.ranges)
    laws = {path: ranges.get(path) for path in (*asked.paths, *ranges) if is_law_path(path)}
    stated = declared_uncertainties(found.base)
    chosen = tuple(
        law_factor(path, settings, span, stated.get(path)) for path, span in laws.items()
    )
    numbers = Asked(
        paths=tuple(path for path in asked.paths if path not in laws),
        ranges=tuple(text for text in asked.ranges if path_and_range(text)[0] not in laws),
    )
    if asked.paths and not numbers.paths and not numbers.ranges:
        return chosen
    inputs = all_factors(found, arms, numbers)
    if asked.paths:
        return (*inputs, *chosen)
    taken = [path for factor in inputs for path in (factor.target, *factor.laws)]
    rest = law_factors(settings, (*taken, *(path for one in chosen for path in one.laws)))
    return (*inputs, *chosen, *rest)


def law_factors(settings: Mapping[str, Setting], taken: Sequence[str] = ()) -> tuple[Factor, ...]:
    """One multiplier for each law that is the same in all arms, but for those of which a number
    varies by itself: ``taken`` are the paths of such numbers.
    """
    found = dict.fromkeys(law.path for setting in settings.values() for law in time_laws(setting))
    return tuple(
        law_factor(f"{LAWS_OF_TIME}{path}", settings)
        for path in found
        if not any(one == path or one.startswith(f"{path}.") for one in taken)
        and _alike(path, settings)
    )


def law_factor(
    path: str, settings: Mapping[str, Setting], span: str | None = None, stated: object = None
) -> Factor:
    """The multiplier at a path of one law or of a family, over the range on the command line, or
    ``stated`` in the file, or half to twice.
    """
    try:
        paths = laws_named(path, settings)
        doubt = _doubt(span, stated)
    except Unreadable as error:
        said = path if span is None else f"--range {path}={span}"
        raise UsageError(f"{said}: {error}.") from error
    first = next(iter(settings.values()))
    meanings = {law.path: law.meaning for law in time_laws(first)}
    one = meanings.get(paths[0], paths[0]) if len(paths) == 1 else f"{len(paths)} laws of time"
    return Factor(
        path=path,
        target=path,
        arms=tuple(
            arm for arm, setting in settings.items() if any(law_at(setting, at) for at in paths)
        ),
        form=FORM,
        meaning=f"{one}, times",
        value=1.0,
        low=doubt.low,
        high=doubt.high,
        law=doubt.law,
        laws=paths,
    )


def _doubt(span: str | None, stated: object) -> Uncertainty:
    if span is not None:
        return possible_multiplier(from_text(FORM, span))
    return between(_LOW, _HIGH, "") if stated is None else multiplier(stated)


def _alike(path: str, settings: Mapping[str, Setting]) -> bool:
    """Whether the arms that have a law there have the same one: else it is what the arms are
    about.
    """
    laws = [law for law in (law_at(setting, path) for setting in settings.values()) if law]
    return all(law == laws[0] for law in laws)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What a study of all inputs does not move: how many numbers without a plausible range, and the
    inputs in which its arms differ. ``named``: it moves what was named, and nothing else.
    """

    named: bool
    unranged: int
    differing: tuple[str, ...]


def left_out(
    found: Resolved, arms: Sequence[str], asked: Asked, factors: Sequence[Factor]
) -> LeftOut:
    """What of the inputs of ``arms`` none of the ``factors`` moves."""
    numbers: dict[str, set[float]] = {}
    ranged: set[str] = set()
    for arm in arms:
        for one in ledger(found.scenario.arms[arm].setting, found.settings[arm]):
            if one.number is not None and one.unit != "time of day":
                numbers.setdefault(one.path, set()).add(one.number)
                ranged |= {one.path} if one.low is not None and one.high is not None else set()
    rest = {path: said for path, said in numbers.items() if path not in _moved_paths(factors)}
    return LeftOut(
        named=bool(asked.paths),
        unranged=sum(path not in ranged and len(said) == 1 for path, said in rest.items()),
        differing=tuple(sorted(path for path, said in rest.items() if len(said) > 1)),
    )


def _moved_paths(factors: Sequence[Factor]) -> frozenset[str]:
    return frozenset(factor.target for factor in factors)
