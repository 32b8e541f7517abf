"""Charts as files: the same bytes in every process, described in words, numbered in CSV; and what
is left out, with why.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase

from sim.errors import ResultsError, UsageError
from sim.output.charts import CHARTS, FIRST, KEPT_WORLD
from sim.output.charts.base.chart import Missing
from sim.output.charts.base.evidence import evidence_of
from sim.output.charts.base.picture_styles import SIZES
from sim.output.charts.catalogue import draw_into, skipped_charts
from sim.output.storage.canonical_json import text_of
from sim.output.storage.codec import plain
from sim.output.storage.run_folder import RunFolder, open_run
from sim.studies.presentation import album_of, draw_all

MakeRun = Callable[..., RunFolder]

#: Pictures of a first page that what these runs are asked does not have.
UNASKED = ("became", "levels", "price", "why")
OF_A_RUN = [name for name in CHARTS if name not in {*KEPT_WORLD, *UNASKED}]
NONE_KEPT = dict.fromkeys(KEPT_WORLD, "the run kept no world in full that this version can tell")
SVG = "{http://www.w3.org/2000/svg}"
DRAW_ALL = """
import sys
from pathlib import Path
from sim.studies.presentation import draw_all
from sim.output.storage.run_folder import open_run
folder, out = open_run(Path(sys.argv[1])), Path(sys.argv[2])
draw_all(folder, out=out)
draw_all(folder, names=["courses"], out=out, formats=("png", "pdf"))
assert "matplotlib.pyplot" not in sys.modules, "pyplot keeps state, and costs most of a second"
"""


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_every_chart_has_a_picture_numbers_and_words(run: RunFolder, tmp_path: Path) -> None:
    pictures = draw_all(run, out=tmp_path)
    assert pictures == [tmp_path / f"{name}.svg" for name in OF_A_RUN]
    assert {path.name for path in tmp_path.iterdir()} == {
        "alt.json",
        "skipped.json",
        *(f"{name}.{end}" for name in OF_A_RUN for end in ("svg", "csv")),
    }
    words = json.loads((tmp_path / "alt.json").read_text(encoding="utf-8"))
    assert list(words) == OF_A_RUN
    for name in OF_A_RUN:
        kind = CHARTS[name]
        assert (words[name]["title"], words[name]["says"]) == (kind.title, kind.says)
        header, *rows = csv.reader(StringIO((tmp_path / f"{name}.csv").read_text(encoding="utf-8")))
        assert len(rows) >= 10
        assert all(len(row) == len(header) for row in rows)


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_a_figure_is_drawn_once_to_be_written(
    form: str, run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    album = album_of(run)
    chart = album.chart("courses")
    assert not isinstance(chart, Missing)
    times: list[Axes] = []
    drawn = Axes.draw

    def counted(self: Axes, renderer: RendererBase) -> None:
        times.append(self)
        drawn(self, renderer)

    monkeypatch.setattr(Axes, "draw", counted)
    written = [album.picture(chart, "courses", form) for _ in range(2)]
    assert times == [*chart.figure.axes, *chart.figure.axes]
    assert written[0] == written[1]


def test_an_svg_is_described_where_screen_readers_look(run: RunFolder, tmp_path: Path) -> None:
    draw_all(run, names=["courses"], out=tmp_path)
    tree = ET.parse(tmp_path / "courses.svg").getroot()  # noqa: S314 - written by this test
    words = json.loads((tmp_path / "alt.json").read_text(encoding="utf-8"))["courses"]
    title, description, *_ = tree
    assert (title.tag, title.text) == (f"{SVG}title", words["title"])
    assert (description.tag, description.text) == (f"{SVG}desc", words["alt"])
    assert (tree.get("role"), tree.get("aria-labelledby")) == (
        "img",
        f"{title.get('id')} {description.get('id')}",
    )
    shown = " ".join(text for text in tree.itertext())
    assert "unilateral" in shown, "text stays text"
    assert "not a forecast" in shown


@pytest.mark.slow
def test_two_processes_draw_the_same_bytes(run: RunFolder, tmp_path: Path) -> None:
    for number, seed in enumerate(("1", "2")):
        subprocess.run(
            [
                sys.executable,
                "-W",
                "error",
                "-c",
                DRAW_ALL,
                str(run.path),
                str(tmp_path / str(number)),
            ],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{number}"},
        )
    assert hashes(tmp_path / "0") == hashes(tmp_path / "1")
    assert len(hashes(tmp_path / "0")) == 2 * len(OF_A_RUN) + 4


def test_other_numbers_are_other_bytes(
    run_of: MakeRun, worlds_of: Callable[..., Any], tmp_path: Path
) -> None:
    found = set()
    for seed in (1, 2):
        draw_all(run_of(worlds_of(30, seed)), names=["courses"], out=tmp_path / "out")
        found.add(hashes(tmp_path / "out")["courses.svg"])
    assert len(found) == 2


@pytest.mark.parametrize(
    ("form", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")]
)
def test_formats(run: RunFolder, tmp_path: Path, form: str, start: bytes) -> None:
    (picture,) = draw_all(run, names=["courses"], formats=(form,), out=tmp_path)
    assert picture.read_bytes().startswith(start)


def test_width_is_the_width_of_the_picture(run: RunFolder, tmp_path: Path) -> None:
    album = replace(album_of(run), size=SIZES["wide"])
    (picture,) = draw_into(album, tmp_path, formats=("svg",), names=["race"])
    assert ET.parse(picture).getroot().get("width") == "720pt"  # noqa: S314 - written by this test


def test_numbers_that_do_not_exist_are_empty_cells(run: RunFolder, tmp_path: Path) -> None:
    draw_all(run, names=["forest"], out=tmp_path)
    rows = list(csv.DictReader(StringIO((tmp_path / "forest.csv").read_text(encoding="utf-8"))))
    assert {row["share_better"] for row in rows if row["better"] == "neither"} == {""}
    by_hand = next(row for row in rows if (row["arm"], row["outcome"]) == ("consult", "burden"))
    found = evidence_of(run).differences["consult", "burden"]
    assert float(by_hand["difference"]) == pytest.approx(found.estimate, rel=1e-11)


def test_what_cannot_be_drawn_is_skipped_and_named(
    run_of: MakeRun, worlds_of: Callable[..., Any], tmp_path: Path
) -> None:
    folder = run_of({"consult": worlds_of(20)["consult"]})
    pictures = draw_all(folder, out=tmp_path)
    assert [path.stem for path in pictures] == [
        name for name in OF_A_RUN if name not in {"counted", "forest", "convergence"}
    ]
    alone = {
        "forest": "there is one arm only, so there is nothing to compare it with",
        "convergence": "20 worlds are too few to see anything converge",
    }
    alone |= dict.fromkeys(FIRST, "there are no two ways to compare")
    assert skipped_charts(tmp_path) == alone | NONE_KEPT
    assert not (tmp_path / "forest.csv").exists()


def test_a_chart_that_can_be_drawn_again_is_no_longer_skipped(
    run: RunFolder, tmp_path: Path
) -> None:
    (tmp_path / "skipped.json").write_text('{"race": "once"}', encoding="utf-8")
    (tmp_path / "alt.json").write_text("no json", encoding="utf-8")
    draw_all(run, names=["race"], out=tmp_path)
    assert skipped_charts(tmp_path) == {}
    assert not (tmp_path / "skipped.json").exists()
    assert list(json.loads((tmp_path / "alt.json").read_text(encoding="utf-8"))) == ["race"]


def test_a_chart_asked_for_that_cannot_be_had_is_an_error_with_what_can(
    run_of: MakeRun, worlds_of: Callable[..., Any], tmp_path: Path
) -> None:
    folder = run_of({"consult": worlds_of(20)["consult"]})
    with pytest.raises(UsageError, match="one arm only") as error:
        draw_all(folder, names=["forest"], out=tmp_path)
    assert str(error.value).endswith(
        "They can give: courses, flow, distributions, delays, race, incidence, fan."
    )


def test_an_unknown_chart_is_answered_with_the_nearest_and_the_list(
    run: RunFolder, tmp_path: Path
) -> None:
    with pytest.raises(
        UsageError, match=r"no chart 'rase'. Did you mean 'race'\? There are: counted, became"
    ):
        draw_all(run, names=["rase"], out=tmp_path)


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"scenario": None},
        {"comparisons": {"b": {"struck": {}}}},
        {"outcomes": {"struck": {"name": "struck"}}},
        {"seed": True},
        {"replications": 4.5},
        {"confidence": "much"},
        {"headlines": "struck"},
        {"invented": 1},
    ],
)
def test_a_summary_that_lacks_something_is_a_damaged_folder(
    run: RunFolder, tmp_path: Path, broken: Mapping[str, Any]
) -> None:
    summary = {**plain(run.summary), **broken} if broken else {}
    (tmp_path / "manifest.json").write_bytes((run.path / "manifest.json").read_bytes())
    (tmp_path / "summary.json").write_bytes(text_of(summary))
    with pytest.raises(
        ResultsError, match=rf"summary\.json is damaged: .*{next(iter(broken), 'lacks schema')}"
    ):
        open_run(tmp_path)


def test_a_folder_that_cannot_be_written_is_one_error(run: RunFolder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(ResultsError, match="cannot write"):
        draw_all(run, names=["race"], out=tmp_path / "file" / "charts")


def test_every_kind_says_something() -> None:
    for kind in CHARTS.values():
        assert kind.says.endswith(".")
        assert not isinstance(kind.draw, Missing)
