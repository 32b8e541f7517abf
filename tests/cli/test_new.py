"""``hotline new``, ``list`` and ``schema``: what one starts from."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sim.cli.commands.list import LISTS
from sim.cli.main import status
from sim.scenario import lint, load, resolve
from sim.scenario.schema.json_schema import json_schema


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_scenario_is_sound_sourced_and_has_comments(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert status(["new", "my-crisis"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "Wrote my-crisis.yaml" in told.err
    found = resolve("my-crisis.yaml")
    assert found.scenario.title == "My crisis"
    assert list(found.scenario.arms) == ["unilateral", "consult", "patient"]
    assert lint(found).warnings == ()
    assert lint(found).unsourced == ()
    assert (
        Path("my-crisis.yaml").read_text(encoding="utf-8").startswith("# A scenario for Hotline.")
    )


def test_a_file_is_never_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.yaml").write_text("mine", encoding="utf-8")
    assert status(["new", "mine"]) == 2
    assert status(["new", "mine.yaml", "--from", "two-desks"]) == 2
    assert "exists already" in capsys.readouterr().err
    assert Path("mine.yaml").read_text(encoding="utf-8") == "mine"


def test_a_copy_of_an_example(root: Path) -> None:
    assert status(["new", "copy", "--from", "two-desks"]) == 0
    example = (root / "scenarios" / "two-desks.yaml").read_text(encoding="utf-8")
    assert Path("copy.yaml").read_text(encoding="utf-8") == example.replace(
        "title: Two desks\n", "title: Copy\n"
    )
    assert load("copy.yaml").title == "Copy"


@pytest.mark.parametrize(
    "title", ['"Parent"', ">-\n  A folded\n  title", "'of two\n  lines'", "Parent # the first"]
)
def test_a_copy_is_titled_by_its_own_name_however_the_title_was_written(
    elsewhere: Path, title: str
) -> None:
    (elsewhere / "scenarios").mkdir()
    text = (
        f"schema: 1\ntitle: {title}\npurpose: P\nstart: 2026-03-02T06:00Z\narms: {{a: {{title:"
        " A}}\n"
    )
    (elsewhere / "scenarios" / "mine.yaml").write_text(text, encoding="utf-8")
    assert status(["new", "the-other_one", "--from", "mine"]) == 0
    assert load("the-other_one.yaml") == replace(
        load("scenarios/mine.yaml"), name="the-other_one", title="The other one"
    )


@pytest.mark.parametrize("name", ["123", "null", "true", "1e3"])
@pytest.mark.parametrize("more", [(), ("--from", "two-desks")])
def test_a_name_that_yaml_takes_for_something_else_is_a_title_all_the_same(
    name: str, more: tuple[str, ...]
) -> None:
    assert status(["new", name, *more]) == 0
    assert load(f"{name}.yaml").title == name.capitalize()


def test_a_copy_of_an_example_that_extends_another_still_finds_it(elsewhere: Path) -> None:
    folder = elsewhere / "scenarios" / "deep"
    folder.mkdir(parents=True)
    parent = 'schema: 1\ntitle: "Parent"\npurpose: P\nstart: 2026-03-02T06:00Z\n'
    (elsewhere / "scenarios" / "parent.yaml").write_text(parent, encoding="utf-8")
    (folder / "child.yaml").write_text(
        "schema: 1\nextends: ../parent.yaml # of all\nhorizon: 4 d\n", encoding="utf-8"
    )
    assert status(["new", "copy", "--from", "deep/child"]) == 0
    assert load("copy.yaml") == replace(load(folder / "child.yaml"), name="copy", title="Copy")


@pytest.mark.parametrize("name", ["a b", "../x/A", "Crisis", "-x", "x" * 65])
def test_names_that_make_no_run(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["new", "--", name]) == 2
    assert "cannot be a scenario's name" in capsys.readouterr().err
    assert list(Path().iterdir()) == []


def test_an_unknown_example_is_answered_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert status(["new", "x", "--from", "two-deks"]) == 2
    assert 'did you mean "two-desks"?' in capsys.readouterr().err
    assert not Path("x.yaml").exists()


def test_a_folder_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["new", "none/x"]) == 1
    assert "No such file or directory" in capsys.readouterr().err


def test_what_ships_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["list"]) == 0
    told = capsys.readouterr().out
    assert all(f"\n{name}\n" in f"\n{told}" for name in LISTS)
    assert all(
        name in told
        for name in (
            "two-desks",
            "northern-front",
            "quantal_response",
            "lognormal",
            "concurrence",
            "forest",
        )
    )


def test_what_rules_and_laws_do_is_said_to_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("rules", "laws"):
        assert status(["list", name, "--json"]) == 0
        rows = json.loads(capsys.readouterr().out)[name]
        assert [row["text"] for row in rows if not row["text"].endswith(".")] == []


def test_one_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["list", "scenarios", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    listed = {row["name"]: row["text"] for row in document["scenarios"]}
    assert listed["two-desks"].startswith("Two desks. What does asking first cost")
    assert list(document) == ["schema", "scenarios"]


def test_everything_that_is_listed_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["list", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    rows = [(what, row["name"], row["text"]) for what in LISTS for row in document[what]]
    assert [(what, name) for what, name, text in rows if not text] == []
    charts = {name: text for what, name, text in rows if what == "charts"}
    assert charts["forest"].startswith("Of a run.")
    assert charts["heatmap"].startswith("Of a sweep.")
    assert charts["tornado"].startswith("Of a sensitivity study.")
    assert charts["regret"].startswith("Of a discovery study.")
    assert any(text.startswith("Of a trial of measures.") for text in charts.values())


def test_a_name_without_a_path_is_answered_with_the_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for said in ("two-desks", "two-desk.yaml", "scenarios/two_desks.yaml"):
        assert status(["run", said]) == 2
        told = capsys.readouterr().err
        assert told.startswith(f"Error: {said}: there is no such file\n    Did you mean ")
        assert told.rstrip().endswith("scenarios/two-desks.yaml?")
    assert status(["run", "liaison_team"]) == 2
    assert "Did you mean" not in capsys.readouterr().err, "a measure is no scenario"


def test_ones_own_scenarios_are_listed_too_and_parts_are_not(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (elsewhere / "scenarios").mkdir()
    (elsewhere / "scenarios" / "mine.yaml").write_text(
        "schema: 1\ntitle: Mine\npurpose: To be found\n", encoding="utf-8"
    )
    (elsewhere / "scenarios" / "broken.yaml").write_text("{", encoding="utf-8")
    (elsewhere / "scenarios" / "part.yaml").write_text(
        "schema: 1\nhorizon: 3 d\n", encoding="utf-8"
    )
    assert status(["list", "scenarios", "--json"]) == 0
    names = [row["name"] for row in json.loads(capsys.readouterr().out)["scenarios"]]
    assert "mine" in names
    assert not {"broken", "part"} & set(names)


def test_an_unknown_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["list", "scenaros"]) == 2
    assert "scenarios" in capsys.readouterr().err


def test_the_schema_is_published(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == json_schema()
