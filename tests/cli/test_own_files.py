"""No command deletes, overwrites, follows or packs a file that Hotline did not write, whatever a
folder or its manifest says.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.cli.main import status
from sim.output.storage import canonical_json
from sim.output.storage.checkpoint import Checkpoint
from sim.output.storage.manifest import with_seal
from sim.output.storage.repair import hidden_folder
from sim.output.storage.safety.folder_names import is_file_name
from sim.output.storage.safety.ownership import MADE, holdings

MINE = b"mine\n"
QUIET = ("-n", "4", "--seed", "7", "--jobs", "1", "--quiet", "--no-charts", "--no-report")


@pytest.fixture(scope="module")
def made(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results that no test changes."""
    out = tmp_path_factory.mktemp("made")
    assert status(["run", str(tiny), *QUIET, "--out", str(out), "--name", "run"]) == 0
    return out / "tiny" / "run"


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A copy that a test may change, some folders down."""
    return Path(shutil.copytree(made, tmp_path / "out" / "tiny" / "run"))


def everything(folder: Path) -> dict[str, bytes | str]:
    """All that lies in a folder, links as where they lead."""
    found: dict[str, bytes | str] = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = str(path.readlink())
        elif path.is_file():
            found[name] = path.read_bytes()
    return found


def forged(run: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest of results and seal it again, as one can who knows how."""
    about = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    change(about)
    content = {name: digest for name, digest in about["content"].items() if name != "all"}
    about["content"]["all"] = canonical_json.digest_of(content)
    (run / "manifest.json").write_bytes(canonical_json.text_of(with_seal(about)))


READING = (
    ("results", "verify"),
    ("results", "verify", "--repair"),
    ("results", "info"),
    ("results", "export", "--to", "x.zip"),
    ("results", "export", "--to", "x.csv"),
    ("plot",),
    ("report",),
    ("results", "remove", "--yes"),
)


# What is not results ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ['{"manifest_version": 3, "name": "x"}', "{}", "[]", "no json", '{"schema": 1}', ""]
)
@pytest.mark.parametrize("force", [(), ("--with-foreign-files",)])
def test_a_folder_with_a_manifest_of_another_program_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, force: tuple[str, ...]
) -> None:
    folder = tmp_path / "ext"
    (folder / "source").mkdir(parents=True)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    (folder / "source" / "work.js").write_bytes(MINE)
    before = everything(tmp_path)
    assert status(["results", "remove", str(folder), "--yes", *force]) == 1
    assert "Hotline" in capsys.readouterr().err
    assert everything(tmp_path) == before


@pytest.mark.parametrize("content", [b"", b"hotline worlds 3\n"])
def test_of_an_interrupted_run_only_its_own_file_goes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (tmp_path / ".worlds").write_bytes(content)
    (tmp_path / "thesis.txt").write_bytes(MINE)
    assert status(["results", "remove", str(tmp_path), "--yes"]) == 0
    assert "stays there: thesis.txt" in capsys.readouterr().err
    assert everything(tmp_path) == {"thesis.txt": MINE}


def test_a_hidden_file_that_only_has_the_name_is_not_hotlines(tmp_path: Path) -> None:
    (tmp_path / ".worlds").write_bytes(MINE)
    (tmp_path / ".part").mkdir()
    (tmp_path / ".part" / ".worlds").write_bytes(MINE)
    before = everything(tmp_path)
    assert status(["results", "remove", str(tmp_path), "--yes"]) == 1
    assert everything(tmp_path) == before


# Notes within results -----------------------------------------------------------------------------


def _with_notes(run: Path) -> dict[str, bytes | str]:
    (run / "my-notes.md").write_bytes(MINE)
    (run / "measures").mkdir()
    (run / "measures" / "own.yaml").write_bytes(MINE)
    (run / ".notes.tmp").write_bytes(MINE)
    (run / ".repair-kit").mkdir()
    (run / ".repair-kit" / "tool").write_bytes(MINE)
    (run / "ideas").mkdir()
    return {
        "my-notes.md": MINE,
        "measures/own.yaml": MINE,
        ".notes.tmp": MINE,
        ".repair-kit/tool": MINE,
    }


