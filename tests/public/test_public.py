"""``import sim`` as a notebook or a script uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import sim
from sim.cli import main

#: As one calls it who has no type checker.
LOOSE: Any = sim
CLOCK = ("started", "wall_seconds", "seal")
LEVERS = "adversary.threat.growth,terms.patience.base,ladder.cooling.rate"
QUIET = ["--jobs", "1", "--quiet", "--seed", "7"]


def files(folder: Path) -> dict[str, bytes]:
    """All files of a folder of results, the manifest without the clock."""
    found = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    about = json.loads(found["manifest.json"])
    found["manifest.json"] = json.dumps(
        {key: value for key, value in about.items() if key not in CLOCK}
    ).encode()
    return found


@pytest.fixture(scope="module")
def results(tiny: Path) -> sim.Results[Any]:
    return sim.compare(tiny, worlds=6, seed=7, jobs=1)


def commanded(out: Path, *words: str) -> Path:
    assert main.status([*words, *QUIET, "--out", str(out)]) == 0
    (folder,) = (path.parent for path in out.glob("*/*/manifest.json"))
    return folder


def test_what_is_public_is_listed_and_there() -> None:
    assert len(sim.__all__) == len(set(sim.__all__))
    for name in sim.__all__:
        assert getattr(sim, name) is not None
        assert name in dir(sim)
        assert not (Path(sim.__file__).parent / name).exists(), (
            "no folder has the name of a function"
        )
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = sim.nothing  # type: ignore[attr-defined]


def test_importing_it_imports_nothing_heavy() -> None:
    code = (
        "import sys, sim; heavy = {'numpy', 'scipy', 'pyarrow', 'yaml', 'pydantic', 'simpy',"
        " 'matplotlib', 'click', 'jinja2'};assert not heavy & {*sys.modules}; assert not [name for"
        " name in sys.modules if name.startswith('sim.')];sim.UsageError; assert not heavy &"
        " {*sys.modules}"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_folder_is_that_of_the_command(
    results: sim.Results[Any], tiny: Path, tmp_path: Path
) -> None:
    mine = results.save(tmp_path / "mine")
    theirs = commanded(tmp_path / "theirs", "run", str(tiny), "-n", "6")
    assert mine.relative_to(tmp_path / "mine") == theirs.relative_to(tmp_path / "theirs")
    assert files(mine) == files(theirs)
    assert results.save(tmp_path / "mine") == mine, "the same results may be saved again"
    with pytest.raises(sim.ResultsError, match="holds other results"):
        sim.compare(tiny, worlds=4, seed=7, jobs=1).save(tmp_path / "mine", mine.name)


def test_with_out_it_is_written_there_at_once(tiny: Path, tmp_path: Path) -> None:
    swept = sim.sweep(
        tiny, "terms.patience.base=1h,5d", worlds=4, seed=7, jobs=1, out=tmp_path / "mine"
    )
    theirs = commanded(
        tmp_path / "theirs", "sweep", str(tiny), "--vary", "terms.patience.base=1h,5d", "-n", "4"
    )
    assert files(swept.path) == files(theirs)
    assert sim.open_results(swept.path).summary == swept.summary


def test_outcomes_go_to_polars(results: sim.Results[Any]) -> None:
    pl: Any = pytest.importorskip("polars")
    table = results.outcomes
    frame = pl.from_arrow(table)
    assert frame.columns == table.column_names
    assert frame["struck"].null_count() == table.column("struck").null_count
    for name in ("struck", "burden"):
        assert frame[name].to_list() == table.column(name).to_pylist()
    by_capsule = pl.DataFrame(table)
    assert by_capsule.equals(frame)


def test_outcomes_go_to_other_libraries_without_a_copy(results: sim.Results[Any]) -> None:
    pd: Any = import_module("pandas")
    table = results.outcomes
    assert (table.num_rows, table.column_names[:2]) == (6 * 3, ["arm", "replication"])
    assert pa.table(table).equals(table), "by the PyCapsule interface"
    assert hasattr(table, "__arrow_c_stream__")
    frame = pd.DataFrame.from_arrow(table)
    struck = frame.groupby("arm", observed=True)["struck"].mean()
    assert struck["unilateral"] == pytest.approx(
        results.summary.estimates["unilateral"]["struck"].estimate
    )


def test_a_figure_is_one_of_matplotlib_and_chooses_no_backend(tiny: Path) -> None:
    code = (
        f"import sys, sim\nresults = sim.compare({str(tiny)!r}, worlds=3, seed=7, jobs=1)\nfrom"
        " matplotlib.figure import Figure\nassert isinstance(results.plot('courses'), Figure) and"
        " isinstance(results.plot(), Figure)\nassert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_chart_that_there_is_not_is_told_as_by_the_command(results: sim.Results[Any]) -> None:
    with pytest.raises(
        sim.UsageError, match=r"There is no chart 'forrest'. Did you mean 'forest'\?"
    ):
        results.plot("forrest")
    with pytest.raises(
        sim.UsageError, match=r"There is no chart 'tornado'. It is one of a sensitivity study"
    ):
        results.plot("tornado")


def test_a_notebook_shows_what_the_command_prints(
    results: sim.Results[Any], tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commanded(tmp_path, "run", str(tiny), "-n", "6", "--no-charts", "--no-report")
    assert capsys.readouterr().out == f"{results}\n"
    assert results._repr_html_().startswith("<pre>Tiny\n")
    assert repr(results).startswith("<run of tiny: 6 worlds x 3 arms, seed 7, in ")
    assert results.report().startswith("<!DOCTYPE html>")


def test_a_loaded_scenario_serves_all(tiny: Path) -> None:
    scenario = sim.load(tiny, sets={"horizon": "5 d"})
    assert tuple(scenario.arms) == ("unilateral", "consult", "joint")
    assert scenario.digest[:12] in repr(scenario)
    session = sim.Session(scenario, seed=7, replication=1, arm="consult")
    assert session.log
    for wrong, said in (
        ({"arm": "nope"}, "no arm 'nope': there are unilateral, consult, joint"),
        ({"seed": -1}, "seed: expected a whole number from 0 on, got -1"),
        ({"replication": "x"}, "replication: expected a whole number"),
    ):
        asked: Any = {"seed": 7, "replication": 1, "arm": "consult"} | wrong
        with pytest.raises(sim.UsageError, match=said):
            sim.Session(scenario, **asked)
    first = sim.compare(scenario, worlds=2, seed=7, arms="consult,joint", jobs=1)
    again = sim.compare(
        tiny, worlds=2, seed=7, arms=["consult", "joint"], sets=["horizon=5 d"], jobs=1
    )
    assert first.summary == again.summary
    assert first.arms == ("consult", "joint")
    with pytest.raises(sim.UsageError, match=r"loaded already; give them to load\(\)"):
        sim.compare(scenario, sets={"horizon": "4 d"})


def test_measures_are_saved_as_the_command_writes_them(tiny: Path, tmp_path: Path) -> None:
    tried = sim.measures(tiny, ["liaison_team"], worlds=4, seed=7, jobs=1)
    assert tried.kind == "measures"
    words = ("measures", str(tiny), "--measures", "liaison_team", "--worlds", "4")
    theirs = commanded(tmp_path / "theirs", *words)
    assert files(tried.save(tmp_path / "mine")) == files(theirs)


def test_sensitivity_is_saved_as_the_command_writes_it(tiny: Path, tmp_path: Path) -> None:
    influences = sim.sensitivity(
        tiny, outcomes="burden", paths=LEVERS, samples=60, worlds=8, seed=7, jobs=1
    )
    assert set(influences.tables) == {"alone", "sample"}
    assert influences.outcomes.column_names[0] == "part"
    words = ("--outcome", "burden", "--paths", LEVERS, "--samples", "60", "--worlds", "8")
    theirs = commanded(tmp_path / "theirs", "sensitivity", str(tiny), *words)
    assert files(influences.save(tmp_path / "mine")) == files(theirs)


def test_conditions_are_saved_as_the_command_writes_them(tiny: Path, tmp_path: Path) -> None:
    found = sim.discover(tiny, paths=LEVERS, samples=40, worlds=1, fresh=20, seed=7, jobs=1)
    theirs = commanded(
        tmp_path / "theirs",
        "discover",
        "--fresh",
        "20",
        str(tiny),
        "--paths",
        LEVERS,
        "--samples",
        "40",
        "--worlds",
        "1",
    )
    assert files(found.save(tmp_path / "mine")) == files(theirs)


def test_times_are_fitted(tmp_path: Path) -> None:
    data = tmp_path / "cables.csv"
    data.write_text(
        "hours_h\n" + "\n".join(str(1 + at * at / 9) for at in range(40)), encoding="utf-8"
    )
    found = sim.fit(data, "hours_h", laws=["lognormal", "weibull"], bootstrap=0)
    assert found.recommended_line.startswith(("{lognormal", "{weibull"))
    assert "hours_h of cables.csv" in str(found)
    with pytest.raises(
        sim.UsageError, match=r"there is no law 'weibul' to fit\. Did you mean 'weibull'"
    ):
        sim.fit(data, "hours_h", laws="weibul")


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (
            lambda path: LOOSE.compare(path, worlds=0),
            sim.UsageError,
            "replications: 0: a number of at least 1 is expected",
        ),
        (
            lambda path: LOOSE.compare(path, seed="7"),
            sim.UsageError,
            "seed: expected a whole number or None, not '7'",
        ),
        (
            lambda path: LOOSE.compare(path, arms=["consul"]),
            sim.UsageError,
            "Did you mean 'consult'?",
        ),
        (
            lambda path: LOOSE.compare(path, arms=7),
            sim.UsageError,
            "expected a text, or several in a list, not 7.",
        ),
        (
            lambda path: LOOSE.compare(path, jobs=0),
            sim.UsageError,
            "jobs: 0 is no number of processes",
        ),
        (
            lambda _: LOOSE.compare(7),
            sim.UsageError,
            "scenario: expected a file, or what load() gave, not int.",
        ),
        *(
            (call, sim.UsageError, said)
            for call, said in (
                (lambda _: LOOSE.load(7), "path: expected the name of a file or a folder, not 7."),
                (lambda _: LOOSE.load(""), "path: expected the name of a file or a folder"),
                (lambda _: LOOSE.compare(""), "scenario: expected the name of a file"),
                (lambda path: LOOSE.compare(path, out=""), "out: expected the name of a file"),
                (lambda path: LOOSE.compare(path, name=7), "name: expected a text, not 7."),
                (lambda path: LOOSE.load(path, sets=[7]), "sets: expected texts such as"),
                (lambda _: LOOSE.open_results(7), "folder: expected the name of a file"),
                (lambda _: LOOSE.open_results(""), "folder: expected the name of a file"),
            )
        ),
        (lambda path: LOOSE.compare(path, sets={"horizn": "4 d"}), sim.ScenarioError, "horizn"),
        (lambda path: LOOSE.load(path.parent / "nowhere.yaml"), sim.ScenarioError, "nowhere.yaml"),
        (sim.open_results, sim.ResultsError, "is no results folder but a file"),
        (
            lambda path: LOOSE.sweep(path, "terms.patience.base"),
            sim.UsageError,
            "--vary terms.patience.base: expected PATH",
        ),
        (
            lambda path: LOOSE.sensitivity(path, method="fast"),
            sim.UsageError,
            "method: expected one of bands, sobol",
        ),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(
    tiny: Path,
    call: Any,  # noqa: ANN401
    error: type[Exception],
    said: str,
) -> None:
    with pytest.raises(error) as caught:
        call(tiny)
    assert said in str(caught.value)


def test_a_script_without_a_guard_may_use_many_processes(tiny: Path, tmp_path: Path) -> None:
    """Worker processes do not run the script that started them."""
    script = tmp_path / "script.py"
    lines = [
        "import sim",
        "print('once')",
        f"print(sim.compare({str(tiny)!r}, worlds=24, seed=7, jobs=2).worlds)",
    ]
    script.write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert done.stdout == "once\n24\n"


def test_none_gives_back_the_default(tiny: Path) -> None:
    assert sim.load(tiny, sets={"horizon": None}).digest != sim.load(tiny).digest
    assert sim.load(tiny, sets={"study.question": None}).digest == sim.load(tiny).digest
