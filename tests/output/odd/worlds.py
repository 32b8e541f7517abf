"""Scenarios with hardly anything in them, or too much, and all that can be drawn and told of any of
them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from sim.domain.inputs.setting import Scenario
from sim.engine.session import Session
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Missing
from sim.output.charts.base.files import picture
from sim.output.charts.catalogue import draw_into, skipped_charts
from sim.output.charts.run import network
from sim.output.charts.world import swimlanes, two_worlds
from sim.output.evidence.traced_world import Traced
from sim.output.storage.run_folder import RunFolder
from sim.output.story.narrative import tell
from sim.output.story.sequence import sequence
from sim.output.story.side_by_side import tell_apart
from sim.scenario import load
from sim.studies.presentation import album_of, page
from tests.output.report.conftest import ran
from tests.output.report.strict_html import headings, parsed

HEAD: Final = """\
schema: 1
title: {title}
purpose: To be odd
start: 2026-03-02T06:00+02:00
horizon: {horizon}
follow_up: {follow_up}
"""
TWO: Final = "arms: {unilateral: {protocol: unilateral}, consult: {protocol: consult}}\n"
THREE: Final = (
    "arms: {unilateral: {protocol: unilateral}, consult: {protocol: consult}, joint: {protocol:"
    " joint}}\n"
)
ONE: Final = "arms: {consult: {protocol: consult}}\n"
NO_OFFICES: Final = (
    "offices: {operations_centre: null, foreign_ministry: null, defence_ministry: null,"
    " leader_office: null}, outgoing: {any: []}, incoming: {any: []}"
)
MUTE: Final = "leader: {rule: {scripted: {moves: [{at: T+0 h, option: hold}]}}}"
CALM: Final = "outlook: {weights: {threat: 0.5, deterrence: 0, pressure: 0, alliance: 1}}"
EAGER: Final = "leader: {rule: {scripted: {moves: [{at: T+0 h, option: strike}]}}}"
DEAD: Final = "outage: {up: 0.01 h, down: 1e6 h}"
LONG: Final = " ".join(["the Republic of the Northern Highlands and Islands"] * 4)
UNBROKEN: Final = "N" * 200
ARABIC: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER KHAH}\N{ARABIC LETTER TAH}"
CUNEIFORM: Final = "\N{CUNEIFORM SIGN A}\N{CUNEIFORM SIGN AB}"
HIEROGLYPH: Final = "\N{EGYPTIAN HIEROGLYPH A001}"


def scenario(
    *parts: str, title: str = "Odd", horizon: str = "4 d", follow_up: str = "3 d", arms: str = TWO
) -> str:
    """The text of a scenario file."""
    return (
        HEAD.format(title=title, horizon=horizon, follow_up=follow_up)
        + "".join(f"{part}\n" for part in parts)
        + arms
    )


def _allies(frontline: str, patron: str = "") -> str:
    return f"allies: {{frontline: {{{frontline}}}, patron: {{{patron}}}}}"


def _named(name: str) -> str:
    quoted = f'"{name}"'
    return (
        f"allies: {{frontline: {{name: {quoted}}}, patron: {{name: {quoted}}}}}\nadversary: {{name:"
        f" {quoted}}}"
    )


#: By what is odd: the text of a file, and how many worlds.
CASES: Final[dict[str, tuple[str, int]]] = {
    "no offices": (scenario(_allies(NO_OFFICES, NO_OFFICES)), 6),
    "no offices of one": (scenario(_allies(NO_OFFICES)), 6),
    "no messages": (scenario(_allies(MUTE)), 6),
    "no strike": (scenario(_allies(CALM)), 6),
    "strikes at once": (scenario(_allies(EAGER)), 6),
    "no provocations": (scenario("adversary: {provocations: {rate: 0 per d}}"), 6),
    "nothing at all": (
        scenario(
            _allies(MUTE + ", intelligence: {interval: 1e9 h}", "intelligence: {interval: 1e9 h}"),
            "adversary: {provocations: {rate: 0 per d}}",
            "public: {leak_rate: 0}",
            arms=ONE,
        ),
        2,
    ),
    "years": (scenario(horizon="800 d", follow_up="100 d"), 2),
    "an hour": (scenario(horizon="1 h", follow_up="0 h"), 6),
    "a second": (scenario(horizon="1 s", follow_up="0 h"), 6),
    "beyond the calendar": (scenario(_allies(EAGER), "terms: {patience: {base: 8.766e9 h}}"), 4),
    "into another century": (
        scenario(_allies(EAGER), horizon="700 d", arms=ONE).replace("2026-03-02", "2199-12-31"),
        1,
    ),
    "one ally silent": (scenario(_allies("", "leader: {deliberation: 1e6 h}")), 6),
    "dead channels": (scenario(f"channels: {{cable: {{{DEAD}}}, courier: {{{DEAD}}}}}"), 6),
    "one channel": (
        scenario("channels: {courier: null, cable: {fallback: null}}\nroutes: {any: cable}"),
        4,
    ),
    "one arm": (scenario(arms=ONE), 6),
    "one world": (scenario(arms=THREE), 1),
    "two worlds": (scenario(arms=THREE), 2),
    "one world and arm": (scenario(arms=ONE), 1),
    "arms alike": (scenario(arms="arms: {a: {protocol: consult}, b: {protocol: consult}}\n"), 6),
    "long names": (scenario(_named(LONG), title=f'"{LONG} {LONG}"', arms=THREE), 4),
    "unbroken names": (scenario(_named(UNBROKEN), title=f'"{UNBROKEN}"'), 4),
    "foreign names": (scenario(_named(ARABIC), title=f'"{ARABIC}"'), 4),
    "names without glyphs": (scenario(_named(CUNEIFORM), title=f'"{HIEROGLYPH} & <b>"'), 4),
}

_NO_NUMBER: Final = re.compile(r"(?<![\w-])(nan|inf)(?![\w-])", re.IGNORECASE)


def expect_all_told(path: Path, place: Path, worlds: int) -> RunFolder:
    """Run a scenario, draw and report it, trace its arms: all of it must be there, or say why it is
    not.
    """
    folder = ran(path, place, worlds)
    album = album_of(folder)
    for chart in draw_into(album, place / "charts", formats=("svg",)):
        expect_sound(chart.read_bytes())
        expect_numbers(chart.with_suffix(".csv").read_text(encoding="utf-8"))
    assert all(
        reason and not reason.endswith(".") for reason in skipped_charts(place / "charts").values()
    )
    assert headings(parsed(page(folder, charts=album)))[0] == 1
    expect_traced(load(path))
    return folder


def expect_pictures(path: Path, place: Path, worlds: int, names: tuple[str, ...] = ()) -> None:
    """The charts of a scenario, or those of these names, as PNG and PDF: whole files that say what
    they show.
    """
    album = album_of(ran(path, place, worlds))
    pictures = draw_into(album, place / "pictures", formats=("png", "pdf"), names=names)
    assert pictures
    for file in pictures:
        content = file.read_bytes()
        if file.suffix == ".png":
            assert content.startswith(b"\x89PNG\r\n\x1a\n")
            assert content.endswith(b"IEND\xaeB\x60\x82")
            assert b"Description" in content
        else:
            assert content.startswith(b"%PDF-")
            assert content.endswith(b"%%EOF\n")
            assert b"/Subject" in content


def expect_traced(found: Scenario, replication: int = 0) -> None:
    """Every arm of a world as a story, in full, as a diagram, as swim lanes; and each beside the
    next.
    """
    worlds = list(_traced(found, replication))
    for world in worlds:
        for text in (tell(world), tell(world, everything=True), sequence(world)):
            assert text.endswith("\n")
            expect_numbers(text)
    _expect_drawn(lambda: swimlanes.of_world(worlds[0], style.WIDTH))
    _expect_drawn(lambda: network.of_scenario(found, worlds[0].arm, style.WIDTH))
    for one, other in pairwise(worlds):
        expect_numbers(tell_apart(one, other, everything=False))
        _expect_drawn(partial(two_worlds.of_worlds, one, other, style.WIDTH))


def _traced(found: Scenario, replication: int) -> Iterator[Traced]:
    for arm in found.arms:
        log = Session(found, seed=7, replication=replication, arm=arm, full=True).run()
        yield Traced.of(found, arm, log)


def _expect_drawn(draw: Callable[[], Chart | Missing]) -> None:
    with style.in_style():
        chart = draw()
        if isinstance(chart, Missing):
            assert chart.reason
        else:
            expect_sound(picture(chart, "Odd", "svg"))


def expect_sound(svg: bytes) -> None:
    """Well-formed, and without a number that is none."""
    expect_numbers("".join(ET.fromstring(svg).itertext()))  # noqa: S314 - ours


def expect_numbers(text: str) -> None:
    """No word for programs where a reader looks for a number."""
    found = _NO_NUMBER.search(text)
    assert found is None, text[max(0, found.start() - 80) : found.end() + 80]
