"""From a path to a validated scenario: read, lay over one another, validate, check the sense, name what came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.domain.setting import Arm, Scenario, Setting
from sim.errors import Problem, ScenarioError
from sim.scenario.digest import digest
from sim.scenario.document import DOCUMENT, SETTING, Document
from sim.scenario.merging import completed, merged, raw
from sim.scenario.problems import explained, in_file_order
from sim.scenario.schema import adapter
from sim.scenario.semantics import arm_problems, study_problems
from sim.scenario.sources import arm_overlays, read_chain, with_sets
from sim.scenario.tree import Node, Table


@dataclass(frozen=True, slots=True)
class Resolved:
    """A scenario with all that it says and does not say written out. ``base`` and ``overlays`` know where each value is from."""

    scenario: Scenario
    base: Table
    overlays: Mapping[str, Table]
    settings: Mapping[str, Table]
    files: tuple[str, ...]


def load(path: str | Path, *, sets: Sequence[str] = ()) -> Scenario:
    """The scenario in a file; ``sets`` are texts ``path=value`` laid over it. Raises ``ScenarioError`` with every problem."""
    return resolved(path, sets).scenario


def resolved(path: str | Path, sets: Sequence[str] = ()) -> Resolved:
    """The scenario in a file together with the origin of each value."""
    tree, files = read_chain(Path(path))
    base = completed(with_sets(tree, sets), DOCUMENT)
    assert isinstance(base, Table)
    reading = _Reading(files)
    document = reading.read(Document, base, DOCUMENT)
    overlays = reading.overlays(base)
    settings = {name: _laid_over(base, overlay) for name, overlay in overlays.items()}
    read = {name: reading.read(Setting, tree, SETTING, arm=name) for name, tree in settings.items()}
    reading.check(base, document, read, settings)
    assert isinstance(document, Document)
    scenario = _scenario(Path(path), document, read)
    return Resolved(scenario, base, overlays, settings, files)


def _laid_over(base: Table, overlay: Table) -> Table:
    inputs = base.with_entries({key: node for key, node in base.entries.items() if key in SETTING.fields})
    tree = completed(merged(inputs, overlay, SETTING), SETTING)
    assert isinstance(tree, Table)
    return tree


def _scenario(path: Path, document: Document, settings: Mapping[str, Setting]) -> Scenario:
    titles = {name: arm.title or name for name, arm in document.arms.items()}
    arms = {name: Arm(name=name, title=titles.get(name, name), setting=setting) for name, setting in settings.items()}
    study = replace(document.study, baseline=document.study.baseline or next(iter(arms)))
    return Scenario(
        name=path.stem,
        title=document.title,
        purpose=document.purpose,
        sources=document.sources,
        arms=arms,
        study=study,
        digest=digest(settings),
    )


class _Reading:
    """Gathers the problems of one reading, so that all of them are told at once."""

    def __init__(self, files: tuple[str, ...]) -> None:
        self._files = files
        self._problems: dict[Problem, set[str]] = {}
        self._arms = 1

    def read(self, cls: type, tree: Table, form: Any, arm: str = "") -> Any:
        """The domain's value of a tree, or ``None`` when it has problems, which are noted."""
        from pydantic import ValidationError

        try:
            return adapter(cls).validate_python(raw(tree, form))
        except ValidationError as error:
            self._note((explained(detail, tree, form, self._files[0]) for detail in error.errors(include_url=False)), arm)
            return None

    def overlays(self, base: Table) -> dict[str, Table]:
        """What each arm lays over the base."""
        overlays, problems = arm_overlays(base, self._files[0])
        self._note(problems, "")
        self._arms = len(overlays)
        return overlays

    def check(self, base: Table, document: Any, settings: Mapping[str, Any], trees: Mapping[str, Node]) -> None:
        """Whether what can be read makes sense; raises all problems."""
        for name, setting in settings.items():
            if setting is not None:
                self._note(arm_problems(setting, trees[name]), name)
        if document is not None:
            self._note(study_problems(document, tuple(settings), base), "")
        if self._problems:
            raise ScenarioError(in_file_order(self._named(), self._files))

    def _note(self, problems: Any, arm: str) -> None:
        for problem in problems:
            self._problems.setdefault(problem, set()).add(arm)

    def _named(self) -> list[Problem]:
        """Problems that only some arms have say which."""
        return [self._in_arms(problem, arms) for problem, arms in self._problems.items()]

    def _in_arms(self, problem: Problem, arms: set[str]) -> Problem:
        if "" in arms or len(arms) >= self._arms:
            return problem
        said = f"in {'arm' if len(arms) == 1 else 'arms'} {', '.join(sorted(arms))}"
        return replace(problem, message=f"{problem.message} ({said})")
