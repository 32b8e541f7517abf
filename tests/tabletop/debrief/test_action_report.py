"""The after-action report: each sentence leads to its events, objectives are counted in simulated
games, areas stand in the plan, several games side by side; people's words stay text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sim.cli.commands.games import debrief
from sim.domain.events import Decision, Injected, Posted
from sim.domain.inputs.exercise import Exercise, Lesson, Objective, Within
from sim.engine.control import POLICIES
from sim.engine.session import Session
from sim.errors import Problem, ResultsError, ScenarioError
from sim.experiment.outcomes.definitions import outcome_values
from sim.output.words import with_full_stop
from sim.scenario import load
from sim.tabletop.debrief.action_report.account import Account, account
from sim.tabletop.debrief.action_report.act_rows import acts_of_control, acts_of_seats, notes, stops
from sim.tabletop.debrief.action_report.decision_list import decided, telling_decisions
from sim.tabletop.debrief.action_report.objectives import results, share_text
from sim.tabletop.debrief.action_report.report import Learnt, parts_of, report_page
from sim.tabletop.debrief.action_report.side_by_side import outcome_rows
from sim.tabletop.debrief.action_report.simulated_games import simulate, verdict
from sim.tabletop.debrief.action_report.sourced_text import few
from sim.tabletop.debrief.control_text import LED, RULED, SAID, control_text, moved_by_control
from sim.tabletop.debrief.decisions import decisions, luck_taken_back
from sim.tabletop.debrief.noted_log import noted_story
from sim.tabletop.debrief.rank_among_games import HOLLOW, hollow_text
from sim.tabletop.debrief.twin import parting
from sim.tabletop.game.acts import Act
from sim.tabletop.game.control_acts import CONTROL_ACTS, RULINGS
from sim.tabletop.game.game import Game, read_game
from sim.tabletop.game.journal import Record
from tests.output.report.strict_html import addresses, headings, parsed
from tests.tabletop.games import answer, begun, go_on, to_its_end, write

WORDS = "<script>alert('x')</script> & \u05e9\u05dc\u05d5\u05dd"
EXERCISE = """\
exercise:
  name: Calm
  questions: [What now?]
  objectives:
    early: {says: It is asked early, capability: Talking, event: asked, until: T+1 h}
    quiet: {says: Nobody strikes, outcome: struck, between: [0, 0]}
    reports: {says: A report of the patron comes, event: report, by: patron}
    seen: {says: It is seen by people}
    soon: {says: Answers are read soon, event: stance_read, within: {of: asked, hours: 1 h}}
