"""A protocol, a state of it and a type of inject are each one row of a table: whoever adds one has
every command work on it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final, cast

import pytest

from sim.cli.main import status
from sim.domain.decisions.protocols import PROTOCOLS, Protocol
from sim.domain.decisions.states import STATES, AtSeat, InStories, ProtocolState, State
from sim.domain.events import Posted, StateChange
from sim.domain.inputs.injects import INJECT_TYPES, Effects, Inject, InjectType
from sim.engine.session import Session
from sim.output.charts.base import style
from sim.output.charts.world import lane_layout, lanes
from sim.output.charts.world.scene import scene
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.dates import NO_BREAK
from sim.scenario import load
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.options import option_lines
from sim.tabletop.seat.page import glance
from sim.tabletop.seat.sentences import line
from sim.tabletop.seat.sight import Seen
from sim.tabletop.seat.situation import Situation
from tests.engine.worlds import busy, entries, run

#: A state that no protocol has; its name would stand in ``State`` as well, for the types.
MEDIATING: Final = cast("State", "mediating")
MEDIATION = ProtocolState(
    name=MEDIATING,
    action="press",
    own_motion={"withdraws": "watching"},
    before_force=True,
    story=InStories(
        now="lets {patron} mediate",
        begins="{frontline} lets {patron} mediate for {diplomacy}.",
        wish="wishes to strike, and will let {patron} mediate first",
        step="Mediation",
        chapter="A mediator at work",
    ),
    seat=AtSeat(
        situation="{them} mediates",
        begins="Now {them} mediates.",
        option="wish to strike: {them} mediates for {diplomacy} first",
    ),
)
#: Lets the patron mediate, asks, and tells it of the strike all the same: what no shipped protocol
#: does.
ANNOUNCE = Protocol(
    name="announce",
    transitions={
        **PROTOCOLS["consult"].transitions,
        ("watching", "diplomacy"): MEDIATING,
        (MEDIATING, "pressed"): "watching",
        (MEDIATING, "attacked"): "watching",
    },
    expected_stance="told",
    gives_notice=True,
    diplomacy_first=True,
    description="Asks, and announces what it decided.",
    rules="{frontline} asks {patron}, and announces the strike to it.",
    reckoning="{patron} would be told at any rate",
)
#: Plans together without diplomacy before, which no shipped protocol does either.
STAFFS = Protocol(
    name="staffs",
    transitions=PROTOCOLS["joint"].transitions,
    expected_stance="green",
    binding=True,
    plans_jointly=True,
    description="Both plan at once.",
    rules="{frontline} and {patron} plan together at once.",
    reckoning="{patron} would plan with it",
)


def _rally(effects: Effects, name: str, inject: Inject) -> None:
    effects.press(name, inject.severity)
    effects.publish(name, inject.to)


RALLY = InjectType(
    name="rally",
    bring_about=_rally,
    sentence="a rally in the capital",
    needs=("reading",),
    lane="frontline",
    marker="H",
)

SCENARIO = """\
schema: 1
title: Rows
purpose: Worlds that use what was added
start: 2026-03-02T06:00+02:00
horizon: 6 d
follow_up: 4 d
adversary: {threat: {readiness: 0.6}}
terms: {diplomacy: 6 h}
arms:
  unilateral: {protocol: unilateral}
  other: {protocol: PROTOCOL}
injects:
  crowd: {event: EVENT, at: T+9 h, severity: 0.8, reading: 1.0}
  asked: {event: news, when: {asked: true}}
"""


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables with the new rows, for one test."""
    for protocol in (ANNOUNCE, STAFFS):
        monkeypatch.setitem(PROTOCOLS, protocol.name, protocol)
    monkeypatch.setitem(STATES, MEDIATING, MEDIATION)
    monkeypatch.setitem(INJECT_TYPES, RALLY.name, RALLY)


