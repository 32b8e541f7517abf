"""``hotline measures`` from outside: the table, the folder, the same bytes however it is run, and
one clear error each.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.cli import main
from sim.experiment.runs.executor import finished_chunks
from sim.experiment.runs.plan import Plan
from sim.experiment.runs.replication import Chunk, simulate
from sim.output.storage.studies.trials import open_trial, trial_checkpoint
from sim.scenario import resolve
from sim.scenario.loading.measure_regimes import measures_for
from sim.studies.measures import trial_of
from sim.studies.specification import MeasuresSpecification
from tests.summaries import damage_said

HEAD = (
    "schema: 1\nkind: measure\npurpose: P\ncost: 1\nexpected: {text: calm, outcome: burden,"
    " direction: lower}\n"
)
THREE = "crisis_framework,encrypted_channels,liaison_team"
CONTENT = (
    "outcomes.parquet",
    "scenario.yaml",
    "summary.json",
    "recommendation.csv",
    "recommendation.json",
    "dependences.csv",
    "sets.csv",
)


def words(
    tiny: Path, out: Path, *more: str, measures: str = THREE, n: int = 6, jobs: int = 1
) -> list[str]:
    chosen = ["--measures", measures] if measures else []
    return [
        "measures",
        str(tiny),
        *chosen,
        "-n",
        str(n),
        "--seed",
        "7",
        "--out",
        str(out),
        "--name",
        "x",
        "--jobs",
        str(jobs),
        "--no-charts",
        *more,
    ]


def content(out: Path) -> dict[str, bytes]:
    return {name: (out / "tiny" / "x" / name).read_bytes() for name in CONTENT}


@pytest.fixture(scope="module")
def undisturbed(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed")
    assert main.status(words(tiny, out)) == 0
    return out


def test_it_prints_the_recommendation_and_says_where_the_results_are(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(words(tiny, tmp_path)) == 0
    said = capsys.readouterr()
    assert "measures added to consult, all 8 sets, 6 worlds, seed 7" in said.out
    for text in (
        *THREE.split(","),
        "Recommendation",
        "Best set for escalation burden",
        "not a forecast",
    ):
        assert text in said.out
    assert said.err == f"results in {tmp_path}/tiny/x\n"


def test_the_folder_holds_all_that_it_was_made_from(undisturbed: Path, root: Path) -> None:
    folder = open_trial(undisturbed / "tiny" / "x")
    assert len(folder.manifest.arms) == 8
    assert folder.manifest.arms[0] == "consult"
    for name in THREE.split(","):
        assert (folder.path / "measures" / f"{name}.yaml").read_bytes() == (
            root / "scenarios/measures" / f"{name}.yaml"
        ).read_bytes()
    assert damage_said(folder.path) == ""
    with (folder.path / "recommendation.csv").open(encoding="utf-8") as file:
        assert [row["measure"] for row in csv.DictReader(file)] == THREE.split(",")


def test_workers_change_no_byte(tiny: Path, tmp_path: Path, undisturbed: Path) -> None:
    assert main.status(words(tiny, tmp_path, jobs=2)) == 0
    assert content(tmp_path) == content(undisturbed)


def test_an_interrupted_trial_goes_on_and_ends_in_the_same_bytes(
    tiny: Path, tmp_path: Path, undisturbed: Path
) -> None:
    """Two worlds are there, as a killed trial leaves them."""
    ask = MeasuresSpecification(
        scenario=str(tiny), arm=None, measures=tuple(THREE.split(",")), worlds=6, seed=7
    )
    trial = trial_of(resolve(tiny), measures_for(tiny, ask.measures), ask)
    with trial_checkpoint(tmp_path, trial, "x", resume=False) as checkpoint:
        checkpoint.append(simulate(trial.plan, 0, 2))
    assert main.status(words(tiny, tmp_path, "--resume")) == 0
    assert content(tmp_path) == content(undisturbed)


def test_another_goal_is_another_summary_of_the_same_worlds(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(words(tiny, tmp_path)) == 0
    before = content(tmp_path)
    capsys.readouterr()
    assert (
        main.status(words(tiny, tmp_path, "--goal", "threat_end:2,burden:1", "--budget", "12")) == 0
    )
    said = capsys.readouterr()
    assert "nothing is simulated again" in said.err
    assert "within 12 million a year" in " ".join(said.out.split())
    after = content(tmp_path)
    assert after["outcomes.parquet"] == before["outcomes.parquet"]
    assert after["summary.json"] != before["summary.json"]


def test_json_is_one_document(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(words(tiny, tmp_path, "--json", "--quiet")) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == 1
    assert [row["measure"] for row in document["summary"]["measures"]["rows"]] == THREE.split(",")


def test_a_measure_that_does_nothing_is_shown_as_doing_nothing(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = tmp_path / "tiny.yaml"
    scenario.write_bytes(tiny.read_bytes())
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "posters.yaml").write_text(f"{HEAD}title: Posters\n", encoding="utf-8")
    assert main.status(words(scenario, tmp_path, measures="posters,liaison_team")) == 0
    assert (
        "posters: not supported: it changes nothing in any of 6 worlds" in capsys.readouterr().out
    )


def test_charts_are_drawn_unless_told_otherwise(tiny: Path, tmp_path: Path) -> None:
    command = [
        word
        for word in words(tiny, tmp_path, measures="liaison_team", n=4)
        if word != "--no-charts"
    ]
    assert main.status(command) == 0
    pictures = sorted(path.name for path in (tmp_path / "tiny" / "x" / "charts").glob("*.svg"))
    assert pictures == ["effects.svg", "frontier.svg", "recommendation.svg"]


def test_a_measure_is_explained_part_by_part(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = words(tiny, tmp_path, "--explain", "encrypted_channels", measures="", n=4)
    assert main.status(command) == 0
    said = capsys.readouterr().out
    for text in (
        "encrypted_channels taken apart",
        "the whole measure",
        "channels.encrypted_link",
        "liaison.terminal",
        "routes.any",
    ):
        assert text in said
    assert main.status([*command, "--json"]) == 0
    parts = {one["part"]: one for one in json.loads(capsys.readouterr().out)["parts"]}
    assert parts["routes.any"]["alone"] is None, "a route without its channel cannot stand"
    assert parts["liaison.terminal"]["removed"]["struck_on_silence"]["estimate"] == 0.0, (
        "nobody sits at the terminal"
    )


def test_a_part_that_the_arm_has_already_is_told_and_not_run(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A value equal to the arm's was shown as an effect of nought."""
    assert (
        main.status(
            words(tiny, tmp_path, "--explain", "intelligence_sharing", "--json", measures="", n=4)
        )
        == 0
    )
    found = json.loads(capsys.readouterr().out)
    parts = {one["part"]: one for one in found["parts"]}
    same = parts["allies.patron.intelligence.sanitised"]
    assert same["as_in_arm"]
    assert same["alone"] is same["rest"] is same["removed"] is None
    assert not parts["allies.patron.intelligence.shares"]["as_in_arm"]
    assert found["conditions"][0]["condition"] == "nothing leaks"
    leaks = found["conditions"][0]["where"][found["outcomes"][0]]
    assert leaks["worlds"] == 4
    assert (
        main.status(words(tiny, tmp_path, "--explain", "intelligence_sharing", measures="", n=4))
        == 0
    )
    text = capsys.readouterr().out
    assert "allies.patron.intelligence.sanitised as in the arm" in " ".join(text.split())
    assert "By how much each condition changes what the whole measure does" in text


