"""Make the gallery of charts from the results of a run: ``python -m docs.gallery RESULTS``.

Draws every chart that the results can give into docs/gallery/ and writes docs/gallery.md: what each lets one say and how to
read it, in the words that stand on the chart itself.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sim.output.charts import CHARTS, drawn, network, style
from sim.output.charts.chart import Chart, Evidence
from sim.output.charts.evidence import evidence_of
from sim.output.charts.files import picture
from sim.output.report.svg import compact
from sim.output.store import RunFolder, open_run

FOLDER: Final = Path(__file__).parent
PAGE: Final = FOLDER / "gallery.md"
PICTURES: Final = FOLDER / "gallery"

OPENING: Final = """\
# Gallery

<!-- Made by `python -m docs.gallery`; do not edit. -->

Every chart of a run, drawn from a results folder without running anything. Behind each are its numbers as CSV and the same in
words, for those who cannot see it. These are drawn from

```console no-run
$ {command}
```

`hotline plot` draws them from any results folder, as SVG, PNG or PDF; `hotline report` puts them on one page; `hotline trace
--svg` draws the swim lanes of any world, and `hotline show --network` the offices and channels of any scenario.
"""


def charts(folder: RunFolder) -> Iterator[tuple[str, str, str, Chart]]:
    """(name, title, what it lets one say, chart) of all that the results can give, and the network of the scenario."""
    evidence = evidence_of(folder)
    for name, kind in CHARTS.items():
        chart = drawn(evidence, name)
        if isinstance(chart, Chart):
            yield name, kind.title, kind.says, chart
    yield from _network(evidence)


def _network(evidence: Evidence) -> Iterator[tuple[str, str, str, Chart]]:
    for world in list(evidence.told().values())[:1]:
        with style.in_style():
            chart = network.of_scenario(world.scenario, world.arm, style.WIDTH)
        says = "Before anything runs: these desks clear a message and receive it, and it crosses on these channels."
        yield "network", "Offices and channels of a scenario", says, chart


def entry(name: str, title: str, says: str, chart: Chart) -> str:
    """One chart of the page."""
    reading = " ".join(chart.figure.texts[1].get_text().split())
    return f"## {title}\n\n![{_bare(chart.alt)}](gallery/{name}.svg)\n\nIt lets one say: {says}\n\nHow to read it: {reading}\n"


def _bare(text: str) -> str:
    """A text without what would end the words of a picture in Markdown."""
    return text.replace("[", "(").replace("]", ")").replace("\n", " ")


def main(arguments: list[str]) -> int:
    """Draw the charts and write the page."""
    folder = open_run(Path(arguments[0]))
    PICTURES.mkdir(exist_ok=True)
    command = str(folder.manifest["command"])
    parts = [OPENING.format(command=shlex.join(shlex.split(command)))]
    for name, title, says, chart in charts(folder):
        with style.in_style():
            svg = compact(picture(chart, title, "svg").decode())
        (PICTURES / f"{name}.svg").write_text(svg + "\n", encoding="utf-8")
        parts.append(entry(name, title, says, chart))
    PAGE.write_text("\n".join(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
