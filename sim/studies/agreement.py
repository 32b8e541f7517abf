"""What becomes of a scenario's checks in a run: how often the worlds agree, and on what a
disagreement hangs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from math import isnan
from typing import Any

from sim.errors import NotPreciseError
from sim.experiment.checks.agreement import Agreement, missed_checks
from sim.experiment.checks.decisive_inputs import WORLDS, hardly, levers, under_others
from sim.output.evidence.disagreement_causes import remember, saved_causes
from sim.output.storage.run_folder import RunFolder
from sim.output.text.agreement import (
    check_descriptions,
    folder_agreements,
    grids,
    otherwise,
    sentence,
)
from sim.output.text.grid import Grid
from sim.scenario import Resolved
from sim.studies.execution.settings import Making, Observer


def explain_disagreement(
    found: Resolved, folder: RunFolder, making: Making, observer: Observer
) -> None:
    """Where most worlds disagree with a check, ask which assumption that hangs on, and put the
    answer beside the results.
    """
    agreement = folder_agreements(found.scenario, folder)
    remember(folder, _hangs_on(found, agreement, folder, making, observer))


def agreement_shown(found: Resolved, folder: RunFolder) -> Iterator[Grid | str]:
    """The tables of checks; where most worlds disagree, which assumption that hangs on."""
    scenario = found.scenario
    agreement = folder_agreements(scenario, folder)
    if agreement:
        yield from grids(scenario, agreement)
        yield from (*check_descriptions(scenario), *saved_causes(folder).values())


def _hangs_on(
    found: Resolved,
    agreement: Sequence[Agreement],
    folder: RunFolder,
    making: Making,
    observer: Observer,
) -> dict[str, str]:
    doubtful = [one for one in agreement if one.doubtful]
    reasons: dict[str, str] = {}
    for arm in dict.fromkeys(one.arm for one in doubtful):
        worlds = min(WORLDS, folder.replications)
        observer.remark(
            f"{found.scenario.name}: asking which assumption matters, {worlds} worlds each"
        )
        names = [one.name for one in doubtful if one.arm == arm]
        seed, own = folder.manifest.seed, found.scenario.arms[arm].setting.protocol
        moved = levers(found, arm, names, seed=seed, worlds=worlds, jobs=making.processes)
        least = hardly([one for one in doubtful if one.arm == arm])
        others = under_others(found, arm, least, seed=seed, worlds=worlds, jobs=making.processes)
        reasons |= {
            name: f"{sentence(name, moved)} {otherwise(name, own, others)}".rstrip()
            for name in names
        }
    return reasons


def agreement_as_data(found: Resolved, folder: RunFolder) -> dict[str, Any]:
    """The checks for a JSON document; nothing where the scenario declares none."""
    agreement = folder_agreements(found.scenario, folder)
    rows = [
        {name: _number_or_none(value) for name, value in asdict(one).items()} for one in agreement
    ]
    return {"checks": rows, "hangs_on": dict(saved_causes(folder))} if rows else {}


def _number_or_none(value: object) -> object:
    """JSON has no NaN: what does not exist is null."""
    return None if isinstance(value, float) and isnan(value) else value


def expect_agreement(found: Resolved, folder: RunFolder) -> None:
    """An error where a check was not met that the scenario demands."""
    names = missed_checks(found.scenario, folder_agreements(found.scenario, folder))
    if names:
        raise NotPreciseError(
            f"{found.scenario.name}: not met by enough worlds: {', '.join(names)}"
        )
