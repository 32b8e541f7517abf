"""A sweep as text: where arms stop or start to pay, and the paired differences at every value of the levers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any, Final

from sim.output.table import Grid, plain

Summary = Mapping[str, Any]

WIDTH: Final = 100
#: Rows that a reader will look through; beyond them the charts and the CSV are better.
MOST_ROWS: Final = 60


def lines(summary: Summary) -> Iterator[str]:
    """All that is printed of a sweep."""
    yield from _heading(summary)
    for found in summary["break_even"]:
        yield from wrap(sentence(summary, found), WIDTH)
    if summary["break_even"]:
        yield ""
    names = list(dict.fromkeys(found["outcome"] for found in summary["break_even"])) or list(summary["outcomes"])[:4]
    for name in names:
        yield from (*plain(_grid(summary, name)), "")
    yield from wrap(_notes(summary), WIDTH)


def sentence(summary: Summary, found: Mapping[str, Any]) -> str:
    """A break-even in words."""
    lever, base = summary["levers"][0], summary["baseline"]
    outcome = summary["outcomes"][found["outcome"]]["title"]
    who = f"{found['arm']}{_where(summary, found)}"
    span = f"{lever['told'][0]} to {lever['told'][-1]}"
    match found["verdict"]:
        case "stops" | "starts" as verb:
            said = (
                f"{who} {verb} beating {base} in '{outcome}' at {lever['path']} = {found['told']['value']} "
                f"({_interval(summary, found)})."
            )
        case "better throughout":
            said = f"{who} beats {base} in '{outcome}' at all of {lever['path']} = {span}{_nearest(summary, found)}"
            said += f"{_doubt(summary, found)}."
        case "not better anywhere":
            said = f"{who} beats {base} in '{outcome}' nowhere in {lever['path']} = {span}{_doubt(summary, found)}."
        case _:
            said = f"{who} against {base} in '{outcome}': these worlds cannot tell where in {span} it would break even."
    return said if found["monotone"] else said + " The difference does not run one way: look at the curve."


def _where(summary: Summary, found: Mapping[str, Any]) -> str:
    if found["at"] is None:
        return ""
    second = summary["levers"][1]
    return f" at {second['path']} = {second['told'][second['values'].index(found['at'])]}"


def _interval(summary: Summary, found: Mapping[str, Any]) -> str:
    lever, told = summary["levers"][0], found["told"]
    low = told["low"] or f"below {lever['told'][0]}"
    high = told["high"] or f"above {lever['told'][-1]}"
    return f"{100 * summary['confidence']:.4g} % interval {low} to {high}"


def _nearest(summary: Summary, found: Mapping[str, Any]) -> str:
    """Where the benefit is least, and by how much the arm is better there."""
    lever, curve = summary["levers"][0], [value or 0.0 for value in found["curve"]]
    outcome = summary["outcomes"][found["outcome"]]
    at = curve.index(min(curve))
    told = f"{100 * curve[at]:.3g} points" if outcome["kind"] == "share" else f"{curve[at]:.3g} {outcome['unit']}"
    return f", least by {told} at {lever['told'][at]}"


def _doubt(summary: Summary, found: Mapping[str, Any]) -> str:
    """What the end of the interval that lies within the range says, if one does."""
    told = found["told"]
    if not (told["low"] or told["high"]):
        return ""
    inside = f"from {told['low']} on" if told["low"] else f"up to {told['high']}"
    return f"; a break-even {inside} lies within the {100 * summary['confidence']:.4g} % interval"


def _heading(summary: Summary) -> Iterator[str]:
    scenario = summary["scenario"]
    yield scenario["title"] or scenario["name"]
    over = " and ".join(lever["path"] for lever in summary["levers"])
    yield from wrap(
        f"sweep of {over}: {len(summary['points'])} points, {summary['replications']} worlds at each, the same ones, "
        f"under {len(summary['arms'])} arms; scenario {scenario['name']}, digest {scenario['digest'][:12]}, "
        f"seed {summary['seed']}",
        WIDTH,
    )
    yield ""


def _grid(summary: Summary, name: str) -> Grid:
    outcome, arms = summary["outcomes"][name], list(summary["comparisons"])
    rows = [
        (*_place(summary, at), _cell(summary["estimates"][summary["baseline"]][name]["estimate"][at]),
         *(_difference(summary["comparisons"][arm][name], at) for arm in arms))
        for at in range(min(len(summary["points"]), MOST_ROWS))
    ]  # fmt: skip
    levers = [lever["path"].rpartition(".")[2] for lever in summary["levers"]]
    more = len(summary["points"]) - MOST_ROWS
    return Grid(
        title=f"{outcome['title']}, {outcome['unit']}: {summary['baseline']}, and each arm less it in the same worlds"
        + (f" (the first {MOST_ROWS} of {MOST_ROWS + more} points)" if more > 0 else ""),
        header=(*levers, summary["baseline"], *arms),
        align="r" * (len(levers) + 1 + len(arms)),
        rows=tuple(rows),
    )


def _place(summary: Summary, at: int) -> Sequence[str]:
    levers, point = summary["levers"], summary["points"][at]
    return [lever["told"][lever["values"].index(value)] for lever, value in zip(levers, point, strict=True)]


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"


def _difference(cells: Mapping[str, Any], at: int) -> str:
    value = cells["difference"][at]
    if value is None:
        return "-"
    return f"{value:+.3g}{' *' if cells['shown'][at] else '  '}"


def _notes(summary: Summary) -> str:
    cells = summary["family"]["cells"]
    alpha = 1 - summary["confidence"]
    return (
        f"* marks p below {alpha:.4g}, adjusted for the {cells} comparisons of an outcome over all points and arms (Holm). The "
        "interval of a break-even is a bootstrap over worlds and does not know what lies between the values of the lever. "
        "What follows from the scenario's assumptions, not a forecast."
    )
