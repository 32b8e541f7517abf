"""What a page says of a trial of measures: the recommendation, its grounds, and the best set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sim.experiment.measures.measures_summary import (
    EffectSummary,
    GoalSummary,
    RowSummary,
    SetSummary,
    SplitEffectSummary,
    TrialSummary,
)
from sim.experiment.outcomes.shares import percent
from sim.output.charts.base.chart import Outcome
from sim.output.charts.base.words import told_unit
from sim.output.report.common_words import OF_ALL, ROWS, Data
from sim.output.report.studies.titled_measures import by_measure_titles
from sim.output.report.studies.trial_rules import HEADS, SENTENCE_RULES, method_sentences
from sim.output.report.study_account import PageTable, StudyAccount, several
from sim.output.text.measures.measure_reasons import reason
from sim.output.text.measures.portfolio_table import (
    gain_text,
    missing_told,
    number,
    set_name,
    shortfall,
    unit,
)
from sim.output.text.measures.recommendation_table import (
    MOST_MOVED,
    moved_told,
    outcome_of,
    pairs_told,
    told_interval,
)
from sim.output.text.measures.recommendation_table import effect_text as effect_told
from sim.output.words import count_text, level_text, many_text

#: What lies in the folder of such a study.
DATA: Final[Data] = (
    ("outcomes.parquet", f"{ROWS}, an arm for every set of measures"),
    ("recommendation.csv, recommendation.json", "the recommendation, one row a measure"),
    ("dependences.csv", "all that was tried on the effects of measures, shown or not"),
    ("sets.csv", "every set of measures with its cost and gain"),
    ("measures/", "the files of the measures that were tried"),
    *OF_ALL,
)
SUPPORTED: Final = "supported"
DEPENDS: Final = "depends"
NOT: Final = "not supported"
#: Sets of measures that are told.
MOST_SETS: Final = 20
_MAY: Final = {True: "yes", False: "no"}


def trial_findings(summary: TrialSummary, asked: str = "") -> StudyAccount:
    """All that is said of a trial, whatever is ``asked``: each measure has its own question."""
    del asked
    names, summary = [row.measure for row in summary.measures.rows], by_measure_titles(summary)
    trial = summary.measures
    design = trial.design
    sets = (
        f"all {design.runs} sets"
        if design.kind == "full"
        else f"{design.runs} sets, a fraction of them"
    )
    many = (
        f"{sets} of {count_text(len(trial.rows), 'measure')},"
        f" {many_text(summary.replications, 'world')} each, the same ones"
    )
    return StudyAccount(
        what="trial of measures",
        heading=f"Measures added to {trial.arm}: {many}; seed {summary.seed}.",
        answer=tuple(_answer(summary)),
        rules=SENTENCE_RULES,
        tables=(
            _recommendation(summary, names),
            _besides(summary),
            _changes(summary),
            *_sets(summary),
        ),
        method=method_sentences(summary),
        limits=(
            *pairs_told(summary),
            (
                "What a measure does here is what its file changes; whether it could be had, and"
                " for that cost, is not simulated."
            ),
            (
                "An effect on average over all sets of the others is not the effect of a measure by"
                " itself: both are told."
            ),
        ),
    )


def _answer(summary: TrialSummary) -> Iterator[str]:
    rows = summary.measures.rows
    good = [_moves(summary, row) for row in rows if row.verdict == SUPPORTED]
    if good:
        yield f"Supported: {several(good)} ({level_text(summary.confidence)} intervals)."
    else:
        yield (
            "Of no measure is it shown that it does what is expected of it, and by as much as"
            " matters: no difference shown."
        )
    parts = {
        head: [_told_row(summary, row) for row in rows if row.verdict == verdict]
        for verdict, head in HEADS.items()
    }
    text = "; ".join(f"{verdict}: {several(found)}" for verdict, found in parts.items() if found)
    if text:
        yield f"{text[0].upper()}{text[1:]}."
    yield from _best(summary)


def _told_row(summary: TrialSummary, row: RowSummary) -> str:
    """What a measure moves, the reason of its verdict, or both."""
    if row.verdict == DEPENDS:
        return f"{row.title} ({reason(row)})"
    return _moves(summary, row) + (f" ({reason(row)})" if row.verdict == NOT else "")


def _moves(summary: TrialSummary, row: RowSummary) -> str:
    outcome = outcome_of(summary, row.expected.outcome)
    effect = f"{outcome.title} {effect_told(row.average, outcome)} {told_unit(outcome)}"
    return f"{row.title}, {effect}, {told_interval(row.average, outcome)}"


def _best(summary: TrialSummary) -> Iterator[str]:
    found = summary.measures.portfolio
    if not found:
        yield missing_told(summary.measures.no_portfolio or "")
        return
    sets, goal = {one.measures: one for one in found.sets}, found.goal
    chosen, cheapest = sets[found.chosen], sets[found.cheapest]
    rivals = sum(one.retained for one in found.sets)
    within = "at any cost" if found.budget is None else f"within {found.budget:g} million a year"
    head = f"Best set for {goal.title} {within}"
    if rivals == 1:
        yield (
            f"{head}: {_purchase_text(goal, chosen)}; with {level_text(summary.confidence)}"
            " confidence no other is as good."
        )
    elif cheapest.measures:
        many = f"{rivals} of {found.affordable} sets cannot be told from the best"
        least = _purchase_text(goal, cheapest)
        yield f"{head}: {many}; the cheapest of them is {least}.{shortfall(found, cheapest)}"
    else:
        alone = "none" if not chosen.measures else _purchase_text(goal, chosen)
        yield (
            f"{head}: none is shown to be better than no measure, no difference shown; first by its"
            f" estimate alone: {alone}."
        )


def _purchase_text(goal: GoalSummary, one: SetSummary) -> str:
    return (
        f"{set_name(one.measures)} at {one.cost:g} million a year, gaining"
        f" {gain_text(goal, one.gain)} ({_ends(goal, one)})"
    )


def _recommendation(summary: TrialSummary, names: Sequence[str]) -> PageTable:
    """A row a measure, each by its title with its name in brackets."""
    header = (
        "measure",
        "expected",
        "alone",
        "on average",
        "interval",
        "as expected",
        "contrary",
        "cost",
        "verdict",
    )
    return PageTable(
        caption=(
            "Recommendation, one row a measure; effects in the unit of the outcome, cost in"
            " millions a year"
        ),
        header=header,
        rows=tuple(
            _row(summary, row, name) for row, name in zip(summary.measures.rows, names, strict=True)
        ),
        long=(0, 1),
    )


def _row(summary: TrialSummary, row: RowSummary, name: str) -> tuple[str, ...]:
    outcome, average = outcome_of(summary, row.expected.outcome), row.average
    up = row.expected.direction == "higher"
    shares = (average.higher, average.lower) if up else (average.lower, average.higher)
    return (
        row.title if row.title == name else f"{row.title} ({name})",
        f"{row.expected.text} ({outcome.title} {row.expected.direction}, {told_unit(outcome)})",
        effect_told(row.alone, outcome),
        effect_told(average, outcome),
        told_interval(average, outcome),
        *(percent(share or 0.0) if average.worlds else "-" for share in shares),
        f"{row.cost:g}",
        row.verdict,
    )


def _besides(summary: TrialSummary) -> PageTable:
    rows = []
    for row in summary.measures.rows:
        moved = list(moved_told(summary, row))
        more = f"; and {len(row.moved) - MOST_MOVED} more" if len(row.moved) > MOST_MOVED else ""
        rows.append(
            (
                row.measure,
                reason(row),
                "; ".join(moved) + more if moved else "nothing that is shown",
            )
        )
    return PageTable(
        caption="Why each verdict, and what else each measure moved on average",
        header=("measure", "because", "also moved"),
        rows=tuple(rows),
        long=(1, 2),
    )


def _changes(summary: TrialSummary) -> PageTable:
    """Everything that is shown to change the effect of a measure, with both sides."""
    rows = [
        (row.measure, outcome_of(summary, row.expected.outcome), one)
        for row in summary.measures.rows
        for one in row.conditions
        if one.shown
    ]
    told_rows = tuple(
        (
            measure,
            " or ".join((one.on, *one.aliases)),
            *(_side(side, outcome) for side in (one.with_, one.without)),
            _effect(one.difference, outcome),
        )
        for measure, outcome, one in rows
    )
    return PageTable(
        caption="What is shown to change the effect of a measure on what is expected of it",
        header=("measure", "X", "effect with X", "effect without X", "difference"),
        rows=told_rows or (("none", "nothing is shown to", "-", "-", "-"),),
        long=(1,),
    )


def _side(effect: SplitEffectSummary, outcome: Outcome) -> str:
    return f"{effect.says}: {_effect(effect, outcome)}"


def _effect(effect: EffectSummary, outcome: Outcome) -> str:
    return f"{effect_told(effect, outcome)} {told_unit(outcome)} ({told_interval(effect, outcome)})"


def _sets(summary: TrialSummary) -> Iterator[PageTable]:
    found = summary.measures.portfolio
    if not found:
        return
    goal = found.goal
    affordable = (one for one in found.sets if one.affordable)
    ranked = sorted(affordable, key=lambda one: -one.gain)[:MOST_SETS]
    rows = tuple(
        (
            set_name(one.measures),
            f"{one.cost:g}",
            number(goal, one.gain),
            _ends(goal, one),
            _MAY[one.retained],
        )
        for one in ranked
    )
    yield PageTable(
        caption=f"Sets of measures by what they gain for {goal.title}, {unit(goal)}",
        header=("set", "cost", "gain", "interval", "may be the best"),
        rows=rows,
        long=(0,),
        folded=True,
    )


def _ends(goal: GoalSummary, one: SetSummary) -> str:
    if one.low is None or one.high is None:
        return "no interval"
    return f"{number(goal, one.low)} to {number(goal, one.high)}"
