"""What must hold of any scenario file: it is refused with a place, or it can be run, told and
drawn; nothing printed is raw.
"""

from __future__ import annotations

import io
import re
import signal
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, rmtree
from typing import Final, NoReturn

from sim.cli import main
from sim.experiment.runs.plan import expected_events
from sim.experiment.runs.replication import world
from sim.scenario import load
from tests.doomed import PATIENCE
from tests.fuzz.mutants import SHIPPED

NAME: Final = "mutant"
WORLDS: Final = 2
#: Events of all arms in a world beyond which a case is not run here: it could be, and `check` says
#: what it costs.
MOST_EVENTS: Final = 50_000.0
_DIRECTIONS: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_PLACE: Final = re.compile(r":\d+:\d+: ")
#: What concerns a file as a whole and has no line.
_WHOLE: Final = re.compile(
    r": (?:does not say which schema it follows|is empty|is not text|is not UTF-8|is not a"
    r" scenario)"
)
#: What no run can do: play a seat that waits for a person.
_EMPTY_SEAT: Final = "waits for a person"
_CARRIER: Final = """\
schema: 1
title: Carrier
purpose: A measure is tried in it
start: 2026-03-02T06:00+02:00
horizon: 6 d
arms:
  without: {{protocol: consult}}
  with: {{protocol: consult, measures: [{name}]}}
"""


class Wrong(AssertionError):
    """What a case showed to be wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How a command ended, and all that it printed."""

    words: tuple[str, ...]
    status: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err

    def expect(self, *statuses: int) -> None:
        """An orderly end: one of these statuses, no fault of the program's own, nothing that a
        terminal would obey.
        """
        shown = f"hotline {' '.join(self.words)}: status {self.status}\n{self.text[-2000:]!r}"
        if (
            "Error: unexpected " in self.err
            or "Traceback" in self.text
            or "fault in Hotline" in self.text
        ):
            raise Wrong(f"a fault: {shown}")
        if self.status not in statuses:
            raise Wrong(f"expected a status of {statuses}: {shown}")
        if raw := raw_signs(self.text):
            raise Wrong(f"prints {raw!a}: {shown}")


def raw_signs(text: str) -> str:
    """Signs in a text that move a cursor, break lines where none end, or turn the direction of
    reading.
    """
    return "".join(sorted({sign for sign in text if _is_raw(sign)}))


def _is_raw(sign: str) -> bool:
    return sign in _DIRECTIONS or (
        sign not in "\n\t" and unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}
    )


def call(*words: str) -> Said:
    """A command in this process; a warning of a library is a fault."""
    out, err = io.StringIO(), io.StringIO()
    with warnings.catch_warnings(), redirect_stdout(out), redirect_stderr(err):
        warnings.simplefilter("error")
        status = main.status(words)
    return Said(words=words, status=status, out=out.getvalue(), err=err.getvalue())


@contextmanager
def patient() -> Iterator[None]:
    """A case that takes minutes hangs, and is a failure rather than the end of all others."""

    def hang(*_: object) -> NoReturn:
        raise Wrong(f"hangs: no end within {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, hang)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How far an accepted file is taken: its worlds run, one told, a page drawn."""

    worlds: bool = True
    page: bool = False


class Bench:
    """A copy of the shipped files in which mutants take their places, so that what they name is
    beside them.
    """

    def __init__(self, folder: Path) -> None:
        self.shelf = folder / "scenarios"
        self.out = folder / "results"
        copytree(SHIPPED, self.shelf)

    def examine(self, text: str, place: str, wanted: Wanted) -> str:
        """How a text fared at the place of the shipped file ``place``; raises ``Wrong``."""
        path = (self.shelf / place).with_name(f"{NAME}.yaml")
        path.write_bytes(
            text.encode("utf-8", "surrogateescape" if _holds_bytes(text) else "surrogatepass")
        )
        try:
            with patient():
                return self._fare(path, wanted)
        finally:
            path.unlink()
            rmtree(self.out, ignore_errors=True)

    def _fare(self, path: Path, wanted: Wanted) -> str:
        checked = call("check", str(path))
        checked.expect(0, 2)
        if checked.status == 2:
            expect_place(checked, path)
            return "refused"
        if not wanted.worlds:
            return "accepted"
        if path.parent.name == "measures":
            return self._carried(path, wanted)
        return self._run(path, wanted)

    def _carried(self, path: Path, wanted: Wanted) -> str:
        """A measure within a scenario, which may still lack what it changes."""
        carrier = self.shelf / f"{NAME}_carrier.yaml"
        carrier.write_text(_CARRIER.format(name=path.stem), encoding="utf-8")
        try:
            checked = call("check", str(carrier))
            checked.expect(0, 2)
            return self._run(carrier, wanted) if checked.status == 0 else "accepted"
        finally:
            carrier.unlink()

    def _run(self, path: Path, wanted: Wanted) -> str:
        scenario = load(path)
        arms = tuple(scenario.arms)
        if expected_events(scenario, arms, 1) > MOST_EVENTS:
            return "too large"
        first = (
            call("run", str(path), "-n", "1", *self._quietly())
            if "human" in path.read_text("utf-8")
            else None
        )
        if first is not None and first.status == 2 and _EMPTY_SEAT in first.err:
            first.expect(2)
            return "has an empty seat"
        for number in range(WORLDS):
            with _as_wrong(f"world {number}"):
                world(scenario, scenario.study.seed, number, arms)
        call("trace", str(path), "--arm", arms[0]).expect(0)
        return self._page(path) if wanted.page else "run"

    def _page(self, path: Path) -> str:
        call(
            "run",
            str(path),
            "-n",
            "8",
            "--name",
            "x",
            "--jobs",
            "1",
            "--quiet",
            "--out",
            str(self.out),
        ).expect(0, 3)
        for page in sorted(self.out.rglob("*")):
            if page.suffix in {".html", ".svg", ".csv"} and (
                raw := raw_signs(page.read_text("utf-8"))
            ):
                raise Wrong(f"{page.name} holds {raw!a}")
        call("trace", str(path), "--svg", str(self.out / "lanes.svg")).expect(0)
        return "drawn"

    def _quietly(self) -> list[str]:
        return [
            "--jobs",
            "1",
            "--quiet",
            "--no-charts",
            "--no-report",
            "--out",
            str(self.out),
            "--name",
            "first",
        ]


def expect_word(said: Said, *statuses: int) -> None:
    """An orderly end, which says why where it is not a good one."""
    said.expect(*statuses)
    if said.status and not said.text.strip():
        raise Wrong(f"hotline {' '.join(said.words)}: failed without a word")


def expect_place(said: Said, path: Path) -> None:
    """The mistake is told with the file, and with a line unless the file as a whole is meant."""
    first = next((line for line in said.out.splitlines() if line.startswith(str(path))), "")
    after = first.removeprefix(str(path))
    if not (_PLACE.match(after) or _WHOLE.search(after)):
        raise Wrong(f"no place: {said.text[-2000:]!r}")


def _holds_bytes(text: str) -> bool:
    """Whether bytes that are no text were carried along."""
    return any("\udc80" <= sign <= "\udcff" for sign in text)


@contextmanager
def _as_wrong(what: str) -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    except Wrong:
        raise
    except Exception as error:
        raise Wrong(f"{what}: {type(error).__name__}: {error}") from error
