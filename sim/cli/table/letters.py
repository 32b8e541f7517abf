"""Writing a message at the table: what, how urgent, by which way, and in which words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.cli.table.console import Console
from sim.domain.communication.messages import Precedence
from sim.domain.decisions.views import Role
from sim.engine.acts import MAY_WRITE
from sim.engine.expected_reading import reading_range
from sim.errors import UsageError, did_you_mean
from sim.output.story.sentences.vocabulary import plainly
from sim.tabletop.game.acts import Act
from sim.tabletop.game.game import Game
from sim.tabletop.seat.capital import Capital
from sim.tabletop.seat.options import range_text
from sim.tabletop.seat.page import WRITING, paragraph


def write_letter(game: Game, seat: Role, capital: Capital, console: Console) -> None:
    """Ask for all that a message needs, say when it will be read, and send it on its way."""
    kinds = tuple(MAY_WRITE[seat])
    console.show(f"  {n}  {plainly(kind)}: {WRITING[kind]}" for n, kind in enumerate(kinds, 1))
    kind = _chosen(console.ask("What do you write? [number; Enter to leave it]"), kinds)
    if not kind:
        return
    handling = game.table.session.prepared.kinds[kind]
    urgencies = tuple(name.lower() for name in Precedence.__members__)
    usual = handling.precedence.name.lower()
    asked = console.ask(f"How urgent? {', '.join(urgencies)} [Enter: {usual}]")
    precedence = _chosen(asked, urgencies) or usual
    told = dict(_ways(game, seat, kind, capital))
    ways = tuple(told)
    for number, text in enumerate(told.values(), 1):
        console.show(paragraph(f"  {number}  ", text, console.width))
    channel = _chosen(console.ask("By which way? [number; Enter: 1]"), ways) or ways[0]
    text = console.ask("Your words, in one line [Enter for none, . to leave it]:")
    if text == ".":
        return
    data = {"kind": kind, "precedence": precedence, "channel": channel}
    game.play(Act(do="write", seat=seat, data=data), text)
    console.show(("It is being drafted. A rule in the other seat heeds its kind, not its words.",))


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
        yield name, f"{plainly(name)}: read {between}, if no queue; {risks}"


def _chosen(typed: str, names: Sequence[str]) -> str:
    """One of some names, by itself or by its number; empty for nothing typed."""
    word = typed.strip().lower().replace(" ", "_")
    if not word or word in names:
        return word
    if word.isdecimal() and 0 < int(word[:4]) <= len(names):
        return names[int(word) - 1]
    raise UsageError(f"{typed!r} is none of: {', '.join(names)}. {did_you_mean(word, names)}")
