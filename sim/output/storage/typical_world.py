"""One world kept in full: the log of the most typical world under every arm, as JSON Lines beside
the outcomes.

A row of outcomes says what came of a world, not how. From this file stories and swim lanes are made
without running again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.domain.events.codec import KEYS, plain_data
from sim.domain.events.codec import event as event_of
from sim.domain.events.log import Log
from sim.errors import ResultsError
from sim.experiment.statistics.estimates import Floats
from sim.output.storage.files import replacement_file
from sim.output.storage.outcome_rows import RowReader
from sim.output.storage.safety import regular_files

if TYPE_CHECKING:
    from sim.output.evidence.traced_world import Traced

FILE: Final = "worlds.jsonl"


def typical_replication(
    rows: RowReader, arms: Iterable[str], names: Iterable[str], worlds: int
) -> int:
    """The replication nearest to the means of all arms, over the outcomes ``names``, each in its
    standard deviations.

    Whether an outcome exists in a world counts as one of them. The same world serves every arm, so
    that they can be compared.
    """
    distance = np.zeros(worlds)
    chosen = tuple(names)
    for arm in arms:
        for name in chosen:
            values = rows.column(arm, name)
            exists = ~np.isnan(values)
            distance += _squared_distance(exists.astype(np.float64))
            distance[exists] += _squared_distance(values[exists])
    return int(distance.argmin())


def _squared_distance(values: Floats) -> Floats:
    """Squared distance from the mean in standard deviations; zero where nothing varies."""
    if not len(values) or not (deviation := float(values.std())):
        return np.zeros(len(values))
    squared: Floats = ((values - values.mean()) / deviation) ** 2
    return squared


def write_worlds(folder: Path, logs: Mapping[str, Log]) -> None:
    """Write the logs, by arm, one entry a line."""
    with replacement_file(folder / FILE) as file:
        for arm, log in logs.items():
            for t, event in log:
                line = {"arm": arm, "t": t, "kind": event.kind, "data": plain_data(event)}
                file.write(
                    json.dumps(
                        line, ensure_ascii=False, allow_nan=False, separators=(",", ":")
                    ).encode()
                    + b"\n"
                )


def read_worlds(folder: Path) -> dict[str, Log]:
    """The logs by arm; none where the run kept no world, or one that this version cannot tell.

    An older or newer model may have kinds that this one has not, or lack what a kind has in this
    version.
    """
    path = folder / FILE
    if not regular_files.exists(path):
        return {}
    logs: dict[str, Log] = {}
    try:
        for arm, t, kind, data in _lines(path):
            if kind not in KEYS or not data.keys() >= set(KEYS[kind]):
                return {}
            logs.setdefault(arm, []).append((t, event_of(kind, data)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ResultsError(f"{path} is damaged: {error}") from error
    return logs


def _lines(path: Path) -> Iterator[tuple[str, float, str, dict[str, object]]]:
    with TextIOWrapper(regular_files.open_regular(path), encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            yield entry["arm"], entry["t"], entry["kind"], entry["data"]


def worlds_to_tell(
    folder: Path, scenario_file: str, instead: Mapping[str, Log] | None = None
) -> dict[str, Traced]:
    """The kept world under each arm, or the one whose logs are given ``instead``, as its narrator
    knows it; none where no world was kept that this version can tell.
    """
    from sim.output.evidence.traced_world import Traced
    from sim.scenario import load

    logs = read_worlds(folder) if instead is None else instead
    if not logs:
        return {}
    scenario = load(str(folder / scenario_file))
    return {arm: Traced.of(scenario, arm, log) for arm, log in logs.items() if arm in scenario.arms}
