"""Renew the parts of the documents that are made from the code: ``python -m tools.make``, or
``--check`` to ask only.

With ``--check`` nothing is written; pages that are not as the code would make them are named, and
the exit status is 1.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

from tools.blocks import BLOCKS

FOLDER: Final = Path(__file__).parents[1] / "docs"
_BLOCK: Final = re.compile(
    r"(<!-- begin (?P<name>[a-z-]+) -->\n)(?P<body>.*?)(<!-- end (?P=name) -->)", re.DOTALL
)


def made(text: str) -> str:
    """A page with its parts renewed. Parts that are measured, not made, stay as they are."""

    def renewed(found: re.Match[str]) -> str:
        block = BLOCKS.get(found["name"])
        return found[0] if block is None else f"{found[1]}\n{block()}\n\n{found[4]}"

    return _BLOCK.sub(renewed, text)


def names(text: str) -> list[str]:
    """The names of a page's parts."""
    return [found["name"] for found in _BLOCK.finditer(text)]


def replaced(text: str, name: str, body: str) -> str:
    """A page with one part given anew."""
    return _BLOCK.sub(
        lambda found: f"{found[1]}\n{body}\n\n{found[4]}" if found["name"] == name else found[0],
        text,
    )


def stale(folder: Path = FOLDER) -> list[Path]:
    """Pages that are not as the code would make them."""
    return [page for page in sorted(folder.rglob("*.md")) if made(_read(page)) != _read(page)]


def _read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Renew the pages, or only name those that need it."""
    pages = stale()
    if "--check" in arguments:
        sys.stderr.writelines(f"{page} is stale: run `python -m tools.make`\n" for page in pages)
        return 1 if pages else 0
    for page in pages:
        page.write_text(made(_read(page)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
