"""What else changes between the two arms, and what it costs: rows in groups, costs before gains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Final

from sim.experiment.comparison.run_summary import RunSummary
from sim.output.answer.amounts import amounts_of, scale_of
from sim.output.answer.certainty import SHOWN, chip_of, doubt_of, tells, verdict_of
from sim.output.answer.contrast import Contrast
from sim.output.answer.phrases import Names, phrase_of
from sim.output.verdict_words import VERDICTS

#: Groups of rows, and how many rows of each have room; what is not in them stands among all
#: comparisons.
GROUPS: Final[Mapping[str, int]] = {
    "What was asked": 1,
    "What gets worse": 3,
    "What gets better": 2,
    "Neither better nor worse": 1,
    "Too small to matter, or not told": 2,
    "Not compared": 2,
}
_ASKED, _WORSE, _BETTER, _NEITHER, _UNTOLD, _APART = GROUPS
#: Beside the headline outcomes, what the means of asking cost.
_BESIDE: Final = ("leaks",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Estimate and interval on a strip of 120 by 18, the band of what matters in its middle third;
    what lies farther is drawn at the end, with an arrow.
    """

    low: float
    high: float
    middle: float
    beyond: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A row: an outcome with what it is and its unit, both levels, the difference with its
    interval, the verdict; and where the interval lies, in multiples of what matters.
    """

    outcome: str
    definition: str
    unit: str
    first: str
    second: str
    difference: str
    ends: str
    chip: str
    verdict: str
    beside: str
    strip: Strip | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows under a heading, and how many ``more`` there are that have no room."""

    heading: str
    rows: tuple[Finding, ...]
    more: int = 0


def other_names(summary: RunSummary, asked: str) -> list[str]:
    """The outcomes beside the asked one that are looked at: those that all worlds have."""
    names = [*summary.headlines, *_BESIDE]
    return [
        name
        for name in names
        if name != asked and name in summary.outcomes and summary.outcomes[name].exists == "always"
    ]


def groups_of(found: Contrast, others: Sequence[Contrast], names: Names) -> tuple[Group, ...]:
    """The asked outcome first, then the others by what happens to them, the largest first."""
    grouped: dict[str, list[Contrast]] = {heading: [] for heading in GROUPS}
    for one in sorted(others, key=by_size):
        grouped[group_of(one)].append(one)
    grouped[_ASKED] = [found]
    return tuple(
        Group(
            heading=heading,
            rows=tuple(finding_of(one, names) for one in members[: GROUPS[heading]]),
            more=max(0, len(members) - GROUPS[heading]),
        )
        for heading, members in grouped.items()
        if members
    )


def by_size(found: Contrast) -> float:
    """In multiples of what matters, the largest first."""
    size = abs(found.difference) / found.outcome.matters
    return 0.0 if isnan(size) else -size


def group_of(found: Contrast) -> str:
    """The heading under which a comparison stands, where it is not the asked one."""
    verdict = verdict_of(found)
    if verdict == "not compared":
        return _APART
    if verdict not in SHOWN:
        return _UNTOLD
    if isnan(found.gain):
        return _NEITHER
    return _BETTER if found.gain > 0.0 else _WORSE


def finding_of(found: Contrast, names: Names) -> Finding:
    """A comparison as a row."""
    phrase, told = phrase_of(found.outcome, names), amounts_of(found)
    compared = tells(found) and told.ends != ""
    unit, beside = scale_of(found).level, phrase.beside
    return Finding(
        outcome=phrase.start,
        definition=found.outcome.definition,
        unit=f"{unit}; {beside}" if unit and beside else unit or beside,
        first=told.first.text,
        second=told.second.text,
        difference=told.difference if compared else "",
        ends=told.ends if compared else "",
        chip=chip_of(found),
        verdict=verdict_of(found),
        beside=doubt_of(found),
        strip=_strip(found) if compared else None,
    )


_WIDE: Final = 120.0
_REACH: Final = 3.0  # multiples of what matters at the ends of the strip


def _strip(found: Contrast) -> Strip:
    matters = found.outcome.matters
    low, high = (end / matters for end in found.interval)
    middle = found.difference / matters
    beyond = "less" if high < -_REACH else "more" if low > _REACH else ""
    return Strip(low=_at(low), high=_at(high), middle=_at(middle), beyond=beyond)


def _at(multiple: float) -> float:
    held = min(max(multiple, -_REACH), _REACH)
    return round((held + _REACH) / (2.0 * _REACH) * (_WIDE - 8.0) + 4.0, 1)


def _too_rare(found: Contrast) -> str:
    return VERDICTS["too rare"] if verdict_of(found) == "too rare" else ""


def unshown_of(others: Sequence[Contrast], names: Names) -> Iterator[str]:
    """What was not shown, each with the worlds that would tell."""
    for one in others:
        if verdict_of(one) in {"cannot be told", "too rare"} and one.up + one.down:
            phrase = phrase_of(one.outcome, names)
            told = amounts_of(one)
            doubt = "; ".join(part for part in (_too_rare(one), doubt_of(one)) if part)
            ends = f", {told.ends}" if told.ends and tells(one) else ""
            yield f"{phrase.start}: {told.both}{ends}{f'; {doubt}' if doubt else ''}."
