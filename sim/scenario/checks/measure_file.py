"""A measure file by itself: whether it is one, whether what it sets could stand in a scenario, and
how it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sim.errors import Problem, ScenarioError
from sim.scenario.checks.semantics import arm_findings
from sim.scenario.loading.document import SETTING
from sim.scenario.loading.measure_files import KIND, MEASURE, MeasureFile, told_at
from sim.scenario.loading.merging import defaults, merge, with_defaults
from sim.scenario.loading.placeholders import concerns
from sim.scenario.loading.problems import problem_of
from sim.scenario.loading.reading import as_far_as_readable, faults_of
from sim.scenario.loading.set_options import with_sets
from sim.scenario.text.parser import parse, read_file
from sim.scenario.text.tree import Scalar, Table, node_at
from sim.scenario.text.writer import entries_written

#: What a measure is laid over where there is no scenario: every input as it is declared.
_NOTHING_SAID: Final = "start: 2026-03-02T06:00Z\n"


def is_measure(path: Path) -> bool:
    """Whether a file says of itself that it is a measure; what cannot be read is told by whoever
    reads it as a scenario.
    """
    try:
        node = read_file(path, str(path))[0].entries.get("kind")
    except ScenarioError:
        return False
    return isinstance(node, Scalar) and node.value == KIND


def overlay_problems(measure: MeasureFile) -> Iterator[Problem]:
    """What could stand in no scenario, of the inputs of a measure and of its conditions; what a
    scenario names is not known.
    """
    for overlay in (measure.overlay, *measure.conditions.values()):
        laid = with_defaults(
            merge(_declared_defaults(), overlay, SETTING), SETTING, defaults(SETTING)
        )
        assert isinstance(laid, Table)
        for detail in faults_of(laid):
            if detail["type"] != "missing":
                yield problem_of(detail, laid, SETTING, measure.file)
        readable, faults = as_far_as_readable(laid)
        for one in arm_findings(readable) if readable is not None else ():
            own = node_at(overlay, one.path) is not None
            if own and not one.message.startswith("there is no") and not concerns(one.path, faults):
                yield told_at(measure, one.path, one.message, one.hint)


def _declared_defaults() -> Table:
    tree, _ = with_sets(parse(_NOTHING_SAID, "defaults").tree, ())
    return tree


def measure_written(measure: MeasureFile, *, only_changed: bool = False) -> str:
    """A measure with all that it says and does not say, each value with its origin; read again, the
    same measure.
    """
    lines = entries_written(measure.tree, MEASURE, only_changed=only_changed)
    return "\n".join(["schema: 1", f"kind: {KIND}", *lines]) + "\n"
