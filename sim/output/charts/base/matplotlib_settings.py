"""Matplotlib read without any setting but its own, so that a chart depends on nothing but what it
shows.

Matplotlib reads its file of settings from the working directory, from where MATPLOTLIBRC says, and
from the user's home, and its backend from MPLBACKEND, all when it is first imported; one of them
that it cannot take ends the import. Charts choose no backend and have settings of their own, so all
of these are kept away from them, and are given back to the user's own drawing in the same process.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Final

#: What chooses a backend or a file of settings.
_OF_OTHERS: Final = ("MPLBACKEND", "MATPLOTLIBRC")


def ready() -> None:
    """Import Matplotlib, if nobody has yet."""
    if "matplotlib" in sys.modules:
        return
    with _quiet():
        with _without(_OF_OTHERS), _among_its_own_files():
            import matplotlib as mpl
            import matplotlib.font_manager
        with suppress(
            ValueError, OSError
        ):  # what Matplotlib cannot take was of no use to the user's drawing either
            mpl.rc_file(mpl.matplotlib_fname())
        with suppress(ValueError):
            if chosen := os.environ.get("MPLBACKEND"):
                mpl.rcParams["backend"] = chosen


@contextmanager
def _without(names: tuple[str, ...]) -> Iterator[None]:
    """Without some variables of the environment."""
    before = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(before)


@contextmanager
def _among_its_own_files() -> Iterator[None]:
    """In the folder where Matplotlib has its own settings: those of the working directory come
    first, wherever that is.
    """
    found = find_spec("matplotlib")
    assert found is not None, "a dependency"
    assert found.origin is not None, "a package of files"
    back = os.open(".", getattr(os, "O_PATH", os.O_RDONLY))
    try:
        os.chdir(Path(found.origin).with_name("mpl-data"))
        yield
    finally:
        os.fchdir(back)
        os.close(back)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without remarks on the user's settings, a cache that cannot be written, or fonts that are
    looked for.
    """
    logger = logging.getLogger("matplotlib")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
