"""Charts are what they were, byte by byte, with the libraries of ``constraints.txt``; else only
looking at them helps.

Whoever changes how a chart looks renews its hash with HOTLINE_RENEW_HASHES=1, and looks at it
before and after.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pytest

from sim.output.charts import CHARTS, FIRST, KEPT_WORLD, draw
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Evidence, Missing
from sim.output.charts.base.files import picture
from sim.output.charts.measures.drawings import MEASURE_CHARTS
from sim.output.charts.measures.trial_evidence import trial_evidence
from sim.output.charts.run import load as load_chart
from sim.output.charts.run.network import of_scenario
from sim.output.charts.studies.drawings import DISCOVERY_CHARTS, SENSITIVITY_CHARTS
from sim.output.charts.sweeps.drawings import SWEEP_CHARTS
from sim.output.charts.world import knowledge, swimlanes, two_worlds, waterfall
from sim.output.evidence.traced_world import Traced
from tests.output.charts import planted
from tests.output.planted_trial import summary

HASHES: Final = Path(__file__).parent / "hashes.json"
#: What decides on the bytes of a picture of given numbers.
LIBRARIES: Final = ("matplotlib", "numpy")
OF_A_RUN: Final = [name for name in CHARTS if name not in KEPT_WORLD]


def constrained(root: Path) -> bool:
    """Whether the libraries are those of the committed constraints."""
    text = (root / "constraints.txt").read_text(encoding="utf-8")
    return all(
        re.search(rf"^{name}=={re.escape(version(name))}\b", text, re.MULTILINE)
        for name in LIBRARIES
    )


#: How a kept world is drawn.
WORLD: Final[Mapping[str, Callable[[Traced, float], Chart | Missing]]] = {
    "swimlanes": swimlanes.of_world,
    "knowledge": knowledge.of_world,
    "waterfall": waterfall.of_world,
    "load": load_chart.of_world,
}


def of_a_world(name: str) -> Chart | Missing:
    consult = planted.told("consult")
    if name == "twoworlds":
        return two_worlds.of_worlds(planted.told("unilateral"), consult, style.WIDTH)
    return WORLD[name](consult, style.WIDTH)


def of_a_sweep(name: str) -> Chart | Missing:
    return SWEEP_CHARTS[name].draw(
        planted.sweep(2 if name == "heatmap" else 1, asked=name in {"break-even", "hangs-on"}),
        style.WIDTH,
    )


def of_a_study(name: str) -> Chart | Missing:
    if name in SENSITIVITY_CHARTS:
        return SENSITIVITY_CHARTS[name].draw(planted.sensitive(), style.WIDTH)
    return DISCOVERY_CHARTS[name].draw(planted.discovered(), style.WIDTH)


def of_a_trial(name: str) -> Chart | Missing:
    return MEASURE_CHARTS[name].draw(trial_evidence(summary(budget=6.0)), style.WIDTH)


def of_a_scenario(_name: str) -> Chart | Missing:
    return of_scenario(planted.told("consult").scenario, "consult", style.WIDTH)


#: All charts but those of a run that are drawn from its worlds together.
OTHERS: Final[Mapping[str, Callable[[str], Chart | Missing]]] = {
    **dict.fromkeys(KEPT_WORLD, of_a_world),
    **dict.fromkeys(SWEEP_CHARTS, of_a_sweep),
    **dict.fromkeys({**SENSITIVITY_CHARTS, **DISCOVERY_CHARTS}, of_a_study),
    **dict.fromkeys(MEASURE_CHARTS, of_a_trial),
    "network": of_a_scenario,
}


def hashed(chart: Chart | Missing, title: str) -> str:
    assert isinstance(chart, Chart)
    with style.in_style():
        return sha256(picture(chart, title, "svg")).hexdigest()


def is_what_it_was(root: Path, name: str, draw: Callable[[], Chart | Missing]) -> None:
    if not constrained(root):
        pytest.skip("other libraries than those of constraints.txt draw other bytes")
    with style.in_style():
        found = hashed(draw(), name)
    if os.environ.get("HOTLINE_RENEW_HASHES"):
        held = json.loads(HASHES.read_text(encoding="utf-8")) if HASHES.is_file() else {}
        HASHES.write_text(
            json.dumps({**held, name: found}, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )
    assert found == json.loads(HASHES.read_text(encoding="utf-8"))[name]


@pytest.mark.parametrize("name", OF_A_RUN)
def test_a_chart_of_a_run_is_what_it_was(
    root: Path, evidence: Evidence, answered: Evidence, name: str
) -> None:
    is_what_it_was(root, name, lambda: draw(answered if name in FIRST else evidence, name))


@pytest.mark.parametrize("name", OTHERS)
def test_any_other_chart_is_what_it_was(root: Path, name: str) -> None:
    is_what_it_was(root, name, lambda: OTHERS[name](name))


def test_every_chart_is_held() -> None:
    assert sorted(json.loads(HASHES.read_text(encoding="utf-8"))) == sorted([*OF_A_RUN, *OTHERS])
