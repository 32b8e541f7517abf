"""A kind of study is one row of ``STUDIES``: one that is added there is run, listed, drawn,
reported and repaired as any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

import sim
from sim.cli import main
from sim.domain.inputs.setting import Scenario
from sim.experiment.comparison.summary_parts import ScenarioSummary, scenario_summary
from sim.experiment.design.designs import Design
from sim.experiment.outcomes.definitions import OutcomeSummary
from sim.output.charts import catalogue
from sim.output.charts.base.chart import Chart, Missing, Table
from sim.output.charts.catalogue import Charts
from sim.output.charts.studies.study_evidence import Studied, StudyKind
from sim.output.report.studies.companions import StudyReport
from sim.output.report.study_account import StudyAccount
from sim.output.storage.studies.study_folder import StudyFolder, open_folder
from sim.scenario import Resolved, resolve
from sim.studies import registry
from sim.studies.execution.parts import Work
from sim.studies.execution.settings import Making, Observer, Silent
from sim.studies.presentation import carry_out
from sim.studies.registry import STUDIES, Study
from sim.studies.repair import Case, repair_parts

if TYPE_CHECKING:
    from sim.studies.execution.parts import Simulate

KIND = "echo"


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoSpecification:
    """How the first arm fares in a few worlds."""

    scenario: str
    sets: tuple[str, ...] = ()
    worlds: int = 3

    def words(self) -> list[str]:
        return ["hotline", "echo", self.scenario]


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoSummary:
    """What came back: the burden of every world."""

    kind: str
    scenario: ScenarioSummary
    seed: int
    replications: int
    confidence: float
    baseline: str
    outcomes: Mapping[str, OutcomeSummary]
    burden: tuple[float, ...]


Echo = StudyFolder[EchoSummary]


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoPlan:
    """What an echo is to find out."""

    scenario: Scenario
    seed: int = 7
    worlds: int

    def identity(self) -> dict[str, int]:
        return {"worlds": self.worlds}


def summary_of(found: Resolved, worlds: int, part: Simulate) -> EchoSummary:
    scenario, arm = found.scenario, next(iter(found.scenario.arms))
    design = Design(
        scenario=scenario,
        arms=(arm,),
        outcomes=("burden",),
        factors=(),
        points=((),),
        starts=(0,),
        worlds=worlds,
        seed=7,
    )
    values = part("echoes", design).values
    return EchoSummary(
        kind=KIND,
        scenario=scenario_summary(scenario),
        seed=7,
        replications=worlds,
        confidence=0.95,
        baseline=arm,
        outcomes={},
        burden=tuple(float(one) for one in values.ravel()),
    )


def run(
    specification: EchoSpecification, making: Making, observer: Observer, found: Resolved | None
) -> Echo:
    found = found or resolve(specification.scenario, specification.sets)
    plan = EchoPlan(scenario=found.scenario, worlds=specification.worlds)
    work = Work(KIND, plan, specification, making, observer, CHARTS)
    with work.interruption_notice():
        return work.finish(summary_of(found, specification.worlds, work.part), found)


def repair(case: Case, specification: EchoSpecification) -> None:
    repair_parts(
        case,
        {"worlds": specification.worlds},
        partial(summary_of, case.scenario_run, specification.worlds),
    )


def draw(studied: Studied[EchoSummary], width: float) -> Chart | Missing:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, 2.0))
    figure.subplots().plot(studied.summary.burden)
    return Chart(
        figure=figure, alt="burden by world", numbers=Table(header=("burden",), rows=((1.0,),))
    )


def text(folder: Echo, width: int) -> Iterator[str]:  # noqa: ARG001 - as every kind is called
    yield f"echo of {folder.summary.scenario.name}"


def told(summary: EchoSummary, asked: str) -> StudyAccount:
    assert not asked, "the scenario asks nothing"
    said = f"The echo of {len(summary.burden)} worlds."
    return StudyAccount(
        what="echo",
        heading="Echo",
        answer=(said,),
        rules=("as heard",),
        tables=(),
        method=("m",),
        limits=(),
    )


CHARTS = {"echo": StudyKind(draw=draw, title="The echo", says="So it sounds.")}
ROW: Study[Any, Any] = Study(
    noun="echo",
    specification=EchoSpecification,
    run=run,
    repair=repair,
    open=lambda path: open_folder(path, KIND, "echo", EchoSummary),
    charts=Charts(of="of an echo", listed=CHARTS, leaves=partial(catalogue.study_leaves, CHARTS)),
    text=text,
    report=StudyReport(told=told, section="drivers", data=(("echoes.parquet", "what came back"),)),
)


@pytest.fixture
def echo(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of such a study, once its row is there."""
    monkeypatch.setattr(registry, "STUDIES", MappingProxyType({**STUDIES, KIND: ROW}))
    making = Making(jobs=1, out=tmp_path / "out", name="echo")
    return carry_out(EchoSpecification(scenario=str(tiny)), making, Silent()).path


def test_a_kind_that_is_added_is_run_listed_drawn_and_reported(
    echo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (echo / "charts" / "echo.svg").is_file()
    assert main.status(["results", "list", "--out", str(echo.parents[1])]) == 0
    assert "echo   " in capsys.readouterr().out
    assert main.status(["plot", str(echo), "--list"]) == 0
    assert "So it sounds." in capsys.readouterr().out
    assert main.status(["plot", str(echo), "--chart", "forest"]) == 2
    assert "There is no chart 'forest' of an echo. It is one of a run." in capsys.readouterr().err
    assert main.status(["report", str(echo)]) == 0
    assert "The echo of 3 worlds." in (echo / "report.html").read_text(encoding="utf-8")
    assert main.status(["list", "charts"]) == 0
    assert "Of a echo. The echo" in capsys.readouterr().out
    results: sim.Results[Any] = sim.open_results(echo)
    assert (str(results), results.kind, results.charts) == ("echo of tiny", "echo", ("echo",))
    assert results.outcomes.column_names == ["point", "arm", "replication", "burden"]


@pytest.mark.parametrize("name", ["summary.json", "echoes.parquet", "echoes-design.csv"])
def test_a_kind_that_is_added_is_repaired(echo: Path, name: str) -> None:
    before = (echo / name).read_bytes()
    (echo / name).write_bytes(b"")
    assert main.status(["results", "verify", str(echo), "--repair"]) == 0
    assert (echo / name).read_bytes() == before


def test_without_its_row_it_is_unknown(
    echo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(registry, "STUDIES", STUDIES)
    assert main.status(["report", str(echo)]) == 1
    known = "Known are: run, sweep, measures, sensitivity, discovery."
    assert f"holds results of a kind unknown here: 'echo'. {known}" in capsys.readouterr().err


def test_every_row_says_what_it_is() -> None:
    for name, study in STUDIES.items():
        assert (study.report is None) is (name == "run")
        assert study.charts.listed
        assert study.specification.__name__.lower().startswith(name)
