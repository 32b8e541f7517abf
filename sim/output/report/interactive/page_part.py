"""The interactive part of a page: its data as JSON that no text in it can end, the script with its
hash, and the style that it needs.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from shlex import quote
from typing import TYPE_CHECKING, Final

from sim.output.answer.answer import answer_of
from sim.output.report.interactive.comparisons import comparison_data
from sim.output.report.interactive.followed_worlds import Play, followed_worlds
from sim.output.report.interactive.happenings import Plain, happening_data, happenings
from sim.output.report.interactive.spread import spread_of
from sim.output.report.interactive.texts import Texts
from sim.output.storage.run_folder import RunFolder
from sim.output.words import many_text

if TYPE_CHECKING:
    from markupsafe import Markup

#: The parts of the script, in the order in which one needs the other.
SCRIPTS: Final = ("elements", "address", "notes", "comparison", "worlds", "lanes", "start")
_STYLE: Final = "interactive.css"
#: Bytes of the part's own markup, about.
_MARKUP: Final = 5_500
_ROOM: Final = "sim.output.report.interactive"
#: What could end the element that the data stand in, or begin another one.
_ESCAPES: Final = {ord(one): f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interactive:
    """What the template puts on the page; hashes are as its policy names them."""

    data: Markup
    script: Markup
    script_hash: str
    style: Markup
    style_hash: str
    has_comparisons: bool
    followed: str


def interactive_part(folder: RunFolder, play: Play, room: int) -> Interactive:
    """The interactive part of the page of a run, in at most ``room`` bytes as far as the worlds
    that can be followed decide; ``play`` plays one of them.
    """
    from markupsafe import Markup

    answer, texts = answer_of(folder), Texts()
    kinds = list(happenings(folder, answer))
    data: dict[str, object] = _about(folder) | {"happened": happening_data(folder, kinds)}
    if answer is not None:
        compared = comparison_data(folder, answer, texts)
        data |= {"compared": compared, "spread": _spread_data(folder, compared)}
    script, style = _script(), files(_ROOM).joinpath(_STYLE).read_text(encoding="utf-8")
    left = room - _size(data) - len(script) - len(style) - _MARKUP
    worlds = followed_worlds(folder, answer, kinds, play, texts)
    worlds_shown = worlds_within(worlds, left, texts)
    data["followed"] = worlds_shown
    data["texts"] = texts.plain()
    return Interactive(
        data=Markup(json_element(data)),  # noqa: S704 - escaped above
        script=Markup(script),  # noqa: S704 - our own files
        script_hash=_hash_of(script),
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=_hash_of(style),
        has_comparisons=answer is not None,
        followed=_followed_text(worlds_shown, folder.replications),
    )


def _followed_text(found: Sequence[Plain], all_worlds: int) -> str:
    """How many worlds the page has room to tell hour by hour."""
    many = len({one["world"] for one in found})
    return f"{many:,} of the {many_text(all_worlds, 'world')}, which is what this page has room for"


def _about(folder: RunFolder) -> dict[str, object]:
    """Whose worlds they are, and the command that tells any of them."""
    asked = folder.manifest.specification or {}
    scenario = quote(str(asked.get("scenario", "SCENARIO")))
    sets = asked.get("sets")
    changes = [f" --set {quote(str(one))}" for one in sets] if isinstance(sets, list) else []
    return {
        "ways": [{"name": arm, "title": folder.summary.arms[arm].title} for arm in folder.arms],
        "trace": f"hotline trace {scenario} --arm ARM -k WORLD --seed {folder.summary.seed}"
        + "".join(changes),
        "told": folder.summary.doubt is None,
    }


def worlds_within(worlds: Iterable[Plain], room: int, texts: Texts) -> list[Plain]:
    """The first worlds that there is room for, with the ``texts`` that they need, and one in any
    case.
    """
    found: list[Plain] = []
    known = len(texts.places)
    for one in worlds:
        room -= _size(one) + 1
        if room < _size(texts.plain()) and found:
            texts.forget(known)
            break
        found.append(one)
        known = len(texts.places)
    return found


def _size(data: object) -> int:
    return len(json_element(data).encode())


def json_element(data: object) -> str:
    """Data as JSON that can stand in an element of HTML, whatever its texts hold."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_ESCAPES)


def _spread_data(folder: RunFolder, compared: Mapping[str, object]) -> list[dict[str, object]]:
    """By outcome that can be picked, how the worlds are spread under each arm."""
    outcomes = compared["outcomes"]
    assert isinstance(outcomes, list)
    found: list[dict[str, object]] = []
    for one in outcomes:
        spread = spread_of(folder.summary.outcomes[one["name"]], folder.rows.columns(one["name"]))
        counts = [list(spread.counts[arm]) for arm in folder.arms]
        found.append({"unit": spread.unit, "bins": list(spread.bins), "counts": counts})
    return found


@cache
def _script() -> str:
    """All parts as one script, with nothing of it in the page's own scope, and without what only
    those who write it need.
    """
    parts = [
        _without_remarks(files(_ROOM).joinpath(f"{name}.js").read_text("utf-8")) for name in SCRIPTS
    ]
    return '"use strict";\n(() => {\n' + "\n".join(parts) + "\n})();\n"


def _without_remarks(script: str) -> str:
    """A script without indents, empty lines and lines that are a remark."""
    lines = [line.strip() for line in script.splitlines()]
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _hash_of(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
