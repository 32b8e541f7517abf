"""Where a seat is: what things are called there, and what the clocks on its walls show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sim.domain.decisions.views import ROLES, Role, Seat
from sim.domain.inputs.setting import Setting
from sim.output.story.sentences.dates import Clocks
from sim.output.story.sentences.vocabulary import plainly

#: With whom a seat has to do first: allies with each other, outsiders with the frontline.
_OTHER: Final[Mapping[Seat, Seat]] = {
    "frontline": "patron",
    "patron": "frontline",
    "adversary": "frontline",
    "region": "frontline",
}

#: Hours that are none: what is added up may be off by as little.
_A_MOMENT: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Capital:
    """Where a seat is: whose it is, what things are called, what the clocks on its walls show."""

    seat: Seat
    setting: Setting

    def waits_for_answer(self, asked: float, patience: float) -> bool:
        """Whether whoever asked then waits; a question that is put before any wish to strike has no
        patience but the window, whose end no seat knows.
        """
        return abs(asked + patience - max(asked, self.setting.horizon)) > _A_MOMENT

    @property
    def us(self) -> str:
        """Whose seat it is."""
        return self.name(self.seat)

    @property
    def is_ally(self) -> bool:
        """Whether it is a seat of the alliance."""
        return self.seat in ROLES

    @property
    def role(self) -> Role:
        """The ally whose seat it is."""
        return "patron" if self.seat == "patron" else "frontline"

    @property
    def them(self) -> str:
        """The other ally; for who is none, the frontline."""
        return self.name(_OTHER[self.seat])

    def name(self, role: str) -> str:
        """The display name of who sits there."""
        allies = self.setting.allies
        if role == "adversary":
            return self.adversary
        if role == "region":
            return "the region"
        return (allies.frontline if role == "frontline" else allies.patron).name

    @property
    def adversary(self) -> str:
        """The display name of the other side."""
        return self.setting.adversary.name

    @property
    def clocks(self) -> Clocks:
        """The clock of this capital first, then the other's. Outsiders have no zone of their own
        in a file: they go by the frontline's.
        """
        allies = self.setting.allies
        second = allies.patron if self.is_ally else allies.frontline
        zones = allies.frontline.zone, second.zone
        here, there = zones[::-1] if self.seat == "patron" else zones
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
