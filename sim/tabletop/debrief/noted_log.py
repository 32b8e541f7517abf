"""A game as it was noted when it was played: told from its log, whatever this version of the engine
would make of its acts.
"""

from __future__ import annotations

import json
from pathlib import Path

from sim.domain.events import End
from sim.domain.events.codec import KEYS
from sim.domain.events.codec import event as event_of
from sim.domain.events.log import Log
from sim.errors import ResultsError
from sim.output.evidence import delay_budget
from sim.output.evidence.traced_world import Traced
from sim.output.storage.safety import regular_files
from sim.output.storage.safety.game_files import LOG
from sim.output.story.layout import heading, paragraph, text
from sim.output.story.narrative import chapters, reading
from sim.output.story.summary import in_short
from sim.tabletop.game.folder import GameFolder, open_folder


def noted_story(path: Path) -> str:
    """The story of a game from its log, without what only a replay can tell."""
    folder = open_folder(path, any_version=True)
    log = noted_log(folder)
    world = Traced.of(folder.scenario, folder.opening.arm, log)
    opening = folder.opening
    title = (
        f"{world.scenario.title or world.scenario.name}: a game of world {opening.replication} of"
        f" seed {opening.seed}, arm {opening.arm}"
    )
    over = isinstance(log[-1][1], End)
    note = (
        f"As it was noted when it was played, with Hotline {folder.manifest.version}, up to"
        f" {'its end' if over else 'where it was left'}. The same world by rules, futures and other"
        " games need a replay, and are left out."
    )
    lines = [title, *paragraph(note)]
    if over:
        lines += [*heading("In short"), *paragraph(in_short(world))]
    lines += delay_budget.budget_text(world)
    lines += [*heading("What happened"), *reading(world), *chapters(world, everything=False)]
    return text(lines)


def noted_log(folder: GameFolder) -> Log:
    """The log in a game's folder; an error where there is none, or one that cannot be told here."""
    path = folder.path / LOG
    if not regular_files.exists(path):
        raise ResultsError(f"{path} is not there: it is written as a game is played.")
    try:
        with regular_files.open_regular(path) as file:
            # a game that was killed may have left a last line without its end
            entries = list(map(json.loads, file.read().split(b"\n")[:-1]))
        unknown = [one["kind"] for one in entries if one["kind"] not in KEYS]
        if unknown or not entries:
            what = f"entries of a kind unknown here: {unknown[0]}" if unknown else "nothing"
            raise ResultsError(f"{path} holds {what}; the version that wrote it can tell it.")
        return [(float(one["t"]), event_of(one["kind"], one["data"])) for one in entries]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ResultsError(f"{path} is damaged: {type(error).__name__} at {error}") from error
