"""What a run is: a scenario, some of its arms, a seed and a number of replications. Everything
measured follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.domain.decisions.rules import Human
from sim.domain.decisions.views import ROLES
from sim.domain.inputs.setting import Scenario
from sim.errors import UsageError, did_you_mean
from sim.experiment.comparison.run_summary import Stopping
from sim.experiment.outcomes.definitions import COLUMNS
from sim.scenario.checks.event_counts import expected_events as expected_of_world

if TYPE_CHECKING:
    from sim.experiment.runs.drawn_inputs import Doubt

#: Of a whole run: half a year of one core.
MOST_EVENTS: Final = 1e12


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All ``arms`` in the worlds 0 to ``replications`` - 1 of ``seed``, compared with the arm
    ``baseline``.

    ``until`` is what a run that stops by itself was told, as plain data, and ``stopped`` how it
    ended. ``doubt`` are the uncertain inputs that are drawn, where they are.
    """

    scenario: Scenario
    seed: int
    replications: int
    arms: tuple[str, ...]
    baseline: str
    until: Mapping[str, Any] | None = None
    stopped: Stopping | None = None
    doubt: Doubt | None = None

    @property
    def whole(self) -> bool:
        """Whether every arm of the scenario takes part."""
        return len(self.arms) == len(self.scenario.arms)

    def identity(self) -> dict[str, Any]:
        """What finished worlds depend on. How many there will be is not part of it: a longer run
        begins with the same worlds.
        """
        return {
            "scenario": self.scenario.name,
            "digest": self.scenario.digest,
            "seed": self.seed,
            "arms": list(self.arms),
            "columns": list(COLUMNS),
            **({} if self.doubt is None else {"uncertain": self.doubt.identity()}),
        }


def plan_of(
    scenario: Scenario,
    *,
    replications: int | None = None,
    seed: int | None = None,
    arms: Sequence[str] = (),
    against: str | None = None,
) -> Plan:
    """A plan from what the scenario's study says and what the user asks for instead.

    Arms keep the order of the scenario. ``against`` is the arm to compare with, that of the study
    unless it is given; if that of the study does not take part, the first arm that does stands in
    for it.
    """
    for name in arms:
        if name not in scenario.arms:
            raise UsageError(_unknown(name, scenario))
    chosen = tuple(name for name in scenario.arms if not arms or name in arms)
    for name in chosen:
        _nobody_absent(name, scenario)
    _expect_to_end(
        scenario, chosen, scenario.study.replications if replications is None else replications
    )
    baseline = scenario.study.baseline if against is None else against
    if against is not None and against not in chosen:
        raise UsageError(f"--against: {_absent(against, scenario, chosen)}")
    return Plan(
        scenario=scenario,
        seed=scenario.study.seed if seed is None else seed,
        replications=scenario.study.replications if replications is None else replications,
        arms=chosen,
        baseline=baseline if baseline in chosen else chosen[0],
    )


def expected_events(scenario: Scenario, arms: Sequence[str], worlds: int) -> float:
    """About how many things will happen in all worlds of all arms, at most: what a run costs."""
    return worlds * sum(expected_of_world(scenario.arms[arm].setting) for arm in arms)


def _expect_to_end(scenario: Scenario, arms: Sequence[str], worlds: int) -> None:
    """A run of years of computing is a slip of the keyboard."""
    events = expected_events(scenario, arms, worlds)
    if events > MOST_EVENTS:
        most = int(worlds * MOST_EVENTS / events)
        raise UsageError(
            f"{scenario.name}: {worlds:,} worlds of {len(arms)} arms would have some {events:.2g}"
            f" events, more than {MOST_EVENTS:.0e}: at most {most} worlds can be run (-n)."
        )


def _nobody_absent(arm: str, scenario: Scenario) -> None:
    """A run has nobody at the table: a seat that waits for a person would wait for ever."""
    allies = scenario.arms[arm].setting.allies
    for role in ROLES:
        if isinstance(getattr(allies, role).leader.rule, Human):
            raise UsageError(
                f"arm {arm}: the seat of the {role} waits for a person (rule human), and a run has"
                " nobody in it. Give it a rule, such as --set"
                f" allies.{role}.leader.rule=quantal_response. A person sits there in a game:"
                f" hotline play SCENARIO --seat {role}."
            )


def _absent(name: str, scenario: Scenario, chosen: Sequence[str]) -> str:
    if name not in scenario.arms:
        return _unknown(name, scenario)
    return f"the arm '{name}' is not among --arms: {', '.join(chosen)}."


def _unknown(name: str, scenario: Scenario) -> str:
    hint = did_you_mean(name, scenario.arms, f"There are: {', '.join(scenario.arms)}.")
    return f"{scenario.name} has no arm '{name}'. {hint}"
