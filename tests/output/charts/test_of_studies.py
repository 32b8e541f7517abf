"""Charts of studies say what the summaries say: marks, labels, words and tables; the same bytes again."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.experiment.outcomes import OUTCOMES, described
from sim.output.charts import discovery, influence, regret, style, tornado
from sim.output.charts.chart import Chart, Missing
from sim.output.charts.files import picture
from sim.output.charts.of_studies import STUDY_CHARTS
from sim.output.charts.studied import Studied
from sim.output.charts.words import MINUS

LONG = "allies.frontline.outlook.weights.deterrence"
FACTOR = {"meaning": "growth", "law": "uniform", "value": 2.0, "low": 1.0, "high": 5.0,
          "told": {"value": "2", "low": "1", "high": "5"}, "moved": ["1 d", "5 d"]}  # fmt: skip
HEADING: dict[str, Any] = {
    "scenario": {"name": "tiny", "title": "Tiny", "purpose": "", "digest": "ab" * 32}, "seed": 7, "replications": 20,
    "confidence": 0.95, "outcomes": {name: described(OUTCOMES[name]) for name in ("burden", "unilateral_strike")},
}  # fmt: skip


def change(value: float, half: float = 5.0) -> dict[str, float]:
    return {"value": value, "low": value - half, "high": value + half}


def swing(down: float, up: float, *, shown: bool) -> dict[str, Any]:
    return {
        "down": change(down),
        "up": change(up),
        "across": change(up - down),
        "p": 0.01 if shown else 0.6,
        "shown": shown,
    }


def index(size: float, *, shown: bool) -> dict[str, Any]:
    return {
        "size": size,
        "low": 0.8 * size,
        "high": 1.2 * size,
        "other": size / 2,
        "chance": 0.1,
        "p": 0.01,
        "shown": shown,
    }


@pytest.fixture
def sensitive() -> Studied:
    swings = {
        "here": 120.0,
        "factors": {
            LONG: swing(-60.0, 90.0, shown=True),
            "b.c": swing(2.0, 0.0, shown=False),
            "idle": swing(0, 0, shown=False),
        },
    }
    indices = {"factors": {LONG: index(80.0, shown=True), "b.c": index(3.0, shown=False), "idle": index(0.0, shown=False)},
               "dummy": index(1.0, shown=False)}  # fmt: skip
    return Studied(
        summary={
            **HEADING, "response": "consult less unilateral, in the same worlds", "method": "morris", "percent": None,
            "points": {"alone": 7, "together": 50}, "factors": dict.fromkeys((LONG, "b.c", "idle"), FACTOR),
            "swings": {"burden": swings}, "indices": {"burden": indices},
        }
    )  # fmt: skip


@pytest.fixture
def discovered() -> Studied:
    limit = {"path": LONG, "low": 2.0, "high": None, "told": "at least 2 d", "quasi_p": 0.0004, "reproduced": 0.85}
    step = {"coverage": 1.0, "density": 0.2, "mass": 1.0, "inputs": 0}
    box = {"coverage": 0.62, "density": 0.81, "mass": 0.2, "inputs": 1, "points": 40, "limits": [limit],
           "elsewhere": {"coverage": 0.5, "density": 0.7}}  # fmt: skip
    asked = {"arm": "consult", "against": "unilateral", "outcome": "burden", "rule": "consult does worse than unilateral",
             "cases": 50, "share": 0.2, "sentence": "When it is so: 62 %."}  # fmt: skip
    arm = {"max": 300.0, "mean": 120.0, "p90": 250.0, "satisfactory": 0.25, "best": 0.1}
    none = {"max": 0.0, "mean": 0.0, "p90": 0.0, "satisfactory": 1.0, "best": 1.0}
    return Studied(
        summary={
            **HEADING, "samples": 200, "factors": {LONG: FACTOR}, "regret": {"burden": {"unilateral": arm, "consult": none}},
            "questions": [{**asked, "box": box, "tradeoff": [step, box]}, {**asked, "arm": "joint", "box": None}],
        }
    )  # fmt: skip


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


def test_the_tornado_shows_both_ends_and_what_stands_out(sensitive: Studied) -> None:
    with style.in_style():
        found = chart(tornado.draw(sensitive, style.WIDTH))
    [axes] = found.figure.axes
    assert [round(float(bar.get_width())) for bar in bars(axes)] == [-60, 90, 2, 0], "what does not move is left out"
    labels = axes.get_yticklabels()
    assert [label.get_fontweight() for label in labels] == ["bold", "normal"]
    assert texts(axes) == ["1 d to 5 d"] * 2
    assert axes.get_title(loc="left") == "escalation burden: 120 rung-hours as it is"
    assert f"{LONG} from {MINUS}60 to +90" in found.alt
    assert [row[3] for row in found.numbers.rows] == [LONG, "b.c", "idle"], "the table has them all"


def test_influence_fills_what_stands_out_and_names_what_does_nothing(sensitive: Studied) -> None:
    with style.in_style():
        found = chart(influence.draw(sensitive, style.WIDTH))
    [axes] = found.figure.axes
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert [str(dot.get_markerfacecolor()) for dot in dots] == [style.BLUE, "white", "white"]
    assert axes.get_title(loc="left") == "escalation burden; 1 more changes nothing at all"
    assert [label.get_text() for label in axes.get_yticklabels()][-1] == influence.DUMMY
    assert texts(axes) == ["not distinguishable"]
    assert f"{LONG} 80" in found.alt
    assert "b.c" not in found.alt


def test_sobol_tells_shares_of_the_variance(sensitive: Studied) -> None:
    shares = copy.deepcopy(dict(sensitive.summary))
    shares |= {"method": "sobol"}
    shares["indices"]["burden"]["factors"] = {LONG: index(0.6, shown=True)}
    with style.in_style():
        found = chart(influence.draw(Studied(summary=shares), style.WIDTH))
    assert found.figure.axes[0].get_xlabel() == "share of the variance, in per cent"
    assert f"{LONG} 60" in found.alt
    assert "total" in found.numbers.header


def test_discovery_shows_the_box_within_its_range_and_where_it_lies_on_the_way(discovered: Studied) -> None:
    with style.in_style():
        found = chart(discovery.draw(discovered, style.WIDTH))
    left, right = found.figure.axes
    whole, part = bars(left)
    assert (whole.get_x(), whole.get_width()) == (0.0, 1.0)
    assert (part.get_x(), part.get_width()) == (0.25, 0.75)
    assert texts(left) == ["at least 2 d", "85 %\np <.001"]
    assert marks(right) == [(0.62, 0.81), (0.5, 0.7)]
    assert found.alt == "When it is so: 62 %."
    assert len(found.numbers.rows) == 2, "a question without an answer is in the table too"


def test_regret_shows_three_marks_an_arm_and_the_share_that_satisfies(discovered: Studied) -> None:
    with style.in_style():
        found = chart(regret.draw(discovered, style.WIDTH))
    [axes] = found.figure.axes
    assert [x for x, _ in marks(axes)] == [120.0, 250.0, 300.0, 0.0, 0.0, 0.0]
    assert texts(axes) == ["25 %", "100 %"]
    assert "unilateral 120, 25 % and consult 0, 100 %" in found.alt


def test_what_cannot_be_drawn_says_why(sensitive: Studied, discovered: Studied) -> None:
    still = copy.deepcopy(dict(sensitive.summary))
    still["swings"]["burden"]["factors"] = {"idle": swing(0, 0, shown=False)}
    still["indices"]["burden"]["factors"] = {"idle": index(0.0, shown=False)}
    alone = {**discovered.summary, "questions": [], "regret": {"burden": {"consult": {}}}}
    found = [tornado.draw(Studied(summary=still), 7.5), influence.draw(Studied(summary=still), 7.5),
             discovery.draw(Studied(summary=alone), 7.5), regret.draw(Studied(summary=alone), 7.5)]  # fmt: skip
    assert [one.reason for one in found if isinstance(one, Missing)] == [
        "no input moves any outcome by itself", "no input changes any outcome", "no condition sets any case apart",
        "there is one arm only, so there is nothing to regret",
    ]  # fmt: skip


@pytest.mark.parametrize("name", STUDY_CHARTS)
def test_nothing_leaves_the_page_and_bytes_repeat(name: str, sensitive: Studied, discovered: Studied) -> None:
    kind = STUDY_CHARTS[name]
    study = sensitive if kind.of == "sensitivity" else discovered
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


def test_the_numbers_of_sobol_hold_both_intervals(sensitive: Studied) -> None:
    bounds = {"other_low": 1.0, "other_high": 79.0}
    found = sensitive.summary["indices"]["burden"]
    indices = {"factors": {path: {**one, **bounds} for path, one in found["factors"].items()},
               "dummy": {**found["dummy"], **bounds}}  # fmt: skip
    shares = Studied(summary={**sensitive.summary, "method": "sobol", "indices": {"burden": indices}})
    with style.in_style():
        numbers = chart(influence.draw(shares, style.WIDTH)).numbers
    assert numbers.header[2:8] == ("total", "low", "high", "first_order", "first_order_low", "first_order_high")
    assert numbers.rows[0][2:8] == (80.0, 64.0, 96.0, 40.0, 1.0, 79.0)
    with style.in_style():
        walked = chart(influence.draw(sensitive, style.WIDTH)).numbers
    assert walked.header[2:6] == ("mu_star", "low", "high", "sigma"), "of sigma there is no interval"
