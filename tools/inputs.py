"""The inputs of the model as rows of tables: what is declared, what a shipped scenario changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sim.domain.decisions.rules import RULES
from sim.scenario import Assumption, Resolved, resolve
from sim.scenario.assumptions.ledger import ledger
from sim.scenario.loading.document import SETTING
from sim.scenario.loading.merging import default, raw
from sim.scenario.schema.forms import Form, Group, Leaf, OneOf, group_of
from sim.scenario.schema.leaves import write

ROOT: Final = Path(__file__).parents[1]
Row = tuple[str, ...]

_NOTHING_SAID: Final = """\
schema: 1
title: Defaults
purpose: Every input as it is declared
start: 2026-03-02T06:00Z
"""


def declared() -> Iterator[Row]:
    """Every number and law of the model with its default."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "defaults.yaml"
        path.write_text(_NOTHING_SAID, encoding="utf-8")
        found = resolve(path)
    for one in _ledger(found, "unilateral"):
        yield f"`{one.path}`", f"`{one.value}`", one.plausible, one.unit, one.source, one.meaning


def changed(scenario: str) -> Iterator[Row]:
    """What a shipped scenario says otherwise than the defaults, in its first arm."""
    found = resolve(ROOT / "scenarios" / f"{scenario}.yaml")
    for one in _ledger(found, found.scenario.study.baseline):
        if one.is_given:
            yield f"`{one.path}`", f"`{one.value}`", one.plausible, one.source


def _ledger(found: Resolved, arm: str) -> list[Assumption]:
    return ledger(found.scenario.arms[arm].setting, found.settings[arm])


def absent() -> Iterator[Row]:
    """Inputs that exist only where a scenario gives them."""
    yield from _absent(SETTING, "")


def _absent(form: Group, path: str) -> Iterator[Row]:
    for name, item in form.fields.items():
        here = f"{path}{name}"
        given = name in form.defaults and form.defaults[name]() is not None
        if (
            isinstance(item, (Leaf, OneOf))
            and item.about is not None
            and item.optional
            and not given
        ):
            yield f"`{here}`", item.about.unit or "text", item.about.meaning
        inner = _inner(item)
        if inner is not None:
            group, step = inner
            yield from _absent(group, f"{here}.{step}")


def _inner(item: Form) -> tuple[Group, str] | None:
    """The group below a form, and the step to it: a name stands for any entry of a map."""
    if isinstance(item, Group):
        return item, ""
    entry = getattr(item, "item", None)
    return (entry, "NAME.") if isinstance(entry, Group) else None


def rules() -> Iterator[Row]:
    """The parameters of every decision rule, whether or not a default uses it."""
    for rule, cls in RULES.items():
        form = group_of(cls)
        for name, item in form.fields.items():
            if isinstance(item, Leaf) and item.about is not None and name in form.defaults:
                about = item.about
                ends = (about.low, about.high)
                plausible = " to ".join(str(write(item, end)) for end in ends if end is not None)
                yield (
                    f"`{rule}`",
                    name,
                    str(raw(default(form, name))),
                    plausible,
                    about.source,
                    about.meaning,
                )
