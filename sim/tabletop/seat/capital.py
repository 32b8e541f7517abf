"""Where a seat is: what things are called there, and what the clocks on its walls show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sim.domain.decisions.views import Role
from sim.domain.inputs.setting import Setting
from sim.output.story.sentences.dates import Clocks
from sim.output.story.sentences.vocabulary import plainly

_OTHER: Final[Mapping[Role, Role]] = {"frontline": "patron", "patron": "frontline"}


@dataclass(frozen=True, slots=True)
class Capital:
    """Where a seat is: whose it is, what things are called, what the clocks on its walls show."""

    seat: Role
    setting: Setting

    @property
    def us(self) -> str:
        """The ally whose seat it is."""
        return self.name(self.seat)

    @property
    def them(self) -> str:
        """The other ally."""
        return self.name(_OTHER[self.seat])

    def name(self, role: str) -> str:
        """The display name of an ally."""
        allies = self.setting.allies
        return (allies.frontline if role == "frontline" else allies.patron).name

    @property
    def adversary(self) -> str:
        """The display name of the other side."""
        return self.setting.adversary.name

    @property
    def clocks(self) -> Clocks:
        """The clock of this capital first, then the other's."""
        allies = self.setting.allies
        zones = allies.frontline.zone, allies.patron.zone
        here, there = zones if self.seat == "frontline" else zones[::-1]
        return Clocks(start=self.setting.start, frontline=here, patron=there)

    def date(self, t: float) -> str:
        """Day and time here."""
        return self.clocks.date(t)

    def date_there(self, t: float) -> str:
        """Day and time in the other capital."""
        return replace(self.clocks, frontline=self.clocks.patron).date(t)

    def both_dates(self, t: float) -> str:
        """Day and time in both capitals."""
        return f"{self.date(t)} in {self.us}, {self.date_there(t)} in {self.them}"

    def partner(self, key: str) -> str:
        """A partner of the region by its display name."""
        known = self.setting.region.partners.get(key)
        return (known.name if known else "") or plainly(key)

    def front(self, key: str) -> str:
        """A front by its display name."""
        known = self.setting.region.fronts.get(key)
        return (known.name if known else "") or f"the {plainly(key)} front"
