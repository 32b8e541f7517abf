"""How often a run's worlds agree with what its scenario declares, for the report: the same as the
command itself prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.errors import ScenarioError
from sim.experiment.checks.agreement import MOSTLY, TOGETHER, Agreement
from sim.output.evidence.disagreement_causes import saved_causes
from sim.output.report.study_account import PageTable, page_table
from sim.output.storage.run_folder import SCENARIO, RunFolder
from sim.output.text.agreement import check_descriptions, folder_agreements, grids
from sim.scenario import load


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreeing:
    """Checks of a scenario on trial: in one sentence, in tables, what was declared, and on what a
    disagreement hangs.

    ``unasked`` are the checks with which most worlds disagree and of which nobody asked on what
    that hangs.
    """

    answer: str
    tables: tuple[PageTable, ...]
    declared: tuple[str, ...]
    hangs_on: tuple[str, ...]
    unasked: tuple[str, ...]


def agreement_section(folder: RunFolder) -> Agreeing | None:
    """The checks of a run; ``None`` where its scenario declares none for its arms, or cannot be
    read by this version.
    """
    try:
        scenario = load(str(folder.path / SCENARIO))
    except ScenarioError:  # the part on assumptions says so
        return None
    found = folder_agreements(scenario, folder)
    if not found:
        return None
    told = saved_causes(folder)
    doubtful = [one.name for one in found if one.doubtful]
    return Agreeing(
        answer=_answer(found),
        tables=tuple(page_table(grid, names=("check",)) for grid in grids(scenario, found)),
        declared=tuple(check_descriptions(scenario)),
        hangs_on=tuple(told[name] for name in doubtful if name in told),
        unasked=()
        if folder.summary.doubt
        else tuple(name for name in doubtful if name not in told),
    )


def _answer(found: Sequence[Agreement]) -> str:
    """How many of the checks that test the model most worlds agree with; by name where they do not,
    or cannot.
    """
    single = [one for one in found if one.name != TOGETHER]
    tests = [one for one in single if one.tests]
    given = len(single) - len(tests)
    apart = (
        f" {given} more {'is' if given == 1 else 'are'} given by inputs and no test."
        if given
        else ""
    )
    if not tests:
        return f"No check here tests the model.{apart}"
    met = sum(one.share >= MOSTLY for one in tests)
    against, nowhere = (
        _check_names(one for one in tests if one.doubtful),
        _check_names(one for one in tests if not one.applies),
    )
    but = (f"; most disagree with {against}" if against else "") + (
        f"; no world is asked by {nowhere}" if nowhere else ""
    )
    return (
        f"Of the worlds where a check applies most agree with {met} of {len(tests)} that test the"
        f" model{but}.{apart}"
    )


def _check_names(found: Iterable[Agreement]) -> str:
    return ", ".join(one.name for one in found)
