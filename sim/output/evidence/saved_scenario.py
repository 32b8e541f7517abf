"""The scenario that lies in a folder of results, read once for all that ask for it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sim.domain.inputs.question import Question
from sim.errors import HotlineError
from sim.experiment.outcomes.outcome_lookup import named_question
from sim.output.storage.run_folder import SCENARIO
from sim.output.storage.safety import regular_files
from sim.scenario import Resolved, resolve


def saved_scenario(folder: Path) -> Resolved:
    """The resolved scenario of the results in ``folder``; ``HotlineError`` where this version
    cannot read it.
    """
    path = folder / SCENARIO
    return _resolved_file(str(path), regular_files.digest(path))


def readable_scenario(folder: Path) -> Resolved | None:
    """The same; nothing where this version cannot read it."""
    try:
        return saved_scenario(folder)
    except HotlineError:
        return None


def saved_question(folder: Path) -> Question | None:
    """What the scenario of the results asks, if it can be read and asks anything."""
    found = readable_scenario(folder)
    return None if found is None else named_question(found.scenario.study.question)


@lru_cache(maxsize=1)
def _resolved_file(path: str, digest: str | None) -> Resolved:
    """``digest`` tells a file that was written again from what was read before."""
    del digest
    return resolve(path)
