"""Three sentences on all arms, below the first answer, made by rule from the comparisons: what
helps most, at what price, and what is not shown; where the adversary may attack, the price of
restraint stands beside the first.

The rules are told beside the sentences, so that a reader can apply them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.experiment.outcomes.shares import percent
from sim.output.charts.base.chart import Evidence, Outcome
from sim.output.charts.base.words import decimals, factor, plain, told_unit
from sim.output.report.sections.best_arm import Best, Found, best_of, named_interval, named_level
from sim.output.report.sections.not_shown import ends, unshown
from sim.output.report.sections.restraint_price import ATTACKED, RULE, attacks_under
from sim.output.words import as_list, level_text

#: What counts first: the first of these that the results hold; failing all, the first headline
#: outcome with a better direction.
LEADING: Final = ("burden", "peak_rung", "unilateral_strike")

_ASKED: Final = "the one that is asked about"
_LEADS: Final = (
    "the first that these results hold of escalation burden, peak rung and strikes alone"
)

SENTENCE_RULES: Final = (
    (
        "First sentence: the outcome is {outcome}, {why}. Named is the arm whose paired"
        " difference from the baseline is the best of those that stand after Holm's adjustment,"
        " or all whose estimates are equal; where none stands, none is shown to do better. That"
        " it lowers or raises the outcome is said without more only if the whole interval,"
        " adjusted, lies beyond the smallest difference that matters. The interval is widened for"
        " the arm having been named (level 1 - alpha R / m: R of m comparisons stand). That it"
        " does so most is said only if it also differs from each of the other arms in the same"
        " worlds, by intervals that hold together (Bonferroni); else the arms from which it is"
        " not told apart are named."
    ),
    (
        "Second sentence: among the other headline outcomes in which that arm stands worse than the"
        " baseline, the one that is worse by the largest multiple of the smallest difference that"
        " matters, with its interval widened in the same way."
    ),
    (
        "Third sentence: how many comparisons of headline outcomes are shown to matter, may be"
        " small, are shown not to matter, cannot be told (of these, how many intervals by"
        " themselves say more, but not after adjustment, or with too few worlds) or are too rare to"
        " tell; and which arms are not shown to differ in the outcome of the first sentence, with"
        " the number of worlds at which that would be told if their estimates are right."
    ),
)


def all_arms_sentences(evidence: Evidence, asked: str = "") -> tuple[str, ...]:
    """The three sentences, and that of restraint where it has a price; one where there is nothing
    to compare. They begin with the outcome that is ``asked`` about, if one is.
    """
    first = leading_outcome(evidence, asked)
    if first is None or not evidence.others:
        return (_alone(evidence),)
    found = _of(evidence, first)
    best = best_of(evidence, found)
    attacks = attacks_under(evidence, best.first.arm) if best is not None else ""
    return (
        _best(evidence, first, best, found),
        *([attacks] if attacks else []),
        _price(evidence, first, best),
        unshown(evidence, found),
    )


def rules(evidence: Evidence, asked: str = "") -> tuple[str, ...]:
    """How the sentences were made."""
    first = leading_outcome(evidence, asked)
    title, why = (first.title, _ASKED if first.name == asked else _LEADS) if first else ("", _LEADS)
    return (
        (
            *(rule.format(outcome=title, why=why) for rule in SENTENCE_RULES),
            *([RULE] if ATTACKED in evidence.headlines else []),
        )
        if evidence.others
        else ()
    )


def leading_outcome(evidence: Evidence, asked: str = "") -> Outcome | None:
    """The outcome that counts first: the one that is asked about, if it is one that arms may be
    named for.
    """
    named = dict.fromkeys((*([asked] if asked else []), *evidence.headlines))
    directed = [name for name in named if _has_direction(evidence, name)]
    names = [name for name in (asked, *LEADING) if name in directed] or directed
    return evidence.outcomes[names[0]] if names else None


def _has_direction(evidence: Evidence, name: str) -> bool:
    """Whether an arm may be named for it: in what only some worlds have, arms are not compared."""
    outcome = evidence.outcomes.get(name)
    return outcome is not None and outcome.better != "neither" and outcome.exists == "always"


def _of(evidence: Evidence, outcome: Outcome) -> list[Found]:
    return [
        Found(arm=arm, outcome=outcome, difference=evidence.differences[arm, outcome.name])
        for arm in evidence.others
        if (arm, outcome.name) in evidence.differences
    ]


def _gain(found: Found) -> float:
    return found.gain


def _alone(evidence: Evidence) -> str:
    if not evidence.others:
        return f"There is one arm only, {evidence.baseline}: nothing to compare it with."
    return "None of the outcomes has a better direction, so no arm is better than another."


def _best(evidence: Evidence, outcome: Outcome, best: Best | None, found: Sequence[Found]) -> str:
    if best is None:
        return (
            f"No arm is shown to do better than {evidence.baseline} in"
            f" {outcome.title}{_instead(found)}."
        )
    does = "lower" if outcome.better == "lower" else "raise"
    does += "" if best.tied[1:] else "s"
    each = " each" if best.tied[1:] else ""
    who = (
        f"{as_list(best.arms)} {does} {outcome.title}{_most(best)} by {_size(best.first)} a"
        f" world{each}{_smallness(best.first)}"
    )
    return (
        f"Against {evidence.baseline}, {who} ({level_text(evidence.confidence)} interval"
        f" {_named_ends(evidence, best.first)}){_often(best)}{_rivals(best)}."
    )


def _smallness(found: Found) -> str:
    """That what is shown may be less than what matters, or is."""
    match found.difference.verdict:
        case "may be small" if found.difference.beside == "not after Holm":
            return ", an amount that among so many comparisons may be below what matters"
        case "may be small":
            return ", an amount that may be below what matters"
        case "does not matter":
            return ", too little to matter"
        case _:
            return ""


def _named_ends(evidence: Evidence, found: Found) -> str:
    """The interval of what is named, wider than that of what is not chosen."""
    if named_level(evidence) <= evidence.confidence:
        return ends(found)
    return f"{ends(found, named_interval(evidence, found))}, adjusted for its being named"


def _instead(found: Sequence[Found]) -> str:
    """What is shown of the arms, where none is better."""
    worse = [one.arm for one in found if one.difference.clear]
    unclear = [one.arm for one in found if not one.difference.clear]
    if not worse:
        return ": no difference shown"
    shown = f"{as_list(worse)} {'are' if worse[1:] else 'is'} shown to do worse"
    return f": {shown}" + (
        f", and no difference is shown under {as_list(unclear)}" if unclear else ""
    )


def _most(best: Best) -> str:
    return "" if best.alone or best.rivals else " most,"


def _often(best: Best) -> str:
    """In how many pairs of worlds; of several arms only where that is the same."""
    shares = {(one.difference.better, one.difference.pairs) for one in best.tied}
    better, pairs = best.first.difference.better, best.first.difference.pairs
    if len(shares) > 1 or better != better:  # noqa: PLR0124 - NaN
        return ""
    return f", and did better in {percent(better)} of {pairs:,} pairs of the same worlds"


def _rivals(best: Best) -> str:
    """From which arms it is not told apart, and which of these have the larger estimate though it
    does not stand.
    """
    if not best.rivals:
        return ""
    names, larger = (
        as_list([one.arm for one in best.rivals]),
        [one for one in best.rivals if one.gain > best.first.gain],
    )
    if larger:
        more = as_list([one.arm for one in larger])
        return (
            f"; not told apart from {names}, and more by its estimate under {more}, where it does"
            " not stand"
        )
    return f"; that is the most by its estimate, not told apart from {names}"


def _price(evidence: Evidence, first: Outcome, best: Best | None) -> str:
    if best is None:
        return _gains_elsewhere(evidence, first)
    told = {first.name, *([ATTACKED] if attacks_under(evidence, best.first.arm) else [])}
    names = [
        name for name in evidence.headlines if _has_direction(evidence, name) and name not in told
    ]
    others = [
        one
        for name in names
        for one in _of(evidence, evidence.outcomes[name])
        if one.arm in best.arms
    ]
    worst = min(
        (one for one in others if one.difference.clear and one.gain < 0.0 and _takes_side(one)),
        key=_gain,
        default=None,
    )
    if worst is None:
        return f"In no other headline outcome is {as_list(best.arms, 'or')} shown to do worse."
    more = "lower" if worst.difference.estimate < 0 else "higher"
    often = (
        f", worse in {percent(worst.difference.worse)} of the worlds"
        if worst.difference.worse > 0
        else ""
    )
    who = worst.arm if best.tied[1:] else "It"
    return (
        f"{who} pays for that in {worst.outcome.title}: {more} by"
        f" {_size(worst)}{_smallness(worst)} (interval {_named_ends(evidence, worst)}){often}."
    )


def _gains_elsewhere(evidence: Evidence, first: Outcome) -> str:
    """What is gained in other outcomes, where nothing is in the first; that there is no price only
    where nothing is gained at all.
    """
    gained = {
        evidence.outcomes[name].title: [one.arm for one in found]
        for name in evidence.headlines
        if name != first.name and _has_direction(evidence, name)
        if (found := [one for one in _of(evidence, evidence.outcomes[name]) if _is_gain(one)])
    }
    if not gained:
        return "So there is no price to weigh against a gain."
    told = as_list([f"{title} ({as_list(arms)})" for title, arms in gained.items()])
    return f"Other outcomes are shown to be better under some arms: {told}."


def _is_gain(found: Found) -> bool:
    return found.difference.clear and found.gain > 0.0 and _takes_side(found)


def _takes_side(found: Found) -> bool:
    """Whether one way is better between these two arms: not of what only one of them asks for."""
    return found.difference.better == found.difference.better


def _size(found: Found) -> str:
    size = plain(abs(found.difference.estimate) * factor(found.outcome), decimals(found.outcome))
    unit = told_unit(found.outcome)
    return f"{size} {unit}"
