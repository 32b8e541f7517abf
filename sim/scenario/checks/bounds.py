"""Values that can be written but that no world could run on: a half-life of zero, an office without
officers.

What is merely implausible is not refused here; ``lint`` warns of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sim.domain.actors.escalation import TOP
from sim.domain.actors.perception import Intelligence
from sim.domain.communication.channels import Outage
from sim.domain.inputs.limits import MOST_NAMED
from sim.domain.inputs.setting import Setting
from sim.scenario.checks.event_counts import too_many, values_matching
from sim.scenario.text.tree import Path

#: On the scale of log odds: beyond, all is certain.
FARTHEST: Final = 50.0
LONGEST: Final = 100 * 8766.0
"""Hours in a hundred years."""
#: Hours in a million years: a time that never comes may be written, one past all calendars may not.
AGE: Final = 1e6 * 8766.0

Test = Callable[[Any], bool]


def _above_zero(value: Any) -> bool:
    return bool(value > 0)


def _inside(value: Any) -> bool:
    return bool(0.0 < value < 1.0)


def _below_one(value: Any) -> bool:
    return bool(value < 1.0)


def _inside_if_any(value: Any) -> bool:
    return value is None or _inside(value)


def _a_rung(value: Any) -> bool:
    return value is None or value <= TOP


def _some(value: Any) -> bool:
    return bool(1 <= value <= 1000)


def _at_most_a_century(value: Any) -> bool:
    return bool(value <= LONGEST)


def _at_most_an_age(value: Any) -> bool:
    return bool(value <= AGE)


def _at_most_many(value: Any) -> bool:
    return bool(value <= 1000)


def _at_most_a_lifetime(value: Any) -> bool:
    return bool(0 < value <= LONGEST)


def _few(named: Any) -> bool:
    return len(named) <= MOST_NAMED


def _within_reach(value: Any) -> bool:
    return bool(abs(value) <= FARTHEST)


_ZERO: Final = "must be above zero"
_CENTURY: Final = "must be at most a hundred years"
_AGE: Final = "must be at most a million years"
_FAR: Final = f"must be at most {FARTHEST:g}: it is a spread in log odds"
_ODDS: Final = f"must be from -{FARTHEST:g} to {FARTHEST:g}: it is in log odds"
_OPEN: Final = "must lie between 0 and 1 and be neither"
_LOGS: Final = f"must be from -{FARTHEST:g} to {FARTHEST:g}: it is the log of a factor"
_RUNG: Final = f"there is no such rung: the ladder goes from 0 to {TOP}"

#: Where (``*`` is any step), what must hold, and what to say if it does not.
LIMITS: Final[Mapping[str, tuple[Test, str]]] = {
    "horizon": (_at_most_a_lifetime, "must be above zero and at most a hundred years"),
    "follow_up": (_at_most_a_century, _CENTURY),
    "allies.*.intelligence.interval": (_above_zero, _ZERO),
    "allies.*.intelligence.bias": (_within_reach, _ODDS),
    "allies.*.intelligence.noise": (_within_reach, _FAR),
    "allies.*.intelligence.prior_variance": (_within_reach, _FAR),
    "allies.*.intelligence.sanitised": (_within_reach, f"must be at most {FARTHEST:g}"),
    "adversary.threat.effect_spread": (_within_reach, f"must be at most {FARTHEST:g}"),
    "allies.frontline.cabinet.members": (_at_most_many, "a cabinet has at most 1000 members"),
    "allies.frontline.cabinet.spread": (_within_reach, _FAR),
    "allies.frontline.cabinet.every": (_above_zero, _ZERO),
    "allies.frontline.cabinet.under_fire": (_above_zero, _ZERO),
    "allies.frontline.preparation.frailty": (_within_reach, f"must be at most {FARTHEST:g}"),
    "allies.frontline.preparation.time_to_act_frailty": (
        _within_reach,
        f"must be at most {FARTHEST:g}",
    ),
    "allies.*.offices": (_few, f"an ally has at most {MOST_NAMED} offices"),
    "allies.*.leader.epoch": (_above_zero, _ZERO),
    "allies.*.leader.asleep_factor": (_above_zero, _ZERO),
    "allies.*.offices.*.off_duty_factor": (_above_zero, _ZERO),
    "allies.*.outlook.look_ahead": (_above_zero, _ZERO),
    "allies.*.outlook.red_line": (_inside, _OPEN),
    "allies.*.outlook.too_late.readiness": (_inside_if_any, _OPEN),
    "allies.*.outlook.too_late.width": (_above_zero, _ZERO),
    "allies.*.intelligence.intent_bias": (_within_reach, _ODDS),
    "allies.*.intelligence.attack_bias": (_within_reach, _ODDS),
    "allies.*.attempts": (_some, "must be from 1 to 1000"),
    "allies.patron.clear_at": (_above_zero, _ZERO),
    "allies.*.trust.half_life": (_above_zero, _ZERO),
    "allies.*.offices.*.staff": (_some, "an office needs from 1 to 1000 officers"),
    "allies.frontline.pressure.half_life": (_above_zero, _ZERO),
    "allies.frontline.deterrence.half_life": (_above_zero, _ZERO),
    "public.opposition.*.half_life": (_above_zero, _ZERO),
    "practice.half_life": (_above_zero, _ZERO),
    "channels": (
        lambda named: 1 <= len(named) <= MOST_NAMED,
        f"from 1 to {MOST_NAMED} channels are needed",
    ),
    "region.fronts": (_few, f"there can be at most {MOST_NAMED} fronts"),
    "injects": (_few, f"there can be at most {MOST_NAMED} injects"),
    "liaison.frontline_officers": (_at_most_many, "a cell has at most 1000 officers of each ally"),
    "liaison.patron_officers": (_at_most_many, "a cell has at most 1000 officers of each ally"),
    "channels.*.capacity": (_some, "a channel needs a capacity from 1 to 1000"),
    "adversary.threat.readiness": (_inside, _OPEN),
    "adversary.threat.alert_half_life": (_above_zero, _ZERO),
    "adversary.threat.line": (_inside_if_any, _OPEN),
    "adversary.threat.line_width": (_above_zero, _ZERO),
    "adversary.attack.intent.share": (_below_one, "must be below 1"),
    "adversary.attack.deterrence": (_within_reach, _LOGS),
    "adversary.attack.unity": (_within_reach, _LOGS),
    "adversary.attack.diplomacy": (_within_reach, _LOGS),
    "adversary.attack.alarm_half_life": (_above_zero, _ZERO),
    "adversary.attack.highest_rung": (_a_rung, _RUNG),
    "adversary.provocations.highest_rung": (_a_rung, _RUNG),
    "terms.patience.base": (_at_most_an_age, _AGE),
    "terms.patience.trust": (_at_most_an_age, _AGE),
    "region.mediation.hold": (_at_most_an_age, _AGE),
    "ladder.start": (_a_rung, _RUNG),
    "ladder.cooling.dialogue_gap": (_above_zero, _ZERO),
    "ladder.cooling.least_trust": (_above_zero, _ZERO),
    "ladder.exchange.most_strikes": (_some, "must be from 1 to 1000"),
    "region.mediation.rung": (_a_rung, _RUNG),
    "injects.*.when.rung_at_least": (_a_rung, _RUNG),
}


def out_of_bounds(setting: Setting) -> Iterator[tuple[Path, str]]:
    """The values of one arm that break a limit, each with a sentence."""
    for pattern, (holds, sentence) in LIMITS.items():
        for path, value in values_matching(setting, tuple(pattern.split("."))):
            if not holds(value):
                yield path, sentence
    yield from _endless(setting)
    yield from _blind(setting)
    yield from too_many(setting)


def _endless(setting: Setting) -> Iterator[tuple[Path, str]]:
    """A channel that fails again in the same instant would stop the clock."""
    for path, outage in values_matching(setting, ("channels", "*", "outage")):
        assert isinstance(outage, Outage)
        if outage.up is not None and outage.down is not None and outage.up.mean <= 0:
            yield (*path, "up"), "the time between outages must be above zero on average"


def _blind(setting: Setting) -> Iterator[tuple[Path, str]]:
    """A filter that is certain and hears a certain report divides zero by zero."""
    for path, intelligence in values_matching(setting, ("allies", "*", "intelligence")):
        assert isinstance(intelligence, Intelligence)
        if intelligence.noise == 0 and intelligence.process_noise == 0:
            yield (
                (*path, "noise"),
                (
                    "must be above zero where process_noise is zero too: belief would be certain"
                    " for ever"
                ),
            )
