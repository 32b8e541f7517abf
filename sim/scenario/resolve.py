"""From a path to a validated scenario: read, lay over one another, validate, check the sense, name what came out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.domain.setting import Arm, Scenario, Setting
from sim.errors import Problem, ScenarioError
from sim.scenario.digest import digest
from sim.scenario.document import DOCUMENT, SETTING, Header
from sim.scenario.form import Group
from sim.scenario.merging import completed, defaults, merged, raw
from sim.scenario.problems import explained, in_file_order
from sim.scenario.schema import adapter
from sim.scenario.semantics import arm_problems, study_problems
from sim.scenario.sources import arm_overlays, read_chain, with_sets
from sim.scenario.tree import Table


@dataclass(frozen=True, slots=True)
class Resolved:
    """A scenario with all that it says and does not say written out; every node of the trees knows who gave it.

    ``base`` is the whole file, ``overlays`` what each arm lays over it, ``settings`` each arm's inputs in full.
    """

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
    base = completed(with_sets(tree, sets), DOCUMENT, defaults(DOCUMENT))
    assert isinstance(base, Table)
    overlays, problems = arm_overlays(base)
    inputs = _only(base, SETTING)
    settings = {name: _laid_over(inputs, overlay) for name, overlay in overlays.items()}
    reading = _Reading(files, arms=len(settings))
    reading.note(problems)
    header = reading.read(Header, base.with_entries(_others(base)), DOCUMENT)
    reading.read(Setting, inputs, SETTING, partly=True)
    read = {name: reading.read(Setting, tree, SETTING, arm=name) for name, tree in settings.items()}
    for name, setting in read.items():
        if setting is not None:
            reading.note(arm_problems(setting, settings[name]), name)
    if header is not None:
        reading.note(study_problems(header, base))
    reading.finish()
    return Resolved(_scenario(Path(path), header, read), base, overlays, settings, files)


def _only(base: Table, form: Group) -> Table:
    return base.with_entries({key: node for key, node in base.entries.items() if key in form.fields})


def _others(base: Table) -> dict[str, Any]:
    """The header's entries, and all that belong nowhere."""
    return {key: node for key, node in base.entries.items() if key not in SETTING.fields}


def _laid_over(inputs: Table, overlay: Table) -> Table:
    tree = completed(merged(inputs, overlay, SETTING), SETTING, defaults(SETTING))
    assert isinstance(tree, Table)
    return tree


def _scenario(path: Path, header: Header, settings: Mapping[str, Setting]) -> Scenario:
    titles = {name: arm.title for name, arm in header.arms.items()}
    arms = {name: Arm(name=name, title=titles.get(name) or name, setting=setting) for name, setting in settings.items()}
    return Scenario(
        name=path.stem,
        title=header.title,
        purpose=header.purpose,
        sources=header.sources,
        arms=arms,
        study=replace(header.study, baseline=header.study.baseline or next(iter(arms))),
        digest=digest(settings),
    )


class _Reading:
    """Gathers the problems of one reading, so that all of them are told at once."""

    def __init__(self, files: tuple[str, ...], *, arms: int) -> None:
        self._files = files
        self._arms = arms
        self._problems: dict[Problem, set[str]] = {}

    def read(self, cls: type, tree: Table, form: Group, *, arm: str = "", partly: bool = False) -> Any:
        """The domain's value of a tree, or ``None`` when it has problems, which are noted. ``partly`` lets keys be missing."""
        from pydantic import ValidationError

        try:
            return adapter(cls).validate_python(raw(tree, form))
        except ValidationError as error:
            details = [detail for detail in error.errors(include_url=False) if not (partly and detail["type"] == "missing")]
            self.note([explained(detail, tree, form, self._files[0]) for detail in details], arm)
            return None

    def note(self, problems: Iterable[Problem], arm: str = "") -> None:
        """Keep problems, those of an arm with its name."""
        for problem in problems:
            self._problems.setdefault(problem, set()).add(arm)

    def finish(self) -> None:
        """Raise if there is any problem."""
        if self._problems:
            told = [self._in_arms(problem, arms) for problem, arms in self._problems.items()]
            raise ScenarioError(in_file_order(told, self._files))

    def _in_arms(self, problem: Problem, arms: set[str]) -> Problem:
        """A problem that only some arms have says which."""
        if "" in arms or len(arms) >= self._arms:
            return problem
        said = f"in {'arm' if len(arms) == 1 else 'arms'} {', '.join(sorted(arms))}"
        return replace(problem, message=f"{problem.message} ({said})")
