"""What programs left without an answer, in sentences: nobody should take a game for played that was
not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from sim.output.words import count_text

_MOST_TOLD: Final = 5


def lapse_lines(lapses: Iterable[tuple[str, str]]) -> Iterator[str]:
    """From seats and reasons: the most frequent first, and how many beside these."""
    found = Counter(lapses).most_common()
    for (seat, reason), times in found[:_MOST_TOLD]:
        yield f"The {seat} left {count_text(times, 'question')} unanswered: {reason}"
    if more := sum(times for _, times in found[_MOST_TOLD:]):
        yield f"{count_text(more, 'question')} more were left unanswered, for other reasons."
