"""What a liaison cell saves, and where it saves nothing; what telling the whole region does."""

from __future__ import annotations

from sim.domain.actors.region import Partner
from sim.domain.communication.channels import Liaison
from sim.domain.distributions.families import Fixed
from sim.domain.events import Answered
from sim.domain.inputs.setting import Setting
from tests.engine.worlds import asking, changed, desk, first, kinds, run, still, wire

CHAIN = {"any": ("ministry",)}


def manned(link: str | None, terminal: str | None = None) -> Setting:
    """Asking takes an hour of drafting and an hour at each ministry, out and in; a cell may do it
    all by itself.
    """
    slow = {
        f"allies.{role}.{path}": value
        for role in ("frontline", "patron")
        for path, value in (
            ("offices", {"ministry": desk(1.0)}),
            ("drafting", Fixed(value=1.0)),
            ("outgoing", CHAIN),
            ("incoming", CHAIN),
        )
    }
    links = {"cable": wire(), "plain": wire(rating="open"), "bunker": wire()}
    cell = Liaison(
        frontline_officers=1,
        patron_officers=1,
        authority=0.9,
        link=link,
        terminal=terminal,
        handling=Fixed(value=0.0),
    )
    return asking(slow | {"channels": links, "routes": {"any": "cable"}, "liaison": cell})


def hours(setting: Setting) -> float:
    _, data = first(run(setting), Answered)
    return round(float(data.hours), 6)


def test_a_cell_with_no_link_or_an_unrated_one_saves_no_hour() -> None:
    assert hours(manned(None)) == hours(manned("plain")) == 6.0


def test_a_rated_link_or_a_terminal_on_one_saves_the_same() -> None:
    assert (
        hours(manned("bunker"))
        == hours(manned("plain", "bunker"))
        == hours(manned(None, "bunker"))
        < 1.0
    )


def test_who_is_told_takes_no_offence() -> None:
    setting = still({"region.partners": {"neighbour": Partner(withdraws=1.0)}})
    offended, told = (kinds(run(one)) for one in (setting, changed(setting, {"region.told": True})))
    assert "withdrawn" in offended
    assert "withdrawn" not in told
