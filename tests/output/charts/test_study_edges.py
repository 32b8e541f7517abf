"""Odd studies: each of their charts is whole or named as missing, and no text is cut off at the
edge of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from sim.cli import main
from sim.output.charts import catalogue
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Missing
from sim.output.charts.measures.drawings import MEASURE_CHARTS
from sim.output.charts.studies.drawings import DISCOVERY_CHARTS, SENSITIVITY_CHARTS
from sim.output.charts.sweeps.drawings import SWEEP_CHARTS
from sim.output.storage.codec import plain as plain_data
from sim.output.storage.codec import typed_object
from sim.output.storage.folders import Folder
from sim.output.storage.studies.study_folder import StudyFolder
from sim.studies.presentation import album_of
from sim.studies.registry import open_folder
from tests.output.charts.looking import cut_off, cut_within, overlapping, unseen_keys
from tests.output.planted_trial import summary, trial
from tests.summaries import planted_manifest

Summary = dict[str, Any]
Rename = Callable[[str], str]

PATHS: Final = "adversary.threat.growth,terms.patience.base,ladder.cooling.rate"
VARY: Final = ("--vary", "channels.cable.latency.median=15min..24h:3")
OUTCOMES: Final = ("--outcomes", "unilateral_strike,strike_h,burden", "--break-even", "burden")
#: Studies of short worlds, as a user asks for them.
STUDIES: Final[Mapping[str, tuple[str, ...]]] = {
    "line": ("sweep", *VARY, *OUTCOMES, "-n", "4"),
    "plane": ("sweep", *VARY, "--vary", "terms.patience.base=1h,5d", *OUTCOMES, "-n", "4"),
    "sensitivity": (
        "sensitivity",
        "--paths",
        PATHS,
        "--samples",
        "60",
        "--worlds",
        "8",
        "--outcome",
        "burden,threat_end",
    ),
    "discovery": (
        "discover",
        "--fresh",
        "20",
        "--paths",
        PATHS,
        "--samples",
        "40",
        "--worlds",
        "2",
        "--arm",
        "consult",
        "--seed",
        "7",
        "--unacceptable",
        "threat_end > 0.4",
    ),
}
#: In a window of an hour nobody strikes: what needs a strike does not exist, all else hardly
#: varies.
NO_STRIKE: Final = ("--set", "horizon=1 h", "--set", "follow_up=1 h")
ONE_ARM: Final = ("--arms", "consult")
CHARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "line": tuple(SWEEP_CHARTS),
    "plane": tuple(SWEEP_CHARTS),
    "trial": tuple(MEASURE_CHARTS),
    "sensitivity": tuple(SENSITIVITY_CHARTS),
    "discovery": tuple(DISCOVERY_CHARTS),
}
#: Charts that a kind of study cannot give, whatever is in it.
NEVER: Final = {"line": {"heatmap"}, "plane": {"curves"}}
SCRIPTS: Final = (
    "\N{CJK UNIFIED IDEOGRAPH-5358}\N{CJK UNIFIED IDEOGRAPH-72EC}" * 12,
    "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER KHAH}\N{ARABIC LETTER TAH}",
    "\N{HEBREW LETTER ALEF}\N{HEBREW LETTER BET}",
)


def studied(tiny: Path, out: Path, name: str, *more: str) -> Folder:
    command, *words = STUDIES[name]
    place = ("--out", str(out), "--name", "x", "--jobs", "1", "--quiet", "--no-charts")
    assert main.status([command, str(tiny), *words, *place, *more]) == 0
    path = out / "tiny" / "x"
    return open_folder(path)


@pytest.fixture(scope="module")
def studies(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Folder]:
    found = {name: studied(tiny, tmp_path_factory.mktemp(name), name) for name in STUDIES}
    planted = StudyFolder(
        path=Path("planted"), manifest=planted_manifest("measures"), summary=summary(trial())
    )
    return {**found, "trial": planted}


def whole(folder: Folder, name: str, lacking: set[str], width: float = style.WIDTH) -> None:
    """Every chart of a study is drawn whole, but for those that it cannot give."""
    album = album_of(folder)
    assert tuple(album.sheets) == CHARTS[name]
    for chart_name in album.sheets:
        chart = album.chart(chart_name, width)
        assert isinstance(chart, Missing) is (chart_name in lacking), (name, chart_name, chart)
        if isinstance(chart, Chart):
            assert cut_off(chart.figure) == [], (name, chart_name)
            assert cut_within(chart.figure) == [], (name, chart_name)
            assert overlapping(chart.figure) == [], (name, chart_name)
            assert unseen_keys(chart.figure) == [], (name, chart_name)
            assert chart.alt
            assert all(len(row) == len(chart.numbers.header) for row in chart.numbers.rows)


def renamed(folder: Folder, rename: Rename) -> Folder:
    """The same study with other names for its arms, inputs and measures, and another title."""
    said = plain_data(folder.summary)
    arms = [
        *said.get("arms", []),
        *said.get("factors", {}),
        *said.get("regret", {}).get("burden", {}),
    ]
    arms += [row[key] for row in said.get("measures", {}).get("rows", []) for key in ("title",)]
    names = {name: rename(name) for name in arms}

    def walked(node: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(node, dict):
            return {names.get(key, key): walked(value) for key, value in node.items()}
        if isinstance(node, list):
            return [walked(one) for one in node]
        return names.get(node, node) if isinstance(node, str) else node

    found: Summary = walked(said)
    title = (
        "A title as long as its author's breath,"
        f" {rename('told') if rename is not long else 'and longer '}" * 3
    )
    found["scenario"] = {**found["scenario"], "title": title}
    return like(folder, found)


def like(folder: Folder, said: Summary) -> Folder:
    """The same folder with another summary."""
    kind: Any = type(folder)
    found: Folder = kind(
        path=folder.path,
        manifest=folder.manifest,
        summary=typed_object(type(folder.summary), said, "like"),
    )
    return found


def plain(name: str) -> str:
    return name


def long(name: str) -> str:
    return f"{name}-{'consultation-' * 5}w"


def in_other_scripts(name: str) -> str:
    return f"{SCRIPTS[len(name) % len(SCRIPTS)]} {name[-3:]}"


@pytest.mark.filterwarnings(
    "ignore:Glyph .* missing from:UserWarning"
)  # no font for every script on every machine
@pytest.mark.parametrize(
    ("rename", "width"),
    [
        pytest.param(long, 7.0, id="long names"),
        pytest.param(long, style.WIDTH, id="long names, wide", marks=pytest.mark.slow),
        pytest.param(plain, 7.0, id="plain", marks=pytest.mark.slow),
        pytest.param(plain, style.WIDTH, id="plain, wide", marks=pytest.mark.slow),
        pytest.param(in_other_scripts, 7.0, id="scripts", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("name", CHARTS)
def test_each_chart_is_whole_whatever_things_are_called(
    studies: dict[str, Folder], name: str, rename: Rename, width: float
) -> None:
    whole(renamed(studies[name], rename), name, NEVER.get(name, set()), width)


def test_arms_go_by_their_titles_and_the_numbers_behind_by_their_names(
    studies: dict[str, Folder], monkeypatch: pytest.MonkeyPatch
) -> None:
    found: Any = studies["discovery"].summary
    names = list(next(iter(found.regret.values())))
    titles = {name: f"The way of {name}" for name in names}
    monkeypatch.setattr(catalogue, "titles_in", lambda _: titles)
    album = album_of(studies["discovery"])
    regret = album.chart("regret")
    assert isinstance(regret, Chart)
    labels = [label.get_text() for label in regret.figure.axes[0].get_yticklabels()]
    assert [" ".join(label.split()) for label in labels] == list(titles.values())
    assert {row[1] for row in regret.numbers.rows} == set(names)
    question = found.questions[0]
    drawn = album.chart("discovery")
    assert isinstance(drawn, Chart)
    assert question.against is None, "a limit was asked about"
    assert f"of {titles[question.arm]} is above" in drawn.alt


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name == "line" else pytest.mark.slow) for name in CHARTS],
)
def test_a_chart_drawn_again_has_the_same_bytes(studies: dict[str, Folder], name: str) -> None:
    for chart in CHARTS[name]:
        pictures = [picture_of(studies[name], chart) for _ in range(2)]
        assert pictures[0] == pictures[1], (name, chart)


def picture_of(folder: Folder, name: str) -> bytes:
    album = album_of(folder)
    chart = album.chart(name)
    return album.picture(chart, name, "svg") if isinstance(chart, Chart) else b""


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("line", {"heatmap"}),
        ("plane", {"curves"}),
        ("sensitivity", {"influence", "tornado"}),
        ("discovery", set()),
    ],
)
def test_a_study_in_which_nobody_strikes(
    tiny: Path, tmp_path: Path, name: str, lacking: set[str]
) -> None:
    whole(studied(tiny, tmp_path, name, *NO_STRIKE), name, lacking)


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("line", {"break-even", "hangs-on", "heatmap"}),
        ("plane", {"curves", "break-even", "hangs-on", "heatmap"}),
    ],
)
def test_a_sweep_of_one_arm(tiny: Path, tmp_path: Path, name: str, lacking: set[str]) -> None:
    words = [word for word in STUDIES[name] if word not in ("--break-even", "burden")]
    command, *rest = words
    place = ("--out", str(tmp_path), "--name", "x", "--jobs", "1", "--quiet", "--no-charts")
    assert main.status([command, str(tiny), *rest, *place, *ONE_ARM]) == 0
    path = tmp_path / "tiny" / "x"
    whole(open_folder(path), name, lacking)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["line", "plane", "discovery"])
def test_twelve_arms(studies: dict[str, Folder], name: str) -> None:
    said: Summary = plain_data(studies[name].summary)
    if name == "discovery":
        said["regret"] = {outcome: twelve(arms) for outcome, arms in said["regret"].items()}
    else:
        said["comparisons"] = twelve(said["comparisons"])
        more = sorted(said["comparisons"].keys() - said["arms"].keys())
        said["arms"] |= dict.fromkeys(more, said["arms"]["consult"])
        said["estimates"] |= dict.fromkeys(said["comparisons"], said["estimates"]["consult"])
    whole(like(studies[name], said), name, NEVER.get(name, set()), 7.0)


def twelve(of_arms: dict[str, Any]) -> dict[str, Any]:
    """What is said of some arms, said of twelve."""
    some = list(of_arms.values())
    return of_arms | {f"arm-{at}": some[at % len(some)] for at in range(12 - len(some))}


@pytest.mark.parametrize(
    "measures", [("cells",), ("cells", "drills", "posters", "letters", "visits")]
)
def test_a_trial_of_one_measure_and_of_many(measures: tuple[str, ...]) -> None:
    folder = StudyFolder(
        path=Path("planted"),
        manifest=planted_manifest("measures"),
        summary=summary(trial(measures)),
    )
    whole(folder, "trial", set())
