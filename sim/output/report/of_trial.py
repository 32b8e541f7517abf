"""What a page says of a trial of measures: the recommendation, what speaks for it, and which set is best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sim.output.charts.words import listed, percent, told_unit
from sim.output.recommendation_table import MOST_MOVED, moved_told, named, notes, outcome_of, told_interval
from sim.output.recommendation_table import told as effect_told
from sim.output.report.told import Tab, Told, several

Summary = Mapping[str, Any]
Found = Mapping[str, Any]

SUPPORTED: Final = "supported"
DEPENDS: Final = "depends"
#: Sets of measures that are told.
MOST_SETS: Final = 20

RULES: Final = (
    (
        "First sentence: the measures whose verdict is supported, each with its effect on the outcome that was expected to move, "
        "on average over all sets of the other measures; where there is none, no difference is shown."
    ),
    "Second sentence: the measures whose effect depends on something, and those that are not supported.",
    (
        "Third sentence: the set that gains most towards the goal within the budget, with its interval, and how many other sets "
        "cannot be told from it. It was chosen for its estimate, which the interval does not allow for."
    ),
)


def told(summary: Summary) -> Told:
    """All that is said of a trial."""
    trial = summary["measures"]
    design = trial["design"]
    sets = f"all {design['runs']} sets" if design["kind"] == "full" else f"{design['runs']} sets, a fraction of them"
    many = f"{sets} of {len(trial['rows'])} measures, {summary['replications']:,} worlds each, the same ones"
    return Told(
        what="trial of measures",
        heading=f"Measures added to {trial['arm']}: {many}; seed {summary['seed']}.",
        answer=tuple(_answer(summary)),
        rules=RULES,
        tables=(_recommendation(summary), _besides(summary), *_sets(summary)),
        method=_method(summary),
        limits=(
            "What a measure does here is what its file changes; whether it could be had, and for that cost, is not simulated.",
            "An effect on average over all sets of the others is not the effect of a measure by itself: both are told.",
        ),
    )


def _answer(summary: Summary) -> Iterator[str]:
    rows = summary["measures"]["rows"]
    good = [row for row in rows if row["verdict"] == SUPPORTED]
    level = f"{100 * summary['confidence']:.4g} %"
    if good:
        yield f"Supported: {several([_moves(summary, row) for row in good])} ({level} intervals)."
    else:
        yield "Of no measure is it shown that it does what is expected of it: no difference shown."
    hinged = [f"{row['title']} ({row['because']})" for row in rows if row["verdict"].startswith(DEPENDS)]
    others = [row for row in rows if row not in good and not row["verdict"].startswith(DEPENDS)]
    weak = [f"{row['title']} ({_moves(summary, row, name=False)})" for row in others]
    parts = [f"depending on what else is there: {several(hinged)}"] * bool(hinged) + [
        f"not supported: {several(weak)}"
    ] * bool(weak)
    if parts:
        text = "; ".join(parts)
        yield f"{text[0].upper()}{text[1:]}."
    yield from _best(summary)


def _moves(summary: Summary, row: Found, *, name: bool = True) -> str:
    outcome = outcome_of(summary, row["expected"]["outcome"])
    effect = f"{outcome.title} {effect_told(row['average'], outcome)} {told_unit(outcome)}"
    lead = f"{row['title']}: " if name else ""
    return f"{lead}{effect}, {told_interval(row['average'], outcome)}"


def _best(summary: Summary) -> Iterator[str]:
    found = summary["measures"]["portfolio"]
    if not found:
        return
    best = next(one for one in found["sets"] if one["measures"] == found["chosen"])
    within = "at any cost" if found["budget"] is None else f"within {found['budget']:g} million a year"
    goal, rivals = found["goal"], found["within_noise"]
    ends = "no interval" if best["low"] is None or best["high"] is None else f"{best['low']:.3g} to {best['high']:.3g}"
    if found["chosen"] and [] in [list(one) for one in rivals]:
        none = f"No set is shown to be better than no measure at all for {goal['title']}"
        yield f"{none}; by its estimate alone {named(found['chosen'])} comes first, gaining {best['gain']:.3g} ({ends})."
        return
    noise = f"{len(rivals)} other sets cannot be told from it" if rivals else "no other set is within noise of it"
    yield (
        f"Best for {goal['title']} {within}: {named(found['chosen'])} at {best['cost']:g} million a year, gaining "
        f"{best['gain']:.3g} {goal['unit']} ({ends}); {noise}."
    )


def _recommendation(summary: Summary) -> Tab:
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
        "because",
    )
    return Tab(
        caption="Recommendation, one row a measure; effects in the unit of the outcome, cost in millions a year",
        header=header, rows=tuple(_row(summary, row) for row in summary["measures"]["rows"]), long=(1, 9),
    )  # fmt: skip


def _row(summary: Summary, row: Found) -> tuple[str, ...]:
    outcome, average = outcome_of(summary, row["expected"]["outcome"]), row["average"]
    up = row["expected"]["direction"] == "higher"
    shares = (average["higher"], average["lower"]) if up else (average["lower"], average["higher"])
    return (
        row["measure"], f"{row['expected']['text']} ({outcome.title} {row['expected']['direction']}, {told_unit(outcome)})",
        effect_told(row["alone"], outcome), effect_told(average, outcome), told_interval(average, outcome),
        *(percent(share) if average["worlds"] else "-" for share in shares), f"{row['cost']:g}", row["verdict"], row["because"],
    )  # fmt: skip


def _besides(summary: Summary) -> Tab:
    rows = []
    for row in summary["measures"]["rows"]:
        moved = list(moved_told(summary, row))
        more = f"; and {len(row['moved']) - MOST_MOVED} more" if len(row["moved"]) > MOST_MOVED else ""
        rows.append((row["measure"], "; ".join(moved) + more if moved else "nothing that is shown"))
    return Tab(
        caption="What else each measure moved on average", header=("measure", "also moved"), rows=tuple(rows), long=(1,)
    )


def _sets(summary: Summary) -> Iterator[Tab]:
    found = summary["measures"]["portfolio"]
    if not found:
        return
    ranked = sorted((one for one in found["sets"] if one["affordable"] and one["gain"] is not None),
                    key=lambda one: -one["gain"])[:MOST_SETS]  # fmt: skip
    rows = tuple(
        (
            named(one["measures"]),
            f"{one['cost']:g}",
            f"{one['gain']:.3g}",
            _ends(one),
            "yes" if one["retained"] else "no",
        )
        for one in ranked
    )
    yield Tab(
        caption=f"Sets of measures by what they gain for {found['goal']['title']}, {found['goal']['unit']}",
        header=("set", "cost", "gain", "interval", "may be the best"), rows=rows, long=(0,), folded=True,
    )  # fmt: skip


def _ends(one: Found) -> str:
    return "-" if one["low"] is None or one["high"] is None else f"{one['low']:.3g} to {one['high']:.3g}"


def _method(summary: Summary) -> tuple[str, ...]:
    design = summary["measures"]["design"]
    fraction = design["generators"]
    return (
        (
            "A factorial experiment: every measure is on in half of the sets and off in the other half, and all sets meet the "
            "same worlds. An effect is the mean difference between both halves, world by world."
        ),
        *((f"Generators of the fraction: {listed(fraction)}.",) if fraction else ()),
        *notes(summary)[:-1],
    )
