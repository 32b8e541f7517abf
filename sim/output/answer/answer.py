"""The answer of a run: the question, what it was read as, its sentences, and all that the first
page shows beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sim.domain.inputs.question import Question
from sim.experiment.comparison.run_summary import RunSummary
from sim.experiment.outcomes.definitions import OutcomeSummary
from sim.experiment.outcomes.outcome_lookup import named_question
from sim.output.answer.asked_comparison import Asked, asked_of, lacking_of
from sim.output.answer.certainty import verdict_of
from sim.output.answer.contrast import Contrast, asked_contrast, family_size, other_contrasts
from sim.output.answer.courses import (
    ASKED,
    COURSES,
    TOLD_FROM,
    Column,
    Counted,
    became,
    count_courses,
    courses_of,
    places,
)
from sim.output.answer.findings import Group, groups_of, other_names, unshown_of
from sim.output.answer.phrases import Names, names_of
from sim.output.answer.sentences import Sentences, plain_words, sentences_of
from sim.output.answer.typical import typical_world
from sim.output.evidence.saved_scenario import readable_scenario
from sim.output.storage.run_folder import RunFolder
from sim.output.verdict_words import VERDICTS
from sim.output.words import count_text
from sim.scenario import Resolved

_STOOD: Final = "The question stood in the scenario before the run."
_NAMED: Final = (
    "These two were named on the command line, not in the scenario: one of {choices} that could"
    " have been, and judged as such."
)
_CHOSEN: Final = (
    "{given} this is a choice made from the results, one of {choices} that could have been, and"
    " judged as such: {why}, and the way that differs most from the baseline in it.{named}"
)
_NONE: Final = {
    "given": "No question is given, so",
    "named": " `study.question` in the scenario names what is to decide.",
}
_INSTEAD: Final = {"given": "Instead,", "named": ""}
_ALONE: Final = "Nothing is compared in it."
_WHY: Final = {
    True: "the first headline outcome in which a way is shown to differ",
    False: "the first headline outcome of which one direction is better",
}
_KINDS: Final = 3
_IF: Final = " So many worlds would tell if the estimates are right."


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Worlds of the arm in which its strike went ahead in one way, and one of them to read."""

    said: str
    trace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a run answers."""

    asked: Asked
    question: str
    read_as: str
    chosen: str
    contrast: Contrast
    names: Names
    sentences: Sentences
    groups: tuple[Group, ...]
    unshown: tuple[str, ...]
    more_would_tell: bool
    failed: tuple[Failed, ...]
    courses: Mapping[str, Column] | None

    @property
    def became(self) -> Counted | None:
        """What became of the worlds in which the asked outcome went away."""
        if self.courses is None:
            return None
        return became(self.courses[self.asked.against], self.courses[self.asked.arm])


def answer_of(folder: RunFolder, found: Resolved | None = None) -> Answer | None:
    """The answer of the results in ``folder``; ``found`` is their scenario, where it is at hand.
    Nothing where there is nothing to compare.
    """
    found = found or readable_scenario(folder.path)
    asked = asked_of(folder, *_question_of(found))
    if asked is None:
        return None
    contrast = asked_contrast(folder, asked)
    others = other_contrasts(folder, asked, other_names(folder.summary, asked.outcome))
    names, courses = names_of(found), courses_by_arm(folder, contrast.outcome)
    question = folder.summary.scenario.purpose
    changed = None if courses is None else became(courses[asked.against], courses[asked.arm])
    return Answer(
        asked=asked,
        question=question,
        read_as=_read_as(contrast),
        chosen=" ".join(filter(None, (_who_chose(asked), _in_tables(folder.summary, contrast)))),
        contrast=contrast,
        names=names,
        sentences=sentences_of(contrast, others, changed, names),
        groups=groups_of(contrast, others, names),
        unshown=tuple(unshown_of(others, names)),
        more_would_tell=any(one.found.worlds_to_tell for one in others),
        failed=()
        if courses is None
        else tuple(_failures(folder, asked, courses[asked.arm], names)),
        courses=courses,
    )


def unanswered_text(folder: RunFolder, found: Resolved | None = None) -> str:
    """Why a run answers nothing though its scenario has a question; empty where it has none."""
    question, titles = _question_of(found or readable_scenario(folder.path))
    if question is None:
        return ""
    lacking = lacking_of(folder.summary, question, titles)
    return f"The question of the scenario has no answer in this run. {lacking or _ALONE}"


def _question_of(found: Resolved | None) -> tuple[Question | None, dict[str, str]]:
    """What a scenario asks, and the titles of its arms."""
    if found is None:
        return None, {}
    titles = {name: arm.title for name, arm in found.scenario.arms.items()}
    return named_question(found.scenario.study.question), titles


def _read_as(found: Contrast) -> str:
    outcome = found.outcome
    return (
        f"{outcome.title}: {outcome.definition}. {found.arm.title} is compared with"
        f" {found.against.title}, in the same worlds."
    )


def _who_chose(asked: Asked) -> str:
    words = {"scenario": _STOOD, "named": _NAMED, "chosen": _CHOSEN}[asked.how]
    given = _INSTEAD if asked.instead else _NONE
    said = words.format(choices=asked.choices, why=_WHY[asked.shown], **given)
    return f"{asked.instead} {said}" if asked.instead else said


def _in_tables(summary: RunSummary, found: Contrast) -> str:
    """What the tables say of the same comparison, where that is another thing, as it is one of many
    there.
    """
    cells = summary.comparisons.get(found.arm.name, {})
    if found.against.name != summary.baseline or found.outcome.name not in cells:
        return ""
    said, here = cells[found.outcome.name].verdict, verdict_of(found)
    if said is None or said == here:
        return ""
    many = family_size(summary, found.outcome.name)
    alone = "By itself" if found.comparisons == 1 else "As one of these"
    among = f"as one of the {count_text(many, 'comparison')} of the tables"
    return f"{alone} it is {VERDICTS[here]}; {among}, {VERDICTS[said]}."


def courses_by_arm(folder: RunFolder, outcome: OutcomeSummary) -> dict[str, Column] | None:
    """By arm what each world was; only of an outcome that is yes or no in all worlds."""
    if outcome.kind != "share" or outcome.exists != "always":
        return None
    wanted = [name for name in TOLD_FROM if name in folder.summary.outcomes]
    columns = {name: folder.rows.columns(name) for name in {*wanted, outcome.name}}
    return {
        arm: courses_of({name: by_arm[arm] for name, by_arm in columns.items()}, outcome.name)
        for arm in folder.arms
    }


def _failures(folder: RunFolder, asked: Asked, column: Column, names: Names) -> Iterator[Failed]:
    """How the arm's strikes went ahead, the asked outcome first, with the most typical world of
    each.
    """
    counted, where = count_courses(column).by_course, places(column)
    kinds = [name for name in COURSES if COURSES[name].fails and counted[name]]
    kinds = [ASKED, *sorted(kinds, key=lambda name: -counted[name])]
    scenario = str((folder.manifest.specification or {}).get("scenario", "SCENARIO"))
    outcome, seed = folder.summary.outcomes[asked.outcome].title, folder.summary.seed
    for name in kinds[:_KINDS]:
        if not counted[name]:
            continue
        what = f"{outcome}" if name == ASKED else COURSES[name].became.format(patron=names.patron)
        at = typical_world(folder, asked.arm, [k for k, one in enumerate(where) if one == name])
        yield Failed(
            said=f"{counted[name]:,} of {count_text(len(column), 'world')}: {what}",
            trace=f"hotline trace {scenario} --arm {asked.arm} -k {at} --seed {seed}",
        )


def answer_as_data(found: Answer | None) -> dict[str, object] | None:
    """The answer for programs."""
    if found is None:
        return None
    asked = found.asked
    return {
        "outcome": asked.outcome,
        "arm": asked.arm,
        "against": asked.against,
        "chosen": asked.how,
        **plain_words(found.sentences),
    }


def answer_or_reason(folder: RunFolder, found: Resolved | None = None) -> list[str]:
    """The answer of the results in ``folder`` for a terminal; else why the question that stands in
    their scenario has none.
    """
    answer = answer_of(folder, found)
    reason = "" if answer is not None else unanswered_text(folder, found)
    return ([reason] if reason else []) if answer is None else answer_text(answer)


def _unshown(found: Answer) -> str:
    """What was not shown, with what the number of worlds that would tell hangs on said once."""
    said = " ".join(found.unshown[:_KINDS])
    return f"{said}{_IF}" if found.more_would_tell else said


def answer_text(found: Answer) -> list[str]:
    """The answer for a terminal, a paragraph each."""
    said = found.sentences
    sure = " ".join(said.sure[:-1])
    return [
        f"{'Question' if found.asked.how == 'scenario' else 'Purpose'}: {found.question}",
        f"Read as: {found.read_as} {found.chosen}",
        f"Answer: {said.first} {said.but}".rstrip(),
        f"{said.chip[:1].upper()}{said.chip[1:]}. {sure}".rstrip(),
        *([] if not found.unshown else [f"Not shown: {_unshown(found)}"]),
    ]
