"""A sweep on disk: the same bytes however it was stopped and computed, another one refused, its
charts drawn from its summary.
"""

from __future__ import annotations

import csv
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.errors import ResultsError, UsageError
from sim.experiment.design.designs import chunks
from sim.experiment.runs.plan import plan_of
from sim.experiment.sweeps.levers import levers
from sim.experiment.sweeps.sweep import Sweep
from sim.experiment.sweeps.sweep_summary import SweepSummary
from sim.output.charts.base.chart import Chart
from sim.output.charts.sweeps.drawings import SWEEP_CHARTS
from sim.output.charts.sweeps.sweep_evidence import swept
from sim.output.storage.canonical_json import text_of
from sim.output.storage.codec import plain
from sim.output.storage.manifest import Circumstances
from sim.output.storage.run_folder import open_run
from sim.output.storage.studies.study_folder import StudyFolder
from sim.output.storage.studies.sweeps import (
    complete_sweep,
    default_name,
    open_sweep,
    sweep_checkpoint,
)
from sim.output.text.sweep_table import lines
from sim.scenario import load
from sim.studies.presentation import draw_all
from tests.summaries import altered, damage_said

ABOUT = Circumstances(
    specification={},
    command="hotline sweep tiny.yaml",
    started="2026-03-02T06:00:00+00:00",
    seconds=1.5,
)
CONTENT = ("outcomes.parquet", "scenario.yaml", "summary.json")
CABLE = "channels.cable.latency.median=15min..24h:3"
PATIENCE = "terms.patience.base=1h,5d"


def sweep_of(tiny: Path, *varied: str, worlds: int = 5) -> Sweep:
    plan = plan_of(load(tiny), seed=7, replications=worlds)
    settings = {name: arm.setting for name, arm in plan.scenario.arms.items()}
    outcomes = ("unilateral_strike", "strike_h", "burden")
    return Sweep(
        plan=plan, levers=levers(settings, varied), outcomes=outcomes, break_even=("burden",)
    )


def stored(
    root: Path, asked: Sweep, *, jobs: int = 1, resume: bool = False
) -> StudyFolder[SweepSummary]:
    with sweep_checkpoint(root, asked, "x", resume=resume) as harvest:
        for chunk in chunks(asked.design(), first=harvest.worlds, jobs=jobs):
            harvest.append(chunk)
        return complete_sweep(harvest, asked, "schema: 1\n", ABOUT)


def content(path: Path) -> dict[str, bytes]:
    return {name: (path / name).read_bytes() for name in CONTENT}


