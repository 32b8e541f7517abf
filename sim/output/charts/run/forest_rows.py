"""The rows of a forest chart: which outcomes it shows, and their effects by arm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.output.charts.base.chart import Difference, Evidence, Outcome, Table
from sim.output.charts.base.order import by_use
from sim.output.verdict_words import beside_words, verdict_words

MOST_ROWS: Final = (
    75  # of arms and outcomes on one page; what does not fit is in the table behind it
)


HEADER: Final = (
    "outcome",
    "title",
    "unit",
    "better",
    "matters",
    "arm",
    "baseline",
    "difference",
    "low",
    "high",
    "pairs",
    "share_better",
    "share_worse",
    "stands_after_holm",
    "verdict",
    "beside",
    "undone_by_unseen_above",
    "firm_against",
    "about_worlds_to_tell",
)

FEWEST: Final = 6  # outcomes that are shown however many arms there are; and that the words tell of


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the page: an outcome as heading, or an arm under it."""

    at: float
    outcome: Outcome
    arm: str = ""
    difference: Difference | None = None


def chosen_outcomes(evidence: Evidence) -> tuple[list[Outcome], list[str], list[str]]:
    """Outcomes on the page, titles of those there is no room for, and of those that no pair of
    worlds has.
    """
    present = [evidence.outcomes[name] for name in by_use(evidence)]
    known = [
        one
        for one in present
        if any((arm, one.name) in evidence.differences for arm in evidence.others)
    ]
    room = max(FEWEST, MOST_ROWS // (1 + len(evidence.others)))
    return (
        known[:room],
        [one.title for one in known[room:]],
        [one.title for one in present if one not in known],
    )


def effect_rows(evidence: Evidence, shown: list[Outcome]) -> list[Row]:
    rows: list[Row] = []
    at = 0.0
    for outcome in shown:
        rows.append(Row(at=at, outcome=outcome))
        for arm in evidence.others:
            at += 1.0
            rows.append(
                Row(
                    at=at,
                    outcome=outcome,
                    arm=arm,
                    difference=evidence.differences.get((arm, outcome.name)),
                )
            )
        at += 1.25
    return rows


def _judgement(found: Difference) -> tuple[str | float | int, ...]:
    """What may be said of the size of a difference, and what no world showed."""
    return (
        verdict_words(found.verdict, "", shown=found.clear),
        beside_words(found.beside, shown=found.clear),
        found.unseen,
        found.firm,
        "" if found.worlds_to_tell is None else found.worlds_to_tell,
    )


def effect_table(evidence: Evidence) -> Table:
    """All outcomes, whether or not there was room for them, in the order of the page; shares as
    shares.
    """
    names = dict.fromkeys((*by_use(evidence), *evidence.outcomes))
    return Table(
        header=HEADER,
        rows=tuple(
            (
                name,
                outcome.title,
                outcome.unit,
                outcome.better,
                outcome.matters,
                arm,
                evidence.baseline,
                found.estimate,
                found.low,
                found.high,
                found.pairs,
                found.better,
                found.worse,
                "yes" if found.clear else "no",
                *_judgement(found),
            )
            for name, outcome in ((name, evidence.outcomes[name]) for name in names)
            for arm in evidence.others
            if (found := evidence.differences.get((arm, name))) is not None
        ),
    )
