"""Time zones of the packaged database, so that a clock shows the same on every machine.

``zoneinfo`` asks the machine first, and ``PYTHONTZPATH`` where to look: its zones may be older or
newer, and ``localtime`` is another one on each. Only the package ``tzdata``, whose version every
results folder names, is asked here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

#: In the list of the package, but no place: what a machine shows whose zone was never set.
_NO_PLACES: Final = frozenset(["Factory", "localtime", "posixrules"])
#: How far clocks are behind UTC and ahead of it, at most: no place keeps any other time.
EARLIEST: Final = timedelta(hours=-12)
LATEST: Final = timedelta(hours=14)


@cache
def zone_names() -> frozenset[str]:
    """All zones that there are."""
    listed = (files("tzdata") / "zones").read_text(encoding="utf-8").split()
    return frozenset(listed) - _NO_PLACES


class _Zone(ZoneInfo):
    """A zone that another process reads anew by its name: one that was read from a file cannot be
    sent to it.
    """

    def __reduce__(self) -> tuple[Callable[[str], ZoneInfo], tuple[str]]:
        return zone, (self.key,)


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of this name; ``KeyError`` where there is none."""
    if name not in zone_names():
        raise KeyError(f"there is no time zone {name}")
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return _Zone.from_file(file, key=name)
