"""Whether what a file calls uncertain can be drawn, each by itself and beside the others: what
``run --uncertain`` would refuse is said when the file is read, with its place.

That arms differ in an input is no fault of the file, as an option may have made them: ``check``
warns of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sim.domain.inputs.setting import Setting
from sim.scenario.assumptions.fitted_laws import fitted_paths
from sim.scenario.assumptions.uncertainties import (
    LAWS_OF_TIME,
    SECTION,
    declared_uncertainties,
    located_inputs,
)
from sim.scenario.checks.semantics import Finding
from sim.scenario.schema.input_paths import Input, value_text
from sim.scenario.schema.quantities import Unreadable
from sim.scenario.text.tree import Table

#: How long is watched is part of the question, not of what is uncertain about the world.
WATCHED: Final = frozenset({"horizon", "follow_up"})


def findings(
    base: Table, settings: Mapping[str, Setting | None], trees: Mapping[str, Table]
) -> Iterator[Finding]:
    """What of a file's uncertainties cannot be drawn though each of them can be read; ``trees`` are
    the inputs of arms as they are written.
    """
    readable = {name: setting for name, setting in settings.items() if setting is not None}
    fitted = {name: fitted_paths(setting, trees[name]) for name, setting in readable.items()}
    taken: dict[tuple[str, str], str] = {}
    for path in declared_uncertainties(base) if readable else ():
        if path.startswith(LAWS_OF_TIME):
            continue
        try:
            places = located_inputs(path, readable)
        except Unreadable:
            continue  # which has been said
        if wrong := _undrawable(places, taken) or _within_fit(places, fitted):
            yield Finding((SECTION, path), wrong)
        for arm, one in places.items():
            taken.setdefault((arm, one.path), path)


def _undrawable(places: Mapping[str, Input], taken: Mapping[tuple[str, str], str]) -> str:
    """Why an input cannot be drawn, beside those that are ``taken``; empty where it can."""
    if watched := next((one.path for one in places.values() if one.path in WATCHED), ""):
        return (
            "how long worlds are watched is part of the question, and no doubt about the world;"
            f" hotline sweep --vary {watched}=... shows what hangs on it"
        )
    for arm, one in places.items():
        if before := taken.get((arm, one.path), ""):
            return f'is already uncertain as "{before}": one of the two would never be drawn'
    return ""


def _within_fit(places: Mapping[str, Input], fitted: Mapping[str, Sequence[str]]) -> str:
    """That an input is a number of a law which is drawn whole; empty where it is not."""
    for arm, one in places.items():
        for path in fitted[arm]:
            if one.path.startswith(f"{path}."):
                return (
                    f"is a number of {path}, which is drawn whole, as it was fitted: take this"
                    " away, or the law's `fitted`"
                )
    return ""


def differing_inputs(base: Table, settings: Mapping[str, Setting]) -> Iterator[tuple[str, str]]:
    """Of a sound file: what it calls uncertain although its arms differ in it, and how they do."""
    for path in declared_uncertainties(base):
        if not path.startswith(LAWS_OF_TIME):
            wrong = difference_of_arms(path, located_inputs(path, settings))
            if wrong:
                yield path, wrong


def difference_of_arms(path: str, places: Mapping[str, Input]) -> str:
    """That arms differ in an input, which then is what they are about; empty where they do not."""
    paths = {place.path for place in places.values()}
    if len(paths) == 1 and len({place.value for place in places.values()}) == 1:
        return ""
    values = ", ".join(
        f"{value_text(place.form, place.value)} in {arm}" for arm, place in places.items()
    )
    return (
        f"the arms differ in it ({values}); say whose is to vary: arms.{next(iter(places))}.{path}"
    )
