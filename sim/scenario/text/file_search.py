"""Where scenarios lie, and which of them was meant by a path at which there is none, or a folder of
them.
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from shlex import quote
from typing import Final

_NAMED: Final = 3
_PACKAGE = Path(__file__).resolve().parents[2]


def shelves() -> list[Path]:
    """The folders in which scenarios lie: where one works, in the checkout, in the installed
    package.
    """
    folders = (Path("scenarios"), _PACKAGE.parent / "scenarios", _PACKAGE / "_scenarios")
    seen: dict[Path, Path] = {}
    for folder in folders:
        if folder.is_dir():
            seen.setdefault(folder.resolve(), folder)
    return list(seen.values())


def files_within(folder: Path) -> str:
    """What to name in place of a folder: files in it."""
    files = sorted(folder.glob("*.yaml"))
    if not files:
        return "There is no *.yaml in it."
    named, more = ", ".join(map(str, files[:_NAMED])), len(files) - _NAMED
    several = f" and {more} more" if more > 0 else ""
    every = (
        f". `check` and `run` take all of them: {quote(str(folder))}/*.yaml"
        if len(files) > 1
        else ""
    )
    return f"Name a file in it: {named}{several}{every}"


def likely_file(path: Path) -> Path | None:
    """The file that is called most like a path at which there is none: beside it, or among those
    that ship.
    """
    names: dict[str, Path] = {}
    for folder, files in ((path.parent, "*.yaml"), *((shelf, "**/*.yaml") for shelf in shelves())):
        for file in sorted(folder.glob(files)) if folder.is_dir() else ():
            if file.parent.name == "measures":
                continue
            names.setdefault(file.relative_to(folder).with_suffix("").as_posix(), file)
            names.setdefault(file.stem, file)
    wanted = path.with_suffix("") if path.suffix in {".yaml", ".yml"} else path
    tried = [
        *get_close_matches(wanted.as_posix(), names, n=1, cutoff=0.7),
        *get_close_matches(wanted.name, names, n=1, cutoff=0.7),
    ]
    return names[tried[0]] if tried else None
