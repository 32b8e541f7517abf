"""Where a scenario's text comes from: its file, the files that this one extends, ``--set``, and the
arms' overlays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from sim.errors import Problem, ScenarioError
from sim.scenario.assumptions.sources import vouched_file
from sim.scenario.loading.document import DOCUMENT, SCHEMA, SETTING
from sim.scenario.loading.merging import defaults, merge, with_defaults
from sim.scenario.loading.problems import form_at, in_file_order, sentence
from sim.scenario.schema.forms import Entries, Form, Leaf, Overlay
from sim.scenario.schema.leaves import KINDS, nearest
from sim.scenario.schema.quantities import quotation
from sim.scenario.text.parser import LATER, NAMES, Parsed, parse_value, problem_at, read_file
from sim.scenario.text.tree import Node, Origin, Scalar, Table, child, is_null, key_at, origin_at
from sim.signs import HIDDEN, HIDDEN_IN_NAMES, name_of

LONGEST_CHAIN: Final = 8
#: What a value begins with that only YAML can read.
_OPENING: Final = frozenset("{[\"'")
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


def with_sets(tree: Table, sets: Sequence[str]) -> tuple[Table, list[Problem]]:
    """The tree with each ``path=value`` laid over it, in order, and what is wrong with those that
    could not be.
    """
    problems: list[Problem] = []
    for text in sets:
        try:
            tree = _with_set(tree, text)
        except ScenarioError as error:
            problems += [
                replace(problem, line=0, column=0, source="") for problem in error.problems
            ]
    return tree, problems


def _with_set(tree: Table, text: str) -> Table:
    name = f"--set {text}"
    path, equals, value = text.partition("=")
    steps = path.strip().split(".")
    if not equals or not all(steps) or not value.strip():
        message = (
            "expected path=value, such as terms.patience.base=60h; null gives back the default"
        )
        raise ScenarioError((Problem(file=name, message=message),))
    origin = Origin("set", name)
    full = with_defaults(tree, DOCUMENT, defaults(DOCUMENT))
    assert isinstance(full, Table)
    _check_path(full, steps, name)
    node = _from_command_line(typed_value(value.strip(), steps, name), origin)
    for step in reversed(steps):
        node = Table({step: node}, origin, {step: origin})
    overlaid = merge(tree, node, DOCUMENT)
    assert isinstance(overlaid, Table)
    return overlaid


def typed_value(text: str, steps: Sequence[str], name: str) -> Node:
    """What a person typed for an input: where it wants a text, that text to the letter, else a
    value as YAML writes it.
    """
    form, hidden = (
        form_at(DOCUMENT, tuple(steps)),
        HIDDEN_IN_NAMES if (steps[-1],) in NAMES else HIDDEN,
    )
    if text == "null":
        return Scalar(None)
    if isinstance(form, Leaf) and not KINDS[form.reads].number and form.reads != "flag":
        if sign := hidden.search(text):
            raise ScenarioError(
                (
                    Problem(
                        file=name, message=f"a text cannot hold the character {name_of(sign[0])}"
                    ),
                )
            )
        return Scalar(text)
    if form is not None and " #" in text and text[0] not in _OPENING:
        return Scalar(text)  # to YAML the rest would be a comment, and gone without a word
    return parse_value(text, name)


def _from_command_line(node: Node, origin: Origin) -> Node:
    """The same values, said to come from the command line."""
    if isinstance(node, Scalar):
        return Scalar(node.value, origin)
    if isinstance(node, Table):
        entries = {key: _from_command_line(entry, origin) for key, entry in node.entries.items()}
        return Table(entries, origin, dict.fromkeys(entries, origin))
    return type(node)(tuple(_from_command_line(item, origin) for item in node.items), origin)


def _check_path(base: Table, steps: Sequence[str], name: str) -> None:
    """Named things on the way must exist already: a misspelt name would otherwise make a new thing
    that nobody uses.
    """
    node: Node | None = base
    form: Form | None = DOCUMENT
    for step in steps[:-1]:
        node = base if isinstance(form, Overlay) else node
        if isinstance(form, Entries) and isinstance(node, Table) and step not in node.entries:
            hint = sentence(nearest(step, node.entries) or f"there are {', '.join(node.entries)}")
            raise ScenarioError(
                (Problem(file=name, message=f'there is no "{step}" here', hint=hint),)
            )
        node, form = child(node, step) if node else None, form_at(form, (step,))


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
