"""The files of a game's folder, which grow while it is played and are Hotline's by their names."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Final

from sim.output.storage.safety import regular_files

#: What a manifest calls a game.
GAME: Final = "game"
JOURNAL: Final = "journal.jsonl"
WORDS: Final = "words.jsonl"
LOG: Final = "log.jsonl"
DEBRIEF: Final = "debrief.txt"
#: The page of it, which is made from the game and can be made again.
PAGE: Final = "debrief.html"
#: Digests of the links by which people come to a table in browsers.
LINKS: Final = "links.json"
#: Files that a game's manifest names only while nobody plays it.
GROWING: Final = (JOURNAL, WORDS, LOG, DEBRIEF, LINKS)


def is_played(folder: Path) -> bool:
    """Whether somebody plays the game in a folder right now."""
    path = folder / JOURNAL
    if not regular_files.is_regular(path):
        return False
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
