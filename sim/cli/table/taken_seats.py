"""Seats that people take at a terminal once the game was played in browsers before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.domain.decisions.views import Seat
from sim.output.story.sentences.vocabulary import sentence
from sim.tabletop.game.acts import Act
from sim.tabletop.game.game import Game
from sim.tabletop.seat.capital import Capital


def take_seats(game: Game, people: Sequence[Seat]) -> Iterator[str]:
    """Let the clock stand for who sits here, however a facilitator had led them, and say so: at a
    terminal nobody is asked while it runs. A rule that was put into a seat stays there, unless it
    would leave nobody to play.
    """
    control = game.table.session.control
    led = {seat: control.policy(seat) for seat in people}
    nobody = all(policy == "rule" for policy in led.values())
    for seat, policy in led.items():
        name = Capital(seat, game.table.setting).us
        if policy == "rule" and not nobody:
            by_rule = "is led by the rule of the file, as the facilitator had it."
            yield f"{sentence(name)} ({seat}) {by_rule}"
        elif policy != "stop":
            game.play(Act(do="lead", seat=seat, data={"policy": "stop"}), by="table")
            is_open = any(True for _ in control.open_questions(seat))
            then = " What it was asked before is open still: type decide." if is_open else ""
            yield f"The clock stands for {name} ({seat}) again, where it had not.{then}"