def written(folder: Path, protocol: str, event: str) -> Path:
    path = folder / "rows.yaml"
    path.write_text(
        SCENARIO.replace("PROTOCOL", protocol).replace("EVENT", event), encoding="utf-8"
    )
    return path


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command that must succeed writes to stdout."""
    code = status(list(words))
    out, err = capsys.readouterr()
    assert code == 0, err
    return out


@pytest.mark.usefixtures("added")
@pytest.mark.parametrize(
    ("protocol", "event"),
    [
        ("announce", "rally"),  # all kinds of rows in one
        pytest.param("consult", "rally", marks=pytest.mark.slow),
        pytest.param("staffs", "rally", marks=pytest.mark.slow),
    ],
)
def test_every_command_works_on_a_scenario_with_a_new_row(
    protocol: str, event: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(written(tmp_path, protocol, event))
    row = PROTOCOLS[protocol]
    assert "sound" in said(capsys, "check", path)
    listed = json.loads(said(capsys, "list", "protocols", "--json"))
    assert {"name": protocol, "text": row.description} in listed["protocols"]
    assert '"rally"' in said(capsys, "schema")
    shown = said(capsys, "show", path)
    assert f"protocol: {protocol}" in shown
    assert f"event: {event}" in shown
    told = said(capsys, "trace", path, "--arm", "other")
    assert row.rules.format(frontline="the frontline", patron="the patron").lower() in told.lower()
    said(capsys, "trace", path, "--arm", "unilateral", "--against", "other")
    out = tmp_path / "results"
    said(
        capsys,
        "run",
        path,
        "-n",
        "12",
        "--seed",
        "7",
        "--jobs",
        "1",
        "--out",
        str(out),
        "--name",
        "x",
        "--quiet",
    )
    assert (out / "rows" / "x" / "report.html").is_file()


@pytest.mark.usefixtures("added")
def test_a_new_type_of_inject_is_told_drawn_and_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "consult", "rally")
    assert "Brought in by the scenario: a rally in the capital." in said(
        capsys, "trace", str(path), "--all"
    )
    lines = [json.loads(line) for line in said(capsys, "trace", str(path), "--json").splitlines()]
    brought = [line["data"] for line in lines if line["kind"] == "inject"]
    assert [data["event"] for data in brought if data["name"] == "crowd"] == ["rally"]
    assert any(line["t"] == 9 and line["kind"] == "pressure" for line in lines)
    path.write_text(
        path.read_text(encoding="utf-8").replace(", reading: 1.0", ""), encoding="utf-8"
    )
    assert status(["check", str(path)]) == 2
    assert "an inject of the kind rally needs its `reading`" in capsys.readouterr().out


@pytest.mark.usefixtures("added")
def test_a_new_type_of_inject_is_marked_where_its_row_says(tmp_path: Path) -> None:
    found = load(written(tmp_path, "consult", "rally"))
    log = Session(found, seed=7, replication=0, arm="other", full=True).run()
    world = Traced.of(found, "other", log)
    shown = scene(world, 0.0, 24.0)
    axes = style.sheet(
        "", 9.0, lane_layout.height(shown, 9.0) + 0.95, title="", reading=""
    ).add_subplot()
    lanes.draw_scene(axes, world, shown, 9.0)
    marks = [line for line in axes.lines if line.get_label() == "_inject"]
    assert [(line.get_xdata()[0], line.get_marker()) for line in marks] == [(9.0, "H")]  # type: ignore[index]
    assert any(text.get_text() == "a rally in the capital" for text in axes.texts)


@pytest.mark.usefixtures("added")
def test_what_a_new_protocol_says_of_itself_is_done() -> None:
    """Its notice reaches the patron although it asked before; a joint plan is proposed at once."""
    announced = {"protocol": "announce", "terms.diplomacy": 6.0, "adversary.threat.readiness": 0.65}
    logs = [run(busy(announced), k) for k in range(12)]
    posted = [{data.message_kind for _, data in entries(log, Posted)} for log in logs]
    assert any({"consultation_request", "notification"} <= kinds for kinds in posted)
    logs = [run(busy({"protocol": "staffs"}), k) for k in range(12)]
    assert any(
        data.message_kind == "joint_plan" for log in logs for _, data in entries(log, Posted)
    )
    assert not any(
        data.after == "pressing" for log in logs for _, data in entries(log, StateChange)
    )


@pytest.mark.usefixtures("added")
def test_a_new_state_is_walked_through_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "announce", "news")
    found = load(path)
    walks = {
        k: [
            (data.before, data.after)
            for _, data in entries(
                Session(found, seed=7, replication=k, arm="other", full=True).run(), StateChange
            )
        ]
        for k in range(8)
    }
    number = next(k for k, walk in walks.items() if walk)
    assert walks[number][:2] == [("watching", MEDIATING), (MEDIATING, "watching")]
    world = ("trace", str(path), "--seed", "7", "-k", str(number))
    story = said(capsys, *world, "--arm", "other")
    for words in (
        "wishes to strike, and will let the patron mediate first",
        "The frontline lets the patron mediate for 6 h.",
        "2. A mediator at work",
    ):
        assert words in " ".join(story.split())
    beside = said(capsys, *world, "--arm", "other", "--against", "unilateral")
    assert "to strike. Mediation" in " ".join(beside.split())
    assert '"mediating"' in said(capsys, "schema")


@pytest.mark.usefixtures("added")
def test_a_seat_reads_of_a_new_state_in_the_words_of_its_row(tmp_path: Path) -> None:
    found = load(written(tmp_path, "announce", "news"))
    capital = Capital("frontline", found.arms["other"].setting)
    session = Session(found, seed=7, replication=1, arm="other", humans={"frontline"})
    question = next(one for one in session if "strike" in one.view.options)
    options = option_lines(session, question.view, capital)
    assert options["strike"] == f"wish to strike: the patron mediates for 6{NO_BREAK}h first"
    question.answer("strike")
    began = Seen(question.view.time, "state", {"event": "diplomacy", "after": MEDIATING})
    assert line(capital, began) == "Now the patron mediates."
    _, under_way = glance(capital, Situation().take([began]), question.view.time)
    assert under_way == ["the patron mediates"]


def test_what_is_in_no_table_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(["check", str(written(tmp_path, "consult", "rally"))]) == 2
    said = " ".join(capsys.readouterr().out.split())
    assert re.search(r'expected provocation, .* or \w+, got "rally"', said), said
