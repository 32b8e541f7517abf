"""What the first page of a run's report shows beside the answer: why, and the commands that go on
from there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from shlex import quote
from typing import Final

from sim.output.answer.answer import Answer, unanswered_text
from sim.output.answer.pictures.answer_hours import STAGES, AnswerHours
from sim.output.answer.pictures.picture_values import Shown
from sim.output.report.first_pictures import Inline, pictures_of
from sim.output.storage.run_folder import RunFolder
from sim.output.words import as_list, many_text

_BOTH: Final = 2  # ways that are compared


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
        why="" if shown is None or found is None else _why(shown.hours, found),
        sensitivity="" if found is None else _sensitivity(found, scenario),
        repeat=folder.manifest.command,
        ask="hotline report RUN --arm A --against B --to other.html",
    )


def _sensitivity(found: Answer, scenario: str) -> str:
    asked = found.asked
    arms = f"--arm {quote(asked.arm)} --against {quote(asked.against)}"
    return f"hotline sensitivity {scenario} {arms} --outcome {asked.outcome}"


def _why(rows: Sequence[AnswerHours], found: Answer) -> str:
    """How long an answer takes under both, where both ask; where the hours go, and to how many
    first questions it came in time.
    """
    if not (found.contrast.against.asks and found.contrast.arm.asks) or len(rows) != _BOTH:
        return ""
    first, second = rows
    by_stage = zip(STAGES, first.by_stage, second.by_stage, strict=True)
    stages = sorted(by_stage, key=lambda stage: -abs(stage[2] - stage[1]))
    hours = as_list([f"{name} {one:.1f} and {other:.1f}" for name, one, other in stages])
    return (
        f"An answer takes {first.whole:.0f} hours under {first.title} and {second.whole:.0f} under"
        f" {second.title}, from the decision to ask to the answer read, over questions that were"
        f" answered. Where these hours go: {hours}.{_in_time(first, second)}"
    )


def _in_time(first: AnswerHours, second: AnswerHours) -> str:
    """To how many of the first questions there were; empty where an arm has none."""
    if not (first.asked and second.asked):
        return ""
    if first.asked == second.asked:
        many = f"{first.in_time:,} and {second.in_time:,} of {_questions(first)}"
    else:
        many = " and ".join(f"{row.in_time:,} of {_questions(row)}" for row in (first, second))
    return f" It came before patience ended to {many}."


def _questions(row: AnswerHours) -> str:
    return many_text(row.asked, "first question")
