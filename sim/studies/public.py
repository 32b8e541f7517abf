"""What a notebook or a script calls: one function for each command that computes, and one that
opens results.

Each asks the same as the command of its name and writes the same folder. A scenario is a file, or
what ``load`` gave. ``sets`` are changes to it, as a mapping of paths to values or as texts
``path=value``. Without ``out`` nothing is written but to a temporary folder, which goes with the
results. ``jobs`` are worker processes, by default one a core; no number depends on it. What is
wrong is told by an exception of ``sim.errors``, in the words of the command.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, Literal, TypeVar

from sim.domain.inputs.setting import Scenario
from sim.errors import UsageError
from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.comparison.summary_parts import Summary
from sim.experiment.discovery.discovery_summary import DiscoverySummary
from sim.experiment.measures.measures_summary import TrialSummary
from sim.experiment.outcomes.outcome_lookup import outcome_findings
from sim.experiment.sensitivity.sensitivity_summary import SensitivitySummary
from sim.experiment.sweeps.sweep_summary import SweepSummary
from sim.scenario import Resolved, resolve
from sim.studies import registry
from sim.studies.execution.settings import Making, Silent
from sim.studies.fitting import FitSpecification, Fitting
from sim.studies.fitting import fit as fitted
from sim.studies.results import Results
from sim.studies.specification import (
    WORLDS,
    DiscoverySpecification,
    MeasuresSpecification,
    RunSpecification,
    SensitivitySpecification,
    Specification,
    SweepSpecification,
)

Sets = Mapping[str, object] | Sequence[str]
Names = str | Iterable[str]
S = TypeVar("S", bound=Specification)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedScenario(Scenario):
    """A scenario together with its text: a ``Scenario`` wherever one is asked for, such as by
    ``Session``.
    """

    found: Resolved = field(repr=False, compare=False)
    sets: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The file that it was read from."""
        return self.found.files[0]

    def __str__(self) -> str:
        return f"{self.title or self.name}\n{self.purpose}\narms: {', '.join(self.arms)}"

    def __repr__(self) -> str:
        """Short: all that it says is a long text."""
        return f"<scenario {self.name}, digest {self.digest[:12]}, arms {', '.join(self.arms)}>"


AnyScenario = str | Path | LoadedScenario


def load(path: str | Path, *, sets: Sets = ()) -> LoadedScenario:
    """The scenario in a file, checked. A ``ScenarioError`` tells all that is wrong with it, with
    line and column.
    """
    texts = _texts_of(sets)
    found = resolve(path, texts, also=outcome_findings)
    known = {one.name: getattr(found.scenario, one.name) for one in fields(Scenario)}
    return LoadedScenario(found=found, sets=texts, **known)


def open_results(folder: str | Path) -> Results[Summary]:
    """Results of any kind, once every file has been compared with what was written; a
    ``ResultsError`` names what changed.
    """
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
    jobs: int | None = None,
    out: str | Path | None = None,
    name: str | None = None,
) -> Results[RunSummary]:
    """All ``arms`` of a scenario in the same ``worlds`` (by default as its study says), as
    ``hotline run`` compares them.
    """
    asked = _specification_of(
        RunSpecification,
        scenario,
        sets,
        replications=worlds,
        seed=seed,
        arms=_names(arms),
        baseline=against,
        until_precise=until_precise,
    )
    return _make(asked, scenario, jobs, out, name, report=True)


