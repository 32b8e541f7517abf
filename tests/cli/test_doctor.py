"""``hotline doctor``: what is missing is named with the line that mends it, and only what is needed
fails.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sim.cli.doctor import diagnosis, library_probe, machine_checks
from sim.cli.doctor.diagnosis import Requirement
from sim.cli.doctor.library_probe import Findings, read_findings
from sim.cli.main import status

FONTS = frozenset({"DejaVu Sans", "Noto Sans CJK JP"})
WHOLE = Findings(fonts=FONTS, cores=2)


@pytest.fixture
def probed(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, Findings]:
    """What the other process is to have found: change ``now``."""
    told = {"now": WHOLE}
    monkeypatch.setattr(library_probe, "findings", lambda _: told["now"])
    return told


def doctor(
    capsys: pytest.CaptureFixture[str], *options: str, expected: int = 0
) -> dict[str, dict[str, Any]]:
    assert status(["doctor", "--json", *options]) == expected
    document = json.loads(capsys.readouterr().out)
    assert document["ok"] is (expected == 0)
    return {one["name"]: one for one in document["checks"]}


def test_a_whole_machine_is_told_whole(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    found = doctor(capsys, "--out", str(tmp_path / "results"))
    assert {one["state"] for one in found.values()} <= {"ok", "lacks"}
    assert found["numpy"]["state"] == found["matplotlib"]["state"] == "ok"
    assert "DejaVu Sans" in found["fonts"]["found"]
    assert all(bool(one["mend"]) == (one["state"] != "ok") for one in found.values())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("probed")
def test_the_text_says_what_would_help(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_checks, "which", lambda _: None)
    monkeypatch.setattr(sys, "platform", "linux")
    assert status(["doctor", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "\nlacks   browser " in said
    assert "mend: copy report.html elsewhere" in said
    assert said.splitlines()[-1].startswith("All that is needed is there. What would help: ")


@pytest.mark.usefixtures("probed")
def test_a_library_that_is_missing_old_or_broken_fails_with_its_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = diagnosis.installed_version
    odd = {"simpy": "", "rich": "12.0"}
    monkeypatch.setattr(diagnosis, "installed_version", lambda name: odd.get(name, real(name)))
    found = doctor(capsys, expected=1)
    assert found["simpy"]["state"] == found["rich"]["state"] == "broken"
    assert found["simpy"]["mend"] == f'{sys.executable} -m pip install "simpy>=4.1.1,<5"'
    assert found["rich"]["found"] == "12.0, where >=13.7 is needed"
    assert status(["doctor"]) == 1
    assert "Error: broken: rich, simpy." in capsys.readouterr().err


def test_a_library_that_does_not_load_is_named(
    capsys: pytest.CaptureFixture[str], probed: dict[str, Findings]
) -> None:
    probed["now"] = Findings(faults={"scipy": "ImportError: no symbol"})
    found = doctor(capsys, expected=1)
    assert "does not load: ImportError: no symbol" in found["scipy"]["found"]
    assert "--force-reinstall" in found["scipy"]["mend"]
    assert found["fonts"]["state"] == "lacks"


def test_the_other_process_names_what_does_not_load() -> None:
    found = library_probe.findings(["click", "no_such_library_here"])
    assert list(found.faults) == ["no_such_library_here"]
    assert found.faults["no_such_library_here"].startswith("ModuleNotFoundError: ")


def test_a_library_that_ends_the_process_is_the_one_begun_last() -> None:
    told = '{"begins": "a"}\n{"ends": "a", "fault": ""}\n{"begins": "b"}\n'
    found = read_findings(told, -11)
    assert found.faults == {"b": "loading it ended the process with status -11"}


def test_fonts_are_broken_only_where_even_the_usual_one_is_missing(
    capsys: pytest.CaptureFixture[str], probed: dict[str, Findings]
) -> None:
    probed["now"] = Findings(fonts=frozenset({"DejaVu Sans"}), cores=2)
    fonts = doctor(capsys)["fonts"]
    assert "Noto Sans CJK" in fonts["mend"]
    assert fonts["found"].startswith("none with")  # after "lacks": what is there is not lacked
    probed["now"] = Findings(fonts=frozenset({"Courier"}), cores=2)
    assert doctor(capsys, expected=1)["fonts"]["state"] == "broken"


@pytest.mark.usefixtures("probed")
def test_a_folder_that_cannot_take_results_is_broken(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("here")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("file", "file/below", "x" * 300, "link", "link/below"):
        found = doctor(capsys, "--out", str(tmp_path / name), expected=1)
        assert found["results"]["state"] == "broken"
        assert "--out DIR" in found["results"]["mend"]


@pytest.mark.usefixtures("probed")
def test_time_zones_and_memory_are_looked_at(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> frozenset[str]:
        raise FileNotFoundError("zones")

    monkeypatch.setattr("sim.domain.communication.time_zones.zone_names", gone)
    monkeypatch.setattr(machine_checks, "_of_shell", lambda: iter([1e8]))
    found = doctor(capsys, expected=1)
    assert found["time zones"]["state"] == "broken"
    assert '"tzdata"' in found["time zones"]["mend"]
    assert found["memory"]["state"] == "lacks"
    assert "--jobs 1" in found["memory"]["mend"]


def test_every_extra_of_users_says_what_it_is_for(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(diagnosis.USES) == set(project["optional-dependencies"]) - {"dev", "bench"}
    asked = {one.name for one in diagnosis.requirements() if not one.extra}
    assert len(asked) == len(project["dependencies"])


@pytest.mark.usefixtures("probed")
def test_an_extra_of_several_libraries_is_told_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = diagnosis.installed_version
    odd = {"starlette": "99.0.1", "uvicorn": ""}
    monkeypatch.setattr(diagnosis, "installed_version", lambda name: odd.get(name, real(name)))
    assert status(["doctor"]) == 0
    said = capsys.readouterr().out
    assert said.count("extra web") == 2, "once as a line, once in the last sentence"
    found = doctor(capsys)["extra web"]
    assert "starlette 99.0.1 does not fit" in found["found"]
    assert "uvicorn is not installed: games in browsers" in found["found"]
    assert '"starlette' in found["mend"]
    assert '"uvicorn' in found["mend"]


@pytest.mark.parametrize(
    ("versions", "installed", "fits"),
    [
        (">=3.1,<4", "3.1.5", True),
        (">=3.1,<4", "4.0", False),
        ("<5,>=4.1.1", "4.1", False),
        (">=17", "17.0.0rc1", True),
        ("", "1", True),
    ],
)
def test_versions_are_compared_by_their_numbers(versions: str, installed: str, fits: bool) -> None:
    assert Requirement(name="x", versions=versions).fits(installed) is fits


def test_what_an_installation_says_is_read_too() -> None:
    read = diagnosis._read_requirement('openpyxl<4,>=3.1; extra == "xlsx"')
    assert (read.name, read.versions, read.extra) == ("openpyxl", "<4,>=3.1", "xlsx")


def test_it_answers_without_the_libraries_that_it_looks_for() -> None:
    program = (
        "import sys; from sim.cli.doctor import library_probe as probe;"
        "probe.findings = lambda _: probe.Findings(fonts=frozenset(['DejaVu Sans']));"
        "from sim.cli.main import status; code = status(['doctor', '--json']);"
        "heavy = ['numpy', 'scipy', 'simpy', 'pydantic', 'yaml', 'matplotlib', 'pyarrow', 'rich'];"
        "print(code, [name for name in heavy if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stderr == "0 []\n"
