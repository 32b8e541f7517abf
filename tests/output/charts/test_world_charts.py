"""Charts of one world show what its log says: hours, hands, messages and facts, looked up in the
drawing itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.domain.communication.messages import STAGES
from sim.domain.communication.offices import Hours
from sim.domain.events import (
    Asked,
    Delivered,
    End,
    Event,
    NoReturn,
    Report,
    StanceGiven,
    StanceRead,
    Strike,
    TransmissionFailed,
)
from sim.output.charts import KEPT_WORLD
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Evidence, Missing
from sim.output.charts.base.words import shortened_text
from sim.output.charts.run import load as load_chart
from sim.output.charts.run.network import of_scenario
from sim.output.charts.run.network_desks import duty
from sim.output.charts.world import knowledge, lane_layout, lanes, swimlanes, two_worlds, waterfall
from sim.output.charts.world.choice import shown_world
from sim.output.charts.world.focus import focus
from sim.output.charts.world.marks import Mark
from sim.output.charts.world.scene import LEFT_OUT, scene
from sim.output.evidence.delay_budget import exchanges
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.dates import since
from sim.output.story.sentences.vocabulary import STAGES as CALLED
from sim.output.story.sequence import sequence
from tests.output.charts.looking import cut_off, overlapping
from tests.output.charts.planted import told

SCRIPTS = (
    "\N{CJK UNIFIED IDEOGRAPH-5358}" * 30,
    "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER KHAH}" * 8,
    "W" * 90,
)


@pytest.fixture(scope="module")
def consult() -> Traced:
    return told("consult")


@pytest.fixture(scope="module")
def unilateral() -> Traced:
    return told("unilateral")


def only(world: Traced, last: float) -> Traced:
    """A world whose log ends early."""
    end = (last, world.log[-1][1])
    return Traced.of(
        world.scenario, world.arm, [*(entry for entry in world.log if entry[0] <= last), end]
    )


def beyond(figure: Figure) -> list[str]:
    """Texts that reach beyond the page."""
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
    page, slack = figure.bbox, figure.dpi / 72.0
    texts = figure.findobj(lambda one: hasattr(one, "get_text") and one.get_visible())
    found = []
    for text in texts:
        said = text.get_text()  # type: ignore[attr-defined]
        box = text.get_window_extent()
        clipped = text.get_clip_on() and not page.overlaps(box)
        if said and not clipped and (box.x0 < -slack or box.x1 > page.x1 + slack):
            found.append(said)
    return found


def labelled(chart: Chart, label: str) -> list[Any]:
    return [
        one
        for axes in chart.figure.axes
        for one in (*axes.lines, *axes.patches)
        if one.get_label() == label
    ]


def test_boxes_hold_the_stages_of_every_message_that_was_read(consult: Traced) -> None:
    shown = scene(consult, 0.0, consult.log[-1][0])
    for journey in consult.journeys.values():
        if journey.kind in LEFT_OUT or not journey.stages:
            continue
        own = [
            box
            for box in shown.boxes
            if box.message == journey.key and box.what not in ("council", "deliberation")
        ]
        crossing = sum(hours for stage, hours in journey.stages if stage == "transmission")
        boxed = sum(box.end - box.start for box in own)
        assert boxed + crossing == pytest.approx(sum(hours for _, hours in journey.stages))
        assert min(box.start for box in own) == pytest.approx(journey.posted)


def test_a_message_that_was_never_read_is_crossed(consult: Traced) -> None:
    shown = scene(consult, 0.0, consult.log[-1][0])
    unread = [
        one
        for one in consult.journeys.values()
        if one.read is None and (one.tried or one.lost) and one.posted
    ]
    assert sum(way.lost for way in shown.crossings) == len(unread) > 0


def test_the_lanes_show_the_strike_and_the_point_of_no_return_where_they_were(
    consult: Traced,
) -> None:
    chart = swimlanes.of_world(consult, style.WIDTH)
    start, end = focus(consult)
    kinds: tuple[tuple[type[Event], str], ...] = (
        (Strike, "_strike"),
        (NoReturn, "_point of no return"),
    )
    for kind, label in kinds:
        hours = [t for t, _ in consult.all(kind) if start <= t <= end]
        assert hours
        assert [line.get_xdata()[0] for line in labelled(chart, label)] == hours
    assert consult.all(Strike)[0][0] < end, "the first strike is in what is shown"
    assert "strike" in chart.alt


def test_boxes_of_a_row_do_not_overlap(consult: Traced) -> None:
    for lane in lane_layout.lane_layout(
        scene(consult, 0.0, consult.log[-1][0]), style.WIDTH
    ).values():
        for row in lane.rows:
            assert all(first.end <= second.start + 1e-9 for first, second in pairwise(row))


def test_two_worlds_are_marked_where_they_part(consult: Traced, unilateral: Traced) -> None:
    chart = two_worlds.of_worlds(unilateral, consult, style.WIDTH)
    assert isinstance(chart, Chart)
    marks = labelled(chart, "_parting")
    assert len(marks) == 2
    assert {row[0] for row in chart.numbers.rows} == {"consult", "unilateral"}


def struck_late(world: Traced, t: float) -> Traced:
    """The same world, with its strikes at one later hour."""
    kept = [entry for entry in world.log if not isinstance(entry[1], Strike)]
    strike = world.all(Strike)[0][1]
    return Traced.of(
        world.scenario, world.arm, sorted([*kept, (t, strike)], key=lambda entry: entry[0])
    )


def said(chart: Chart) -> str:
    """All texts of a chart but its alternative."""
    parts = [*chart.figure.texts, *(text for axes in chart.figure.axes for text in axes.texts)]
    return " ".join(text.get_text() for text in parts).replace("\n", " ")


def test_a_strike_after_the_window_is_told_at_its_edge(consult: Traced, unilateral: Traced) -> None:
    end = consult.log[-1][0]
    late = struck_late(consult, end - 1.0)
    chart = two_worlds.of_worlds(unilateral, late, style.WIDTH)
    assert isinstance(chart, Chart)
    shown_to = max(axes.get_xlim()[1] for axes in chart.figure.axes)
    assert shown_to < end - 1.0, "the window is cut before it"
    wanted = f"goes on: struck at T+{end - 1.0:.1f} h"
    edges = [
        [text.get_text() for text in axes.texts if "goes on" in text.get_text()]
        for axes in chart.figure.axes
    ]
    assert edges == [[], [f"{wanted} ▸"]]
    assert f"it {wanted}." in chart.alt
    assert beyond(chart.figure) == []


def test_lines_have_names_and_words_speak_of_no_colour(consult: Traced, unilateral: Traced) -> None:
    two, one = (
        two_worlds.of_worlds(unilateral, consult, style.WIDTH),
        swimlanes.of_world(consult, style.WIDTH),
    )
    assert isinstance(two, Chart)
    assert [
        sum(text.get_text() == "they part" for text in axes.texts) for axes in two.figure.axes
    ] == [1, 1]
    for chart in (two, one):
        reading = chart.figure.texts[1].get_text().replace("\n", " ").lower()
        assert not any(f"{colour} " in reading for colour in ("red", "green", "blue", "orange"))
        assert "upright bars in the adversary's lane" in reading
    assert one.figure.texts[0].get_text().endswith(" h")


def test_arms_that_do_the_same_are_said_not_to_part(evidence: Evidence, unilateral: Traced) -> None:
    calm = only(unilateral, 5.0)
    twin = Traced.of(calm.scenario, "consult", calm.log)
    assert not calm.all(Asked)
    found = two_worlds.draw(
        replace(evidence, told=lambda: {"unilateral": calm, "consult": twin}), style.WIDTH
    )
    assert found == Missing(reason="unilateral and Asks and waits do not part in this world")


def test_a_baseline_that_alone_asks_is_still_put_beside_another(
    evidence: Evidence, consult: Traced, unilateral: Traced
) -> None:
    turned = replace(
        evidence, baseline="consult", told=lambda: {"consult": consult, "unilateral": unilateral}
    )
    assert isinstance(two_worlds.draw(turned, style.WIDTH), Chart)


def test_one_arm_and_one_kept_arm_are_told_apart(evidence: Evidence, unilateral: Traced) -> None:
    def kept() -> dict[str, Traced]:
        return {"unilateral": unilateral}

    alone = replace(evidence, arms=("unilateral",), told=kept)
    for found, wanted in (
        (alone, "there is one arm only"),
        (replace(evidence, told=kept), "kept a world of unilateral only"),
    ):
        missing = two_worlds.draw(found, style.WIDTH)
        assert isinstance(missing, Missing)
        assert wanted in missing.reason


def test_a_world_does_not_part_from_itself(consult: Traced) -> None:
    assert isinstance(two_worlds.of_worlds(consult, consult, style.WIDTH), Missing)


def test_the_waterfall_adds_up_to_the_exchange(consult: Traced) -> None:
    chart = waterfall.of_world(consult, style.WIDTH)
    assert isinstance(chart, Chart)
    longest = max(exchanges(consult), key=lambda exchange: exchange.seconds)
    assert sum(int(row[-1]) for row in chart.numbers.rows) == longest.seconds
    starts, ends = ([int(row[at]) for row in chart.numbers.rows] for at in (4, 5))
    assert starts == [0, *ends[:-1]], "each begins where the one above ends"


def frames(chart: Chart | Missing) -> list[Any]:
    assert isinstance(chart, Chart)
    return [patch for patch in chart.figure.axes[0].patches if not patch.get_fill()]


def test_exactly_one_box_is_framed_as_the_bottleneck(consult: Traced) -> None:
    chart = waterfall.of_world(consult, style.WIDTH)
    (exchange,) = exchanges(consult)
    (frame,) = frames(chart)
    assert frame.get_width() == pytest.approx(max(span.seconds for span in exchange.spans) / 3600.0)
    assert isinstance(chart, Chart)
    assert chart.alt.endswith("Bottleneck: the Union: council, 27 %.")
    assert len({span.stage for span in exchange.spans}) < len(exchange.spans), (
        "a stage with several boxes is in it"
    )


def test_boxes_that_tie_for_the_bottleneck_are_said_to(
    consult: Traced, monkeypatch: pytest.MonkeyPatch
) -> None:
    (exchange,) = exchanges(consult)
    spans = tuple(replace(span, seconds=3600) for span in exchange.spans[:3])
    monkeypatch.setattr(waterfall, "exchanges", lambda _world: [replace(exchange, spans=spans)])
    chart = waterfall.of_world(consult, style.WIDTH)
    assert len(frames(chart)) == 3
    assert isinstance(chart, Chart)
    assert chart.alt.endswith(", 33 % each, for they tie.")
    assert "Framed: 3 equally long ones" in chart.figure.texts[1].get_text().replace("\n", " ")


def test_a_stage_has_one_name_in_all_charts(consult: Traced) -> None:
    assert {stage: lanes.NAMES[stage] for stage in STAGES} == {
        stage: CALLED[stage] for stage in STAGES
    }
    (exchange,) = exchanges(consult)
    chart = waterfall.of_world(consult, style.WIDTH)
    labels = (
        [label.get_text() for label in chart.figure.axes[0].get_yticklabels()]
        if isinstance(chart, Chart)
        else []
    )
    for span, label in zip([span for span in exchange.spans if span.seconds], labels, strict=True):
        assert f": {CALLED[span.stage]}" in label


@pytest.mark.parametrize("place", [0.05, 0.95])
def test_a_headline_that_has_room_on_a_side_is_not_cut(consult: Traced, place: float) -> None:
    said = "Partners in the region call their ceasefires at risk, minister"
    start, end = focus(consult)
    t = start + place * (end - start)
    shown = replace(
        scene(consult, start, end), marks=(Mark(lane="press", t=t, what="news", text=said),)
    )
    figure = Figure(figsize=(7.0, 6.0))
    FigureCanvasAgg(figure)
    lanes.draw_scene(figure.add_subplot(), consult, shown, 7.0)
    assert said in [text.get_text() for text in figure.axes[0].texts]


def test_what_must_be_cut_ends_after_a_whole_word() -> None:
    said = "Partners in the region warn of ripple effects and of existing ceasefires at risk."
    assert shortened_text(said, 90) == said
    assert shortened_text(said, 60) == "Partners in the region warn of ripple effects and of …"
    assert shortened_text("W" * 90, 10) == "WWWWW…WWWW"
    assert len(shortened_text("\N{CJK UNIFIED IDEOGRAPH-5358}" * 90, 10)) <= 6


def test_a_world_without_an_answer_has_no_waterfall(unilateral: Traced) -> None:
    assert isinstance(waterfall.of_world(unilateral, style.WIDTH), Missing)


def test_beliefs_are_those_of_the_reports_and_facts_those_of_the_log(consult: Traced) -> None:
    chart = knowledge.of_world(consult, style.WIDTH)
    reports = [data.mean for _, data in consult.all(Report) if data.ally == "patron"]
    (line,) = labelled(chart, "patron")
    assert len(line.get_xdata()) == len(reports)
    assert all(0.0 < share < 1.0 for share in line.get_ydata())
    asked = consult.all(Asked)[0]
    row = next(row for row in chart.numbers.rows if "asks" in str(row[1]))
    assert (row[2], row[4]) == (asked[0], consult.journeys[asked[1].message].read)


def test_a_fact_is_not_told_to_whom_it_comes_from(consult: Traced) -> None:
    """Who gives a stance knows it; the other reads it later, or never."""
    given, stance = consult.all(StanceGiven)[0]
    read = next(t for t, data in consult.all(StanceRead) if data.message == stance.message)
    never, later = (
        knowledge.of_world(only(consult, last), style.WIDTH).says for last in (given, read)
    )
    who = consult.name("frontline")
    assert never.endswith(f"({since(given)}), of which {who} never learnt.")
    assert later.endswith(f"({since(given)}), which {who} knew at {since(read)}.")


@pytest.mark.parametrize("last", [0.0, 20.0, 60.0])
def test_a_world_that_ends_early_is_drawn_all_the_same(consult: Traced, last: float) -> None:
    world = only(consult, last)
    for chart in (swimlanes.of_world(world, style.WIDTH), knowledge.of_world(world, style.WIDTH)):
        assert beyond(chart.figure) == []
        assert chart.alt


@pytest.mark.filterwarnings("ignore:Glyph .* missing from:UserWarning")
@pytest.mark.parametrize("name", SCRIPTS)
def test_names_in_any_script_and_length_fit(consult: Traced, unilateral: Traced, name: str) -> None:
    def renamed(world: Traced) -> Traced:
        allies = world.setting.allies
        setting = replace(
            world.setting,
            allies=replace(
                allies,
                frontline=replace(allies.frontline, name=name),
                patron=replace(allies.patron, name=name),
            ),
            adversary=replace(world.setting.adversary, name=name),
        )
        return replace(world, setting=setting)

    first, second = renamed(unilateral), renamed(consult)
    charts = (
        swimlanes.of_world(second, style.WIDTH),
        knowledge.of_world(second, style.WIDTH),
        waterfall.of_world(second, style.WIDTH),
        two_worlds.of_worlds(first, second, style.WIDTH),
        load_chart.of_world(second, style.WIDTH),
    )
    for chart in charts:
        assert isinstance(chart, Chart)
        assert beyond(chart.figure) == []


def test_a_run_that_kept_no_world_says_so(evidence: Evidence) -> None:
    for module in (swimlanes, two_worlds, knowledge, waterfall, load_chart):
        draw: Callable[[Evidence, float], Chart | Missing] = module.draw
        assert draw(evidence, style.WIDTH) == Missing(
            reason="the run kept no world in full that this version can tell"
        )
    assert len(KEPT_WORLD) == 5


def test_the_world_shown_is_one_in_which_something_was_asked(evidence: Evidence) -> None:
    worlds = {"unilateral": told("unilateral"), "consult": told("consult")}
    both = replace(evidence, told=lambda: worlds)
    assert shown_world(both) is worlds["consult"]
    assert shown_world(replace(both, looked_at="unilateral")) is worlds["unilateral"]
    assert shown_world(replace(both, looked_at="joint")) == Missing(
        reason="the run kept no world under joint in full"
    )
    alone = replace(evidence, told=lambda: {"unilateral": worlds["unilateral"]})
    assert shown_world(alone) is worlds["unilateral"]


def test_the_network_names_every_office_and_channel(consult: Traced) -> None:
    chart = of_scenario(consult.scenario, "consult", style.WIDTH)
    names = {(row[1], row[2]) for row in chart.numbers.rows}
    setting = consult.setting
    for role, ally in (("frontline", setting.allies.frontline), ("patron", setting.allies.patron)):
        assert {(role, name.replace("_", " ")) for name in ally.offices} < names
    assert {("channel", name.replace("_", " ")) for name in setting.channels} <= names
    assert beyond(chart.figure) == []
    assert "leader phone (30 min" in chart.alt


def test_the_load_is_that_of_the_log(consult: Traced) -> None:
    chart = load_chart.of_world(consult, style.WIDTH)
    assert isinstance(chart, Chart)
    end = consult.all(End)[0][1].desks
    rows = {(row[1], row[2]): row for row in chart.numbers.rows}
    for use in end:
        assert rows[use.ally, use.desk.replace("_", " ")][3:6] == (
            use.busy,
            use.messages,
            use.waited,
        )
    meters = [patch for patch in chart.figure.axes[0].patches if patch.get_label() == "_busy"]
    assert len(meters) == sum(use.busy > 0 for use in end)
    carried = {name: row[4] for (where, name), row in rows.items() if where == "channel"}
    assert sum(map(int, carried.values())) == len(consult.all(Delivered))
    assert sum(int(row[6]) for (where, _), row in rows.items() if where == "channel") == len(
        consult.all(TransmissionFailed)
    )
    assert beyond(chart.figure) == []


@pytest.mark.parametrize(
    ("hours", "told_as"),
    [
        (Hours(), "round the clock"),
        (Hours(opens=8.0, closes=20.5), "08:00-20:30"),
        (Hours(opens=22.0, closes=6.0, days=("mon", "tue")), "22:00-06:00, 2 days a week"),
        (Hours(meets=(9.0, 17.5)), "meets 09:00, 17:30"),
    ],
)
def test_duty_hours_in_short(hours: Hours, told_as: str) -> None:
    assert duty(hours) == told_as


def test_the_sequence_diagram_has_an_arrow_for_every_message_that_counts(consult: Traced) -> None:
    text = sequence(consult)
    lines = text.splitlines()
    assert lines[3] == "sequenceDiagram"
    counted = [one for one in consult.journeys.values() if one.kind not in LEFT_OUT]
    arrows = [
        line for line in lines if "->>P" in line or "->>F" in line or "-xP" in line or "-xF" in line
    ]
    retaliations = sum("A->>F" in line for line in lines)
    assert len(arrows) - retaliations == len(counted)
    assert sum("-x" in line.split(":")[0] for line in arrows) == sum(
        one.read is None for one in counted
    )
    assert all(
        ";"
        not in line.replace("#35;", "").replace("#59;", "").replace("#lt;", "").replace("#gt;", "")
        for line in lines
    )


def test_facts_whose_names_take_several_lines_do_not_touch(consult: Traced) -> None:
    allies = consult.setting.allies
    long = replace(
        consult.setting,
        allies=replace(
            allies,
            frontline=replace(allies.frontline, name="The Northern Confederation of Free Cities"),
            patron=replace(allies.patron, name="The Government of the Great Western Republic"),
        ),
    )
    chart = knowledge.of_world(replace(consult, setting=long), style.WIDTH)
    assert any("\n" in label.get_text() for label in chart.figure.axes[1].get_yticklabels())
    assert overlapping(chart.figure) == []
    assert cut_off(chart.figure) == []


def test_hours_of_a_bar_do_not_lie_on_the_end_of_patience(
    consult: Traced, monkeypatch: pytest.MonkeyPatch
) -> None:
    (found,) = exchanges(consult)
    over = replace(found, patience=1.02 * found.seconds / 3600.0)
    monkeypatch.setattr(waterfall, "exchanges", lambda _: [over])
    chart = waterfall.of_world(consult, style.WIDTH)
    assert isinstance(chart, Chart)
    axes = chart.figure.axes[0]
    (patience,) = labelled(chart, "_patience")
    FigureCanvasAgg(chart.figure).draw()  # type: ignore[no-untyped-call]
    at = axes.transData.transform((patience.get_xdata()[0], 0.0))[0]
    hours = [text for text in axes.texts if text.get_text().endswith(" h")]
    assert len(hours) == len(chart.numbers.rows)
    for text in hours:
        box = Text.get_window_extent(text)
        assert not box.x0 <= at <= box.x1, text.get_text()


def test_a_mark_at_the_end_of_the_time_shown_stays_whole(consult: Traced) -> None:
    marks = [
        line
        for line in swimlanes.of_world(consult, style.WIDTH).figure.axes[0].lines
        if line.get_label() in {"_decision", "_read", "_learnt"}
    ]
    assert marks
    assert not any(line.get_clip_on() for line in marks)


def test_the_network_goes_by_the_title_of_its_arm(consult: Traced) -> None:
    arms = consult.scenario.arms
    titled = {"consult": replace(arms["consult"], title="Asks, waits, decides")}
    scenario = replace(consult.scenario, arms={**arms, **titled})
    chart = of_scenario(scenario, "consult", style.WIDTH)
    assert "under Asks, waits, decides" in said(chart)
    assert "arm Asks, waits, decides" in said(chart)
