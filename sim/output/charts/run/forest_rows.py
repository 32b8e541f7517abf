"""The rows of a forest chart: which outcomes it shows, and their effects by arm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sim.output.charts.base.chart import Difference, Evidence, Outcome, Table
from sim.output.charts.base.order import by_use
from sim.output.charts.base.words import folded_text
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

_NAME: Final = 30  # letters of a name on a line
FEWEST: Final = 6  # outcomes that are shown however many arms there are; and that the words tell of


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestRow:
    """One line of the page: an outcome as heading, or an arm under it."""

    at: float
    outcome: Outcome
    arm: str = ""
    difference: Difference | None = None

    @property
    def label(self) -> str:
        """The name of what stands on it, in lines."""
        return folded_text(self.arm or self.outcome.title, _NAME)

    @property
    def high(self) -> float:
        """Its height, in that of a row of one line."""
        return _high(self.label)


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
    names = (folded_text(arm, _NAME) for arm in evidence.others)
    room = max(FEWEST, int(MOST_ROWS // (1.0 + sum(map(_high, names)))))
    return (
        known[:room],
        [one.title for one in known[room:]],
        [one.title for one in present if one not in known],
    )


def effect_rows(evidence: Evidence, shown: list[Outcome]) -> list[ForestRow]:
    rows: list[ForestRow] = []
    top = -0.5
    for outcome in shown:
        for arm in ("", *evidence.others):
            found = evidence.differences.get((arm, outcome.name))
            row = ForestRow(at=0.0, outcome=outcome, arm=arm, difference=found)
            rows.append(replace(row, at=top + row.high / 2.0))
            top += row.high
        top += 0.25
    return rows


def _high(label: str) -> float:
    """The height of a label in that of one line, with room round one of several."""
    more = label.count("\n")
    return 1.0 + 1.16 * more + 0.1 * (more > 0)


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
