"""How the time of a run grows: with worlds, with arms, with routine traffic at the desks, with what
is sent, with cores.

Each figure is the time of one world under one arm against that of a plain run, turn by turn, so 1
says that it grows as it should: twice the worlds, twice the time. Processor time of one process,
but for cores, which are measured on the wall.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter, process_time
from typing import TypeVar

from benchmarks.cases import SHARING, main_plan
from benchmarks.figures import Figure, Table, table
from sim.domain.actors.allies import Frontline, Patron
from sim.domain.inputs.setting import Arm
from sim.experiment.runs.executor import finished_chunks
from sim.experiment.runs.plan import Plan
from sim.experiment.runs.replication import simulate

WORLDS = 12
ROUNDS = 4
CORES_WORLDS = 60
FACTORS = (0.0, 0.5, 2.0)


Side = TypeVar("Side", Frontline, Patron)


def loaded(plan: Plan, factor: float) -> Plan:
    """The plan with so many times the routine traffic at every desk."""
    arms = {name: _loaded(arm, factor) for name, arm in plan.scenario.arms.items()}
    return replace(plan, scenario=replace(plan.scenario, arms=arms))


def _loaded(arm: Arm, factor: float) -> Arm:
    def busier(ally: Side) -> Side:
        offices = {
            name: replace(
                office, routine=replace(office.routine, rate=factor * office.routine.rate)
            )
            for name, office in ally.offices.items()
        }
        return replace(ally, offices=offices)

    allies = arm.setting.allies
    allies = replace(allies, frontline=busier(allies.frontline), patron=busier(allies.patron))
    return replace(arm, setting=replace(arm.setting, allies=allies))


def each(plan: Plan) -> float:
    """Processor seconds of one world under one arm."""
    began = process_time()
    simulate(plan, 0, plan.replications)
    return (process_time() - began) / plan.replications / len(plan.arms)


def on_cores(plan: Plan, jobs: int) -> float:
    """Seconds on the wall for a run, the start of its processes included."""
    began = perf_counter()
    for _ in finished_chunks(plan, jobs=jobs):
        pass
    return perf_counter() - began


def variants() -> dict[str, Plan]:
    """What is compared with a plain run."""
    plan = main_plan(WORLDS)
    found = {
        f"{many} worlds instead of {WORLDS}": main_plan(many) for many in (WORLDS // 4, WORLDS * 3)
    }
    for many in (1, 2, 3):
        found[f"{many} of {len(plan.arms)} arms"] = replace(plan, arms=plan.arms[:many])
    for factor in FACTORS:
        found[f"routine traffic times {factor:g}"] = loaded(plan, factor)
    return found


def tables() -> Iterator[Table]:
    """Time of a world and arm beside that of a plain run; then what allies send more;
    then cores.
    """
    plan = main_plan(WORLDS)
    note = (
        f"Time of a world and arm against a plain run of {WORLDS} worlds x {len(plan.arms)} arms; 1"
        " is the same."
    )
    yield table(_against(plan, variants()), note)
    chatty = main_plan(3 * WORLDS, sets=[SHARING], arms=["consult", "sharing"])
    quiet, talking = (replace(chatty, arms=(name,)) for name in ("consult", "sharing"))
    note = (
        "Time of a world of the arm `consult` in which the allies share changed estimates, against"
        " one in which they do not."
    )
    yield table(_against(quiet, {"more messages": talking}), note)
    yield table(_cores())


def _against(plan: Plan, others: dict[str, Plan]) -> Iterator[Figure]:
    turns = []
    each(plan)  # caches warm
    for _ in range(ROUNDS):
        plain = each(plan)
        turns.append({name: each(other) / plain for name, other in others.items()})
    return (Figure(what=name, values=[turn[name] for turn in turns]) for name in others)


def _cores() -> Iterator[Figure]:
    plan = main_plan(CORES_WORLDS)
    turns = [(on_cores(plan, 1), on_cores(plan, 2)) for _ in range(3)]
    yield Figure(
        what=f"{CORES_WORLDS} worlds on 1 core", values=[one for one, _ in turns], unit=" s"
    )
    started = f"{CORES_WORLDS} worlds on 2 cores, start of the pool included"
    yield Figure(what=started, values=[two for _, two in turns], unit=" s")
    yield Figure(what="times as quick", values=[one / two for one, two in turns])
