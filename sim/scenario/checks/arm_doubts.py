"""What a careful reader would doubt in the inputs of one arm: what nothing will use, and what two
inputs say against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil, floor, log10
from typing import Final, NamedTuple

from sim.domain.actors.adversary import Provocations, logit
from sim.domain.actors.attack import kinds_of
from sim.domain.actors.expected_loss import believed_line
from sim.domain.communication.channels import usable
from sim.domain.communication.messages import Sensitivity
from sim.domain.communication.offices import ANY
from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.inputs.setting import Setting
from sim.scenario.text.tree import Path, Table, key_at, node_at

#: What a strike on one site takes away at least, as the schema says of the effect.
_LEAST_OF_ONE_SITE: Final = 3.5


class ArmInputs(NamedTuple):
    """One arm as the engine takes it, and the text from which it was read."""

    setting: Setting
    tree: Table

    def writes(self, path: Path) -> bool:
        """Whether a file or the command line says something there; defaults may lie idle."""
        return node_at(self.tree, path) is not None and key_at(self.tree, path).kind != "default"


class Doubt(NamedTuple):
    """What is doubted, and the nearest thing that would work where one is known."""

    path: Path
    message: str
    hint: str = ""


ArmCheck = Callable[[ArmInputs], Iterator[Doubt]]


def _idle_channels(arm: ArmInputs) -> Iterator[Doubt]:
    setting = arm.setting
    used = {setting.liaison.link, setting.liaison.terminal}
    for kind, how in setting.messages.items():
        first = setting.routes[kind] if kind in setting.routes else setting.routes[ANY]
        used.update(usable(setting.channels, first, Sensitivity[how.sensitivity.upper()]))
    said = "no message may ever use this channel: no route, fallback or liaison cell leads to it"
    for name in setting.channels:
        if name not in used:
            yield Doubt(("channels", name), said)


def _idle_offices(arm: ArmInputs) -> Iterator[Doubt]:
    allies = arm.setting.allies
    for role, ally in (("frontline", allies.frontline), ("patron", allies.patron)):
        used = {
            name
            for chains in (ally.outgoing, ally.incoming)
            for names in chains.values()
            for name in names
        }
        for name in ally.offices:
            if name not in used:
                yield Doubt(
                    ("allies", role, "offices", name),
                    "no message passes this office: no chain names it",
                )


def _idle_injects(arm: ArmInputs) -> Iterator[Doubt]:
    setting = arm.setting
    end = setting.horizon + setting.follow_up
    for name, inject in setting.injects.items():
        if inject.at is not None and inject.at > end:
            yield Doubt(
                ("injects", name, "at"),
                "comes after the end: the world stops with the window and the follow-up",
            )
        if inject.when is not None and inject.when.asked and not PROTOCOLS[setting.protocol].asks:
            yield Doubt(
                ("injects", name, "when"),
                "never holds: nobody asks under the protocols of this scenario",
            )


def _short_sighted(arm: ArmInputs) -> Iterator[Doubt]:
    """An ally that knows a line decides as if there were none until it looks so far ahead."""
    threat, allies = arm.setting.adversary.threat, arm.setting.allies
    for role, ally in (("frontline", allies.frontline), ("patron", allies.patron)):
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
        yield Doubt(
            ("allies", role, "outlook", "too_late", "readiness" if known.at is None else "at"),
            (
                f"its look-ahead of {ahead:g} d does not reach this line, which it expects"
                f" {reached}: until it does, it decides as if it were never too late"
            ),
        )


def _attacks_from_a_site(arm: ArmInputs) -> Iterator[Doubt]:
    """A hazard of attack that was written for a threat from which nobody attacks."""
    adversary = arm.setting.adversary
    if adversary.threat.kind != "construction":
        return
    intent: Path = ("adversary", "attack", "intent")
    written: list[Path] = [
        (*intent, name) for name in ("share", "rate", "indications", "false_indications")
    ]
    if adversary.attack.rate > 0.0:
        written.append(("adversary", "attack", "rate"))
    for path in written:
        if arm.writes(path):
            yield Doubt(
                path,
                "changes nothing: the threat is a construction, and nobody attacks from a site",
                "Leave it out, or write adversary.threat.kind: mobilised.",
            )
            return


def _site_like_an_army(arm: ArmInputs) -> Iterator[Doubt]:
    """A site that has what only the defaults of forces in the field gave it."""
    adversary = arm.setting.adversary
    if adversary.threat.kind != "construction":
        return
    odd, instead = [], []
    if adversary.provocations == Provocations() and adversary.provocations.rate > 0.0:
        odd.append(f"provokes at {adversary.provocations.rate * 24:.3g} / d as by default")
        instead.append("adversary.provocations.rate: 0 / d")
    if adversary.threat.effect < _LEAST_OF_ONE_SITE:
        odd.append(f"is struck with an effect of {adversary.threat.effect:g}")
        instead.append(f"adversary.threat.effect: {_LEAST_OF_ONE_SITE:g} or more")
    if odd:
        yield Doubt(
            ("adversary", "threat", "kind"),
            f"one site that {' and '.join(odd)}, as forces in the field would",
            f"For one site write {' and '.join(instead)}.",
        )


def _never_assessed(arm: ArmInputs) -> Iterator[Doubt]:
    law = arm.setting.assessment
    if law.share > 0.0 and law.every <= 0.0:
        yield Doubt(
            ("assessment", "share"),
            "changes nothing: no joint assessment is held, since assessment.every is 0",
            "Say how often they meet, such as assessment.every: 7 d.",
        )


def _never_asked_early(arm: ArmInputs) -> Iterator[Doubt]:
    protocol, terms = PROTOCOLS[arm.setting.protocol], arm.setting.terms
    if protocol.asks and not protocol.plans_jointly:
        return
    for name, value in (("ask_at", terms.ask_at), ("ask_over", terms.ask_over)):
        if value is not None:
            yield Doubt(
                ("terms", name),
                "changes nothing: no protocol of this scenario puts a question early",
                "Give an arm the protocol consult or concurrence, or leave it out.",
            )


def _endless_term(arm: ArmInputs) -> Iterator[Doubt]:
    setting = arm.setting
    law, end = setting.terms.waiting, setting.horizon + setting.follow_up
    typical = law.length.quantile(0.5)
    if law.chance > 0.0 and typical > end:
        yield Doubt(
            ("terms", "waiting", "length"),
            (
                f"at least half of its terms outlast the world, which ends after {end / 24:g} d:"
                " none of these is ever kept to its end"
            ),
            "Shorten it, or make horizon or follow_up longer.",
        )


def _cut_hazard(arm: ArmInputs) -> Iterator[Doubt]:
    """The rarer kind of crisis cannot bring more attacks than there are."""
    law = arm.setting.adversary.attack
    share, hot, mean = law.intent.share, law.intent.rate * 24, law.rate * 24
    left = kinds_of(law).meant * mean
    if share <= 0.0 or mean <= 0.0 or left >= hot * (1 - 1e-9):
        return
    for steps in ("intent.rate", "intent.share", "rate"):
        path = ("adversary", "attack", *steps.split("."))
        if arm.writes(path):
            yield Doubt(
                path,
                (
                    f"the hazard where an attack is meant is cut from {hot:.3g} to {left:.3g} / d,"
                    f" and none is left where it is not: in a share of {share:g} of crises it would"
                    f" bring more attacks than the mean of {mean:.3g} / d allows"
                ),
                (
                    f"To keep {hot:.3g} / d, write adversary.attack.rate:"
                    f" {-_rounded_down(-share * hot):g} / d or more, or"
                    f" adversary.attack.intent.share: {_rounded_down(mean / hot):g} or less."
                ),
            )
            return


def _rounded_down(value: float) -> float:
    """A number cut to three digits, so that what it is held against stays on its own side."""
    scale = 10.0 ** (2 - floor(log10(abs(value))))
    return floor(value * scale + 1e-9) / scale


#: What nothing will use: worth a word where no arm uses it.
IDLE: Final[tuple[ArmCheck, ...]] = (
    _idle_channels,
    _idle_offices,
    _idle_injects,
    _short_sighted,
    _attacks_from_a_site,
    _site_like_an_army,
    _never_assessed,
    _never_asked_early,
    _endless_term,
)
#: What is not as it was written: worth a word in any arm.
OVERRULED: Final[tuple[ArmCheck, ...]] = (_cut_hazard,)
