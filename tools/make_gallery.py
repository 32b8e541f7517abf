"""Make the gallery of charts: ``python -m tools.make_gallery``, some minutes.

Runs what stands in ``COMMANDS``, small studies of the reference scenario, draws every chart that
their results can give into docs/gallery/ and writes docs/gallery.md: what each lets one say and how
to read it, in the words that stand on the chart itself. With a folder as argument the results are
kept there.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final

from sim.cli import main as hotline
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart
from sim.output.charts.base.files import picture
from sim.output.charts.chart_cache import Album
from sim.output.charts.run import network
from sim.output.report.svg import compact
from sim.scenario import load
from sim.studies.presentation import album_of
from sim.studies.registry import open_folder

FOLDER: Final = Path(__file__).parents[1] / "docs"
PAGE: Final = FOLDER / "gallery.md"
PICTURES: Final = FOLDER / "gallery"
SCENARIO: Final = "scenarios/northern-front.yaml"
NETWORK: Final = "network"

#: By name of its folder, a part of the page: heading, and the command whose results it draws.
COMMANDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "run": ("A run", f"run {SCENARIO} -n 1000 --seed 1"),
        "sweep": (
            "A sweep over one input",
            (
                f"sweep {SCENARIO} --vary channels.cable.latency.median=15min..24h:7 --break-even"
                " unilateral_strike --outcomes"
                " unilateral_strike,objection_in_time,round_trip_h,burden --arms"
                " unilateral,consult -n 200"
            ),
        ),
        "plane": (
            "A sweep over two inputs",
            (
                f"sweep {SCENARIO} --vary terms.patience.base=1d..6d:5 --vary"
                " channels.cable.latency.median=15min..24h:5 --outcomes unilateral_strike,burden"
                " --arms unilateral,consult -n 80"
            ),
        ),
        "measures": (
            "Measures",
            (
                f"measures {SCENARIO} --measures"
                " liaison_team,encrypted_channels,intelligence_sharing,leader_dialogues -n 120"
                " --budget 12"
            ),
        ),
        "sensitivity": (
            "What matters",
            (
                f"sensitivity {SCENARIO} --arm consult --against unilateral --outcome"
                " unilateral_strike,burden --worlds 10 --paths"
                " terms.*,adversary.threat.* --samples 120"
            ),
        ),
        "discovery": (
            "Where it fails",
            (
                f'discover {SCENARIO} --arm consult --unacceptable "unilateral_strike > 0.8"'
                " --samples 128 --worlds 8 --paths"
                " terms.*,channels.*,allies.patron.council.*,adversary.threat.growth"
            ),
        ),
    }
)

OPENING: Final = """\
# Gallery

<!-- Made by `python -m tools.make_gallery`; do not edit. -->

Every chart, drawn from a results folder without running anything. Behind each are its numbers as \
CSV and the same in words,
for those who cannot see it. `hotline plot` draws them from any results folder, as SVG, PNG or \
PDF; `hotline report` puts them
on one page; `hotline trace --svg` draws the swim lanes of any world, and `hotline show \
--network` the offices and channels of
any scenario. The studies are small, to show the charts; what they find is told elsewhere.

`hotline plot --style` draws them in shades of `grey` for print, on a `dark` page, or for a \
`slide`: type and lines of 1.8 times
the size, 13.33 inches wide, of the same shape, so that a tall chart is taller than a slide and \
is shown in parts. `--size` takes
a width or a name. `hotline list styles` and `hotline list sizes` say what there is.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One chart of the page."""

    name: str
    title: str
    says: str
    chart: Chart
    svg: str

    def text(self) -> str:
        reading = " ".join(self.chart.figure.texts[1].get_text().split())
        return (
            f"### {self.title}\n\n![{_bare(self.chart.alt)}](gallery/{self.name}.svg)\n\nIt lets"
            f" one say: {self.says}\n\nHow to read it: {reading}\n"
        )


def entries(album: Album) -> Iterator[Entry]:
    """All charts that a folder can give."""
    for name, sheet in album.sheets.items():
        chart = album.chart(name)
        if isinstance(chart, Chart):
            yield Entry(
                name=name,
                title=sheet.title,
                says=sheet.says,
                chart=chart,
                svg=album.picture(chart, name, "svg").decode(),
            )


def network_of(path: str) -> Entry:
    """The one chart that needs no results."""
    scenario = load(path)
    with style.in_style():
        chart = network.of_scenario(scenario, scenario.study.baseline, style.WIDTH)
        svg = picture(chart, "Offices and channels of a scenario", "svg").decode()
    says = (
        "Before anything runs: these desks clear a message and receive it, and it crosses on these"
        " channels."
    )
    return Entry(
        name=NETWORK, title="Offices and channels of a scenario", says=says, chart=chart, svg=svg
    )


def made(name: str, root: Path) -> list[Entry]:
    """Run a command, and draw its charts."""
    words = shlex.split(COMMANDS[name][1])
    place = [
        "--out",
        str(root),
        "--name",
        name,
        "--no-charts",
        "--quiet",
        *(["--no-report"] if name == "run" else []),
    ]
    if hotline.status([*words, *place]) != 0:
        raise SystemExit(f"hotline {COMMANDS[name][1]} failed")
    return list(entries(album_of(open_folder(root / Path(SCENARIO).stem / name))))


def part(heading: str, command: str, found: Sequence[Entry]) -> str:
    """A part of the page: the command, and its charts."""
    told = f"## {heading}\n\n```console no-run\n$ hotline {command}\n```\n"
    return "\n".join([told, *(entry.text() for entry in found)])


def _bare(text: str) -> str:
    """A text without what would end the words of a picture in Markdown."""
    return text.replace("[", "(").replace("]", ")").replace("\n", " ")


def main(arguments: list[str]) -> int:
    """Run the studies, draw the charts and write the page."""
    PICTURES.mkdir(exist_ok=True)
    parts, drawn = [OPENING], []
    with TemporaryDirectory() as own:
        root = Path(arguments[0] if arguments else own)
        for name, (heading, command) in COMMANDS.items():
            found = made(name, root)
            parts.append(part(heading, command, found))
            drawn += found
    scenario = network_of(SCENARIO)
    parts.append(part("A scenario", f"show {SCENARIO} --network {NETWORK}.svg", [scenario]))
    for entry in [*drawn, scenario]:
        (PICTURES / f"{entry.name}.svg").write_text(compact(entry.svg) + "\n", encoding="utf-8")
    PAGE.write_text("\n".join(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
