"""A sweep on disk: the same bytes however it was stopped and computed, another one refused, its
charts drawn from its summary.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyarrow import parquet

from sim.errors import ResultsError, UsageError
from sim.experiment.design.designs import Design, chunks
from sim.experiment.runs.plan import plan_of
from sim.experiment.runs.replication import Chunk
from sim.experiment.statistics.verdicts import Verdict
from sim.experiment.sweeps.levers import levers
from sim.experiment.sweeps.sweep import Sweep
from sim.experiment.sweeps.sweep_summary import ComparisonRows, Sign, SweepSummary
from sim.output.charts.base.chart import Chart
from sim.output.charts.sweeps.drawings import SWEEP_CHARTS
from sim.output.charts.sweeps.sweep_evidence import swept
from sim.output.report.studies.sweep import sweep_findings
from sim.output.storage.canonical_json import text_of
from sim.output.storage.codec import plain
from sim.output.storage.manifest import Circumstances
from sim.output.storage.run_folder import manifest_of, open_run
from sim.output.storage.studies.design_study import Part, gather
from sim.output.storage.studies.study_folder import StudyFolder
from sim.output.storage.studies.sweeps import (
    complete_sweep,
    default_name,
    open_sweep,
    sweep_checkpoint,
)
from sim.output.storage.verification import damage_of
from sim.output.text.sweep_table import lines
from sim.scenario import load
from sim.studies.execution.settings import Making, Silent
from sim.studies.presentation import draw_all
from sim.studies.registry import repair
from sim.studies.specification import SweepSpecification
from sim.studies.sweep import break_evens_of, run
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
    with sweep_checkpoint(root, asked, "x", resume=resume) as checkpoint:
        for chunk in chunks(asked.design(), first=checkpoint.worlds, jobs=jobs):
            checkpoint.append(chunk)
        answers, rounds = break_evens_of(checkpoint, asked, partial(_round, checkpoint.path.parent))
        return complete_sweep(checkpoint, asked, answers, rounds, "schema: 1\n", ABOUT)


def _round(place: Path, name: str, design: Design) -> Part:
    return gather(place, name, design, jobs=1, advance=lambda _: None)


def content(path: Path) -> dict[str, bytes]:
    return {name: (path / name).read_bytes() for name in CONTENT}


@pytest.fixture(scope="module")
def line(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> StudyFolder[SweepSummary]:
    return stored(tmp_path_factory.mktemp("line"), sweep_of(tiny, CABLE))


@pytest.fixture(scope="module")
def plane(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> StudyFolder[SweepSummary]:
    return stored(tmp_path_factory.mktemp("plane"), sweep_of(tiny, CABLE, PATIENCE))


def test_rows_say_point_levers_arm_and_replication(plane: StudyFolder[SweepSummary]) -> None:
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
        sweep_checkpoint(tmp_path, asked, "x", resume=False) as checkpoint,
    ):
        checkpoint.append(next(chunks(asked.design())))
        raise KeyboardInterrupt
    with sweep_checkpoint(tmp_path, asked, "x", resume=False) as checkpoint:
        assert checkpoint.worlds > 0, "the same sweep goes on"
    assert content(stored(tmp_path, asked, jobs=2, resume=True).path) == content(line.path)


def test_another_sweep_is_refused(tiny: Path, tmp_path: Path) -> None:
    asked, other = sweep_of(tiny, CABLE), sweep_of(tiny, PATIENCE)
    with sweep_checkpoint(tmp_path, asked, "x", resume=False) as checkpoint:
        checkpoint.append(next(chunks(asked.design())))
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
    [
        ("line", {"curves", "break-even", "hangs-on"}, "heatmap"),
        ("plane", {"break-even", "heatmap", "hangs-on"}, "curves"),
    ],
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
        assert header[0] == ("input" if path.stem == "hangs-on" else "outcome")
        assert rows
    assert lacking in (tmp_path / "skipped.json").read_text(encoding="utf-8")
    again = draw_all(folder, out=tmp_path / "again")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in pictures]
    with pytest.raises(UsageError, match=f"cannot give the chart '{lacking}'"):
        draw_all(folder, out=tmp_path, names=[lacking])
    with pytest.raises(UsageError, match=", ".join(SWEEP_CHARTS)):
        draw_all(folder, out=tmp_path, names=["forest"])


def test_cells_that_show_nothing_are_not_filled(plane: StudyFolder[SweepSummary]) -> None:
    from matplotlib.colors import to_hex
    from matplotlib.patches import Rectangle

    from sim.output.charts.base.chart import Missing
    from sim.output.charts.sweeps import heatmap
    from sim.output.charts.sweeps.sweep_evidence import swept

    chart = heatmap.draw(swept(plane.summary), 7.5)
    assert not isinstance(chart, Missing)
    maps = [axes for axes in chart.figure.axes if axes.images]
    boxes = [patch for axes in maps for patch in axes.patches if isinstance(patch, Rectangle)]
    cleared = [box for box in boxes if box.get_fill()]
    assert {to_hex(patch.get_facecolor()) for patch in cleared} <= {"#ffffff"}
    shown = [plane.summary.comparisons[arm]["burden"].shown for arm in ("consult", "joint")]
    assert len(cleared) == sum(not cell for cells in shown for cell in cells)


def test_a_map_frames_what_is_shown_to_matter_and_hatches_what_is_shown_not_to(
    plane: StudyFolder[SweepSummary],
) -> None:
    from matplotlib.patches import Rectangle

    from sim.output.charts.base.chart import Missing
    from sim.output.charts.sweeps import heatmap
    from sim.output.charts.sweeps.sweep_evidence import swept

    summary = plane.summary
    across, up = (len(lever.values) for lever in summary.levers)
    said: list[Verdict] = ["cannot be told"] * (across * up)
    said[1], said[up] = "matters", "does not matter"  # above the first cell, and to its right
    cells = replace(summary.comparisons["consult"]["burden"], said=tuple(said))
    only = {"consult": {"burden": cells}}
    kept = {"burden": summary.outcomes["burden"]}
    arms = {arm: summary.arms[arm] for arm in (summary.baseline, "consult")}
    planted = replace(summary, comparisons=only, outcomes=kept, arms=arms, break_even=())
    chart = heatmap.draw(swept(planted), 7.5)
    assert not isinstance(chart, Missing)
    axes = next(axes for axes in chart.figure.axes if axes.images)
    boxes = [box for box in axes.patches if isinstance(box, Rectangle) and not box.get_fill()]
    places = {round(box.get_x() + 0.46): round(box.get_y() + 0.46) for box in boxes}
    hatched = [box.get_hatch() is not None for box in boxes]
    assert (places, hatched) == ({0: 1, 1: 0}, [False, True])
    assert "shown to matter in 1" in chart.alt
    verdicts = [row[-1] for row in chart.numbers.rows]
    assert verdicts[1] == "shown to matter"
    assert verdicts[up] == "shown not to matter"


def test_what_only_some_worlds_have_is_not_tested_and_says_in_how_many(
    line: StudyFolder[SweepSummary],
) -> None:
    summary = line.summary
    selected = [name for name, one in summary.outcomes.items() if one.exists != "always"]
    assert selected
    for by_outcome in summary.comparisons.values():
        for name in selected:
            cells = by_outcome[name]
            assert not any(cells.shown)
            assert set(cells.p) == {None}, "in no family"
            few = [low for low, n in zip(cells.low, cells.pairs, strict=True) if n < 10]
            assert set(few) <= {None}
    name = selected[0]
    cells = summary.comparisons["consult"][name]
    told = replace(cells, difference=(7.0,) * len(cells.pairs), pairs=(29,) * len(cells.pairs))
    only = replace(
        summary,
        outcomes={name: summary.outcomes[name]},
        comparisons={"consult": {name: told}},
        break_even=(),
    )
    text = " ".join(" ".join(lines(only)).split())
    assert f"the worlds where both have it, (n) of {summary.replications}: a selected group" in text
    assert "+7 (29)" in text
    assert "nothing is tested in it" in text
    page = sweep_findings(only)
    assert "nothing is tested" in page.answer[0]
    assert page.tables[0].rows[0][-1].endswith(" (29)")


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
        for name, kind in SWEEP_CHARTS.items():
            chart = kind.draw(swept(folder.summary), 7.5)
            if isinstance(chart, Chart) and name != "hangs-on":  # there it is a mark on the axis
                above = chart.figure.texts[1].get_text().replace("\n", " ")
                assert all(one.now_told in above for one in folder.summary.levers)


def test_every_difference_is_told_by_its_size_where_something_may_be_said(
    line: StudyFolder[SweepSummary],
) -> None:
    summary = line.summary
    shown = {"matters", "may be small", "does not matter"}
    for by_outcome in summary.comparisons.values():
        for name, cells in by_outcome.items():
            assert len(cells.said) == len(summary.points)
            if summary.outcomes[name].exists != "always":
                assert set(cells.said) == {"not compared"}, "a selected group"
            else:
                told = zip(cells.said, cells.shown, strict=True)
                assert all(said in shown for said, star in told if star)
    cells = replace(
        summary.comparisons["consult"]["burden"],
        difference=(90.0, 20.0, -5.0),
        shown=(True, True, True),
        said=("matters", "may be small", "does not matter"),
    )
    unshown = replace(
        cells, shown=(False,) * 3, said=("does not matter", "too rare", "cannot be told")
    )

    def words(found: ComparisonRows) -> list[str]:
        by_outcome = {**summary.comparisons["consult"], "burden": found}
        only = {"burden": summary.outcomes["burden"]}
        text = lines(
            replace(summary, outcomes=only, comparisons={"consult": by_outcome}, break_even=())
        )
        return [row.rstrip() for row in text if " +" in row or " -" in row]

    assert [row.partition(" * ")[2] for row in words(cells)] == [
        "matters",
        "may be small",
        "too small",
    ]
    untold = words(unshown)
    assert untold[0].endswith("shown not to matter")
    assert untold[1].endswith("too rare to tell")
    assert untold[2].endswith("-5")
    by_outcome = {**summary.comparisons["consult"], "burden": cells}
    many = {f"arm_{at}": by_outcome for at in range(5)}
    wide = list(lines(replace(summary, comparisons=many, break_even=())))
    assert max(map(len, wide)) <= 100
    assert [row.count(" *") for row in words(replace(cells, said=()))] == [1, 1, 1], "older results"


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


PATH, WHOLE = "channels.cable.latency.lognormal.median", "0.25 h to 24 h"
BEATING = f"beating unilateral in 'escalation burden' at {PATH}"
NOTHING = {"value": None, "low": None, "high": None}


def told_of(
    line: StudyFolder[SweepSummary], *signs: Sign, worlds: int = 60, **changes: object
) -> str:
    """What is printed where the break-even at three values is another one."""
    one = altered(
        line.summary.break_even[0], **{"monotone": True, "told": NOTHING, "cells": [], **changes}
    )
    tried = [replace(value, sign=sign) for value, sign in zip(one.tried, signs, strict=True)]
    found = replace(one, tried=tuple(tried))
    summary = replace(line.summary, break_even=(found,), replications=worlds)
    return " ".join(" ".join(lines(summary)).split())


def cell(turn: str, low: float, high: float) -> dict[str, object]:
    return {
        "turn": turn,
        "low": low,
        "high": high,
        "low_told": f"{low:g} h",
        "high_told": f"{high:g} h",
    }


def test_cells_are_told_in_sentences(line: StudyFolder[SweepSummary]) -> None:
    signs: tuple[Sign, Sign, Sign] = ("better", "not shown", "worse")
    stops: dict[str, Any] = {"verdict": "stops", "cells": [cell("stops", 0.25, 24.0)]}
    text = told_of(line, *signs, **stops)
    assert f"consult stops {BEATING} between 0.25 h and 24 h." in text
    assert "may change sides twice there unseen" in text
    assert "does not run one way" in told_of(line, *signs, **stops, monotone=False)
    way: dict[str, Any] = {"value": 3.0, "low": 2.0, "high": 4.0}
    way |= {**stops, "told": {"value": "3 h", "low": "2 h", "high": "4 h"}}
    one_way = "; if the difference runs one way only, at 3 h (95 % interval 2 h to 4 h)."
    assert one_way in told_of(line, *signs, **way)
    assert "one way only" not in told_of(line, *signs, worlds=29, **way)
    wide: dict[str, Any] = {**way, "low": 0.25, "high": 24.0}
    assert "one way only" not in told_of(line, *signs, **wide), "it says nothing more"
    both = [cell("stops", 0.25, 2), cell("starts", 2, 24)]
    twice: dict[str, Any] = {"verdict": "changes sides several times", "cells": both}
    assert (
        f"stops {BEATING} between 0.25 h and 2 h and starts again between 2 h and 24 h: at least 2"
        " break-evens." in told_of(line, "better", "worse", "better", **twice)
    )


def test_what_is_no_cell_is_told_by_its_values(line: StudyFolder[SweepSummary]) -> None:
    way: dict[str, Any] = {"value": 3.0, "told": {"value": "3 h", "low": "2 h", "high": None}}
    part = told_of(line, "better", "not shown", "not shown", verdict="better in part", **way)
    assert f"in a part of {PATH} = {WHOLE} (better at 0.25 h; no difference shown at" in part
    assert "only, at 3 h (95 % interval 2 h to above 24 h)." in part
    curve: dict[str, Any] = {"verdict": "better throughout", "curve": [30.0, 20.0, 12.5]}
    always = told_of(line, "better", "better", "better", **curve)
    assert f"at all values of {PATH} = {WHOLE}, least by 12.5 rung-hours at 24 h." in always
    never = told_of(line, "worse", "worse", "worse", verdict="not better anywhere")
    assert f"nowhere in {PATH} = {WHOLE} (worse at {WHOLE})." in never
    unsure = told_of(line, "not shown", "not shown", "not shown", verdict="cannot be told")
    assert f"cannot tell at any value of {PATH}" in unsure


CROSSING = """\
schema: 1
title: Two patiences
purpose: An arm that does better than the other only where it is the more patient
start: 2026-03-02T06:00+02:00
horizon: 4 d
follow_up: 1 h
adversary: {threat: {line: null}}
arms:
  steady: {protocol: consult, with: {terms: {patience: {base: 24 h}}}}
  varied: {protocol: consult, with: {terms: {patience: {base: 24 h}}}}
