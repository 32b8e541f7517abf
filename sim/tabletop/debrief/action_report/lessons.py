"""Lessons of a game as a file: a scenario that extends the one that was played, with what was
learnt and with checks that later runs must pass.

The first time the file is begun from the game, for people to fill in who sees to what and by when;
from then on it is theirs, and is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import ceil
from os.path import relpath
from pathlib import Path
from typing import Any, Final

from sim.domain.inputs.checks import Check
from sim.domain.inputs.exercise import Lesson
from sim.errors import HotlineError
from sim.experiment.outcomes.definitions import OUTCOMES
from sim.output.storage.run_folder import SCENARIO
from sim.output.story.sentences.vocabulary import percent
from sim.scenario import load
from sim.scenario.text.writer import scalar
from sim.tabletop.debrief.action_report.account import Noted
from sim.tabletop.debrief.action_report.findings import Area
from sim.tabletop.debrief.action_report.objectives import Result
from sim.tabletop.exercise.objective_text import amount_text

#: A demand beyond this share would fail by chance alone.
_MOST: Final = 0.95
_STEP: Final = 0.05


def draft_of_game(account: Noted, found: list[Result], areas: list[Area], file: Path) -> bytes:
    """The lessons of a game as the file that people go on with."""
    checks = _checks(account, found, areas)
    return draft(account.path.name, _extends(account, file), areas, checks)


def draft(name: str, extends: str, areas: list[Area], checks: Iterable[str] = ()) -> bytes:
    """The lessons of a game of that name as a file that extends a scenario."""
    lines = [
        f"# Lessons of {name}: what is done, by whom, by when; change what should be",
        "# otherwise (inputs, measures). hotline run ends with status 3 while a check is not met.",
        "schema: 1",
        f"extends: {scalar(extends)}",
        *_lessons(name, areas),
        *checks,
    ]
    return ("\n".join(lines) + "\n").encode()


def _extends(account: Noted, file: Path) -> str:
    """The scenario's own file, where it still says what was played, else the game's copy."""
    said = (account.folder.manifest.specification or {}).get("scenario")
    own = Path(str(said))
    try:
        same = said is not None and load(own).digest == account.scenario.digest
    except HotlineError:
        same = False
    return relpath(own if same else account.path / SCENARIO, file.parent)


def _lessons(name: str, areas: list[Area]) -> Iterator[str]:
    if not areas:
        return
    yield "exercise:"
    yield "  lessons:"
    for area in areas:
        entries = ", ".join(f"e{place}" for place in area.seen.refs)
        yield f"    {area.name}:"
        yield f"      says: {scalar(area.seen.text)}"
        yield f"      capability: {scalar(area.capability)}"
        yield from (f'      {key}: ""' for key in ("action", "owner", "due"))
        yield f"      game: {scalar(f'{name} {entries}'.rstrip())}"


def _checks(account: Noted, found: list[Result], areas: list[Area]) -> Iterator[str]:
    """A check for each objective that an outcome measures and that was not met."""
    named = {area.name for area in areas}
    missed = [one for one in found if one.name in named and one.objective.outcome]
    if not missed:
        return
    yield "checks:"
    for one in missed:
        objective = one.objective
        low, high = map(amount_text, objective.between)
        said: dict[str, Any] = {"says": one.says, "arm": account.folder.opening.arm}
        yield f"  {_free_name(one.name, account)}:"
        yield f"    outcome: {objective.outcome}"
        yield f"    between: [{low}, {high}]"
        yield from (f"    {key}: {scalar(value)}" for key, value in said.items())
        yield f"    at_least: {_demand(account, one.name):.0f} %"


def _free_name(name: str, account: Noted) -> str:
    return f"{name}_lesson" if name in account.scenario.checks else name


def _demand(account: Noted, name: str) -> float:
    """More than simulated games show today, in per cent; half of them where none were simulated."""
    share = account.simulated.share(name)
    if share is None:
        return 50.0
    return 100.0 * min(_MOST, _STEP * ceil(round(share.high / _STEP, 9)))


def check_sentences(checks: Mapping[str, Check], lessons: Mapping[str, Lesson]) -> list[str]:
    """What later runs must show, check by check, of those that belong to lessons."""
    wanted = {*lessons, *(f"{name}_lesson" for name in lessons)}
    return [
        f"{one.says or name}: {OUTCOMES[one.outcome].title} {_range(one)} in at least"
        f" {percent(one.at_least)} of worlds{f' of {one.arm}' if one.arm else ''}."
        for name, one in checks.items()
        if name in wanted and one.outcome in OUTCOMES
    ]


def _range(check: Check) -> str:
    low, high = map(amount_text, check.between)
    return low if low == high else f"{low} to {high}"
