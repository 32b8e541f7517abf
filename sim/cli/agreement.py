"""What ``hotline run`` says of a scenario's checks: how often the worlds agree, and on what a disagreement hangs."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click

from sim.cli.screen import remark, show_grid, width
from sim.errors import NotPreciseError

if TYPE_CHECKING:
    from sim.experiment.checks import Agreement
    from sim.output.store import RunFolder
    from sim.scenario import Resolved


def ask(found: Resolved, folder: RunFolder, *, jobs: int, quiet: bool) -> None:
    """Where most worlds disagree with a check, ask which assumption that hangs on, and put the answer beside the results."""
    from sim.output.checked import agreed
    from sim.output.hanging import remember

    agreement = agreed(found.scenario, folder)
    remember(folder, _hangs_on(found, agreement, folder, jobs=jobs, quiet=quiet))


def show_agreement(found: Resolved, folder: RunFolder) -> None:
    """The tables of checks; where most worlds disagree, which assumption that hangs on."""
    from sim.output.checked import agreed, grids, said
    from sim.output.hanging import remembered

    scenario = found.scenario
    agreement = agreed(scenario, folder)
    if not agreement:
        return
    for grid in grids(scenario, agreement):
        click.echo()
        show_grid(grid)
    for line in [*said(scenario), *remembered(folder).values()]:
        click.echo()
        click.echo("\n".join(wrap(line, width(), subsequent_indent="  ")))


def _hangs_on(
    found: Resolved, agreement: Sequence[Agreement], folder: RunFolder, *, jobs: int, quiet: bool
) -> dict[str, str]:
    from sim.experiment.levers import WORLDS, hardly, levers, under_others
    from sim.output.checked import otherwise, sentence

    doubtful = [one for one in agreement if one.doubtful]
    told: dict[str, str] = {}
    for arm in dict.fromkeys(one.arm for one in doubtful):
        worlds = min(WORLDS, folder.replications)
        remark(f"{found.scenario.name}: asking which assumption matters, {worlds} worlds each", quiet=quiet)
        names = [one.name for one in doubtful if one.arm == arm]
        seed, own = int(folder.manifest["seed"]), found.scenario.arms[arm].setting.protocol
        moved = levers(found, arm, names, seed=seed, worlds=worlds, jobs=jobs)
        least = hardly([one for one in doubtful if one.arm == arm])
        others = under_others(found, arm, least, seed=seed, worlds=worlds, jobs=jobs)
        told |= {name: f"{sentence(name, moved)} {otherwise(name, own, others)}".rstrip() for name in names}
    return told


def as_data(found: Resolved, folder: RunFolder) -> dict[str, Any]:
    """The checks for the JSON document; nothing where the scenario declares none."""
    from dataclasses import asdict

    from sim.output.checked import agreed
    from sim.output.hanging import remembered

    agreement = agreed(found.scenario, folder)
    rows = [{name: _known(value) for name, value in asdict(one).items()} for one in agreement]
    return {"checks": rows, "hangs_on": dict(remembered(folder))} if rows else {}


def _known(value: object) -> object:
    """JSON has no NaN: what does not exist is null."""
    return None if isinstance(value, float) and isnan(value) else value


def expect_agreement(found: Resolved, folder: RunFolder) -> None:
    """End with status 3 where a check was not met that the scenario demands."""
    from sim.experiment.checks import missed
    from sim.output.checked import agreed

    names = missed(found.scenario, agreed(found.scenario, folder))
    if names:
        raise NotPreciseError(f"{found.scenario.name}: not met by enough worlds: {', '.join(names)}")
