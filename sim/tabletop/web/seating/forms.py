"""What a seat may write, by which way, and when it would be read: the form of a page."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.communication.messages import Precedence
from sim.engine.expected_reading import reading_range
from sim.errors import UsageError
from sim.output.story.sentences.dates import NO_BREAK
from sim.output.story.sentences.vocabulary import plainly
from sim.tabletop.seat import page
from sim.tabletop.seat.options import range_text
from sim.tabletop.web.parts import Part
from sim.tabletop.web.seat_page import SeatPage


def forms(seat_page: SeatPage) -> list[Part]:
    """The kinds of message that may be written, each with its ways and when it is read."""
    if not seat_page.capital.is_ally:
        return []
    session = seat_page.game.table.session
    kinds = session.prepared.kinds
    return [
        {
            "kind": kind,
            "name": page.writing_name(kind),
            "does": page.WRITING[kind],
            "usual": kinds[kind].precedence.name.lower(),
            "precedences": [name.lower() for name in Precedence.__members__],
            "ways": list(_ways(seat_page, kind)),
        }
        for kind in session.acts.writable(seat_page.capital.role)
    ]


def _ways(seat_page: SeatPage, kind: str) -> Iterator[Part]:
    session = seat_page.game.table.session
    channels = session.prepared.setting.channels
    usual = session.prepared.kinds[kind].route
    for name in (*usual, *(one for one in channels if one not in usual)):
        try:
            session.acts.route(kind, name)
        except UsageError:
            continue
        between = reading_range(session.prepared, seat_page.capital.role, kind, name, session.now)
        risks = (
            f"security {channels[name].security:.2f},"
            f" tone that survives {channels[name].fidelity:.2f}"
        )
        when = f"read {range_text(seat_page.capital, between)} (eight in ten)"
        text = f"{plainly(name)}: {when}; {risks}".replace(NO_BREAK, " ")
        yield {"name": name, "text": text}
