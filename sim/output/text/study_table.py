"""Studies of what matters as tables of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import floor, log10
from typing import Final

from sim.experiment.discovery.discovery_summary import DiscoverySummary
from sim.experiment.outcomes.definitions import OutcomeSummary
from sim.experiment.outcomes.shares import percent
from sim.experiment.sensitivity.sensitivity_summary import IndexSummary, Method, SensitivitySummary
from sim.output.text.grid import Grid

#: Rows of a table: what comes after is in the summary and in the chart's numbers.
MOST: Final = 15
Numbers = Callable[[IndexSummary], tuple[float | None, ...]]


def _size(index: IndexSummary) -> tuple[float | None, ...]:
    return (index.size,)


def _interval(index: IndexSummary) -> tuple[float | None, ...]:
    return index.low, index.high


def _other(index: IndexSummary) -> tuple[float | None, ...]:
    return (index.other,)


def _other_interval(index: IndexSummary) -> tuple[float | None, ...]:
    return index.other_low, index.other_high


#: What is printed of an index, by its heading: a number, or both ends of an interval. Sigma has
#: none.
INDEX: Final[Mapping[Method, Mapping[str, Numbers]]] = {
    "morris": {"mu*": _size, "interval": _interval, "sigma": _other},
    "sobol": {
        "total": _size,
        "interval": _interval,
        "first": _other,
        "its interval": _other_interval,
    },
}


def sensitivity_heading(summary: SensitivitySummary) -> list[str]:
    """What was studied."""
    points = summary.points
    return [
        summary.scenario.heading,
        (
            f"{summary.response}: {len(summary.factors)} inputs alone, {len(summary.together)}"
            f" together ({points.alone} + {points.together} points x {summary.replications}"
            f" worlds), seed {summary.seed}"
        ),
    ]


def sensitivity_grids(summary: SensitivitySummary) -> list[Grid]:
    """Outcome by outcome: the inputs studied together, with what each does alone."""
    return [_influence(summary, name) for name in summary.indices]


def _influence(summary: SensitivitySummary, name: str) -> Grid:
    outcome, found = summary.outcomes[name], summary.indices[name]
    swings = summary.swings[name].factors
    columns = INDEX[summary.method]
    decimals = 2 if summary.method == "sobol" else digits(outcome)
    rows = [
        (
            path,
            summary.factors[path].moved[0],
            summary.factors[path].moved[1],
            signed_number(swings[path].down.value, digits(outcome)),
            signed_number(swings[path].up.value, digits(outcome)),
            *_index(index, columns.values(), decimals),
            _verdict(index),
        )
        for path, index in list(found.factors.items())[:MOST]
    ]
    dummy = (
        "(chance: other worlds)",
        "",
        "",
        "",
        "",
        *_index(found.dummy, columns.values(), decimals),
        "",
    )
    told = f"{outcome.title}, {outcome.unit}"
    return Grid(
        title=(
            f"{told}: {summary.response} (as it is:"
            f" {plainly(summary.swings[name].here, digits(outcome))})"
        ),
        header=("", "low", "high", "at low", "at high", *columns, ""),
        align=f"lrrrr{len(columns) * 'r'}l",
        rows=(*rows, dummy),
    )


def _index(index: IndexSummary, columns: Iterable[Numbers], decimals: int) -> Iterator[str]:
    """An index as ``columns`` of ``INDEX`` say; a dash for what folders from before there were such
    intervals do not have.
    """
    for numbers in columns:
        values = numbers(index)
        yield (
            "-"
            if None in values
            else " to ".join(plainly(value, decimals) for value in values if value is not None)
        )


def _verdict(index: IndexSummary) -> str:
    if not index.shown:
        return "not distinguishable from zero"
    return "matters *" if index.above else "matters little *"


def sensitivity_notes(summary: SensitivitySummary) -> list[str]:
    """How to read the tables."""
    meaning = {
        "morris": (
            "mu* is the mean change when an input crosses its whole range, at many places of the"
            " others; sigma, how much that differs from place to place."
        ),
        "sobol": (
            "total is the share of the variance that an input has a part in, first what it causes"
            " by itself, each with its interval."
        ),
    }[summary.method]
    return [
        (
            "at low, at high: change from the scenario as it is when that input alone is moved."
            f" {meaning} {_evidence(summary)} little: a *, but moves the outcome less than drawing"
            f" other worlds would (the last line). {tested_in(summary)} Where nothing stands out,"
            " more --worlds may still show something. What follows from the scenario's assumptions,"
            " not a forecast."
        )
    ]


def _evidence(summary: SensitivitySummary) -> str:
    """What the interval and the mark of an index mean, which rest on different things."""
    size, alpha = next(iter(INDEX[summary.method])), 1 - summary.confidence
    return (
        f"The interval of {size} is a bootstrap over the places of the other inputs, in the same"
        f" worlds; {size} is above zero by luck alone, so an interval above zero is no evidence. *"
        f" marks more than the luck of the worlds: p below {alpha:.4g} after Holm's adjustment,"
        " found by tossing the signs of the effects world by world. An interval above zero without"
        " a * and a * beside an interval that reaches zero are therefore no contradiction."
    )


def tested_in(summary: SensitivitySummary) -> str:
    """Whether the inputs were tested in the worlds in which they were chosen, as in folders of
    older versions.
    """
    if summary.first_world is not None:
        return (
            "Inputs are chosen in the worlds of the first step and tested in others, whose luck did"
            " not choose them."
        )
    return (
        "Inputs were chosen and tested in the same worlds, by an older version, so more than one in"
        " twenty get a * by luck."
    )


def discovery_heading(summary: DiscoverySummary) -> list[str]:
    """What was studied."""
    return [
        summary.scenario.heading,
        (
            f"{summary.samples} samples of {len(summary.factors)} uncertain inputs, each in "
            f"{summary.replications} worlds under {len(summary.arms)} arms, seed {summary.seed}"
        ),
    ]


def regret_grid(summary: DiscoverySummary) -> Grid:
    """How much worse than the best arm of a sample each arm comes out."""
    rows = []
    for name, arms in summary.regret.items():
        outcome = summary.outcomes[name]
        rows.append((f"{outcome.title}, {outcome.unit}", *[""] * 5))
        for arm, found in arms.items():
            figures = (
                plainly(value, digits(outcome)) for value in (found.mean, found.p90, found.max)
            )
            rows.append((f"  {arm}", *figures, percent(found.satisfactory), percent(found.best)))
    return Grid(
        title="Regret: how much worse than the arm that does best in the same sample",
        header=("", "mean", "90th pct", "max", "satisfactory", "best"),
        align="lrrrrr",
        rows=tuple(rows),
    )


def discovery_notes(summary: DiscoverySummary) -> list[str]:
    """How to read it."""
    return [
        (
            "satisfactory: share of samples in which an arm is within the smallest difference that"
            " matters of the best one; best: in which none does better. Shares are of what was"
            f" sampled, {laid_out(summary)}: no probabilities of what will come. Regret is between"
            f" means over {summary.replications} worlds a sample, and the luck that is left in them"
            " makes some arm look best: the mean, and above all the max, come out too high, the"
            " more so the fewer the worlds."
        )
    ]


def laid_out(summary: DiscoverySummary) -> str:
    """How the samples were laid out: evenly over ranges, or as the laws of the inputs that have one
    say.
    """
    laws = sum(factor.law != "uniform" for factor in summary.factors.values())
    if not laws:
        return "evenly over ranges"
    rest = ", evenly over ranges for the others" if laws < len(summary.factors) else ""
    return f"as their laws say for {laws} of {len(summary.factors)} inputs{rest}"


def digits(outcome: OutcomeSummary) -> int:
    """Two digits of the smallest effect that matters."""
    return max(0, 1 - floor(log10(outcome.matters)))


def plainly(value: float, decimals: int) -> str:
    """Without a sign where it is not below zero, and zero as zero."""
    return f"{round(value, decimals) + 0.0:.{decimals}f}"


def signed_number(value: float, decimals: int) -> str:
    """With a sign, but for what rounds to zero."""
    return f"{round(value, decimals) + 0.0:+.{decimals}f}" if round(value, decimals) else "0"
