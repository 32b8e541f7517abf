"""What a study was asked: checked when it is made, the same after a manifest has kept it, and the
command that asks it again.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from sim.errors import ResultsError, UsageError
from sim.studies.fields import decode, encode
from sim.studies.specification import (
    DiscoverySpecification,
    MeasuresSpecification,
    RunSpecification,
    SensitivitySpecification,
    Specification,
    SweepSpecification,
)

ASKED: list[Specification] = [
    RunSpecification(
        scenario="a b.yaml",
        sets=("horizon=14 d",),
        replications=5,
        seed=0,
        arms=("x",),
        until_precise=True,
    ),
    SweepSpecification(
        scenario="a.yaml", vary=("x=1..2",), break_even=("burden",), baseline="x", yes=True
    ),
    MeasuresSpecification(
        scenario="a.yaml", arm="x", measures=("m", "n"), budget=12, goal="burden:2"
    ),
    SensitivitySpecification(
        scenario="a.yaml", arm="x", method="sobol", samples=64, swing=10, paths=("p",)
    ),
    DiscoverySpecification(
        scenario="a.yaml", unacceptable=("burden > 4",), ranges=("p=1..2",), seed=1
    ),
]
KINDS = [type(one).__name__ for one in ASKED]


@pytest.mark.parametrize("asked", ASKED, ids=KINDS)
def test_a_manifest_gives_back_what_was_put_into_it(asked: Specification) -> None:
    data = json.loads(json.dumps(encode(asked)))
    again = decode(type(asked), data, "manifest.json")
    assert again == asked
    assert again.words() == asked.words()
    assert json.dumps(encode(again)) == json.dumps(encode(asked))


@pytest.mark.parametrize("asked", ASKED, ids=KINDS)
def test_what_no_such_study_is_asked_is_refused(asked: Specification) -> None:
    data = encode(asked)
    wrong: list[object] = [
        None,
        [],
        "run",
        {},
        {**data, "out": "elsewhere"},
        {**data, "scenario": 1},
        {**data, "sets": "a"},
    ]
    wrong += [
        {**data, "sets": [1]},
        {name: value for name, value in data.items() if name != "seed"},
    ]
    wrong += [
        {**data, "seed": -1},
        {**data, "seed": True},
        {**data, "seed": 2**63},
        {**data, "seed": 1.5},
    ]
    for one in wrong:
        with pytest.raises(ResultsError, match=r"^manifest.json is damaged: its specification"):
            decode(type(asked), one, "manifest.json")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            lambda: RunSpecification(scenario="a", replications=0),
            "replications: 0: a number of at least 1 is expected.",
        ),
        (
            lambda: SweepSpecification(scenario="a", vary=(), replications=1),
            "replications: 1: a number of at least 2 is expected.",
        ),
        (
            lambda: SensitivitySpecification(scenario="a", swing=0.0),
            "swing: 0.0: a number above 0 is expected.",
        ),
        (
            lambda: SensitivitySpecification(scenario="a", swing=float("nan")),
            "swing: nan: a number above 0 is expected.",
        ),
        (
            lambda: SensitivitySpecification(scenario="a", swing=101),
            "swing: 101: a number of at most 100 is expected.",
        ),
        (
            lambda: MeasuresSpecification(scenario="a", budget=float("nan")),
            "--budget is not a number: say what a set",
        ),
        (
            lambda: MeasuresSpecification(scenario="a", worlds="9"),  # type: ignore[arg-type]
            "worlds: expected a whole number, not '9'.",
        ),
        (
            lambda: RunSpecification(scenario="a", arms="consult"),  # type: ignore[arg-type]
            "arms: expected texts, not 'consult'.",
        ),
        (
            lambda: SensitivitySpecification(scenario="a", method="x"),  # type: ignore[arg-type]
            "method: expected one of bands, sobol, not 'x'.",
        ),
    ],
)
def test_what_cannot_be_asked_is_told_at_once(asked: Callable[[], object], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        asked()
    assert str(caught.value).startswith(said)


def test_the_command_says_what_was_asked() -> None:
    run, sweep, measures, sensitivity, discovery = (one.words()[1:] for one in ASKED)
    assert run == [
        "run",
        "a b.yaml",
        "-n",
        "5",
        "--seed",
        "0",
        "--until-precise",
        "--arms",
        "x",
        "--set",
        "horizon=14 d",
    ]
    assert sweep == [
        "sweep",
        "a.yaml",
        "--vary",
        "x=1..2",
        "--break-even",
        "burden",
        "-n",
        "200",
        "--against",
        "x",
        "--yes",
    ]
    assert measures[-4:] == ["--goal", "burden:2", "--budget", "12"]
    assert sensitivity[-4:] == ["--swing", "10", "--paths", "p"]
    assert discovery[-4:] == ["--unacceptable", "burden > 4", "--range", "p=1..2"]
