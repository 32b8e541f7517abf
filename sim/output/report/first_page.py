"""What the first page of a run's report shows beside the answer: why, and the commands that go on
from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan, nan
from shlex import quote

from sim.experiment.comparison.run_summary import EstimateSummary
from sim.output.answer.answer import Answer, unanswered_text
from sim.output.answer.pictures.shown import Shown
from sim.output.report.first_pictures import Inline, pictures_of
from sim.output.storage.run_folder import RunFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPage:
    """The answer, and what stands with it; there is none where there is nothing to compare."""

    answer: Answer | None
    unanswered: str
    pictures: Mapping[str, Inline]
    why: str
    sensitivity: str
    repeat: str
    ask: str


def first_page(folder: RunFolder, shown: Shown | None, scenario: str) -> FirstPage:
    """The first page of a run; ``scenario`` is the file as whoever asked for it named it."""
    found = None if shown is None else shown.answer
    return FirstPage(
        answer=found,
        unanswered="" if found is not None else unanswered_text(folder),
        pictures={} if shown is None else pictures_of(shown),
        why="" if found is None else _why(folder, found),
        sensitivity="" if found is None else _sensitivity(found, scenario),
        repeat=folder.manifest.command,
        ask="hotline report RUN --arm A --against B --to other.html",
    )


def _sensitivity(found: Answer, scenario: str) -> str:
    asked = found.asked
    arms = f"--arm {quote(asked.arm)} --against {quote(asked.against)}"
    return f"hotline sensitivity {scenario} {arms} --outcome {asked.outcome}"


def _why(folder: RunFolder, found: Answer) -> str:
    """How long an answer takes under both, where both ask."""
    against, arm = found.contrast.against, found.contrast.arm
    if not (against.asks and arm.asks):
        return ""
    rows = [folder.summary.estimates[way.name] for way in (against, arm)]
    first, second = (_known(row, "round_trip_h") for row in rows)
    if isnan(first) or isnan(second):
        return ""
    early, late = (100.0 * _known(row, "answered_in_time") for row in rows)
    in_time = (
        ""
        if isnan(early) or isnan(late)
        else f" It came before patience ended to {early:.0f} and {late:.0f} of 100 first questions."
    )
    return (
        f"An answer takes {first:.0f} hours under {against.title} and {second:.0f} under"
        f" {arm.title}, from the decision to ask to the answer read, over questions that were"
        f" answered.{in_time}"
    )


def _known(row: Mapping[str, EstimateSummary], name: str) -> float:
    found = row.get(name)
    return nan if found is None or found.estimate is None else found.estimate
