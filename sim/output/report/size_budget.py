"""Pages that can be sent and opened anywhere: above a size, pictures are left out, and the page
says which and how to have them.

Left out are first the heaviest, for so the fewest go; the numbers behind a picture and its place
stay. What answers the question itself is left out last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sim.output.report.pictures import Picture
from sim.output.report.studies.companions import Companion

#: Bytes of a page.
MOST: Final = 1_000_000
#: Left out only once all others are.
NEEDED: Final = frozenset({"forest", "courses", "recommendation", "break-even", "delays"})

Words = Mapping[str, Any]


def within(words: Words, rendered: Callable[[Words], str], most: int = MOST) -> str:
    """The page, without as many pictures as it takes to keep it at ``most`` bytes; larger only if
    it is so without any.
    """
    page = rendered(words)
    while (excess := len(page.encode()) - most) > 0 and (out := _heaviest(words, excess)):
        words = _without(words, out)
        page = rendered(words)
    return page


def _all(words: Words) -> Iterator[Picture]:
    """Every picture of the page, those of studies beside it as well."""
    yield from words["pictures"].values()
    for found in words.get("companions", {}).values():
        for one in found:
            yield from one.pictures


def _heaviest(words: Words, excess: int) -> list[Picture]:
    """The pictures that go: the heaviest until they make up for ``excess``; none where none are
    left.
    """
    shown = sorted(
        (one for one in _all(words) if one.source),
        key=lambda one: (one.name in NEEDED, -len(one.source)),
    )
    out: list[Picture] = []
    for one in shown:
        if sum(len(other.source) for other in out) >= excess:
            break
        out.append(one)
    return out


def _without(words: Words, out: Sequence[Picture]) -> dict[str, Any]:
    def left(one: Picture) -> Picture:
        return replace(one, source="", left_out=True) if any(one is other for other in out) else one

    def beside(one: Companion) -> Companion:
        return replace(one, pictures=tuple(map(left, one.pictures)))

    changed: dict[str, Any] = {
        **words,
        "pictures": {name: left(one) for name, one in words["pictures"].items()},
    }
    if "companions" in words:
        changed["companions"] = {
            section: list(map(beside, found)) for section, found in words["companions"].items()
        }
    titles = [one.title for one in _all(changed) if one.left_out]
    changed["left_out"] = list(dict.fromkeys(titles))
    return changed
