"""Where a scenario's text comes from: its file, the files that this one extends, ``--set``, and the
arms' overlays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from sim.errors import Problem, ScenarioError
from sim.scenario.assumptions.sources import vouched_file
from sim.scenario.loading.document import DOCUMENT, SCHEMA, SETTING
from sim.scenario.loading.merging import defaults, merge
from sim.scenario.loading.problems import in_file_order, sentence
from sim.scenario.schema.leaves import nearest
from sim.scenario.schema.quantities import quotation
from sim.scenario.text.parser import LATER, Parsed, read_file
from sim.scenario.text.problem_places import problem_at
from sim.scenario.text.tree import Node, Origin, Scalar, Table, is_null, key_at, origin_at

LONGEST_CHAIN: Final = 8
TEXT_KEYS: Final = ("schema", "extends")


class Chain(NamedTuple):
    """A file laid over the files that it extends, the names of them all, the file itself first, and
    what is wrong so far.
    """

    tree: Table
    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_chain(path: Path) -> Chain:
    """A file with all that it extends."""
    trees: list[Table] = []
    files: list[str] = []
    problems: list[Problem] = []
    try:
        for shown_as, (tree, faults) in _links(path):
            files.append(shown_as)
            problems += faults
            _expect_scenario(tree)
            problems += schema_problems(tree, shown_as)
            trees.append(_own_keys(tree))
    except ScenarioError as error:
        raise ScenarioError(in_file_order((*problems, *error.problems), tuple(files))) from None
    return Chain(_stack_trees(trees), tuple(files), tuple(problems))


def _links(path: Path) -> Iterator[tuple[str, Parsed]]:
    """A file and those that it extends, one after the other, each with how messages name it."""
    seen: set[Path] = set()
    link = Origin("file", str(path))
    while True:
        real = _real(path, link)
        if real in seen or len(seen) >= LONGEST_CHAIN:
            said = (
                f"{path} extends itself"
                if real in seen
                else f"more than {LONGEST_CHAIN} files extend one another"
            )
            raise ScenarioError((problem_at(link, said, path="extends", hint=LATER),))
        seen.add(real)
        parsed = read_file(path, str(path))
        yield str(path), parsed
        parent = parsed.tree.entries.get("extends")
        if parent is None or is_null(parent):
            return
        path, link = _parent(path, parent), parent.origin


def _real(path: Path, link: Origin) -> Path:
    try:
        if link.line and not path.is_file():
            raise ScenarioError(
                (
                    problem_at(
                        link, f'there is no file "{path}" to extend', path="extends", hint=LATER
                    ),
                )
            )
        return path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        said = f"{str(path)[:80]!r} cannot be read: {error}"
        raise ScenarioError((problem_at(link, said, hint=LATER if link.line else ""),)) from error


def _parent(path: Path, node: Node) -> Path:
    value = node.value if isinstance(node, Scalar) else None
    if not isinstance(value, str):
        got = quotation(value) if isinstance(node, Scalar) else "a list or a map"
        message = f"expected the path of one file, relative to this one, got {got}"
        raise ScenarioError((problem_at(node.origin, message, path="extends", hint=LATER),))
    return path.parent / value


def _own_keys(tree: Table) -> Table:
    """What the file says about the scenario, with the sources of groups at their numbers."""
    said = tree.with_entries(
        {key: node for key, node in tree.entries.items() if key not in TEXT_KEYS}
    )
    return vouched_file(said)


def _stack_trees(trees: Sequence[Table]) -> Table:
    """Each over the one that it extends, the last over the defaults, so that it need not repeat
    what it only adds to.
    """
    stacked: Node = defaults(DOCUMENT)
    for tree in reversed(trees):
        stacked = merge(stacked, tree, DOCUMENT)
    assert isinstance(stacked, Table)
    return Table(stacked.entries, trees[0].origin, stacked.keys)


def _expect_scenario(tree: Table) -> None:
    """Other kinds of file lie beside scenarios and say so."""
    node = tree.entries.get("kind")
    if isinstance(node, Scalar) and node.value == "measure":
        hint = (
            "An arm of a scenario stacks it: `measures: [name]`. `hotline measures SCENARIO` tries"
            " measures."
        )
        raise ScenarioError((problem_at(node.origin, "is a measure, not a scenario", hint=hint),))


def schema_problems(tree: Table, file: str) -> Iterator[Problem]:
    node = tree.entries.get("schema")
    if node is None:
        hint = f"Write `schema: {SCHEMA}` in the first line."
        yield Problem(file=file, message="does not say which schema it follows", hint=hint)
        return
    value = node.value if isinstance(node, Scalar) else None
    if value != SCHEMA or isinstance(value, bool):
        message = (
            f"expected schema {SCHEMA}, the only one that this version of Hotline reads, got"
            f" {quotation(value)}"
        )
        raise ScenarioError((problem_at(node.origin, message, path="schema", hint=LATER),))


def arm_overlays(base: Table) -> tuple[dict[str, Table], list[Problem]]:
    """What each arm lays over the base, its parents' overlays included; without arms, one named
    after the protocol.
    """
    arms = base.entries.get("arms")
    named = (
        {name: arm for name, arm in arms.entries.items() if isinstance(arm, Table)}
        if isinstance(arms, Table)
        else {}
    )
    problems: list[Problem] = []
    if not named:
        if isinstance(arms, Table) and not arms.entries:
            return {_protocol(base): Table({})}, problems
        if not isinstance(arms, Table):
            return {}, []  # the schema says what is wrong with it
        return {}, [
            problem_at(origin_at(base, ("arms",)), "a scenario needs at least one arm", path="arms")
        ]
    return {name: _stack(named, name, problems) for name in named}, problems


def _protocol(base: Table) -> str:
    node = base.entries["protocol"]
    return str(node.value) if isinstance(node, Scalar) else "unilateral"


def _stack(arms: Mapping[str, Table], name: str, problems: list[Problem]) -> Table:
    """What an arm lays over the base, as far as its line can be followed."""
    line: list[str] = []
    try:
        for one in lineage(arms, name):
            line.append(one)  # noqa: PERF402 - what comes before a mistake is kept
    except ScenarioError as error:
        problems.extend(error.problems)
    overlay: Node = Table({})
    for arm in reversed(line):
        overlay = merge(overlay, _own(arms[arm], arm, problems), SETTING)
    assert isinstance(overlay, Table)
    return overlay


def lineage(arms: Mapping[str, Table], name: str) -> Iterator[str]:
    """An arm and those that it extends."""
    seen: list[str] = []
    while True:
        seen.append(name)
        yield name
        parent = arms[name].entries.get("extends")
        if parent is None or is_null(parent):
            return
        value = parent.value if isinstance(parent, Scalar) else None
        path = f"arms.{name}.extends"
        if not isinstance(value, str) or value not in arms:
            hint = sentence(nearest(str(value), arms) or f"there are {', '.join(arms)}")
            raise ScenarioError(
                (
                    problem_at(
                        parent.origin, f"there is no arm {quotation(value)}", path=path, hint=hint
                    ),
                )
            )
        if value in seen:
            raise ScenarioError(
                (problem_at(parent.origin, f"arm {value} extends itself", path=path),)
            )
        name = value


def _own(arm: Table, name: str, problems: list[Problem]) -> Table:
    """An arm's own overlay: what stands under ``with``, and its protocol."""
    overlay = arm.entries.get("with")
    table = overlay if isinstance(overlay, Table) else Table({}, arm.origin)
    protocol = arm.entries.get("protocol")
    if protocol is None or is_null(protocol):
        return table
    if "protocol" in table.entries:
        at, path = key_at(table, ("protocol",)), f"arms.{name}.with.protocol"
        problems.append(problem_at(at, "the protocol is given twice in this arm", path=path))
    keys = {**table.keys, "protocol": key_at(arm, ("protocol",))}
    return table.with_entries({"protocol": protocol, **table.entries}, keys)
