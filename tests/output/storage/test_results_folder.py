"""A results folder: complete or not one, the same bytes for the same worlds, resumed where it
stopped, verified.
"""

from __future__ import annotations

import json
import os
import pickle
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.errors import ResultsError
from sim.experiment.outcomes import paths
from sim.experiment.outcomes.definitions import COLUMNS, OUTCOMES
from sim.experiment.runs.executor import finished_chunks
from sim.experiment.runs.plan import Plan, plan_of
from sim.experiment.runs.replication import Chunk
from sim.output.provenance import code_digest, facts
from sim.output.storage import checkpoint as checkpoints
from sim.output.storage import manifest
from sim.output.storage.canonical_json import digest_of, read_object, text_of
from sim.output.storage.manifest import Circumstances
from sim.output.storage.outcome_rows import RowReader
from sim.output.storage.path_table import read_paths
from sim.output.storage.run_folder import RunFolder, open_run
from sim.output.storage.verification import damage_of
from sim.output.storage.verification import stored_worlds as blocks_of
from sim.output.storage.writer import complete_run, default_name, run_checkpoint
from sim.scenario import load
from tests.summaries import damage_said, sure

WORLDS = 13
ABOUT = Circumstances(
    specification={},
    command="hotline run tiny.yaml",
    started="2026-03-02T06:00:00+00:00",
    seconds=1.5,
)
CONTENT = ("outcomes.parquet", "paths.parquet", "scenario.yaml", "summary.json")


@pytest.fixture(scope="module")
def plan(tiny: Path) -> Plan:
    return plan_of(load(tiny), seed=7, replications=WORLDS)


@pytest.fixture(scope="module")
def chunks(plan: Plan) -> list[Chunk]:
    return list(finished_chunks(plan, size=2))


