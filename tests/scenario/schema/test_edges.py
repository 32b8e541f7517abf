"""What is accepted runs: every number of a scenario at its edges, tried alone; where it is
accepted, worlds run and are told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.domain.inputs.setting import Arm, Setting
from sim.engine.session import Session
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.experiment.runs.replication import world
from sim.output.evidence.traced_world import Traced
from sim.output.story.narrative import tell
from sim.scenario import Resolved, resolve
from sim.scenario.checks.semantics import arm_findings
from sim.scenario.loading.document import SETTING
from sim.scenario.schema.forms import Entries, Form, Group, Leaf, OneOf, kind_of
from sim.scenario.schema.input_paths import Input, checked_value, find_input, with_value
from sim.scenario.schema.quantities import Unreadable

ARM: Final = "consult"
TINY, HUGE = 1e-300, 1e300
#: Values at and beside the bounds of each kind of number, and far from them.
EDGES: Final[dict[str, tuple[float, ...]]] = {
    "share": (0.0, TINY, 1e-9, 0.5, 1 - 1e-16, 1.0),
    "portion": (0.0, TINY, 1.0, HUGE),
    "time": (0.0, TINY, 1e-9, 1e6, HUGE),
    "rate": (0.0, TINY, 1.0, 1e6, HUGE),
    "weight": (0.0, TINY, 1e6, HUGE),
    "number": (-HUGE, -1e6, -1.0, 0.0, TINY, 1e6, HUGE),
    "count": (0, 1, 2, 1000, 10**6, 2**63 - 1),
    "time of day": (0.0, 12.0, 24.0),
}


# A value is any part of a setting.
def numbers(value: Any, form: Form, path: tuple[str, ...] = ()) -> Iterator[str]:  # noqa: ANN401
    """The paths of all numbers that may vary, those within laws too."""
    match form:
        case Group() if value is not None:
            for name, below in form.fields.items():
                yield from numbers(getattr(value, form.attributes[name]), below, (*path, name))
        case Entries():
            for name, entry in value.items():
                yield from numbers(entry, form.item, (*path, name))
        case OneOf() if value is not None:
            kind = kind_of(form, value)
            yield from numbers(value, form.kinds[kind], (*path, kind))
        case Leaf() if value is not None and form.reads in EDGES:
            yield ".".join(path)


@cache
def base() -> Resolved:
    """A scenario with every mechanism of the defaults, over few days."""
    return resolve(Path(__file__).parents[1] / "data" / "edges.yaml")


def edges() -> list[tuple[Input, float]]:
    """Every number at every edge."""
    setting = base().scenario.arms[ARM].setting
    every = [find_input(setting, path) for path in numbers(setting, SETTING)]
    assert len(every) > 300, "the walk has lost its way"
    return [
        (one, value)
        for one in every
        for value in dict.fromkeys((*EDGES[one.form.reads], *_plausible(one)))
    ]


def _plausible(one: Input) -> list[float]:
    return [int(end) if one.whole else end for end in (one.low, one.high) if end is not None]


def accepted(one: Input, value: float) -> Setting | None:
    """The inputs with this value, if the door takes it."""
    try:
        checked_value(one.form, value)
        setting = with_value(base().scenario.arms[ARM].setting, one.path, value)
        return None if any(arm_findings(setting)) else setting
    except (Unreadable, ValueError):
        return None


def runs(one: Input, value: float) -> bool:
    """Whether the value was accepted; then two worlds ran, their outcomes are what they can be, and
    one was told.
    """
    setting = accepted(one, value)
    if setting is None:
        return False
    scenario = replace(base().scenario, arms={ARM: Arm(name=ARM, title=ARM, setting=setting)})
    for number in range(2):
        ((_, _, row),) = world(scenario, 1, number, [ARM])
        for outcome, measured in zip(OUTCOMES.values(), row, strict=False):
            assert measured != measured or outcome.low <= measured <= outcome.high, (  # noqa: PLR0124
                one.path,
                value,
                outcome.name,
            )
    log = Session(scenario, seed=1, replication=0, arm=ARM, full=True).run()
    assert tell(Traced.of(scenario, ARM, log))
    return True


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_is_accepted_runs(data: st.DataObject) -> None:
    runs(*data.draw(st.sampled_from(edges())))


@pytest.mark.slow
def test_whatever_is_accepted_runs() -> None:
    every = edges()
    taken = sum(runs(one, value) for one, value in every)
    assert len(every) / 2 < taken < len(every), "some are refused, most are not"


@pytest.mark.parametrize("end", ["low", "high"])
def test_both_ends_of_every_plausible_range_are_accepted(end: str) -> None:
    setting = base().scenario.arms[ARM].setting
    ends = [
        (one, getattr(one, end))
        for path in numbers(setting, SETTING)
        if (one := find_input(setting, path)).low is not None
    ]
    assert [
        one.path for one, value in ends if accepted(one, int(value) if one.whole else value) is None
    ] == []
