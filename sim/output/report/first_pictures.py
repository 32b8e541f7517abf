"""The pictures of the first page, as places and words: the page draws them itself, with text as
text and in the colours that it has, light or dark.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.experiment.statistics.estimates import Floats, wilson
from sim.output.answer.amounts import amounts_of
from sim.output.answer.answer import Answer
from sim.output.answer.asked import Asked
from sim.output.answer.certainty import chip_of
from sim.output.answer.contrast import Contrast, asked_contrast
from sim.output.answer.courses import ASKED, COURSES, became_words
from sim.output.answer.hearing import NEVER, can_have
from sim.output.answer.phrases import Names, phrase_of
from sim.output.answer.squares import Squares, squares_of
from sim.output.storage.run_folder import RunFolder
from sim.output.words import count_text

_SIDE: Final = 24  # of a square, in pixels
_ACROSS: Final = 10
_FEWEST: Final = 5
_LONG: Final = 300.0  # of the longest bar, in pixels
_DOTS: Final = 50
_AXIS: Final = 240.0  # pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A square at a place: its kind, and its letter."""

    x: int
    y: int
    kind: str
    letter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The squares of one arm, and how many are what."""

    title: str
    squares: tuple[Square, ...]
    key: tuple[tuple[int, str, str, str], ...]
    height: int
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """What became of worlds: a bar each, with its count."""

    title: str
    rows: tuple[tuple[str, int, float, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The worlds counted, under both arms."""

    title: str
    each: str
    grids: tuple[Grid, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """The difference in each world as dots, on an axis with the band of what matters."""

    title: str
    less: str
    more: str
    dots: tuple[tuple[float, float], ...]
    height: float
    band: tuple[float, float]
    interval: tuple[float, float]
    mean: float
    zero: float
    ticks: tuple[tuple[float, str], ...]
    unit: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One arm's level on an axis from 0 to 100, with its interval; ``said`` what it changes."""

    title: str
    at: float | None
    low: float
    high: float
    level: str
    said: str
    chip: str
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """All pictures that the answer has."""

    counted: Counted | None
    became: Bars | None
    dots: Dots | None
    levels: tuple[Level, ...]
    levels_title: str


def first_pictures(folder: RunFolder, found: Answer) -> Pictures:
    """What the first page draws."""
    return Pictures(
        counted=_counted(found),
        became=_became(found),
        dots=_dots(folder, found),
        levels=tuple(_levels(folder, found)),
        levels_title=f"{phrase_of(found.contrast.outcome, found.names).start}, all ways",
    )


def _counted(found: Answer) -> Counted | None:
    contrast = found.contrast
    if found.courses is None or not (contrast.first or contrast.second):
        return None
    squares = squares_of(found.courses[found.asked.against], found.courses[found.asked.arm])
    phrase = phrase_of(contrast.outcome, found.names)
    grids = (
        _grid(squares, contrast.against.title, phrase.noun, second=False),
        _grid(squares, contrast.arm.title, phrase.noun, second=True),
    )
    told = amounts_of(contrast)
    return Counted(
        title=f"{phrase.start}: {told.both}",
        each="one world"
        if squares.worlds == 1.0
        else f"{squares.worlds:.4g} of {contrast.worlds:,} worlds",
        grids=grids,
    )


def _grid(squares: Squares, title: str, asked: str, *, second: bool) -> Grid:
    row, counts = squares.second if second else squares.first, squares.counts(second)
    key = tuple(
        (many, _letter(name), name, asked if name == ASKED else COURSES[name].key)
        for name, many in counts.items()
    )
    return Grid(
        title=title,
        squares=tuple(
            Square(
                x=_SIDE * (at % _ACROSS), y=_SIDE * (at // _ACROSS), kind=name, letter=_letter(name)
            )
            for at, name in enumerate(row)
        ),
        key=key,
        height=_SIDE * -(-len(row) // _ACROSS),
        alt=f"{title}: " + ", ".join(f"{many} {words}" for many, _, _, words in key),
    )


def _letter(name: str) -> str:
    return "" if name == ASKED else COURSES[name].letter


def _became(found: Answer) -> Bars | None:
    changed = found.became
    if changed is None or changed.worlds < _FEWEST:
        return None
    many = changed.worlds
    counts = {name: count for name, count in changed.by_course.items() if count}
    order = sorted(counts, key=lambda name: (name != "none", -counts[name]))
    most = max(counts.values())
    quiet = f"{counts['none']:,} saw" if counts.get("none") else "none saw"
    return Bars(
        title=f"Of the {many:,} worlds in which one was removed, {quiet} no strike at all",
        rows=tuple(
            (
                became_words(name, found.names),
                counts[name],
                round(_LONG * counts[name] / most, 1),
                f"{100.0 * counts[name] / many:.0f} in 100",
            )
            for name in order
        ),
    )


def _dots(folder: RunFolder, found: Answer) -> Dots | None:
    """The paired difference as quantiles, of what is no share."""
    contrast = found.contrast
    if contrast.outcome.kind == "share" or not contrast.up + contrast.down:
        return None
    columns = folder.rows.columns(contrast.outcome.name)
    gaps = columns[found.asked.arm] - columns[found.asked.against]
    gaps = np.sort(gaps[~np.isnan(gaps)])
    return None if len(gaps) < _FEWEST else _dots_of(gaps, contrast, found.names)


def _dots_of(gaps: Floats, contrast: Contrast, names: Names) -> Dots:
    dots = gaps if len(gaps) <= _DOTS else np.quantile(gaps, (np.arange(_DOTS) + 0.5) / _DOTS)
    matters, told = contrast.outcome.matters, amounts_of(contrast)
    reach = max(float(np.abs(dots).max()), matters)
    places = _stacked(dots / (1.05 * reach))
    height = max(y for _, y in places) + 14.0
    less, more = (count_text(many, "world") for many in (contrast.down, contrast.up))

    def place(value: float) -> float:
        return round((min(max(value / (1.05 * reach), -1.0), 1.0) + 1.0) * 140.0 + 10.0, 1)

    low, high = contrast.interval
    start = phrase_of(contrast.outcome, names).start
    return Dots(
        title=f"{start}, world by world: less in {contrast.down}, more in {contrast.up}",
        less=f"less: {less}",
        more=f"more: {more}",
        dots=tuple((x, height - 7.0 - y) for x, y in places),
        height=height,
        band=(place(-matters), place(matters)),
        interval=(place(low), place(high)),
        mean=place(contrast.difference),
        zero=place(0.0),
        ticks=tuple((place(one), f"{one:+.3g}") for one in (-reach, reach)),
        unit=(
            f"{contrast.outcome.unit}, each dot {max(1, round(len(gaps) / len(dots)))} of"
            f" {count_text(len(gaps), 'world')}; mean {told.difference} ({told.ends})"
        ),
        alt=f"Dots of the difference: less in {less}, more in {more}; mean {told.difference}.",
    )


def _stacked(shares: Floats) -> list[tuple[float, float]]:
    """Dots from -1 to 1 in columns, each above those that came before it: across, and up."""
    columns = np.round((shares + 1.0) * 12.0).astype(int)
    return [
        (
            round(float(column) / 12.0 * 140.0 + 10.0, 1),
            14.0 * int(np.count_nonzero(columns[:at] == column)),
        )
        for at, column in enumerate(columns)
    ]


def _levels(folder: RunFolder, found: Answer) -> Iterator[Level]:
    """All arms in a share that is asked about, from three on, the one compared with first."""
    asked, outcome = found.asked, found.contrast.outcome
    if len(folder.arms) < 3 or outcome.kind != "share" or outcome.exists != "always":
        return
    for arm in (asked.against, *(arm for arm in folder.arms if arm != asked.against)):
        about, cell = folder.summary.arms[arm], folder.summary.estimates[arm][asked.outcome]
        share, many = cell.estimate or 0.0, cell.n
        low, high = (float(end) for end in wilson(round(share * many), many, 0.95))
        has = can_have(folder.summary, arm, asked.outcome)
        said, chip = ("", "") if arm == asked.against or not has else _change(folder, asked, arm)
        yield Level(
            title=about.title,
            at=round(share * _AXIS, 1) if has else None,
            low=round(low * _AXIS, 1),
            high=round(high * _AXIS, 1),
            level=f"{100.0 * share:.3g}" if has else NEVER,
            said=said,
            chip=chip,
            first=arm == asked.against,
        )


def _change(folder: RunFolder, asked: Asked, arm: str) -> tuple[str, str]:
    """The difference of another arm with its interval, and its verdict, as one of all pairs."""
    many = 1 if arm == asked.arm and asked.how == "scenario" else max(2, len(folder.arms) - 1)
    found: Contrast = asked_contrast(
        folder,
        Asked(outcome=asked.outcome, arm=arm, against=asked.against, how=asked.how, choices=many),
    )
    told = amounts_of(found)
    if not told.ends:
        return "", chip_of(found)
    return f"{told.difference} ({told.ends})", chip_of(found)
