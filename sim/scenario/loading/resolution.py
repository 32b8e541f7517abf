"""From a path to a validated scenario: read, lay over one another, validate, check the sense, name
what came out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.domain.inputs.setting import Arm, Scenario, Setting, Study
from sim.errors import Problem, ScenarioError
from sim.scenario.loading.arm_titles import with_arm_names
from sim.scenario.loading.digest import digest
from sim.scenario.loading.document import DOCUMENT, SETTING, Header
from sim.scenario.loading.layers import arm_overlays, read_chain
from sim.scenario.loading.measure_stacking import with_measures
from sim.scenario.loading.merging import defaults, merge, with_defaults
from sim.scenario.loading.reading import Also, Reading
from sim.scenario.loading.set_options import with_sets
from sim.scenario.schema.forms import Group
from sim.scenario.text.tree import Table, key_at

#: File, line, column and path of a problem: the same one, however it is worded.
Place = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True)
class Resolved:
    """A scenario with all that it says and does not say written out; every node of the trees knows
    who gave it.

    ``base`` is the whole file, ``overlays`` what each arm lays over it, ``settings`` each arm's
    inputs in full.
    """

    scenario: Scenario
    base: Table
    overlays: Mapping[str, Table]
    settings: Mapping[str, Table]
    files: tuple[str, ...]


def load(path: str | Path, *, sets: Sequence[str] = ()) -> Scenario:
    """The scenario in a file; ``sets`` are texts ``path=value`` laid over it. Raises
    ``ScenarioError`` with every problem.
    """
    return resolve(path, sets).scenario


def resolve(path: str | Path, sets: Sequence[str] = (), *, also: Also = lambda _: ()) -> Resolved:
    """The scenario in a file together with the origin of each value; what ``also`` finds is told
    with all that is wrong.
    """
    try:
        return _resolve(Path(path), sets, also)
    except ScenarioError as error:
        told = error.problems
    raise ScenarioError(_with_culprits(told, Path(path), sets, also))


def _resolve(path: Path, sets: Sequence[str], also: Also) -> Resolved:
    text, files, faults = read_chain(path)
    tree, set_problems = with_sets(text, sets)
    base = with_defaults(tree, DOCUMENT, defaults(DOCUMENT))
    assert isinstance(base, Table)
    overlays, problems = arm_overlays(base)
    inputs = _only(base, SETTING)
    overlays, more = with_measures(base, inputs, overlays, path.parent)
    settings = {name: _laid_over(inputs, overlay) for name, overlay in overlays.items()}
    places = {name: key_at(base, ("arms", name)) for name in settings}
    reading = Reading(files, arms=len(settings), places=places)
    reading.note([*faults, *set_problems, *problems, *more])
    header, unread = reading.header(base.with_entries(_others(base)), DOCUMENT)
    header = None if header is None else with_arm_names(header, tuple(settings))
    reading.read(Setting, inputs, SETTING, partly=True)
    read = {name: reading.arm(name, tree) for name, tree in settings.items()}
    if not read:
        reading.sense("", inputs)
    reading.study(header, base, tuple(settings), unread, also)
    reading.uncertainties(base, read, settings, () if header is None else header.arms)
    reading.finish()
    assert header is not None, "what cannot be read has been told"
    return Resolved(_scenario(path, header, read), base, overlays, settings, files)


def _with_culprits(
    problems: tuple[Problem, ...], path: Path, sets: Sequence[str], also: Also
) -> tuple[Problem, ...]:
    """The same problems; one of a file that is right by itself says what lies over it and made it
    wrong: a file that extends it, or the command line.
    """
    try:
        files = read_chain(path).files
    except ScenarioError:  # nothing has been laid over anything yet
        return problems
    below = files if sets else files[1:]
    wrong = {files[0]: {_place(one) for one in problems}}
    if any(one.file in below for one in problems):
        wrong |= {file: _places_of_problems(Path(file), also) for file in below}
    return tuple(_with_culprit(one, files, wrong) if one.file in below else one for one in problems)


def _with_culprit(one: Problem, files: tuple[str, ...], wrong: Mapping[str, set[Place]]) -> Problem:
    above = reversed(files[: files.index(one.file) + 1])
    culprit = next((file for file in above if _place(one) in wrong[file]), "--set")
    if culprit == one.file:
        return one
    end = "." if one.hint and not one.hint.endswith((".", "?")) else ""
    said = f"By itself {one.file} is right here: what {culprit} changes makes it wrong."
    return replace(one, hint=f"{one.hint}{end} {said}".strip())


def _place(problem: Problem) -> Place:
    return (problem.file, problem.line, problem.column, problem.path)


def _places_of_problems(path: Path, also: Also) -> set[Place]:
    """Where a file with all that it extends is wrong, whatever else is laid over it."""
    try:
        _resolve(path, (), also)
    except ScenarioError as error:
        return {_place(one) for one in error.problems}
    return set()


def _only(base: Table, form: Group) -> Table:
    return base.with_entries(
        {key: node for key, node in base.entries.items() if key in form.fields}
    )


def _others(base: Table) -> dict[str, Any]:
    """The header's entries, and all that belong nowhere."""
    return {key: node for key, node in base.entries.items() if key not in SETTING.fields}


def _laid_over(inputs: Table, overlay: Table) -> Table:
    tree = with_defaults(merge(inputs, overlay, SETTING), SETTING, defaults(SETTING))
    assert isinstance(tree, Table)
    return tree


def name_of(path: Path) -> str:
    """What a scenario is called after its file: no two files of one folder have the same name, and
    none cannot be printed.

    A plain file's is its name without ``.yaml``; any other ending, or another dot, stays a part of
    it.
    """
    stem, file = path.name.removesuffix(".yaml"), path.name
    if stem == file and ("." not in file or file.endswith(".")):
        file += "."
    name = file if not stem or "." in stem or stem == path.name else stem
    return "".join(_printable(mark) for mark in name)


def _printable(mark: str) -> str:
    """A character, or the escape of one that cannot be printed; a backslash is always one, so that
    no two names meet.
    """
    return mark if mark.isprintable() and mark != "\\" else ascii(mark)[1:-1]


def _scenario(path: Path, header: Header, settings: Mapping[str, Setting]) -> Scenario:
    titles = {name: arm.title for name, arm in header.arms.items()}
    arms = {
        name: Arm(name=name, title=titles.get(name) or name, setting=setting)
        for name, setting in settings.items()
    }
    return Scenario(
        name=name_of(path),
        title=header.title,
        purpose=header.purpose,
        sources=header.sources,
        arms=arms,
        study=_study(header.study, next(iter(arms))),
        digest=digest(settings),
        checks=header.checks,
        exercise=header.exercise,
    )


def _study(study: Study, first: str) -> Study:
    """A study with the arms named that it left unsaid."""
    baseline, asked = study.baseline or first, study.question
    named = None if asked is None else replace(asked, against=asked.against or baseline)
    return replace(study, baseline=baseline, question=named)
