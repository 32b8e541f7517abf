"""One world as a story in text, and two arms of the same world until they part."""

from __future__ import annotations

from sim.output.evidence.traced_world import Traced
from sim.output.story.narrative import tell
from sim.output.story.side_by_side import tell_apart

__all__ = ["Traced", "tell", "tell_apart"]
