"""What is allowed but perhaps not meant: implausible or unsourced numbers, and things that nothing
will ever use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from sim.errors import Problem
from sim.scenario.assumptions.drawable_inputs import differing_inputs
from sim.scenario.assumptions.ledger import Assumption, ledger
from sim.scenario.assumptions.uncertainties import SECTION, unsourced_paths
from sim.scenario.checks.arm_doubts import IDLE, OVERRULED, ArmCheck, ArmInputs, Doubt
from sim.scenario.loading.digest import canonical
from sim.scenario.loading.document import SETTING
from sim.scenario.loading.problems import problem_at_path
from sim.scenario.loading.resolution import Resolved
from sim.scenario.schema.instants import misleading_zone
from sim.scenario.text.problem_places import problem_at
from sim.scenario.text.tree import Path, Scalar, dotted_path, node_at


@dataclass(frozen=True, slots=True)
class Lint:
    """Warnings at their places, and the numbers that a file gives without saying where they come
    from.
    """

    warnings: tuple[Problem, ...]
    unsourced: tuple[str, ...]


def lint(found: Resolved) -> Lint:
    """What a careful reader would ask about a valid scenario."""
    ledgers = {
        name: ledger(arm.setting, found.settings[name]) for name, arm in found.scenario.arms.items()
    }
    rows = _distinct(row for rows in ledgers.values() for row in rows if row.is_given)
    warnings = [
        *_implausible(rows),
        *_unread(rows),
        *_clocks(found),
        *_of_arms(found),
        *_twins(found),
        *_undrawn(found),
    ]
    silent = (*(row.path for row in rows if not row.has_source), *unsourced_paths(found.base))
    return Lint(tuple(sorted(warnings, key=lambda one: (one.file, one.line, one.column))), silent)


def _distinct(rows: Iterator[Assumption]) -> list[Assumption]:
    """Each given value once, however many arms share it."""
    return list({(row.path, row.origin): row for row in rows}.values())


def _implausible(rows: list[Assumption]) -> Iterator[Problem]:
    for row in rows:
        if not row.plausibly:
            yield problem_at(
                row.origin,
                f"{row.value} is outside the plausible range, {row.plausible}",
                path=row.path,
            )


#: Inputs that exist for both allies, or for every kind of hours, and that only one of them reads.
UNREAD: Final[Mapping[str, str]] = {
    "allies.patron.reading.*": (
        "only the frontline reads stances, so the patron's way of reading changes nothing"
    ),
    "allies.patron.leader.memory": "only the frontline keeps a stance in hand",
    "allies.patron.leader.news": "only the frontline keeps a stance in hand",
    "allies.patron.leader.pause": "only the frontline takes strike decisions",
    "allies.patron.leader.red_line_event": "only the frontline takes strike decisions",
    "allies.patron.outlook.weights.alliance": (
        "only the frontline pays for acting without the other"
    ),
    "allies.patron.outlook.weights.pressure": "only the frontline has a public that presses",
    "allies.frontline.intelligence.detection": (
        "only the patron can find out that a strike is prepared"
    ),
    "channels.*.hours.meets*": "a channel has hours, but holds no meetings: only offices do",
    "liaison.hours.meets*": "a cell has hours, but holds no meetings: only offices do",
    "allies.*.leader.asleep.meets*": "a leader asleep holds no meetings: only offices do",
}


def _unread(rows: list[Assumption]) -> Iterator[Problem]:
    """Inputs that were given but that nothing reads: a reader would think that they matter."""
    for row in rows:
        for pattern, why in UNREAD.items():
            if fnmatchcase(row.path, pattern):
                yield problem_at(
                    row.origin, f"changes nothing: {why}", path=row.path, hint=_instead(row.path)
                )


def _instead(path: str) -> str:
    """What to do about an input that nothing reads: most exist for both allies, and the other one's
    is read.
    """
    other = (
        path.replace("allies.patron.", "allies.frontline.")
        if ".patron." in path
        else path.replace("allies.frontline.", "allies.patron.")
    )
    said = "Leave it out; the scenario runs the same without it."
    return said if other == path or ".meets" in path else f"{said} What is read is {other}."


_ZONES: Final[tuple[Path, ...]] = (
    ("start",),
    ("allies", "frontline", "zone"),
    ("allies", "patron", "zone"),
)


def _clocks(found: Resolved) -> Iterator[Problem]:
    """Zones whose names mislead, each place in the text once."""
    places = {
        (path, node.origin): node
        for tree in found.settings.values()
        for path in _ZONES
        if isinstance(node := node_at(tree, path), Scalar)
    }
    for (path, origin), node in places.items():
        if why := misleading_zone(node.value):
            yield problem_at(origin, why, path=dotted_path(path))


def _of_arms(found: Resolved) -> Iterator[Problem]:
    """What one arm's inputs show, at the first arm that shows it: what lies idle only where it does
    so in all arms, since what one arm uses is of use; what is overruled in any.
    """
    arms = [
        ArmInputs(arm.setting, found.settings[name]) for name, arm in found.scenario.arms.items()
    ]
    for checks, fewest in ((IDLE, len(arms)), (OVERRULED, 1)):
        for check in checks:
            for arm, doubts in _by_path(check, arms):
                if len(doubts) >= fewest and arm.writes(doubts[0].path):
                    path, message, hint = doubts[0]
                    yield problem_at_path(arm.tree, path, message, hint, found.files[0])


def _by_path(check: ArmCheck, arms: list[ArmInputs]) -> list[tuple[ArmInputs, list[Doubt]]]:
    """For each path that a check doubts the first arm with it, and what it says of each arm."""
    found: dict[Path, tuple[ArmInputs, list[Doubt]]] = {}
    for arm in arms:
        for path, doubt in {doubt.path: doubt for doubt in check(arm)}.items():
            found.setdefault(path, (arm, []))[1].append(doubt)
    return list(found.values())


def _twins(found: Resolved) -> Iterator[Problem]:
    """Arms with the same inputs are one arm: every difference between them is zero."""
    seen: dict[str, str] = {}
    for name, arm in found.scenario.arms.items():
        inputs = repr(canonical(arm.setting, SETTING))
        if inputs in seen:
            message = f'is the same as the arm "{seen[inputs]}": they cannot differ in anything'
            yield problem_at_path(found.base, ("arms", name), message, "", found.files[0])
        seen.setdefault(inputs, name)


def _undrawn(found: Resolved) -> Iterator[Problem]:
    """What is called uncertain and cannot be drawn for all arms at once."""
    settings = {name: arm.setting for name, arm in found.scenario.arms.items()}
    for path, why in differing_inputs(found.base, settings):
        message = f"run --uncertain cannot draw it: {why}"
        yield problem_at_path(found.base, (SECTION, path), message, "", found.files[0])
