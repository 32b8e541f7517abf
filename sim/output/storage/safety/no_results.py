"""What stands where results were expected, and what would do instead."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from shlex import quote
from typing import Final

from sim.errors import ResultsError
from sim.output.storage import manifest
from sim.output.storage.safety import regular_files

#: Results that are named where a folder holds several.
_MOST: Final = 5
#: Files and folders among which the nearest name is looked for.
_MANY: Final = 2_000
_SCENARIOS: Final = frozenset({".yaml", ".yml"})


def no_results(path: Path) -> ResultsError:
    """That there are no results at ``path``, what is there, and the nearest that would do."""
    return ResultsError(f"{path} is no results folder{_instead(path)}")


def _instead(path: Path) -> str:
    if path.is_file():
        return _of_file(path)
    if path.is_symlink() and not path.exists():
        return " but a link to what is not there"
    if not path.is_dir():
        return f": there is no such folder{_nearest(path)}"
    if regular_files.exists(path / manifest.FILE):
        return f": its {manifest.FILE} is another program's, and no results of Hotline are in it"
    below = results_below(path)
    if below:
        more = f" and {len(below) - _MOST} more" if len(below) > _MOST else ""
        return f", but holds some: {', '.join(map(str, below[:_MOST]))}{more}"
    return f": it has no {manifest.FILE}{_above(path)}"


def _of_file(path: Path) -> str:
    """A scenario has results once it is run; a file of results lies in their folder."""
    if path.suffix in _SCENARIOS and not _has_results(path.parent):
        again = quote(str(path))
        return (
            f" but a file. If it is a scenario, run it first:\n  hotline run {again}\nThen name the"
            " folder that this names; `hotline results list` names those that there are."
        )
    return f" but a file{_above(path)}"


def results_below(path: Path) -> list[Path]:
    """The folders of results in a folder, and in those in it."""
    return sorted(
        found.parent for depth in ("*", "*/*") for found in path.glob(f"{depth}/{manifest.FILE}")
    )


def _above(path: Path) -> str:
    """The folder of results that holds what was named, if one does."""
    found = next((one for one in path.absolute().parents if _has_results(one)), None)
    if found is None:
        return ""
    named = next((one for one in path.parents if one.absolute() == found), found)
    return f". It lies in one: {named}"


def _has_results(folder: Path) -> bool:
    return regular_files.exists(folder / manifest.FILE)


def _nearest(path: Path) -> str:
    """The folder beside it whose name is most like its own."""
    try:
        beside = [one.name for one, _ in zip(path.parent.iterdir(), range(_MANY), strict=False)]
    except OSError:
        return ""
    near = get_close_matches(path.name[:80], beside, n=1, cutoff=0.6)
    return f". Did you mean '{path.parent / near[0]}'?" if near else ""
