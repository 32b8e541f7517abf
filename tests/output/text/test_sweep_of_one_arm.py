"""A sweep with one arm compares nothing, and its table says nothing of differences."""

from __future__ import annotations

from dataclasses import replace

from sim.output.report.studies.sweep_differences import differences
from sim.output.text.sweep_table import lines
from tests.output.charts import planted


def test_of_one_arm_nothing_is_said_of_differences() -> None:
    found = planted.sweep(1).summary
    arms = {found.baseline: found.arms[found.baseline]}
    alone = replace(found, arms=arms, comparisons={}, break_even=())
    said = " ".join(lines(alone))
    assert "each arm less it" in " ".join(lines(found))
    assert "each arm less it" not in said
    assert "comparisons" not in said
    assert "under 1 arm;" in " ".join(said.split())
    name = next(iter(found.outcomes))
    assert "each arm less it" not in differences(alone, name).caption
