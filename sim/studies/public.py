"""What a notebook or a script calls: one function for each command that computes, and one that
opens results.

Each asks the same as the command of its name and writes the same folder. A scenario is a file, or
what ``load`` gave. ``sets`` are changes to it, as a mapping of paths to values or as texts
``path=value``. Without ``out`` nothing is written but to a temporary folder, which goes with the
results. ``jobs`` are worker processes, by default one a core; no number depends on it. What is
wrong is told by an exception of ``sim.errors``, in the words of the command.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from sim.errors import UsageError
from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.comparison.summary_parts import Summary
from sim.experiment.discovery.discovery_summary import DiscoverySummary
from sim.experiment.measures.measures_summary import TrialSummary
from sim.experiment.sensitivity.sensitivity_summary import SensitivitySummary
from sim.experiment.sweeps.sweep_summary import SweepSummary
from sim.studies import registry
from sim.studies.execution.settings import Silent
from sim.studies.fitting import FitSpecification, Fitting
from sim.studies.fitting import fit as fitted
from sim.studies.public_arguments import (
    AnyScenario,
    Names,
    Sets,
    expect_place,
    make,
    names,
    specification_of,
    texts,
)
from sim.studies.results import Results
from sim.studies.specification import (
    WORLDS,
    DiscoverySpecification,
    MeasuresSpecification,
    RunSpecification,
    SensitivitySpecification,
    SweepSpecification,
)


def open_results(folder: str | Path) -> Results[Summary]:
    """Results of any kind, once every file has been compared with what was written; a
    ``ResultsError`` names what changed.
    """
    expect_place(folder, "folder")
    return Results(registry.open_verified(Path(folder)))


def compare(
    scenario: AnyScenario,
    *,
    worlds: int | None = None,
    seed: int | None = None,
    arms: Names = (),
    against: str | None = None,
    sets: Sets = (),
    until_precise: bool = False,
    always_valid: bool = False,
    uncertain: bool = False,
    jobs: int | None = None,
    out: str | Path | None = None,
    name: str | None = None,
) -> Results[RunSummary]:
    """All ``arms`` of a scenario in the same ``worlds`` (by default as its study says), as
    ``hotline run`` compares them.
    """
    asked = specification_of(
        RunSpecification,
        scenario,
        sets,
        replications=worlds,
        seed=seed,
        arms=names(arms),
        baseline=against,
        until_precise=until_precise,
        always_valid=always_valid,
        uncertain=uncertain,
    )
    return make(asked, scenario, jobs, out, name, report=True)


def sweep(
    scenario: AnyScenario,
    vary: Names,
    *,
    break_even: Names = (),
    narrow_to: str | None = None,
    outcomes: Names = (),
    worlds: int = WORLDS,
    seed: int | None = None,
    arms: Names = (),
    against: str | None = None,
    sets: Sets = (),
    yes: bool = False,
    jobs: int | None = None,
    out: str | Path | None = None,
    name: str | None = None,
) -> Results[SweepSummary]:
    """One or two inputs over their values, as ``hotline sweep``: ``vary`` is ``path=a,b,c`` or
    ``path=low..high``, or two; ``narrow_to`` is how narrow the cell of a break-even is to be.
    """
    asked = specification_of(
        SweepSpecification,
        scenario,
        sets,
        vary=texts(vary),
        break_even=tuple(dict.fromkeys(texts(break_even))),
        narrow_to=narrow_to,
        outcomes=names(outcomes),
        replications=worlds,
        seed=seed,
        arms=names(arms),
        baseline=against,
        yes=yes,
    )
    return make(asked, scenario, jobs, out, name)


def measures(
    scenario: AnyScenario,
    measures: Names = (),
    *,
    arm: str | None = None,
    against: str | None = None,
    worlds: int = WORLDS,
    seed: int | None = None,
    fraction: bool = False,
    budget: float | None = None,
    goal: str = "burden",
    sets: Sets = (),
    jobs: int | None = None,
    out: str | Path | None = None,
    name: str | None = None,
) -> Results[TrialSummary]:
    """Every set of ``measures`` (by default of all) on one arm, as ``hotline measures``; ``budget``
    is in millions a year.
    """
    if fraction and (budget is not None or goal != "burden"):
        raise UsageError(
            "--fraction does not run every set of measures, so there is no best one to look for:"
            " leave out --budget and --goal, or --fraction."
        )
    asked = specification_of(
        MeasuresSpecification,
        scenario,
        sets,
        arm=arm,
        against=against,
        measures=names(measures),
        worlds=worlds,
        seed=seed,
        fraction=fraction,
        budget=budget,
        goal=goal,
    )
    return make(asked, scenario, jobs, out, name)


def sensitivity(
    scenario: AnyScenario,
    *,
    arm: str | None = None,
    against: str | None = None,
    outcomes: Names = (),
    method: Literal["bands", "sobol"] = "bands",
    goal: str | None = None,
    samples: int | None = None,
    top: int = 15,
    swing: float | None = None,
    worlds: int = 20,
    seed: int | None = None,
    paths: Names = (),
    ranges: Names = (),
    sets: Sets = (),
    yes: bool = False,
    jobs: int | None = None,
    out: str | Path | None = None,
    name: str | None = None,
) -> Results[SensitivitySummary]:
    """Which inputs move ``outcomes`` of ``arm``, less those of ``against``, as ``hotline
    sensitivity``.
    """
    asked = specification_of(
        SensitivitySpecification,
        scenario,
        sets,
        arm=arm,
        against=against,
        outcomes=names(outcomes),
        method=method,
        goal=goal,
        samples=samples,
        top=top,
        swing=swing,
        worlds=worlds,
        seed=seed,
        paths=names(paths),
        ranges=texts(ranges),
        yes=yes,
    )
    return make(asked, scenario, jobs, out, name)


def discover(
    scenario: AnyScenario,
    *,
    arm: str | None = None,
    against: str | None = None,
    outcomes: Names = (),
    unacceptable: Names = (),
    samples: int = 256,
    fill: Literal["latin", "sobol"] = "latin",
    worlds: int = 20,
    fresh: int | None = None,
    seed: int | None = None,
    paths: Names = (),
    ranges: Names = (),
    sets: Sets = (),
    yes: bool = False,
    jobs: int | None = None,
    out: str | Path | None = None,
    name: str | None = None,
) -> Results[DiscoverySummary]:
    """Under which conditions ``arm`` does worse, or what is ``unacceptable`` holds, as ``hotline
    discover``.
    """
    asked = specification_of(
        DiscoverySpecification,
        scenario,
        sets,
        arm=arm,
        against=against,
        outcomes=names(outcomes),
        unacceptable=texts(unacceptable),
        samples=samples,
        fill=fill,
        worlds=worlds,
        fresh=fresh,
        seed=seed,
        paths=names(paths),
        ranges=texts(ranges),
        yes=yes,
    )
    return make(asked, scenario, jobs, out, name)


def fit(
    data: str | Path,
    column: str = "",
    *,
    unit: Literal["s", "min", "h", "d", "wk"] | None = None,
    where: Names = (),
    censoring: Names = (),
    skip_gaps: bool = False,
    laws: Names = (),
    bootstrap: int = 500,
    seed: int = 1,
    start: str = "",
    end: str = "",
    until: str = "",
    dates: str = "",
    delimiter: str = "",
    decimal: str = "",
    thousands: str = "",
) -> Fitting:
    """Delay laws fitted to the times in a ``column`` of a CSV file, or between two, as ``hotline
    fit``.
    """
    asked = FitSpecification(
        data=str(data),
        column=column,
        unit=unit,
        wheres=texts(where),
        censoring=texts(censoring),
        skip_gaps=skip_gaps,
        laws=names(laws),
        bootstrap=bootstrap,
        seed=seed,
        start=start,
        end=end,
        until=until,
        dates=dates,
        delimiter=delimiter,
        decimal=decimal,
        thousands=thousands,
    )
    return fitted(asked, Silent())
