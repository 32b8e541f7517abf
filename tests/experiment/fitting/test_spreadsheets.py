"""However a spreadsheet writes a table of waits, the same waits are read: separators, decimals,
encodings, units in cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.experiment.fitting.fits import fit_times
from sim.experiment.fitting.table.data import FitRequest, MeasuredWaits, measured_times
from sim.experiment.fitting.table.text import decode
from sim.experiment.fitting.table.units import SECONDS

#: Minutes in tenths, as someone wrote them down.
TENTHS = (324, 656, 348, 1305, 403, 1078, 502, 1065, 239, 233, 312, 421, 932, 734, 229, 715, 12340)
PLAIN = "no,delay_min\n" + "".join(
    f"{at},{tenths / 10}\n" for at, tenths in enumerate(TENTHS, start=1)
)


def minutes(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"


def clock(tenths: int) -> str:
    seconds = tenths * 6
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def mixed(tenths: int) -> str:
    return f"{tenths // 600} h {minutes(tenths % 600)} min"


#: How a time may stand in a cell, and the name of a column that goes with it.
WRITTEN: dict[str, tuple[str, Callable[[int], str]]] = {
    "number": ("delay_min", minutes),
    "bracket": ("delay [min]", minutes),
    "min": ("delay", lambda tenths: f"{minutes(tenths)} min"),
    "close": ("delay", lambda tenths: f"{minutes(tenths)}min"),
    "seconds": ("delay", lambda tenths: f"{tenths * 6}s"),
    "words": ("delay", lambda tenths: f"{tenths * 6} seconds"),
    "mixed": ("delay", mixed),
    "clock": ("delay", clock),
    "days": ("delay", lambda tenths: f"0 days {clock(tenths)}"),
    "iso": ("delay", lambda tenths: f"PT{tenths * 6}S"),
    "iso, mixed": ("delay", lambda tenths: f"PT{tenths // 600}H{minutes(tenths % 600)}M"),
    "each its own": (
        "delay",
        lambda tenths: (clock, mixed, lambda one: f"PT{one * 6}S")[tenths % 3](tenths),
    ),
}
ENCODINGS = {
    "utf-8": "utf-8",
    "mark": "utf-8-sig",
    "utf-16": "utf-16",
    "utf-16 without a mark": "utf-16-le",
    "windows": "cp1252",
}


def seconds(found: MeasuredWaits) -> list[Fraction]:
    """The waits in tenths of seconds, sorted."""
    each = zip(found.times.t[0].tolist(), found.times.ended[0].tolist(), strict=True)
    return [
        Fraction(round(t * SECONDS[found.unit] * 10)) for t, many in each for _ in range(int(many))
    ]


@given(
    separator=st.sampled_from([",", ";", "\t", "|"]),
    decimal=st.sampled_from([".", ","]),
    thousands=st.sampled_from(["", ",", ".", " ", "\u202f", "'"]),
    encoding=st.sampled_from(sorted(ENCODINGS)),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    how=st.sampled_from(sorted(WRITTEN)),
    declared=st.booleans(),
    quoted=st.booleans(),
    empty=st.integers(0, 2),
    title=st.booleans(),
)
def test_the_same_waits_are_read(
    *,
    separator: str,
    decimal: str,
    thousands: str,
    encoding: str,
    newline: str,
    how: str,
    declared: bool,
    quoted: bool,
    empty: int,
    title: bool,
) -> None:
    name, write = WRITTEN[how]

    def cell(text: str) -> str:
        return f'"{text}"' if quoted or separator in text else text

    def local(text: str) -> str:
        if thousands != decimal:
            text = re.sub(r"^1234\.", f"1{thousands}234#", text)
        return text.replace(".", decimal) if "#" not in text else text.replace("#", decimal)

    rows = [["no", name], *([str(at), local(write(one))] for at, one in enumerate(TENTHS, start=1))]
    lines = [separator.join([*map(cell, row), *[""] * empty]) for row in rows]
    lines += [separator * (1 + empty)] * empty
    above = [f"sep={separator}"] * declared + ["Delays of the desk"] * title
    written = newline.join([*above, *lines, ""]).replace("\u202f", "\u00a0")
    content = written.encode(ENCODINGS[encoding])
    found = measured_times(decode(content, "data.csv").text, "data.csv", FitRequest(column=name))
    plain = measured_times(PLAIN, "data.csv", FitRequest(column="delay_min"))
    assert seconds(found) == seconds(plain)
    assert found.rows == len(TENTHS)


@pytest.mark.parametrize("how", sorted(WRITTEN))
def test_the_same_law_is_fitted(how: str) -> None:
    name, write = WRITTEN[how]
    text = f"{name}\n" + "".join(f"{write(one)}\n" for one in TENTHS)
    law, plain = (
        fit_times(
            measured_times(each, "data.csv", asked).times, laws=["lognormal"], bootstrap=0
        ).best.law
        for each, asked in (
            (text, FitRequest(column=name)),
            (PLAIN, FitRequest(column="delay_min")),
        )
    )
    unit = measured_times(text, "data.csv", FitRequest(column=name)).unit
    assert law.quantile(0.7) * SECONDS[unit] == pytest.approx(plain.quantile(0.7) * 60, rel=1e-6)


STAMPS = {
    "iso": "%Y-%m-%dT%H:%M:%S",
    "blank": "%Y-%m-%d %H:%M:%S",
    "fraction": "%Y-%m-%d %H:%M:%S.%f",
    "zone": "%Y-%m-%dT%H:%M:%SZ",
    "offset": "%Y-%m-%dT%H:%M:%S+02:00",
    "german": "%d.%m.%Y %H:%M:%S",
    "american": "%m/%d/%Y %I:%M:%S %p",
    "british": "%d/%m/%Y %H:%M:%S",
    "named": "%d-%b-%Y %H:%M:%S",
    "long": "%B %d, %Y %H:%M:%S",
    "short": "%d.%m.%y %H:%M:%S",
    "compact": "%Y%m%dT%H%M%S",
}


@pytest.mark.parametrize("form", sorted(STAMPS))
@pytest.mark.parametrize("separator", [",", ";"])
def test_the_time_between_two_columns(form: str, separator: str) -> None:
    began = datetime(2024, 2, 27, 22, 15, tzinfo=UTC)
    rows = [
        (
            at,
            f"{began + timedelta(hours=31 * at):{STAMPS[form]}}",
            f"{began + timedelta(hours=31 * at, seconds=6 * one):{STAMPS[form]}}",
        )
        for at, one in enumerate(TENTHS)
    ]
    text = separator.join(("no", "sent", "answered")) + "\n"
    text += "".join(separator.join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    found = measured_times(text, "data.csv", FitRequest(start="sent", end="answered"))
    assert found.unit == "h"
    assert seconds(found) == seconds(
        measured_times(PLAIN, "data.csv", FitRequest(column="delay_min"))
    )
    assert (
        measured_times(text, "data.csv", FitRequest(start="2", end="3", unit="min")).title
        == "sent to answered"
    )


@given(st.lists(st.floats(width=64), min_size=10, max_size=30), st.sampled_from(sorted(SECONDS)))
def test_whatever_the_numbers_laws_are_fitted_or_a_sentence_says_why_not(
    values: list[float], unit: str
) -> None:
    _fitted_or_refused(values, unit)


@given(st.lists(st.floats(1e-6, 1e9), min_size=10, max_size=40), st.sampled_from(sorted(SECONDS)))
def test_whatever_the_waits_laws_are_fitted(values: list[float], unit: str) -> None:
    _fitted_or_refused(values, unit)


@given(st.lists(st.sampled_from([1e-6, 1.0, 3e9, 9999.0, 2.0, 3.0, 1e8]), min_size=30, max_size=40))
def test_waits_at_the_ends_of_what_can_be(values: list[float]) -> None:
    _fitted_or_refused(values, "s")


def _fitted_or_refused(values: list[float], unit: str) -> None:
    text = "delay\n" + "".join(f"{value!r}\n" for value in values)
    try:
        times = measured_times(text, "data.csv", FitRequest(column="delay", unit=unit)).times
        fits = fit_times(times, bootstrap=0).fits
    except UsageError as error:
        said, fits = str(error), ()
    else:
        said = ""
    assert said.startswith(("data.csv", "These times")) if said else fits
    assert all(fit.law.mean > 0 for fit in fits)
    assert all(0 <= fit.weight <= 1 for fit in fits)
