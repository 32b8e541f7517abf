"""A game that was played in browsers and is gone on with at a terminal: what the facilitator said
and did is told there, and people are asked again whoever had answered for them.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli.main import status
from sim.domain.decisions.views import ROLES, Seat
from sim.tabletop.game.acts import Act
from sim.tabletop.game.control_acts import FACILITATOR
from sim.tabletop.game.game import Game, read_game
from tests.tabletop.games import answer, begun, go_on

REST = dict.fromkeys(("severity", "reading", "channel", "lasts", "front", "stance"))
SAID = "Disregard this: the rumour, told by mistake."
Typed = Callable[..., str]


def lead(seat: Seat, policy: str) -> Act:
    """A seat is led otherwise."""
    return Act(do="lead", seat=seat, data={"policy": policy})


@pytest.fixture
def game(tiny: Path, tmp_path: Path) -> Path:
    """A game of both allies in which the facilitator has said and done something."""
    path = begun(tiny, tmp_path, go_on(), seats=ROLES, command="serve")
    with Game(path) as played:
        played.play(Act(do="broadcast", data={"to": "frontline"}), SAID, by=FACILITATOR)
        played.play(Act(do="broadcast", data={"to": "patron"}), "For them.", by=FACILITATOR)
        played.play(answer("hold"), "They hold.", by=FACILITATOR)
        bring = {"event": "pressure", "to": "both", "text": "", **REST, "severity": 0.2}
        played.play(Act(do="bring", data=bring), by=FACILITATOR)
    return path


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    """What a call says to what a script types."""

    def call(text: str, *words: str, code: int = 130) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        found = status(list(words))
        said = capsys.readouterr()
        assert found == code, said.err
        return " ".join(said.out.split())

    return call


def test_what_the_facilitator_said_is_read_by_whom_it_was_said_to(game: Path, typed: Typed) -> None:
    said = typed("log\n", "play", str(game), code=0)
    assert said.count(f"From the facilitator: {SAID}") == 2, "as news, and in the log"
    assert "For them." not in said, "that was for the other seat"


def test_a_decision_is_looked_back_at_with_what_the_facilitator_had_said(
    game: Path, typed: Typed
) -> None:
    said = typed("", "replay", str(game), "--at", "1", code=0)
    assert f"From the facilitator: {SAID}" in said


def test_words_that_were_taken_away_are_no_words(game: Path, typed: Typed) -> None:
    (game / "words.jsonl").write_text("", encoding="utf-8")
    said = typed("log\n", "play", str(game), code=0)
    assert "From the facilitator:" in said
    assert SAID not in said


def test_the_facilitator_is_told_of_in_the_debrief_and_no_seat_in_its_stead(
    game: Path, typed: Typed
) -> None:
    with Game(game) as played:
        for seat in ROLES:
            played.play(lead(seat, "rule"), by=FACILITATOR)
        played.play(go_on())
    said = typed("", "play", str(game), "--among", "5", code=0)
    assert "hold: “They hold.”" not in said
    assert "“They hold.” Its advisers" in said
    assert "By the facilitator's hand." in said
    told = said.partition("What the facilitator did")[2].partition("The same world")[0]
    assert f"Said to frontline: “{SAID}”" in told
    assert "Brought in for both: pressure." in told
    assert "Who decides for the frontline: the rule of the file." in told
    assert "frontline lead" not in said.lower()
    assert "hollow (○)" in said, "the list of injects is another than that of the file"


def test_to_undo_takes_back_an_act_of_people_and_not_how_they_are_led(
    game: Path, typed: Typed
) -> None:
    with Game(game) as played:
        played.play(lead("frontline", "open"), by=FACILITATOR)
    said = typed("undo\n", "play", str(game), code=0)
    assert "Taken back: your answer hold." in said


def test_who_was_not_waited_for_is_asked_again_at_a_terminal(game: Path, typed: Typed) -> None:
    with Game(game) as played:
        for seat in ROLES:
            played.play(lead(seat, "open"), by=FACILITATOR)
    said = typed("\n", "play", str(game), code=0)
    assert (
        "The clock stands for the frontline (frontline) again, where it had not."
        in said.replace("The frontline (", "the frontline (")
    )
    assert "DECISION 2" in said
    assert read_game(game).table.session.control.policy("frontline") == "stop"


def test_a_rule_that_sits_somewhere_stays_unless_nobody_were_left(game: Path, typed: Typed) -> None:
    with Game(game) as played:
        played.play(lead("patron", "rule"), by=FACILITATOR)
    said = typed("", "play", str(game), code=0)
    assert "(patron) is led by the rule of the file, as the facilitator had it." in said
    with Game(game) as played:
        played.play(lead("frontline", "rule"), by=FACILITATOR)
    typed("", "play", str(game), code=0)
    control = read_game(game).table.session.control
    assert [control.policy(seat) for seat in ROLES] == ["stop", "stop"]


def test_to_undo_an_act_from_before_does_not_let_the_clock_run_past_who_sits_here(
    tiny: Path, tmp_path: Path, typed: Typed
) -> None:
    """How the facilitator led a seat comes back with the act that is taken back."""
    first = (lead("frontline", "open"), go_on(40.0))
    path = begun(tiny, tmp_path, *first, seats=ROLES, command="serve")
    with Game(path) as played:
        played.play(answer("hold"), by=FACILITATOR)
        now = played.table.session.now
    said = typed("undo\n", "play", str(path), code=0)
    assert said.count("The clock stands for") == 2
    table = read_game(path).table
    assert (table.session.control.policy("frontline"), table.session.now) == ("stop", now)
