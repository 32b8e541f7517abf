"""What the mechanisms cost that can be switched off: a world with all of them, as the reference
scenario has it, against the same world without some, turn by turn.

Without a mechanism a world also goes another way: where nobody waits, somebody strikes earlier and
less is left to decide. So a ratio holds both, what a mechanism computes and what it brings about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import fsum
from statistics import fmean
from time import process_time
from typing import Final

from benchmarks.cases import main_plan
from benchmarks.figures import Figure, Table, at_most, table
from sim.engine.random_streams import Streams
from sim.engine.valuations import forget
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.runs.plan import Plan
from sim.experiment.runs.replication import simulate, world

REPLICATIONS, TURNS = 30, 5
GOAL = 1.15
NOTE = (
    "Processor time, all arms of a replication at a time, five turns; what follows from a ratio of"
    " 1.2 is that a world with the mechanism takes a fifth longer than one without. Together: the"
    " time of all replications of a turn, which is what a run pays; one by one worlds differ much."
)
#: By mechanism, the values that switch it off.
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "a first blow": ("adversary.attack={rate: 0 per d, intent: {share: 0}}",),
    "a line beyond which it is too late": ("adversary.threat.line=null",),
    "warnings, and a disagreement in public": (
        *(f"injects.{one}_warning=null" for one in ("public", "private", "second", "third")),
        "public.opposition.disagreement={leak: 0, deterrence: 0, pressure: 0}",
    ),
    "words and readings that last": (
        "allies.frontline.leader.news=0",
        "allies.frontline.leader.memory=96 h",
        "allies.frontline.reading.persists=false",
    ),
    "terms, read-back, first decisions alike": (
        "terms.foreseen=true",
        "terms.joins_once=false",
        "terms.read_back=false",
        "terms.waiting={chance: 0, relief: 0, reassurance: 0}",
    ),
    "blows until they are answered": (
        "ladder.exchange={provocations: false, until_settled: false}",
    ),
    "a clock and frailty of acting": (
        "allies.frontline.preparation.frailty=0",
        "allies.frontline.preparation.time_to_act=0 h",
        "allies.frontline.preparation.time_to_act_frailty=0",
    ),
    "punishment for surprise, standing by": (
        "allies.patron.punishment=null",
        "allies.patron.withholds=all",
        "allies.patron.stands_by=null",
    ),
}
ALL: Final = tuple(one for group in GROUPS.values() for one in group)


def milliseconds(plan: Plan, replication: int, streams: Streams | None = None) -> float:
    """Of one world, over all arms of a replication, which share what they share and nothing that
    another plan left.
    """
    streams = streams or Streams(plan.seed, replication)
    forget()
    began = process_time()
    world(plan.scenario, plan.seed, replication, plan.arms, streams=streams)
    return 1000 * (process_time() - began) / len(plan.arms)


def chance_share(plan: Plan, replication: int) -> float:
    """The share of a world that random numbers take: what is saved when all of them have been drawn
    before.
    """
    streams = Streams(plan.seed, replication)
    fresh = milliseconds(plan, replication, streams)
    return 1.0 - milliseconds(plan, replication, streams) / fresh


def bytes_kept(plan: Plan, replications: int) -> float:
    """What a run sends and keeps of a world and arm, paths included."""
    chunk = simulate(plan, 0, replications)
    return (len(chunk.packed) + len(chunk.paths)) / (replications * len(plan.arms))


def events(plan: Plan, replications: int) -> list[float]:
    """How many a world counts, by replication."""
    at = COLUMNS.index("events")
    return [
        fmean(row[at] for _, _, row in world(plan.scenario, plan.seed, replication, plan.arms))
        for replication in range(replications)
    ]


def _sizes(name: str, plan: Plan, replications: int) -> tuple[Figure, ...]:
    """Events, bytes and the share of random numbers of a world."""
    shares = [chance_share(plan, replication) for replication in range(replications)]
    kept = [bytes_kept(plan, replications)]
    return (
        Figure(what=f"events of a world, {name}", values=events(plan, replications), digits=0),
        Figure(what=f"kept of a world and arm, {name}", values=kept, unit=" bytes", digits=0),
        Figure(what=f"share of random numbers, {name}", values=shares),
    )


def tables(replications: int = REPLICATIONS) -> Iterator[Table]:
    """A world with all mechanisms and one with none of them; then without each by itself."""
    whole, bare = main_plan(replications), main_plan(replications, sets=ALL)
    plans = {name: main_plan(replications, sets=sets) for name, sets in GROUPS.items()}
    every = {"all": whole, "none": bare, **plans}
    for plan in every.values():
        milliseconds(plan, replications)  # prepared, caches warm
    turns = [
        [
            {name: milliseconds(plan, at) for name, plan in every.items()}
            for at in range(replications)
        ]
        for _ in range(TURNS)
    ]
    rounds = [
        {name: fmean(turn[at][name] for turn in turns) for name in every}
        for at in range(replications)
    ]
    yield table(
        [
            *_sizes("all", whole, replications),
            *_sizes("none", bare, replications),
            Figure(what="a world, all", values=[one["all"] for one in rounds], unit=" ms"),
            Figure(what="a world, none", values=[one["none"] for one in rounds], unit=" ms"),
            Figure(
                what="all to none, the replications together, by turn",
                values=[_total(turn, "all") / _total(turn, "none") for turn in turns],
                goal=at_most(GOAL),
            ),
            Figure(
                what="all to none, replication by replication",
                values=[one["all"] / one["none"] for one in rounds],
                goal=at_most(GOAL),
            ),
            *(
                Figure(
                    what=f"all to all but {name}, together, by turn",
                    values=[_total(turn, "all") / _total(turn, name) for turn in turns],
                )
                for name in GROUPS
            ),
        ],
        NOTE,
    )


def _total(turn: Sequence[Mapping[str, float]], name: str) -> float:
    """What all replications of a turn took under one plan: what a run pays."""
    return fsum(one[name] for one in turn)
