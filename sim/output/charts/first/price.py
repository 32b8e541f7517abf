"""The price of restraint: strikes made and attacks suffered where no attack was meant and where one
was; and the weight of a first blow at which the order of the two ways turns.
"""

from __future__ import annotations

from math import isinf, isnan
from typing import Final

from sim.output.answer.pictures.restraint import Blows, Price, Turn
from sim.output.answer.pictures.shown import Shown
from sim.output.charts.base.chart import Cell, Missing, Table
from sim.output.charts.first import board as on
from sim.output.charts.first.board import Board, Text
from sim.output.charts.first.framing import FirstPicture
from sim.output.charts.first.scales import round_ticks
from sim.output.words import fixed_text

_HIGH: Final = 14.0
_WORDS: Final = 120.0  # pixels of the words at the end of a bar
_FEWEST: Final = 20  # worlds of a kind below which they are told as they were counted
_READING: Final = (
    "Upper bars: strikes made; lower ones, full: attacks suffered; in worlds of each kind, as so"
    " many of 100 or of as many as there are. Nobody in the model is told which kind it is. {turn}"
)
_TURN: Final = (
    "Below: escalation counts nothing for having been struck; at this weight of one attack the two"
    " ways change places."
)
_HEADINGS: Final = (
    "{many:,} of {all:,} worlds: no attack was meant",
    "{many:,} of {all:,} worlds: one was",
)


def draw(shown: Shown, width: float) -> FirstPicture | Missing:
    price = shown.price
    if price is None:
        return Missing(reason="the adversary attacked under neither of the two ways")
    sheet = Board(width)
    for heading, rows in zip(_HEADINGS, (price.calm, price.meant), strict=True):
        _draw_kind(sheet, heading, rows, price)
    turn = price.turn
    if turn is not None and not isnan(turn.weight.value):
        _draw_turn(sheet, turn)
    return FirstPicture(
        board=sheet,
        title=_title(price),
        reading=_READING.format(turn=_TURN if turn is not None else "").strip(),
        alt=_alt(price),
        numbers=_table(price),
    )


def _title(price: Price) -> str:
    against, arm = price.meant
    if not (against.worlds or arm.worlds):
        first, second = price.calm
        return f"No attack was meant; yet attacked: {_both(first, second)}"
    return f"Where an attack was meant, attacked: {_both(against, arm)}"


def _both(first: Blows, second: Blows) -> str:
    per = 100 if min(first.worlds, second.worlds) >= _FEWEST else first.worlds
    one, other = (_of(row, row.attacked) for row in (first, second))
    return f"{one} and {other} of {per} worlds"


def _of(row: Blows, many: int) -> str:
    return f"{100.0 * many / row.worlds:.0f}" if row.worlds >= _FEWEST else str(many)


def _draw_kind(sheet: Board, heading: str, rows: tuple[Blows, ...], price: Price) -> None:
    top = sheet.height + (14.0 if sheet.height else 0.0)
    words = heading.format(many=rows[0].worlds, all=price.worlds)
    sheet.block(0.0, top, words, sheet.width, Text(size=on.HEADING, bold=True))
    if not any(row.worlds for row in rows):
        return
    for row in rows:
        _draw_way(sheet, row)


def _draw_way(sheet: Board, row: Blows) -> None:
    top = sheet.height + 6.0
    left = 0.0 if sheet.narrow else 0.3 * sheet.width
    if sheet.narrow:
        top = sheet.block(0.0, top, row.title, sheet.width, Text())
    else:
        look = Text(at="right")
        for at, line in enumerate(look.lines(row.title, left - 20.0)):
            sheet.text(left - 12.0, top + at * on.LEADING, line, look)
    long = sheet.width - left - _WORDS
    bars = (
        (row.struck, on.LINE, "struck", Text()),
        (row.attacked, on.ASKED, "attacked", on.STRONG),
    )
    for many, fill, words, look in bars:
        share = many / row.worlds if row.worlds else 0.0
        sheet.boxes([(left, top, max(1.0, share * long), _HIGH)], fill, on.SOFT)
        sheet.text(left + share * long + 8.0, top + 1.0, f"{_of(row, many)} {words}", look)
        top += _HIGH + 3.0


def _draw_turn(sheet: Board, turn: Turn) -> None:
    """The weight on an axis from nothing on, with its interval."""
    weight = turn.weight
    top = sheet.block(
        0.0, sheet.height + 18.0, _said(turn), sheet.width, Text(size=on.HEADING, bold=True)
    )
    ends = f"◂ worth less: {turn.lighter}", f"worth more: {turn.heavier} ▸"
    for words in ends:
        top = sheet.block(0.0, top + 2.0, words, sheet.width, on.SMALL)
    far = 2.0 * weight.value if isinf(weight.high) else max(weight.value, weight.high)
    ticks = round_ticks(1.1 * far, 4)
    left, long, axis = 24.0, sheet.width - 80.0, top + 18.0

    def place(value: float) -> float:
        return left + min(max(value, 0.0), ticks[-1]) / ticks[-1] * long

    low, high = place(weight.low), place(weight.high)
    sheet.boxes([(low, axis - 12.0, max(high - low, 1.0), 24.0)], on.LINE)
    if isinf(weight.high):
        sheet.dots([(left + long + 4.0, axis)], 12.0, on.SOFT, marker=">")
    sheet.line([(left, axis), (left + long, axis)])
    at = place(weight.value)
    sheet.line([(at, axis - 14.0), (at, axis + 14.0)], on.INK, thick=2.5)
    for tick in ticks:
        sheet.text(place(tick), axis + 17.0, f"{tick:,.6g}", Text(colour=on.SOFT, at="center"))
    words = "rung-hours that one attack is worth"
    sheet.text(left + long / 2.0, axis + 34.0, words, Text(colour=on.SOFT, at="center"))


def _said(turn: Turn) -> str:
    weight = turn.weight
    if isinf(weight.high):
        known = f"at least {_round(weight.low)}" if weight.low > 0.0 else "any weight"
        return (
            f"The order turns at about {_round(weight.value)} rung-hours an attack; these worlds"
            f" allow {known}, without an upper end"
        )
    return (
        f"The order turns where an attack is worth about {_round(weight.value)} rung-hours"
        f" ({_round(max(weight.low, 0.0))} to {_round(weight.high)})"
    )


def _round(value: float) -> str:
    """To two digits, in full."""
    return fixed_text(float(f"{value:.2g}"), 0, ",") if value >= 10.0 else f"{value:.2g}"


def _alt(price: Price) -> str:
    parts = [
        f"{said}, {rows[0].worlds} worlds: "
        + "; ".join(
            f"{row.title} struck in {row.struck}, was attacked in {row.attacked}" for row in rows
        )
        for said, rows in (("No attack meant", price.calm), ("Attack meant", price.meant))
        if rows[0].worlds
    ]
    turned = [] if price.turn is None or isnan(price.turn.weight.value) else [_said(price.turn)]
    return f"{'. '.join([*parts, *turned])}."


def _table(price: Price) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (row.title, said, row.worlds, row.struck, row.attacked)
        for said, of in (("not meant", price.calm), ("meant", price.meant))
        for row in of
    ]
    return Table(header=("way", "an attack was", "worlds", "struck", "attacked"), rows=tuple(rows))
