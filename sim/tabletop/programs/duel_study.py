"""A duel as a study: its arms written into the scenario, its games played on many cores, a results
folder like that of any run, and the journals of all games beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sim.domain.events.log import Log
from sim.domain.inputs.limits import MOST_SEED, MOST_WORLDS
from sim.errors import ResultsError
from sim.experiment.runs.executor import chunk_spans, work_chunks
from sim.experiment.runs.full_logs import full_logs
from sim.experiment.runs.plan import plan_of
from sim.output.charts import CHARTS
from sim.output.storage import canonical_json
from sim.output.storage.checkpoint import FILE as WORLDS
from sim.output.storage.checkpoint import Checkpoint, is_busy
from sim.output.storage.files import remove, run_place
from sim.output.storage.run_folder import RunFolder
from sim.output.storage.safety import file_records, regular_files
from sim.output.storage.writer import complete_run, run_checkpoint
from sim.output.words import count_text
from sim.scenario import Resolved, resolve, scenario_yaml
from sim.scenario.text.tree import Scalar, Table
from sim.studies.execution.said_twice import expect_one_value
from sim.studies.execution.settings import Clock, Making, Observer
from sim.studies.fields import encode, expect_fitting, within
from sim.studies.specification import Texts
from sim.tabletop.game.acts import Act
from sim.tabletop.game.journal import Record, records
from sim.tabletop.game.table import Table as GameTable
from sim.tabletop.programs.duel import Duel, DuelLine, GamesChunk, lines_of, opening_of

#: All games of a duel, one record a line.
JOURNALS: Final = "journals.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class DuelSpecification:
    """Programs in the seats of one arm, each ``seat=command``, with the seconds for an answer."""

    scenario: str
    sets: Texts = ()
    seats: Texts
    arm: str | None = None
    worlds: int = within(2, MOST_WORLDS, default=100)
    seed: int | None = within(0, MOST_SEED, default=None)
    limit: int = within(1, 3600, default=10)

    def __post_init__(self) -> None:
        expect_fitting(self)

    def words(self) -> list[str]:
        """The command that asks the same."""
        words = ["hotline", "duel", self.scenario]
        for seat in self.seats:
            words += ["--seat", seat]
        words += [] if self.arm is None else ["--arm", self.arm]
        words += ["-n", str(self.worlds)]
        words += [] if self.seed is None else ["--seed", str(self.seed)]
        words += ["--limit", str(self.limit)]
        for one in self.sets:
            words += ["--set", one]
        return words


@dataclass(frozen=True, slots=True, kw_only=True)
class DuelJob:
    """A duel that can be played: nothing that was asked is wrong."""

    specification: DuelSpecification
    found: Resolved
    duel: Duel

    def name(self, making: Making) -> str:
        """The folder's name."""
        asked = canonical_json.digest_of(encode(self.specification))
        usual = f"duel-s{self.duel.plan.seed}-n{self.specification.worlds}-{asked[:8]}"
        return making.name or usual


def planned_duel(specification: DuelSpecification, making: Making) -> DuelJob:
    """The duel that is asked for, all of it checked."""
    expect_one_value(specification.sets, "study.seed", "--seed", specification.seed)
    found = resolve(specification.scenario, specification.sets)
    arm = found.scenario.study.baseline if specification.arm is None else specification.arm
    plan_of(found.scenario, arms=(arm,))
    lines = lines_of(specification.seats, tuple(found.scenario.arms))
    found = _with_lines(found, arm, lines)
    names = tuple(line.name for line in lines)
    plan = plan_of(
        found.scenario,
        replications=specification.worlds,
        seed=specification.seed,
        arms=names,
        against=names[0],
    )
    duel = Duel(plan=plan, lines=lines, limit=float(specification.limit))
    job = DuelJob(specification=replace(specification, seed=plan.seed), found=found, duel=duel)
    place = _place(job, making)
    making.expect_room(place, CHARTS)
    return job


def _place(job: DuelJob, making: Making) -> Path:
    plan, file = job.duel.plan, job.specification.scenario
    return run_place(making.out, plan.scenario.name, job.name(making), file=file)


