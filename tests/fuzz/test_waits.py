"""Files of waits, however spoilt, are fitted, or refused in a sentence that a terminal can show."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.fuzz import words
from tests.fuzz.exam import Wrong, call, expect_word, patient
from tests.fuzz.folders import shown

SHORT, LONG = 40, 1000
#: What a spreadsheet, an export or a typist puts where a wait should be.
CELLS = (
    "",
    " ",
    "NA",
    "n/a",
    "NaN",
    "inf",
    "-1",
    "0",
    "-999",
    "9999",
    "99999",
    "1e100",
    "1e-300",
    "1e400",
    "1,5",
    "1.234,5",
    "1 234",
    "12:30",
    "1:02:03",
    "2026-03-02",
    "3 h",
    "90 min",
    "2 d",
    "<1",
    ">24",
    "~3",
    "#REF!",
    "=1+1",
    '"',
    '"a',
    "\x00",
    "\x1b[31m",
    "\u202e5",
    "\xa05",
    "5\u2009",
    "\u0665",
    "Total",
    "x" * 3000,
    "1;2",
    "1,2,3",
    "\t",
    "true",
)
HEADS = (
    "delay",
    "delay_h",
    "delay_min",
    "wait (h)",
    "",
    "delay_h,delay_h",
    "\ufeffdelay_h",
    '"delay_h"',
    "DELAY_H",
    "min_wait",
    "\x07",
)


def plain(dice: Random) -> list[list[str]]:
    """A table of some dozens of waits, in hours."""
    rows = [
        [str(number), f"{dice.lognormvariate(1, 0.6):.2f}", dice.choice("ab")]
        for number in range(dice.choice([1, 12, 40]))
    ]
    return [["id", "delay_h", "kind"], *rows]


def text(number: int) -> str:
    """The spoilt table of a number."""
    dice = Random(f"hotline waits {number}")
    rows = plain(dice)
    for _ in range(dice.choice([0, 0, 0, 1, 1, 2, 5])):
        dice.choice(rows[1:])[dice.choice([1, 1, 1, 0, 2])] = dice.choice(CELLS)
    if dice.random() < 0.2:
        rows[0][1] = dice.choice(HEADS)
    if dice.random() < 0.3:
        at = dice.randrange(len(rows))
        rows.insert(
            at,
            dice.choice(
                [
                    [],
                    [""],
                    ["Total", "99", ""],
                    ["sep=,"],
                    ["# a remark"],
                    rows[at] * 2,
                    rows[at][:1],
                ]
            ),
        )
    whole = dice.choice([*[","] * 16, ";", "\t", "|", ", "]).join
    found = dice.choice(["\n", "\n", "\r\n", "\r"]).join(whole(row) for row in rows) + "\n"
    return (
        words.CHANGES[dice.choice(sorted(words.CHANGES))](found, dice)
        if dice.random() < 0.3
        else found
    )


def fitted(path: Path, *more: str) -> str:
    """How a file fared; raises ``Wrong``."""
    with patient():
        said = call("fit", str(path), "--column", "delay_h", "--bootstrap", "0", "--quiet", *more)
    expect_word(said, 0, 1, 2)
    return ("fitted", "failed", "refused")[said.status]


def campaign(numbers: range, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts: Counter[str] = Counter()
    failures = []
    path = folder / "waits.csv"
    for number in numbers:
        path.write_bytes(text(number).encode("utf-8", "surrogateescape"))
        try:
            counts[fitted(path)] += 1
        except Wrong as error:
            failures.append(f"table {number}: {error}")
    with capsys.disabled():
        sys.stdout.write(f"\ntables of waits: {len(numbers)} tried: {shown(counts)}\n")
    assert not failures, "\n\n".join(failures[:10])
    assert counts["fitted"]
    assert counts["refused"]


def test_spoilt_tables_of_waits_are_fitted_or_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    campaign(range(SHORT), tmp_path, capsys)


@pytest.mark.slow
def test_many_spoilt_tables_of_waits_are_fitted_or_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    campaign(range(SHORT, SHORT + LONG), tmp_path, capsys)
