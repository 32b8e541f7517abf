"""Where a game lies among many simulated ones of its arm, outcome by outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Final

from sim.domain.decisions.views import Seat
from sim.domain.inputs.setting import Scenario
from sim.experiment.outcomes.definitions import COLUMNS, OUTCOMES
from sim.experiment.runs.replication import world
from sim.experiment.statistics.estimates import wilson
from sim.output.story.sentences.vocabulary import sentence
from sim.output.words import as_list
from sim.tabletop.debrief.control_text import moved_by_control, ruled_by_control
from sim.tabletop.game.journal import Record
from sim.tabletop.game.outside_acts import OUTSIDE_ACTS

#: The outcomes that a game is placed by, in the order in which they are told.
PLACED: Final = (
    "struck",
    "strike_h",
    "attacked",
    "peak_rung",
    "burden",
    "threat_end",
    "trust_of_patron",
    "trust_of_frontline",
    "deterrence",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """One outcome of a game among those of ``n`` worlds in which it exists: the share of these that
    are like it, where it is a yes or no, else of those below it with half of the equal ones; and
    the interval of that share.
    """

    name: str
    value: float
    n: int
    share: float
    low: float
    high: float


#: What a person may do, and no rule of the file ever does.
_NO_RULE_DOES: Final = frozenset({"defy", "withdraw"})
#: What stands before the place of a game that other hands have moved than those of the file.
HOLLOW: Final = "\N{WHITE CIRCLE} "


def hollow_text(standing: Sequence[Record], name: Callable[[Seat], str]) -> str:
    """Why a game lies hollow among simulated ones; empty where it does not: it was moved by what no
    simulated game knows, another adversary or region than that of the file, another list of
    injects, or a seat that did what no rule does.
    """
    reasons = [*_by_hand(standing, name), *_by_control(standing), *_by_no_rule(standing, name)]
    if not reasons:
        return ""
    return (
        f"{' '.join(reasons)} What differs may come from that, so the places of this game are"
        f" hollow ({HOLLOW.strip()})."
    )


def _by_hand(standing: Sequence[Record], name: Callable[[Seat], str]) -> Iterator[str]:
    seats: tuple[Seat, ...] = ("adversary", "region")
    does = {"answer", *OUTSIDE_ACTS}
    acted = {record.seat for record in standing if record.do in does}
    if there := [name(seat) for seat in seats if seat in acted]:
        yield f"Played by hand here, and by chance in every other game: {as_list(there)}."


def _by_control(standing: Sequence[Record]) -> Iterator[str]:
    if moved_by_control(standing):
        yield (
            "The facilitator brought in or moved injects; the same world by rules and the simulated"
            " games have the list of the file."
        )
    if ruled_by_control(standing):
        yield "The facilitator ruled by hand, which happens in no other game."


def _by_no_rule(standing: Sequence[Record], name: Callable[[Seat], str]) -> Iterator[str]:
    if any(record.do in _NO_RULE_DOES for record in standing):
        yield (
            f"{sentence(name('frontline'))} set aside what is agreed, or took its wish back, which"
            " no rule does."
        )


def worlds(
    scenario: Scenario, arm: str, seed: int, number: int, done: Callable[[int], None]
) -> list[Mapping[str, float]]:
    """The outcomes of many worlds of an arm; ``done`` takes how many there are."""
    found: list[Mapping[str, float]] = []
    for replication in range(number):
        ((_, _, row),) = world(scenario, seed, replication, (arm,))
        found.append(dict(zip(COLUMNS, row, strict=True)))
        done(replication + 1)
    return found


def ranks(game: Mapping[str, float], many: Sequence[Mapping[str, float]]) -> list[Rank]:
    """The place of a game by each outcome that it has, and that not all worlds have alike."""
    return [
        rank
        for name in PLACED
        if name in OUTCOMES and not isnan(game[name])
        if (rank := _rank(name, game[name], [one[name] for one in many])) is not None
    ]


def _rank(name: str, value: float, others: Sequence[float]) -> Rank | None:
    known = [one for one in others if not isnan(one)]
    if len(known) < 2:
        return None
    equal = sum(one == value for one in known)
    below = sum(one < value for one in known)
    counted = equal if OUTCOMES[name].kind == "share" else below + equal / 2
    low, high = wilson(counted, len(known))
    return Rank(
        name=name,
        value=value,
        n=len(known),
        share=counted / len(known),
        low=float(low),
        high=float(high),
    )
