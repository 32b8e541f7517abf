"""Odd runs have a report like any other: one arm, one world, no strike, nothing but strikes, names
in any script.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from sim.output.charts.catalogue import draw_into
from sim.studies.presentation import album_of, page
from tests.output.report.conftest import ran
from tests.output.report.strict_html import headings, parsed

HEAD = """\
schema: 1
title: {title}
purpose: To be odd
start: 2026-03-02T06:00+02:00
horizon: 4 d
follow_up: 3 d
"""
CALM = (
    "allies: {frontline: {outlook: {weights: {threat: 0.5, deterrence: 0, pressure: 0, alliance:"
    " 1}}}}\n"
)
WEIGHTS = "threat: 4, escalation: 0, region: 0, deterrence: 0.5, alliance: 0, pressure: 1"
EAGER = f"allies: {{frontline: {{outlook: {{weights: {{{WEIGHTS}}}}}}}}}\n"
ARABIC = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER KHAH}\N{ARABIC LETTER TAH}"
SCRIPTS = (
    f"allies: {{frontline: {{name: {ARABIC}}}, patron: {{name: {chr(0x5358) * 24}}}}}\n"
    f'adversary: {{name: "{chr(0x5D0)}{chr(0x5D1)} <b>&amp;"}}\n'
)
ONE = "arms: {consult: {protocol: consult}}\n"
TWO = "arms: {unilateral: {protocol: unilateral}, consult: {protocol: consult}}\n"
NAN = re.compile(r"\bnan\b", re.IGNORECASE)
CASES = {
    "one arm": (HEAD.format(title="Lone") + ONE, 12),
    "one world": (HEAD.format(title="Single") + TWO, 1),
    "no strike": (HEAD.format(title="Calm") + CALM + TWO, 12),
    "eager": (HEAD.format(title="Eager") + EAGER + TWO, 12),
    "scripts": (HEAD.format(title=f'"{ARABIC} {"long " * 40}"') + SCRIPTS + TWO, 6),
}


@pytest.mark.filterwarnings("ignore:Glyph .* missing from:UserWarning")
@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=() if case in {"no strike", "one world"} else pytest.mark.slow)
        for case in CASES
    ],
)
def test_every_run_has_a_report(case: str, tmp_path: Path) -> None:
    text, worlds = CASES[case]
    scenario = tmp_path / "odd.yaml"
    scenario.write_text(text, encoding="utf-8")
    folder = ran(scenario, tmp_path, worlds)
    charts = album_of(folder)
    written = page(folder, charts=charts)
    root = parsed(written)
    assert headings(root)[0] == 1
    assert len(written.encode()) < 1_000_000
    assert NAN.search(unquote(written)) is None, (
        "a word for programs, on a page, in words for a picture or in the picture"
    )
    for path in draw_into(charts, tmp_path / "charts", formats=("svg",)):
        assert (
            NAN.search(
                path.read_text(encoding="utf-8")
                + path.with_suffix(".csv").read_text(encoding="utf-8")
            )
            is None
        )
    words = "".join(root.itertext())
    expected = {
        "one arm": "nothing to compare it with",
        "one world": "too few pairs)",
        "no strike": "did not strike",
        "eager": "struck",
        "scripts": ARABIC,
    }
    assert expected[case] in words
    struck = [folder.column(arm, "struck").mean() for arm in folder.arms]
    if case == "no strike":
        assert max(struck) == 0.0
    if case == "eager":
        assert struck[0] > 0.9