@pytest.fixture(scope="module")
def line(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> StudyFolder[SweepSummary]:
    return stored(tmp_path_factory.mktemp("line"), sweep_of(tiny, CABLE))


@pytest.fixture(scope="module")
def plane(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> StudyFolder[SweepSummary]:
    return stored(tmp_path_factory.mktemp("plane"), sweep_of(tiny, CABLE, PATIENCE))


def test_rows_say_point_levers_arm_and_replication(plane: StudyFolder[SweepSummary]) -> None:
    from pyarrow import parquet

    table = parquet.read_table(plane.path / "outcomes.parquet")
    first = [
        "point",
        "channels.cable.latency.lognormal.median",
        "terms.patience.base",
        "arm",
        "replication",
    ]
    assert table.column_names[:5] == first
    assert table.num_rows == 6 * 5 * 3
    row = {name: table.column(name)[5 * 3 + 4].as_py() for name in first}
    assert row == {"point": 1, first[1]: 0.25, first[2]: 120.0, "arm": "consult", "replication": 1}


def test_the_summary_says_what_the_rows_say(line: StudyFolder[SweepSummary]) -> None:
    from pyarrow import parquet

    table = parquet.read_table(line.path / "outcomes.parquet")
    point, arm = np.array(table.column("point")), np.array(table.column("arm").to_pylist())
    burden = np.array(table.column("burden"))
    mean = burden[(point == 2) & (arm == "joint")].mean()
    assert line.summary.estimates["joint"]["burden"].estimate[2] == pytest.approx(mean)
    difference = mean - burden[(point == 2) & (arm == "unilateral")].mean()
    assert line.summary.comparisons["joint"]["burden"].difference[2] == pytest.approx(difference)


def test_workers_and_interruptions_change_no_byte(
    tiny: Path, line: StudyFolder[SweepSummary], tmp_path: Path
) -> None:
    asked = sweep_of(tiny, CABLE)
    with (
        suppress(KeyboardInterrupt),
        sweep_checkpoint(tmp_path, asked, "x", resume=False) as harvest,
    ):
        harvest.append(next(chunks(asked.design())))
        raise KeyboardInterrupt
    with sweep_checkpoint(tmp_path, asked, "x", resume=False) as harvest:
        assert harvest.worlds > 0, "the same sweep goes on"
    assert content(stored(tmp_path, asked, jobs=2, resume=True).path) == content(line.path)


def test_another_sweep_is_refused(tiny: Path, tmp_path: Path) -> None:
    asked, other = sweep_of(tiny, CABLE), sweep_of(tiny, PATIENCE)
    with sweep_checkpoint(tmp_path, asked, "x", resume=False) as harvest:
        harvest.append(next(chunks(asked.design())))
    with (
        pytest.raises(ResultsError, match="differs in: factors, points"),
        sweep_checkpoint(tmp_path, other, "x", resume=False),
    ):
        pass
    stored(tmp_path, asked)
    with (
        pytest.raises(ResultsError, match="holds other results"),
        sweep_checkpoint(tmp_path, other, "x", resume=False),
    ):
        pass
    with (
        pytest.raises(ResultsError, match="no interrupted sweep"),
        sweep_checkpoint(tmp_path, asked, "x", resume=True),
    ):
        pass
    assert default_name(asked) != default_name(other)


def test_a_change_is_found(tiny: Path, tmp_path: Path) -> None:
    folder = stored(tmp_path, sweep_of(tiny, PATIENCE))
    assert damage_said(folder.path) == ""
    (folder.path / "scenario.yaml").write_text("schema: 2\n")
    assert damage_said(folder.path) == "scenario.yaml"


def test_it_is_no_run_and_a_run_is_no_sweep(
    line: StudyFolder[SweepSummary], tmp_path: Path
) -> None:
    with pytest.raises(ResultsError, match="another study: sweep"):
        open_run(line.path)
    (tmp_path / "manifest.json").write_bytes(
        text_of(plain(replace(line.manifest, kind="measures")))
    )
    with pytest.raises(ResultsError, match="holds no sweep"):
        open_sweep(tmp_path)


@pytest.mark.parametrize(
    ("shape", "drawn", "lacking"),
    [("line", {"curves", "break-even"}, "heatmap"), ("plane", {"break-even", "heatmap"}, "curves")],
)
def test_charts_come_with_numbers_and_words(
    request: pytest.FixtureRequest, tmp_path: Path, shape: str, drawn: set[str], lacking: str
) -> None:
    folder: StudyFolder[SweepSummary] = request.getfixturevalue(shape)
    pictures = draw_all(folder, out=tmp_path)
    assert {path.stem for path in pictures} == drawn
    for path in pictures:
        assert path.read_text(encoding="utf-8").count('role="img"') == 1
        with path.with_suffix(".csv").open(encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        assert header[0] == "outcome"
        assert rows
    assert lacking in (tmp_path / "skipped.json").read_text(encoding="utf-8")
    again = draw_all(folder, out=tmp_path / "again")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in pictures]
    with pytest.raises(UsageError, match=f"cannot give the chart '{lacking}'"):
        draw_all(folder, out=tmp_path, names=[lacking])
    with pytest.raises(UsageError, match=", ".join(SWEEP_CHARTS)):
        draw_all(folder, out=tmp_path, names=["forest"])


def test_cells_that_show_nothing_are_hatched(plane: StudyFolder[SweepSummary]) -> None:
    from matplotlib.patches import Rectangle

    from sim.output.charts.base.chart import Missing
    from sim.output.charts.sweeps import heatmap
    from sim.output.charts.sweeps.sweep_evidence import swept

    chart = heatmap.draw(swept(plane.summary), 7.5)
    assert not isinstance(chart, Missing)
    patches = [patch for axes in chart.figure.axes for patch in axes.patches]
    hatched = [patch for patch in patches if isinstance(patch, Rectangle) and patch.get_hatch()]
    shown = [plane.summary.comparisons[arm]["burden"].shown for arm in ("consult", "joint")]
    assert len(hatched) == sum(not cell for cells in shown for cell in cells)


def test_the_value_that_the_scenario_has_is_marked_in_tables_and_told_above_charts(
    line: StudyFolder[SweepSummary], plane: StudyFolder[SweepSummary]
) -> None:
    lever = line.summary.levers[0]
    among = replace(
        lever, told=(*lever.told[:-1], lever.now_told), values=(*lever.values[:-1], lever.now)
    )
    points = (*line.summary.points[:-1], (lever.now,))
    printed = list(lines(replace(line.summary, levers=(among,), points=points)))
    assert f"sweep of {lever.path} (as it is: {lever.now_told})" in " ".join(printed)
    marked = [row for row in printed if row.lstrip().startswith(f"as it is: {lever.now_told} ")]
    assert len(marked) == len(printed_tables(line.summary))
    parting = replace(line.summary, levers=(replace(among, differs=True),), points=points)
    assert not any(row.lstrip().startswith("as it is: ") for row in lines(parting)), (
        "no arm's value stands for all"
    )
    assert not any(row.lstrip().startswith("as it is: ") for row in lines(line.summary)), (
        "only where it is one of the values"
    )
    for folder in (line, plane):
        for kind in SWEEP_CHARTS.values():
            chart = kind.draw(swept(folder.summary), 7.5)
            if isinstance(chart, Chart):
                above = chart.figure.texts[1].get_text().replace("\n", " ")
                assert all(one.now_told in above for one in folder.summary.levers)


def test_unequal_numbers_of_a_column_print_unequal(line: StudyFolder[SweepSummary]) -> None:
    summary, base = line.summary, line.summary.baseline
    found, cells = summary.estimates[base]["burden"], summary.comparisons["consult"]["burden"]
    close = (120.041, 120.042, 120.9)
    alike = replace(
        summary,
        break_even=(),
        estimates={**summary.estimates, base: {"burden": replace(found, estimate=close)}},
        comparisons={"consult": {"burden": replace(cells, difference=close)}},
        outcomes={"burden": summary.outcomes["burden"]},
    )
    said = "\n".join(lines(alike))
    assert all(said.count(f"{value:g}") == 2 for value in close)


def printed_tables(summary: SweepSummary) -> list[str]:
    """Outcomes of which a table is printed."""
    return (
        list(dict.fromkeys(one.outcome for one in summary.break_even)) or list(summary.outcomes)[:4]
    )


def test_break_evens_are_told_in_sentences(line: StudyFolder[SweepSummary]) -> None:
    def said(worlds: int = 60, **changes: object) -> str:
        found = altered(line.summary.break_even[0], **{"monotone": True, **changes})
        summary = replace(line.summary, break_even=(found,), replications=worlds)
        return " ".join(" ".join(lines(summary)).split())

    told = {"value": "3 h", "low": "2 h", "high": None}
    text = said(verdict="stops", told=told)
    assert (
        "consult stops beating unilateral in 'escalation burden' at"
        " channels.cable.latency.lognormal.median = 3 h" in text
    )
    assert "(95 % interval 2 h to above 24 h)" in text
    nothing = {"value": None, "low": None, "high": None}
    always = said(verdict="better throughout", told=nothing, curve=[30.0, 20.0, 12.5])
    assert (
        "at all of channels.cable.latency.lognormal.median = 0.25 h to 24 h, least by 12.5"
        " rung-hours at 24 h." in always
    )
    part = said(
        verdict="better throughout", told={**nothing, "low": "21.1 h"}, curve=[30.0, 20.0, 12.5]
    )
    assert (
        "beats unilateral in 'escalation burden' at channels.cable.latency.lognormal.median = 0.25"
        " h up to 21.1 h; beyond, no difference is shown (least by 12.5 rung-hours at 24 h)."
        in part
    )
    assert "all of" not in part
    to_the_end = said(
        verdict="better throughout", told={**nothing, "low": "24 h"}, curve=[30.0, 20.0, 12.5]
    )
    assert "24 h up to" not in to_the_end
    assert "up to 24 h" not in to_the_end, (
        "at the last value nothing is shown, and beyond it nothing was run"
    )
    assert "beyond, no difference is shown (least by 12.5 rung-hours at 24 h)." in to_the_end
    from_the_start = said(
        verdict="better throughout", told={**nothing, "high": "0.25 h"}, curve=[12.5, 20.0, 30.0]
    )
    assert "= 0.25 h up to" not in from_the_start
    few = said(worlds=29, verdict="stops", told=told)
    assert "= 3 h, by its estimate alone (no interval: 29 worlds, fewer than 30)." in few
    assert "95 % interval" not in few
    assert "nowhere in" in said(verdict="not better anywhere", told=nothing)
    assert "cannot tell where" in said(verdict="cannot be told", told=nothing)
    assert "does not run one way" in said(verdict="stops", told=told, monotone=False)
