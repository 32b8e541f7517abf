"""``hotline measures --explain``: one measure taken apart, its parts one at a time and all but one, in the same worlds."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.screen import progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.cli.measures import Ask, Request
    from sim.experiment.ablation import Ablation
    from sim.experiment.statistics import Floats


def explained(ask: Ask, request: Request, measure: str, *, as_json: bool) -> None:
    """Run the parts of a measure and print what they do."""
    from sim.experiment.ablation import ablated

    ablation = _planned(ask, measure)
    summary: dict[str, Any] = ablated(ablation, _blocks(ablation, request))
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False, allow_nan=False))
        return
    from sim.output.ablation_table import lines

    for line in lines(summary):
        click.echo(line)


def _planned(ask: Ask, measure: str) -> Ablation:
    from sim.cli.measures import chosen_arm
    from sim.experiment.ablation import Part, planned_ablation
    from sim.experiment.trial import expect_outcomes
    from sim.scenario import resolved
    from sim.scenario.regimes import Regimes, measures_for

    found = resolved(ask.path, ask.sets)
    (file,) = measures_for(Path(ask.path), [measure])
    expect_outcomes([file.measure])
    study = found.scenario.study
    arm = chosen_arm(ask.arm, tuple(found.scenario.arms), study.baseline)
    regimes = Regimes(found, arm)
    whole = (measure, file.measure.expected.outcome, regimes.under([file]))
    parts = []
    for name, paths in regimes.parts(file).items():
        others = [path for path in file.paths() if path not in paths]
        parts.append(Part(name=name, alone=regimes.with_paths(file, paths), rest=regimes.with_paths(file, others)))
    return planned_ablation(
        found.scenario, arm, whole, parts, replications=ask.worlds, seed=study.seed if ask.seed is None else ask.seed
    )


def _blocks(ablation: Ablation, request: Request) -> Iterator[Floats]:
    """The worlds as they finish: nothing is kept of them but their sums."""
    import numpy as np

    from sim.experiment.executor import finished, usable_cores
    from sim.experiment.outcomes import COLUMNS

    plan = ablation.plan
    chunks = finished(plan, jobs=request.jobs or usable_cores())
    with (
        closing(chunks),
        progress(f"{ablation.measure} in parts", plan.replications, done=0, quiet=request.quiet) as advance,
    ):
        for chunk in chunks:
            yield np.frombuffer(chunk.values, dtype="<f8").reshape(-1, len(plan.arms), len(COLUMNS))
            advance(chunk.stop)
