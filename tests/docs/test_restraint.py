"""The page on where restraint turns prints what its sweep and its table of kinds of crisis give."""

from __future__ import annotations

import re

import pytest

from sim.scenario import load
from tools.measure import RESTRAINT
from tools.restraint import MEANT, OTHERWISE, RUN, SCENARIO, SHARES, SWEPT, VARIED, kinds, swept

PAGE = RESTRAINT.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("made", [swept, kinds])
def test_the_page_prints_what_is_measured(made: object) -> None:
    assert callable(made)
    assert made() in PAGE, "run `python -m tools.measure restraint` and read its words again"


def test_the_commands_of_the_page_are_those_that_are_measured() -> None:
    assert f'--vary "{VARIED}"' in PAGE
    assert f"--arms unilateral,concurrence -n {SWEPT}" in PAGE
    assert f"--arms unilateral,concurrence -n {RUN} " in PAGE
    share = 0.5
    rate = share * MEANT + (1.0 - share) * OTHERWISE
    assert f"intent.rate={MEANT:g}/d --set adversary.attack.rate={rate:g}/d" in PAGE


def test_what_the_page_calls_the_files_own_is() -> None:
    attack = load(SCENARIO).arms["unilateral"].setting.adversary.attack
    text = " ".join(PAGE.split())
    assert attack.intent.share in SHARES
    assert f"{attack.rate * 24.0:g}".removeprefix("0") in text
    assert f"the file has it at {attack.intent.rate * 24.0:g}".replace("0.", ".") in text
    seen = attack.intent
    assert f"seen in {seen.indications:g} of reports".replace("0.", ".") in text
    assert f"and in {seen.false_indications:g} where it does not".replace("0.", ".") in text


def test_the_words_say_what_the_tables_show() -> None:
    first = re.search(r"as it is: 0.005 per d +\S+ +(-[0-9]+)", PAGE)
    assert first is not None
    assert f"restraint saves {first[1][1:]} rung-hours a world" in " ".join(PAGE.split())
