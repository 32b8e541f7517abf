"""What the pages of all kinds of results have in common: assumptions, outcomes, provenance, the
data, and general limits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from sim.output.charts.base.chart import Outcome
from sim.output.report.sections.assumptions import assumptions_of
from sim.output.storage.folders import Folder
from sim.output.storage.manifest import Manifest

LIMITS: Final = (
    (
        "What is found follows from the assumptions. Most of them are judgement; a different"
        " judgement within its plausible range may turn a result around."
    ),
    (
        "Two allies, one adversary, one kind of strike. There are no persons, no targets and no"
        " third power that acts by itself."
    ),
    "The leaders follow fixed rules of decision and do not learn from one crisis to the next.",
    "Intervals tell what chance between worlds leaves open, not what the model leaves out.",
    "Where no difference is shown there may still be one that more worlds would show.",
)

#: The items of STRESS-DES (Monks et al. 2019, Journal of Simulation 13:55) that a run decides, and
#: where this page has them.
STRESS: Final = (
    ("objectives", "The question above the answer; outcomes under Method"),
    ("logic", "docs/model.md of the project; the protocols of the arms as the scenario gives them"),
    (
        "data and assumptions",
        "Assumptions and sources: every number with its source and plausible range",
    ),
    (
        "experimentation",
        "Method: initial state as given, no warm-up, the number of worlds, common random numbers",
    ),
    (
        "implementation",
        (
            "Provenance: version and digest of the code; draws keyed by seed, replication, name and"
            " thing"
        ),
    ),
    (
        "code access",
        (
            "Provenance: the command that repeats the run, and the hashes that show that it was"
            " repeated"
        ),
    ),
)

_LONG: Final = re.compile(r"\d+\.\d{7,}")
#: What lies in a results folder: name and content of each file.
Data = tuple[tuple[str, str], ...]

ROWS: Final = "every outcome of every world and arm, one row each"
OF_ALL: Final[Data] = (
    ("summary.json", "all numbers of this page: estimates, intervals, comparisons"),
    ("scenario.yaml", "the scenario as resolved, every value with its origin"),
    ("manifest.json", "seed, versions, command, machine, time, and the hash of every other file"),
    (
        "charts/",
        "pictures with their numbers as CSV, when `hotline plot` or the command itself drew them",
    ),
)


def common(folder: Folder, data: Data) -> dict[str, Any]:
    """The words that every page needs; ``data`` are the files of such a folder."""
    about, summary = folder.manifest, folder.summary
    return {
        "title": summary.scenario.heading,
        "purpose": summary.scenario.purpose,
        "digest": about.scenario.digest,
        "baseline": about.baseline,
        "stress": STRESS,
        "outcomes": _outcomes(summary.outcomes),
        "provenance": _provenance(about),
        "data": data,
    } | _assumptions(folder)


def _assumptions(folder: Folder) -> dict[str, Any]:
    found = assumptions_of(folder.path, folder.manifest)

    def cells(*, given: bool) -> list[tuple[str, ...]]:
        return [
            (
                _input_text(row.meaning, row.path),
                _six_digits(row.value),
                _six_digits(row.plausible),
                row.source or "none",
            )
            for row in found.rows
            if row.given is given
        ]

    return {"assumed": found, "given_rows": cells(given=True), "default_rows": cells(given=False)}


def _input_text(meaning: str, path: str) -> str:
    """An input by what it means, with its path in brackets."""
    return f"{meaning} ({path})" if meaning else path


def _six_digits(text: str) -> str:
    """A value with its numbers in six digits at most: the scenario in the folder has them to the
    last bit.
    """
    return _LONG.sub(lambda number: f"{float(number[0]):.6g}", text)


def _outcomes(outcomes: Mapping[str, Outcome]) -> list[tuple[str, ...]]:
    return [
        (one.title, one.unit, one.better, f"{one.matters:g}", one.exists, one.definition)
        for one in outcomes.values()
    ]


def _provenance(about: Manifest) -> list[tuple[str, str]]:
    return [
        ("command", about.command),
        ("scenario", f"{about.scenario.name}, digest {about.scenario.digest}"),
        ("Hotline", about.version),
        ("model's code", about.code or ""),
        *((f"{name}", f"sha256 {digest}") for name, digest in about.content.items()),
        ("when, where, with which libraries", "manifest.json beside this page"),
    ]
