"""How a share of worlds or of samples is told in per cent, in tables, charts and sentences."""

from __future__ import annotations

from math import floor, log10


def percent(share: float) -> str:
    """Whole per cent; below 1 % and above 99 % as far as the first digit that says how rare: 0.4 %,
    0.02 %, 99.8 %.
    """
    share = round(share, 9)  # shares that were summed miss 0 or 1 by a last digit
    rare = round(100.0 * min(share, 1.0 - share), 9)
    digits = -floor(log10(rare)) if 0.0 < rare < 1.0 else 0
    return f"{100.0 * share:.{digits}f} %"
