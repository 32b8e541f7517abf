"""The one look: the same whatever ran before, told apart without colour, and by colour-blind
readers with it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_hex, to_rgb
from numpy.typing import NDArray

from sim.output.charts.base import fonts, style
from sim.output.charts.base.chart import Evidence
from sim.output.charts.measures import effects
from sim.output.charts.run import courses, delays, race
from sim.output.charts.world import lanes

# Machado, Oliveira and Fernandes (IEEE TVCG 15, 2009), severity 1, on linear light
DEFICIENCIES = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}

STACKS = {
    "courses": [fill for _, fill in courses.COURSES.values()],
    "race": [fill for _, fill in race.ENDS.values()],
    "delays": list(delays.FILLS.values()),
    "swimlanes": list(lanes.FILLS.values()),
}


def seen(colour: str, deficiency: str) -> NDArray[np.float64]:
    """A colour in CIELAB (D65) as an eye with a deficiency sees it."""
    srgb = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255.0
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    shifted = np.clip(np.array(DEFICIENCIES[deficiency]) @ linear, 0.0, 1.0)
    to_xyz = [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
    xyz = np.array(to_xyz) @ shifted / np.array([0.95047, 1.0, 1.08883])
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_lines_of_six_arms_differ_for_every_eye(deficiency: str) -> None:
    for one, other in combinations(style._COLOURS[:6], 2):
        assert np.linalg.norm(seen(one, deficiency) - seen(other, deficiency)) > 14.0, (one, other)


def test_no_two_of_thirty_arms_look_alike_and_five_differ_without_colour(
    evidence_from: Callable[..., Evidence], worlds_of: Callable[..., Any]
) -> None:
    few = list(worlds_of(1).values())
    evidence = evidence_from({f"arm-{at}": few[at % 5] for at in range(30)})
    looks = list(style.looks(evidence).values())
    assert len({(look.colour, look.marker, str(look.dashes)) for look in looks}) == 30
    assert len({look.marker for look in looks[:5]}) == 5
    assert len({str(look.dashes) for look in looks[:6]}) == 6
    assert style.looks(evidence)["arm-0"].dashes == "solid", "the baseline"


@pytest.mark.parametrize("fills", STACKS.values(), ids=STACKS)
def test_neighbours_in_a_stack_differ_in_grey_or_hatch(fills: list[style.Fill]) -> None:
    def grey(fill: style.Fill) -> float:
        return float(
            np.dot([int(fill.colour[at : at + 2], 16) for at in (1, 3, 5)], [0.299, 0.587, 0.114])
        )

    for one, other in pairwise(fills):
        assert one.hatch != other.hatch or abs(grey(one) - grey(other)) > 25, (one, other)


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("stack", STACKS)
def test_neighbours_in_a_stack_differ_for_every_eye(stack: str, deficiency: str) -> None:
    for one, other in pairwise(STACKS[stack]):
        apart = np.linalg.norm(seen(one.colour, deficiency) - seen(other.colour, deficiency))
        assert one.hatch != other.hatch or apart > 14.0, (one, other)


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_the_two_ends_of_a_scale_and_of_an_input_differ_for_every_eye(deficiency: str) -> None:
    for one, other in (
        (effects._colour(3.0), effects._colour(-3.0)),
        (to_rgb(style.SKY), to_rgb(style.ORANGE)),
    ):
        apart = np.linalg.norm(seen(to_hex(one), deficiency) - seen(to_hex(other), deficiency))
        assert apart > 25.0, (one, other)


def test_text_on_an_area_can_be_read() -> None:
    assert style.Fill(colour=style.BLUE).ink == "#FFFFFF"
    assert style.Fill(colour=style.PALE).ink == style.BLACK


def test_settings_of_others_do_not_show_and_ours_do_not_stay() -> None:
    with mpl.rc_context({"lines.linewidth": 9.0, "font.size": 30.0}):
        before = dict(mpl.rcParams)
        with style.in_style():
            assert mpl.rcParams["lines.linewidth"] == style.SETTINGS["lines.linewidth"]
            assert mpl.rcParams["font.size"] == style.SETTINGS["font.size"]
        assert dict(mpl.rcParams) == before


def test_a_font_is_added_only_for_scripts_that_need_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "WIDE_FONTS", ("DejaVu Serif", "Not Installed"))
    assert fonts.fallbacks("consult, Straße, согласие") == []
    assert fonts.fallbacks("\N{CJK UNIFIED IDEOGRAPH-5317}") == ["DejaVu Serif"]


def test_the_footer_says_where_the_numbers_come_from(evidence: Evidence) -> None:
    assert style.footer(evidence) == (
        "Northern front · n = 400 worlds per arm · seed 7 · scenario 01234567 · not a forecast"
    )


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=20), st.floats(0.01, 0.2))
def test_labels_are_spread_in_order_inside_and_apart(wanted: list[float], gap: float) -> None:
    places = style.spread(wanted, gap)
    room = min(gap, 1.0 / max(1, len(wanted) - 1))
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    ordered = [places[at] for at in order]
    assert all(-1e-9 <= place <= 1.0 + 1e-9 for place in places)
    assert all(after - before >= room * 0.9 for before, after in pairwise(ordered))


def test_labels_with_room_stay_where_they_are() -> None:
    assert style.spread([0.9, 0.1, 0.5], 0.1) == [0.9, 0.1, 0.5]
