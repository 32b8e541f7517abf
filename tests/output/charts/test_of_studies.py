"""Charts of studies say what the summaries say: marks, labels, words and tables; the same bytes
again.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.experiment.discovery.discovery_summary import DiscoverySummary
from sim.experiment.sensitivity.sensitivity_summary import SensitivitySummary
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Missing
from sim.output.charts.base.files import picture
from sim.output.charts.base.words import MINUS
from sim.output.charts.studies import discovery, influence, regret, tornado
from sim.output.charts.studies.drawings import DISCOVERY_CHARTS, SENSITIVITY_CHARTS
from sim.output.charts.studies.study_evidence import Studied, StudyKind
from sim.output.storage.codec import plain
from tests.output.charts import planted
from tests.output.charts.planted import LONG, band, index, swing
from tests.summaries import altered


@pytest.fixture(name="sensitive")
def _sensitive() -> Studied[SensitivitySummary]:
    return planted.sensitive()


@pytest.fixture(name="discovered")
def _discovered() -> Studied[DiscoverySummary]:
    return planted.discovered()


def chart(found: Chart | Missing) -> Chart:
    assert isinstance(found, Chart)
    return found


def bars(axes: Axes) -> list[Rectangle]:
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


def marks(axes: Axes) -> list[tuple[float, float]]:
    """Where single marks stand."""
    lines = [np.asarray(line.get_xydata(), dtype=float) for line in axes.lines]
    return [(float(line[0, 0]), float(line[0, 1])) for line in lines if len(line) == 1]


def texts(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_the_tornado_shows_both_ends_and_what_stands_out(
    sensitive: Studied[SensitivitySummary],
) -> None:
    with style.in_style():
        found = chart(tornado.draw(sensitive, style.WIDTH))
    [axes] = found.figure.axes
    assert [round(float(bar.get_width())) for bar in bars(axes)] == [-60, 90, 2, 0], (
        "what does not move is left out"
    )
    labels = axes.get_yticklabels()
    assert [label.get_fontweight() for label in labels] == ["bold", "normal"]
    assert texts(axes) == ["1 d to 5 d"] * 2
    assert axes.get_title(loc="left") == "escalation burden: 120 rung-hours as it is"
    assert f"{LONG} from {MINUS}60 to +90" in found.alt
    assert [row[3] for row in found.numbers.rows] == [LONG, "b.c", "idle"], "the table has them all"


def test_strips_show_the_means_along_each_range_and_fill_what_is_shown(
    sensitive: Studied[SensitivitySummary],
) -> None:
    with style.in_style():
        found = chart(influence.draw(sensitive, style.WIDTH))
    left, right = found.figure.axes
    strips = bars(left)
    assert len(strips) == 12, "six bands of each input that does anything"
    up = [-bar.get_height() for bar in strips[:6]]
    assert up == sorted(up), "the outcome rises along the range"
    assert up[-1] - up[0] == pytest.approx(80.0 * (up[-1] / (200.0 - 150.0)))
    dots = [line for line in right.lines if line.get_marker() == "o"]
    assert [str(dot.get_markerfacecolor()) for dot in dots] == [style.BLUE, "white"]
    assert texts(right) == ["matters", "cannot be told"]
    assert [label.get_fontweight() for label in left.get_yticklabels()] == ["bold", "normal"]
    assert left.get_title(loc="left") == "escalation burden: 150 rung-hours on average"
    assert f"{LONG} 80 (rises)" in found.alt
    assert "b.c" not in found.alt
    assert found.numbers.header[-6:] == tuple(f"band_{at}" for at in range(1, 7))
    assert [row[1] for row in found.numbers.rows] == [LONG, "b.c", "idle"]


def test_influence_of_sobol_fills_what_is_shown_and_names_what_does_nothing() -> None:
    with style.in_style():
        found = chart(influence.draw(planted.apportioned(), style.WIDTH))
    [axes] = found.figure.axes
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert [str(dot.get_markerfacecolor()) for dot in dots] == [style.BLUE, "white", "white"]
    assert axes.get_title(loc="left") == "escalation burden; 1 more changes nothing at all"
    assert [label.get_text() for label in axes.get_yticklabels()][-1] == influence.DUMMY
    assert texts(axes) == ["cannot be told"]
    assert axes.get_xlabel() == "share of the variance, in per cent"
    assert f"{LONG} 60" in found.alt
    assert "b.c" not in found.alt


def test_discovery_shows_the_box_within_its_range_and_where_it_lies_on_the_way(
    discovered: Studied[DiscoverySummary],
) -> None:
    with style.in_style():
        found = chart(discovery.draw(discovered, style.WIDTH))
    left, middle, right = found.figure.axes
    whole, part = bars(left)
    assert (whole.get_x(), whole.get_width()) == (0.0, 1.0)
    assert (part.get_x(), part.get_width()) == (0.25, 0.75)
    assert texts(left) == ["at least 2 d, p <.001", "1", "5"], "the part, and the ends of the range"
    assert marks(right) == [(0.62, 0.81)]
    assert [middle.get_title(loc="left"), right.get_title(loc="left")] == [
        "240 fresh worlds\np <.001",
        "as searched,\nflattering",
    ]
    assert (0.0, 98.0) in marks(middle)
    assert (1.0, -12.0) in marks(middle)
    said = "consult does worse than unilateral: in 50 of 200 samples of 20 worlds each (20 %)."
    assert found.alt.startswith(said)
    assert len(found.numbers.rows) == 2, "a question without an answer is in the table too"


def test_regret_shows_three_marks_an_arm_and_the_share_that_satisfies(
    discovered: Studied[DiscoverySummary],
) -> None:
    with style.in_style():
        found = chart(regret.draw(discovered, style.WIDTH))
    [axes] = found.figure.axes
    assert [x for x, _ in marks(axes)] == [300.0, 250.0, 120.0, 0.0, 0.0, 0.0], (
        "the smallest on top"
    )
    assert texts(axes) == ["25 %", "100 %", "satisfactory in"]
    assert "unilateral 120, 25 % and consult 0, 100 %" in found.alt


def test_what_cannot_be_drawn_says_why(
    sensitive: Studied[SensitivitySummary], discovered: Studied[DiscoverySummary]
) -> None:
    nothing = index(0.0, shown=False)
    screening = plain(sensitive.summary.screening["burden"])
    screening["factors"] = {"idle": band(0.0, "cannot be told")}
    swings = {"burden": {"here": 120.0, "factors": {"idle": swing(0, 0, shown=False)}}}
    still = altered(sensitive.summary, swings=swings, screening={"burden": screening})
    even = altered(
        planted.apportioned().summary,
        indices={"burden": {"factors": {"idle": nothing}, "dummy": nothing}},
    )
    one = {"consult": discovered.summary.regret["burden"]["consult"]}
    alone = altered(discovered.summary, questions=[], regret={"burden": one})
    found = [
        tornado.draw(Studied(summary=still), 7.5),
        influence.draw(Studied(summary=still), 7.5),
        influence.draw(Studied(summary=even), 7.5),
        discovery.draw(Studied(summary=alone), 7.5),
        regret.draw(Studied(summary=alone), 7.5),
    ]
    assert [one.reason for one in found if isinstance(one, Missing)] == [
        "no input moves any outcome by itself",
        "no input changes any outcome",
        "no input changes any outcome",
        "no condition sets any case apart",
        "there is one arm only, so there is nothing to regret",
    ]


@pytest.mark.parametrize("name", [*SENSITIVITY_CHARTS, *DISCOVERY_CHARTS])
def test_nothing_leaves_the_page_and_bytes_repeat(
    name: str, sensitive: Studied[SensitivitySummary], discovered: Studied[DiscoverySummary]
) -> None:
    kinds: dict[str, StudyKind[Any]] = {**SENSITIVITY_CHARTS, **DISCOVERY_CHARTS}
    kind = kinds[name]
    study: Any = sensitive if name in SENSITIVITY_CHARTS else discovered
    pictures = []
    for _ in range(2):
        with style.in_style():
            found = chart(kind.draw(study, style.WIDTH))
            found.figure.draw_without_rendering()
            page = found.figure.bbox
            for axes in found.figure.axes:
                box = axes.get_tightbbox()
                assert box is not None
                assert box.x0 >= page.x0 - 2, "on the left"
                assert box.x1 <= page.x1 + 2, "on the right"
            pictures.append(picture(found, kind.title, "svg"))
    assert pictures[0] == pictures[1]
    assert b"not a forecast" in pictures[0]


def test_the_numbers_of_sobol_hold_both_intervals() -> None:
    bounds = {"other_low": 0.1, "other_high": 0.5}
    found = planted.apportioned().summary.indices["burden"]
    indices = {
        "factors": {path: altered(one, **bounds) for path, one in found.factors.items()},
        "dummy": altered(found.dummy, **bounds),
    }
    shares = Studied(summary=altered(planted.apportioned().summary, indices={"burden": indices}))
    with style.in_style():
        numbers = chart(influence.draw(shares, style.WIDTH)).numbers
    assert numbers.header[2:9] == (
        "total",
        "low",
        "high",
        "first_order",
        "first_order_low",
        "first_order_high",
        "change",
    )
    assert numbers.rows[0][2:9] == pytest.approx((0.6, 0.48, 0.72, 0.3, 0.1, 0.5, 60.0))
