"""How many things will happen in a world at most, by the input that decides it: what no person
would wait for is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from math import floor, inf
from typing import Any, Final

from sim.domain.actors.adversary import provocation_bound
from sim.domain.actors.attack import attack_bound, is_possible, kinds_of
from sim.domain.actors.escalation import TOP, cooling_bound
from sim.domain.actors.region import break_hazard
from sim.domain.inputs.setting import Setting
from sim.scenario.text.tree import Path

#: Of one world. A million take some twenty seconds, and a run has hundreds of worlds.
MOST_EVENTS: Final = 250_000.0


def values_matching(
    value: Any, pattern: tuple[str, ...], path: Path = ()
) -> Iterator[tuple[Path, Any]]:
    """The values below ``value`` whose path fits the pattern."""
    if not pattern:
        yield path, value
        return
    step, *rest = pattern
    for name, below in _children(value, step):
        yield from values_matching(below, tuple(rest), (*path, name))


def _children(value: Any, step: str) -> Iterator[tuple[str, Any]]:
    """What stands under a step; every end of every range is tried, so that one is asked for and not
    all.
    """
    if isinstance(value, Mapping):
        yield from (
            value.items() if step == "*" else ((step, value[step]) for _ in range(step in value))
        )
    elif is_dataclass(value):
        names = (
            [item.name for item in fields(value)] if step == "*" else [step] * hasattr(value, step)
        )
        for name in names:
            yield name, getattr(value, name)


def too_many(setting: Setting) -> Iterator[tuple[Path, str]]:
    """Rates at which a world would not end in any time that a person waits."""
    window = setting.horizon + setting.follow_up
    counts = list(_counts(setting, window))
    many = [(path, what) for path, what, often in counts if often > MOST_EVENTS]
    for path, what in many:
        yield path, f"more than {MOST_EVENTS:,.0f} {what} in a world: mind the unit"
    total = sum(often for _, _, often in counts)
    if not many and total > MOST_EVENTS:
        said = f"a world would have some {total:,.0f} events, more than {MOST_EVENTS:,.0f}, mostly"
        days = floor(window * MOST_EVENTS / total / 24)
        yield (
            _longest(setting),
            f"{said} {_foremost(counts)}: at most some {days:,} d can be watched with these rates",
        )


def expected_events(setting: Setting) -> float:
    """About how many things will happen in a world of this arm, at most: what a run of it costs."""
    return sum(often for _, _, often in _counts(setting, setting.horizon + setting.follow_up))


def _longest(setting: Setting) -> Path:
    return ("horizon",) if setting.horizon >= setting.follow_up else ("follow_up",)


def _foremost(counts: Sequence[tuple[Path, str, float]]) -> str:
    """What there is most of, by kind."""
    kinds: dict[str, float] = {}
    for _, what, often in counts:
        kinds[what] = kinds.get(what, 0.0) + often
    return max(kinds, key=lambda what: kinds[what])


def _counts(setting: Setting, window: float) -> Iterator[tuple[Path, str, float]]:
    """How often things may happen in a world, at most or on average, by the input that
    decides it.
    """
    cooling, track = setting.ladder.cooling, setting.pressure_track
    provocations = provocation_bound(setting.adversary.provocations, len(setting.region.fronts))
    yield ("adversary", "provocations", "rate"), "provocations", provocations * window
    yield ("adversary", "attack", "rate"), "chances of an attack", _attacks(setting) * window
    yield ("ladder", "cooling", "rate"), "chances to cool", cooling_bound(cooling) * window
    yield ("ladder", "cooling", "dialogue_gap"), "letters", _times(window, cooling.dialogue_gap)
    yield (
        ("pressure_track", "concession_rate"),
        "chances of a concession",
        track.concession_rate * window,
    )
    yield from _meetings(setting, window)
    for name, front in setting.region.fronts.items():
        yield (
            ("region", "fronts", name, "hazard"),
            "chances of a breach",
            break_hazard(front, TOP) * window,
        )
    for path, interval in values_matching(setting, ("allies", "*", "intelligence", "interval")):
        yield path, "reports", _times(window, interval) if interval > 0 else 0.0
    for path, rate in values_matching(setting, ("allies", "*", "offices", "*", "routine", "rate")):
        yield path, "routine items", rate * window
    for path, outage in values_matching(setting, ("channels", "*", "outage")):
        if outage.up is not None and outage.down is not None:
            yield (*path, "up"), "outages", _times(window, outage.up.mean + outage.down.mean)


def _meetings(setting: Setting, window: float) -> Iterator[tuple[Path, str, float]]:
    """How often leaders, analysts and a cabinet may meet."""
    cabinet = setting.allies.frontline.cabinet
    sooner = min(cabinet.every, cabinet.under_fire) if cabinet.members else 0.0
    for path, what, gap in (
        (("dialogues", "every"), "meetings", setting.dialogues.every),
        (("assessment", "every"), "assessments", setting.assessment.every),
        (("allies", "frontline", "cabinet", "every"), "meetings of the cabinet", sooner),
    ):
        if gap > 0:
            yield path, what, _times(window, gap)


def _attacks(setting: Setting) -> float:
    law = setting.adversary.attack
    if not is_possible(law, setting.adversary.threat):
        return 0.0
    return attack_bound(law, max(kinds_of(law)), len(setting.region.fronts))


def _times(window: float, gap: float) -> float:
    return window / gap if gap > 0 else inf
