"""Writing a message at the table: what, how urgent, by which way, and in which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sim.cli.table.console import Console
from sim.domain.communication.messages import Precedence
from sim.domain.decisions.views import Role
from sim.engine.expected_reading import reading_range
from sim.errors import UsageError, did_you_mean
from sim.output.story.sentences.vocabulary import plainly
from sim.tabletop.game.acts import Act
from sim.tabletop.game.game import Game
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.options import range_text
from sim.tabletop.seat.page import WRITING, paragraph, writing_name

_BACK: Final = "back"
_NO_LETTER: Final = "No message is written."


class _LeftUnwritten(Exception):
    """The person writes nothing after all."""


def write_letter(game: Game, seat: Role, capital: Capital, console: Console) -> None:
    """Ask for all that a message needs, say when it will be read, and send it on its way. What is
    not understood is asked again, so that no word of a message is taken for an answer to anything
    else.
    """
    try:
        data, text = _letter(game, seat, capital, console)
    except _LeftUnwritten:
        console.show((_NO_LETTER,))
        return
    game.play(Act(do="write", seat=seat, data=data), text)
    console.show(("It is being drafted. A rule in the other seat heeds its kind, not its words.",))


def _letter(
    game: Game, seat: Role, capital: Capital, console: Console
) -> tuple[Mapping[str, str], str]:
    """The kind, the precedence and the way of a message, and its words."""
    writable = game.table.session.acts.writable(seat)
    told = {kind: f"{writing_name(kind)}: {WRITING[kind]}" for kind in writable}
    kind = _pick(console, "What do you write? [number; Enter to leave it]", told, "")
    usual = game.table.session.prepared.kinds[kind].precedence.name.lower()
    urgencies = {name.lower(): name.lower() for name in Precedence.__members__}
    asked = f"How urgent? {', '.join(urgencies)} [Enter: {usual}]"
    precedence = _pick(console, asked, urgencies, usual, shown=False)
    ways = dict(_ways(game, seat, kind, capital))
    channel = _pick(console, "By which way? [number; Enter: 1]", ways, next(iter(ways)))
    while True:
        text = console.ask(f"Your words, in one line [Enter for none, {_BACK} to leave it]:")
        if text in {_BACK, "."}:
            raise _LeftUnwritten
        if text != "?":
            return {"kind": kind, "precedence": precedence, "channel": channel}, text
        console.show(
            ("  What you type goes with the message; a person in the other seat reads it.",)
        )


def _pick(
    console: Console, prompt: str, told: Mapping[str, str], usual: str, *, shown: bool = True
) -> str:
    """One of some names, asked for until it is one; nothing typed is the usual one."""
    lines = [
        line
        for number, text in enumerate(told.values(), 1)
        for line in paragraph(f"  {number}  ", text, console.width)
    ]
    if shown:
        console.show(lines)
    while True:
        typed = console.ask(prompt)
        if typed.lower() == _BACK or not (typed or usual):
            raise _LeftUnwritten
        if typed == "?":
            enter = f"Enter takes {plainly(usual)}; " if usual else ""
            console.show((*lines, f"  A number or a name; {enter}{_BACK} leaves the message."))
            continue
        try:
            return _name_typed(typed, tuple(told)) or usual
        except UsageError as error:
            console.refuse(error)


def _ways(game: Game, seat: Role, kind: str, capital: Capital) -> Iterator[tuple[str, str]]:
    """The channels that may carry it, each with when it is read that way and what it risks."""
    session = game.table.session
    channels = session.prepared.setting.channels
    usual = session.prepared.kinds[kind].route
    rest = tuple(name for name in channels if name not in usual)
    for name in (*usual, *rest):
        try:
            session.acts.route(kind, name)
        except UsageError:
            continue
        between = range_text(
            capital, reading_range(session.prepared, seat, kind, name, session.now)
        )
        channel = channels[name]
        risks = f"security {channel.security:.2f}, tone that survives {channel.fidelity:.2f}"
        yield name, f"{plainly(name)}: read {between} (eight in ten); {risks}"


def _name_typed(typed: str, names: Sequence[str]) -> str:
    """One of some names, by itself or by its number; empty for nothing typed."""
    word = typed.strip().lower().replace(" ", "_")
    if not word or word in names:
        return word
    if word.isdecimal() and 0 < int(word[:4]) <= len(names):
        return names[int(word) - 1]
    listed = ", ".join(map(plainly, names))
    raise UsageError(f"{typed!r} is none of: {listed}. {did_you_mean(word, names)}")
