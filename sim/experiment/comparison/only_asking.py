"""Outcomes that only a word of the patron can bring, or its lack: where one of two arms never has
one, its none is no success.

An arm whose protocol asks can have any of them. One that never asks has what its log can hold
without a question: a no may reach it as a warning or from a patron that found out, but silence is
no answer to nothing. What one arm cannot have is not compared; what it can have without asking is
compared, and takes no side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sim.domain.decisions.protocols import PROTOCOLS
from sim.domain.inputs.setting import Scenario
from sim.errors import UsageError
from sim.experiment.comparison.run_summary import ArmSummary
from sim.experiment.comparison.unasked_words import unasked_outcomes
from sim.experiment.runs.plan import Plan

Apart = Literal["not compared", "no side"]

#: What a world can hold only where the patron was heard, or was waited for in vain.
OF_ANSWERS: Final = frozenset(
    {
        "approved_strike",
        "struck_on_misread_green",
        "struck_on_amber",
        "struck_on_silence",
        "struck_against_red",
        "overridden",
        "past_doubts",
        "misreadings",
        "terms_asked",
        "terms_taken",
        "terms_kept",
    }
)
#: What breaks a promise, which only a binding protocol holds.
OF_PROMISES: Final = frozenset({"past_promise"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmRecord:
    """An arm by its protocol, by what it can have ``unasked``, and by the most that its worlds
    showed of each outcome, which is all that results of older versions say.
    """

    protocol: str
    most: Mapping[str, float]
    unasked: frozenset[str] = frozenset()

    def has_of_itself(self, name: str) -> bool:
        """Whether its protocol lets it have the outcome."""
        protocol = PROTOCOLS.get(self.protocol)
        if protocol is None:
            return True
        return protocol.binding if name in OF_PROMISES else protocol.asks

    def can_have(self, name: str) -> bool:
        """Whether its worlds can show the outcome."""
        if name not in OF_ANSWERS | OF_PROMISES or self.has_of_itself(name):
            return True
        if name in self.unasked:
            return True
        return self.most.get(name, 0.0) > 0.0


def arm_record(about: ArmSummary, most: Mapping[str, float]) -> ArmRecord:
    """An arm of saved results."""
    unasked = frozenset(about.unasked or ())
    return ArmRecord(protocol=about.protocol, most=most, unasked=unasked)


def kept_apart(names: Sequence[str], first: ArmRecord, second: ArmRecord) -> dict[str, Apart]:
    """By outcome why two arms are not compared in it, or take no side."""
    found: dict[str, Apart] = {}
    for name in names:
        if name not in OF_ANSWERS | OF_PROMISES:
            continue
        if not (first.can_have(name) and second.can_have(name)):
            found[name] = "not compared"
        elif first.has_of_itself(name) != second.has_of_itself(name):
            found[name] = "no side"
    return found


def arms_apart(
    plan: Plan, names: Sequence[str], most: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, Apart]]:
    """By arm the outcomes in which it is kept apart from the baseline, from the ``most`` that its
    worlds showed of each.
    """
    settings = {arm: plan.scenario.arms[arm].setting for arm in plan.arms}
    hearing = {
        arm: ArmRecord(protocol=one.protocol, most=most[arm], unasked=unasked_outcomes(one))
        for arm, one in settings.items()
    }
    return {arm: kept_apart(names, hearing[arm], hearing[plan.baseline]) for arm in plan.arms}


def apart_by_protocol(scenario: Scenario, name: str, first: str, second: str) -> bool:
    """Whether one of two arms can have an outcome of itself and the other cannot, so that neither
    does better in it, whatever their worlds show.
    """
    if name not in OF_ANSWERS | OF_PROMISES:
        return False
    one, other = (
        ArmRecord(protocol=scenario.arms[arm].setting.protocol, most={}) for arm in (first, second)
    )
    return one.has_of_itself(name) != other.has_of_itself(name)


def expect_one_kind(scenario: Scenario, name: str, first: str, second: str) -> None:
    """Two arms of which neither does better in an outcome are not compared in it."""
    if apart_by_protocol(scenario, name, first, second):
        does = "binds itself" if name in OF_PROMISES else "asks"
        raise UsageError(
            f"{name}: one of {first} and {second} never {does}, and only an arm that {does} can"
            " have it of itself, so the two are not compared in it. Compare two arms of which each"
            f" {does}, or take an outcome that every arm can have, such as unilateral_strike."
        )