def test_notes_within_results_are_named_and_stay(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = _with_notes(run)
    assert status(["results", "remove", str(run), "--yes"]) == 0
    assert "my-notes.md" in capsys.readouterr().err
    assert everything(run) == notes
    assert (run / "ideas").is_dir()


def test_notes_go_only_where_that_is_asked_for_by_name(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _with_notes(run)
    assert status(["results", "remove", str(run), "--yes", "--with-foreign-files"]) == 0
    assert "my-notes.md" in capsys.readouterr().err
    assert not run.exists()
    assert run.parent.is_dir()


def test_a_run_renewed_in_its_folder_leaves_notes_there(run: Path, tiny: Path) -> None:
    notes = _with_notes(run)
    out = run.parent.parent
    shutil.rmtree(run / "measures")  # no run writes such a folder, but a trial does
    del notes["measures/own.yaml"]
    assert status(["run", str(tiny), *QUIET, "--out", str(out), "--name", "run"]) == 0
    assert notes.items() <= everything(run).items()
    assert not (run / ".writing.json").exists()


def test_a_repair_leaves_notes_and_what_only_looks_like_its_own(run: Path) -> None:
    before = _with_notes(run)
    (run / "summary.json").unlink()
    assert status(["results", "verify", str(run), "--repair"]) == 0
    assert before.items() <= everything(run).items()
    with hidden_folder(run) as scratch:
        left = shutil.copytree(scratch, run / ".repair-killed")
    with hidden_folder(run):
        assert not left.exists(), "what a killed repair left goes"


def test_only_what_hotline_wrote_is_packed(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _with_notes(run)
    assert status(["report", str(run)]) == 0
    assert status(["results", "export", str(run), "--to", str(tmp_path / "all.zip")]) == 0
    assert "left out" in capsys.readouterr().err
    names = {Path(name).name for name in ZipFile(tmp_path / "all.zip").namelist()}
    assert names == {
        "manifest.json",
        "outcomes.parquet",
        "paths.parquet",
        "scenario.yaml",
        "summary.json",
        "worlds.jsonl",
        "report.html",
        MADE,
    }


def test_an_edited_report_is_the_users(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["report", str(run)]) == 0
    page = run / "report.html"
    page.write_bytes(page.read_bytes() + b"<!-- my remarks -->")
    mine = page.read_bytes()
    assert status(["report", str(run)]) == 2
    assert "report.html" in capsys.readouterr().err
    assert status(["results", "remove", str(run), "--yes"]) == 0
    assert everything(run) == {"report.html": mine}


def test_an_edited_scenario_is_the_users(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A run points at its scenario, so it is what people go on from."""
    mine = (run / "scenario.yaml").read_bytes() + b"# my remarks\n"
    (run / "scenario.yaml").write_bytes(mine)
    assert status(["results", "remove", str(run), "--yes"]) == 0
    assert "stays there: scenario.yaml" in capsys.readouterr().err
    assert everything(run) == {"scenario.yaml": mine}


# Doors that write ---------------------------------------------------------------------------------

WRITING = (
    ("run", *QUIET),
    ("sweep", "-n", "2", "--vary", "terms.patience.base=1h,2d"),
    ("measures", "-n", "4"),
    ("measures", "-n", "4", "--explain", "liaison_team"),
    (
        "sensitivity",
        "--paths",
        "terms.patience.base,adversary.threat.growth",
        "--worlds",
        "6",
        "--samples",
        "60",
    ),
    (
        "discover",
        "--fresh",
        "20",
        "--paths",
        "terms.patience.base,adversary.threat.growth",
        "--worlds",
        "2",
        "--samples",
        "40",
    ),
)


@pytest.mark.parametrize(
    "command", WRITING, ids=["run", "sweep", "measures", "explain", "sensitivity", "discover"]
)
@pytest.mark.parametrize("file", ["summary.json", "thesis.txt", "manifest.json", ".worlds"])
def test_a_folder_of_the_users_is_no_place_for_results(
    tiny: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
    file: str,
) -> None:
    place = tmp_path / "tiny" / "x"
    place.mkdir(parents=True)
    (place / file).write_bytes(MINE)
    name, *more = command
    assert status([name, str(tiny), *more, "--out", str(tmp_path), "--name", "x"]) == 1
    said = capsys.readouterr().err
    assert f"holds files that are not Hotline's, and are left as they are: {file}" in said
    assert everything(tmp_path) == {f"tiny/x/{file}": MINE}


def test_an_empty_folder_is_a_place_for_results(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "tiny" / "x").mkdir(parents=True)
    assert status(["run", str(tiny), *QUIET, "--out", str(tmp_path), "--name", "x"]) == 0


def test_a_file_in_the_way_of_an_interrupted_run_is_told(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "tiny" / "x"
    place.mkdir(parents=True)
    (place / ".worlds").write_bytes(b"")
    (place / "summary.json").write_bytes(MINE)
    assert status(["run", str(tiny), *QUIET, "--out", str(tmp_path), "--name", "x"]) == 1
    assert "not Hotline's, and are left as they are: summary.json" in capsys.readouterr().err
    assert (place / "summary.json").read_bytes() == MINE


@pytest.mark.parametrize("words", [("results", "export", "--to"), ("report", "--out")])
def test_a_file_of_the_users_is_not_written_over(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    *command, option = words
    target = tmp_path / "mine.zip"
    target.write_bytes(MINE)
    assert status([*command, str(run), option, str(target)]) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert target.read_bytes() == MINE
    assert status([*command, str(run), option, str(target), "--overwrite"]) == 0
    assert target.read_bytes() != MINE


def test_a_chart_of_the_users_is_not_written_over(run: Path, tmp_path: Path) -> None:
    for out in (tmp_path / "slides", run / "charts"):
        out.mkdir()
        (out / "courses.svg").write_bytes(MINE)
        (out / "own.svg").write_bytes(MINE)
        asked = ["plot", str(run), "--chart", "courses", "--out", str(out)]
        assert status(asked) == 2
        assert everything(out) == {"courses.svg": MINE, "own.svg": MINE}
        assert status([*asked, "--overwrite"]) == 0
        assert status([*asked, "--style", "grey"]) == 0, "what Hotline drew it may draw again"
        assert (out / "own.svg").read_bytes() == MINE
        assert (out / "courses.svg").read_bytes() != MINE


# Forged manifests ---------------------------------------------------------------------------------

OUTWARD = (
    "../../../note.txt",
    "/etc/passwd",
    "..",
    ".",
    "",
    "a/../../b.txt",
    "charts/../../../b.txt",
    "..\\b.txt",
    "a\\b.txt",
    "C:b.txt",
    "summary.json\0",
    "summary.json\n",
    "Summary.json",
    "\u017fummary.json",
    "summary\uff0ejson",
    "con.txt",
    "nul.csv",
    ".bashrc",
    "~/x.txt",
    "manifest.json",
    "a/b/c.txt",
    "-rf.txt",
    "aux/x.txt",
    "x.txt/",
    "//x.txt",
    "x..txt",
)


@pytest.mark.parametrize("name", OUTWARD)
def test_a_name_that_leads_elsewhere_is_refused_at_every_door(
    run: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "note.txt").write_bytes(MINE)
    for where in ("content", "blocks"):
        if where == "content":
            forged(
                run,
                lambda about: about["content"].update({name: sha256(b"not yours\n").hexdigest()}),
            )
        else:
            forged(
                run,
                lambda about: (about["content"].pop(name, None), about.update(blocks={name: {}})),
            )
        before = everything(tmp_path)
        for command in READING:
            assert status([*command, str(run)]) == 1, command
            said = capsys.readouterr().err
            assert "unexpected" not in said
            assert "\0" not in said
        assert everything(tmp_path) == before


@settings(max_examples=200)
@given(st.text(max_size=30) | st.text("./\\abAB~-_: \0\n", max_size=12))
def test_whatever_a_manifest_names_lies_in_its_folder(name: str) -> None:
    if not is_file_name(name):
        return
    root = Path("/results/run")
    assert Path(os.path.normpath(root / name)).is_relative_to(root)
    assert name == name.lower()
    assert name.isascii()
    assert Path(name).as_posix() == name
    assert not any(
        part.startswith((".", "-")) or part.endswith((".", " ")) for part in name.split("/")
    )


@pytest.mark.parametrize(
    "command",
    [
        "",
        "hotline",
        "hotline run",
        "rm -rf /",
        "hotline run 'x",
        "hotline run --help",
        "hotline results remove x --yes",
        "hotline run x.yaml --nonsense",
        "hotline run {fifo} --out {out} --name evil",
        "hotline run x.yaml --out {out}",
    ],
)
def test_a_forged_command_writes_nowhere(run: Path, tmp_path: Path, command: str) -> None:
    os.mkfifo(tmp_path / "fifo")
    told = command.format(fifo=tmp_path / "fifo", out=tmp_path / "elsewhere")
    forged(run, lambda about: about.update(command=told))
    for file in ("summary.json", "scenario.yaml"):
        (run / file).unlink()
        status(["results", "verify", str(run), "--repair"])
        assert {path.name for path in tmp_path.iterdir()} == {"out", "fifo"}
        assert {path.name for path in run.parent.iterdir()} == {"run"}


def test_a_scenario_that_goes_on_outside_is_not_followed(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "fifo.yaml")  # to read it would take for ever
    text = f"extends: {tmp_path / 'fifo.yaml'}\n".encode()
    (run / "scenario.yaml").write_bytes(text)
    forged(run, lambda about: about["content"].update({"scenario.yaml": sha256(text).hexdigest()}))
    for command in (["plot"], ["report"]):
        assert status([*command, str(run)]) == 1
        assert "goes on in a file outside" in capsys.readouterr().err
    (run / "summary.json").unlink()
    assert status(["results", "verify", str(run), "--repair"]) == 1
    assert "goes on in a file outside" in capsys.readouterr().err


@pytest.mark.parametrize("worlds", [10**15, -1, "many", 3.5, None])
def test_a_number_of_worlds_without_end_is_refused(
    run: Path, capsys: pytest.CaptureFixture[str], worlds: object
) -> None:
    forged(
        run,
        lambda about: about.update(
            blocks={"outcomes.parquet": {"worlds": worlds, "digests": ["0"]}}
        ),
    )
    assert status(["results", "verify", str(run)]) == 1
    assert "unexpected" not in capsys.readouterr().err


def _not_expected(error: BaseException) -> str:
    raise AssertionError(error) from error


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        [
            "content",
            "blocks",
            "arms",
            "columns",
            "kind",
            "command",
            "scenario",
            "versions",
            "replications",
            "schema",
        ]
    ),
    st.recursive(
        st.none() | st.integers(-2, 10**18) | st.text(max_size=6),
        lambda inner: (
            st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=6), inner, max_size=2)
        ),
        max_leaves=4,
    ),
)
def test_a_manifest_of_nonsense_gets_one_clear_error(
    made: Path, tmp_path_factory: pytest.TempPathFactory, field: str, value: object
) -> None:
    run = Path(shutil.copytree(made, tmp_path_factory.mktemp("nonsense") / "run"))
    about = json.loads((run / "manifest.json").read_text(encoding="utf-8")) | {field: value}
    (run / "manifest.json").write_bytes(canonical_json.text_of(with_seal(about)))
    before = everything(run)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.cli.faults._first_line", _not_expected)
        for command in (
            ["results", "verify"],
            ["results", "export", "--to", str(run.parent / "x.zip")],
        ):
            assert status([*command, str(run)]) in {0, 1}
    assert everything(run) == before


# Links, pipes and other things that are no files --------------------------------------------------


def test_links_are_neither_followed_nor_packed_nor_taken(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    private = tmp_path / "private"
    private.mkdir()
    (private / "private.txt").write_bytes(b"a secret\n")
    (run / "charts").mkdir()
    (run / "charts" / "alt.txt").symlink_to(private / "private.txt")
    (run / "all").symlink_to(private)
    assert status(["results", "export", str(run), "--to", str(tmp_path / "all.zip")]) == 0
    assert "all, charts/alt.txt" in capsys.readouterr().err
    assert not any(
        "alt" in name or "private" in name for name in ZipFile(tmp_path / "all.zip").namelist()
    )
    assert status(["results", "remove", str(run), "--yes"]) == 0
    assert everything(private) == {"private.txt": b"a secret\n"}
    assert set(everything(run)) == {"all", "charts/alt.txt"}


@pytest.mark.parametrize(
    "name", ["charts", "report.html", "charts/courses.svg", "charts/alt.json", MADE]
)
def test_nothing_is_written_through_a_link(run: Path, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_bytes(MINE)
    (run / name).parent.mkdir(exist_ok=True)
    (run / name).symlink_to(outside if name == "charts" else outside / "file")
    command = (
        ["report", str(run)] if name == "report.html" else ["plot", str(run), "--chart", "courses"]
    )
    assert status(command) == 2
    assert everything(outside) == {"file": MINE}
    assert (run / name).is_symlink()


@pytest.mark.parametrize(
    "name", ["summary.json", "scenario.yaml", "outcomes.parquet", "paths.parquet", "worlds.jsonl"]
)
@pytest.mark.parametrize("kind", ["link", "pipe", "socket", "folder"])
def test_what_is_no_file_is_damage_and_is_left(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    monkeypatch.chdir(run)
    outside = tmp_path / "outside"
    (run / name).rename(outside)
    before = outside.read_bytes()
    match kind:
        case "link":
            (run / name).symlink_to(outside)
        case "pipe":
            os.mkfifo(run / name)
        case "socket":
            with socket.socket(socket.AF_UNIX) as end:
                end.bind(name)  # a path from the root on is too long for one
        case _:
            (run / name).mkdir()
    for command in READING[:-1]:
        asked = [word.replace("x.", f"{tmp_path}/x.") for word in command]
        assert status([*asked, str(run)]) == (0 if command[1:] == ("info",) else 1), command
    assert outside.read_bytes() == before
    assert name in {one.rstrip("/") for one in holdings(run).foreign}


def test_a_manifest_that_is_no_file_does_not_hang(run: Path) -> None:
    (run / "manifest.json").unlink()
    os.mkfifo(run / "manifest.json")
    for command in READING:
        assert status([*command, str(run)]) == 1
    assert status(["results", "list", "--out", str(run.parent.parent)]) == 0


def test_a_file_too_large_to_be_one_is_damage(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.truncate(run / "summary.json", 1 << 40)  # takes no room, and hours to read
    assert status(["results", "verify", str(run)]) == 1
    assert "summary.json" in capsys.readouterr().err


def test_a_file_of_many_names_is_let_go_by_one(run: Path, tmp_path: Path) -> None:
    """A hard link, as a copy made to save room has: the other name keeps what it had."""
    os.link(run / "summary.json", tmp_path / "copy.json")
    before = (tmp_path / "copy.json").read_bytes()
    assert status(["results", "remove", str(run), "--yes"]) == 0
    assert (tmp_path / "copy.json").read_bytes() == before


# Names --------------------------------------------------------------------------------------------

ODD = (
    "кризис.yaml",
    "a b.yaml",
    "a-b.yaml",
    "A-B.yaml",
    "con.yaml",
    "..yaml",
    "-n.yaml",
    "😀.yaml",
    ".yaml",
    "a.yml",
    "a.yaml",
    "a .yaml",
    "a..yaml",
    f"{'x' * 250}.yaml",
    "a",
)


def test_every_scenario_file_has_a_folder_of_its_own(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate(ODD, start=1):
        shutil.copyfile(tiny, tmp_path / name)
        given_as = name if not name.startswith("-") else f"./{name}"
        assert status(["run", given_as, *QUIET, "--name", "r"]) == 0, name
        said = capsys.readouterr()
        assert "\x1b[31m" not in said.out + said.err
        assert len({path.name.casefold() for path in (tmp_path / "results").iterdir()}) == number, (
            name
        )
    assert {"a", "a-b"} <= {path.name for path in (tmp_path / "results").iterdir()}


def test_files_of_one_name_in_two_folders_are_not_taken_for_each_other(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other" / "tiny.yaml"
    other.parent.mkdir()
    other.write_text(
        tiny.read_text(encoding="utf-8").replace("horizon: 6 d", "horizon: 7 d"), encoding="utf-8"
    )
    out = ["--out", str(tmp_path / "out")]
    assert status(["run", str(tiny), *QUIET, *out, "--name", "x"]) == 0
    before = everything(tmp_path / "out")
    for _ in range(2):  # again in its folder
        assert status(["run", str(other), *QUIET, *out, "--name", "x"]) == 0
        assert status(["run", str(other), *QUIET, *out]) == 0
    after = everything(tmp_path / "out")
    assert {name: after[name] for name in before} == before
    assert {name.split("/")[0] for name in after} == {"tiny", "tiny-other"}
    changed = tiny.with_name("tiny-2.yaml")
    changed.write_text(other.read_text(encoding="utf-8"), encoding="utf-8")
    assert status(["run", str(tiny), *QUIET, *out, "--set", "horizon=8 d", "--name", "x"]) == 1
    assert "holds other results" in capsys.readouterr().err


def test_results_that_are_being_written_are_not_removed(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Checkpoint(run, {"arms": [], "columns": []}, resume=False)):
        before = everything(run)
        assert status(["results", "remove", str(run), "--yes"]) == 1
        assert "another run is writing" in capsys.readouterr().err
        assert everything(run) == before
    assert status(["results", "remove", str(run), "--yes"]) == 0
    assert not run.exists()
