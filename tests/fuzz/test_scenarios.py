"""No scenario file or measure, however spoilt, is more than refused with a place; what is accepted
can be run, told, drawn.

All shipped files are spoilt in fixed ways (``mutants``); ``python tests/fuzz NUMBER`` repeats a
case. Of accepted cases each is run in the short campaign and every second in the long one, which
draws a page of every 60th.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from sim.experiment.runs.executor import usable_cores
from tests.fuzz.campaign import Found, campaign, wrong_of
from tests.fuzz.exam import Bench, Wanted, Wrong, raw_signs
from tests.fuzz.mutants import Case, Change, case, files, smaller

HERE = Path(__file__).parent
CORPUS = sorted((HERE / "corpus").glob("*.yaml"))
SHORT, LONG = 300, 20_000
#: In the long campaign: every so many accepted cases are run and told, and drawn as well.
WORLDS, PAGES = 2, 60


def expect_sound(found: Found, tried: int, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{found}\n")
    assert not found.failures, "\n\n".join(found.failures[:10])
    assert sum(found.counts.values()) == tried
    counts = Counter(found.counts)
    assert counts["refused"] > tried / 4, "most mistakes are refused"
    assert counts["run"] + counts["drawn"] > tried / 20, "some changes leave a file sound"
    assert counts["drawn"] > 0


def test_spoilt_files_are_refused_with_a_place_or_can_be_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    expect_sound(campaign(range(SHORT), worlds=1, pages=20), SHORT, capsys)


@pytest.mark.slow
def test_many_spoilt_files_are_refused_with_a_place_or_can_be_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Cases beyond those of the short campaign, shared out among the cores."""
    cores = usable_cores()
    words = [
        [str(SHORT + first), str(SHORT + LONG), str(cores), str(WORLDS), str(PAGES)]
        for first in range(cores)
    ]
    started = [
        subprocess.Popen([sys.executable, str(HERE), *each], stdout=subprocess.PIPE, text=True)
        for each in words
    ]
    counts: Counter[str] = Counter()
    failures: list[str] = []
    for process in started:
        told = json.loads(process.communicate()[0])
        counts.update(told["counts"])
        failures.extend(told["failures"])
    expect_sound(Found(counts=dict(counts), failures=tuple(failures)), LONG, capsys)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_what_once_went_wrong_is_right(path: Path, tmp_path: Path) -> None:
    """The first line of each says what was wrong, and after ``right:`` how it fares now."""
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    first = text.splitlines()[0]
    assert first.startswith("# "), "a file of the corpus says what was wrong"
    expected = first.rpartition("right: ")[2]
    assert Bench(tmp_path).examine(text, "two-desks.yaml", Wanted(page=True)) == expected


def test_a_case_is_the_same_whenever_it_is_made() -> None:
    assert [case(number) for number in range(50)] == [case(number) for number in range(50)]
    assert case(7).text() == case(7).text()
    assert {case(number).path for number in range(SHORT)} == set(files())


def test_a_case_is_made_smaller() -> None:
    """Of four changes the one that matters is left; each does the same without the others."""
    changes = tuple(Change(name="text-double-line", seed=seed) for seed in range(3))
    whole = Case(
        number=0, path="two-desks.yaml", changes=(*changes, Change(name="text-flip", seed=5))
    )
    least = smaller(whole, lambda one: any(change.name == "text-flip" for change in one.changes))
    assert least.changes == (Change(name="text-flip", seed=5),)


@pytest.mark.parametrize("text", ["\x1b[2J", "a\u202eb", "\x85", "\u2028", "\udc80", "\r"])
def test_raw_signs_are_seen(text: str) -> None:
    assert raw_signs(f"a plain line\n\t{text}")
    assert not raw_signs("a plain line\n\tof text, ä 北")


def test_a_fault_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that fails within, prints a raw sign, or tells no place fails the case."""
    bench = Bench(tmp_path)
    bad = Case(number=0, path="two-desks.yaml", changes=())
    assert not wrong_of(bench, bad, Wanted())
    with monkeypatch.context() as patch:
        patch.setattr("sim.cli.commands.check.cost_of", lambda *_: 1 / 0)
        assert "unexpected ZeroDivisionError" in wrong_of(bench, bad, Wanted())
    with monkeypatch.context() as patch:
        patch.setattr("sim.cli.commands.check.say", lambda _: sys.stdout.write("\x1b[2J"))
        assert "prints '\\x1b'" in wrong_of(bench, bad, Wanted())
    with monkeypatch.context() as patch:
        patch.setattr("sim.errors.Problem.__str__", lambda _: "somewhere")
        with pytest.raises(Wrong, match="no place"):
            bench.examine("title: 1\n", "two-desks.yaml", Wanted())
