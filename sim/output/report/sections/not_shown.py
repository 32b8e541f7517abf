"""What is not shown, in the third sentence of the answer: how many comparisons have which verdict,
and how many worlds would tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from sim.experiment.statistics.verdicts import Verdict
from sim.output.charts.base.chart import Difference, Evidence
from sim.output.charts.base.words import decimals, factor, has_interval, no_interval, plain
from sim.output.report.sections.best_arm import Found
from sim.output.verdict_words import VERDICTS, worlds_words
from sim.output.words import as_list, count_text

#: Verdicts that are told beside an interval; that nothing can be told needs no word.
_TOLD: Final = frozenset({"does not matter", "too rare", "too few pairs", "nothing could be shown"})
#: One of them, several of them.
_COUNTED: Final[Mapping[Verdict | Literal["shown", "not shown"], tuple[str, str]]] = {
    "shown": ("is shown", "are shown"),
    "not shown": ("is not shown", "are not shown"),
    "matters": ("is shown to matter", "are shown to matter"),
    "may be small": ("is shown but may be small", "are shown but may be small"),
    "does not matter": ("is shown not to matter", "are shown not to matter"),
    "cannot be told": ("cannot be told", "cannot be told"),
    "too rare": ("is too rare to tell", "are too rare to tell"),
    "too few pairs": ("has too few pairs", "have too few pairs"),
    "nothing could be shown": (
        "could not have been shown in so few worlds",
        "could not have been shown in so few worlds",
    ),
    "not compared": ("is not compared", "are not compared"),
}


def unshown(evidence: Evidence, found: Sequence[Found]) -> str:
    """What the comparisons of headline outcomes say together, and where nothing is shown in the
    outcome that counts first.
    """
    family = [
        evidence.differences[arm, name]
        for name in evidence.headlines
        for arm in evidence.others
        if (arm, name) in evidence.differences
        and evidence.differences[arm, name].verdict != "not compared"
    ]
    told = f"Of {count_text(len(family), 'comparison')} of headline outcomes {_counts(family)}"
    many = told if family else "No headline outcome is compared"
    unclear = [one for one in found if not one.difference.clear]
    if not unclear:
        return f"{many}."
    arms = [f"{one.arm} ({ends(one)}{_doubt(one, len(family))})" for one in unclear]
    return f"{many}; {found[0].outcome.title} is not shown to differ under {as_list(arms)}."


def _counts(family: Sequence[Difference]) -> str:
    """How many comparisons have which verdict, in the order in which verdicts are tried."""
    seen = Counter(_kind(one) for one in family)
    beside = Counter(one.beside for one in family if one.verdict == "cannot be told")
    reasons = [
        f"{beside[why]} {why}" for why in ("not after Holm", "too few worlds") if beside[why]
    ]
    parts = []
    for kind, words in _COUNTED.items():
        if seen[kind]:
            more = f" ({', '.join(reasons)})" if kind == "cannot be told" and reasons else ""
            parts.append(f"{seen[kind]} {words[seen[kind] > 1]}{more}")
    return as_list(parts) if parts else ""


def _kind(found: Difference) -> Verdict | Literal["shown", "not shown"]:
    if found.verdict is None:
        return "shown" if found.clear else "not shown"
    return found.verdict


def _doubt(found: Found, comparisons: int) -> str:
    """What stands beside the verdict, and how many worlds would tell."""
    difference = found.difference
    parts = [
        f"; {VERDICTS[difference.verdict]}" if difference.verdict in _TOLD else "",
        f"; by itself it says more, but not after adjustment for {comparisons} comparisons"
        if difference.beside == "not after Holm"
        else "",
        "; too few worlds for what none of them showed"
        if difference.beside == "too few worlds"
        else "",
        f"; {worlds_words(difference.worlds_to_tell)}" if difference.worlds_to_tell else "",
    ]
    return "".join(parts)


def ends(found: Found, interval: tuple[float, float] | None = None) -> str:
    """The interval of a difference in the unit that is told, or another one; why there is none."""
    low, high = interval or (found.difference.low, found.difference.high)
    if not has_interval(low, high):
        return no_interval(found.difference.pairs)
    by, digits = factor(found.outcome), decimals(found.outcome)
    return f"{plain(by * low, digits)} to {plain(by * high, digits)}"
