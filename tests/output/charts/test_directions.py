"""Every chart of an outcome says which way is better, and the same colour says it in
all of them.
"""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes

from sim.experiment.outcomes.definitions import OUTCOMES, plain_outcome
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Evidence, Missing
from sim.output.charts.measures import effects
from sim.output.charts.run import convergence
from sim.output.charts.studies import tornado
from sim.output.charts.studies.study_evidence import Studied
from sim.output.charts.sweeps import curves, heatmap
from sim.output.charts.sweeps.sweep_evidence import in_lines
from tests.output.charts.planted import FACTOR, NAMES, PATHS, sensitive, sweep
from tests.summaries import altered

ARROW = {"burden": "◂ better", "trust_of_patron": "better ▸", "strike_h": ""}


def chart(found: Chart | Missing) -> Chart:
    assert isinstance(found, Chart)
    return found


def orange(axes: Axes, value: float) -> bool:
    """Whether a map shows a value in orange rather than in purple."""
    (image,) = axes.images
    red, _, blue, _ = np.asarray(image.to_rgba(np.array([value])))[0]
    return bool(red > blue)


def test_orange_is_better_in_maps_as_in_effects() -> None:
    maps = [axes for axes in chart(heatmap.draw(sweep(2), style.WIDTH)).figure.axes if axes.images]
    assert len(maps) == len(NAMES)
    for axes, name in zip(maps, NAMES, strict=True):
        wanted = (True, False) if name == "burden" else (False, True)
        assert (orange(axes, -1.0), orange(axes, 1.0)) == wanted, name
    red, _, blue, _ = effects._colour(1.0)
    assert red > blue, "better is orange in effects"


def test_a_map_tells_its_levers_with_their_paths_and_its_scale_which_way_is_better() -> None:
    figure = chart(heatmap.draw(sweep(2), style.WIDTH)).figure
    maps = [axes for axes in figure.axes if axes.images]
    assert {one for axes in maps for one in (axes.get_xlabel(), axes.get_ylabel())} == {"a lever"}
    reading = figure.texts[1].get_text().replace("\n", " ").replace(". ", ".")
    assert all(path in reading for path in PATHS)
    scales = [axes.get_ylabel() for axes in figure.axes if not axes.images and axes.get_ylabel()]
    assert [scale.partition("   ")[2] for scale in scales] == [ARROW[name] for name in NAMES]


@pytest.mark.parametrize("columns", [1, 12, 30, 200])
def test_a_path_is_broken_after_dots_only_and_loses_nothing(columns: int) -> None:
    lines = in_lines(PATHS[1], columns).split("\n")
    assert "".join(lines) == PATHS[1]
    assert all(line.endswith(".") for line in lines[:-1])
    assert all(len(line) <= columns or line.count(".") <= 1 for line in lines)


def test_curves_and_convergence_and_the_tornado_say_which_way_is_better(evidence: Evidence) -> None:
    lines = chart(curves.draw(sweep(1), style.WIDTH)).figure.axes
    assert [axes.get_ylabel().partition("   ")[2] for axes in lines[: len(NAMES)]] == [
        ARROW[name] for name in NAMES
    ]
    panels = {
        axes.get_title(loc="left").partition("\n")[0]: axes.get_ylabel()
        for axes in chart(convergence.draw(evidence, style.WIDTH)).figure.axes
    }
    assert panels["escalation burden"] == "rung-hours   ◂ better"


def test_the_tornado_says_which_way_is_better() -> None:
    change = {"value": 1.0, "low": 0.5, "high": 1.5}
    swing = {"down": change, "up": change, "across": change, "p": 0.01, "shown": True}
    swings = {name: {"here": 1.0, "factors": {"a.b": swing}} for name in NAMES}
    outcomes = {name: plain_outcome(OUTCOMES[name]) for name in NAMES}
    found = Studied(
        summary=altered(
            sensitive().summary,
            factors={"a.b": FACTOR},
            swings=swings,
            indices={},
            outcomes=outcomes,
        )
    )
    panels = chart(tornado.draw(found, style.WIDTH)).figure.axes
    assert [axes.get_xlabel().partition("   ")[2] for axes in panels] == [
        ARROW[name] for name in NAMES
    ]