@pytest.fixture(scope="module")
def folder(plan: Plan, chunks: list[Chunk], tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return stored(tmp_path_factory.mktemp("results"), plan, chunks)


def stored(
    root: Path, plan: Plan, chunks: list[Chunk], *, resume: bool = False, name: str = "run"
) -> RunFolder:
    with run_checkpoint(root, plan, name, resume=resume) as checkpoint:
        for chunk in chunks:
            if chunk.start >= checkpoint.worlds:
                checkpoint.append(chunk)
        return complete_run(checkpoint, plan, "schema: 1\n", ABOUT)


def content(path: Path) -> dict[str, bytes]:
    return {name: (path / name).read_bytes() for name in CONTENT}


def interrupted(root: Path, plan: Plan, chunks: list[Chunk]) -> Path:
    """The folder of a run that was stopped after some chunks."""
    with suppress(KeyboardInterrupt), run_checkpoint(root, plan, "run", resume=False) as checkpoint:
        for chunk in chunks:
            checkpoint.append(chunk)
        raise KeyboardInterrupt
    return root / "tiny" / "run"


def test_a_finished_run_holds_its_files_and_no_others(folder: RunFolder) -> None:
    names = sorted(os.listdir(folder.path))  # noqa: PTH208 - hidden files too
    assert names == ["manifest.json", *CONTENT]


def test_it_gives_back_what_was_measured(
    folder: RunFolder, plan: Plan, chunks: list[Chunk]
) -> None:
    expected = np.frombuffer(b"".join(chunk.values for chunk in chunks)).reshape(
        WORLDS, 3, len(COLUMNS)
    )
    assert (folder.arms, folder.baseline, folder.replications) == (plan.arms, "unilateral", WORLDS)
    for arm, name in ((0, "burden"), (1, "strike_h"), (2, "events")):
        found = folder.column(plan.arms[arm], name)
        assert np.array_equal(found, expected[:, arm, COLUMNS.index(name)], equal_nan=True)
    [block] = folder.rows.blocks()
    assert np.array_equal(block, expected, equal_nan=True)


def test_other_tools_can_read_the_rows(folder: RunFolder) -> None:
    from pyarrow import parquet

    table = parquet.read_table(folder.path / "outcomes.parquet")
    assert table.column_names == ["arm", "replication", *COLUMNS]
    assert table.column("arm").to_pylist()[:4] == ["unilateral", "consult", "joint", "unilateral"]
    assert table.column("replication").to_pylist()[:4] == [0, 0, 0, 1]
    assert table.column("round_trip_h").null_count == np.isnan(
        folder.rows.column("unilateral", "round_trip_h")
    ).sum() + (
        np.isnan(folder.column("consult", "round_trip_h")).sum()
        + np.isnan(folder.column("joint", "round_trip_h")).sum()
    )
    about = table.schema.metadata
    assert about[b"hotline.seed"] == b"7"
    assert about[b"hotline.digest"].decode() == folder.manifest.scenario.digest


def test_the_summary_says_what_the_rows_say(folder: RunFolder) -> None:
    estimate = folder.summary.estimates["consult"]["burden"]
    assert estimate.estimate == pytest.approx(folder.column("consult", "burden").mean(), rel=1e-11)
    compared = folder.summary.comparisons["consult"]["burden"]
    difference = folder.column("consult", "burden") - folder.column("unilateral", "burden")
    assert compared.difference == pytest.approx(difference.mean(), rel=1e-11)
    assert sure(compared.better).share == pytest.approx((difference < 0).mean())
    assert list(folder.summary.comparisons) == ["consult", "joint"]
    assert list(folder.summary.estimates["joint"]) == list(OUTCOMES)
    assert folder.summary.family.headline <= 2 * len(folder.summary.headlines)


def test_the_manifest_says_how_to_repeat_it(folder: RunFolder, plan: Plan) -> None:
    about = folder.manifest
    assert (about.seed, about.replications, about.arms) == (7, WORLDS, plan.arms)
    assert about.scenario.digest == plan.scenario.digest
    assert (about.command, about.wall_seconds) == (ABOUT.command, 1.5)
    assert {"hotline-sim", "python", "numpy", "simpy"} <= set(about.versions)
    assert len(about.code or "") == 64


def test_no_file_but_the_manifest_knows_when_or_where(folder: RunFolder) -> None:
    for said in content(folder.path).values():
        assert b"2026-03-02T06:00:00+00:00" not in said
        assert str(folder.path).encode() not in said


def test_the_same_worlds_give_the_same_bytes(
    folder: RunFolder, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However they are chunked; and with blocks that a run this short would not fill."""
    assert content(stored(tmp_path, plan, list(finished_chunks(plan, size=5))).path) == content(
        folder.path
    )
    monkeypatch.setattr(checkpoints, "BLOCK", 4)
    small = stored(tmp_path, plan, list(finished_chunks(plan, size=3)), name="small")
    again = stored(tmp_path, plan, list(finished_chunks(plan, size=7)), name="again")
    assert content(small.path) == content(again.path)
    assert small.manifest.content["outcomes.parquet"] == folder.manifest.content["outcomes.parquet"]


@pytest.mark.parametrize("kept", [0, 1, 4, 7])
def test_a_resumed_run_ends_in_the_same_bytes(
    folder: RunFolder, plan: Plan, chunks: list[Chunk], tmp_path: Path, kept: int
) -> None:
    path = interrupted(tmp_path, plan, chunks[:kept])
    assert not (path / "manifest.json").exists()
    assert content(stored(tmp_path, plan, chunks, resume=True).path) == content(folder.path)


@pytest.mark.parametrize(("records", "lost", "left"), [(0, 1, 6), (0, 20, 6), (1, 60, 4)])
def test_a_record_that_a_crash_tore_is_computed_again(
    folder: RunFolder,
    plan: Plan,
    chunks: list[Chunk],
    tmp_path: Path,
    records: int,
    lost: int,
    left: int,
) -> None:
    path = interrupted(tmp_path, plan, chunks[:4]) / checkpoints.FILE
    os.truncate(
        path, path.stat().st_size - records * (len(chunks[3].packed) + len(chunks[3].paths)) - lost
    )
    with run_checkpoint(tmp_path, plan, "run", resume=True) as checkpoint:
        assert checkpoint.worlds == left
    assert content(stored(tmp_path, plan, chunks, resume=True).path) == content(folder.path)


def test_a_damaged_record_and_what_follows_is_computed_again(
    folder: RunFolder, plan: Plan, chunks: list[Chunk], tmp_path: Path
) -> None:
    path = interrupted(tmp_path, plan, chunks[:4]) / checkpoints.FILE
    damaged = bytearray(path.read_bytes())
    damaged[-2 * len(chunks[0].packed)] ^= 1
    path.write_bytes(damaged)
    assert content(stored(tmp_path, plan, chunks, resume=True).path) == content(folder.path)


def test_a_record_that_is_whole_but_not_of_these_worlds_is_computed_again(
    folder: RunFolder, plan: Plan, chunks: list[Chunk], tmp_path: Path
) -> None:
    """One number too few, with a digest that is right."""
    wrong = Chunk.of(chunks[0].start, chunks[0].stop, np.frombuffer(chunks[0].values)[:-1].tolist())
    interrupted(tmp_path, plan, [wrong])
    assert content(stored(tmp_path, plan, chunks, resume=True).path) == content(folder.path)


def test_the_same_run_goes_on_without_being_asked(
    plan: Plan, chunks: list[Chunk], tmp_path: Path
) -> None:
    interrupted(tmp_path, plan, chunks[:4])
    with run_checkpoint(tmp_path, plan, "run", resume=False) as checkpoint:
        assert checkpoint.worlds == chunks[3].stop


def test_an_interrupted_run_is_not_mixed_with_another(
    plan: Plan, chunks: list[Chunk], tmp_path: Path
) -> None:
    interrupted(tmp_path, plan, chunks[:4])
    other = plan_of(plan.scenario, seed=8, replications=WORLDS)
    with (
        pytest.raises(ResultsError, match=r"is not this one \(it differs in: seed\)"),
        run_checkpoint(tmp_path, other, "run", resume=False),
    ):
        pass
    (tmp_path / "tiny" / "run" / checkpoints.FILE).write_bytes(b"something else altogether")
    with (
        pytest.raises(ResultsError, match="damaged"),
        run_checkpoint(tmp_path, plan, "run", resume=True),
    ):
        pass


def test_a_longer_run_goes_on_from_a_shorter_one(
    plan: Plan, chunks: list[Chunk], tmp_path: Path
) -> None:
    interrupted(tmp_path, plan, chunks[:4])
    longer = plan_of(plan.scenario, seed=7, replications=WORLDS + 3)
    folder = stored(tmp_path, longer, list(finished_chunks(longer, size=2)), resume=True)
    assert len(folder.column("joint", "burden")) == WORLDS + 3


def test_there_must_be_something_to_resume(plan: Plan, tmp_path: Path) -> None:
    with (
        pytest.raises(ResultsError, match="no interrupted run"),
        run_checkpoint(tmp_path, plan, "run", resume=True),
    ):
        pass


def test_two_runs_do_not_write_to_one_folder(plan: Plan, tmp_path: Path) -> None:
    with (
        run_checkpoint(tmp_path, plan, "run", resume=False),
        pytest.raises(ResultsError, match="another run is writing"),
        run_checkpoint(tmp_path, plan, "run", resume=False),
    ):
        pass


def test_a_complete_run_stays_until_its_repetition_is(
    plan: Plan, chunks: list[Chunk], tmp_path: Path
) -> None:
    path = stored(tmp_path, plan, chunks).path
    before = content(path)
    assert interrupted(tmp_path, plan, chunks[:2]) == path
    assert damage_said(path) == ""
    assert content(stored(tmp_path, plan, chunks).path) == before


def test_a_complete_run_is_not_replaced_by_another(
    plan: Plan, chunks: list[Chunk], tmp_path: Path
) -> None:
    stored(tmp_path, plan, chunks)
    other = plan_of(plan.scenario, seed=8, replications=WORLDS)
    with (
        pytest.raises(ResultsError, match="holds other results"),
        run_checkpoint(tmp_path, other, "run", resume=False),
    ):
        pass


@pytest.mark.parametrize("after", range(4))
def test_when_a_disk_is_full_the_folder_is_not_complete_and_can_be_resumed(
    folder: RunFolder,
    plan: Plan,
    chunks: list[Chunk],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    after: int,
) -> None:
    """The system refuses to put the first, second, third or last file in its place."""
    left, replace = iter(range(after)), Path.replace

    def refused(path: Path, target: Path) -> Path:
        if next(left, None) is None:
            raise OSError(28, "No space left on device", str(path))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(ResultsError, match="No space left on device"):
        stored(tmp_path, plan, chunks)
    monkeypatch.undo()
    with pytest.raises(ResultsError, match="is not finished: it was interrupted"):
        open_run(tmp_path / "tiny" / "run")
    assert content(stored(tmp_path, plan, chunks, resume=True).path) == content(folder.path)


def test_an_unwritable_root_is_told(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(ResultsError, match="cannot write"),
        run_checkpoint(tmp_path / "file", plan, "run", resume=False),
    ):
        pass


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_while_worlds_finish_is_told(
    plan: Plan, chunks: list[Chunk], tmp_path: Path
) -> None:
    with run_checkpoint(tmp_path, plan, "run", resume=False) as checkpoint:
        file, checkpoint._file = checkpoint._file, Path("/dev/full").open("r+b", buffering=0)  # noqa: SIM115
        with file, pytest.raises(ResultsError, match="No space left on device"):
            checkpoint.append(chunks[0])
        assert checkpoint.worlds == 0


@pytest.fixture
def copy(plan: Plan, chunks: list[Chunk], tmp_path: Path) -> Path:
    """A finished run that a test may damage."""
    return stored(tmp_path, plan, chunks).path


@pytest.mark.parametrize("name", ["scenario.yaml", "summary.json"])
def test_a_changed_file_is_found(copy: Path, name: str) -> None:
    path = copy / name
    path.write_bytes(path.read_bytes() + b"\n")
    assert name in damage_said(copy)


def test_a_changed_number_is_found(copy: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    path = copy / "outcomes.parquet"
    table = parquet.read_table(path)
    at = table.column_names.index("burden")
    column = table.column("burden").to_numpy() + 1e-9
    parquet.write_table(table.set_column(at, "burden", pa.array(column)), path)
    assert "outcomes.parquet" in damage_said(copy)


def test_rows_written_by_another_library_are_as_good(copy: Path) -> None:
    from pyarrow import parquet

    path = copy / "outcomes.parquet"
    parquet.write_table(parquet.read_table(path), path, compression="none")
    assert damage_said(copy) == ""


def test_a_changed_path_is_found(copy: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    path = copy / "paths.parquet"
    table = parquet.read_table(path)
    parquet.write_table(table, path, compression="none")
    assert damage_said(copy) == ""
    moved = table.column("readiness").to_numpy().copy()
    moved[-1] += 0.005
    parquet.write_table(
        table.set_column(table.column_names.index("readiness"), "readiness", pa.array(moved)), path
    )
    assert "paths.parquet" in damage_said(copy)
    path.unlink()
    assert "paths.parquet" in damage_said(copy)


def test_paths_are_read_back_by_arm(folder: RunFolder, plan: Plan, chunks: list[Chunk]) -> None:
    told = read_paths(folder.path, plan.arms)
    found = np.concatenate([paths.unpack(chunk.paths, len(plan.arms)) for chunk in chunks])
    assert list(told) == list(plan.arms)
    for at, arm in enumerate(plan.arms):
        hours, states = told[arm]
        assert hours.tolist() == list(paths.hours(plan.scenario.arms[arm].setting))
        assert np.array_equal(states["rung"], found[:, at, 0])
        assert states["trust_patron"] == pytest.approx(found[:, at, 2] / paths.STEPS, abs=1e-7)
    assert read_paths(folder.path.parent, plan.arms) == {}


def test_paths_of_other_arms_or_torn_ones_are_told(copy: Path, plan: Plan) -> None:
    with pytest.raises(ResultsError, match="not in the order of its arms"):
        read_paths(copy, plan.arms[::-1])
    path = copy / "paths.parquet"
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(ResultsError, match="cannot be read"):
        read_paths(copy, plan.arms)


def test_a_run_that_stops_within_a_chunk_keeps_the_paths_of_its_own_worlds(
    plan: Plan, chunks: list[Chunk], tmp_path: Path
) -> None:
    shorter = replace(plan, replications=5)
    with run_checkpoint(tmp_path, plan, "run", resume=False) as checkpoint:
        for chunk in chunks:
            checkpoint.append(chunk)
        stopped = complete_run(checkpoint, shorter, "schema: 1\n", ABOUT)
    whole = stored(tmp_path, shorter, list(finished_chunks(shorter, size=3)), name="whole")
    assert (stopped.path / "paths.parquet").read_bytes() == (
        whole.path / "paths.parquet"
    ).read_bytes()
    assert {len(states["rung"]) for _, states in read_paths(stopped.path, plan.arms).values()} == {
        5
    }


def test_a_harvest_that_lost_paths_is_told(plan: Plan, chunks: list[Chunk], tmp_path: Path) -> None:
    bare = replace(chunks[0], paths=b"")
    with pytest.raises(ResultsError, match="has the paths of 11 worlds only"):
        stored(tmp_path, plan, [bare, *chunks[1:]])


def test_a_torn_parquet_file_is_told(copy: Path) -> None:
    path = copy / "outcomes.parquet"
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(ResultsError, match="cannot be read"):
        open_run(copy).column("joint", "burden")


def test_a_column_that_is_not_there_is_told(folder: RunFolder) -> None:
    with pytest.raises(ResultsError, match="no column 'burdn' of an arm 'joint'"):
        folder.column("joint", "burdn")


def test_a_column_that_only_the_manifest_names_is_told(copy: Path) -> None:
    reader = RowReader(copy / "outcomes.parquet", ("unilateral",), ("struck", "a\nb"))
    for read in (reader.table, lambda: reader.block(0), lambda: reader.columns("a\nb")):
        with pytest.raises(ResultsError, match=r"it has no column 'a\\nb'"):
            read()


def test_what_is_no_results_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="there is no such folder"):
        open_run(tmp_path / "nowhere")
    with pytest.raises(ResultsError, match=r"it has no manifest\.json"):
        open_run(tmp_path)
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(ResultsError, match="it holds no object"):
        open_run(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(ResultsError, match="is damaged"):
        open_run(tmp_path)
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(ResultsError, match="does not say which schema"):
        open_run(tmp_path)


def test_a_newer_schema_is_refused(copy: Path) -> None:
    about = json.loads((copy / "manifest.json").read_text())
    about["schema"] = manifest.SCHEMA + 1
    (copy / "manifest.json").write_bytes(text_of(about))
    with pytest.raises(ResultsError, match="written by a newer Hotline"):
        open_run(copy)


def test_default_names_tell_runs_apart(plan: Plan) -> None:
    names = {
        default_name(plan_of(plan.scenario, seed=seed, replications=n, arms=arms))
        for seed in (7, 8)
        for n in (10, 20)
        for arms in ((), ("consult",), ("joint",))
    }
    assert len(names) == 12
    assert default_name(plan) == f"s7-n13-{plan.scenario.digest[:8]}"


def test_the_code_of_the_model_has_one_digest() -> None:
    assert facts()["code"] == code_digest()
    assert len(code_digest()) == 64


def test_canonical_text_has_one_form() -> None:
    assert (
        text_of({"b": 1.5, "a": [None, "ä"]})
        == '{\n "b": 1.5,\n "a": [\n  null,\n  "ä"\n ]\n}\n'.encode()
    )
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1}) != digest_of({"a": 1, "b": 3})
    with pytest.raises(ValueError, match="not JSON compliant"):
        text_of(float("nan"))


def test_what_a_file_leaves_out_is_told_with_its_name(folder: RunFolder, tmp_path: Path) -> None:
    """Another version may not say all that this one asks for; deep within as well, and in a copy
    for another process.
    """
    path = tmp_path / "summary.json"
    path.write_bytes(text_of({"arms": {"consult": [{"mean": 1}]}}))
    said = read_object(path)
    # The pickle is of the test itself.
    for one in (said["arms"]["consult"][0], pickle.loads(pickle.dumps(said))["arms"]):  # noqa: S301
        with pytest.raises(ResultsError, match=r"summary.json is damaged: it does not say 'sd'"):
            one["sd"]
        assert one.get("sd") is None
    path.write_text('{"a": [NaN]}')
    with pytest.raises(ResultsError, match=r"summary.json is damaged: NaN is no number"):
        read_object(path)
    path.write_text('{"a": 1e400}')
    with pytest.raises(ResultsError, match=r"summary.json is damaged: 1e400 is no number"):
        read_object(path)
    about = json.loads((folder.path / manifest.FILE).read_text())
    del about["content"]["outcomes.parquet"]
    with pytest.raises(ResultsError, match=r"it has no hash of outcomes.parquet"):
        damage_of(folder.path, manifest.read_manifest(manifest.with_seal(about), folder.path))
    other = RowReader(
        folder.path / "outcomes.parquet", folder.arms, ("arm", *folder.manifest.columns[1:])
    )
    with pytest.raises(ResultsError, match="cannot be read"):
        other.block(0)
    del about["blocks"]
    with pytest.raises(
        ResultsError, match=r"manifest.json is damaged: it does not say 'outcomes.parquet'"
    ):
        blocks_of(folder.path, manifest.read_manifest(about, folder.path))["outcomes.parquet"]
