"""What results were asked: which inputs were varied or changed, and about what; from the folder
alone and in few words, for a list of many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.errors import HotlineError
from sim.output.storage.manifest import Manifest
from sim.output.storage.run_folder import SCENARIO
from sim.output.storage.safety import regular_files

#: Fields of specifications that name what a study moves, and what it asks about.
_LEVERS: Final = ("vary", "measures", "paths", "ranges")
_OUTCOMES: Final = ("outcomes", "unacceptable", "break_even", "goal")


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatWasAsked:
    """``levers`` are what a study varies, ``changed`` the inputs set for it, ``question`` what the
    scenario asks, else what the command asked about; empty where nothing was said.
    """

    levers: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    question: str = ""

    @property
    def words(self) -> str:
        """All of it on one line."""
        parts = [
            f"asks {self.question}" if self.question else "",
            f"varies {', '.join(self.levers)}" if self.levers else "",
            f"with {', '.join(self.changed)}" if self.changed else "",
        ]
        return "; ".join(filter(None, parts))


def what_was_asked(path: Path, about: Manifest) -> WhatWasAsked:
    """What the results in a folder were asked. Older versions did not keep it."""
    asked = about.specification or {}
    levers = [text for name in _LEVERS for text in _texts(asked.get(name))]
    return WhatWasAsked(
        levers=tuple(levers or about.levers or ()),
        changed=_texts(asked.get("sets")),
        question=_question_of_scenario(path / SCENARIO) or _question_of_command(asked),
    )


def _question_of_command(asked: Mapping[str, object]) -> str:
    outcomes = [text for name in _OUTCOMES for text in _texts(asked.get(name))]
    return _question(
        ", ".join(dict.fromkeys(outcomes)), _text(asked.get("arm")), _text(asked.get("against"))
    )


def _question_of_scenario(path: Path) -> str:
    """``study.question`` of the scenario that lies with the results."""
    from sim.scenario.text.parser import parse
    from sim.scenario.text.tree import Scalar, node_at

    try:
        text = regular_files.content(path).decode()
        if "question:" not in text:
            return ""
        tree = parse(text, str(path)).tree
    except (OSError, ValueError, HotlineError):  # the list says elsewhere what is not there
        return ""
    said = {}
    for name in ("outcome", "arm", "against"):
        node = node_at(tree, ("study", "question", name))
        said[name] = _text(node.value) if isinstance(node, Scalar) else ""
    return _question(said["outcome"], said["arm"], said["against"])


def _question(outcome: str, arm: str, against: str) -> str:
    between = f"{arm} against {against}" if arm and against else arm
    return ": ".join(filter(None, (outcome, between)))


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, Sequence) else ()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
