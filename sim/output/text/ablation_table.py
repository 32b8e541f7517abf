"""A measure taken apart, as text: what each part does by itself, and what it adds to the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from sim.experiment.measures.ablation_summary import (
    AblationSummary,
    ConditionSummary,
    PartEffects,
    PartSummary,
)
from sim.experiment.outcomes.definitions import OUTCOMES, plain_outcome
from sim.output.charts.base.chart import Outcome
from sim.output.charts.base.words import folded_text, told_unit
from sim.output.text.grid import Grid, plain
from sim.output.text.measures.recommendation_table import NONE, effect_text
from sim.output.words import as_list, count_text

NAMES: Final = 34  # columns
TITLES: Final[Mapping[Callable[[PartSummary], PartEffects], str]] = {
    lambda part: part.alone: "Each part by itself, against the arm without the measure",
    lambda part: part.rest: "All parts but one, against the arm without the measure",
    lambda part: (
        part.removed
    ): "What each part adds to the others: the whole measure less all but that part",
}


def _where(condition: ConditionSummary) -> PartEffects:
    return condition.where


IN_ARM: Final = "as in the arm"
CONDITIONS: Final[Mapping[Callable[[ConditionSummary], PartEffects], str]] = {
    _where: (
        "The whole measure under each condition of its file, against the arm without it under the"
        " same condition"
    ),
    lambda condition: (
        condition.change
    ): "By how much each condition changes what the whole measure does",
}


def lines(summary: AblationSummary) -> Iterator[str]:
    """The tables."""
    yield f"{summary.measure} taken apart: added to {summary.arm} of {summary.scenario.name}"
    worlds = f"{count_text(summary.replications, 'world')}, seed {summary.seed}"
    yield f"{worlds}; * marks what is shown after Holm's adjustment; intervals: --json"
    for role, title in TITLES.items():
        yield ""
        yield from plain(_of_parts(summary, role, title))
    for effects, title in CONDITIONS.items() if summary.conditions else ():
        yield ""
        rows = [(folded_text(one.condition, NAMES), effects(one)) for one in summary.conditions]
        whole = [("none of them", summary.whole)] if effects is _where else []
        yield from plain(_grid(summary, title, [*whole, *rows]))
    yield ""
    yield from _legend(summary)


def _legend(summary: AblationSummary) -> Iterator[str]:
    """What the signs in the tables say, as far as they are there."""
    parts = summary.parts
    some = [OUTCOMES[name].title for name in summary.outcomes if OUTCOMES[name].exists != "always"]
    if some:
        yield (
            f"{as_list(some)}: only in some worlds, which the measure itself selects, so that"
            " nothing is tested."
        )
    if any(one.as_in_arm for one in parts):
        yield (
            f"{IN_ARM}: {summary.arm} has this value already; the measure changes nothing by it,"
            " and nothing was run for it."
        )
    if any(role(one) is None for one in parts for role in TITLES if not one.as_in_arm):
        yield f"{NONE}: such inputs cannot stand by themselves, as a route without its channel."


def _of_parts(
    summary: AblationSummary, role: Callable[[PartSummary], PartEffects], title: str
) -> Grid:
    rows = [(one.part, IN_ARM if one.as_in_arm else role(one)) for one in summary.parts]
    return _grid(summary, title, [("the whole measure", summary.whole), *rows])


def _grid(
    summary: AblationSummary, title: str, effects: Sequence[tuple[str, PartEffects | str]]
) -> Grid:
    outcomes = [plain_outcome(OUTCOMES[name]) for name in summary.outcomes]
    rows = tuple((name, *_cells(some, outcomes)) for name, some in effects)
    header = ("", *(folded_text(f"{one.title}, {told_unit(one)}", 13) for one in outcomes))
    return Grid(title=title, header=header, align="l" + "r" * len(outcomes), rows=rows)


def _cells(effects: PartEffects | str, outcomes: list[Outcome]) -> Iterator[str]:
    if isinstance(effects, str):
        yield effects
        yield from [""] * (len(outcomes) - 1)
        return
    for one in outcomes:
        effect = None if effects is None else effects[one.name]
        yield effect_text(effect, one) + (" *" if effect is not None and effect.shown else "  ")
