"""Injects: events that a scenario brings in at a time, or when a condition first holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.domain.parameter import given

Event = Literal[
    "provocation", "mediation_offer", "leak", "ceasefire_broken", "report", "channel_down", "pressure", "alert", "news"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Holds when all of its given bounds hold; checked whenever one of the quantities changes."""

    rung_at_least: int | None = given(None, "count", "rung of the ladder")
    struck: bool | None = given(None, "", "whether the frontline has struck")
    retaliated: bool | None = given(None, "", "whether the adversary has hit back")
    asked: bool | None = given(None, "", "whether the frontline has asked the patron")
    pressing: bool | None = given(None, "", "whether the pressure track runs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject:
    """One inject, timed by ``at`` or conditional by ``when``: exactly one of them is given."""

    event: Event = given("news", "", "what happens")
    at: float | None = given(None, "moment", "time after the start")
    when: Condition | None = given(None, "", "condition, first time that it holds")
    after: float = given(0.0, "time", "delay after the condition first holds")
    to: Literal["frontline", "patron", "both"] = given("both", "", "who is addressed")
    severity: float = given(0.5, "share", "how strong it is: of a provocation, of pressure, of an alert")
    reading: float | None = given(None, "number", "report: observed x minus true x")
    front: str | None = given(None, "", "ceasefire_broken: which front")
    channel: str | None = given(None, "", "channel_down: which channel")
    lasts: float = given(12.0, "time", "channel_down: for how long")
    text: str = given("", "", "what players are told")