def sweep(
    scenario: AnyScenario,
    vary: Names,
    *,
    break_even: Names = (),
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
    ``path=low..high``, or two.
    """
    asked = _specification_of(
        SweepSpecification,
        scenario,
        sets,
        vary=_texts(vary),
        break_even=tuple(dict.fromkeys(_texts(break_even))),
        outcomes=_names(outcomes),
        replications=worlds,
        seed=seed,
        arms=_names(arms),
        baseline=against,
        yes=yes,
    )
    return _make(asked, scenario, jobs, out, name)


def measures(
    scenario: AnyScenario,
    measures: Names = (),
    *,
    arm: str | None = None,
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
    asked = _specification_of(
        MeasuresSpecification,
        scenario,
        sets,
        arm=arm,
        measures=_names(measures),
        worlds=worlds,
        seed=seed,
        fraction=fraction,
        budget=budget,
        goal=goal,
    )
    return _make(asked, scenario, jobs, out, name)


def sensitivity(
    scenario: AnyScenario,
    *,
    arm: str | None = None,
    against: str | None = None,
    outcomes: Names = (),
    method: Literal["morris", "sobol"] = "morris",
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
    asked = _specification_of(
        SensitivitySpecification,
        scenario,
        sets,
        arm=arm,
        against=against,
        outcomes=_names(outcomes),
        method=method,
        samples=samples,
        top=top,
        swing=swing,
        worlds=worlds,
        seed=seed,
        paths=_names(paths),
        ranges=_texts(ranges),
        yes=yes,
    )
    return _make(asked, scenario, jobs, out, name)


def discover(
    scenario: AnyScenario,
    *,
    arm: str | None = None,
    against: str | None = None,
    outcomes: Names = "burden",
    unacceptable: Names = (),
    samples: int = 256,
    fill: Literal["latin", "sobol"] = "latin",
    worlds: int = 20,
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
    asked = _specification_of(
        DiscoverySpecification,
        scenario,
        sets,
        arm=arm,
        against=against,
        outcomes=_names(outcomes),
        unacceptable=_texts(unacceptable),
        samples=samples,
        fill=fill,
        worlds=worlds,
        seed=seed,
        paths=_names(paths),
        ranges=_texts(ranges),
        yes=yes,
    )
    return _make(asked, scenario, jobs, out, name)


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
        wheres=_texts(where),
        censoring=_texts(censoring),
        skip_gaps=skip_gaps,
        laws=_names(laws),
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


def _make(
    asked: Specification,
    scenario: AnyScenario,
    jobs: int | None,
    out: str | Path | None,
    name: str | None,
    *,
    report: bool = False,
) -> Results[Any]:
    _expect_processes(jobs)
    found = scenario.found if isinstance(scenario, LoadedScenario) else None
    if out is not None:
        making = Making(jobs=jobs, out=Path(out), name=name, report=report)
        return Results(registry.carry_out(asked, making, Silent(), found))
    temporary = Path(mkdtemp(prefix="hotline-"))
    try:
        making = Making(jobs=jobs, out=temporary, name=name, report=report)
        return Results(registry.study_of(asked).run(asked, making, Silent(), found), temporary)
    except BaseException:
        rmtree(temporary, ignore_errors=True)
        raise


def _expect_processes(jobs: object) -> None:
    if jobs is not None and not (
        isinstance(jobs, int) and not isinstance(jobs, bool) and jobs >= 1
    ):
        raise UsageError(
            f"jobs: {jobs!r} is no number of processes, such as 2; leave it out for one a core."
        )


# its fields
def _specification_of(kind: type[S], scenario: AnyScenario, sets: Sets, **said: Any) -> S:  # noqa: ANN401
    """A specification; what NumPy made of a number is taken as the number that it is."""
    plain = {
        name: value.item() if hasattr(value, "item") else value for name, value in said.items()
    }
    return kind(**_scenario(scenario, sets), **plain)


def _scenario(scenario: AnyScenario, sets: Sets) -> dict[str, Any]:
    """The fields of a specification that say which scenario is meant."""
    if not isinstance(scenario, LoadedScenario):
        if not isinstance(scenario, str | Path):
            raise UsageError(
                f"scenario: expected a file, or what load() gave, not {type(scenario).__name__}."
            )
        return {"scenario": str(scenario), "sets": _texts_of(sets)}
    if sets:
        raise UsageError("sets: this scenario is loaded already; give them to load().")
    return {"scenario": scenario.file, "sets": scenario.sets}


def _texts_of(sets: Sets) -> tuple[str, ...]:
    """Changes as texts; a mapping gives its values as a scenario file has them."""
    if isinstance(sets, Mapping):
        return tuple(f"{path}={value}" for path, value in sets.items())
    return _texts(sets)


def _texts(values: Names) -> tuple[str, ...]:
    """One text, or several; that they are texts is checked where they are taken in."""
    return (values,) if isinstance(values, str) else _several(values)


def _names(values: Names) -> tuple[str, ...]:
    """Names, also from one text with commas."""
    if isinstance(values, str):
        return tuple(filter(None, map(str.strip, values.split(","))))
    return _several(values)


def _several(values: object) -> tuple[str, ...]:
    if not isinstance(values, Iterable):
        raise UsageError(f"expected a text, or several in a list, not {values!r}.")
    return tuple(values)
