"""Assumptions for the report: every number of the baseline's inputs with its source, and in what
the other arms differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.errors import HotlineError
from sim.output.evidence.input_differences import differences
from sim.output.evidence.saved_scenario import saved_scenario
from sim.output.storage.manifest import Manifest
from sim.output.storage.run_folder import SCENARIO
from sim.scenario import Assumption, Resolved, ledger
from sim.scenario.assumptions.sources import is_judgement
from sim.scenario.text.tree import node_at

#: Inputs that are no estimates: what happens in the story, and when.
_STORY: Final = "moment"
_OF_STORY: Final = "the course of the story"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionRow:
    """An assumption. ``given`` says that the scenario gives it; else it is a documented default.

    ``judged`` says that its source is a judgement.
    """

    path: str
    meaning: str
    value: str
    plausible: str
    source: str
    given: bool
    judged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """All assumptions of results; ``unread`` says why there are none."""

    sources: tuple[str, ...]
    rows: tuple[AssumptionRow, ...]
    arms: tuple[tuple[str, str, str, str], ...]
    unread: str = ""

    @property
    def given_rows(self) -> tuple[AssumptionRow, ...]:
        """What the scenario itself says."""
        return tuple(row for row in self.rows if row.given)

    @property
    def judgement_count(self) -> int:
        """How many are judgement."""
        return sum(row.judged for row in self.rows)

    @property
    def unsourced_count(self) -> int:
        """How many have no source at all."""
        return sum(not row.source for row in self.rows)


def assumptions_of(folder: Path, about: Manifest) -> Assumed:
    """What the resolved scenario in a results folder says of the inputs of its baseline, and of
    those arms that are in it.

    The file gives every value. Which of them are defaults, and where these are from, is what the
    manifest ``about`` says; where it is of an older version and does not, all count as given.
    """
    baseline = about.baseline
    try:
        found = saved_scenario(folder)
    except HotlineError as error:
        return Assumed(
            sources=(),
            rows=(),
            arms=(),
            unread=f"{SCENARIO} cannot be read by this version: {error}",
        )
    present = [arm for arm in about.arms if arm in found.scenario.arms]
    sources = {path: source for source, paths in (about.defaults or {}).items() for path in paths}
    rows = ledger(found.scenario.arms[baseline].setting, found.settings[baseline])
    return Assumed(
        sources=found.scenario.sources,
        rows=tuple(
            _row(row, None if _is_laid_over(found, baseline, row) else sources.get(row.path))
            for row in rows
        ),
        arms=tuple(_arm_differences(found, baseline, present)),
    )


def _is_laid_over(found: Resolved, arm: str, assumption: Assumption) -> bool:
    """Whether an arm says something of an input that others leave to its default."""
    return node_at(found.overlays[arm], assumption.steps) is not None


def _row(assumption: Assumption, default: str | None) -> AssumptionRow:
    """A row of the table; ``default`` is the source of a default, none of what is given."""
    own = assumption.source or (_OF_STORY if assumption.unit == _STORY else "")
    source = own or default or ""
    return AssumptionRow(
        path=assumption.path,
        meaning=assumption.meaning,
        value=assumption.value,
        plausible=assumption.plausible,
        source=source,
        given=default is None,
        judged=is_judgement(source),
    )


def _arm_differences(
    found: Resolved, baseline: str, arms: Sequence[str]
) -> list[tuple[str, str, str, str]]:
    """(arm, input, value in the baseline, value in the arm): by the titles of both, in the units
    in which a person gives them.
    """
    scenario = found.scenario
    before = _told_inputs(found, baseline)
    rows = []
    for arm in arms:
        if arm == baseline:
            continue
        after = _told_inputs(found, arm)
        settings = scenario.arms[baseline].setting, scenario.arms[arm].setting
        for path, first, second in differences(*settings):
            meaning, _ = after.get(path) or before.get(path) or ("", "")
            named = f"{meaning} ({path})" if meaning else path
            told = before.get(path, ("", first))[1], after.get(path, ("", second))[1]
            rows.append((scenario.arms[arm].title, named, *told))
    return rows


def _told_inputs(found: Resolved, arm: str) -> dict[str, tuple[str, str]]:
    """By path what an input means and its value as it is written, with its unit."""
    rows = ledger(found.scenario.arms[arm].setting, found.settings[arm])
    return {row.path: (row.meaning, row.value) for row in rows}
