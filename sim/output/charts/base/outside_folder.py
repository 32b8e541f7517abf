"""Charts in a folder outside of results: which files there an earlier call wrote and nobody has
changed since. The words beside the charts keep their digests.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sim.output.charts.base import files
from sim.output.storage.safety import regular_files

_DIGESTS: Final = "sha256"
_SAID: Final = ("title", "says", "alt")


def with_digests(place: Path, words: bytes, content: Mapping[str, bytes]) -> bytes:
    """The words beside charts with the digests of their files, which are written with them; of
    another format that lies there, as before.
    """
    before = files.recorded_charts(place / files.WORDS)
    entries: dict[str, Any] = json.loads(words)
    for name, said in entries.items():
        written = {
            file: sha256(content[file]).hexdigest()
            for ending in (*files.FORMATS, "csv")
            if (file := f"{name}.{ending}") in content
        }
        earlier = _digests_in(before.get(name))
        said[_DIGESTS] = {**earlier, **written, files.WORDS: _digest_of_words(said)}
    return files.descriptions_json(entries, list(entries))


def drawn_before(place: Path, names: Collection[str]) -> set[str]:
    """The files of charts of these names that an earlier call wrote, and that are as it wrote
    them.
    """
    words, reasons = (
        files.recorded_charts(place / files.WORDS),
        files.recorded_charts(place / files.SKIPPED),
    )
    ours = {name for name, said in words.items() if name in names and _is_intact(said)}
    known = {
        file
        for name in ours
        for file, digest in _digests_in(words[name]).items()
        if file in {f"{name}.{ending}" for ending in (*files.FORMATS, "csv")}
        and regular_files.is_regular(place / file)
        and regular_files.digest(place / file) == digest
    }
    known |= {files.WORDS} if ours and ours == words.keys() else set()
    told = reasons and all(isinstance(reason, str) for reason in reasons.values())
    return known | ({files.SKIPPED} if told and reasons.keys() <= {*names} else set())


def _is_intact(said: object) -> bool:
    return (
        isinstance(said, dict)
        and said.keys() == {*_SAID, _DIGESTS}
        and _digests_in(said).get(files.WORDS) == _digest_of_words(said)
    )


def _digests_in(said: object) -> dict[str, Any]:
    digests = said.get(_DIGESTS) if isinstance(said, dict) else None
    return dict(digests) if isinstance(digests, dict) else {}


def _digest_of_words(said: Mapping[str, Any]) -> str:
    return sha256("\n".join(str(said.get(name)) for name in _SAID).encode()).hexdigest()
