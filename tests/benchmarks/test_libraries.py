"""The network that is timed in each library is the same: each tells the hours that the engine
tells, and waits as long.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf, isfinite
from statistics import mean, stdev

import pytest

from benchmarks import libraries
from benchmarks.libraries import ENGINE, LIBRARIES, Library, compared, same
from benchmarks.network import Network, Told, cases, network

HOURS = 200.0
CASES = cases(HOURS)


def told(library: Library, case: Network) -> Told:
    if not library.version:
        pytest.skip(f"{library.needs} is not installed")
    if not library.can(case):
        pytest.skip(f"{library.needs} cannot say it")
    return library.run(case)


def waits(told: Told, case: Network) -> list[float]:
    """Hours from each question to its answer, where one was read."""
    pairs = zip(told.answered, case.questions, strict=True)
    return [answered - question.asked for answered, question in pairs if isfinite(answered)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.module)
def test_a_library_tells_the_hours_of_the_engine(library: Library, case: Network) -> None:
    found = told(library, case)
    assert same(found, ENGINE.run(case))
    assert len(waits(found, case)) > 50


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.module)
def test_mean_waits_of_other_questions_agree_within_their_interval(library: Library) -> None:
    """Other random numbers on either side: what holds of the model, not only of one drawing."""
    here = network("here", hours=4 * HOURS, deadlines=False, routine=False, seed=2)
    there = network("there", hours=4 * HOURS, deadlines=False, routine=False, seed=3)
    ours, theirs = waits(ENGINE.run(here), here), waits(told(library, there), there)
    spread = (stdev(ours) ** 2 / len(ours) + stdev(theirs) ** 2 / len(theirs)) ** 0.5
    assert abs(mean(ours) - mean(theirs)) < 3.0 * spread


def test_the_cases_ask_of_a_network_what_they_say() -> None:
    calm, hurried, busy = (ENGINE.run(case) for case in CASES)
    assert calm.again == 0
    assert hurried.again > 5, "deadlines come before answers"
    assert mean(waits(busy, CASES[2])) > mean(waits(hurried, CASES[1])), "routine traffic delays"
    assert all(question.patience == inf for question in CASES[0].questions)


def test_one_hour_that_differs_is_seen() -> None:
    one = ENGINE.run(CASES[0])
    other = replace(one, answered=(one.answered[0] + 0.001, *one.answered[1:]))
    assert same(one, one)
    assert not same(one, other)
    assert not same(one, replace(one, again=1))


def test_nothing_is_timed_that_tells_other_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Told(answered=(inf,) * len(CASES[0].questions), again=0)
    run = Library.run
    monkeypatch.setattr(
        Library, "run", lambda self, case: run(self, case) if self is ENGINE else wrong
    )
    with pytest.raises(AssertionError, match="tells other hours than the engine"):
        list(compared(CASES[0], rounds=1))


def test_what_cannot_be_said_has_its_reason_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    ciw = next(one for one in LIBRARIES if one.needs == "ciw")
    absent = Library(module="by_simpy", needs="no-such-library", note="")
    monkeypatch.setattr(libraries, "LIBRARIES", (ciw, absent))
    rows = {row[1].split()[0]: row for row in compared(CASES[1], rounds=1)}
    assert rows["engine"][4] == "1.0"
    assert rows["simpy"][2:6] == ("-", "-", "-", "-")
    assert rows["simpy"][6] == "not installed: pip install no-such-library"
    if ciw.version:
        assert "outside its vocabulary" in rows["ciw"][6]
