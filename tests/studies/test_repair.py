"""Repair goes by the specification that a manifest keeps, and writes nowhere but in the folder that
it mends.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.cli import main
from sim.output.storage import canonical_json, manifest

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def results(tiny: Path) -> sim.Results[Any]:
    return sim.compare(tiny, worlds=2, seed=7, jobs=1)


@pytest.fixture
def run(results: sim.Results[Any], tmp_path: Path) -> Path:
    """A run of two worlds whose summary is damaged."""
    path = results.save(tmp_path / "out", "run", charts=False)
    (path / "summary.json").write_text("{}", encoding="utf-8")
    return path


def sealed_again(run: Path, change: Change) -> None:
    """Change the manifest as one would who knows how it is sealed."""
    about = json.loads((run / manifest.FILE).read_text(encoding="utf-8"))
    change(about)
    content = {name: digest for name, digest in about["content"].items() if name != "all"}
    about["content"]["all"] = canonical_json.digest_of(content)
    (run / manifest.FILE).write_bytes(
        canonical_json.text_of(manifest.with_seal({**about, manifest.SEAL: ""}))
    )


def files(root: Path) -> dict[Path, bytes]:
    return {
        path.relative_to(root): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def repaired(run: Path) -> int:
    return main.status(["results", "verify", str(run), "--repair"])


def test_the_command_in_a_manifest_is_not_read(run: Path) -> None:
    sealed_again(run, lambda about: about.update(command="hotline run 'not closed"))
    assert repaired(run) == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda about: about.pop("specification"),
            "was written before results kept what they had been asked",
        ),
        (
            lambda about: about.update(specification={}),
            "was written before results kept what they had been asked",
        ),
        (
            lambda about: about.update(specification=[]),
            "manifest.json is damaged: specification: expected an object",
        ),
        (
            lambda about: about["specification"].update(out="elsewhere"),
            "its specification does not say what a study",
        ),
        (
            lambda about: about["specification"].update(seed="7"),
            "its specification says seed: expected a whole number",
        ),
        (lambda about: about["specification"].update(arms=["x"]), "has no arm 'x'"),
        (
            lambda about: about["content"].update({"../stolen.txt": "0"}),
            "no results have: '../stolen.txt'",
        ),
        (
            lambda about: about["content"].update({"/stolen.txt": "0"}),
            "no results have: '/stolen.txt'",
        ),
    ],
)
def test_a_specification_that_cannot_be_meant_is_refused(
    run: Path, change: Change, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed_again(run, change)
    before = files(run.parents[2])
    assert repaired(run) == 1
    assert said in capsys.readouterr().err
    assert files(run.parents[2]) == before


def test_results_of_before_say_how_to_make_them_again(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed_again(run, lambda about: about.pop("specification"))
    assert repaired(run) == 1
    assert "Remove the folder and make it again:\n  hotline run " in capsys.readouterr().err
    assert main.status(["report", str(run)]) == 1
    assert "Remove the folder and make it again:\n  hotline run " in capsys.readouterr().err


def test_a_link_in_the_folder_leads_nowhere(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What would be put back behind it would be written elsewhere."""
    tried = sim.measures(tiny, "liaison_team", worlds=2, seed=7, jobs=1).save(
        tmp_path / "out", charts=False
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for file in (tried / "measures").iterdir():
        file.unlink()
    (tried / "measures").rmdir()
    (tried / "measures").symlink_to(elsewhere)
    assert repaired(tried) == 1
    assert "measures is a link or no file at all, and is left as it is" in capsys.readouterr().err
    assert list(elsewhere.iterdir()) == []
