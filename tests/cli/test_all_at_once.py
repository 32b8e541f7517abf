"""However much is wrong with a file, `hotline check` tells all of it at once: no mistake hides
another.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main

WRONG = """\
schema: 1
title: Bad
purpose: Everything at once
start: 2026-03-02T06:00+02:00
horizon: 3 dd
horizn: 3 d
measures: [liaison_team]
channels:
  phone: {rating: secret, latency: 5, fallback: cabel}
routes: {any: phon}
allies:
  frontline: {outgoing: {objection: [foreign_ministri]}}
arms:
  a: {protocol: unilaterl}
  b: {protocol: consult, extends: c, measures: [liaison_taem], with: {horizn: 3 d}}
  d: {protocol: consult, terms: {promise: 2}}
study: {baseline: x, replications: 0, precision: {burdn: 3}}
checks:
  one: {outcome: notise, between: [1, 2], arm: q}
uncertainties:
  terms.patience.bas: {low: 1 d, high: 2 d}
  arms.z.terms.promise: {low: 1, high: 2}
  horizon: {low: 1 d, high: 2 d}
injects:
  x: {at: T+1 d, event: provocatio}
"""

#: Line and what is said of it, of every mistake in the file.
TOLD = [
    (5, '"dd" is not a unit of time'),
    (6, 'the key "horizn" is not known'),
    (7, 'the key "measures" is not known'),
    (9, "got 5 without a unit"),
    (9, 'there is no channel "cabel"'),
    (10, 'there is no channel "phon"'),
    (12, 'there is no office "foreign_ministri"'),
    (14, 'there is no protocol "unilaterl"'),
    (15, 'there is no arm "c"'),
    (15, 'there is no measure "liaison_taem"'),
    (15, 'the key "horizn" is not known'),
    (16, 'the key "terms" is not known'),
    (17, 'study.baseline: there is no arm "x"'),
    (17, "must be at least 1"),
    (17, 'there is no outcome "burdn"'),
    (19, 'there is no outcome "notise"'),
    (19, 'there is no arm "q"'),
    (21, 'there is no "bas" in terms.patience'),
    (22, 'there is no arm "z"'),
    (23, "how long worlds are watched is part of the question"),
    (25, 'got "provocatio"'),
]


@pytest.mark.parametrize("command", [["check"], ["run", "-n", "2"]], ids=["check", "run"])
def test_every_mistake_is_told(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(WRONG)
    assert main.status([*command, str(path)]) == 2
    said = capsys.readouterr()
    text = (said.out + said.err).replace("Error: ", "")
    lines = [
        line.removeprefix(f"{path}:") for line in text.splitlines() if line.startswith(f"{path}:")
    ]
    found = [(int(line.partition(":")[0]), line) for line in lines if line[0].isdigit()]
    assert [number for number, _ in found] == [number for number, _ in TOLD]
    for (_, line), (_, what) in zip(found, TOLD, strict=True):
        assert what in line
    assert "It belongs to an arm: arms.NAME.measures" in text
    assert "Inputs that an arm changes stand under `with`: arms.d.with.terms" in text