"""


NOTHING: Mapping[str, Lesson] = {}


def none_done(_: int) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def scenario(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scenario") / "calm.yaml"
    path.write_text(f"schema: 1\nextends: {tiny}\n{EXERCISE}", encoding="utf-8")
    return path


def played(scenario: Path, folder: Path, options: list[str], world: int = 0) -> Path:
    path = begun(scenario, folder, replication=world)
    with Game(path) as game:
        for option in options:
            game.play(go_on())
            view = game.table.session.question
            if view is not None:
                chosen = option if option in view.options else "hold"
                game.play(answer(chosen, view.seat), WORDS)
    return to_its_end(path)


@pytest.fixture(scope="module")
def paths(scenario: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("games")
    return [played(scenario, folder, ["strike", "strike"]), played(scenario, folder, [], world=1)]


def told(path: Path, number: int = 4) -> Account:
    game = read_game(path)
    opening = game.folder.opening
    many = simulate(game.folder.scenario, opening.arm, opening.seed, number, none_done)
    return account(path, game, many, ())


@pytest.fixture(scope="module")
def accounts(paths: list[Path]) -> list[Account]:
    return [told(path) for path in paths]


def page_of(accounts: list[Account], lessons: Mapping[str, Lesson] = NOTHING) -> str:
    return report_page(parts_of(accounts), Learnt(lessons=lessons)).decode()


@pytest.fixture(scope="module")
def pages(accounts: list[Account]) -> list[str]:
    return [page_of(accounts[:1]), page_of(accounts)]


def test_each_reference_leads_to_an_event_and_nothing_leads_elsewhere(pages: list[str]) -> None:
    for text in pages:
        page = parsed(text)
        names = {one.attrib["id"] for one in page.iter() if "id" in one.attrib}
        pictures = [one for one in page.iter() if one.tag == "img"]
        assert pictures, "the swim lanes of each game"
        for one in pictures:
            assert one.attrib["src"].startswith("data:image/svg+xml,")
            assert one.attrib["alt"].startswith("Swim lanes of world ")
        led = [to for to in addresses(page) if not to.startswith("data:image/svg+xml,")]
        assert led
        assert all(to.startswith("#") and to[1:] in names for to in led)
        assert sum("e" in to and to[-1].isdigit() for to in led) > 10
        assert all(b - a <= 1 for a, b in pairwise(headings(page)))
        assert len(re.findall("EXERCISE <bdi>Calm</bdi> EXERCISE", text)) == 2


def test_what_is_referred_to_is_printed_and_the_rest_is_not(pages: list[str]) -> None:
    cited = set(re.findall(r'href="#e(\d+)"', pages[0]))
    shown = set(re.findall(r'<tr id="e(\d+)">', pages[0]))
    assert cited == shown
    assert 'class="uncited"' in pages[0]


def test_a_decision_leads_to_its_entry_with_the_words_of_who_made_it(
    accounts: list[Account], pages: list[str]
) -> None:
    for one in decided(accounts[0]):
        (place,) = one.entries
        event = accounts[0].log[place][1]
        assert isinstance(event, Decision)
        assert event.option == one.chosen
    assert (
        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; \u05e9\u05dc\u05d5\u05dd" in pages[0]
    )
    assert "<script" not in pages[0]


def test_objectives_are_counted_in_simulated_games(accounts: list[Account]) -> None:
    scenario, opening = accounts[0].scenario, accounts[0].played.folder.opening
    counts = dict.fromkeys(accounts[0].simulated.met, (0, 0))
    for world in range(4):
        log = Session(
            scenario, seed=opening.seed, replication=world, arm=opening.arm, full=True
        ).run()
        values = outcome_values(log, scenario.arms[opening.arm].setting)
        for name in counts:
            found = verdict(scenario.exercise.objectives[name], log, values).met
            met, of = counts[name]
            counts[name] = (met + (found is True), of + (found is not None))
    assert accounts[0].simulated.met == counts
    assert counts["reports"] == (4, 4), "entries of a full log alone are looked at too"


def test_an_objective_is_met_by_events_or_not_or_is_for_people(accounts: list[Account]) -> None:
    found = {one.name: one for one in results(accounts[0])}
    assert found["quiet"].short == "not met"
    assert found["quiet"].entries, "the strike is what says so"
    assert found["seen"].short == "rated by people"
    assert found["reports"].short == "met"
    assert found["early"].simulated.startswith("met in ")


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0"), (0.004, "0.4"), (0.64, "64"), (0.9963, "99.6"), (1.0, "100")]
)
def test_nearly_all_is_not_all(share: float, text: str) -> None:
    assert share_text(share) == f"{text}\N{NO-BREAK SPACE}%"


def test_what_was_not_met_stands_in_the_plan_with_what_was_decided_of_it(
    accounts: list[Account],
) -> None:
    lessons = {
        "quiet": Lesson(says="Too early", action="Agree on a pause", owner="Liaison", due="1 June"),
        "other": Lesson(says="Sandwiches ran out", owner="Host"),
    }
    text = page_of(accounts[:1], lessons)
    plan = text.split('<h2 id="plan">')[1].split("</section>")[0]
    assert re.search(r"Nobody strikes.*Agree on a pause.*Liaison.*1 June", plan)
    assert re.search(r"Sandwiches ran out.*Host", plan)
    assert "What now?" in plan


def test_several_games_stand_side_by_side(pages: list[str], paths: list[Path]) -> None:
    table = pages[1].split('<h2 id="together">')[1].split("<section")[0]
    for path in paths:
        assert path.name in table
    assert re.search(r"struck</th><td>yes</td><td>no</td><td></td><td>50.% of 2</td>", table)
    assert re.search(r"Nobody strikes</th><td>not met</td><td>met</td><td></td><td>1 of 2", table)
    assert re.search(r"Chose strike, times</th><td>[1-9]", table)
    assert 'id="g2-e1"' in pages[1]


def test_a_game_that_was_cut_short_is_compared_with_nothing(scenario: Path, tmp_path: Path) -> None:
    path = begun(scenario, tmp_path, go_on(), answer("hold"), Act(do="end", data={}))
    text = page_of([told(path, 2)])
    assert "cut short, so its outcomes are compared with nothing" in text
    assert "Outcomes that differ" not in text
    assert "before its time" in text


def test_no_objectives_and_no_simulated_games_are_no_fault(tiny: Path, tmp_path: Path) -> None:
    text = page_of([told(begun(tiny, tmp_path, go_on(), answer("hold")), 0)])
    assert "The scenario names no objectives" in text
    parsed(text)


def test_the_most_telling_decisions_are_those_that_did_something(paths: list[Path]) -> None:
    game = read_game(paths[0])
    numbers = telling_decisions(game, 2)
    assert len(numbers) == 2
    assert numbers == sorted(set(numbers))
    acting = [one.number for one in decided(told(paths[0], 0)) if one.chosen != "hold"]
    assert acting[0] in numbers


def test_an_outcome_that_does_not_exist_meets_nothing_and_misses_nothing(tiny: Path) -> None:
    found = load(tiny)
    objective = Objective(says="", outcome="strike_h", between=(_hours(0), _hours(9)))
    assert verdict(objective, [], {"strike_h": float("nan")}).met is None
    assert verdict(objective, [], {"strike_h": 9.0}).met is True
    assert verdict(objective, [], {"strike_h": 9.1}).met is False
    late = Objective(says="", event="strike", within=Within(of="asked", hours=1.0))
    assert verdict(late, [], {}).met is None
    exercise = Exercise(objectives={"late": late})
    many = simulate(replace(found, exercise=exercise), "unilateral", 7, 2, none_done)
    assert many.share("late") is None, "nobody asks, so it applies to none"


def _hours(number: float) -> Any:  # noqa: ANN401 - as a file says it
    from sim.domain.inputs.checks import Amount

    return Amount(number, "h")


def test_of_many_entries_the_first_and_the_last_are_shown() -> None:
    assert few((1, 2, 3)) == (1, 2, 3)
    assert few(tuple(range(20))) == (0, 1, 2, 3, 16, 17, 18, 19)


def test_what_was_done_unasked_and_by_the_facilitator_is_told_with_what_it_led_to(
    scenario: Path, tmp_path: Path
) -> None:
    bring = {"event": "news", "to": "both", "text": "A rumour"}
    rest = dict.fromkeys(("severity", "reading", "channel", "lasts", "front", "stance"))
    edit = {"name": "control-1", "to": "patron", "text": "Another", **rest}
    acts = (
        go_on(1.0),
        write("dialogue", "frontline"),
        Act(do="broadcast", data={"to": "both"}),
        Act(do="plan", data={**bring, **rest, "hours": 400}),
        Act(do="edit", data=edit),
        Act(do="turn", data={"branch": "x"}),
        Act(do="bring", data={**bring, **rest}),
        go_on(),
    )
    one = told(begun(scenario, tmp_path, *acts), 0)
    (letter,) = acts_of_seats(one)
    assert "the frontline: writes: dialogue: \u201cwords 1\u201d." in letter.text
    assert isinstance(one.log[letter.entries[0]][1], Posted)
    said, planned, edited, turned, brought = acts_of_control(one)
    assert planned.text.endswith(": The facilitator: set for both, in 400 h: news.")
    assert edited.text.endswith("the inject control-1 is changed.")
    assert turned.text.endswith("chance is another from here on.")
    assert "said to both" in said.text
    assert "brought in for both: news" in brought.text
    assert any(isinstance(one.log[place][1], Injected) for place in brought.entries)
    assert moved_by_control(one.played.standing)
    text = page_of([one])
    assert "games have the list of the file. What differs may come from that" in text
    assert "What was done unasked (1)" in text
    parsed(text)


def test_a_stop_for_something_real_is_told(scenario: Path, tmp_path: Path) -> None:
    path = begun(scenario, tmp_path)
    with Game(path) as game:
        game.play(go_on())
        game.remark("blank", {"blank": True}, "An alarm.")
        game.remark("blank", {"blank": False})
    assert [line.text.partition(": ")[2] for line in stops(told(path))] == [
        "The facilitator: play stops for something real: “An alarm.”",
        "The facilitator: pages show again what they did.",
    ]


def test_where_a_game_leaves_the_rules_is_never_routine(accounts: list[Account]) -> None:
    left = parting(accounts[0].log, accounts[0].by_rules.log)
    assert left is not None
    rows = [one for one in decided(accounts[0]) if not one.routine]
    views = {one.number: one.view.time for one in decisions(accounts[0].played)}
    assert left.at in [views[one.number] for one in rows]


def test_a_program_is_no_person(scenario: Path, tmp_path: Path) -> None:
    path = begun(scenario, tmp_path, go_on())
    with Game(path) as game:
        game.sit("frontline", "python bot.py <x>")
    text = page_of([told(path, 0)])
    assert 'Program for the frontline</dt><dd dir="auto">python bot.py &lt;x&gt;' in text
    assert '<dt>Played by people</dt><dd dir="auto">nobody' in text


def test_each_act_of_the_facilitator_can_be_told() -> None:
    assert SAID.keys() == CONTROL_ACTS.keys()


def test_what_was_taken_back_is_told_with_the_luck_that_followed() -> None:
    undo, turn = Record(do="undo", to=1), Record(do="turn")
    assert "with the same luck" in luck_taken_back([undo])
    assert luck_taken_back([undo, turn]) == "and chance was another from there on"
    assert luck_taken_back([undo, turn, undo]).startswith("at times with the same luck")


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("said", "said."),
        ("said: \u201cWait.\u201d", "said: \u201cWait.\u201d"),
        ("said: \u201cWait\u201d", "said: \u201cWait\u201d."),
        ("said: \u201cWhen?\u201d", "said: \u201cWhen?\u201d"),
    ],
)
def test_a_sentence_has_one_full_stop(text: str, closed: str) -> None:
    assert with_full_stop(text) == closed


def test_what_was_noted_and_rated_at_the_table_stands_in_the_report(
    scenario: Path, tmp_path: Path
) -> None:
    path = begun(scenario, tmp_path, go_on(1.0))
    name = next(iter(load(scenario).exercise.objectives))
    with Game(path) as game:
        for rating, objective, words in (
            ("M", name, "Nobody asked."),
            ("P", "", ""),
            ("", "", "Hm"),
        ):
            game.remark("note", {"rating": rating, "objective": objective}, words)
    one = told(path, 0)
    rated, plain, unrated = (line.text for line in notes(one))
    assert rated.endswith("\u201cNobody asked.\u201d")
    assert one.scenario.exercise.objectives[name].says in rated
    assert plain.endswith("T+1.0: P.")
    assert unrated.endswith(": \u201cHm\u201d.")
    assert [found.rated for found in results(one) if found.rated] == ["M"]
    text = page_of([one])
    assert "Notes of the facilitator" in text
    parsed(text)


def test_a_game_that_this_version_would_play_otherwise_is_told_from_its_log(
    scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = to_its_end(begun(scenario, tmp_path))
    lines = [json.loads(line) for line in (path / "journal.jsonl").read_bytes().splitlines()]
    lines[0]["with"]["version"] = "0.0.1"
    lines[2]["sum"] = "0" * 32
    spoilt = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    (path / "journal.jsonl").write_bytes(spoilt)
    page = tmp_path / "old.html"
    debrief.command.main([str(path), "--to", str(page)], standalone_mode=False)
    said = "would play the game otherwise from act 3 on: the world is another after it"
    assert said in " ".join(capsys.readouterr().err.split())
    text = page.read_text(encoding="utf-8")
    assert said in text
    assert "0.0.1" in text
    assert "Where the hours went" in text
    for left_out in ("What was decided", "The same world with rules", "Among 0 simulated"):
        assert left_out not in text
    parsed(text)
    with pytest.raises(ResultsError, match=":3:1: the game differs from here on"):
        debrief.command.main([str(path), str(path), "--to", "x.html"], standalone_mode=False)


def test_a_game_whose_adversary_was_played_by_hand_lies_hollow() -> None:
    def name(seat: str) -> str:
        return {"adversary": "the militias", "region": "the region"}[seat]

    asked = Record(n=2, do="answer", seat="frontline", at=1.0, data={"option": "hold"})
    silent = replace(asked, seat="adversary", do="lapse", data={"why": "late"})
    by_hand = [replace(asked, seat=seat) for seat in ("adversary", "region")]
    assert hollow_text([asked, silent], name) == ""
    one, both = hollow_text(by_hand[:1], name), hollow_text(by_hand, name)
    assert "in every other game: the militias." in one
    assert "in every other game: the militias and the region." in both
    assert HOLLOW.strip() in one


def test_a_game_that_was_moved_lies_hollow_on_the_page_of_several_and_says_why(
    scenario: Path, tmp_path: Path
) -> None:
    rest = dict.fromkeys(("severity", "reading", "channel", "lasts", "front", "stance"))
    bring = Act(do="bring", data={"event": "news", "to": "both", "text": "A rumour", **rest})
    moved = to_its_end(begun(scenario, tmp_path, go_on(1.0), bring))
    plain = to_its_end(begun(scenario, tmp_path))
    accounts = [told(moved), told(plain)]
    rows = outcome_rows(accounts)
    assert all(row[1].startswith(HOLLOW) for row in rows if row[1] != "-")
    assert not any(HOLLOW in cell for row in rows for cell in row[2:])
    text = page_of(accounts)
    why = f'<li dir="auto">{moved.name}: The facilitator brought in or moved injects;'
    assert text.partition("What became of each game")[2].count(why) == 1
    assert f'<li dir="auto">{plain.name}: ' not in text


def test_what_no_rule_does_lies_hollow() -> None:
    asked = Record(n=2, do="ask", seat="frontline", at=1.0)
    assert hollow_text([asked], str) == ""
    assert "Frontline set aside what is agreed" in hollow_text([replace(asked, do="defy")], str)


def test_all_that_is_done_to_an_inject_and_each_way_to_lead_has_words() -> None:
    record = Record(n=2, do="inject", data={"name": "border_attack", "what": "skip"})
    assert control_text(record, str) == "the inject border attack is left out"
    assert LED.keys() == set(POLICIES)
    assert RULED.keys() == set(RULINGS)


def test_a_game_whose_scenario_this_version_reads_otherwise_is_told_from_its_log(
    scenario: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = to_its_end(begun(scenario, tmp_path))
    before = (path / "journal.jsonl").read_bytes()
    newer = "0" * 64  # as an input that is new here makes of it
    monkeypatch.setattr(
        "sim.tabletop.game.folder.load", lambda place: replace(load(place), digest=newer)
    )
    for read in (Game, read_game):
        with pytest.raises(ResultsError, match=r"reads it as other inputs.*--story"):
            read(path)
    page = tmp_path / "old.html"
    debrief.command.main([str(path), "--to", str(page)], standalone_mode=False)
    said = "reads it as other inputs than Hotline"
    assert said in " ".join(capsys.readouterr().err.split())
    assert said in page.read_text(encoding="utf-8")
    assert "As it was noted when it was played" in noted_story(path)

    def refuse(_: Path) -> None:
        raise ScenarioError((Problem(file="x", message="unknown key 'omen'"),))

    monkeypatch.setattr("sim.tabletop.game.folder.load", refuse)
    with pytest.raises(ResultsError, match=r"cannot read it: .*unknown key 'omen'"):
        noted_story(path)
    assert (path / "journal.jsonl").read_bytes() == before
