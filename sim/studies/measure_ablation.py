"""One measure taken apart, its parts one at a time and all but one, in the same worlds. It is told,
not kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.errors import ResultsError, RunError
from sim.experiment.measures.ablation import (
    Ablation,
    Circumstance,
    Part,
    ablation_summary,
    planned_ablation,
)
from sim.experiment.measures.ablation_summary import AblationSummary
from sim.experiment.measures.trial import expect_outcomes
from sim.output.storage import canonical_json, manifest
from sim.output.storage.checkpoint import FILE, Checkpoint, kept_in
from sim.output.storage.files import remove, run_place
from sim.scenario import resolve
from sim.scenario.loading.measure_files import MeasureFile
from sim.scenario.loading.measure_regimes import Regimes, measures_for
from sim.studies.execution.gathering import gather
from sim.studies.execution.settings import Making, Observer
from sim.studies.measures import chosen_arm, seed_of
from sim.studies.specification import MeasuresSpecification


def explanation(
    specification: MeasuresSpecification, measure: str, making: Making, observer: Observer
) -> AblationSummary:
    """What the parts of a measure do, in numbers."""
    ablation = planned_explanation(specification, measure)
    with _checkpoint(ablation, making, observer) as checkpoint:
        gather(checkpoint, ablation.plan, making, observer, f"{ablation.measure} in parts")
        return ablation_summary(ablation, checkpoint.blocks(ablation.plan.replications))


def planned_explanation(specification: MeasuresSpecification, measure: str) -> Ablation:
    """A measure with its parts and its conditions, as they are asked for."""
    found = resolve(specification.scenario, specification.sets)
    (file,) = measures_for(Path(specification.scenario), [measure])
    expect_outcomes([file.measure])
    arm = chosen_arm(specification.arm, tuple(found.scenario.arms), found.scenario.study.baseline)
    regimes = Regimes(found, arm)
    whole = (measure, file.measure.expected.outcome, regimes.under([file]))
    return planned_ablation(
        found.scenario,
        arm,
        whole,
        _parts(regimes, file),
        _conditions(regimes, file),
        replications=specification.worlds,
        seed=seed_of(specification, found),
    )


def _parts(regimes: Regimes, file: MeasureFile) -> list[Part]:
    """Each part of a measure by itself, and all the others without it."""
    parts = []
    for name, paths in regimes.parts(file).items():
        others = [path for path in file.paths() if path not in paths]
        parts.append(
            Part(
                name=name,
                alone=regimes.with_paths(file, paths),
                rest=regimes.with_paths(file, others),
            )
        )
    return parts


def _conditions(regimes: Regimes, file: MeasureFile) -> list[Circumstance]:
    """The arm with and without a measure, under each condition that the measure names."""
    return [
        Circumstance(
            title=title,
            without=regimes.under([], condition=(tree := file.conditions[name])),
            with_it=regimes.under([file], condition=tree),
        )
        for name, title in file.measure.conditions.items()
    ]


@contextmanager
def _checkpoint(ablation: Ablation, making: Making, observer: Observer) -> Iterator[Checkpoint]:
    """Where finished worlds are kept until the last: the same call goes on there by itself if this
    one is stopped.
    """
    place = run_place(making.out, ablation.plan.scenario.name, making.name or _name(ablation))
    if (place / manifest.FILE).is_file():
        raise ResultsError(
            f"{place} holds other results. Choose another --name: what is explained is printed, not"
            " kept."
        )
    with kept_in(place, ablation.plan.identity()) as checkpoint:
        try:
            yield checkpoint
        except (KeyboardInterrupt, MemoryError, RunError):
            many = f"{checkpoint.worlds} of {ablation.plan.replications}"
            observer.tell_interruption(f"\n{many} worlds are kept: the same command goes on.")
            raise
        remove(place / FILE)
        place.rmdir()


def _name(ablation: Ablation) -> str:
    """A name of its own for all that an ablation depends on but the model, whose worlds
    do not mix.
    """
    plan = ablation.plan
    return (
        f"explain-s{plan.seed}-n{plan.replications}-{canonical_json.digest_of(plan.identity())[:8]}"
    )
