"""Studies of conditions as tables of text, and how numbers of studies are written."""

from __future__ import annotations

from math import floor, log10

from sim.experiment.discovery.discovery_summary import DiscoverySummary
from sim.experiment.outcomes.definitions import OutcomeSummary
from sim.experiment.outcomes.shares import percent
from sim.output.text.grid import Grid
from sim.output.words import count_text, fixed_text


def discovery_heading(summary: DiscoverySummary) -> list[str]:
    """What was studied."""
    return [
        summary.scenario.heading,
        (
            f"{count_text(summary.samples, 'sample')} of"
            f" {count_text(len(summary.factors), 'uncertain input')}, each in "
            f"{count_text(summary.replications, 'world')} under"
            f" {count_text(len(summary.arms), 'arm')}, seed {summary.seed}"
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
            f" means over {count_text(summary.replications, 'world')} a sample, and the"
            " luck that is left in them"
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
    return fixed_text(value, decimals)


def signed_number(value: float, decimals: int) -> str:
    """With a sign, but for what rounds to zero."""
    return fixed_text(value, decimals, "+") if round(value, decimals) else "0"
