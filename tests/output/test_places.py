"""Names, links and half-written files: results are whole or not there, and lie under the results folder."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import ResultsError, UsageError
from sim.output import places
from sim.output.places import folder_name, made, remove, replacing, run_place, sweep, write


@pytest.mark.parametrize("name", ["", "-a", "A", "a/b", "..", "a\n", "a.b", "ä", "a" * 65, "a\0"])
def test_names_that_could_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot name a run"):
        run_place(tmp_path, "strait", name)


@pytest.mark.parametrize("name", ["a", "0", "s7-n400-0f", "a" * 64])
def test_plain_names_are_taken(tmp_path: Path, name: str) -> None:
    assert run_place(tmp_path, "strait", name) == tmp_path / "strait" / name


@given(st.text(max_size=90))
def test_any_scenario_lands_under_the_root_or_nowhere(name: str) -> None:
    try:
        place = run_place(Path("root"), name, "run")
    except UsageError:
        return
    assert place.parts[0] == "root"
    assert places.NAME.fullmatch(place.parts[1])


def test_the_name_of_a_scenario_file_becomes_one_for_a_folder() -> None:
    assert folder_name("Strait_2 (copy)") == "strait-2-copy"


@pytest.mark.parametrize("where", ["strait", "strait/run"])
def test_no_link_is_followed(tmp_path: Path, where: str) -> None:
    link = tmp_path / where
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(tmp_path)
    with pytest.raises(ResultsError, match="is a link"):
        run_place(tmp_path, "strait", "run")


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "strait").write_text("")
    with pytest.raises(ResultsError, match="a file where a folder"):
        run_place(tmp_path, "strait", "run")
    with pytest.raises(ResultsError, match="cannot write"):
        made(tmp_path / "strait" / "run")


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("before")
    with replacing(path) as file:
        file.write(b"after")
        assert path.read_text() == "before"
    assert path.read_text() == "after"
    assert os.listdir(tmp_path) == ["a.json"]  # noqa: PTH208 - hidden files too


@pytest.mark.parametrize("fault", [RuntimeError, KeyboardInterrupt])
def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path, fault: type[BaseException]) -> None:
    path = tmp_path / "a.json"
    path.write_text("before")

    def write_half() -> None:
        with replacing(path) as file:
            file.write(b"af")
            raise fault

    with pytest.raises(fault):
        write_half()
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ResultsError, match=r"a\.json: No space left on device"):
        write(tmp_path / "a.json", b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("untouched")
    (tmp_path / "a.json").symlink_to(elsewhere)
    write(tmp_path / "a.json", b"x")
    assert elsewhere.read_text() == "untouched"
    assert not (tmp_path / "a.json").is_symlink()


def test_what_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    (tmp_path / ".a.json.17.tmp").write_text("half")
    (tmp_path / "b.tmp").write_text("mine")
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["b.tmp"]


def test_removing_what_is_not_there_is_no_fault(tmp_path: Path) -> None:
    remove(tmp_path / "a")
