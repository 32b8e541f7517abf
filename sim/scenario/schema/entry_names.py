"""What things in a file may be called, and the possible name nearest to an impossible one."""

from __future__ import annotations

import re
from typing import Final

NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)
_ELSE: Final = re.compile(r"[^a-z0-9_-]+", re.ASCII)


def possible_name(name: str) -> str:
    """The same name in the letters that names have; empty where it has none of them."""
    return _ELSE.sub("_", name.lower()).strip("_-")[:64]