study: {baseline: steady}
"""


def test_a_cell_is_halved_in_fresh_worlds_and_made_again_where_it_is_lost(tmp_path: Path) -> None:
    scenario = tmp_path / "crossing.yaml"
    scenario.write_text(CROSSING, encoding="utf-8")
    asked = SweepSpecification(
        scenario=str(scenario),
        vary=("arms.varied.terms.patience.base=8h,72h",),
        break_even=("unilateral_strike",),
        outcomes=("unilateral_strike",),
        narrow_to="33 h",
        replications=80,
    )
    folder = run(asked, Making(out=tmp_path, name="x", charts=False, jobs=1), Silent())
    [found] = folder.summary.break_even
    assert found.verdict == "starts"
    assert [one.value for one in found.tried if one.fresh] == [40.0], "in the middle"
    path = folder.path
    rows = parquet.read_table(path / "refined-1.parquet")
    assert set(rows.column("replication").to_pylist()) == set(range(80, 160)), "fresh worlds"
    before = {file.name: file.read_bytes() for file in path.iterdir()}
    assert not list(path.glob(".*"))
    lost = path / "refined-1.parquet"
    lost.write_bytes(lost.read_bytes()[:-20])
    (path / "refined-1-design.csv").unlink()
    about = manifest_of(path)
    repair(path, about, damage_of(path, about))
    assert {file.name: file.read_bytes() for file in path.iterdir()} == before


@pytest.mark.slow
def test_a_sweep_that_is_stopped_while_a_cell_is_halved_goes_on_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = tmp_path / "crossing.yaml"
    scenario.write_text(CROSSING, encoding="utf-8")
    asked = SweepSpecification(
        scenario=str(scenario),
        vary=("arms.varied.terms.patience.base=8h,72h",),
        break_even=("unilateral_strike",),
        outcomes=("unilateral_strike",),
        narrow_to="33 h",
        replications=80,
    )
    making = Making(out=tmp_path / "whole", name="x", charts=False, jobs=1)
    whole = run(asked, making, Silent()).path
    firsts: list[int] = []

    # What it is called with is passed on.
    def stopped(design: Design, *, first: int = 0, **how: Any) -> Iterator[Chunk]:  # noqa: ANN401
        firsts.append(first)
        for chunk in chunks(design, first=first, **how):
            yield chunk
            if len(firsts) == 1:
                raise KeyboardInterrupt

    monkeypatch.setattr("sim.output.storage.studies.design_study.chunks", stopped)
    there = replace(making, out=tmp_path / "parts")
    with pytest.raises(KeyboardInterrupt):
        run(asked, there, Silent())
    assert not list((tmp_path / "parts").rglob("manifest.json")), "no half result"
    path = run(asked, replace(there, resume=True), Silent()).path
    assert firsts[0] == 0
    assert 0 < firsts[1] < 160, "what was tried of the round is kept"
    for file in whole.iterdir():
        if file.name != "manifest.json":  # which has the clock
            assert (path / file.name).read_bytes() == file.read_bytes(), file.name
