"""Hours since the start as dates and clock times of both capitals, the same whatever the machine's
language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sim.domain.communication.calendar import MONTHS
from sim.domain.communication.time_zones import zone as zone_named
from sim.domain.inputs.setting import Setting

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: Between a number and its unit; becomes a plain space once the lines are set.
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
#: From here on a length is told in days.
_MANY_HOURS: Final = 120.0
#: From here on nobody would say it in days: a thousand years.
_BEYOND_DAYS: Final = 8_766_000.0
#: Digits of an hour at the most: 3.6 seconds.
_FINEST: Final = 3
#: The calendar of dates ends here; a day less than the last one, for capitals that are ahead of
#: UTC.
_LAST: Final = datetime(9999, 12, 30, tzinfo=UTC)
_BEYOND: Final = "Beyond the calendar, which ends with the year 9999"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The start of a world and the clocks on the walls of both capitals. Dates are those of the
    frontline's.
    """

    start: datetime
    frontline: str
    patron: str

    @classmethod
    def of(cls, setting: Setting) -> Clocks:
        """The clocks of an arm."""
        allies = setting.allies
        return cls(start=setting.start, frontline=allies.frontline.zone, patron=allies.patron.zone)

    def day(self, t: float) -> str:
        """The date in full: Sunday 8 March 2026."""
        at = self._at(t, self.frontline)
        return (
            _BEYOND
            if at is None
            else f"{_DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}"
        )

    def date(self, t: float, told_at: float = 0.0) -> str:
        """Date and time in short: Sun 8 Mar 15:08, with its year where that is not the year in
        which it is told. Beyond the calendar hours since the start: T+1e9 h.
        """
        at = self._at(t, self.frontline)
        return far(t) if at is None else f"{self._short_date(at, told_at)} {at:%H:%M}"

    def lines(self, t: float) -> str:
        """Day and time in short, one below the other."""
        at = self._at(t, self.frontline)
        return "no date" if at is None else f"{self._short_date(at)}\n{at:%H:%M}"

    def second(self, t: float) -> str:
        """Day and time to the second: 8 Mar 15:08:21."""
        at = self._at(t, self.frontline)
        return far(t) if at is None else f"{at.day:2} {MONTHS[at.month - 1][:3]} {at:%H:%M:%S}"

    def columns(self, t: float, told: str) -> str:
        """The frontline's clock, the patron's with its day of the week, and the hours since the
        start, as ``told``.
        """
        here, there = self._at(t, self.frontline), self._at(t, self.patron)
        clocks = "--:--  --- --:--"
        if here is not None and there is not None:
            clocks = f"{here:%H:%M}  {_DAYS[there.weekday()][:3]} {there:%H:%M}"
        return f"{clocks}  {told:>8}"

    def both(self, t: float) -> tuple[str, str]:
        """Date and time of the frontline's capital, day and time of the patron's: Sun 8 Mar 15:08,
        Sun 09:08. Nothing of either beyond the calendar.
        """
        here, there = self._at(t, self.frontline), self._at(t, self.patron)
        if here is None or there is None:
            return "", ""
        return (
            f"{self._short_date(here)} {here:%H:%M}",
            f"{_DAYS[there.weekday()][:3]} {there:%H:%M}",
        )

    def cities(self) -> tuple[str, str]:
        """Both capitals, by their zones."""
        return _city(self.frontline), _city(self.patron)

    def legend(self) -> str:
        """What the columns mean."""
        return (
            f"{_city(self.frontline)} time, {_city(self.patron)} time and hours since the start"
            " (T+)"
        )

    def _short_date(self, at: datetime, told_at: float = 0.0) -> str:
        """Sun 8 Mar; told in another year, Sun 8 Mar 2027."""
        now = self._at(told_at, self.frontline)
        day = f"{_DAYS[at.weekday()][:3]} {at.day} {MONTHS[at.month - 1][:3]}"
        return day if now is not None and at.year == now.year else f"{day} {at.year}"

    def _at(self, t: float, zone: str) -> datetime | None:
        """What the wall clock shows; ``None`` where no calendar reaches."""
        if not t < (_LAST - self.start) / timedelta(hours=1):
            return None
        return (self.start + timedelta(seconds=round(t * 3600.0))).astimezone(zone_named(zone))


def _city(zone: str) -> str:
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def since(t: float) -> str:
    """Hours since the start, as the charts count them: T+153.1."""
    return f"T+{t:.1f}"


def far(t: float) -> str:
    """Hours since the start that no calendar and no reader would count one by one: T+1e9 h."""
    return f"T+{_in_short(t)} h"


def _in_short(number: float) -> str:
    """A large number in three digits, without what a program writes around its power of ten."""
    mantissa, _, power = f"{number:.2e}".partition("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(power)}"


def apart(times: Iterable[float]) -> dict[float, str]:
    """Each moment as hours since the start; those that would read alike have more digits, to a few
    seconds.
    """
    told = {t: since(t) for t in times}
    for digits in range(2, _FINEST + 1):
        alike = Counter(told.values())
        told = {t: f"T+{t:.{digits}f}" if alike[text] > 1 else text for t, text in told.items()}
    return told


def duration_text(hours: float) -> str:
    """A length of time in the unit in which one would say it; a thousand years and more as a power
    of ten.
    """
    if hours >= _BEYOND_DAYS:
        return f"{_in_short(hours)}{NO_BREAK}h"
    minutes = round(hours * 60.0)
    if minutes < 60:
        return f"{minutes}{NO_BREAK}min"
    number, unit = (hours, "h") if hours < _MANY_HOURS else (hours / 24.0, "days")
    return f"{number:.1f}".removesuffix(".0") + NO_BREAK + unit


def to_the_second(seconds: int) -> str:
    """Whole seconds as h:mm:ss."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
