"""Multipliers of laws of time as a file's ``uncertainties`` say them: a range, or a law.

uncertainties:
laws.allies.patron.council: {low: 0.5, high: 2, source: judgement}
laws.patron.*: {low: 0.8, high: 1.5, source: judgement}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Final

from sim.domain.inputs.parameter import Parameter
from sim.domain.inputs.setting import Setting
from sim.scenario.assumptions.uncertainties import (
    LAWS_OF_TIME,
    SECTION,
    Uncertainty,
    declared_uncertainties,
    uncertainty,
)
from sim.scenario.checks.semantics import Finding, arm_findings
from sim.scenario.schema.forms import Leaf
from sim.scenario.schema.law_paths import time_laws, with_scaled_laws
from sim.scenario.schema.leaves import nearest
from sim.scenario.schema.quantities import Unreadable
from sim.scenario.text.tree import Table

FORM: Final = Leaf(
    reads="number", about=Parameter(unit="number", meaning="multiplier of laws of time")
)
_ALLIES: Final = ("patron", "frontline")
#: Times: what lasts a thousand times longer than was thought is another thing.
_MOST: Final = 1000.0


def is_law_path(path: str) -> bool:
    """Whether a path is of a multiplier."""
    return path.startswith(LAWS_OF_TIME)


def laws_named(path: str, settings: Mapping[str, Setting]) -> tuple[str, ...]:
    """The laws of time that a path names: one, or a family; ``Unreadable`` where there is none."""
    known = tuple(
        dict.fromkeys(law.path for setting in settings.values() for law in time_laws(setting))
    )
    said = path.removeprefix(LAWS_OF_TIME)
    pattern = f"allies.{said}" if said.split(".")[0] in _ALLIES else said
    found = tuple(one for one in known if fnmatchcase(one, pattern))
    if not found:
        hint = nearest(pattern, known) or f"one of them is {LAWS_OF_TIME}{known[0]}"
        raise Unreadable(f"no law of time is called so; {hint.rstrip('?.')}")
    return found


def multiplier(given: object) -> Uncertainty:
    """The range or law of a multiplier."""
    return possible_multiplier(uncertainty(FORM, given))


def possible_multiplier(doubt: Uncertainty) -> Uncertainty:
    """The same; ``Unreadable`` where it may be zero or less, or longer than anything lasts."""
    if doubt.low <= 0.0:
        raise Unreadable("a multiplier of a law is above zero")
    if doubt.high > _MOST:
        raise Unreadable(f"a multiplier of a law is at most {_MOST:g}")
    return doubt


def findings(base: Table, settings: Mapping[str, Setting | None]) -> Iterator[Finding]:
    """What is wrong with what a file says of multipliers, also at both of their ends."""
    readable = {name: setting for name, setting in settings.items() if setting is not None}
    for path, given in declared_uncertainties(base).items() if readable else ():
        if is_law_path(path):
            yield from _multiplier_findings(path, given, readable)


def _multiplier_findings(
    path: str, given: object, settings: Mapping[str, Setting]
) -> Iterator[Finding]:
    try:
        laws, doubt = laws_named(path, settings), multiplier(given)
    except Unreadable as error:
        yield Finding((SECTION, path), str(error))
        return
    for end, value in (("low", doubt.low), ("high", doubt.high)):
        for why in _wrong_at(laws, value, list(settings.values())):
            yield Finding((SECTION, path), f"{value:g}, the {end} end of its range: {why}")


def _wrong_at(laws: Sequence[str], value: float, settings: Sequence[Setting]) -> list[str]:
    """Why arms cannot have these laws so many times as long."""
    found: dict[str, None] = {}
    for setting in settings:
        try:
            before = set(arm_findings(setting))
            there = arm_findings(with_scaled_laws(setting, laws, value))
            found |= {one.message: None for one in there if one not in before}
        except (ValueError, ArithmeticError) as error:
            found[str(error)] = None
    return list(found)
