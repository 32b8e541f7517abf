"""Pages that can be sent and opened anywhere: above a size, pictures are left out, and the page
says which and how to have them.

Left out are first the heaviest, for so the fewest go; the numbers behind a picture and its place
stay. What answers the question itself is left out last.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from sim.output.report.pictures import Picture
from sim.output.report.studies.companions import Companion

#: Bytes of a page.
MOST: Final = 1_000_000
#: Left out only once all others are.
NEEDED: Final = frozenset({"forest", "courses", "recommendation", "break-even", "delays"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePictures:
    """All pictures of a page: its own by name, and by section the studies beside it with theirs.

    ``left_out`` are the titles of those that the page has no room for.
    """

    pictures: Mapping[str, Picture]
    companions: Mapping[str, tuple[Companion, ...]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Picture]:
        yield from self.pictures.values()
        for companions in self.companions.values():
            for companion in companions:
                yield from companion.pictures


def within(shown: PagePictures, rendered: Callable[[PagePictures], str], most: int = MOST) -> str:
    """The page, without as many pictures as it takes to keep it at ``most`` bytes; larger only if
    it is so without any.
    """
    page = rendered(shown)
    while (excess := len(page.encode()) - most) > 0 and (heaviest := _heaviest(shown, excess)):
        shown = _without(shown, heaviest)
        page = rendered(shown)
    return page


def _heaviest(shown: PagePictures, excess: int) -> list[Picture]:
    """The pictures that go: the heaviest until they make up for ``excess``; none where none are
    left.
    """
    by_weight = sorted(
        (picture for picture in shown if picture.source),
        key=lambda picture: (picture.name in NEEDED, -len(picture.source)),
    )
    heaviest: list[Picture] = []
    for picture in by_weight:
        if sum(len(other.source) for other in heaviest) >= excess:
            break
        heaviest.append(picture)
    return heaviest


def _without(shown: PagePictures, out: Collection[Picture]) -> PagePictures:
    def emptied(picture: Picture) -> Picture:
        goes = any(picture is other for other in out)
        return replace(picture, source="", left_out=True) if goes else picture

    def beside(companion: Companion) -> Companion:
        return replace(companion, pictures=tuple(map(emptied, companion.pictures)))

    changed = replace(
        shown,
        pictures={name: emptied(picture) for name, picture in shown.pictures.items()},
        companions={
            section: tuple(map(beside, companions))
            for section, companions in shown.companions.items()
        },
    )
    titles = dict.fromkeys(picture.title for picture in changed if picture.left_out)
    return replace(changed, left_out=tuple(titles))
