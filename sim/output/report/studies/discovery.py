"""What a page says of a discovery: under which conditions an arm does worse, and what each may come
to be regretted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.experiment.discovery.box_findings import NO_BOX, of_few_worlds
from sim.experiment.discovery.discovery_summary import DiscoverySummary, QuestionSummary
from sim.experiment.outcomes.shares import percent
from sim.output.report.common_words import OF_ALL, Data
from sim.output.report.findings import Tab, Told, several, tab
from sim.output.report.studies.sensitivity import varied_inputs
from sim.output.text.study_table import digits, discovery_notes, laid_out, plainly, regret_grid
from sim.output.words import listing

#: What lies in the folder of such a study.
DATA: Final[Data] = (
    ("samples-design.csv, samples.parquet", "the samples, and what came of each world"),
    *OF_ALL,
)
FIRST: Final = ("burden", "peak_rung", "unilateral_strike")

RULES: Final = (
    (
        "First sentence: the arm whose largest estimated regret over all samples is least in the"
        " first outcome that counts, or all that tie. It is an estimate, the largest of many, each"
        " from few worlds: no bound on what may come."
    ),
    (
        "Second sentence: of the questions for which conditions were found that hold up on the"
        " other half of the samples, the one that is so in most samples, with its conditions; where"
        " there is none, that is said."
    ),
    (
        "Third sentence: the other questions, and in how many samples they are so. Shares have no"
        " interval: samples were laid {laid}, and no probability stands behind them."
    ),
)


def discovery_findings(summary: DiscoverySummary) -> Told:
    """All that is said of a discovery."""
    many = f"{summary.samples} samples of {len(summary.factors)} uncertain inputs"
    return Told(
        what="discovery",
        heading=(
            f"Where arms fail: {many}, each in {summary.replications} worlds under"
            f" {len(summary.arms)} arms; seed {summary.seed}."
        ),
        answer=tuple(_answer(summary)),
        rules=tuple(rule.format(laid=laid_out(summary)) for rule in RULES),
        tables=(
            _conditions(summary),
            tab(regret_grid(summary), names=("arm",), folded=True),
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


def _answer(summary: DiscoverySummary) -> Iterator[str]:
    names = list(summary.regret)
    name = next((one for one in FIRST if one in names), names[0])
    outcome, regret = summary.outcomes[name], summary.regret[name]
    least = min(one.max for one in regret.values())
    best = [arm for arm, one in regret.items() if one.max == least]
    within = listing(
        [percent(share) for share in dict.fromkeys(regret[arm].satisfactory for arm in best)]
    )
    whose = (
        f"the largest estimated regret of {listing(best)}"
        if best[1:]
        else f"{best[0]}'s largest estimated regret"
    )
    yield (
        f"Over the {summary.samples} samples, {whose} in {outcome.title} was the least:"
        f" {plainly(least, digits(outcome))} {outcome.unit} worse than the best arm of the sample,"
        f" from {summary.replications} worlds each and so no bound; within what matters of it in"
        f" {within} of the samples."
    )
    questions = sorted(summary.questions, key=lambda one: -one.share)
    solid = [one for one in questions if _solid(one)]
    if solid:
        yield (
            f"{_rule(solid[0], summary)}, and mostly when {_when(solid[0])}"
            f" ({_kept_condition_text(solid[0], summary)})."
        )
    else:
        yield (
            "For no question were conditions found that hold up on samples other than those in"
            " which they were searched for."
        )
    rest = [_rule(one, summary) for one in questions if one not in solid[:1]]
    if rest:
        yield f"Whatever the conditions: {several(rest, most=2)}."


def _solid(question: QuestionSummary) -> bool:
    """Whether it has conditions that set its samples apart on the other half too."""
    return question.reliability == "solid"


def _rule(question: QuestionSummary, summary: DiscoverySummary) -> str:
    samples = f"{summary.samples} samples of {summary.replications} worlds each"
    return f"{question.rule}: in {question.cases} of {samples} ({percent(question.share)})"


def _when(question: QuestionSummary) -> str:
    return " and ".join(
        f"{limit.path} is {limit.told}" for limit in (question.box.limits if question.box else ())
    )


def _kept_condition_text(question: QuestionSummary, summary: DiscoverySummary) -> str:
    box, doubt = question.box, of_few_worlds(summary.replications)
    assert box is not None, "only what is solid is told so"
    return (
        f"{percent(box.density)} of the samples inside are such, and"
        f" {percent(box.elsewhere.density)} when searched for in one half and tried on the"
        f" other{'; ' if doubt else ''}{doubt}"
    )


def _conditions(summary: DiscoverySummary) -> Tab:
    rows = tuple(_row(one) for one in summary.questions)
    return Tab(
        caption=(
            "Under which conditions; of such: share of such samples that they hold; inside: share"
            " of samples inside that are such"
        ),
        header=(
            "question",
            "samples",
            "share",
            "when",
            "of such",
            "inside",
            "inside, tried on the other half",
        ),
        rows=rows,
        long=(0, 3),
    )


def _row(question: QuestionSummary) -> tuple[str, ...]:
    box = question.box
    common = (question.rule, str(question.cases), percent(question.share))
    if box is None:
        return *common, NO_BOX[question.reliability], "-", "-", "-"
    doubt = "" if _solid(question) else "; not to be relied on"
    cells = (percent(box.coverage), percent(box.density), percent(box.elsewhere.density) + doubt)
    return *common, _when(question), *cells


def _method(summary: DiscoverySummary) -> tuple[str, ...]:
    fill = {"latin": "a Latin hypercube", "sobol": "a scrambled Sobol sequence"}[summary.fill]
    return (
        (
            f"{summary.samples} samples by {fill} over {len(summary.factors)} inputs,"
            f" {laid_out(summary)}; at each, all arms in the same {summary.replications} worlds."
        ),
        (
            "Conditions by the patient rule induction method (Friedman and Fisher 1999; Bryant and"
            " Lempert 2010): a box is peeled until it holds mostly samples of the kind that is"
            " asked for, then tried on samples that it was not made from."
        ),
        *discovery_notes(summary),
    )
