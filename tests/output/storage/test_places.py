"""Names, links and half-written files: results are whole or not there, and lie under the results
folder.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import ResultsError, UsageError
from sim.output.storage.files import (
    make_folder,
    remove,
    replacement_file,
    run_place,
    sweep,
    unfinished_name,
    write,
)
from sim.output.storage.safety import folder_names
from sim.output.storage.safety.folder_names import folder_name
from sim.scenario.loading.resolution import name_of


@pytest.mark.parametrize(
    "name", ["", " ", "a/b", "..", ".", "...", "a\n", "a\0", "a\\b", "\u202ea"]
)
def test_names_that_could_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot name a run"):
        run_place(tmp_path, "strait", name)


@pytest.mark.parametrize(
    "name", ["-a", "A", "a.b", "ä", "a" * 65, "con", "Кризис", "a b", "a_b", "x_0123456789ab", "😀"]
)
def test_other_names_get_a_folder_of_their_own(tmp_path: Path, name: str) -> None:
    place = run_place(tmp_path, "strait", name)
    assert place.parent == tmp_path / "strait"
    assert folder_names.FOLDER.fullmatch(place.name)
    assert place.name != name


def test_a_readable_name_stays_readable() -> None:
    assert folder_name("northern-front") == "northern-front"
    assert folder_name("кризис").startswith("krizis_")
    assert folder_name("Crise à Óbidos").startswith("crise-a-obidos_")
    assert folder_name("危机").startswith("named_")


@pytest.mark.parametrize("name", ["a", "0", "s7-n400-0f", "a" * 64])
def test_plain_names_are_taken(tmp_path: Path, name: str) -> None:
    assert run_place(tmp_path, "strait", name) == tmp_path / "strait" / name


@given(st.text(max_size=90))
def test_any_scenario_lands_under_the_root(name: str) -> None:
    root, folder, run = run_place(Path("root"), name, "run").parts
    assert (root, run) == ("root", "run")
    assert folder_names.FOLDER.fullmatch(folder)
    assert folder_names.is_file_name(f"{folder_names.file_name(name)}.yaml")


#: Names as users give them to files, and as they would have to look to take the folder of another.
NAMES = st.one_of(
    st.text(max_size=8),
    st.text("abAB -_.1", max_size=4),
    st.text(max_size=4).map(folder_name),
    st.sampled_from(["con", "NUL"]),
)


@given(NAMES, NAMES)
def test_two_names_never_share_a_folder(one: str, other: str) -> None:
    if one != other:
        assert folder_name(one) != folder_name(other)
        assert folder_names.file_name(one) != folder_names.file_name(other)


@given(
    NAMES,
    NAMES,
    st.sampled_from([".yaml", ".yml", "", ".", ".YAML"]),
    st.sampled_from([".yaml", ".yml", "", "."]),
)
def test_two_files_of_a_folder_are_never_one_scenario(
    one: str, other: str, ending: str, another: str
) -> None:
    files = [
        Path(name.replace("/", "-").replace("\0", "-") or "x")
        for name in (one + ending, other + another)
    ]
    if files[0].name != files[1].name and "" not in {file.name for file in files}:
        names = [name_of(file) for file in files]
        assert names[0] != names[1]
        assert all(name.isprintable() for name in names)


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
        make_folder(tmp_path / "strait" / "run")


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("before")
    with replacement_file(path) as file:
        file.write(b"after")
        assert path.read_text() == "before"
    assert path.read_text() == "after"
    assert os.listdir(tmp_path) == ["a.json"]  # noqa: PTH208 - hidden files too


@pytest.mark.parametrize("fault", [RuntimeError, KeyboardInterrupt])
def test_a_failure_leaves_the_old_file_and_no_other(
    tmp_path: Path, fault: type[BaseException]
) -> None:
    path = tmp_path / "a.json"
    path.write_text("before")

    def write_half() -> None:
        with replacement_file(path) as file:
            file.write(b"af")
            raise fault

    with pytest.raises(fault):
        write_half()
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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
    mine = {
        "b.tmp",
        ".notes.tmp",
        ".a.json.17.tmp",
        ".hotline-0000.tmp",
        ".hotline-00000000-17-0123456789abcdef.tmp",
    }
    for name in (unfinished_name("a.json", 17), unfinished_name("é", 4_194_304), *mine):
        (tmp_path / name).write_text("half")
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == mine, "known by more than how it is called"


def test_removing_what_is_not_there_is_no_fault(tmp_path: Path) -> None:
    remove(tmp_path / "a")
