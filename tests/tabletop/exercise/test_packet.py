"""The packet: every page is marked and whole, and no player's page tells what none may know."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sim.domain.decisions.views import ROLES, SEATS, Seat
from sim.domain.inputs.setting import Scenario, Setting
from sim.scenario import load
from sim.tabletop.exercise.packet.packet import FILES, Packet, card_page, pages
from tests.output.report.strict_html import addresses, headings, parsed

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def packet() -> Packet:
    found = load(ROOT / "scenarios" / "northern-front.yaml")
    return Packet(scenario=found, arm="consult", file="scenarios/northern-front.yaml")


@pytest.fixture(scope="module")
def made(packet: Packet) -> dict[str, str]:
    return {name: content.decode() for name, content in pages(packet)}


def test_every_page_is_valid_marked_and_needs_nothing_from_elsewhere(made: dict[str, str]) -> None:
    assert {*made, "msel.csv", "msel.xlsx", "transcript.csv"} == set(FILES)
    for text in made.values():
        page = parsed(text)
        assert list(addresses(page)) == []
        assert headings(page)[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(headings(page)))
        marks = re.findall(
            r'<p class="mark"[^>]*>EXERCISE <bdi>Quiet Line</bdi> EXERCISE</p>', text
        )
        assert len(marks) == 2
        assert text.count("Quiet\\20 Line") == 2, "in the margins of each sheet"


def test_the_guide_lists_the_files_and_the_objectives_and_what_is_true(
    made: dict[str, str],
) -> None:
    guide = made["facilitator-guide.html"]
    for name in FILES:
        assert name in guide
    for text in ("heard", "Operational Coordination", "35", "no page of a player says when it ends"):
        assert text in guide
    assert "hotline play scenarios/northern-front.yaml --seat frontline" in guide
    guides = made["evaluation-guides.html"]
    assert guides.count('<section class="sheet') == 4
    assert "Met by an answer that is read within 48" in guides


def test_a_card_says_whom_one_reaches_and_how_long_that_takes(made: dict[str, str]) -> None:
    card = made["role-frontline.html"]
    assert re.search(r"leader phone</th><td>up to secret</td><td>[\d.]+.h to [\d.]+.h</td>", card)
    assert re.search(r"From your question to an answer that you have read: [\d.]+", card)
    assert "Your red line: the adversary 62" in card
    assert "Prime Minister and security cabinet" in card
    assert "From your question" not in made["role-patron.html"]


def changed(setting: Setting, seat: Seat) -> Setting:
    """The same with everything else that a seat may not know: the adversary's truth, what is to
    come, when it ends, and what the other ally counts.
    """
    allies = setting.allies
    other: Any = allies.patron if seat == "frontline" else allies.frontline
    mind = replace(
        other,
        outlook=replace(other.outlook, red_line=0.11),
        intelligence=replace(other.intelligence, bias=-2.0, interval=1.0),
        trust=replace(other.trust, start=0.01),
        leader=replace(other.leader, news=1.0),
    )
    own: Any = allies.frontline if seat == "frontline" else allies.patron
    blind = replace(own, intelligence=replace(own.intelligence, bias=3.0, interval=2.0))
    threat = replace(setting.adversary.threat, readiness=0.99, growth=0.5)
    attack = replace(setting.adversary.attack, rate=0.9)
    return replace(
        setting,
        horizon=99.0,
        follow_up=77.0,
        injects={},
        adversary=replace(setting.adversary, threat=threat, attack=attack),
        allies=replace(
            allies,
            frontline=blind if seat == "frontline" else mind,
            patron=mind if seat == "frontline" else blind,
        ),
    )


def with_setting(scenario: Scenario, arm: str, setting: Setting) -> Scenario:
    arms = {**scenario.arms, arm: replace(scenario.arms[arm], setting=setting)}
    return replace(scenario, arms=arms)


def test_the_cards_of_adversary_and_region_say_what_they_may_do(made: dict[str, str]) -> None:
    adversary, region = made["role-adversary.html"], made["role-region.html"]
    assert "strike the first blow at Jerusalem" in adversary
    assert re.search(r"falls \d[\d.]*.h to \d[\d.]*.(h|days) after a strike", adversary)
    assert "mediate, by a mediating state" in region
    for card in (adversary, region):
        assert "the file gives this seat no aims" in card.lower()
        for theirs in ("What is agreed", "Whom you reach", "advisers", "red line: "):
            assert theirs not in card


@pytest.mark.parametrize("seat", SEATS)
def test_a_card_is_the_same_whatever_the_seat_may_not_know(seat: Seat, packet: Packet) -> None:
    setting = packet.scenario.arms["consult"].setting
    other = changed(setting, seat)
    assert other != setting
    elsewhere = replace(packet, scenario=with_setting(packet.scenario, "consult", other))
    assert card_page(elsewhere, seat) == card_page(packet, seat)


def test_the_briefing_and_the_form_are_the_same_whatever_no_player_may_know(
    packet: Packet, made: dict[str, str]
) -> None:
    other = packet.scenario
    for seat in ROLES:
        setting = changed(other.arms["consult"].setting, seat)
        other = with_setting(other, "consult", setting)
    again = dict(pages(replace(packet, scenario=other)))
    for name in ("briefing.html", "feedback.html"):
        assert again[name].decode() == made[name]
    assert again["facilitator-guide.html"].decode() != made["facilitator-guide.html"]


def test_no_event_of_the_list_stands_on_a_player_s_page(
    packet: Packet, made: dict[str, str]
) -> None:
    for name in ("briefing.html", "feedback.html", *(f"role-{seat}.html" for seat in SEATS)):
        for inject in packet.scenario.arms["consult"].setting.injects.values():
            assert inject.text not in made[name]


def test_a_hostile_name_stays_text(packet: Packet) -> None:
    name = '"; } </style><script>alert(1)</script> @import url(//x.invalid)'
    exercise = replace(packet.scenario.exercise, name=name)
    text = card_page(
        replace(packet, scenario=replace(packet.scenario, exercise=exercise)), "patron"
    )
    page = parsed(text.decode())
    assert [one.tag for one in page.iter() if one.tag == "script"] == []
    assert list(addresses(page)) == []
    style = text.split(b"<style>")[1].split(b"</style>")[0]
    assert b"@import" not in style
    assert b"url(" not in style


def test_a_scenario_that_says_nothing_of_an_exercise_has_a_packet_too(tiny: Path) -> None:
    bare = Packet(scenario=load(tiny), arm="unilateral", file="tiny.yaml")
    made = dict(pages(bare))
    assert b"write them under <code>exercise.objectives</code>" in made["evaluation-guides.html"]
    assert b"The scenario has no events" in made["msel.html"]
    assert b"Short worlds that tests can afford" in made["briefing.html"]
