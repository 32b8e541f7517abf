"""What is allowed but perhaps not meant: implausible or unsourced numbers, and things that nothing
will ever use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from math import ceil, inf
from typing import Final

from sim.domain.actors.adversary import logit
from sim.domain.actors.expected_loss import believed_line
from sim.domain.communication.channels import usable
from sim.domain.communication.messages import Sensitivity
from sim.domain.communication.offices import ANY
from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.inputs.setting import Setting
from sim.errors import Problem
from sim.scenario.assumptions.drawable_inputs import differing_inputs
from sim.scenario.assumptions.ledger import Assumption, ledger
from sim.scenario.assumptions.uncertainties import SECTION, unsourced_paths
from sim.scenario.loading.digest import canonical
from sim.scenario.loading.document import SETTING
from sim.scenario.loading.problems import problem_at_path
from sim.scenario.loading.resolution import Resolved
from sim.scenario.schema.instants import misleading_zone
from sim.scenario.text.problem_places import problem_at
from sim.scenario.text.tree import Path, Scalar, dotted_path, key_at, node_at


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
        *_everywhere(found),
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


def _everywhere(found: Resolved) -> Iterator[Problem]:
    """Warnings that hold in all arms, at the first arm's place: what one arm uses is of use.
    Defaults may lie idle.
    """
    arms = found.scenario.arms
    for check in CHECKS:
        findings = [dict(check(arm.setting)) for arm in arms.values()]
        for path, message in findings[0].items():
            tree = found.settings[next(iter(arms))]
            if (
                all(path in others for others in findings[1:])
                and key_at(tree, path).kind != "default"
            ):
                yield problem_at_path(tree, path, message, "", found.files[0])


def _idle_channels(setting: Setting) -> Iterator[tuple[Path, str]]:
    used = {setting.liaison.link, setting.liaison.terminal}
    for kind, how in setting.messages.items():
        first = setting.routes[kind] if kind in setting.routes else setting.routes[ANY]
        used.update(usable(setting.channels, first, Sensitivity[how.sensitivity.upper()]))
    for name in setting.channels:
        if name not in used:
            yield (
                ("channels", name),
                (
                    "no message may ever use this channel: no route, fallback or liaison cell leads"
                    " to it"
                ),
            )


def _idle_offices(setting: Setting) -> Iterator[tuple[Path, str]]:
    for role, ally in (("frontline", setting.allies.frontline), ("patron", setting.allies.patron)):
        used = {
            name
            for chains in (ally.outgoing, ally.incoming)
            for names in chains.values()
            for name in names
        }
        for name in ally.offices:
            if name not in used:
                yield (
                    ("allies", role, "offices", name),
                    "no message passes this office: no chain names it",
                )


def _idle_injects(setting: Setting) -> Iterator[tuple[Path, str]]:
    end = setting.horizon + setting.follow_up
    for name, inject in setting.injects.items():
        if inject.at is not None and inject.at > end:
            yield (
                ("injects", name, "at"),
                "comes after the end: the world stops with the window and the follow-up",
            )
        if inject.when is not None and inject.when.asked and not PROTOCOLS[setting.protocol].asks:
            yield (
                ("injects", name, "when"),
                "never holds: nobody asks under the protocols of this scenario",
            )


def _short_sighted(setting: Setting) -> Iterator[tuple[Path, str]]:
    """An ally that knows a line decides as if there were none until it looks so far ahead."""
    threat = setting.adversary.threat
    for role, ally in (("frontline", setting.allies.frontline), ("patron", setting.allies.patron)):
        known, law = ally.outlook.too_late, ally.intelligence
        if known.at is None and known.readiness is None:
            continue
        start = logit(threat.readiness) + law.bias
        line = believed_line(ally.outlook, threat, start, law.growth)
        if line is None or start + law.growth * ally.outlook.look_ahead >= line.x:
            continue
        ahead = ally.outlook.look_ahead / 24
        when = (line.x - start) / law.growth / 24 if law.growth > 0 else None
        reached = f"not before {ceil(when):,} d" if when is not None else "never"
        yield (
            ("allies", role, "outlook", "too_late", "readiness" if known.at is None else "at"),
            (
                f"its look-ahead of {ahead:g} d does not reach this line, which it expects"
                f" {reached}: until it does, it decides as if it were never too late"
            ),
        )


def _crowded_intent(setting: Setting) -> Iterator[tuple[Path, str]]:
    """The rarer kind of crisis cannot bring more attacks than there are."""
    law = setting.adversary.attack
    most = law.rate / law.intent.share if law.intent.share > 0 else inf
    if law.rate > 0 and law.intent.rate > most * (1 + 1e-9):
        yield (
            ("adversary", "attack", "intent", "rate"),
            (
                f"is cut to {most * 24:.3g} / d: in a share of {law.intent.share:g} of crises it"
                " would bring more attacks than adversary.attack.rate allows"
            ),
        )


CHECKS: Final[tuple[Callable[[Setting], Iterator[tuple[Path, str]]], ...]] = (
    _idle_channels,
    _idle_offices,
    _idle_injects,
    _short_sighted,
    _crowded_intent,
)


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
