"""One arm of a scenario under sets of measures, under parts of a measure, or under a measure's
conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sim.domain.inputs.setting import Setting
from sim.errors import ScenarioError, UsageError
from sim.scenario.loading.document import SETTING
from sim.scenario.loading.measure_files import MeasureFile, known_measures
from sim.scenario.loading.measure_stacking import chosen_measures, missing_channels, stack
from sim.scenario.loading.merging import defaults, merge_tables, with_defaults
from sim.scenario.loading.problems import sentence
from sim.scenario.loading.reading import Reading
from sim.scenario.loading.resolution import Resolved
from sim.scenario.schema.leaves import nearest, one_of
from sim.scenario.text.tree import Node, Origin, Table, child, dotted_path
from sim.scenario.text.tree import Path as Steps


def measures_for(path: Path, names: Sequence[str]) -> list[MeasureFile]:
    """The named measures, or all that can be found from a scenario; checked one against
    the other.
    """
    wanted = names or sorted(known_measures(path.parent))
    return chosen_measures([(name, Origin("set", "--measures")) for name in wanted], path.parent)


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
        """The arm's inputs with measures stacked on it; a ``condition`` has the last word."""
        overlay = stack(self._tree, Table({}), measures)
        return self._setting_of(
            self._tree,
            overlay if condition is None else merge_tables(overlay, condition, SETTING),
            measures,
        )

    def of(
        self, measures: Sequence[MeasureFile]
    ) -> Callable[[frozenset[str], tuple[str, str] | None], Setting]:
        """Makes the arm's inputs under any set of these measures, by name, and under a condition
        (measure, name) of one.
        """
        files = {one.name: one for one in measures}

        def regime(names: frozenset[str], condition: tuple[str, str] | None) -> Setting:
            tree = None if condition is None else files[condition[0]].conditions[condition[1]]
            return self.under([files[name] for name in sorted(names)], condition=tree)

        return regime

    def with_paths(self, measure: MeasureFile, paths: Sequence[Steps]) -> Setting | None:
        """The arm's inputs with only these of the inputs that a measure sets; ``None`` where they
        cannot stand by themselves.
        """
        try:
            return self._setting_of(self._tree, part_of(measure.overlay, paths), ())
        except ScenarioError:
            return None

    def parts(self, measure: MeasureFile) -> dict[str, list[Steps]]:
        """The inputs that a measure sets, by name; those of a channel, an office or a partner that
        it brings in are one part.
        """
        found: dict[str, list[Steps]] = {}
        for path in measure.paths():
            found.setdefault(dotted_path(self._part(path)), []).append(path)
        return found

    def _part(self, path: Steps) -> Steps:
        """As much of the path as exists in the arm, and the first step that does not."""
        node: Node = self._tree
        for at, step in enumerate(path):
            below = child(node, step)
            if below is None:
                return path[: at + 1]
            node = below
        return path

    def _setting_of(self, tree: Table, overlay: Table, measures: Sequence[MeasureFile]) -> Setting:
        full = with_defaults(merge_tables(tree, overlay, SETTING), SETTING, defaults(SETTING))
        assert isinstance(full, Table)
        reading = Reading((*self._found.files, *(one.file for one in measures)), arms=1)
        reading.note(missing_channels(tree, full, measures))
        reading.finish()
        setting: Setting | None = reading.arm(self._arm, full)
        reading.finish()
        assert setting is not None, "what could not be read has been told"
        return setting


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
