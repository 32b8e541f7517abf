"""Assumptions for the report: every number of the baseline's inputs with its source, and in what
the other arms differ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.domain.inputs.setting import Scenario
from sim.errors import HotlineError
from sim.output.evidence.input_differences import differences
from sim.output.storage.run_folder import SCENARIO
from sim.scenario import Assumption, ledger, resolve

_ORIGIN: Final = re.compile(r"\s{2}# (?P<origin>[^#]*)$")
_DEFAULT: Final = "default"
_JUDGED: Final = "judgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An assumption. ``given`` says that the scenario gives it; else it is a documented default."""

    path: str
    meaning: str
    value: str
    plausible: str
    source: str
    given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """All assumptions of results; ``unread`` says why there are none."""

    sources: tuple[str, ...]
    rows: tuple[Row, ...]
    arms: tuple[tuple[str, str, str, str], ...]
    unread: str = ""

    @property
    def given_rows(self) -> tuple[Row, ...]:
        """What the scenario itself says."""
        return tuple(row for row in self.rows if row.given)

    @property
    def judgement_count(self) -> int:
        """How many are judgement."""
        return sum(row.source.startswith(_JUDGED) for row in self.rows)

    @property
    def unsourced_count(self) -> int:
        """How many have no source at all."""
        return sum(not row.source for row in self.rows)


def assumptions_of(folder: Path, baseline: str, arms: Sequence[str]) -> Assumed:
    """What the resolved scenario in a results folder says of the inputs of its baseline, and of
    those arms that are in it.
    """
    path = folder / SCENARIO
    try:
        found = resolve(str(path))
        lines = path.read_text(encoding="utf-8").splitlines()
    except (HotlineError, OSError) as error:
        return Assumed(
            sources=(),
            rows=(),
            arms=(),
            unread=f"{SCENARIO} cannot be read by this version: {error}",
        )
    present = [arm for arm in arms if arm in found.scenario.arms]
    rows = ledger(found.scenario.arms[baseline].setting, found.settings[baseline])
    return Assumed(
        sources=found.scenario.sources,
        rows=tuple(_row(row, lines) for row in rows),
        arms=tuple(_arm_differences(found.scenario, baseline, present)),
    )


def _row(assumption: Assumption, lines: Sequence[str]) -> Row:
    origin = _origin(assumption, lines)
    default = origin.startswith(_DEFAULT)
    story = "the course of the story" if assumption.unit == "moment" else ""
    source = (
        assumption.source
        or story
        or (origin.removeprefix(_DEFAULT).removeprefix(": ") if default else "")
    )
    return Row(
        path=assumption.path,
        meaning=assumption.meaning,
        value=assumption.value,
        plausible=assumption.plausible,
        source=source,
        given=not default,
    )


def _origin(assumption: Assumption, lines: Sequence[str]) -> str:
    """What the resolved file says about where a value comes from: the remark at the end of its
    line.
    """
    line = assumption.origin.line or 0
    found = _ORIGIN.search(lines[line - 1]) if 0 < line <= len(lines) else None
    return found["origin"].strip() if found else ""


def _arm_differences(
    scenario: Scenario, baseline: str, arms: Sequence[str]
) -> list[tuple[str, str, str, str]]:
    """(arm, input, value in the baseline, value in the arm)."""
    before = scenario.arms[baseline].setting
    return [
        (arm, path, first, second)
        for arm in arms
        if arm != baseline
        for path, first, second in differences(before, scenario.arms[arm].setting)
    ]