def _with_lines(found: Resolved, arm: str, lines: Sequence[DuelLine]) -> Resolved:
    """The scenario with an arm more for each line, all as the one that is played, but for its name:
    so that the folder's scenario has them, and all that reads results finds them.
    """
    arms = found.base.entries["arms"]
    assert isinstance(arms, Table), "a scenario that was read has arms"
    titled = {line.name: Table({"title": Scalar(line.title)}) for line in lines}
    entries = {**found.base.entries, "arms": arms.with_entries({**arms.entries, **titled})}
    overlays = {**found.overlays, **{line.name: found.overlays[arm] for line in lines}}
    text = scenario_yaml(replace(found, base=found.base.with_entries(entries), overlays=overlays))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_text(text, encoding="utf-8")
        whole = resolve(path)
    named = replace(whole.scenario, name=found.scenario.name)
    return replace(whole, scenario=named, files=found.files)


def play_duel(job: DuelJob, making: Making, observer: Observer) -> RunFolder:
    """Play all games, and write the folder. What was played before is not gone on with: programs
    need not play the same again.
    """
    clock, plan = Clock(), job.duel.plan
    place = _place(job, making)
    if regular_files.exists(place / WORLDS) and not is_busy(place):
        remove(place / WORLDS)
    name, file = job.name(making), job.specification.scenario
    with run_checkpoint(making.out, plan, name, resume=False, file=file) as checkpoint:
        journals = _gather(checkpoint, job, making, observer)
        folder = complete_run(
            checkpoint,
            plan,
            scenario_yaml(job.found),
            clock.circumstances(job.specification, making, CHARTS, job.found),
            tell=lambda world: _logs(job.duel, journals, world),
        )
    file_records.keep(folder.path, {JOURNALS: journals}, overwrite=True)
    return folder


def _gather(checkpoint: Checkpoint, job: DuelJob, making: Making, observer: Observer) -> bytes:
    plan = job.duel.plan
    spans = chunk_spans(0, plan.replications, 1)
    jobs = min(making.processes, plan.replications)
    chunks = work_chunks(job.duel.play, spans, jobs=jobs)
    journals: list[bytes] = []
    title = f"{plan.scenario.name}, {count_text(len(plan.arms), 'arm')}"
    with closing(chunks), observer.progress(title, plan.replications) as advance:
        for chunk in chunks:
            assert isinstance(chunk, GamesChunk), "as it was played"
            checkpoint.append(chunk)
            journals.append(chunk.journals)
            advance(chunk.stop)
    return b"".join(journals)


# its journals


def lapses_of(content: bytes) -> Iterator[tuple[str, str]]:
    """The questions that programs left unanswered in all games: seat and reason."""
    for line in content.splitlines():
        said = json.loads(line)
        if said.get("do") == "lapse":
            yield str(said["seat"]), str(said["with"]["why"])


def journal_of(content: bytes, world: int, arm: str, path: Path) -> list[Record]:
    """The records of one game, out of the journals of a duel."""
    return records(b"".join(_lines(content, world, arm)), path)


def _lines(content: bytes, world: int, arm: str) -> Iterator[bytes]:
    number = 0
    for line in content.splitlines():  # of ASCII alone
        said = json.loads(line)
        if (said.pop("world"), said.pop("arm")) == (world, arm):
            number += 1
            said.pop("text", "")
            yield json.dumps({"n": number, **said}).encode() + b"\n"


def replayed_game(duel: Duel, content: bytes, world: int, line: DuelLine, path: Path) -> GameTable:
    """One game of a duel again, from its journal; an error where it comes out otherwise."""
    table = GameTable(duel.plan.scenario, opening_of(duel.plan, line, world))
    for record in journal_of(content, world, line.name, path):
        seat = next((role for role in line.programs if role == record.seat), None)
        table.carry_out(Act(do=record.do, seat=seat, data=record.data))
        if (table.entries, table.digest) != (record.entries, record.digest):
            raise ResultsError(f"{path}: world {world}, {line.name}: the game differs from here on")
    return table


def _logs(duel: Duel, content: bytes, world: int) -> Mapping[str, Log]:
    """The full log of a world by arm: the rules', and those that the journals tell."""
    rules = replace(duel.plan, arms=duel.plan.arms[:1])
    found = full_logs(rules, world)
    for line in duel.lines[1:]:
        found[line.name] = replayed_game(duel, content, world, line, Path(JOURNALS)).session.log
    return found
