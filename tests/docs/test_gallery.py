"""The gallery shows every chart there is, each with what it lets one say and how to read it, from
commands that exist.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sim.cli.main import COMMANDS as CLI
from sim.output.charts import CHARTS
from sim.output.charts.measures.drawings import MEASURE_CHARTS
from sim.output.charts.studies.drawings import DISCOVERY_CHARTS, SENSITIVITY_CHARTS
from sim.output.charts.sweeps.drawings import SWEEP_CHARTS
from tools.make_gallery import COMMANDS, NETWORK, PAGE, PICTURES

SAYS = {
    name: (kind.title, kind.says)
    for kinds in (CHARTS, MEASURE_CHARTS, SENSITIVITY_CHARTS, DISCOVERY_CHARTS, SWEEP_CHARTS)
    for name, kind in kinds.items()
}


def sections() -> Iterator[tuple[str, str]]:
    """Title and text of each chart of the page."""
    for section in PAGE.read_text(encoding="utf-8").split("\n### ")[1:]:
        title, _, text = section.partition("\n")
        yield title, text


def test_every_chart_is_there_with_its_sentence_and_how_to_read_it() -> None:
    page = dict(sections())
    for name, (title, says) in SAYS.items():
        assert f"](gallery/{name}.svg)" in page[title], name
        assert f"It lets one say: {says}" in page[title], name
        assert len(page[title].partition("How to read it: ")[2].strip()) > 40, name
    assert len(page) == len(SAYS) + 1, "and the network of a scenario"


def test_every_picture_is_on_the_page_and_no_other() -> None:
    page = PAGE.read_text(encoding="utf-8")
    files = {path.stem for path in PICTURES.iterdir()}
    assert files == {*SAYS, NETWORK}
    assert all(f"](gallery/{name}.svg)" in page for name in files)
    for path in PICTURES.iterdir():
        assert ET.parse(path).getroot().tag.endswith("svg")  # noqa: S314 - made by this project


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_are_of_this_program_and_on_the_page(name: str) -> None:
    words = shlex.split(COMMANDS[name][1])
    assert words[0] in CLI
    assert (Path(PAGE).parent.parent / words[1]).is_file()
    assert f"$ hotline {COMMANDS[name][1]}\n" in PAGE.read_text(encoding="utf-8")
