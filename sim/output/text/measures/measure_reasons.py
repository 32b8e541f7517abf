"""Why a measure has its verdict, in words: what is seen on average, and on what that depends or
where it harms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, get_args

from sim.experiment.measures.measures_summary import DependenceSummary, RowSummary
from sim.experiment.measures.verdict import HARMFUL, Average, Size, State

_MOST_TOLD: Final = 2
_ORDER: Final[tuple[State, ...]] = get_args(State)
_AVERAGES: Final[Mapping[Average, str]] = {
    "as expected": "as expected",
    "opposite": "the opposite is shown",
    "nothing shown": "no effect is shown",
    "no change": "it changes nothing in any of {worlds} worlds",
    "selected group": "its outcome exists only in some worlds, a group that measures select",
    "not comparable": "there are too few worlds in which it can be compared",
}
_OPPOSITE: Final[Mapping[Size, str]] = {
    "matters": "",
    "may be small": ", by an amount that may be below what matters",
    "below what matters": ", by less than what matters",
}
#: Both sides where the thing has been named already.
_AGAIN: Final = {
    "measure": ("with it", "without it"),
    "condition": ("where that is so", "otherwise"),
}


def reason(row: RowSummary) -> str:
    """Why it has its verdict: what is seen on average, then the clearest of what it depends on or
    of where it harms.
    """
    cases = [_case(one) for one in _deciding_conditions(row)[:_MOST_TOLD]]
    average = _on_average(row)
    return "; ".join((f"on average {average}", *cases)) if cases else average


def brief(row: RowSummary) -> str:
    """On what it depends most clearly, or where it harms; nothing where neither is told."""
    told = _deciding_conditions(row)
    if not told:
        return ""
    if row.verdict == "depends":
        more = f" and {len(told) - 1} more" if told[1:] else ""
        return f"on {_dependence(told[0])}{more}"
    return next(
        f"{says} {place}"
        for says, place in zip(_states(told[0]), _places(told[0]), strict=True)
        if says in HARMFUL
    )


def _deciding_conditions(row: RowSummary) -> list[DependenceSummary]:
    """What the verdict rests on, the clearest first."""
    by_name = {one.on: one for one in row.conditions}
    return [by_name[name] for name in row.depends_on]


def _on_average(row: RowSummary) -> str:
    if row.on_average == "nothing shown" and row.size == "below what matters":
        return "it is shown not to matter"
    text = _AVERAGES[row.on_average].format(worlds=row.average.worlds)
    if row.on_average == "opposite":
        return text + _OPPOSITE[row.size]
    unsaid = row.verdict == "depends" and row.size == "below what matters"
    return f"{text}, by less than what matters" if unsaid else text


def _states(one: DependenceSummary) -> tuple[State, State]:
    return one.with_.says, one.without.says


def _name(one: DependenceSummary) -> str:
    """What it is, with all that cannot be told from it."""
    return " or ".join((one.on, *one.aliases))


def _places(one: DependenceSummary) -> tuple[str, str]:
    """Both sides in words."""
    what = _name(one)
    match one.kind:
        case "others":
            return f"where {what}", "where some other is"
        case "condition":
            return f"where {what}", f"unless {what}"
        case _:
            return f"with {what}", f"without {what}"


def _case(one: DependenceSummary) -> str:
    """Both sides, the one where it does something first; what it depends on is named once."""
    states, places = _states(one), _places(one)
    first, second = sorted((0, 1), key=lambda side: _ORDER.index(states[side]))
    again = places[second] if one.kind == "others" else _AGAIN[one.kind][second]
    return f"{states[first]} {places[first]}, {states[second]} {again}"


def _dependence(one: DependenceSummary) -> str:
    match one.kind:
        case "others":
            return "whether any other measure is in place"
        case "condition":
            return f"whether {_name(one)}"
        case _:
            return _name(one)
