"""What the public functions take: scenarios, changes and names, in any of their forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, TypeVar

from sim.domain.inputs.setting import Scenario
from sim.errors import UsageError
from sim.experiment.outcomes.outcome_lookup import outcome_findings
from sim.scenario import Resolved, resolve
from sim.studies import presentation, registry
from sim.studies.execution.settings import Making, Silent
from sim.studies.results import Results
from sim.studies.specification import Specification

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
    expect_place(path, "path")
    texts = _texts_of(sets)
    found = resolve(path, texts, also=outcome_findings)
    known = {one.name: getattr(found.scenario, one.name) for one in fields(Scenario)}
    return LoadedScenario(found=found, sets=texts, **known)


def make(
    asked: Specification,
    scenario: AnyScenario,
    jobs: int | None,
    out: str | Path | None,
    name: str | None,
    *,
    report: bool = False,
) -> Results[Any]:
    _expect_processes(jobs)
    if name is not None:
        _expect_text(name, "name: expected a text")
    found = scenario.found if isinstance(scenario, LoadedScenario) else None
    if out is not None:
        expect_place(out, "out")
        making = Making(jobs=jobs, out=Path(out), name=name, report=report)
        return Results(presentation.carry_out(asked, making, Silent(), found))
    temporary = Path(mkdtemp(prefix="hotline-"))
    try:
        making = Making(jobs=jobs, out=temporary, name=name, report=report)
        return Results(registry.study_of(asked).run(asked, making, Silent(), found), temporary)
    except BaseException:
        rmtree(temporary, ignore_errors=True)
        raise


def expect_place(place: object, what: str) -> None:
    """An error for what names no file or folder; an empty text is not the one where one stands."""
    if not isinstance(place, str | Path) or place == "":
        raise UsageError(f"{what}: expected the name of a file or a folder, not {place!r}.")


def _expect_text(said: object, expected: str) -> None:
    if not isinstance(said, str):
        raise UsageError(f"{expected}, not {said!r}.")


def _expect_processes(jobs: object) -> None:
    if jobs is not None and not (
        isinstance(jobs, int) and not isinstance(jobs, bool) and jobs >= 1
    ):
        raise UsageError(
            f"jobs: {jobs!r} is no number of processes, such as 2; leave it out for one a core."
        )


# What is said are the fields of that kind.
def specification_of(kind: type[S], scenario: AnyScenario, sets: Sets, **said: Any) -> S:  # noqa: ANN401
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
        expect_place(scenario, "scenario")
        return {"scenario": str(scenario), "sets": _texts_of(sets)}
    if sets:
        raise UsageError("sets: this scenario is loaded already; give them to load().")
    return {"scenario": scenario.file, "sets": scenario.sets}


def _texts_of(sets: Sets) -> tuple[str, ...]:
    """Changes as texts; a mapping gives its values as a scenario file has them."""
    if isinstance(sets, Mapping):
        return tuple(f"{path}={'null' if value is None else value}" for path, value in sets.items())
    changes = texts(sets)
    for one in changes:
        _expect_text(one, "sets: expected texts such as 'horizon=4 d'")
    return changes


def texts(values: Names) -> tuple[str, ...]:
    """One text, or several; that they are texts is checked where they are taken in."""
    return (values,) if isinstance(values, str) else _several(values)


def names(values: Names) -> tuple[str, ...]:
    """Names, also from one text with commas."""
    if isinstance(values, str):
        return tuple(filter(None, map(str.strip, values.split(","))))
    return _several(values)


def _several(values: object) -> tuple[str, ...]:
    if not isinstance(values, Iterable):
        raise UsageError(f"expected a text, or several in a list, not {values!r}.")
    return tuple(values)
