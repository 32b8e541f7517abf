"""One world as a story in text, and two arms of the same world until they part."""

from __future__ import annotations

from sim.output.story.abreast import tell_apart
from sim.output.story.telling import tell
from sim.output.story.traced import Traced

__all__ = ["Traced", "tell", "tell_apart"]
