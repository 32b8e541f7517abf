"""Results folders spoilt in one or a few places: summaries and manifests changed, or sealed again
without some of what they said, files cut or missing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from shutil import rmtree
from typing import Any, Final

from sim.errors import HotlineError
from sim.output.storage import canonical_json, manifest
from sim.output.storage.run_folder import content_hashes
from tests.fuzz import words

#: What stands in JSON where something else should; Python writes and reads NaN and Infinity there
#: as well.
VALUES: Final[tuple[Any, ...]] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    0.5,
    1e308,
    -1e308,
    1e-320,
    float("nan"),
    float("inf"),
    10**30,
    "",
    "x",
    "0",
    "..",
    "../x",
    "/etc/passwd",
    "a/b",
    "a\nb",
    "\x1b[31mred",
    "\u202egnp",
    "\x07",
    "\x00",
    [],
    {},
    [[]],
    [None],
    {"": None},
    ["a"] * 50,
    {"a": {"b": {}}},
    "unilateral",
    "consult",
    "run",
    "sweep",
    "manifest.json",
    "2026-03-02T06:00:00+00:00",
    "9" * 5000,
)
_DEPTH: Final = 20_000
Place = tuple[Any, Any]


def _places(document: Any) -> Iterator[Place]:  # noqa: ANN401 - JSON holds anything
    stack = [document]
    while stack:
        here = stack.pop()
        keys = (
            list(here)
            if isinstance(here, dict)
            else range(len(here))
            if isinstance(here, list)
            else ()
        )
        for key in keys:
            yield here, key
            stack.append(here[key])


def leave_out(document: Any, dice: Random) -> None:  # noqa: ANN401 - likewise
    """Leave a value out, or let it stand under another name: what another version may
    do as well.
    """
    if places := [place for place in _places(document) if isinstance(place[0], dict)]:
        holder, key = dice.choice(places)
        found = holder.pop(key)
        if dice.random() < 0.3:
            holder[f"{key}_"] = found


def change(document: Any, dice: Random) -> None:  # noqa: ANN401 - likewise
    """Put another value in the place of one, or another of the document's own."""
    if places := list(_places(document)):
        (holder, key), (other, its) = dice.choice(places), dice.choice(places)
        holder[key] = (
            dice.choice(VALUES) if dice.random() < 0.7 else json.loads(json.dumps(other[its]))
        )


def _lack(path: Path, dice: Random) -> None:
    _document(path, dice, leave_out)


def _change(path: Path, dice: Random) -> None:
    _document(path, dice, change)


def _document(path: Path, dice: Random, spoiled: Callable[[Any, Random], None]) -> None:
    document = json.loads(path.read_text("utf-8"))
    for _ in range(dice.choice([1, 1, 2, 5])):
        spoiled(document, dice)
    path.write_text(json.dumps(document), "utf-8")


def _text(path: Path, dice: Random) -> None:
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    text = words.CHANGES[dice.choice(sorted(words.CHANGES))](text, dice)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))


def _bytes(path: Path, dice: Random) -> None:
    given = bytearray(path.read_bytes())
    for _ in range(dice.choice([1, 3, 20])):
        if given:
            given[dice.randrange(len(given))] = dice.randrange(256)
    path.write_bytes(given[: dice.choice([len(given), len(given), dice.randrange(len(given) + 1)])])


def _missing(path: Path, dice: Random) -> None:
    path.unlink()
    how = dice.randrange(4)
    if how == 0:
        path.mkdir()
    elif how == 1:
        path.symlink_to(path.with_name("nowhere"))
    elif how == 2:
        path.write_bytes(b"")


def _bury(path: Path, _: Random) -> None:
    path.write_text('{"a": ' + "[" * _DEPTH + "]" * _DEPTH + "}", "utf-8")


_OF_JSON: Final[tuple[Callable[[Path, Random], None], ...]] = (
    _lack,
    _lack,
    _lack,
    _change,
    _change,
    _text,
    _bytes,
    _missing,
    _bury,
)
_OF_ANY: Final[tuple[Callable[[Path, Random], None], ...]] = (_text, _bytes, _missing)


def spoil(folder: Path, dice: Random) -> str:
    """Spoil a results folder; what was done, in words."""
    path = dice.choice(sorted(path for path in folder.iterdir() if path.is_file()))
    documents = [folder / "manifest.json", folder / "summary.json"]
    if dice.random() < 0.7:
        path = dice.choice([path for path in documents if path.exists()])
    how = dice.choice(_OF_JSON if path in documents else _OF_ANY)
    how(path, dice)
    sealed = how is _lack and dice.random() < 0.8 and _seal_again(folder)
    return f"{path.name} by {how.__name__.strip('_')}{', sealed again' if sealed else ''}"


def _seal_again(folder: Path) -> bool:
    """Give the folder a manifest that vouches for what is in it now, as another version could;
    whether that could be done.
    """
    place = folder / "manifest.json"
    try:
        about = canonical_json.read_object(place)
        outcomes = about["content"]["outcomes.parquet"]
        about["content"] = content_hashes(folder, outcomes)
        place.write_bytes(canonical_json.text_of(manifest.with_seal(about)))
    except (
        HotlineError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        OSError,
        RecursionError,
    ):
        return False
    return True


def clear(folder: Path) -> None:
    """Remove what a case left, links and all."""
    rmtree(folder, ignore_errors=True)


def shown(counts: Mapping[str, int]) -> str:
    """Counts as a line of a report."""
    return ", ".join(f"{number} {what}" for what, number in sorted(counts.items()))
