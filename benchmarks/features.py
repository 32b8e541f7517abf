"""What each feature of a run costs, as a share of the time that its worlds take on one core.

Processor time of this process; worlds, results and pictures are those of the main scenario. What is
sent, kept, read and written grows with the worlds and is told as a share of their time; files,
charts and report are made once a run, and their cost hardly grows, so it is told in seconds.
Writing is that of a full block of worlds.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np

from benchmarks.cases import MAIN, main_plan
from benchmarks.figures import Figure, Table, at_most, table
from sim.engine.session import Session
from sim.experiment.comparison.summary import run_summary, run_tally
from sim.experiment.outcomes.definitions import COLUMNS
from sim.experiment.outcomes.paths import WORLDS as PATHS
from sim.experiment.runs.executor import finished_chunks
from sim.experiment.runs.full_logs import full_logs
from sim.experiment.runs.plan import Plan
from sim.experiment.runs.replication import Chunk
from sim.experiment.statistics.estimates import Floats
from sim.experiment.statistics.tally import BLOCK
from sim.output.storage.checkpoint import Checkpoint
from sim.output.storage.manifest import Circumstances
from sim.output.storage.outcome_rows import Fingerprint, RowWriter
from sim.output.storage.run_folder import RunFolder
from sim.output.storage.writer import complete_run, run_checkpoint
from sim.scenario import resolve, scenario_yaml
from sim.studies.presentation import draw_all, write_report

WORLDS = 60
ROUNDS = 3
TRACED = 12
BYTES_FROM = 30  # worlds
GOAL_BYTES, GOAL_SHARE = 250, 2.0
_BYTES = " bytes"
_ABOUT = Circumstances(specification={}, command="", started="", seconds=0.0)


def seconds(act: Callable[[], object]) -> float:
    """Processor time of a call."""
    began = process_time()
    act()
    return process_time() - began


class Round:
    """One run of some worlds, part by part; seconds of each part."""

    def __init__(self, plan: Plan, place: Path) -> None:
        self.plan, self.place, self.chunks, self.took = (
            plan,
            place,
            list[Chunk](),
            dict[str, float](),
        )
        self._part("worlds", lambda: self.chunks.extend(finished_chunks(plan)))
        self._part("sent", self._sent)
        self._part("kept", self._kept)
        self._part("read", self._read)
        folder = self._finished()
        self._part("charts", lambda: draw_all(folder))
        self._part("report", lambda: write_report(folder))
        self._part("rows", self._rows)

    def share(self, name: str) -> float:
        """A part as a percentage of what the worlds took."""
        return 100 * self.took[name] / self.took["worlds"]

    def _part(self, name: str, act: Callable[[], object]) -> None:
        self.took[name] = seconds(act)

    def _sent(self) -> None:
        """Unpacked, packed and handed over again, as between processes."""
        for chunk in self.chunks:
            values = np.frombuffer(chunk.values).tolist()
            again = Chunk.of(chunk.start, chunk.stop, values, chunk.paths)
            pickle.loads(pickle.dumps(again))  # noqa: S301 - what was just packed

    def _harvest(self) -> AbstractContextManager[Checkpoint]:
        return run_checkpoint(self.place, self.plan, "run", resume=False)

    def _kept(self) -> None:
        with self._harvest() as checkpoint:
            for chunk in self.chunks:
                checkpoint.append(chunk)

    def _read(self) -> None:
        """All worlds of a run that was stopped after the last: what is there to do when
        it goes on.
        """
        with self._harvest() as checkpoint:
            assert checkpoint.worlds == self.plan.replications
            for _ in checkpoint.blocks(self.plan.replications):
                pass

    def _finished(self) -> RunFolder:
        made: list[RunFolder] = []
        scenario = scenario_yaml(resolve(str(MAIN), ()))
        with self._harvest() as checkpoint:
            self._part(
                "files", lambda: made.append(complete_run(checkpoint, self.plan, scenario, _ABOUT))
            )
        self._part("judged", self._judged)
        self._part("told", lambda: full_logs(self.plan, 0))
        return made[0]

    def _judged(self) -> None:
        """All that is estimated and compared."""
        run_summary(self.plan, run_tally(self.plan, [self._values()]))

    def _values(self) -> Floats:
        """Worlds x arms x columns."""
        return np.frombuffer(b"".join(chunk.values for chunk in self.chunks)).reshape(
            -1, len(self.plan.arms), len(COLUMNS)
        )

    def _rows(self) -> None:
        """Writing and hashing as many rows of a full block as there were worlds."""
        values = self._values()
        many = np.concatenate([values] * -(-BLOCK // len(values)))[:BLOCK]
        began = process_time()
        with (self.place / "rows").open("wb") as file:
            writer, fingerprint = (
                RowWriter(file, self.plan.arms, COLUMNS, {}),
                Fingerprint(self.plan.arms, COLUMNS),
            )
            writer.add(many)
            fingerprint.add(many)
            writer.close()
        self.took["written"] = (process_time() - began) * len(values) / len(many)


def sent(plan: Plan, first: int) -> float:
    """Bytes that travel for a world and arm, in chunks from world ``first`` on."""
    chunks = list(finished_chunks(replace(plan, replications=first + BYTES_FROM), first=first))
    return sum(len(pickle.dumps(chunk)) for chunk in chunks) / BYTES_FROM / len(plan.arms)


def traced(plan: Plan, replication: int) -> float:
    """Per cent more that the worlds of a replication take when everything is traced."""

    def all_arms(*, full: bool) -> Callable[[], None]:
        def act() -> None:
            for arm in plan.arms:
                Session(
                    plan.scenario, seed=plan.seed, replication=replication, arm=arm, full=full
                ).run()

        return act

    return 100 * (seconds(all_arms(full=True)) / seconds(all_arms(full=False)) - 1)


#: Parts of a round that grow with its worlds, and those that are made once; and what they are
#: called.
EACH = {
    "kept": "keeping finished worlds, to go on after a stop",
    "read": "going on where nothing is left to compute",
}
ONCE = {
    "files": "rows, summary, manifest",
    "judged": "of these: sums, intervals, tests and verdicts",
    "told": "one world traced under every arm, for its story",
    "charts": "charts",
    "report": "report.html",
}


def tables() -> Iterator[Table]:
    """Bytes and shares."""
    plan = main_plan(WORLDS)
    rounds = []
    for _ in range(ROUNDS + 1):
        with TemporaryDirectory() as place:
            rounds.append(Round(plan, Path(place)))
    rounds = rounds[1:]  # the first one loads libraries
    with_paths, without = sent(plan, 0), sent(plan, PATHS)
    whole = main_plan(0).scenario.study.replications
    average = without + (with_paths - without) * min(PATHS / whole, 1.0)
    moved = [
        one.share("sent") + one.share("kept") + one.share("read") + one.share("written")
        for one in rounds
    ]
    said = "sent a world and arm"
    traced(plan, TRACED)  # caches warm
    yield table(
        [
            Figure(
                what=f"{said}, the first {PATHS} worlds, which keep paths",
                values=[with_paths],
                unit=_BYTES,
                digits=0,
            ),
            Figure(what=f"{said}, later ones", values=[without], unit=_BYTES, digits=0),
            Figure(
                what=f"{said}, {whole:,} worlds",
                values=[average],
                unit=_BYTES,
                digits=0,
                goal=at_most(GOAL_BYTES),
            ),
            Figure(
                what="sent, kept, read and written, of the worlds' time",
                values=moved,
                unit=" %",
                goal=at_most(GOAL_SHARE),
            ),
            Figure(
                what="full trace, of a world's time",
                values=[traced(plan, at) for at in range(TRACED)],
                unit=" %",
                digits=0,
            ),
        ]
    )
    shares = [
        Figure(what=told, values=[one.share(name) for one in rounds], unit=" %")
        for name, told in EACH.items()
    ]
    yield table(shares, f"Of the time of {WORLDS} worlds x {len(plan.arms)} arms.")
    seconds_ = [
        Figure(what=told, values=[one.took[name] for one in rounds], unit=" s")
        for name, told in ONCE.items()
    ]
    many = median(one.took["worlds"] for one in rounds) * whole / WORLDS
    note = (
        f"Once a run, libraries loaded. The {whole:,} worlds that the scenario asks for take"
        f" {many:.1f} s of one core."
    )
    yield table(seconds_, note)
