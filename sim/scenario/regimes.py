"""One arm of a scenario under sets of measures, under parts of a measure, or under a measure's conditions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sim.domain.setting import Setting
from sim.errors import UsageError
from sim.scenario.document import SETTING
from sim.scenario.leaves import nearest, one_of
from sim.scenario.measures import MeasureFile, known_measures
from sim.scenario.merging import completed, defaults, merged
from sim.scenario.problems import sentence
from sim.scenario.reading import Reading
from sim.scenario.resolve import Resolved
from sim.scenario.stacking import chosen, lacking, stacked
from sim.scenario.tree import Origin, Table
from sim.scenario.tree import Path as Steps

SHIPPED: Final = "all that there are"


def measures_for(path: Path, names: Sequence[str]) -> list[MeasureFile]:
    """The named measures, or all that can be found from a scenario; checked one against the other."""
    wanted = names or sorted(known_measures(path.parent))
    return chosen([(name, Origin("set", "--measures")) for name in wanted], path.parent)


class Regimes:
    """An arm of a scenario, and what it becomes."""

    def __init__(self, found: Resolved, arm: str) -> None:
        if arm not in found.settings:
            hint = sentence(nearest(arm, found.settings) or f"there are: {one_of(found.settings)}.")
            raise UsageError(f"{found.scenario.name} has no arm '{arm}'. {hint}")
        self._found = found
        self._arm = arm
        self._tree = found.settings[arm]

    def under(self, measures: Sequence[MeasureFile], *, condition: Table | None = None) -> Setting:
        """The arm's inputs with measures stacked on it, in a crisis that differs by ``condition``."""
        tree = self._tree if condition is None else self._merged(self._tree, condition)
        return self._read(tree, stacked(tree, Table({}), measures), measures)

    def with_part(self, measure: MeasureFile, paths: Sequence[Steps]) -> Setting:
        """The arm's inputs with only these of the inputs that a measure sets."""
        return self._read(self._tree, part_of(measure.overlay, paths), ())

    def _read(self, tree: Table, overlay: Table, measures: Sequence[MeasureFile]) -> Setting:
        full = completed(self._merged(tree, overlay), SETTING, defaults(SETTING))
        assert isinstance(full, Table)
        reading = Reading((*self._found.files, *(one.file for one in measures)), arms=1)
        reading.note(lacking(full, measures))
        reading.finish()
        setting: Setting | None = reading.arm(self._arm, full)
        reading.finish()
        assert setting is not None, "what could not be read has been told"
        return setting

    @staticmethod
    def _merged(tree: Table, overlay: Table) -> Table:
        laid = merged(tree, overlay, SETTING)
        assert isinstance(laid, Table)
        return laid


def part_of(overlay: Table, paths: Sequence[Steps], at: Steps = ()) -> Table:
    """An overlay with only what leads to these paths."""
    kept = {}
    for key, node in overlay.entries.items():
        here = (*at, key)
        if here in paths:
            kept[key] = node
        elif isinstance(node, Table) and any(path[: len(here)] == here for path in paths):
            kept[key] = part_of(node, paths, here)
    return overlay.with_entries(kept)
