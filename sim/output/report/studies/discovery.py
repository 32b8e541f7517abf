"""What a page says of a discovery: under which conditions an arm does worse, and what each may come
to be regretted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.experiment.discovery.discovery_summary import DiscoverySummary, QuestionSummary
from sim.experiment.outcomes.shares import percent
from sim.output.report.common_words import OF_ALL, Data
from sim.output.report.studies.sensitivity import varied_inputs
from sim.output.report.study_account import PageTable, StudyAccount, page_table, several
from sim.output.text.condition_sentences import NO_BOX, condition, confirmed_sentences, side_text
from sim.output.text.study_table import digits, discovery_notes, laid_out, plainly, regret_grid
from sim.output.words import as_list, count_text, p_text

#: What lies in the folder of such a study.
DATA: Final[Data] = (
    ("samples-design.csv, samples.parquet", "the samples, and what came of each world"),
    (
        "fresh-1-design.csv, fresh-1.parquet",
        "fresh samples and worlds in which the condition of question 1 was tried; others likewise",
    ),
    *OF_ALL,
)
FIRST: Final = ("burden", "peak_rung", "unilateral_strike")

SENTENCE_RULES: Final = (
    (
        "First sentence: the arm whose largest estimated regret over all samples is least in the"
        " outcome that a limit was asked about, else in the first that counts, or all that tie. It"
        " is an estimate, the largest of many, each from few worlds: no bound on what may come."
    ),
    (
        "Second sentence: of the questions for which a condition was confirmed in fresh worlds, the"
        " one that is so in most samples, with its condition; where there is none, that is said."
    ),
    (
        "Third sentence: the other questions, and in how many samples they are so. Shares have no"
        " interval: samples were laid {laid}, and no probability stands behind them."
    ),
)


def discovery_findings(summary: DiscoverySummary, asked: str = "") -> StudyAccount:
    """All that is said of a discovery, of regret first in the outcome that is ``asked``."""
    many = (
        f"{count_text(summary.samples, 'sample')} of"
        f" {count_text(len(summary.factors), 'uncertain input')}"
    )
    return StudyAccount(
        what="discovery",
        heading=(
            f"Where arms fail: {many}, each in {count_text(summary.replications, 'world')} under"
            f" {count_text(len(summary.arms), 'arm')}; seed {summary.seed}."
        ),
        answer=tuple(_answer(summary, asked)),
        rules=tuple(rule.format(laid=laid_out(summary)) for rule in SENTENCE_RULES),
        tables=(
            _conditions(summary),
            page_table(regret_grid(summary), names=("arm",), folded=True),
            varied_inputs(summary.factors),
        ),
        method=_method(summary),
        limits=(
            (
                "Conditions are boxes along the inputs: one that lies aslant, or in several places,"
                " is told in part."
            ),
            (
                "A share of samples is no probability of what will come; it counts what was laid"
                " out over the ranges below."
            ),
        ),
    )


def _answer(summary: DiscoverySummary, asked: str) -> Iterator[str]:
    names = list(summary.regret)
    limits = [one.outcome for one in summary.questions if one.against is None]
    name = next((one for one in (*limits, asked, *FIRST) if one in names), names[0])
    outcome, regret = summary.outcomes[name], summary.regret[name]
    least = min(one.max for one in regret.values())
    best = [arm for arm, one in regret.items() if one.max == least]
    within = as_list(
        [percent(share) for share in dict.fromkeys(regret[arm].satisfactory for arm in best)]
    )
    whose = (
        f"the largest estimated regret of {as_list(best)}"
        if best[1:]
        else f"{best[0]}'s largest estimated regret"
    )
    yield (
        f"Over the {count_text(summary.samples, 'sample')}, {whose} in {outcome.title}"
        " was the least:"
        f" {plainly(least, digits(outcome))} {outcome.unit} worse than the best arm of the sample,"
        f" from {count_text(summary.replications, 'world')} each and so no bound; within"
        " what matters of it in"
        f" {within} of the samples."
    )
    questions = sorted(summary.questions, key=lambda one: -one.share)
    confirmed = [one for one in questions if one.verdict == "told"]
    if confirmed:
        yield f"{_rule(confirmed[0], summary)}. {_told_condition(confirmed[0])}"
    else:
        yield "For no question was a condition confirmed in fresh worlds."
    rest = [_rule(one, summary) for one in questions if one not in confirmed[:1]]
    if rest:
        yield f"Whatever the conditions: {several(rest, most=2)}."


def _rule(question: QuestionSummary, summary: DiscoverySummary) -> str:
    samples = (
        f"{count_text(summary.samples, 'sample')} of"
        f" {count_text(summary.replications, 'world')} each"
    )
    return f"{question.rule}: in {question.cases} of {samples} ({percent(question.share)})"


def _told_condition(question: QuestionSummary) -> str:
    box, fresh = question.box, question.fresh
    assert box is not None, "only what is confirmed is told so"
    assert fresh is not None, "only what was tried is confirmed"
    return " ".join(confirmed_sentences(question, box, fresh))


def _conditions(summary: DiscoverySummary) -> PageTable:
    return PageTable(
        caption=(
            "Conditions tried in fresh worlds at fresh samples; inside and outside: how much worse"
            " the arm does, or the outcome itself where a limit was asked about"
        ),
        header=(
            "question",
            "samples",
            "share",
            "condition confirmed",
            "fresh worlds",
            "inside",
            "outside",
            "p",
        ),
        rows=tuple(map(_row, summary.questions)),
        long=(0, 3),
    )


def _row(question: QuestionSummary) -> tuple[str, ...]:
    box, fresh = question.box, question.fresh
    common = (question.rule, str(question.cases), percent(question.share))
    if box is None or fresh is None:
        return *common, NO_BOX[question.verdict], "-", "-", "-", "-"
    when = "none: not confirmed" if question.verdict != "told" else condition(box)
    sides = (side_text(question, one) for one in (fresh.inside, fresh.outside))
    but = "except when " if box.downward and question.verdict == "told" else ""
    return *common, f"{but}{when}", str(fresh.worlds), *sides, p_text(fresh.p)


def _method(summary: DiscoverySummary) -> tuple[str, ...]:
    fill = {"latin": "a Latin hypercube", "sobol": "a scrambled Sobol sequence"}[summary.fill]
    return (
        (
            f"{count_text(summary.samples, 'sample')} by {fill} over"
            f" {count_text(len(summary.factors), 'input')},"
            f" {laid_out(summary)}; at each, all arms in the same"
            f" {count_text(summary.replications, 'world')}."
        ),
        (
            "Conditions are proposed by the patient rule induction method (Friedman and Fisher"
            " 1999), upward and downward in the mean over worlds, with at most four inputs bounded."
        ),
        (
            "Each is tried in fresh worlds, met once at a fresh sample inside, once outside, and"
            " once where only one bound is broken. It is told where the mean is higher inside and"
            " beyond zero on the side said to be worse (the larger of two one-sided p-values,"
            " Berger 1982), after Holm's adjustment over all conditions that were tried; its bounds"
            " by Holm's adjustment at the same level."
        ),
        *discovery_notes(summary),
    )
