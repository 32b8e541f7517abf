"""How to read the tables of a study of which inputs matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.experiment.sensitivity.sensitivity_summary import SensitivitySummary
from sim.output.words import count_text

_NAMED: Final = 5


def sensitivity_notes(summary: SensitivitySummary) -> list[str]:
    """How to read the tables."""
    said = _of_bands(summary) if summary.method == "bands" else _of_shares(summary)
    return [
        (
            f"{said} at low, at high: change from the scenario as it is when that input alone is"
            f" moved, in the same {count_text(summary.replications, 'world')}; * there:"
            " in fewer than"
            f" {100 * (1 - summary.confidence):.3g} of 100 exchanges of low, own and high, the same"
            " for all inputs, does any input move the outcome as far. What cannot be told may still"
            " be there: more draws or worlds may show it. What follows from the scenario's"
            " assumptions, not a forecast."
        ),
        *_of_information(summary),
        *_not_moved(summary),
    ]


def _not_moved(summary: SensitivitySummary) -> list[str]:
    """One sentence on the inputs that the study leaves alone."""
    left = summary.left_out
    if left is None:
        return []
    if left.named:
        return ["Only the inputs that were named are moved; nothing is said of any other."]
    differ = (
        f" and {len(left.differing)} in which the arms differ ({_some(left.differing)})"
        if left.differing
        else ""
    )
    return [
        (
            f"Not moved: {left.unranged} numbers without a plausible range{differ}, and how long is"
            " watched. Each law of time is moved by one multiplier, from half to twice, unless a"
            " number of it has a range of its own."
        )
    ]


def _of_information(summary: SensitivitySummary) -> list[str]:
    """How to read what an input is worth."""
    found = summary.information
    if found is None:
        return []
    if not any(one.shown for one in found.factors.values()):
        said = (
            f"Towards {found.goal}, knowing no single input is shown to change which arm is best:"
            f" {found.best} on average."
        )
    else:
        said = (
            "worth: how much better one would do on average, towards the goal, by choosing the arm"
            " with the input known, less what luck makes of it; * in fewer than"
            f" {100 * (1 - summary.confidence):.3g} of 100 exchanges of draws is any input worth as"
            " much."
        )
    return [f"{said} A narrow stretch is smoothed, so that its worth comes out too low."]


def _some(paths: Sequence[str]) -> str:
    """The first few of them, and how many more there are."""
    more = len(paths) - _NAMED
    return ", ".join(paths[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _of_bands(summary: SensitivitySummary) -> str:
    level = f"{100 * summary.confidence:g} %"
    return (
        "effect: difference of the highest and the lowest of the means in six equal parts of the"
        f" range, whatever the other inputs are; its {level} interval covers places and worlds."
        " *: shown after Holm's adjustment for"
        f" {count_text(len(summary.factors), 'input')}; matters: shown to be"
        " larger than the least difference that matters. rises, falls, turns: as far as"
        " differences of bands are shown."
    )


def _of_shares(summary: SensitivitySummary) -> str:
    return (
        "total is the share of the variance that an input has a part in, first what it causes by"
        " itself; the intervals are a bootstrap over places. *: more than the luck of the worlds,"
        " by signs tossed world by world for all inputs together; matters: drawing it anew moves"
        " the outcome by more than the least difference that matters (root mean square, from the"
        f" lower end of total). The {len(summary.together)} inputs were chosen in the worlds of"
        " the first step and tested in others, whose luck did not choose them."
    )
