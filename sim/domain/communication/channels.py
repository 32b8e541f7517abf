"""Channels between the allies, and the liaison cell that may own one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.domain.communication.messages import Level, Sensitivity
from sim.domain.communication.offices import ROUND_THE_CLOCK, Hours
from sim.domain.distributions.families import Law, Lognormal
from sim.domain.inputs.parameter import given, part, required

FRUS_CABLE = "FRUS 1961-63 VI and 1964-68 XIX, short high-precedence cables, n=7, median 61 min"
FRUS_HOT_LINE = "FRUS 1964-68 XIX, hot line terminal to terminal, n=8, median 7.5 min"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """How often and for how long a channel is down; no outage when either law is absent."""

    up: Law | None = given(None, "law of time", "time between the end of an outage and the next")
    down: Law | None = given(None, "law of time", "length of an outage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way for a message to cross between the allies, in either direction."""

    rating: Level = given("secret", "", "highest sensitivity that it may carry")
    capacity: int = given(
        2, "count", "messages that it can transmit at the same time", plausible=(1, 20)
    )
    latency: Law = required("law of time", "time from sent to delivered")
    security: float = given(
        0.7, "share", "protection against leaks; 1 leaks nothing", plausible=(0.3, 1.0)
    )
    fidelity: float = given(0.4, "share", "how much tone and nuance survive", plausible=(0.1, 0.9))
    reader: Literal["leader", "ambassador"] = given(
        "leader",
        "",
        "who hears and reads for the frontline what comes over it; tells readings apart where they"
        " persist",
    )
    hours: Hours = part(
        lambda: ROUND_THE_CLOCK, "when it is staffed, in the frontline's local time"
    )
    outage: Outage = part(Outage, "failures")
    timeout: float = given(
        6.0,
        "time",
        "wait for a channel that is down or failed before falling back",
        plausible=(1, 24),
    )
    fallback: str | None = given(
        None, "", "the channel to use when this one may not carry a message, or fails"
    )
    from_: str | None = given(
        None, "", "the one office that clears what is sent on it; null: the chain of its kind"
    )
    to: str | None = given(
        None, "", "the one office that what arrives on it passes; null: the chain of its kind"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Liaison:
    """A liaison cell with officers on both sides; there is none while either side has no officer.

    On duty it reads messages rightly more often. It saves hours only on a link of its own that is
    rated for the content: its ``link``, or a ``terminal`` on a channel that others run. There the
    share of drafting and clearance within its delegated ``authority`` is skipped, and so are the
    receiver's inbound desks.
    """

    frontline_officers: int = given(
        0, "count", "officers posted by the frontline", plausible=(0, 12)
    )
    patron_officers: int = given(0, "count", "officers posted by the patron", plausible=(0, 12))
    hours: Hours = part(
        lambda: ROUND_THE_CLOCK, "when the cell is manned, in the frontline's local time"
    )
    authority: float = given(
        0.0,
        "share",
        "share of drafting and clearance that the cell may do itself",
        plausible=(0, 0.9),
    )
    link: str | None = given(None, "", "the channel that the cell owns")
    terminal: str | None = given(
        None, "", "a channel on which the cell has a terminal, for what its own may not carry"
    )
    handling: Law = given(
        Lognormal(median=0.5, sigma=0.5),
        "law of time",
        "time that the cell takes to hand a message over",
    )


def default_channels() -> dict[str, Channel]:
    """A cable that may carry everything, slowly cleared, and a courier behind it."""
    return {
        "cable": Channel(
            rating="top_secret",
            latency=Lognormal(median=61 / 60, sigma=0.49),
            capacity=3,
            fallback="courier",
        ),
        "courier": Channel(
            rating="top_secret",
            latency=Lognormal(median=14.0, sigma=0.25),
            capacity=10,
            security=0.9,
            fidelity=0.6,
        ),
    }


def may_carry(channel: Channel, sensitivity: Sensitivity) -> bool:
    """Whether the channel's rating reaches the content's sensitivity."""
    return Sensitivity[channel.rating.upper()] >= sensitivity


def cell_link(
    channels: Mapping[str, Channel], cell: Liaison, sensitivity: Sensitivity
) -> str | None:
    """The first of the cell's links that may carry a content, if any does, whether or not the cell
    is manned.
    """
    links = (name for name in (cell.link, cell.terminal) if name is not None)
    return next((name for name in links if may_carry(channels[name], sensitivity)), None)


def usable(
    channels: Mapping[str, Channel], first: str, sensitivity: Sensitivity
) -> tuple[str, ...]:
    """The channels that may carry a content, in the order of fallback from ``first``; each at most
    once.
    """
    names: list[str] = []
    seen: set[str] = set()
    name: str | None = first
    while name is not None and name not in seen:
        seen.add(name)
        if may_carry(channels[name], sensitivity):
            names.append(name)
        name = channels[name].fallback
    return tuple(names)
