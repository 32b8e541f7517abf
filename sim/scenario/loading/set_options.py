"""Values given with --set, as a layer above the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sim.errors import Problem, ScenarioError
from sim.scenario.loading.document import DOCUMENT
from sim.scenario.loading.merging import defaults, merge, with_defaults
from sim.scenario.loading.problems import form_at, sentence
from sim.scenario.schema.forms import Entries, Form, Leaf, Overlay
from sim.scenario.schema.leaves import KINDS, nearest
from sim.scenario.text.parser import NAMES, parse_value
from sim.scenario.text.tree import Node, Origin, Scalar, Table, child
from sim.signs import HIDDEN, HIDDEN_IN_NAMES, name_of

#: What a value begins with that only YAML can read.
_OPENING: Final = frozenset("{[\"'")


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