def test_an_explanation_touches_no_other_results(
    tiny: Path, capsys: pytest.CaptureFixture[str], undisturbed: Path
) -> None:
    before = content(undisturbed)
    assert main.status(words(tiny, undisturbed, "--explain", "liaison_team", measures="", n=4)) == 1
    said = capsys.readouterr()
    assert "holds other results. Choose another --name" in said.err
    assert said.out == ""
    assert content(undisturbed) == before
    assert not list(undisturbed.rglob(".worlds"))


def test_an_explanation_that_was_stopped_goes_on_and_says_the_same(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = words(tiny, tmp_path, "--explain", "liaison_team", "--json", measures="", n=5)
    assert main.status(command) == 0
    whole = capsys.readouterr().out
    whole_plan, begun = finished_chunks, []

    def stopped(plan: Plan, *, first: int = 0, jobs: int = 1, **_: object) -> Iterator[Chunk]:
        for chunk in whole_plan(plan, first=first, jobs=jobs, size=2):
            yield chunk
            raise KeyboardInterrupt

    def watched(plan: Plan, *, first: int = 0, jobs: int = 1, **_: object) -> Iterator[Chunk]:
        begun.append(first)
        return whole_plan(plan, first=first, jobs=jobs)

    monkeypatch.setattr("sim.studies.execution.gathering.finished_chunks", stopped)
    assert main.status(command) != 0
    assert "2 of 5 worlds are kept: the same command goes on" in capsys.readouterr().err
    monkeypatch.setattr("sim.studies.execution.gathering.finished_chunks", watched)
    assert main.status(command) == 0
    assert capsys.readouterr().out == whole
    assert begun == [2]
    assert not list(tmp_path.rglob(".worlds"))


@pytest.mark.parametrize(
    ("more", "measures", "said"),
    [
        (
            ("--budget", "3"),
            THREE,
            "encrypted_channels alone costs 9 million a year, more than the budget of 3",
        ),
        ((), "liaison_team,liaison_team", 'the measure "liaison_team" is stacked twice'),
        ((), "liason_team", 'Did you mean "liaison_team"?'),
        (
            ("--set", "channels.cable=null", "--set", "routes.any=courier"),
            "liaison_team",
            'needs a channel "cable"',
        ),
        (("--fraction",), THREE, "takes from 4 to 8 measures, not 3"),
        (("--fraction", "--budget", "30"), "", "leave out --budget, or --fraction"),
        (("--fraction", "--goal", "threat_end"), "", "leave out --goal, or --fraction"),
        (
            ("--explain", "liaison_team", "--goal", "nope", "--budget", "5"),
            "",
            "leave out --budget and --goal",
        ),
        (("--explain", "liaison_team", "--fraction"), "", "leave out --fraction, or --explain"),
        (("--explain", "liaison_team"), "encrypted_channels", "leave out --measures, or --explain"),
        (("--measures", ""), "", "--measures names nothing"),
        (("--measures", " ,"), "", "--measures names nothing"),
        (("--budget", "nan"), THREE, "nan: a number is expected, such as 10"),
        (("--budget", "inf"), THREE, "inf: a number is expected, such as 10"),
        (("--goal", "struck"), THREE, "neither way is better"),
        (("--arm", "consutl"), THREE, "has no arm 'consutl'"),
        (("--resume",), THREE, "no interrupted trial to resume"),
        (("--explain", "liason_team"), "", 'Did you mean "liaison_team"?'),
    ],
)
def test_one_clear_error_each(
    tiny: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    more: tuple[str, ...],
    measures: str,
    said: str,
) -> None:
    assert main.status(words(tiny, tmp_path, *more, measures=measures)) in {1, 2}
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.count("Error:") == 1
    assert "Traceback" not in told.err
    assert told.out == ""


def test_measures_that_clash_are_named_with_what_they_both_set(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = tmp_path / "tiny.yaml"
    scenario.write_bytes(tiny.read_bytes())
    (tmp_path / "measures").mkdir()
    text = f"{HEAD}title: Mine\nwith: {{protocol: concurrence}}\n"
    (tmp_path / "measures" / "mine.yaml").write_text(text, encoding="utf-8")
    assert main.status(words(scenario, tmp_path, measures="mine,crisis_framework")) == 2
    assert "protocol: mine and crisis_framework both set this input" in capsys.readouterr().err


def test_a_folder_of_something_else_is_not_overwritten(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = [
        "run",
        str(tiny),
        "-n",
        "4",
        "--out",
        str(tmp_path),
        "--name",
        "x",
        "--jobs",
        "1",
        "--no-charts",
        "--no-report",
    ]
    assert main.status(run) == 0
    assert main.status(words(tiny, tmp_path)) == 1
    assert "holds other results" in capsys.readouterr().err


def test_resuming_what_is_finished_is_no_error(
    tiny: Path, capsys: pytest.CaptureFixture[str], undisturbed: Path
) -> None:
    before = content(undisturbed)
    assert main.status(words(tiny, undisturbed, "--resume")) == 0
    assert "nothing is simulated again" in capsys.readouterr().err
    assert content(undisturbed) == before


def test_a_budget_beyond_all_costs_is_remarked(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A budget in units, not in millions, excluded nothing, and squeezed the chart of costs without
    a word.
    """
    assert main.status(words(tiny, tmp_path, "--budget", "3000000")) == 0
    assert "all measures together cost 15.7, so it excludes no set" in capsys.readouterr().err
    assert main.status(words(tiny, tmp_path, "--budget", "15.7")) == 0
    assert "excludes no set" not in capsys.readouterr().err


def test_the_command_that_is_kept_repeats_the_budget_exactly(tiny: Path, tmp_path: Path) -> None:
    assert main.status(words(tiny, tmp_path, "--budget", "12.3456789")) == 0
    manifest = json.loads((tmp_path / "tiny" / "x" / "manifest.json").read_text(encoding="utf-8"))
    assert "--budget 12.3456789" in json.dumps(manifest)
