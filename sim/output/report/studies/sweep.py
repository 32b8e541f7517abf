"""What a page says of a sweep: where arms stop or start to pay, and how the differences run along
the levers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sim.experiment.sweeps.crossings import EXTRA
from sim.experiment.sweeps.sweep_summary import BreakEvenSummary, ComparisonRows, SweepSummary
from sim.output.charts.base.chart import Outcome
from sim.output.charts.base.words import told_unit
from sim.output.report.common_words import OF_ALL, ROWS, Data
from sim.output.report.studies.sweep_differences import difference, differences, place
from sim.output.report.studies.titled_inputs import by_input_titles
from sim.output.report.study_account import PageTable, StudyAccount, several
from sim.output.text.break_even_text import FEWEST, least_told, one_way_told, sentence, value_told
from sim.output.text.sweep_table import tested_text
from sim.output.verdict_words import LEGEND
from sim.output.words import as_list, count_text, level_text, many_text

#: What lies in the folder of such a study.
DATA: Final[Data] = (("outcomes.parquet", f"{ROWS}, at every point"), *OF_ALL)
#: Outcomes whose differences are told point by point.
MOST_OUTCOMES: Final = 4
#: What counts first, as in the report of a run.
FIRST: Final = ("burden", "peak_rung", "unilateral_strike")
_LOCATED: Final = frozenset({"stops", "starts", "changes sides several times", "better in part"})
THROUGHOUT: Final = "better throughout"
_APART: Final = "not compared"

SENTENCE_RULES: Final = (
    (
        "With --break-even, one sentence each, for the first outcome that was asked for: arms that"
        " change sides within the range, with the cells in which they are shown to, and those that"
        " are shown to be better in a part of it; arms that are better at all values; arms that are"
        " nowhere, or where these worlds cannot tell. Where the difference runs one way its"
        " bootstrap interval is told if it is narrower, from {fewest} worlds on."
    ),
    (
        "Without it, of the first outcome that counts: the best difference that stands after Holm's"
        " adjustment and where; how that arm's difference runs from one end of the first lever to"
        " the other; and how many comparisons show no difference."
    ),
)


def sweep_findings(summary: SweepSummary, asked: str = "") -> StudyAccount:
    """All that is said of a sweep, its inputs by their titles, first of the outcome that is
    ``asked``.
    """
    summary = by_input_titles(summary)
    over = as_list(
        [f"{lever.path} from {lever.told[0]} to {lever.told[-1]}" for lever in summary.levers]
    )
    many = (
        f"{count_text(len(summary.points), 'point')},"
        f" {many_text(summary.replications, 'world')} at each, the same ones"
    )
    names = _names(summary, asked)
    return StudyAccount(
        what="sweep",
        heading=(
            f"Sweep of {over}: {many}, each under"
            f" {count_text(len(summary.arms), 'arm')}; seed {summary.seed}."
        ),
        answer=tuple(_answer(summary, asked)),
        rules=tuple(rule.format(fewest=FEWEST) for rule in SENTENCE_RULES),
        tables=(*_break_evens(summary), *(differences(summary, name) for name in names)),
        method=_method(summary),
        limits=(
            (
                "Between the values of a lever nothing was simulated: lines join points, and an arm"
                " may change sides twice between two neighbours unseen."
            ),
            (
                "All other inputs stand where the scenario has them; elsewhere the break-even may"
                " lie elsewhere."
            ),
        ),
    )


def _answer(summary: SweepSummary, asked: str) -> Iterator[str]:
    if summary.break_even:
        yield from _break_even_sentences(summary, asked)
    elif len(summary.arms) > 1 and not _is_whole(summary, _leading_outcome(summary, asked)):
        yield (
            "The outcomes that were kept exist only in some worlds, and arms are compared where"
            " both have them: selected groups, in which nothing is tested. Of all worlds speak"
            " hours without a strike and hours until settled."
        )
    elif len(summary.arms) > 1:
        yield from _course_sentences(summary, asked)
    else:
        yield "There is one arm only: nothing to compare it with."


def _break_even_sentences(summary: SweepSummary, asked: str) -> Iterator[str]:
    """The break-evens of the outcome that was asked for first, by what was found."""
    names = [one.outcome for one in summary.break_even]
    name = asked if asked in names else names[0]
    found = [one for one in summary.break_even if one.outcome == name]
    better = [one for one in found if one.verdict == THROUGHOUT]
    located = [one for one in found if one.verdict in _LOCATED]
    rest = [one for one in found if one.verdict not in {*_LOCATED, THROUGHOUT, _APART}]
    apart = dict.fromkeys(one.arm for one in found if one.verdict == _APART)
    if located:
        yield f"{several([sentence(summary, one).rstrip('.') for one in located])}."
    if better:
        least = several([f"{_who(summary, one)} by {least_told(summary, one)}" for one in better])
        yield (
            f"Better than {summary.baseline} in {_along(summary, name)}, by least where: {least}."
        )
    if rest:
        unsure = [f"{_who(summary, one)} ({one.verdict})" for one in rest]
        none = (
            ""
            if any(any(summary.comparisons[one.arm][name].shown) for one in rest)
            else ", no difference shown"
        )
        yield f"Not shown to break even in {_along(summary, name)}{none}: {several(unsure)}."
    if apart:
        yield (
            f"Not compared with {summary.baseline} in {summary.outcomes[name].title}, which not"
            f" both can have of themselves: {as_list(list(apart))}."
        )


def _along(summary: SweepSummary, name: str) -> str:
    lever = summary.levers[0]
    return (
        f"{summary.outcomes[name].title} at all of {lever.path} = {lever.told[0]} to"
        f" {lever.told[-1]}"
    )


def _who(summary: SweepSummary, found: BreakEvenSummary) -> str:
    if found.at is None:
        return found.arm
    second = summary.levers[1]
    return f"{found.arm} at {second.path} = {value_told(second, found.at)}"


def _smallness(cell: ComparisonRows, at: int, outcome: Outcome) -> str:
    """That what is shown at a point may be less than what matters, or is."""
    low, high = cell.low[at], cell.high[at]
    if low is None or high is None or low > outcome.matters or high < -outcome.matters:
        return ""
    if -outcome.matters < low and high < outcome.matters:
        return ", less than what matters"
    return ", an amount that may be below what matters"


def _course_sentences(summary: SweepSummary, asked: str) -> Iterator[str]:
    name = _leading_outcome(summary, asked)
    outcome, comparisons = summary.outcomes[name], summary.comparisons
    sign = 1.0 if outcome.better == "higher" else -1.0
    cells = [(arm, at) for arm in comparisons for at in range(len(summary.points))]
    shown = [(arm, at) for arm, at in cells if comparisons[arm][name].shown[at]]
    gains = [(sign * (comparisons[arm][name].difference[at] or 0.0), arm, at) for arm, at in shown]
    unit = told_unit(outcome)
    if outcome.better == "neither" or not gains or max(gains)[0] <= 0:
        yield (
            f"At no point is an arm shown to do better than {summary.baseline} in {outcome.title}:"
            " no difference shown."
        )
    else:
        _, arm, at = max(gains)
        where, first, last = _where(summary, at), *_both_ends(summary, at)
        cell = comparisons[arm][name]
        yield (
            f"{arm} does best against {summary.baseline} in {outcome.title} at {where}:"
            f" {difference(cell, at, outcome)} {unit}{_smallness(cell, at, outcome)}, an interval"
            f" that does not allow for its having been chosen among {len(cells)}."
        )
        yield (
            f"There its difference runs from {difference(cell, first, outcome)} at"
            f" {_where(summary, first)} to {difference(cell, last, outcome)} {unit} at"
            f" {_where(summary, last)}."
        )
    yield (
        f"No difference in {outcome.title} is shown in {len(cells) - len(shown)} of {len(cells)}"
        " comparisons over all points and arms, after Holm's adjustment."
    )


def _is_whole(summary: SweepSummary, name: str) -> bool:
    """Whether every world has an outcome."""
    return summary.outcomes[name].exists == "always"


def _leading_outcome(summary: SweepSummary, asked: str) -> str:
    every = list(summary.outcomes)
    names = [name for name in every if _is_whole(summary, name)] or every
    directed = [name for name in names if summary.outcomes[name].better != "neither"]
    return next((name for name in (asked, *FIRST) if name in names), (directed or names)[0])


def _names(summary: SweepSummary, asked: str) -> list[str]:
    """The outcomes whose differences are told, the first of them first."""
    broken = list(dict.fromkeys(found.outcome for found in summary.break_even))
    if not summary.comparisons:
        return []
    first = _leading_outcome(summary, asked)
    others = [first, *(name for name in summary.outcomes if name != first)][:MOST_OUTCOMES]
    return sorted(broken, key=lambda name: name != asked) or others


def _both_ends(summary: SweepSummary, at: int) -> tuple[int, int]:
    """The points at both ends of the first lever, where the second stands as it does at ``at``."""
    along = [
        index for index, point in enumerate(summary.points) if point[1:] == summary.points[at][1:]
    ]
    return along[0], along[-1]


def _where(summary: SweepSummary, at: int) -> str:
    return as_list(
        [
            f"{lever.path} = {said}"
            for lever, said in zip(summary.levers, place(summary, at), strict=True)
        ]
    )


def _break_evens(summary: SweepSummary) -> Iterator[PageTable]:
    if summary.break_even:
        second = [summary.levers[1].path] if len(summary.levers) > 1 else []
        yield PageTable(
            caption=(
                f"Break-even along {summary.levers[0].path}: cells with a change of side, and the"
                " value if the difference runs one way, with its bootstrap interval"
            ),
            header=(
                "arm",
                *second,
                "outcome",
                "verdict",
                "from",
                "to",
                "one way: at",
                "low",
                "high",
            ),
            rows=tuple(
                row for one in summary.break_even for row in _break_even(summary, one, second)
            ),
        )


def _break_even(
    summary: SweepSummary, found: BreakEvenSummary, second: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """A row for each cell."""
    where = [value_told(summary.levers[-1], found.at)] if second else []
    one_way = (told or "-" for told in one_way_told(summary, found))
    head = (found.arm, *where, summary.outcomes[found.outcome].title)
    if not found.cells:
        yield (*head, found.verdict, "-", "-", *one_way)
    for cell in found.cells:
        yield (*head, cell.turn, cell.low_told, cell.high_told, *one_way)


def _method(summary: SweepSummary) -> tuple[str, ...]:
    level = level_text(summary.confidence)
    return (
        (
            f"The scenario at each value of {len(summary.levers)}"
            f" input{'s' if len(summary.levers) > 1 else ''}, with all its arms in the same worlds"
            " at every point: common random numbers along the levers as well as between arms."
        ),
        f"{summary.replications:,} worlds at each point, a number fixed beforehand.",
        (
            f"{level} intervals: Tango's for differences of shares, for those of means the hull of"
            " Student's and Hall's."
        ),
        (f"Holm's adjustment, outcome by outcome, over the {tested_text(summary)}; {LEGEND}."),
        (
            f"Break-even: at each value exactly tested (McNemar) for shares, as any mean else, by"
            f" Holm over the values at half of {1 - summary.confidence:.4g}; between neighbours"
            f" shown on different sides lies one at least. Values within such a cell, up to"
            f" {EXTRA}, are tried in fresh worlds, each at a {2 * EXTRA}th. So all cells and sides"
            " of an arm hold at once, each arm by itself. For a difference that runs one way:"
            f" {level} bootstrap over worlds, widened to values that were tried, from {FEWEST}"
            " worlds on."
        ),
    )
