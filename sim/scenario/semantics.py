"""Whether inputs that can be read make sense together: names that must exist, values that nothing could run on."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.setting import Setting
from sim.errors import Problem
from sim.scenario.document import Header
from sim.scenario.tree import Table


def arm_problems(setting: Setting, tree: Table) -> Iterator[Problem]:
    """The problems of one arm."""
    yield from ()


def study_problems(header: Header, tree: Table) -> Iterator[Problem]:
    """The problems of the study as a whole."""
    yield from ()
