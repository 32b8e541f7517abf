"""How uncertain an input is: a range or a law, as a file's ``uncertainties`` or a command line
gives it.

uncertainties:
adversary.threat.growth: {low: 0.02 / d, high: 0.10 / d, source: judgement}
terms.patience.base: {triangular: {low: 1 d, mode: 60 h, high: 5 d}, source: judgement}
arms.consult.terms.promise: {low: 1, high: 2, source: judgement}
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sim.domain.distributions.families import LAWS, Law
from sim.domain.inputs.setting import Setting
from sim.errors import ScenarioError
from sim.scenario.assumptions.sources import source_of
from sim.scenario.checks.semantics import Finding, arm_findings
from sim.scenario.loading.merging import raw
from sim.scenario.loading.placeholders import concerns
from sim.scenario.schema.forms import Leaf, law_of
from sim.scenario.schema.input_paths import Input, checked_value, find_input, value_text, with_value
from sim.scenario.schema.leaves import nearest, one_of, read_number
from sim.scenario.schema.models import read_law
from sim.scenario.schema.quantities import Unreadable, quotation
from sim.scenario.text.parser import parse_value
from sim.scenario.text.tree import Node, Path, Table, dotted_path, is_null

SECTION: Final = "uncertainties"
#: How paths of multipliers of laws of time begin.
LAWS_OF_TIME: Final = "laws."
#: The range that stands for a law: its central part, which is bounded whatever the law.
TAIL: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty:
    """What an input may be, in code units: anything from ``low`` to ``high``, or what ``law`` says
    between them.
    """

    low: float
    high: float
    law: Law | None = None


def declared_uncertainties(base: Table) -> dict[str, Any]:
    """What a file says of its uncertainties, by path as written; ``base`` is that of the resolved
    scenario.
    """
    return {path: raw(entry) for path, entry in _entries(base).items()}


def unsourced_paths(base: Table) -> Iterator[str]:
    """Where a file says how uncertain something is but not where that comes from."""
    return (f"{SECTION}.{path}" for path, entry in _entries(base).items() if not source_of(entry))


def _entries(base: Table) -> dict[str, Node]:
    node = base.entries.get(SECTION)
    entries = node.entries if isinstance(node, Table) else {}
    return {path: entry for path, entry in entries.items() if not is_null(entry)}


def findings(
    base: Table,
    settings: Mapping[str, Setting | None],
    faults: Sequence[Path] = (),
    named: Collection[str] = (),
) -> Iterator[Finding]:
    """What is wrong with a file's uncertainties.

    Nothing is said of inputs at ``faults``, which could not be read, nor of arms that are ``named``
    but have no settings.
    """
    readable = {name: setting for name, setting in settings.items() if setting is not None}
    for path, given in declared_uncertainties(base).items() if readable else ():
        if path.startswith(LAWS_OF_TIME):
            continue  # ``law_multipliers`` finds what is wrong with those
        steps = path.split(".")
        arm = steps[1] if steps[0] == "arms" and len(steps) > 1 else ""
        inner = steps if not arm else steps[3:] if steps[2:3] == ["with"] else steps[2:]
        if concerns(tuple(inner), faults) or (arm in named and arm not in readable):
            continue
        try:
            places = located_inputs(path, readable)
            doubt = uncertainty(next(iter(places.values())).form, given)
        except Unreadable as error:
            yield Finding((SECTION, path), str(error))
            continue
        yield from _at_its_ends(path, given, doubt, places, readable)


def _at_its_ends(
    path: str,
    given: Any,
    doubt: Uncertainty,
    places: Mapping[str, Input],
    settings: Mapping[str, Setting],
) -> Iterator[Finding]:
    """What makes no sense once an input is at an end of its range, and does not as it stands:
    studies go there.
    """
    for end, value in (("low", doubt.low), ("high", doubt.high)):
        where: Path = (SECTION, path, end) if end in given else (SECTION, path)
        reasons = dict.fromkeys(
            why for arm, one in places.items() for why in wrong_at(settings[arm], one, value)
        )
        said = f"{value_text(next(iter(places.values())).form, value)}, the {end} end of its range"
        yield from (Finding(where, f"{said}: {why}") for why in reasons)


def wrong_at(setting: Setting, one: Input, value: float) -> Iterator[str]:
    """Why an arm cannot have this value of an input, beside what is wrong with the arm as it is."""
    try:
        there = list(arm_findings(with_value(setting, one.path, value)))
    except (ValueError, ArithmeticError) as error:
        yield str(error)
        return
    if there:
        before = set(arm_findings(setting))
        steps = tuple(one.path.split("."))
        for finding in there:
            if finding not in before:
                beside = (
                    ""
                    if finding.path == steps[: len(finding.path)]
                    else f"{dotted_path(finding.path)} "
                )
                yield f"{beside}{finding.message}"


def located_inputs(path: str, settings: Mapping[str, Setting]) -> dict[str, Input]:
    """The input in each arm that has it; ``arms.NAME.`` before a path means that arm alone."""
    steps = path.strip().split(".")
    if steps == ["source"]:  # one that is a text was told to each of the others
        raise Unreadable("expected where the numbers come from, as a text, or judgement")
    if steps[0] != "arms":
        return _in_any(path, settings)
    name = steps[1] if len(steps) > 1 else ""
    if name not in settings:
        hint = nearest(name, settings) or f"there are {one_of(settings)}"
        raise Unreadable(f'there is no arm "{name[:60]}"; {hint}')
    inner = steps[3:] if steps[2:3] == ["with"] else steps[2:]
    return {name: find_input(settings[name], ".".join(inner))}


def _in_any(path: str, settings: Mapping[str, Setting]) -> dict[str, Input]:
    places: dict[str, Input] = {}
    wrong: Unreadable | None = None
    for name, setting in settings.items():
        try:
            places[name] = find_input(setting, path)
        except Unreadable as error:
            wrong = wrong or error
    if not places and wrong is not None:
        raise wrong
    return places


def uncertainty(form: Leaf, given: object) -> Uncertainty:
    """The range or law that was written for a value of this form."""
    if not isinstance(given, Mapping):
        raise Unreadable(f"expected {{low: ..., high: ...}} or a law, got {quotation(given)}")
    if not isinstance(given.get("source", ""), str):
        raise Unreadable(f"a source is a text, got {quotation(given['source'])}")
    said = {key: value for key, value in given.items() if key != "source"}
    if set(said) & {"low", "high"}:
        return _range(form, said)
    if not set(said) <= set(LAWS):
        unknown = next(key for key in said if key not in LAWS)
        hint = (
            nearest(str(unknown), ("low", "high", *LAWS))
            or "expected {low: ..., high: ...} or a law"
        )
        raise Unreadable(f'"{str(unknown)[:60]}" is neither a bound nor a law; {hint}')
    return _of_law(form, said)


def _range(form: Leaf, said: Mapping[str, Any]) -> Uncertainty:
    for key in ("low", "high"):
        if key not in said:
            raise Unreadable(f"a range needs its `{key}`")
    if extra := next((key for key in said if key not in {"low", "high"}), ""):
        raise Unreadable(f'a range has low and high; the key "{extra[:60]}" is not known')
    return between(
        read_number(form, said["low"]),
        read_number(form, said["high"]),
        f"{said['low']} to {said['high']}",
    )


def _of_law(form: Leaf, said: Mapping[str, Any]) -> Uncertainty:
    law = read_law(law_of(form), dict(said))
    ends = between(law.quantile(TAIL), law.quantile(1 - TAIL), "what the law spans")
    for end in (ends.low, ends.high):
        checked_value(form, round(end) if form.reads == "count" else end)
    return Uncertainty(low=ends.low, high=ends.high, law=law)


def between(low: float, high: float, said: str) -> Uncertainty:
    """A range that is one."""
    if low == high:
        raise Unreadable(f"the range {said} is empty: nothing varies in it")
    if low > high:
        raise Unreadable(f"the range {said} is reversed: its low end comes first")
    return Uncertainty(low=low, high=high)


def from_text(form: Leaf, text: str) -> Uncertainty:
    """A range or law from a command line: ``15 min..24 h``, ``{low: 1, high: 2}``, ``{lognormal:
    {...}}``.
    """
    try:
        return _from_text(form, text)
    except Unreadable as error:
        raise Unreadable(meant_range(form, text) or str(error)) from error


_BETWEEN: Final = re.compile(r"\.\.\.|[-\u2013\u2014\u2026:;]|\bto\b")


def meant_range(form: Leaf, text: str) -> str:
    """How a range is written, where two values stand with something else between them; else
    nothing.
    """
    for found_here in _BETWEEN.finditer(text):
        low, high = text[: found_here.start()].strip(), text[found_here.end() :].strip()
        if low and high and _readable(form, low) and _readable(form, high):
            return f"a range is written with two dots: {low}..{high}"
    return ""


def _readable(form: Leaf, text: str) -> bool:
    try:
        read_number(form, _plain(text))
    except Unreadable:
        return False
    return True


def _from_text(form: Leaf, text: str) -> Uncertainty:
    low, dots, high = text.partition("..")
    if dots and "{" not in text and not (low.strip() and high.strip()):
        raise Unreadable(f"the {'high' if low.strip() else 'low'} end of the range is missing")
    given = {"low": _plain(low), "high": _plain(high)} if dots and "{" not in text else _plain(text)
    return uncertainty(form, given)


def _plain(text: str) -> Any:
    try:
        return raw(parse_value(text.strip(), "--range"))
    except ScenarioError as error:
        raise Unreadable(error.problems[0].message) from error
