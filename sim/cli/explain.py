"""``hotline measures --explain``: one measure taken apart, its parts one at a time and all but one, in the same worlds."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.gather import gathered
from sim.errors import ResultsError, RunError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.cli.options import Request
    from sim.experiment.ablation import Ablation, Circumstance, Part
    from sim.output.harvest import Harvest
    from sim.scenario.measures import MeasureFile
    from sim.scenario.regimes import Regimes
    from sim.studies.specification import MeasuresSpecification


def explained(ask: MeasuresSpecification, request: Request, measure: str, *, as_json: bool) -> None:
    """Run the parts of a measure and print what they do."""
    from sim.experiment.ablation import ablated

    ablation = planned(ask, measure)
    with _harvesting(ablation, request, request.name or _name(ablation)) as harvest:
        name = f"{ablation.measure} in parts"
        gathered(harvest, ablation.plan, jobs=request.jobs, executor=request.executor, quiet=request.quiet, name=name)
        summary: dict[str, Any] = ablated(ablation, harvest.blocks(ablation.plan.replications))
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False, allow_nan=False))
        return
    from sim.output.ablation_table import lines

    for line in lines(summary):
        click.echo(line)


def planned(ask: MeasuresSpecification, measure: str) -> Ablation:
    """A measure with its parts and its conditions, as ``ask`` has them."""
    from sim.cli.measures import chosen_arm
    from sim.experiment.ablation import planned_ablation
    from sim.experiment.trial import expect_outcomes
    from sim.scenario import resolved
    from sim.scenario.regimes import Regimes, measures_for

    found = resolved(ask.scenario, ask.sets)
    (file,) = measures_for(Path(ask.scenario), [measure])
    expect_outcomes([file.measure])
    study = found.scenario.study
    arm = chosen_arm(ask.arm, tuple(found.scenario.arms), study.baseline)
    regimes = Regimes(found, arm)
    whole = (measure, file.measure.expected.outcome, regimes.under([file]))
    return planned_ablation(
        found.scenario, arm, whole, _parts(regimes, file), _conditions(regimes, file), replications=ask.worlds,
        seed=study.seed if ask.seed is None else ask.seed,
    )  # fmt: skip


def _parts(regimes: Regimes, file: MeasureFile) -> list[Part]:
    """Each part of a measure by itself, and all the others without it."""
    from sim.experiment.ablation import Part

    parts = []
    for name, paths in regimes.parts(file).items():
        others = [path for path in file.paths() if path not in paths]
        parts.append(Part(name=name, alone=regimes.with_paths(file, paths), rest=regimes.with_paths(file, others)))
    return parts


def _conditions(regimes: Regimes, file: MeasureFile) -> list[Circumstance]:
    """The arm with and without a measure, under each condition that the measure names."""
    from sim.experiment.ablation import Circumstance

    return [
        Circumstance(title=title, without=regimes.under([], condition=(tree := file.conditions[name])),
                     with_it=regimes.under([file], condition=tree))
        for name, title in file.measure.conditions.items()
    ]  # fmt: skip


@contextmanager
def _harvesting(ablation: Ablation, request: Request, name: str) -> Iterator[Harvest]:
    """Where finished worlds are kept until the last: the same command goes on there by itself if this one is stopped."""
    from sim.output import manifest
    from sim.output.harvest import FILE, kept_in
    from sim.output.places import remove, run_place

    place = run_place(request.out, ablation.plan.scenario.name, name)
    if (place / manifest.FILE).is_file():
        raise ResultsError(
            f"{place} holds other results. Choose another --name: what is explained is printed, not kept."
        )
    with kept_in(place, ablation.plan.identity()) as harvest:
        try:
            yield harvest
        except (KeyboardInterrupt, RunError):
            many = f"{harvest.worlds} of {ablation.plan.replications}"
            click.echo(f"\n{many} worlds are kept: the same command goes on.", err=True)
            raise
        remove(place / FILE)
        place.rmdir()


def _name(ablation: Ablation) -> str:
    """A name of its own for all that an ablation depends on but the model, whose worlds do not mix."""
    from sim.output import canonical

    plan = ablation.plan
    return f"explain-s{plan.seed}-n{plan.replications}-{canonical.digest_of(plan.identity())[:8]}"
