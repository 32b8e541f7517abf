"""Many cases in one process, each failure with how to repeat it and with its smallest form."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.exam import Bench, Wanted, Wrong
from tests.fuzz.mutants import Case, case, smaller


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Cases by how they fared, and what failed, each with how to repeat it and its
    smallest form.
    """

    counts: dict[str, int]
    failures: tuple[str, ...]

    def __str__(self) -> str:
        told = ", ".join(f"{number} {how}" for how, number in sorted(self.counts.items()))
        return f"cases of scenario files: {sum(self.counts.values())} tried: {told}"


def campaign(numbers: Sequence[int], *, worlds: int, pages: int) -> Found:
    """All cases of these numbers, each tried however others fare: of those that are accepted every
    so many are run and told, and every so many drawn as well.
    """
    counts: Counter[str] = Counter()
    failures = []
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        for number in numbers:
            # Counted by what is accepted, so that each campaign draws some, whatever is refused.
            accepted = counts.total() - counts["refused"] + 1
            page = accepted % pages == 0
            wanted = Wanted(worlds=page or accepted % worlds == 0, page=page)
            one = case(number)
            if wrong := wrong_of(bench, one, wanted, counts):
                failures.append(_failure(bench, one, wanted, wrong))
                sys.stderr.write(f"{failures[-1]!a}\n")  # at once, as a campaign may be stopped
    return Found(counts=dict(counts), failures=tuple(failures))


def wrong_of(bench: Bench, one: Case, wanted: Wanted, counts: Counter[str] | None = None) -> str:
    """What is wrong with a case; empty where nothing is."""
    how, wrong = "failed", ""
    try:
        how = bench.examine(one.text(), one.path, wanted)
    except Wrong as error:
        wrong = str(error)
    if counts is not None:
        counts[how] += 1
    return wrong


def _failure(bench: Bench, one: Case, wanted: Wanted, wrong: str) -> str:
    least = smaller(one, lambda fewer: bool(wrong_of(bench, fewer, wanted)))
    return f"{one}\n  repeat: python tests/fuzz {one.number}\n  smallest: {least}\n  {wrong}"


def _one(number: int) -> str:
    one = case(number)
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        wanted = Wanted(page=True)
        wrong = wrong_of(bench, one, wanted)
        if not wrong:
            return f"{one}\n{one.text()}\nnothing is wrong"
        least = smaller(one, lambda fewer: bool(wrong_of(bench, fewer, wanted)))
        return f"{least.text()}\n{least}\n{wrong}"


def called(words: Sequence[str]) -> str:
    """What the command line asks for."""
    numbers = list(map(int, words))
    if len(numbers) == 1:
        return ascii(_one(numbers[0])).replace("\\n", "\n")
    first, stop, step, worlds, pages = numbers
    return json.dumps(asdict(campaign(range(first, stop, step), worlds=worlds, pages=pages)))
