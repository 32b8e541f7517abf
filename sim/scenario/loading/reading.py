"""One reading of a scenario: it gathers every problem, so that all of them are told at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from sim.domain.inputs.setting import Setting
from sim.errors import Problem, ScenarioError
from sim.scenario.assumptions import drawable_inputs, law_multipliers, uncertainties
from sim.scenario.checks.exercise_semantics import exercise_findings
from sim.scenario.checks.semantics import Finding, arm_findings
from sim.scenario.checks.study_semantics import study_findings
from sim.scenario.loading.document import SETTING, Header
from sim.scenario.loading.merging import raw
from sim.scenario.loading.placeholders import concerns, repair
from sim.scenario.loading.problems import in_file_order, problem_at_path, problem_of
from sim.scenario.schema.forms import Group
from sim.scenario.schema.models import adapter
from sim.scenario.text.problem_places import problem_at
from sim.scenario.text.tree import Origin, Path, Table

#: What else does not make sense to those who know more than the door does, such as which outcomes
#: there are.
Also = Callable[[Header], Iterable[Finding]]


class Reading:
    """Turns trees into the domain's values and keeps what is wrong with them."""

    def __init__(
        self, files: tuple[str, ...], *, arms: int, places: Mapping[str, Origin] | None = None
    ) -> None:
        """``files`` begins with the one that was asked for; ``places`` says where arms stand."""
        self._files = files
        self._arms = arms
        self._places = places or {}
        self._problems: dict[Problem, set[str]] = {}

    def read(
        self, cls: type, tree: Table, form: Group, *, arm: str = "", partly: bool = False
    ) -> Any:
        """The domain's value of a tree, or ``None`` when it has problems, which are noted.
        ``partly`` lets keys be missing.
        """
        try:
            return adapter(cls).validate_python(raw(tree, form))
        except ValidationError as error:
            found = [
                detail for detail in details(error) if not (partly and detail["type"] == "missing")
            ]
            self.note([problem_of(detail, tree, form, self._files[0]) for detail in found], arm)
            return None

    def header(self, tree: Table, form: Group) -> tuple[Header | None, list[Path]]:
        """What a file says beside the inputs, as far as it can be read, and the paths of what
        cannot.
        """
        header = self.read(Header, tree, form)
        return (header, []) if header is not None else as_far_as_readable(tree, Header, form)

    def arm(self, name: str, tree: Table) -> Any:
        """The inputs of an arm, checked for sense too as far as they can be read."""
        setting = self.read(Setting, tree, SETTING, arm=name)
        self.sense(name, tree, setting)
        return setting

    def sense(self, name: str, tree: Table, setting: Setting | None = None) -> None:
        """Whether inputs make sense; those that cannot be read are replaced by stand-ins first."""
        readable, faults = (
            (setting, []) if setting is not None else as_far_as_readable(tree, Setting, SETTING)
        )
        if readable is not None:
            self._place(
                tree,
                [one for one in arm_findings(readable) if not concerns(one.path, faults)],
                name,
            )

    def study(
        self,
        header: Header | None,
        tree: Table,
        arms: Sequence[str],
        faults: Sequence[Path],
        also: Also,
    ) -> None:
        """Whether the study as a whole makes sense; of what could not be read the ``faults`` have
        been told.
        """
        if header is not None:
            found = (
                *study_findings(header, tuple(dict.fromkeys([*arms, *header.arms]))),
                *exercise_findings(header.exercise, _entry_names(tree, "injects")),
                *also(header),
            )
            self._place(tree, [one for one in found if not concerns(one.path, faults)], "")

    def uncertainties(
        self,
        tree: Table,
        settings: Mapping[str, Setting | None],
        trees: Mapping[str, Table],
        named: Collection[str],
    ) -> None:
        """Whether what is called uncertain exists and can vary, in arms that cannot be read as far
        as they can be.
        """
        whole = dict(settings)
        faults: list[Path] = []
        for name in (name for name, setting in settings.items() if setting is None):
            whole[name], more = as_far_as_readable(trees[name], Setting, SETTING)
            faults += more
        self._place(tree, uncertainties.findings(tree, whole, faults, named), "")
        self._place(tree, law_multipliers.findings(tree, whole), "")
        self._place(tree, drawable_inputs.findings(tree, whole, trees), "")

    def _place(self, tree: Table, findings: Iterable[Finding], arm: str) -> None:
        self.note(
            [
                problem_at_path(tree, one.path, one.message, one.hint, self._files[0])
                for one in findings
            ],
            arm,
        )

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
        place = self._places.get(min(arms))
        if place is None or place.file != self._files[0] or problem.file == place.file:
            return replace(problem, message=f"{problem.message} ({said})")
        # What another file says is right in other arms: the arm made it wrong, and is what its
        # author can mend.
        there = f"{problem.file}:{problem.line}" if problem.line else problem.file
        message = f"{problem.path}: {problem.message} ({said}; given in {there})"
        return problem_at(place, message, path=f"arms.{min(arms)}", hint=problem.hint)


def _entry_names(tree: Table, key: str) -> tuple[str, ...]:
    """The names of what stands under a key."""
    node = tree.entries.get(key)
    return tuple(node.entries) if isinstance(node, Table) else ()


def details(error: ValidationError) -> list[Mapping[str, Any]]:
    """What Pydantic found, one by one."""
    return [dict(detail) for detail in error.errors(include_url=False)]


def faults_of(tree: Table) -> list[Mapping[str, Any]]:
    """What keeps the inputs of an arm from being read."""
    try:
        adapter(Setting).validate_python(raw(tree, SETTING))
    except ValidationError as error:
        return details(error)
    return []


def as_far_as_readable(
    tree: Table, cls: type = Setting, form: Group = SETTING
) -> tuple[Any, list[Path]]:
    """A value with stand-ins where it cannot be read, and the paths of those; ``None`` where even
    that fails.
    """
    faults: list[Path] = []
    plain = raw(tree, form)
    for _ in range(3):  # a stand-in may uncover what the fault before it hid
        try:
            return adapter(cls).validate_python(plain), faults
        except ValidationError as error:
            fixed = repair(plain, form, details(error))
        if fixed is None:
            break
        faults += fixed
    return None, faults
