"""Charts are what they were, byte by byte, with the libraries of ``constraints.txt``; else only looking at them helps.

Whoever changes how a chart looks renews its hash with HOTLINE_RENEW_HASHES=1, and looks at it before and after.
"""

from __future__ import annotations

import json
import os
import re
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pytest

from sim.output.charts import CHARTS, KEPT_WORLD, drawn, style
from sim.output.charts.chart import Chart, Evidence
from sim.output.charts.files import picture

HASHES: Final = Path(__file__).parent / "hashes.json"
#: What decides on the bytes of a picture of given numbers.
LIBRARIES: Final = ("matplotlib", "numpy")
OF_A_RUN: Final = [name for name in CHARTS if name not in KEPT_WORLD]


def constrained(root: Path) -> bool:
    """Whether the libraries are those of the committed constraints."""
    text = (root / "constraints.txt").read_text(encoding="utf-8")
    return all(re.search(rf"^{name}=={re.escape(version(name))}\b", text, re.MULTILINE) for name in LIBRARIES)


def found_hash(evidence: Evidence, name: str) -> str:
    chart = drawn(evidence, name)
    assert isinstance(chart, Chart)
    with style.in_style():
        return sha256(picture(chart, CHARTS[name].title, "svg")).hexdigest()


@pytest.mark.parametrize("name", OF_A_RUN)
def test_a_chart_is_what_it_was(root: Path, evidence: Evidence, name: str) -> None:
    if not constrained(root):
        pytest.skip("other libraries than those of constraints.txt draw other bytes")
    found = found_hash(evidence, name)
    if os.environ.get("HOTLINE_RENEW_HASHES"):
        held = json.loads(HASHES.read_text(encoding="utf-8")) if HASHES.is_file() else {}
        HASHES.write_text(json.dumps({**held, name: found}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert found == json.loads(HASHES.read_text(encoding="utf-8"))[name]


def test_every_chart_of_a_run_is_held() -> None:
    assert sorted(json.loads(HASHES.read_text(encoding="utf-8"))) == sorted(OF_A_RUN)
