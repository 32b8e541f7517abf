"""What a seat is told of that happens in its name, how long it would wait, and how true the hours
are that it is promised.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.domain.decisions.views import AnyView, Role, View
from sim.domain.events import Answered, Asked, Posted, Preparation, Read
from sim.engine.expected_reading import (
    Between,
    answer_range,
    delivered_range,
    first_channel,
    preparation_range,
    reading_range,
)
from sim.engine.session import Session
from sim.errors import UsageError
from sim.output.story.sentences.dates import duration_text
from sim.scenario import load
from sim.tabletop.game.acts import Act
from sim.tabletop.game.table import Table
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.options import letter_expectation, option_lines, range_text
from sim.tabletop.seat.page import letter_name
from sim.tabletop.seat.sentences import line
from sim.tabletop.seat.sight import Seen
from sim.tabletop.seat.situation import Letter, Situation
from tests.engine.worlds import busy, changed, scenario, still
from tests.tabletop.games import answer, go_on, table, write

ROOT = Path(__file__).parents[3]
#: What is said of no inject in particular.
NOTHING: dict[str, object] = {
    "text": "",
    **dict.fromkeys(("severity", "reading", "channel", "lasts", "front", "stance")),
}
#: A world in which the frontline is soon asked what it will do.
SOON = still({"allies.frontline.leader.deliberation.value": 24.0})


def asked(**changes: object) -> Table:
    """A game of the frontline at its first question."""
    game = table(changed(SOON, changes), seats=("frontline",))
    game.carry_out(go_on())
    return game


def told(game: Table, seat: Role) -> list[str]:
    return [line(Capital(seat, game.setting), seen) for seen in game.feeds[seat].seen]


def options(game: Table) -> dict[str, str]:
    view = game.session.question
    assert isinstance(view, View)
    return option_lines(game.session, view, Capital(view.seat, game.setting))


def at_the_patron(**changes: object) -> Table:
    """A game in which the patron is asked what it says to the strike."""
    game = table(changed(SOON, {"protocol": "consult", **changes}))
    while not game.over:
        view = game.session.question
        if view is None:
            game.carry_out(go_on())
        elif isinstance(view, View) and view.asks == "stance":
            return game
        else:
            strike = "strike" if "strike" in view.options else next(iter(view.options))
            game.carry_out(answer(strike, view.seat))
    raise AssertionError("the patron is asked")


def test_an_option_to_ask_says_how_long_one_waits_and_that_is_how_long() -> None:
    game = asked(protocol="consult")
    wait = options(game)["strike"].rpartition("you wait ")[2].removesuffix(" for it")
    view = game.session.question
    assert isinstance(view, View)
    promised = game.session.patience_at(view)
    game.carry_out(answer("strike"))
    found = [event.patience for _, event in game.session.log if isinstance(event, Asked)]
    assert found == [pytest.approx(promised)]
    assert wait == duration_text(promised)


def test_an_option_to_ask_says_where_one_waits_in_vain() -> None:
    slow: dict[str, object] = {"allies.patron.council.value": 100.0, "protocol": "consult"}
    patient, hasty = (
        options(asked(**slow, **{"terms.patience.base": hours}))["strike"]
        for hours in (2000.0, 1.0)
    )
    assert patient.endswith(" for it")
    assert hasty.endswith(" for it, less than it takes")


def test_a_strike_is_promised_with_the_hour_by_which_half_have_fallen() -> None:
    game = asked(protocol="unilateral")
    view, law = game.session.question, game.session.prepared.setting.allies.frontline.preparation
    assert isinstance(view, View)
    falls = preparation_range(game.session.prepared, view.time, under_fire=False)
    assert falls.early <= falls.middle <= falls.late
    half = Capital("frontline", game.setting).date(falls.middle)
    assert f"(eight in ten, half by {half})" in options(game)["strike"]
    assert falls.middle == pytest.approx(view.time + law.duration.quantile(0.5), rel=0.1)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            {"terms.waiting.chance": 1.0, "allies.patron.assures": 1.0},
            "to wait 14 days and gives an assurance",
        ),
        ({"terms.waiting.chance": 0.25, "allies.patron.assures": 0.0}, "14 days (chance 25 %)"),
        ({"allies.patron.counter_offer": True}, "offers to press together"),
    ],
)
def test_an_option_says_what_the_staff_adds_to_it(changes: dict[str, object], text: str) -> None:
    shown = {
        name: said.replace("\u00a0", " ")
        for name, said in options(at_the_patron(**changes)).items()
    }
    assert text in shown["amber"]
    assert text in shown["red"]
    assert "your staff" not in shown["green"]
    assert all("(eight in ten)" in said for said in shown.values())


def test_an_option_adds_nothing_where_the_file_has_the_staff_add_nothing() -> None:
    bare = {
        "terms.waiting.chance": 0.0,
        "allies.patron.assures": 0.0,
        "allies.patron.counter_offer": False,
    }
    assert "staff" not in options(at_the_patron(**bare))["amber"]


def test_what_the_staff_drafts_is_told_from_what_a_person_writes() -> None:
    game = asked(protocol="consult")
    game.carry_out(write("dialogue", "frontline", "wire"))
    game.session.advance(24.0 * 20)
    game.carry_out(answer("hold"))
    game.carry_out(go_on())
    drafts = [text for text in told(game, "frontline") if "to draft a message of" in text]
    assert drafts[0].startswith("You begin")
    by_hand = [seen for seen in game.feeds["frontline"].seen if seen.data.get("by_hand")]
    assert len(by_hand) == 1
    letter = Letter(1, "dialogue", True, 0.0, by_hand=True)
    assert letter_name(letter) == "a message of the regular dialogue, routine"
    assert letter_name(replace(letter, by_hand=False)).endswith(", routine, by your staff")
    assert letter_name(replace(letter, kind="objection", by_hand=False)).endswith(", routine")
    own = Situation().take(game.feeds["frontline"].seen).own_letters()
    assert [one.number for one in own if one.by_hand] == [by_hand[0].data["message"]]


def test_hours_of_a_message_that_has_gone_out_are_those_from_there_until_they_are_past() -> None:
    game = table(busy())
    session, capital = game.session, Capital("frontline", game.setting)
    channel = first_channel(session.prepared, "dialogue")
    begun = reading_range(session.prepared, "frontline", "dialogue", channel, 0.0)
    after = delivered_range(session.prepared, "frontline", "dialogue", channel, 0.0)
    assert after.early < begun.early, "what was drafted and sent takes no time any more"
    letter = Letter(1, "dialogue", True, 0.0, channel=channel)
    sent = replace(letter, sent=0.0)
    assert letter_expectation(session, letter, capital) == (
        f"to be read {range_text(capital, begun)} (eight in ten)"
    )
    assert letter_expectation(session, sent, capital) == (
        f"to be read {range_text(capital, after)} (eight in ten)"
    )
    assert letter_expectation(session, replace(sent, at=-900.0, sent=-900.0), capital) == ""


def test_a_refusal_to_decide_names_what_could_be_decided() -> None:
    game = asked(protocol="consult")
    game.carry_out(answer("strike"))
    for seat, asks, why in (
        (
            "frontline",
            "course",
            "it is asking; it decides on its course while nothing is under way",
        ),
        ("patron", "stance", "a strike that it knows of"),
    ):
        with pytest.raises(UsageError, match=why):
            game.carry_out(Act(do="reconsider", seat=seat, data={"asks": asks}))  # type: ignore[arg-type]


def test_the_hours_of_a_preparation_hold_for_most_worlds() -> None:
    setting = changed(SOON, {"protocol": "unilateral", "allies.frontline.preparation.frailty": 0.5})
    inside = 0
    for replication in range(30):
        session = Session(
            scenario(arm=setting), seed=7, replication=replication, arm="arm", humans={"frontline"}
        )
        session.advance()
        session.answer(session.choice_by_rule().__class__("strike", "a person"))
        at, plan = next(one for one in session.log if isinstance(one[1], Preparation))
        assert isinstance(plan, Preparation)
        between = preparation_range(session.prepared, at, under_fire=plan.under_fire)
        inside += between.early <= plan.strike_at <= between.late
    assert 19 <= inside <= 29, "eight of ten, by chance two or three more or fewer"


def test_a_strike_that_answers_a_blow_is_promised_no_sooner_than_it_takes_to_act() -> None:
    prepared = table(busy()).session.prepared
    bare, answered, long_ago = (
        preparation_range(prepared, 5000.0, under_fire=True, blows=blows)
        for blows in ((), (5000.0,), (-1e9,))
    )
    assert answered.late > bare.late
    assert long_ago == bare


def test_the_blows_that_a_strike_would_answer_are_those_since_the_last_answer() -> None:
    game = table(changed(SOON, {"protocol": "consult"}))
    assert not game.session.blows
    game.carry_out(Act(do="bring", data={"event": "attack", "to": "both", **NOTHING}))
    game.session.advance(3.0)
    assert game.session.blows == (0.0,)


@pytest.mark.slow
def test_what_is_promised_comes_about_as_often() -> None:
    """Of messages of games by the rules eight in ten are read within the hours that were promised
    when they were begun. Answers and preparations are fewer, and come a few a world.
    """
    found: dict[str, list[bool]] = {"message": [], "answer": [], "preparation": []}
    whole = load(ROOT / "scenarios" / "northern-front.yaml")
    for replication in range(40):
        session = Session(
            whole, seed=12, replication=replication, arm="consult", humans={"frontline"}
        )
        promised: dict[str, Between] = {}
        while True:
            session.advance()
            view = session.question
            if view is None:
                break
            choice = session.choice_by_rule()
            _promise(session, view, choice.option, promised)
            session.answer(choice)
        _hold_to(session, promised, found)
    assert len(found["message"]) > 300
    for what, least in (("message", 0.79), ("answer", 0.70), ("preparation", 0.74)):
        inside = found[what]
        assert len(inside) > 30, what
        assert sum(inside) / len(inside) >= least, (what, sum(inside), len(inside))


def _promise(session: Session, view: AnyView, option: str, promised: dict[str, Between]) -> None:
    """What a person would have been told of a strike at a decision, by its hour."""
    if option != "strike" or not isinstance(view, View) or view.state == "preparing":
        return
    leads_to, key = session.strike_leads_to(), f"{view.time!r}"
    if leads_to == "asking":
        kind = "consultation_request"
        promised[f"answer {key}"] = answer_range(session.prepared, kind, view.time)
    elif leads_to == "preparing":
        promised[f"preparation {key}"] = preparation_range(
            session.prepared,
            view.time,
            under_fire=view.under_fire,
            waited=session.hours_waited,
            blows=session.blows,
        )


def _hold_to(session: Session, promised: dict[str, Between], found: dict[str, list[bool]]) -> None:
    """Whether what was promised came within its hours."""
    read = {event.message: at for at, event in session.log if isinstance(event, Read)}
    answers = {event.message: at for at, event in session.log if isinstance(event, Answered)}

    def hold(what: str, between: Between | None, hour: float | None) -> None:
        if between is not None and hour is not None:
            found[what].append(between.early <= hour <= between.late)

    for at, event in session.log:
        if isinstance(event, Asked):
            hold("answer", promised.get(f"answer {at!r}"), answers.get(event.message))
        elif isinstance(event, Preparation):
            hold("preparation", promised.get(f"preparation {at!r}"), event.strike_at)
        elif isinstance(event, Posted) and event.message in read:
            kind = event.message_kind
            channel = first_channel(session.prepared, kind)
            between = reading_range(session.prepared, event.sender, kind, channel, at)
            hold("message", between, read[event.message])


def test_trust_is_told_from_ones_own_side() -> None:
    game = asked()
    capital = Capital("frontline", game.setting)
    seen = Seen(0.0, "trust", {"cause": "request_unanswered", "value": 0.5})
    assert "as your request was left without an answer" in line(capital, seen)
    assert Situation().take([seen]).trust == 0.5
