"""The price of restraint: strikes made and attacks suffered where no attack was meant and where one
was; and the weight of a first blow at which the order of the two ways turns.
"""

from __future__ import annotations

from math import isinf, isnan
from typing import Final

from sim.output.answer.pictures.picture_values import Shown
from sim.output.answer.pictures.restraint import Blows, Price, Turn, Weighed
from sim.output.charts.base.chart import Cell, Missing, Table
from sim.output.charts.first import board as on
from sim.output.charts.first.board import Board, Text
from sim.output.charts.first.framing import FirstPicture
from sim.output.charts.first.scales import round_ticks
from sim.output.words import as_list, fixed_text, many_text, share_text

_HIGH: Final = 14.0
_READING: Final = (
    "Upper bars: strikes made; lower ones, full: attacks suffered; each as long as it has worlds,"
    " on one scale. Nobody in the model is told which kind of world it is. {turn}"
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
    if price.weighed is not None:
        words = _weighed_text(price.weighed)
        sheet.block(0.0, sheet.height + 14.0, words, sheet.width, Text(size=on.HEADING, bold=True))
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
    if first.worlds == second.worlds:
        return f"{first.attacked:,} and {second.attacked:,} of {many_text(first.worlds, 'world')}"
    each = (f"{row.attacked:,} of {many_text(row.worlds, 'world')}" for row in (first, second))
    return as_list(list(each))


def _draw_kind(sheet: Board, heading: str, rows: tuple[Blows, ...], price: Price) -> None:
    top = sheet.height + (14.0 if sheet.height else 0.0)
    words = heading.format(many=rows[0].worlds, all=price.worlds)
    sheet.block(0.0, top, words, sheet.width, Text(size=on.HEADING, bold=True))
    if not any(row.worlds for row in rows):
        return
    scale = _scale(sheet, price)
    for row in rows:
        _draw_way(sheet, row, scale)


def _draw_way(sheet: Board, row: Blows, scale: float) -> None:
    """The bars of one way, ``scale`` pixels a world."""
    top = sheet.height + 6.0
    left = _left_margin(sheet)
    if sheet.narrow:
        top = sheet.block(0.0, top, row.title, sheet.width, Text())
    else:
        look = Text(at="right")
        for at, line in enumerate(look.lines(row.title, left - 20.0)):
            sheet.text(left - 12.0, top + at * on.LEADING, line, look)
    for (many, said), fill, look in zip(
        _bars(row), (on.LINE, on.ASKED), (Text(), on.STRONG), strict=True
    ):
        sheet.boxes([(left, top, max(1.0, many * scale), _HIGH)], fill, on.SOFT)
        sheet.text(left + many * scale + 8.0, top + 1.0, said, look)
        top += _HIGH + 3.0


def _left_margin(sheet: Board) -> float:
    return 0.0 if sheet.narrow else 0.3 * sheet.width


def _scale(sheet: Board, price: Price) -> float:
    """Pixels of a world, the same for all bars, so that a longer one is more worlds."""
    bars = [bar for row in (*price.calm, *price.meant) for bar in _bars(row)]
    words = max(on.STRONG.width(said) for _, said in bars) + 8.0
    return (sheet.width - _left_margin(sheet) - words) / max(1, *(many for many, _ in bars))


def _bars(row: Blows) -> tuple[tuple[int, str], tuple[int, str]]:
    """In how many worlds of its kind it struck and was attacked, with the words at the bars."""
    return (
        (row.struck, f"{share_text(row.struck, row.worlds)} struck"),
        (row.attacked, f"{share_text(row.attacked, row.worlds)} attacked"),
    )


def _draw_turn(sheet: Board, turn: Turn) -> None:
    """The weight on an axis from nothing on, with its interval."""
    weight = turn.weight
    top = sheet.block(
        0.0, sheet.height + 18.0, _weight_text(turn), sheet.width, Text(size=on.HEADING, bold=True)
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


def _weight_text(turn: Turn) -> str:
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


def _weighed_text(weighed: Weighed) -> str:
    """The two ways at the worth of an attack that the scenario states."""
    more = "more" if weighed.difference > 0.0 else "less"
    ends = sorted((abs(weighed.low), abs(weighed.high)))
    said = f"{_whole(ends[0])} to {_whole(ends[1])}"
    if weighed.low <= 0.0 <= weighed.high:
        said = (
            f"{_whole(weighed.low, '+,')} to {_whole(weighed.high, '+,')}: not shown which is ahead"
        )
    return (
        f"With an attack counted as {_whole(weighed.worth)} rung-hours, as the scenario states,"
        f" {weighed.arm} comes to {_whole(abs(weighed.difference))} rung-hours a world {more} than"
        f" {weighed.against} ({said})"
    )


def _whole(value: float, form: str = ",") -> str:
    return fixed_text(value, 0, form)


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
    turned = (
        [] if price.turn is None or isnan(price.turn.weight.value) else [_weight_text(price.turn)]
    )
    stated = [] if price.weighed is None else [_weighed_text(price.weighed)]
    return f"{'. '.join([*parts, *turned, *stated])}."


def _table(price: Price) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (row.title, said, row.worlds, row.struck, row.attacked)
        for said, of in (("not meant", price.calm), ("meant", price.meant))
        for row in of
    ]
    return Table(header=("way", "an attack was", "worlds", "struck", "attacked"), rows=tuple(rows))
